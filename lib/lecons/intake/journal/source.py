"""The journal as two sheets, so that what was coded here comes in as all other files do."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from lecons.declared import SheetMapping
from lecons.intake.grid import TEXT
from lecons.intake.journal.fingerprints import relocate
from lecons.intake.journal.fold import SEGMENTS as COLUMNS
from lecons.intake.journal.fold import State
from lecons.intake.passages import Finder
from lecons.intake.sheet import Sheet

FOLDER = "codage/journal"
SEGMENTS, READINGS = "Segments", "Lectures"
# what stands in the table; the fingerprint only serves to find the passage again
_SEGMENT_COLUMNS = tuple(name for name in COLUMNS if name != "empreinte")


def has_journal(project_folder: Path) -> bool:
    """True where somebody coded in the panel."""
    return any((project_folder / FOLDER).glob("*.jsonl"))


def as_sheets(state: State) -> tuple[dict[str, Sheet], dict[str, Finder]]:
    """The sheets of a folded journal (rows numbered from 2), and how to find each passage again."""
    finders: dict[str, Finder] = {
        row.id: partial(_find, row.empreinte) for row in state.segments.itertuples()
    }
    sheets = {
        SEGMENTS: Sheet(SEGMENTS, _text(state.segments, _SEGMENT_COLUMNS)),
        READINGS: Sheet(READINGS, _text(state.readings, tuple(state.readings.columns))),
    }
    return sheets, finders


def _find(mark: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    return relocate(text, start, end, mark)


def _text(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    index = pd.RangeIndex(2, 2 + len(rows))
    return pd.DataFrame(
        {column: pd.Series(rows[column].to_list(), index=index, dtype=TEXT) for column in columns},
        index=index,
    )


MAPPINGS = [
    SheetMapping(
        feuille=SEGMENTS, table="segments", colonnes={name: name for name in _SEGMENT_COLUMNS}
    ),
    SheetMapping(
        feuille=READINGS,
        table="lectures",
        colonnes={name: name for name in ("id_temoignage", "codeur", "date")},
    ),
]
