"""Corrections that an analyst makes in a quarantine workbook: noted once, applied at each import.

`corrections.csv` is their register: which cell of which file, what it said, what it says now, since
when. The export in `brut/` is never touched, and a correction whose cell has changed since is told.
"""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.books import as_written, guarded, unguarded
from lecons.errors import IntakeError
from lecons.intake.cells import folded
from lecons.intake.delimited import read_delimited
from lecons.intake.quarantine_book import (
    DECISION,
    KEEP,
    LEAVE,
    NOT_COPIED,
    OWN,
    PRINT,
    ROW,
    book_name,
    fingerprint,
    titles,
)
from lecons.intake.sheet import Sheet, on_one_line, read_sheets

REGISTER = "corrections.csv"
FIELDS = ["fichier", "feuille", "ligne", "fiche", "colonne", "avant", "apres", "le"]
_UUID = "_uuid"
_COUNTERS = {"_id", "_index", "_parent_index", "_submission__id"}
# rows that are looked at one by one for a line that has moved
_SEARCHED = 100_000


@dataclass(frozen=True)
class Correction:
    """One cell, or one decision about a row (`column` is then DECISION). `identity` names the row
    whatever its place and its file: its submission, else what it said at first (see identity_of)."""

    file: str
    sheet: str
    row: int
    identity: str
    column: str
    before: str
    after: str
    day: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        return (self.file, self.sheet, self.identity or str(self.row), self.column)


def read_register(folder: Path) -> list[Correction]:
    """The corrections of a project, oldest first. Raises IntakeError on a line that cannot be read."""
    path = folder / REGISTER
    if not path.is_file():
        return []
    # as Excel may have saved it: another separator, another encoding
    cells = read_delimited(REGISTER, path.read_bytes()).fillna("")
    header = [str(name) for name in cells.iloc[0]] if len(cells) else []
    found = []
    for number, line in zip(cells.index[1:], cells.iloc[1:].itertuples(index=False), strict=True):
        told = dict(zip(header, (unguarded(str(cell)) for cell in line), strict=True))
        if not any(told.values()):
            continue
        try:
            row, day = int(told["ligne"]), told["le"]
            found.append(
                Correction(
                    told["fichier"], told["feuille"], row, told["fiche"], told["colonne"],
                    told["avant"], told["apres"], day,
                )
            )  # fmt: skip
        except (KeyError, ValueError):
            raise IntakeError(
                f"{REGISTER}, ligne {number} : correction illisible.",
                f"Colonnes attendues : {', '.join(FIELDS)}.",
            ) from None
    return found


def merged(older: Sequence[Correction], newer: Sequence[Correction]) -> list[Correction]:
    """One correction a cell: what it said at first, what it says now."""
    latest = {one.place: one for one in older}
    for one in newer:
        first = latest.pop(one.place, one)
        latest[one.place] = replace(one, before=first.before)
    return list(latest.values())


