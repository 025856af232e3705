"""Ratios of two sums: cost per attendance, women per mediator, gain left per gain made."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from lecons.estimates.clusters import clustered_mean
from lecons.estimates.estimate import FEWEST, Estimate, estimate, unknown
from lecons.estimates.means import student, values_of


def ratio_of_sums(
    top: Iterable[float],
    bottom: Iterable[float],
    unit: str,
    limits: tuple[float, float] = (-np.inf, np.inf),
    clusters: np.ndarray | None = None,
) -> Estimate:
    """Sum of `top` over sum of `bottom`, over the units where both are known, with the interval of
    the linearised ratio (Cochran, 1977, ch. 6) by t, kept inside `limits`.

    A big unit weighs more than a small one, as it should: the mean of the units' own ratios would
    not. With `clusters` (labels, one a unit), the linearised ratio is clustered by them (CR2). Without
    interval under FEWEST units, or where all have the same ratio.
    """
    a, b = values_of(top), values_of(bottom)
    known = ~(np.isnan(a) | np.isnan(b))
    n, total = int(known.sum()), len(a)
    a, b = a[known], b[known]
    whole = float(b.sum())
    if n == 0 or abs(whole) <= 1e-12 * float(np.abs(b).sum()):
        return unknown(n, total, unit)
    value = float(a.sum()) / whole
    residual = a - value * b
    error = float(np.sqrt(n / max(n - 1, 1) * (residual @ residual))) / abs(whole)
    if n < FEWEST or error <= 1e-12 * abs(value):
        return Estimate(value, None, None, n, total, unit)
    if clusters is not None:
        linear = value + residual / (whole / n)
        one = clustered_mean(linear, np.asarray(clusters)[known], unit)
        return replace(one, value=value, total=total).within(*limits)
    return estimate(value, student(value, error, n - 1), n, total, unit).within(*limits)
