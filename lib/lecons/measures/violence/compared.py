"""Difference in differences: the covered cercles against the others, before and after.

Each cercle gives one number, the ratio of its incidents after to those before, so that what repeats
itself inside a cercle is counted once (Bertrand, Duflo & Mullainathan, 2004). With two covered cercles
the wild cluster bootstrap does not hold (MacKinnon & Webb, 2017); the numbers are weighed as in a
meta-analysis instead: the chance of counts, and how far cercles differ beyond it (Paule & Mandel, 1982).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import LEVEL, Estimate, estimate, unknown
from lecons.measures.violence.interrupted import (
    MONTHS_AFTER,
    MONTHS_BEFORE,
    POWER,
    Detectable,
)
from lecons.measures.violence.monthly import Monthly

FEWEST_OTHERS = 4
_LENGTH = 6  # months in a half-year
_EXPECTED = (
    5.0  # incidents that a group of cercles has, by its total, in the shorter of two periods
)


@dataclass(frozen=True)
class Compared:
    """How much more (or less) the covered cercles changed than the others; n = cercles.

    `semesters` are the same gap for each half-year against the last one before the start: those
    before should show none (pre-trend). `placebo` is the gap at a false start, in the middle of the
    months before, on these months only.
    """

    change: Estimate
    semesters: dict[pd.Timestamp, Estimate]
    placebo: Estimate
    detectable: Detectable | None
    start: pd.Timestamp
    covered: int
    others: int

    @property
    def before(self) -> dict[pd.Timestamp, Estimate]:
        """The half-years before the start."""
        return {day: one for day, one in self.semesters.items() if day < self.start}

    @property
    def parallel(self) -> bool:
        """Nothing shows before the start: neither in a half-year nor at the false start."""
        return not self.placebo.excludes_zero and not any(
            one.excludes_zero for one in self.before.values()
        )


def compared(months: Monthly) -> Compared | None:
    """Compare covered cercles with the others; None with no covered cercle or fewer than FEWEST_OTHERS
    others (cercles with few incidents count together), or less than a year before and half a year
    after."""
    table = months.table
    mine = np.array([code in months.covered for code in table.columns])
    if (
        mine.sum() < 1
        or (~mine).sum() < FEWEST_OTHERS
        or months.before < MONTHS_BEFORE
        or months.after < MONTHS_AFTER
    ):
        return None
    after = np.asarray(table.index >= months.start)
    change, reach = _gap(table.to_numpy(), ~after, after, mine)
    if change.value is None:
        return None
    half = months.before // 2
    early = np.arange(len(table)) < half
    placebo, _ = _gap(table.to_numpy(), early, ~early & ~after, mine)
    return Compared(
        change=change,
        semesters=_semesters(months, mine),
        placebo=placebo,
        detectable=reach,
        start=months.start,
        covered=int(mine.sum()),
        others=int((~mine).sum()),
    )


def _semesters(months: Monthly, mine: np.ndarray) -> dict[pd.Timestamp, Estimate]:
    """The gap of each half-year counted from the start, against the last one before it."""
    table = months.table
    place = np.arange(len(table)) - months.before
    number = np.floor_divide(place, _LENGTH)
    whole = [n for n in np.unique(number) if (number == n).sum() == _LENGTH and n != -1]
    earlier = sum(n < -1 for n in whole)
    return {
        table.index[np.flatnonzero(number == n)[0]]: _gap(
            table.to_numpy(),
            number == -1,
            number == n,
            mine,
            family=int(earlier) if n < -1 else 1,
        )[0]
        for n in whole
    }


def _gap(
    counts: np.ndarray, first: np.ndarray, second: np.ndarray, mine: np.ndarray, family: int = 1
) -> tuple[Estimate, Detectable | None]:
    """Relative change of the covered cercles less that of the others, from the first months to the
    second. Half an incident is added to each count, so that zero has a logarithm (Haldane, 1956)."""
    before, after = counts[first].sum(axis=0), counts[second].sum(axis=0)
    cercles = int((before + after > 0).sum())
    least = _EXPECTED * len(counts[first | second]) / min(first.sum(), second.sum())
    groups = [
        _pooled(np.column_stack([before[side], after[side]]), least) for side in (mine, ~mine)
    ]
    if len(groups[0]) < 1 or len(groups[1]) < FEWEST_OTHERS:
        return unknown(cercles, len(mine), "change"), None
    from scipy import stats

    units = np.vstack(groups) + 0.5
    y = np.log(units[:, 1] / units[:, 0]) - np.log(second.sum() / first.sum())
    chance = (1 / units).sum(axis=1)
    n = len(y)
    design = np.column_stack([np.ones(n), np.arange(n) < len(groups[0])]).astype(float)
    between = _paule_mandel(y, chance, design)
    beta, covariance, _ = _weighted(y, chance + between, design)
    error = float(np.sqrt(covariance[1, 1]))
    # where cercles differ no more than chance, their variance is known and needs no t
    law = stats.t(n - 2) if between > 0 else stats.norm()

    def bounds(level: float) -> tuple[float, float]:
        half = float(law.ppf((1 + level) / 2)) * error
        return float(np.expm1(beta[1] - half)), float(np.expm1(beta[1] + half))

    reach = error * float(law.ppf((1 + LEVEL) / 2) + law.ppf(POWER))
    return (
        estimate(float(np.expm1(beta[1])), bounds, cercles, len(mine), "change", family),
        Detectable(float(np.expm1(-reach)), float(np.expm1(reach))),
    )


def _pooled(counts: np.ndarray, least: float) -> np.ndarray:
    """Cercles with few incidents taken together, in the order of their codes, until each group has
    `least` in all; what is left over joins the last group, or is no group by itself.

    A ratio of two small counts leans towards the middle, the more so the fewer they are. Groups are
    made by the total alone, which says nothing of the change.
    """
    groups, open_ = [], np.zeros(2)
    for pair in counts:
        open_ = open_ + pair
        if open_.sum() >= least:
            groups.append(open_)
            open_ = np.zeros(2)
    if groups:
        groups[-1] = groups[-1] + open_
    return np.array(groups).reshape(-1, 2)


def _weighted(
    y: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients, their covariance, and the weighted sum of squared residuals."""
    weight = 1 / variance
    covariance = np.linalg.inv((design * weight[:, None]).T @ design)
    beta = covariance @ (design * weight[:, None]).T @ y
    return beta, covariance, float((weight * (y - design @ beta) ** 2).sum())


def _paule_mandel(y: np.ndarray, chance: np.ndarray, design: np.ndarray) -> float:
    """The variance between cercles that makes the residuals as large as they should be; 0 where
    chance alone makes them so."""
    from scipy import optimize

    df = len(y) - design.shape[1]

    def excess(between: float) -> float:
        return _weighted(y, chance + between, design)[2] - df

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.var(y)) + 1.0
    while excess(high) > 0:
        high *= 2
    return float(optimize.brentq(excess, 0.0, high))
