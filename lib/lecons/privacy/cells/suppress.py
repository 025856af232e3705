"""Small cells of a table of counts, and those that must go with them so that nobody works them out.

Primary and complementary suppression (Willenborg and de Waal, Elements of Statistical Disclosure
Control, 2001, ch. 6; Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): counts of 1 to
threshold - 1 are hidden, then as few and as small other cells as a greedy search finds, one small cell
after the other, each at the least price. Every step leaves another table that the reader cannot rule
out: the proof that what is hidden stays so.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lecons.privacy.cells.attacker import View, cheapest
from lecons.privacy.cells.sums import Sum, Tie, Within, column_sums, row_sums, ties

__all__ = ["PRIMARY", "SECONDARY", "Sum", "Within", "column_sums", "row_sums", "suppress"]

PRIMARY, SECONDARY = "primaire", "secondaire"


def suppress(counts: pd.DataFrame, sums: Sequence[Sum], threshold: int) -> pd.DataFrame:
    """What may not be told of a table of counts: "", PRIMARY or SECONDARY in each place.

    `counts`: whole numbers of people, blank (NaN) where nothing was counted; labels of rows may come
    several times (positions are used; see `sums.ties`). `sums`: what a reader can compute with; those
    that do not hold in the data are loosened, never believed. Nought and blank are shown. A reader who
    takes PRIMARY for 1..threshold - 1 and SECONDARY for threshold or more cannot narrow a primary cell,
    nor tell a secondary one; nor, of a total's rest that is in no cell, anything closer than a small
    count. A small total of several small parts is SECONDARY (« under 5 » for four parts and for their
    total would tell that each is one person); the reader then knows only that SECONDARY is not nought.
    """
    values = counts.to_numpy(dtype="float64").ravel()
    search = _Search(values, ties(counts, sums), threshold)
    marks = search.run()
    return pd.DataFrame(marks.reshape(counts.shape), counts.index, counts.columns, dtype="object")


class _Search:
    """The cells of the table, then the rests of its ties: what is hidden so far, and why it holds."""

    def __init__(self, values: np.ndarray, found: list[Tie], threshold: int) -> None:
        whole = np.nan_to_num(values).round().astype("int64")
        rests = [whole[tie.total] - whole[list(tie.parts)].sum() for tie in found if tie.rest]
        self.cells, self.threshold = len(whole), threshold
        self.truth = np.concatenate([whole, np.array(rests, dtype="int64")])
        self.relations = np.zeros((len(found), len(self.truth)))
        rest = iter(range(self.cells, len(self.truth)))
        for row, tie in enumerate(found):
            self.relations[row, tie.total] = 1
            self.relations[row, list(tie.parts)] = -1
            if tie.rest:
                self.relations[row, next(rest)] = -1
        self.small = (self.truth >= 1) & (self.truth < threshold)
        self.marks = np.where(self.small, PRIMARY, "").astype("object")
        self.marks[self.cells :] = "rest"
        self.of_small = np.zeros(len(self.truth), dtype=bool)
        for tie in found:
            self.of_small[tie.total] |= len(tie.parts) > 1 and self.small[list(tie.parts)].all()
        self.marks[self.small & self.of_small] = SECONDARY
        # one cell more costs more than any size, and a total more than two cells
        size = self.truth / max(int(self.truth.max(initial=0)), 1)
        self.price = 1 + size + 2 * np.isin(np.arange(len(size)), [tie.total for tie in found])
        self.most = 2 * int(self.truth.sum() + threshold)
        self.tables = [self.truth]

    def run(self) -> np.ndarray:
        """The marks of the table's cells, once the reader is seen not to get through."""
        tied = [int(cell) for cell in np.flatnonzero(self.relations.any(axis=0))]
        while True:
            done = all(self._protected(cell) for cell in tied)
            view = self.view(self.marks == SECONDARY)
            kept = [table for table in self.tables if view.believable(table)]
            if done and len(kept) == len(self.tables):
                return self.marks[: self.cells]
            self.tables = kept

    def view(self, hidden: np.ndarray) -> View:
        """What is known when the cells `hidden` are SECONDARY."""
        low, high = self.truth.copy(), self.truth.copy()
        primary, rest = self.marks == PRIMARY, self.marks == "rest"
        loose = self.of_small & (self.small & (self.marks == SECONDARY)).any()
        low[hidden] = np.where(loose, 1, self.threshold)[hidden]
        low[primary], high[primary] = 1, self.threshold - 1
        low[rest] = 0
        high[hidden | rest] = self.most
        return View(self.relations, low, high)

    def _protected(self, cell: int) -> bool:
        """True when what must not be known of a cell is not; otherwise more is hidden, or less is said."""
        last, true = self.threshold - 1, int(self.truth[cell])
        close = self.marks[cell] == "rest" and bool(self.small[cell])
        if close:
            least, most = self.view(self.marks == SECONDARY).extremes(cell)
            close = most[cell] - least[cell] < last - 1
        if close or self.marks[cell] == PRIMARY:
            if self._reached(cell, (1, 1)) and self._reached(cell, (last, last)):
                return True
        elif self.marks[cell] != SECONDARY or self._reached(
            cell, (true + 1, self.most), (0, true - 1)
        ):
            return True
        # rare: sums that cross. A small cell then says no size; in the end everything tied is hidden
        less = np.arange(len(self.truth)) == cell
        if self.marks[cell] != PRIMARY:
            less = (self.truth > 0) & (self.marks != "rest") & self.relations.any(axis=0)
        done = bool((self.marks[less] == SECONDARY).all())
        self.marks[less] = SECONDARY
        self.of_small[:] = True
        return done

    def _reached(self, cell: int, *ranges: tuple[int, int]) -> bool:
        """True when the reader must think possible a table with the cell in one of the ranges."""
        if any(low <= table[cell] <= high for table in self.tables for low, high in ranges):
            return True
        could = (self.truth > 0) & ((self.marks == "") | (self.marks == SECONDARY))
        price = np.where(self.marks == "", self.price, 0) * could
        for between in ranges:
            lean = (self.marks == PRIMARY) * (1 if between[0] > self.truth[cell] else -1)
            table = cheapest(self.view(could), self.truth, price, cell, between, lean)
            if table is not None:
                self.marks[(self.marks == "") & (table != self.truth)] = SECONDARY
                self.tables.append(table)
                return True
        return False
