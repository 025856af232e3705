"""The file of the journal: one line an action, written through to the disk; read without trust."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from lecons.intake.journal.events import EVENT, Declined, Event, Finished, Reopened

_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")
# enough bytes at the end of a file to hold its last action; no note is that long
_TAIL = 65_536


@dataclass(frozen=True)
class Fault:
    """A line that is no action: its file and number (0: the whole file), and what is expected (in
    French)."""

    file: str
    line: int
    expected: str


def append(folder: Path, event: Event) -> None:
    """Write one action at the end of its coder's file; it is on the disk when this returns.

    Its moment comes after that of the last action of the file, even where the clock went back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{event.codeur}.jsonl"
    with path.open("ab+") as file:
        last = _last(file)
        if last and last.id != event.id:
            event = _after(event, last.le) if event.le <= last.le else event
        line = event.model_dump_json(exclude_none=True).encode() + b"\n"
        # a line cut by a breakdown must not swallow the next one
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> tuple[list[Event], list[Fault]]:
    """All actions of all coders in the order of their clocks, each once, and the lines that are none.

    What git leaves of a merge (conflict marks, lines twice, blank lines) is no fault. Where a clock
    went back, what a file says later of a segment or of a reading happened later.
    """
    events: dict[str, Event] = {}
    written: dict[str, tuple[Event, str]] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.jsonl")):
        lines, unread = _lines(path)
        faults += unread
        mine: dict[str, Event] = {}
        for number, event in lines:
            first, place = written.setdefault(event.id, (event, f"{path.name}, ligne {number}"))
            if first == event:
                mine.setdefault(event.id, event)
            else:
                faults.append(Fault(path.name, number, _other_content(place)))
        for event in _in_sequence(mine.values()):
            known = events.get(event.id)
            if known is None or known.le < event.le:
                events[event.id] = event
    faults.sort(key=lambda fault: (fault.file, fault.line))
    return sorted(events.values(), key=lambda event: event.le), faults


def _lines(path: Path) -> tuple[list[tuple[int, Event]], list[Fault]]:
    if not path.is_file():
        expected = "un fichier ; ce n’en est pas un : ôtez-le du journal ou renommez-le"
        return [], [Fault(path.name, 0, expected)]
    try:
        content = path.read_bytes()
    except OSError:
        expected = "un fichier que l’on peut lire ; vérifiez vos droits et la clé ou le disque"
        return [], [Fault(path.name, 0, expected)]
    events, faults = [], []
    for number, raw in enumerate(content.splitlines(), 1):
        found = _parsed(raw)
        if isinstance(found, str):
            faults.append(Fault(path.name, number, found))
        elif found is not None:
            events.append((number, found))
    return events, faults


def _parsed(raw: bytes) -> Event | str | None:
    """The action of a line; what is expected where it is none; None where git wrote it."""
    line = raw.decode("utf-8", "replace").strip().lstrip("\ufeff")
    if not line or line.startswith(_CONFLICT):
        return None
    try:
        raw.decode("utf-8")
        return EVENT.validate_json(line)
    except UnicodeDecodeError:
        return "une ligne en UTF-8 ; des octets sont abîmés ou le fichier fut enregistré autrement"
    except ValidationError as error:
        return _expected(error)


def _last(file: BinaryIO) -> Event | None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    for raw in reversed(file.read().splitlines()):
        event = _parsed(raw)
        if event is not None and not isinstance(event, str):
            return event
    return None


def _in_sequence(events: Iterable[Event]) -> Iterable[Event]:
    """The actions of one file; one that is dated before what it follows up is dated just after it.

    Actions on other segments keep their clocks: the file may be a merge of two laptops.
    """
    last: dict[tuple[str, bool, str], datetime] = {}
    for event in events:
        if isinstance(event, Declined):
            yield event
            continue
        reading = isinstance(event, Finished | Reopened)
        about = event.temoignage if isinstance(event, Finished | Reopened) else event.segment
        before = last.get((event.codeur, reading, about))
        if before is not None and event.le < before:
            event = _after(event, before)
        last[event.codeur, reading, about] = event.le
        yield event


def _after(event: Event, moment: datetime) -> Event:
    with suppress(OverflowError):  # a clock at the end of the calendar: the order of lines decides
        moment += timedelta(microseconds=1)
    return event.model_copy(update={"le": moment})


def _other_content(place: str) -> str:
    return (
        f"un id que nulle autre action ne porte ; {place}, dit autre chose sous celui-ci, et c’est "
        "cette ligne-là qui compte : gardez la bonne des deux"
    )


def _expected(error: ValidationError) -> str:
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        return "une action entière ; la ligne est coupée"
    if fault["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return "une action connue (quoi : coder, effacer, memo, terminer, rouvrir, refuser)"
    key = ".".join(str(part) for part in fault["loc"][1:]) or "la ligne entière"
    return f"une action complète ; à revoir : {key}"
