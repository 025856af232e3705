"""Many small groups: each share is drawn towards the whole, the more so the fewer its units.

Twenty-two communes with four cases each make twenty-two noisy bars, and the extremes among them are
mostly chance. Partial pooling (Efron & Morris, 1975) says what each group's own share can be, given
all the others.
"""

from dataclasses import dataclass

import numpy as np

from lecons.estimates.estimate import FEWEST, LEVEL, Estimate, unknown
from lecons.estimates.shares import wilson

_MIDDLES, _SIZES, _POINTS = 61, 81, 401
_NEGLIGIBLE = 12.0  # points of the grid this far below the best, in logs, weigh nothing
_MANY = 2000  # a group with so many units owes nothing to the others


@dataclass(frozen=True)
class Pooled:
    """The pooled estimate of each group (in the order given), and how far groups differ: `spread` is
    the standard deviation of the groups' true shares, with its interval."""

    groups: tuple[Estimate, ...]
    spread: Estimate


def pooled_shares(successes: np.ndarray, n: np.ndarray) -> Pooled:
    """Beta-binomial model with its two parameters integrated over (Gelman et al., 2013, ch. 5).

    In: successes and units of each group; a group without unit is estimated from the others. The
    mean has a flat prior; the prior size κ has the uniform shrinkage prior 1/(1+κ)² (Daniels, 1999).
    Intervals are 95 % credible intervals. Under FEWEST groups nothing is pooled.
    """
    k, m = np.asarray(successes, dtype=float), np.asarray(n, dtype=float)
    total = int(m.sum())
    if len(k) < FEWEST or total == 0:
        return Pooled(
            tuple(unknown(int(one), int(one), "share") for one in m),
            unknown(total, total, "difference_share"),
        )
    from scipy import special

    middle = _middles(k, m)
    # 1/(1+κ) is uniform; its cubic root is the grid, so that groups that hardly differ have steps too
    root = (np.arange(_SIZES) + 0.5) / _SIZES
    size = (1 - root**3) / root**3
    a = (middle[:, None] * size[None, :]).ravel()
    b = ((1 - middle)[:, None] * size[None, :]).ravel()
    likelihood = special.betaln(a + k[:, None], b + (m - k)[:, None]) - special.betaln(a, b)
    together = likelihood.sum(axis=0) + np.tile(2 * np.log(root), _MIDDLES)
    weight = np.exp(together - together.max())
    weight /= weight.sum()
    groups = _groups(k, m, likelihood, together, np.column_stack([a, b]))
    deviation = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    order = np.argsort(deviation)
    mass = np.cumsum(weight[order])
    low, centre, high = (
        float(deviation[order][np.searchsorted(mass, q)])
        for q in ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)
    )
    return Pooled(groups, Estimate(centre, low, high, total, total, "difference_share"))


def _middles(k: np.ndarray, m: np.ndarray) -> np.ndarray:
    """Where the mean of the groups may be: the whole of 0–1 with few units, a finer part with many."""
    whole = k.sum() / m.sum()
    raw = k[m > 0] / m[m > 0]
    reach = 8 * np.sqrt(raw.var() / len(raw) + whole * (1 - whole) / m.sum()) + 4 / np.sqrt(m.sum())
    low, high = max(0.0, whole - reach), min(1.0, whole + reach)
    return low + (high - low) * (np.arange(_MIDDLES) + 0.5) / _MIDDLES


def _groups(
    k: np.ndarray, m: np.ndarray, likelihood: np.ndarray, together: np.ndarray, grid: np.ndarray
) -> tuple[Estimate, ...]:
    """Each group's posterior: its own binomial likelihood, on the prior that the other groups make."""
    from scipy import special

    kept = (together > together.max() - _NEGLIGIBLE) & bool((m <= _MANY).any())
    a, b = grid[kept].T
    point = (np.arange(_POINTS) + 0.5) / _POINTS
    prior = np.exp(
        np.outer(a - 1, np.log(point))
        + np.outer(b - 1, np.log1p(-point))
        - special.betaln(a, b)[:, None]
    )
    known: dict[tuple[float, float], tuple[float, float, float]] = {}
    found = []
    for at, (successes, units) in enumerate(zip(k, m, strict=True)):
        if units > _MANY:
            found.append(wilson(int(successes), int(units)))
            continue
        key = (float(successes), float(units))
        if key not in known:
            others = together[kept] - likelihood[at][kept]
            own = successes * np.log(point) + (units - successes) * np.log1p(-point)
            density = np.exp(own - own.max()) * (np.exp(others - others.max()) @ prior)
            # the mean of a mixture of Beta distributions needs no points
            weight = np.exp(together[kept] - together.max())
            mean = float(weight @ ((a + successes) / (a + b + units)) / weight.sum())
            known[key] = (mean, *_ends(density))
        value, low, high = known[key]
        found.append(Estimate(value, low, high, int(units), int(units), "share"))
    return tuple(found)


def _ends(density: np.ndarray) -> tuple[float, float]:
    """The two ends of the 95 % interval of a density given at the middles of even steps."""
    mass = np.concatenate([[0.0], np.cumsum(density) / density.sum()])
    edge = np.arange(_POINTS + 1) / _POINTS
    low, high = (float(np.interp(q, mass, edge)) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return low, high