def write_register(folder: Path, corrections: Sequence[Correction]) -> None:
    """Write the register in one move."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(FIELDS)
    for one in corrections:
        said = (one.file, one.sheet, f"{one.row}", one.identity, one.column, one.before, one.after)
        writer.writerow([*map(guarded, said), one.day])
    draft = folder / f"{REGISTER}.part"
    draft.write_text(text.getvalue(), encoding="utf-8")
    os.replace(draft, folder / REGISTER)


def identity_of(cells: pd.Series) -> str:
    """What names a row wherever it stands: its submission, else a print of what it says, without what
    an export counts by itself."""
    uuid = cells.get(_UUID)
    if isinstance(uuid, str):
        return uuid
    said = {name: told for name, told in cells.items() if name not in _COUNTERS}
    return f"#{fingerprint(said.values())}"


def read_book(
    folder: Path,
    file: str,
    raw: Mapping[str, Sheet],
    sheets: Mapping[str, Sheet],
    today: date,
) -> list[Correction]:
    """What an analyst changed in the quarantine workbook of a file, compared with `sheets`, the file
    with its earlier corrections, from which the workbook was written; `raw` is the file without.

    Raises IntakeError where the workbook cannot be read: it is then left as it is.
    """
    path = folder / book_name(file)
    if not path.is_file():
        return []
    found = []
    named = {title: sheets[name] for name, title in titles(sheets).items()}
    for title, book in read_sheets(path).items():
        source = named.get(title)
        if source is None or not set(OWN) <= set(book.frame.columns):
            continue
        # a header is told in the workbook as a workbook can hold it
        headers = {on_one_line(as_written(one)): one for one in source.frame.columns}
        lines = book.frame.rename(columns=headers)
        shown = [column for column in lines.columns if column not in OWN]
        if set(shown) <= set(source.frame.columns):
            rows = _still_there(source.frame[shown], lines)
            for (_, line), row in zip(lines.iterrows(), rows, strict=True):
                if row is not None:
                    first = next(one for one in raw.values() if one.name == source.name)
                    identity = identity_of(first.frame.loc[row])
                    found += _changes(file, source, row, identity, line, today)
    return found


def _still_there(frame: pd.DataFrame, book: pd.DataFrame) -> list[int | None]:
    """The rows of the file that the lines of a workbook were written from, wherever they stand now;
    none for a row that changed at its source, which then has the last word."""
    found: list[int | None] = []
    elsewhere: dict[str, int] | None = None
    for number, wanted in zip(book[ROW].astype(str), book[PRINT], strict=True):
        at = int(number) if number.isdigit() else -1
        if at in frame.index and fingerprint(frame.loc[at]) == wanted:
            found.append(at)
            continue
        if elsewhere is None:
            elsewhere = _by_fingerprint(frame, book)
        found.append(elsewhere.get(str(wanted)))
    return found


def _by_fingerprint(frame: pd.DataFrame, book: pd.DataFrame) -> dict[str, int]:
    """Where each row of a file stands, by what it says; in a large export, only the submissions that
    the workbook speaks of are looked at."""
    if _UUID in frame and _UUID in book:
        frame = frame[frame[_UUID].isin(book[_UUID].dropna())]
    if len(frame) > _SEARCHED:
        return {}
    cells = frame.itertuples(index=False, name=None)
    return {fingerprint(row): int(at) for at, row in zip(frame.index, cells, strict=True)}


def _changes(
    file: str, source: Sheet, row: int, identity: str, line: pd.Series, today: date
) -> list[Correction]:
    cells = source.frame.loc[row]
    found = []
    for column in source.frame.columns:
        if column not in line or column in OWN:
            continue
        before, after = as_written(cells[column]), as_written(line[column])
        unquoted = after[1:] if after[:1] == "'" and after[1:2] in {"=", "+", "-", "@"} else after
        if NOT_COPIED not in after and before.strip() not in (after, unquoted):
            found.append(
                Correction(file, source.name, row, identity, column, before, after, f"{today}")
            )
    decision = folded(as_written(line.get(DECISION)))
    for known in (KEEP, LEAVE):
        if decision == folded(known):
            found.append(
                Correction(file, source.name, row, identity, DECISION, "", known, f"{today}")
            )
    return found


@dataclass(frozen=True)
class Corrected:
    """Sheets with their corrections, the rows that a person keeps or leaves, by sheet, and the
    corrections that found their cell."""

    sheets: dict[str, Sheet]
    kept: dict[str, frozenset[int]]
    left: dict[str, frozenset[int]]
    applied: tuple[Correction, ...]


def correct(file: str, sheets: Mapping[str, Sheet], corrections: Sequence[Correction]) -> Corrected:
    """Apply to the sheets of a file its own corrections, and those made in another export of the same
    rows: a correction follows its submission."""
    frames: dict[str, pd.DataFrame] = {}
    decided: dict[str, dict[str, set[int]]] = {KEEP: {}, LEAVE: {}}
    applied: list[Correction] = []
    places = {name: _Places(one.frame) for name, one in sheets.items()}
    for one in corrections:
        key = next((key for key, some in sheets.items() if some.name == one.sheet), None)
        if key is None:
            continue
        frame = frames.get(key, sheets[key].frame)
        row = places[key].find(one, own=one.file == file)
        if row is None or not _still_says(frame, row, one):
            continue
        applied.append(one)
        if one.column == DECISION:
            for other in decided.values():
                other.get(one.sheet, set()).discard(row)
            decided[one.after].setdefault(one.sheet, set()).add(row)
            continue
        if key not in frames:
            frames[key] = frame = frame.copy()
        frame.loc[row, one.column] = one.after or None
    corrected = {
        key: sheet.with_frame(frames[key]) if key in frames else sheet
        for key, sheet in sheets.items()
    }
    kept, left = (
        {name: frozenset(rows) for name, rows in decided[word].items()} for word in (KEEP, LEAVE)
    )
    return Corrected(corrected, kept, left, tuple(applied))


class _Places:
    """Where the rows of a sheet stand, by what names them."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._prints: dict[str, int] | None = None
        self._submissions: dict[str, int] | None = None

    def find(self, one: Correction, own: bool) -> int | None:
        """The row that a correction is about; without anything that names it (an old register), the
        row of that number in its own file."""
        if not one.identity:
            return one.row if own and one.row in self.frame.index else None
        if not one.identity.startswith("#"):
            if self._submissions is None:
                named = self.frame[_UUID].dropna() if _UUID in self.frame else pd.Series(dtype=str)
                self._submissions = {str(uuid): int(str(row)) for row, uuid in named.items()}
            return self._submissions.get(one.identity)
        at = one.row
        if own and at in self.frame.index and identity_of(self.frame.loc[at]) == one.identity:
            return at
        if self._prints is None:
            few = self.frame if len(self.frame) <= _SEARCHED else self.frame.head(0)
            self._prints = {identity_of(cells): int(str(row)) for row, cells in few.iterrows()}
        return self._prints.get(one.identity)


def _still_says(frame: pd.DataFrame, row: int, one: Correction) -> bool:
    if one.column == DECISION:
        return one.after in (KEEP, LEAVE)
    return one.column in frame and as_written(frame.at[row, one.column]) == one.before
