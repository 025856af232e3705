"""Many small groups: each share is drawn towards the whole, the more so the fewer its units.

Twenty-two communes with four cases each make twenty-two noisy bars, and the extremes among them are
mostly chance. Partial pooling (Efron & Morris, 1975) says what each group's own share can be, given
all the others.
"""

from dataclasses import dataclass

import numpy as np

from lecons.estimates.estimate import FEWEST, LEVEL, Estimate, unknown

_MIDDLES, _SIZES, _POINTS = 61, 41, 801


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

    middle = (np.arange(_MIDDLES) + 0.5) / _MIDDLES
    shrink = (np.arange(_SIZES) + 0.5) / _SIZES  # 1/(1+κ), uniform
    size = (1 - shrink) / shrink
    a = (middle[:, None] * size[None, :]).ravel()
    b = ((1 - middle)[:, None] * size[None, :]).ravel()
    likelihood = special.betaln(a + k[:, None], b + (m - k)[:, None]) - special.betaln(a, b)
    together = likelihood.sum(axis=0)
    weight = np.exp(together - together.max())
    weight /= weight.sum()
    groups = _groups(k, m, a, b, weight)
    deviation = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    order = np.argsort(deviation)
    mass = np.cumsum(weight[order])
    low, centre, high = (
        float(deviation[order][np.searchsorted(mass, q)])
        for q in ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)
    )
    return Pooled(groups, Estimate(centre, low, high, total, total, "difference_share"))


def _groups(
    k: np.ndarray, m: np.ndarray, a: np.ndarray, b: np.ndarray, weight: np.ndarray
) -> tuple[Estimate, ...]:
    """Quantiles of each group's posterior: a mixture of Beta distributions over the grid."""
    from scipy import special

    kept = weight > weight.max() * 1e-5
    a, b, weight = a[kept], b[kept], weight[kept] / weight[kept].sum()
    point = (np.arange(_POINTS) + 0.5) / _POINTS
    cache: dict[tuple[float, float], tuple[float, float, float]] = {}
    found = []
    for successes, units in zip(k, m, strict=True):
        key = (float(successes), float(units))
        if key not in cache:
            up, down = a + successes, b + units - successes
            logs = (
                (up[:, None] - 1) * np.log(point)
                + (down[:, None] - 1) * np.log1p(-point)
                - special.betaln(up, down)[:, None]
            )
            density = weight @ np.exp(logs)
            mass = np.cumsum(density) / density.sum()
            low, high = (
                float(np.interp(q, mass, point)) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
            )
            cache[key] = (float(weight @ (up / (up + down))), low, high)
        value, low, high = cache[key]
        found.append(Estimate(value, low, high, int(units), int(units), "share"))
    return tuple(found)
