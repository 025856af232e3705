"""Which cells of a table of counts are totals of which others: what a reader can compute with."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

Cell = tuple[Hashable, str]


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`; a cell is (row label, column label)."""

    total: Cell
    parts: tuple[Cell, ...]


class Within(Sum):
    """`part` is a part of `total` whose rest is not in the table (« dont femmes »): a reader works the
    rest out all the same."""

    def __init__(self, total: Cell, part: Cell) -> None:
        super().__init__(total, (part,))


@dataclass(frozen=True)
class Tie:
    """A sum by positions (of the flattened table); with `rest`, something of the total is in no part."""

    total: int
    parts: tuple[int, ...]
    rest: bool


def row_sums(index: Sequence[Hashable], total: str, parts: Sequence[str]) -> list[Sum]:
    """In each row, the column `total` is the sum of the columns `parts`."""
    return [Sum((row, total), tuple((row, part) for part in parts)) for row in index]


def column_sums(columns: Sequence[str], total: Hashable, parts: Sequence[Hashable]) -> list[Sum]:
    """In each column, the row `total` is the sum of the rows `parts`."""
    return [Sum((total, column), tuple((part, column) for part in parts)) for column in columns]


def ties(counts: pd.DataFrame, sums: Sequence[Sum]) -> list[Tie]:
    """The sums as they hold in the data.

    A sum that does not (people of unknown sex are in no part) becomes a sum with a rest; one whose parts
    overlap becomes, for each part, a part within the total. A blank part is nought; without a total
    nothing is tied. Labels of rows may come several times: a sum inside one row holds in each row of
    that label, and in a sum of rows the second mention of a label is its second row.
    """
    values = counts.to_numpy(dtype="float64").ravel()
    found: dict[Tie, None] = {}
    for one in sums:
        for total, parts in _positions(counts, one, values):
            if np.isnan(values[total]):
                continue
            known = tuple(part for part in parts if values[part] > 0)
            gap = values[total] - values[list(known)].sum()
            if gap < 0:
                kept = [(part,) for part in known if values[part] <= values[total]]
                found.update({Tie(total, part, True): None for part in kept})
            elif known:
                found[Tie(total, known, gap > 0 or isinstance(one, Within))] = None
    return list(found)


def _positions(
    counts: pd.DataFrame, one: Sum, values: np.ndarray
) -> list[tuple[int, tuple[int, ...]]]:
    """The sum's total and parts as positions of the flattened table."""
    width = len(counts.columns)
    rows: dict[Hashable, list[int]] = {}
    for position, label in enumerate(counts.index):
        rows.setdefault(label, []).append(position)
    columns = {label: position for position, label in enumerate(counts.columns)}
    cells = (one.total, *one.parts)
    if len({row for row, _ in cells}) == 1 and len({column for _, column in cells}) > 1:
        every = [
            [row * width + columns[column] for _, column in cells] for row in rows[one.total[0]]
        ]
    else:
        # a cercle and its chief town may have one name: the total stands before its parts, or after
        first, last = (
            _placed(rows, columns, cells, width),
            _placed(rows, columns, (*cells[1:], cells[0]), width),
        )
        last = [last[-1], *last[:-1]]
        every = [last if _holds(values, last) else first]
    return [(places[0], tuple(places[1:])) for places in every]


def _placed(
    rows: dict[Hashable, list[int]],
    columns: dict[str, int],
    cells: Sequence[Cell],
    width: int,
) -> list[int]:
    seen: Counter[Cell] = Counter()
    places = []
    for row, column in cells:
        places.append(rows[row][seen[row, column]] * width + columns[column])
        seen[row, column] += 1
    return places


def _holds(values: np.ndarray, places: list[int]) -> bool:
    return bool(values[places[0]] == np.nansum(values[places[1:]]))
