"""Which design the data can carry, and so which words: the strongest that passes its own checks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from lecons.measures.violence.compared import FEWEST_OTHERS, Compared, compared
from lecons.measures.violence.interrupted import MONTHS_BEFORE, Interrupted, interrupted
from lecons.measures.violence.monthly import Monthly, monthly

Design = Literal["aucune", "description", "serie", "comparaison"]
# residuals closer to each other than this leave an interval that simulation shows too short
DEPENDENT = 0.4


@dataclass(frozen=True)
class Violence:
    """What the incidents can carry. `doubts` are codes that say why no stronger design was kept:
    `pas_avant` (too few months before), `trop_peu` (too few incidents), `fausse_date` (the series
    shows as much at a false start), `dependance` (successive months too alike), `sans_comparaison`
    (too few other cercles in the record), `tendances` (they parted before the start already)."""

    months: Monthly
    design: Design
    doubts: tuple[str, ...]
    series: Interrupted | None
    placebo: Interrupted | None
    compared: Compared | None


def violence(incidents: pd.DataFrame, covered: Collection[str], start: date, end: date) -> Violence:
    """Read the incidents with the strongest design that they carry.

    In: table `incidents`, P-codes of the covered cercles, first and last day of the project. A
    comparison is kept when nothing shows before the start; else the series alone, when a false start
    shows nothing and months do not depend on each other too much; else the counts are described.
    """
    months = monthly(incidents, covered, start, end)
    if months.table.empty:
        return Violence(months, "aucune", (), None, None, None)
    series, placebo = interrupted(months.mine, months.start), _placebo(months)
    beside = compared(months)
    doubts: list[str] = []
    early = months.before < MONTHS_BEFORE
    if beside is None and len(months.others) < FEWEST_OTHERS:
        doubts.append("sans_comparaison")
    elif beside is None:
        doubts.append("pas_avant" if early else "trop_peu")
    elif not beside.parallel:
        doubts.append("tendances")
    else:
        return Violence(months, "comparaison", (), series, placebo, beside)
    if series is None:
        doubts.append("pas_avant" if early else "trop_peu")
    elif placebo is not None and placebo.change.excludes_zero:
        doubts.append("fausse_date")
    elif series.autocorrelation > DEPENDENT:
        doubts.append("dependance")
    else:
        return Violence(months, "serie", tuple(doubts), series, placebo, beside)
    return Violence(months, "description", tuple(dict.fromkeys(doubts)), series, placebo, beside)


def _placebo(months: Monthly) -> Interrupted | None:
    """The same model at a false start, in the middle of the months before, on these months only."""
    before = months.mine[months.mine.index < months.start]
    if len(before) < 2:
        return None
    return interrupted(before, before.index[len(before) // 2])
