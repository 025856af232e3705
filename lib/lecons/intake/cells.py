"""What a mapping does with cells: recoding, rules that set rows aside, copies, cells without a value."""

import fnmatch
import unicodedata
from collections.abc import Mapping, Sequence

import pandas as pd

from lecons.intake.grid import CELL_ERRORS, NOT_CALCULATED
from lecons.intake.kobo.answers import by_value
from lecons.intake.quarantine import Fault
from lecons.store.names import WORDS
from lecons.store.schemas import TABLES

TRUNCATED = "<WARNING: Truncated to Excel limit"


def folded(text: str) -> str:
    """A text without case nor accents, on one line."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def matches(cells: pd.Series, pattern: str) -> pd.Series:
    wanted = folded(pattern)
    hits = by_value(cells, lambda said: "1" if fnmatch.fnmatchcase(folded(said), wanted) else None)
    return hits.notna()


def recoded(cells: pd.Series, codes: Mapping[str, str]) -> pd.Series:
    """Values to codes, to the letter first, then without case nor accents; « » is a missing value."""
    loose: dict[str, set[str]] = {}
    for said, code in codes.items():
        loose.setdefault(folded(said), set()).add(code)

    def read(said: str) -> str | None:
        found = codes.get(said)
        if found is None:
            near = loose.get(folded(said), set())
            found = next(iter(near)) if len(near) == 1 else said
        return found or None

    return by_value(cells, read)


def copies(raw: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Rows that repeat an earlier one. Columns are looked at one by one, and only where the rows
    still could be copies: on exports with identifiers it costs one column."""
    rows = raw.index
    for column in sorted(columns, key=lambda name: -raw[name].head(1000).nunique()):
        here = raw.loc[rows, column] if len(rows) < len(raw) else raw[column]
        rows = here.index[here.duplicated(keep=False)]
        if not len(rows):
            break
    few = raw.loc[rows, list(columns)].duplicated()
    return few.reindex(raw.index, fill_value=False)


def unreadable(frame: pd.DataFrame, table: str) -> list[Fault]:
    """Cells that Excel cut or never calculated: they are never taken for what they stand for."""
    columns = TABLES[table].to_schema().columns
    faults = []
    for name in frame.columns:
        cells = frame[name]
        cut = cells.str.startswith(TRUNCATED, na=False)
        for row in cells.index[cut]:
            words = (table, name) in WORDS
            expected = "le texte entier : exportez en CSV, qui ne coupe pas les longs textes"
            required = words or name not in columns or not columns[name].nullable
            faults.append(
                Fault(int(row), name, TRUNCATED + "…", "cellule_coupee", expected, not required)
            )
        wrong = cells.isin(CELL_ERRORS) | cells.str.startswith(NOT_CALCULATED, na=False)
        for row in cells.index[wrong]:
            expected = "une valeur : recalculez le classeur dans Excel, ou écrivez-la"
            faults.append(Fault(int(row), name, str(cells[row]), "formule_en_erreur", expected))
    return faults
