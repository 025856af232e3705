"""The sheets of a file made by hand: those of the same header are read together."""

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import pandas as pd

from lecons.counts import number_of
from lecons.intake.cells import folded
from lecons.intake.grid import CSV_SHEET, Grid
from lecons.intake.mapping import SHEET_NAME
from lecons.intake.proposal.block import Block
from lecons.intake.proposal.contents import Cells, Known, columns_of, tells_by_itself
from lecons.intake.proposal.headers import is_known, likeness, phrases
from lecons.intake.proposal.layout import (
    Totals,
    find_header,
    find_totals,
    merged_down,
    unlabelled_sums,
)
from lecons.intake.proposal.text import quoted
from lecons.intake.sheet import LEVELS, Sheet, with_header
from lecons.store.schemas import TABLES

_PLACE = "commune"
_NO_HEADER = (
    "aucune ligne ne ressemble à un en-tête (des noms de colonnes, au-dessus des données) : "
    "ajoutez-en une, puis recommencez"
)


@dataclass(frozen=True)
class _Read:
    """A sheet with the header that was found for it."""

    sheet: Sheet
    header: tuple[int, ...]
    merged: tuple[str, ...]
    totals: Totals
    notes: tuple[str, ...]

    @property
    def alike(self) -> tuple[object, ...]:
        return (self.header, tuple(self.sheet.frame.columns))


def hand_made_blocks(
    file: str, grids: Mapping[str, Grid], known: Known
) -> tuple[list[Block], list[str]]:
    """The blocks to propose for a file, and what to say of the sheets that cannot be read."""
    groups: dict[tuple[object, ...], list[_Read]] = {}
    unread = []
    for name, grid in grids.items():
        rows = find_header(grid, is_known)
        if rows:
            read = _read(file, name, grid, rows)
            groups.setdefault(read.alike, []).append(read)
        else:
            unread.append(f"feuille {quoted([name])} : {_NO_HEADER}")
    return [
        block for some in groups.values() for block in _blocks(some, list(grids), known)
    ], unread


def _read(file: str, name: str, grid: Grid, rows: tuple[int, ...]) -> _Read:
    sheet = with_header(file, name, grid, rows)
    merged = merged_down(grid, rows, list(map(str, sheet.frame.columns)))
    twice = [one for one in sheet.frame if one in sheet.twice or _base(one) in sheet.twice]
    frame = sheet.frame.drop(columns=twice).dropna(how="all")
    totals = find_totals(frame)
    sums = unlabelled_sums(frame, totals.rows)
    notes = []
    if twice:
        notes.append(
            f"plusieurs colonnes portent le même nom ({quoted(sorted(sheet.twice))}) : renommez-les "
            "pour qu’elles puissent être lues"
        )
    if sums:
        notes.append(
            f"{'ligne' if len(sums) == 1 else 'lignes'} {', '.join(map(str, sorted(sums)))} : des nombres seuls, sans doute un total ; "
            "écrivez « Total » dans la première colonne pour l’écarter, ou supprimez la ligne"
        )
    if sheet.outside:
        notes.append(
            f"{number_of(len(sheet.outside), 'ligne a', 'lignes ont')} des cellules au-delà du dernier en-tête"
        )
    first = int(grid.cells.notna().any(axis=1).idxmax())
    kept = frame.drop(index=[*totals.rows, *sums])
    return _Read(
        sheet.with_frame(kept),
        () if rows == (first,) else rows,
        tuple(one for one in merged if one in frame),
        totals,
        tuple(notes),
    )


def _base(name: str) -> str:
    return str(name).rpartition(" (")[0]


def _blocks(reads: Sequence[_Read], every: Sequence[str], known: Known) -> list[Block]:
    """One block for sheets alike where a name with * tells them from the others, else one each,
    all worked out from the rows of all."""
    names = [read.sheet.name for read in reads]
    frame = reads[0].sheet.frame
    notes = [note for read in reads for note in read.notes]
    if len(reads) > 1:
        frame = pd.concat([read.sheet.frame for read in reads], ignore_index=True)
        notes = [f"feuille {quoted([r.sheet.name])} : {note}" for r in reads for note in r.notes]
        notes.insert(
            0, f"{len(reads)} feuilles de même en-tête, comptées ensemble : {quoted(names, 8)}"
        )
    block = Block(
        tuple(names),
        None if names == [CSV_SHEET] else names[0],
        frame,
        reads[0].header,
        tuple(dict.fromkeys(one for read in reads for one in read.merged)),
        _together([read.totals for read in reads]),
        _place_of(names, frame, known),
        tuple(notes),
    )
    if len(reads) == 1:
        return [block]
    pattern = _pattern(names, every)
    wanted = names if pattern is None else [pattern]
    return [block.of_sheet(one) for one in wanted]


def _together(totals: Sequence[Totals]) -> Totals:
    """The totals of several sheets; row numbers are told apart by their sheet."""
    patterns: dict[str, list[str]] = {}
    for one in totals:
        for column, some in one.patterns.items():
            mine = patterns.setdefault(column, [])
            mine += [said for said in some if said not in mine]
    return Totals(patterns, frozenset(), sum(one.count for one in totals))


def _pattern(names: Sequence[str], every: Sequence[str]) -> str | None:
    """A name with * that stands for these sheets and no other."""
    if set(names) == set(every):
        return "*"
    letters = zip(*names, strict=False)
    prefix = "".join(some[0] for some in takewhile(lambda one: len(set(one)) == 1, letters))
    if len(prefix) < 3 or set("*?[") & set(prefix):
        return None
    fitting = {one for one in every if fnmatch.fnmatchcase(folded(one), folded(f"{prefix}*"))}
    return f"{prefix}*" if fitting == set(names) else None


def _place_of(names: Sequence[str], frame: pd.DataFrame, known: Known) -> dict[str, dict[str, str]]:
    """The commune of each row from the name of its sheet, where no column tells it."""
    if not all(map(known.is_commune, names)):
        return {}
    said = phrases("activites", _PLACE, known.wording)
    for name in map(str, frame.columns):
        cells = Cells(frame[name])
        if likeness(name, said, LEVELS) >= 0.9 and cells.filled:
            return {}
        if tells_by_itself(cells, "activites", _PLACE, known):
            return {}
    return {table: {_PLACE: SHEET_NAME} for table in TABLES if _PLACE in columns_of(table)}
