"""The file of the journal: one line an action, written through to the disk; read without trust."""

import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from lecons.intake.journal.events import EVENT, Event

_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")


@dataclass(frozen=True)
class Fault:
    """A line that is no action: its file and number, and what is expected (in French)."""

    file: str
    line: int
    expected: str


def append(folder: Path, event: Event) -> None:
    """Write one action at the end of its coder's file; it is on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{event.codeur}.jsonl"
    line = event.model_dump_json(exclude_none=True).encode() + b"\n"
    with path.open("ab+") as file:
        # a line cut by a breakdown must not swallow the next one
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> tuple[list[Event], list[Fault]]:
    """All actions of all coders in the order of their clocks, each once, and the lines that are none.

    What git leaves of a merge (conflict marks, lines twice, blank lines) is no fault.
    """
    events: dict[str, Event] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, raw in enumerate(path.read_bytes().splitlines(), 1):
            line = raw.decode("utf-8", "replace").strip().lstrip("\ufeff")
            if not line or line.startswith(_CONFLICT):
                continue
            try:
                event = EVENT.validate_json(line)
            except ValidationError as error:
                faults.append(Fault(path.name, number, _expected(error)))
            else:
                events.setdefault(event.id, event)
    return sorted(events.values(), key=lambda event: event.le), faults


def _expected(error: ValidationError) -> str:
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        return "une action entière ; la ligne est coupée"
    if fault["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return "une action connue (quoi : coder, effacer, memo, terminer, rouvrir, refuser)"
    key = ".".join(str(part) for part in fault["loc"][1:]) or "la ligne entière"
    return f"une action complète ; à revoir : {key}"
