"""What the cells of a column hold, and how well it suits a column of a table."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd
from pandera.pandas import Column

from lecons.intake.dates import read_date
from lecons.intake.numbers import read_number
from lecons.intake.places import Gazetteer
from lecons.intake.proposal.values import Codes, Wording, is_blank_word, read_result
from lecons.store.schemas import RESULT, TABLES

# distinct values that are looked at: enough to know a column by
_LOOKED_AT = 400
# what a column of text without any list may well hold
NEUTRAL = 0.75
_LONG = 25
# how long the name of a commune may be, and how many cells tell at a glance what a column is not
_NAME, _FEW = 60, 12


@dataclass(frozen=True)
class Known:
    """What the project knows, against which cells are held."""

    gazetteer: Gazetteer
    wording: Wording
    results: tuple[str, ...]
    perimeter: frozenset[str]
    _places: dict[str, str | None] = field(default_factory=dict, compare=False)
    _codes: dict[tuple[str, str], Codes] = field(default_factory=dict, compare=False)

    def codes(self, table: str, column: str) -> Codes:
        """The codes that a column takes."""
        key = (table, column)
        if key not in self._codes:
            words = self.wording.values.get(key, {})
            self._codes[key] = Codes(table, column, allowed(spec(table, column)), words)
        return self._codes[key]

    def commune(self, said: str) -> str | None:
        """The P-code of the one commune that a cell means."""
        if said not in self._places:
            near = len(said) <= _NAME and read_number(said) is None
            self._places[said] = self.gazetteer.find(said).pcode if near else None
        return self._places[said]

    def is_commune(self, said: str) -> bool:
        """True for the name or the P-code of one commune."""
        return self.commune(said) is not None


@dataclass(frozen=True)
class Cells:
    """The cells of one column: how often each value stands there."""

    cells: pd.Series
    _seen: dict[str, float] = field(default_factory=dict, compare=False)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Value → number of rows, the most frequent first."""
        return {str(said): int(n) for said, n in self.cells.value_counts().items()}

    @cached_property
    def sample(self) -> dict[str, int]:
        """Some of the values, those that say that nothing is known left out."""
        told = ((said, n) for said, n in self.counts.items() if not is_blank_word(said))
        return dict(pair for pair, _ in zip(told, range(_LOOKED_AT), strict=False))

    @cached_property
    def looks(self) -> tuple[tuple["Cells", float], ...]:
        """A glance at the column, then the whole, and what each must show at least."""
        few = pd.Series(list(self.sample)[:_FEW], dtype=self.cells.dtype)
        return (Cells(few), 0.5), (self, 0.9)

    @cached_property
    def filled(self) -> int:
        return int(self.cells.notna().sum())

    @property
    def is_unique(self) -> bool:
        return not self.cells.dropna().duplicated().any()

    def share(self, what: str, test: Callable[[str], bool]) -> float:
        """The share of rows whose value passes a test, remembered under a name."""
        if what not in self._seen:
            rows = sum(self.sample.values())
            passed = sum(n for said, n in self.sample.items() if test(said))
            self._seen[what] = passed / rows if rows else 0.0
        return self._seen[what]

    @property
    def dates(self) -> float:
        """The share of cells that are dates, in whichever order; a bare number is none."""
        return self.share("date", lambda said: read_number(said) is None and is_date(said))

    @property
    def numbers(self) -> float:
        return self.share("number", lambda said: read_number(said) is not None)

    @property
    def long(self) -> float:
        return self.share("long", lambda said: len(said) > _LONG)


def is_date(said: str) -> bool:
    """True for a date, whichever of day and month comes first."""
    return read_date(said) is not None or read_date(said, "mja") is not None


def spec(table: str, column: str) -> Column:
    """What the schema says of a column."""
    return columns_of(table)[column]


@cache
def columns_of(table: str) -> dict[str, Column]:
    """The columns of a table, with what the schema says of each."""
    return dict(TABLES[table].to_schema().columns)


def allowed(column: Column) -> tuple[str, ...]:
    """The codes that a column must hold to; empty where it is free."""
    for check in column.checks:
        values: Iterable[object] | None = (check.statistics or {}).get("allowed_values")
        if values is not None:
            return tuple(map(str, values))
    return ()


@cache
def kind(table: str, column: str) -> str:
    """What a column holds: date, number, commune, cercle, result, codes, key or text."""
    of = spec(table, column)
    if str(of.dtype).startswith("datetime"):
        return "date"
    if str(of.dtype) in ("Int64", "int64", "float64"):
        return "number"
    if column in ("commune", "cercle"):
        return column
    if allowed(of):
        return "codes"
    if any(_pattern(check) == RESULT for check in of.checks):
        return "result"
    return "key" if of.unique else "text"


def _pattern(check: object) -> str:
    pattern = (getattr(check, "statistics", None) or {}).get("pattern", "")
    return str(getattr(pattern, "pattern", pattern))


def suits(cells: Cells, table: str, column: str, known: Known) -> float:
    """How well the cells of a column of the file suit a column of a table, from 0 to 1."""
    if not cells.filled:
        return 0.3
    match kind(table, column):
        case "date":
            return cells.share("date or serial", is_date)
        case "number":
            low, high = _bounds(spec(table, column))
            return cells.share(f"{low} to {high}", lambda said: _within(said, low, high))
        case "commune":
            return cells.share("commune", known.is_commune)
        case "cercle":
            find_cercle = known.gazetteer.find_cercle
            return cells.share("cercle", lambda said: find_cercle(said) is not None)
        case "result":
            return cells.share("result", lambda said: bool(read_result(said, known.results)))
        case "codes":
            codes = known.codes(table, column)
            name = f"{table}.{column}"
            return cells.share(name, lambda said: codes.find(said) is not None)
        case "key":
            return 1.0 if cells.is_unique and not cells.dates else 0.4
    return _as_text(cells, column)


def _as_text(cells: Cells, column: str) -> float:
    if max(cells.dates, 0 if column.startswith("id") else cells.numbers) > 0.8:
        return 0.2
    if column in ("texte", "difficultes", "reussites", "note", "memo", "definition"):
        return 1.0 if cells.long > 0.5 else NEUTRAL
    return NEUTRAL if cells.long < 0.5 else 0.5


def _bounds(column: Column) -> tuple[float | None, float | None]:
    facts = [check.statistics or {} for check in column.checks]
    low = next((fact["min_value"] for fact in facts if "min_value" in fact), None)
    return low, next((fact["max_value"] for fact in facts if "max_value" in fact), None)


def _within(said: str, low: float | None, high: float | None) -> bool:
    number = read_number(said)
    if number is None:
        return False
    return (low is None or number >= low) and (high is None or number <= high)


def tells_by_itself(cells: Cells, table: str, column: str, known: Known) -> bool:
    """True where the cells show what they are, whatever the header says."""
    if kind(table, column) not in ("date", "commune", "result", "codes") or len(cells.sample) < 2:
        return False
    # a glance first: most columns are something else
    if any(suits(some, table, column, known) < least for some, least in cells.looks):
        return False
    match kind(table, column):
        case "date":
            return column.startswith("date") and cells.dates >= 0.9
        case "commune":
            return cells.numbers < 0.1
        case "result":
            return True
        case "codes":
            # « oui », « 3 », « F » are answers to many questions
            return all(len(re.sub(r"\W|\d", "", said)) > 3 for said in cells.sample)
    return False
