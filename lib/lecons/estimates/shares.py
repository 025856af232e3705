"""Shares and their differences, with score intervals that hold in small samples."""

import numpy as np

from lecons.estimates.estimate import FEWEST, LEVEL, Estimate, estimate, unknown


def wilson(successes: int, n: int, total: int | None = None) -> Estimate:
    """Share of successes with Wilson's score interval (Wilson, 1927).

    >>> round(wilson(53, 81).low, 3), round(wilson(53, 81).high, 3)
    (0.546, 0.749)
    """
    total = n if total is None else total
    if n == 0:
        return unknown(0, total, "share")
    value = successes / n
    return estimate(value, lambda level: wilson_bounds(value, n, level), n, total, "share")


def wilson_bounds(share: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's interval for a share of `n` units; `n` need not be whole (effective sample size)."""
    from scipy import stats

    z = float(stats.norm.ppf((1 + level) / 2))
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # a share of exactly 0 or 1 stays inside its own interval, whatever the rounding
    return min(share, max(0.0, float(middle - half))), max(share, min(1.0, float(middle + half)))


def difference_of_shares(k1: int, n1: int, k2: int, n2: int, family: int = 1) -> Estimate:
    """Share 1 minus share 2, with Newcombe's hybrid score interval (Newcombe, 1998, method 10).

    Under FEWEST units in either group the difference comes without interval.
    """
    n = n1 + n2
    if n1 == 0 or n2 == 0:
        return unknown(n, n, "difference_share")
    p1, p2 = k1 / n1, k2 / n2
    if min(n1, n2) < FEWEST:
        return Estimate(p1 - p2, None, None, n, n, "difference_share", family)

    def bounds(level: float) -> tuple[float, float]:
        low1, high1 = wilson_bounds(p1, n1, level)
        low2, high2 = wilson_bounds(p2, n2, level)
        return (
            (p1 - p2) - float(np.hypot(p1 - low1, high2 - p2)),
            (p1 - p2) + float(np.hypot(high1 - p1, p2 - low2)),
        )

    return estimate(p1 - p2, bounds, n, n, "difference_share", family)
