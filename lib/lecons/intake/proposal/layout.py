"""How a sheet made by hand is laid out: where its header stands, which rows are totals, which cells
are written once for several rows, and in which order its dates are."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lecons.counts import number_of
from lecons.intake.cells import folded
from lecons.intake.dates import order_proofs, read_date
from lecons.intake.grid import Grid
from lecons.intake.numbers import read_number
from lecons.intake.proposal.synonyms import TOTALS

# a header stands within the first rows, and has no more levels than people draw
_FIRST_ROWS, _LEVELS = 25, 3
_LOOKED_AT, _LAST_ROWS = 200, 4
_TOTAL = re.compile(TOTALS)
_TOTAL_WORDS = 6
# a title says « Rapport 2017 »; a header of two levels groups a part of the columns only
_PART = 0.8


def is_value(cell: str) -> bool:
    """True for a number or a date: what a table holds, and its header does not."""
    return read_number(cell) is not None or _is_date(cell)


def _is_date(cell: str) -> bool:
    return read_date(cell) is not None or read_date(cell, "mja") is not None


def find_header(grid: Grid, known: Callable[[str], bool]) -> tuple[int, ...]:
    """The rows of the header, as Excel counts them; empty where no row looks like one.

    `known` tells whether a cell is a word that headers use. Titles above the table are passed over;
    the rows of a header with merged cells come together.
    """
    filled = grid.cells[grid.cells.notna().any(axis=1)]
    usual = float(filled.head(_LOOKED_AT).notna().sum(axis=1).quantile(0.75))
    best, most = 0, 0.0
    for number in filled.index[:_FIRST_ROWS]:
        cells = _cells(grid, int(number))
        worth = _worth(list(cells.values()), usual, known)
        if worth > most:
            best, most = int(number), worth
    return _levels(grid, best, known) if best else ()


def _worth(cells: list[str], usual: float, known: Callable[[str], bool]) -> float:
    """How far a row looks like a header: as wide as the table, of words, each another, and known."""
    words = [cell for cell in cells if not is_value(cell)]
    if len(words) < 0.6 * len(cells) or (len(cells) < 2 < usual):
        return 0.0
    width = min(len(cells) / max(usual, 1), 1)
    share = len(words) / len(cells)
    distinct = len(set(cells)) / len(cells)
    return width * share * distinct + 0.8 * width * sum(map(known, words)) / len(cells)


def _cells(grid: Grid, number: int) -> dict[int, str]:
    """The filled cells of a row, by column."""
    if number not in grid.cells.index:
        return {}
    row = grid.cells.loc[number].dropna()
    return {int(at): str(cell) for at, cell in row.items()}


def _levels(grid: Grid, row: int, known: Callable[[str], bool]) -> tuple[int, ...]:
    rows = [row]
    while len(rows) < _LEVELS and _groups(grid, rows[0] - 1, rows[0], known):
        rows.insert(0, rows[0] - 1)
    while len(rows) < _LEVELS and _groups(grid, rows[-1], rows[-1] + 1, known):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _groups(grid: Grid, upper: int, lower: int, known: Callable[[str], bool]) -> bool:
    """True where a row groups the columns that the next one names."""
    above, below = _cells(grid, upper), _cells(grid, lower)
    if not above or len(below) < 2 or any(map(is_value, [*above.values(), *below.values()])):
        return False
    width = max([*above, *below]) - min([*above, *below]) + 1
    merged = [box for box in grid.merged if box[0][0] + 1 <= upper <= box[1][0] + 1]
    across = [
        (left, right)
        for (_, left), (bottom, right) in merged
        if left < right and right - left + 1 <= _PART * width and bottom + 1 == upper
    ]
    under = [at for left, right in across for at in range(left, right + 1) if at in below]
    down = [box for box in merged if box[1][0] + 1 >= lower and box[0][1] == box[1][1]]
    words = sum(map(known, below.values())) / len(below)
    if under:
        return bool(down) or words >= 0.4
    # a CSV has lost its merged cells: the upper row names some columns, the lower row the others
    news = [at for at in below if at not in above]
    return bool(news) and len(above) >= 2 and len(below) < width and words >= 0.5


@dataclass(frozen=True)
class Totals:
    """Rows of totals: the patterns that set them aside, by column, their row numbers, their count."""

    patterns: dict[str, list[str]] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    count: int = 0


def find_totals(frame: pd.DataFrame) -> Totals:
    """The rows whose label says that they sum up others, wherever it stands.

    A pattern is the label's first word and *, unless it would take other cells along.
    """
    patterns: dict[str, list[str]] = {}
    rows: set[int] = set()
    for column in map(str, frame.columns):
        cells = frame[column].dropna()
        labels = cells[cells.isin([one for one in cells.unique() if _is_total(str(one))])]
        # « Ensemble pour la paix » is a theme: a total says nothing else in words, or its group only
        labels = labels[[_words(frame.loc[row]) <= 2 for row in labels.index]]
        labels = labels[~labels.index.isin(rows)]
        if labels.empty or len(labels) > len(frame) / 2:
            continue
        others = {folded(str(cell)) for cell in cells.drop(labels.index).unique()}
        wanted = _patterns([str(label) for label in labels.unique()], others)
        if wanted:
            patterns[column] = wanted
            rows |= {int(row) for row in labels.index}
    return Totals(patterns, frozenset(rows), len(rows))


def _words(row: pd.Series) -> int:
    """How many cells of a row hold words."""
    return sum(not is_value(str(cell)) for cell in row.dropna())


def _patterns(labels: list[str], others: set[str]) -> list[str]:
    """What sets the labels of totals aside, and no other cell."""
    heads: dict[str, str] = {}
    for label in labels:
        match = _TOTAL.match(folded(label))
        if match:
            heads.setdefault(match[0], label[: match.end()])
    if any(one.startswith(head) for one in others for head in heads):
        return [one for one in labels if folded(one) not in others and not set("*?[") & set(one)]
    return [f"{head}*" for head in heads.values() if not set("*?[") & set(head)]


def _is_total(cell: str) -> bool:
    return len(cell.split()) <= _TOTAL_WORDS and bool(_TOTAL.match(folded(cell)))


def unlabelled_sums(frame: pd.DataFrame, totals: frozenset[int]) -> list[int]:
    """The last rows that hold numbers only, where the rows above hold words as well."""
    found: list[int] = []
    for row in reversed(frame.index[-_LAST_ROWS:]):
        cells = [str(cell) for cell in frame.loc[row].dropna()]
        if int(row) in totals or not cells:
            continue
        if len(cells) == len(frame.columns) or any(read_number(one) is None for one in cells):
            return found
        found.append(int(row))
    # as far as one looked: it is a table of numbers
    return []


def merged_down(grid: Grid, header: Sequence[int], names: Sequence[str]) -> list[str]:
    """The columns with cells merged over several rows of the table."""
    first = max(header)
    found = {
        left
        for (top, left), (bottom, right) in grid.merged
        if top >= first and bottom > top and left == right
    }
    return [names[at] for at in sorted(found) if at < len(names)]


def written_once(cells: pd.Series) -> bool:
    """True for a column that is filled at its top and mostly blank below each value."""
    blank = cells.isna()
    return bool(len(cells) > 2 and not blank.iloc[0] and blank.mean() >= 0.4)


def order_of_dates(cells: Iterable[str]) -> tuple[str, str]:
    """The order that dates in figures prove (jma or mja), and what to say of it, in French."""
    figures, days_first, months_first = order_proofs(cells)
    if months_first and not days_first:
        return (
            "mja",
            f"sûr : mois d’abord, {number_of(months_first, 'date le prouve', 'dates le prouvent')}",
        )
    if months_first:
        return "jma", (
            f"dates à vérifier : {days_first} avec le jour d’abord, {months_first} avec le mois "
            "d’abord ; celles-ci iront en quarantaine"
        )
    if figures and not days_first:
        return "jma", (
            "dates à vérifier : aucune ne prouve si le jour ou le mois vient d’abord ; elles se "
            "lisent jour d’abord (sinon, ajoutez « dates: mja »)"
        )
    return "jma", ""
