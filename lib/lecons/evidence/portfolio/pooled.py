"""One figure for several projects, where one is sensible: a random-effects mean.

Projects differ in more than chance: the mean is that of a population of such projects, never « the »
effect. Paule and Mandel (1982) for the variance between projects, Student's interval on k - 1 degrees
for the mean (Hartung & Knapp, 2001, with Paule and Mandel's variance the same but never narrower than
sampling allows: Röver, Knapp & Friede, 2015), and the interval in which the next project is expected
(Higgins, Thompson & Spiegelhalter, 2009).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lecons.estimates import FEWEST, LEVEL, Estimate

# what may be averaged: bounded, without unit of money or time, on one scale in every project
POOLED_UNITS = ("share", "mean", "difference_share", "difference_mean", "effect", "change")


@dataclass(frozen=True)
class Pool:
    """The mean of `k` projects with its 95 % interval; `next_low` and `next_high`, where the next project
    is expected (95 %)."""

    k: int
    value: float
    low: float
    high: float
    next_low: float
    next_high: float


def pool(estimates: Sequence[Estimate]) -> Pool | None:
    """The random-effects mean of one estimate a project, all of one unit; None under FEWEST projects,
    for a unit that is not averaged, or where one of them has no interval.

    The standard error is read from each 95 % interval. A share is averaged as its log-odds, on which
    Wilson's interval is symmetric (Newcombe, 1998), with half a unit added where it is 0 or 1 (Gart &
    Zweifel, 1967); a `change` as the logarithm of its ratio.
    """
    units = {one.unit for one in estimates}
    if len(estimates) < FEWEST or len(units) != 1 or not units <= set(POOLED_UNITS):
        return None
    unit = units.pop()
    points = [_point(one) for one in estimates]
    if any(one is None for one in points):
        return None
    effects, errors = np.array([one for one in points if one is not None]).T
    if not (errors > 0).all():
        return None
    return _random_effects(effects, errors, _BACK.get(unit, float))


def _random_effects(
    effects: np.ndarray, errors: np.ndarray, back: Callable[[float], float]
) -> Pool:
    from scipy import stats
    from statsmodels.stats.meta_analysis import combine_effects

    k = len(effects)
    with np.errstate(
        divide="ignore"
    ):  # its I², which we do not use, where all effects are the same
        found = combine_effects(effects, errors**2, method_re="iterated", use_t=True)
    mean, tau2 = float(found.mean_effect_re), max(0.0, float(found.tau2))
    low, high = found.conf_int(alpha=1 - LEVEL, use_t=True)[1]
    reach = float(stats.t.ppf((1 + LEVEL) / 2, k - 2)) * math.sqrt(
        tau2 + float(found.sd_eff_w_re) ** 2
    )
    ends = (mean, float(low), float(high), mean - reach, mean + reach)
    return Pool(k, *(back(one) for one in ends))


def _point(one: Estimate) -> tuple[float, float] | None:
    """Where a project lies on the scale of the mean, and its standard error there."""
    if one.value is None or one.low is None or one.high is None:
        return None
    if one.unit == "share" and not 0 < one.low <= one.value <= one.high < 1:
        return _at_the_edge(one)
    if one.unit == "change" and one.low <= -1:
        return None
    forth = _FORTH.get(one.unit, float)
    return forth(one.value), (forth(one.high) - forth(one.low)) / (2 * _NORMAL)


def _at_the_edge(one: Estimate) -> tuple[float, float] | None:
    if not one.n or one.value is None or not 0 <= one.value <= 1:
        return None
    inside = one.value * one.n + 0.5
    outside = one.n - one.value * one.n + 0.5
    return math.log(inside / outside), math.sqrt(1 / inside + 1 / outside)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _expit(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


_NORMAL = 1.959963984540054
_FORTH: dict[str, Callable[[float], float]] = {"share": _logit, "change": math.log1p}
_BACK: dict[str, Callable[[float], float]] = {"share": _expit, "change": math.expm1}
