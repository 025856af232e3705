"""Means and their differences, with t intervals."""

from collections.abc import Callable, Iterable

import numpy as np

from lecons.estimates.estimate import FEWEST, Estimate, estimate, unknown


def values_of(values: Iterable[float]) -> np.ndarray:
    """The figures as an array, missing ones as nan."""
    if hasattr(values, "to_numpy"):
        return values.to_numpy(dtype="float64", na_value=np.nan)
    return np.asarray(list(values), dtype="float64")


def mean(values: Iterable[float], unit: str = "mean", family: int = 1) -> Estimate:
    """Mean with Student's t interval; missing values are left out and counted in `total`. Without
    interval under FEWEST values, or where none differs from another."""
    every = values_of(values)
    kept = every[~np.isnan(every)]
    n, total = len(kept), len(every)
    if n == 0:
        return unknown(0, total, unit)
    value = float(kept.mean())
    if n < FEWEST or np.ptp(kept) == 0:
        return Estimate(value, None, None, n, total, unit, family)
    bounds = student(value, kept.std(ddof=1) / np.sqrt(n), n - 1)
    return estimate(value, bounds, n, total, unit, family)


def paired_change(before: Iterable[float], after: Iterable[float], family: int = 1) -> Estimate:
    """Mean of after minus before over the pairs that are complete (paired t interval)."""
    return mean(values_of(after) - values_of(before), "difference_mean", family)


def difference_of_means(
    first: Iterable[float], second: Iterable[float], family: int = 1
) -> Estimate:
    """Mean of the first minus mean of the second, two independent groups (Welch, 1947)."""
    every = values_of(first), values_of(second)
    a, b = (one[~np.isnan(one)] for one in every)
    n, total = len(a) + len(b), len(every[0]) + len(every[1])
    if min(len(a), len(b)) < 2:
        return unknown(n, total, "difference_mean")
    value = float(a.mean() - b.mean())
    # nothing varies, so nothing tells how far it could
    if min(len(a), len(b)) < FEWEST or (np.ptp(a) == 0 and np.ptp(b) == 0):
        return Estimate(value, None, None, n, total, "difference_mean", family)
    va, vb = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    df = (va + vb) ** 2 / (va**2 / (len(a) - 1) + vb**2 / (len(b) - 1))
    bounds = student(value, np.sqrt(va + vb), df)
    return estimate(value, bounds, n, total, "difference_mean", family)


def student(value: float, error: float, df: float) -> Callable[[float], tuple[float, float]]:
    """Bounds by Student's t: value ± t × standard error, at a level given later."""

    def bounds(level: float) -> tuple[float, float]:
        # late: scipy takes over a second, and half of the notebooks compute no interval
        from scipy import stats

        half = float(stats.t.ppf((1 + level) / 2, df)) * error
        return value - half, value + half

    return bounds
