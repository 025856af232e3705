"""Estimates with their uncertainty, shared by measures and testimonies.

Every interval is at 95 %. Each function names the source of its method. scipy is imported where it
computes: it takes over a second, and half of the notebooks compute no interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """One figure, how sure it is, and what it was counted on.

    `n` is the number of units observed; `total` the number of units that could have been (the
    denominator before missing data), so that `total - n` are missing. `unit` is `share` (0 to 1),
    `difference_share`, `mean`, `difference_mean`.
    `low` and `high` are None when too few units allow no interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    total: int
    unit: str

    @property
    def excludes_zero(self) -> bool:
        """True when the whole interval lies on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def _clean(values: Iterable[float]) -> np.ndarray:
    array = np.asarray(list(values), dtype="float64")
    return array[~np.isnan(array)]


def _bounds(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


def wilson(successes: int, n: int, total: int | None = None) -> Estimate:
    """Share of successes with Wilson's score interval (Wilson, 1927).

    >>> round(wilson(53, 81).low, 3), round(wilson(53, 81).high, 3)
    (0.546, 0.749)
    """
    total = n if total is None else total
    if n == 0:
        return Estimate(None, None, None, 0, total, "share")
    from scipy import stats

    interval = stats.binomtest(successes, n).proportion_ci(LEVEL, method="wilson")
    return Estimate(successes / n, float(interval.low), float(interval.high), n, total, "share")


def difference_of_shares(k1: int, n1: int, k2: int, n2: int) -> Estimate:
    """Share 1 minus share 2, with Newcombe's hybrid score interval (Newcombe, 1998, method 10)."""
    n = n1 + n2
    if n1 == 0 or n2 == 0:
        return Estimate(None, None, None, n, n, "difference_share")
    first, second = wilson(k1, n1), wilson(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    low1, high1 = _bounds(first)
    low2, high2 = _bounds(second)
    low = (p1 - p2) - float(np.hypot(p1 - low1, high2 - p2))
    high = (p1 - p2) + float(np.hypot(high1 - p1, p2 - low2))
    return Estimate(p1 - p2, low, high, n, n, "difference_share")


def mean(values: Iterable[float], unit: str = "mean") -> Estimate:
    """Mean with Student's t interval; missing values are left out and counted in `total`."""
    every = list(values)
    kept = _clean(every)
    n = len(kept)
    if n == 0:
        return Estimate(None, None, None, 0, len(every), unit)
    value = float(kept.mean())
    if n == 1:
        return Estimate(value, None, None, 1, len(every), unit)
    from scipy import stats

    half = float(stats.t.ppf((1 + LEVEL) / 2, n - 1) * kept.std(ddof=1) / np.sqrt(n))
    return Estimate(value, value - half, value + half, n, len(every), unit)


def paired_change(before: Iterable[float], after: Iterable[float]) -> Estimate:
    """Mean of after minus before over the pairs that are complete (paired t interval)."""
    pairs = np.asarray(list(after), dtype="float64") - np.asarray(list(before), dtype="float64")
    return mean(pairs, unit="difference_mean")


def difference_of_means(first: Iterable[float], second: Iterable[float]) -> Estimate:
    """Mean of the first minus mean of the second, two independent groups (Welch, 1947)."""
    every = [*first], [*second]
    a, b = _clean(every[0]), _clean(every[1])
    n, total = len(a) + len(b), len(every[0]) + len(every[1])
    if min(len(a), len(b)) < 2:
        return Estimate(None, None, None, n, total, "difference_mean")
    if a.std() == 0 and b.std() == 0:  # nothing varies, so nothing tells how far it could
        return Estimate(float(a[0] - b[0]), None, None, n, total, "difference_mean")
    from scipy import stats

    result = stats.ttest_ind(a, b, equal_var=False)
    interval = result.confidence_interval(LEVEL)
    return Estimate(
        float(a.mean() - b.mean()),
        float(interval.low),
        float(interval.high),
        n,
        total,
        "difference_mean",
    )
