"""Do the items of a scale hang together?

A score made of several questions says something only when they measure one thing. Cronbach's alpha
tells it when all items are equally good, McDonald's omega also when they are not; the item-rest
correlations show which item does not belong. Called consistency, never reliability, which in this
house is what coders do. Both coefficients concern the plain sum of the items, on complete rows; items
that nobody answered or that do not vary are left out, being the same in everybody's sum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from lecons.estimates.estimate import FEWEST, Estimate, estimate
from lecons.estimates.means import student

RESAMPLES = 1_000
WEAK, GOOD = 0.3, 0.7
FEWEST_ROWS, FEWEST_ITEMS = 30, 3
_NONE, _SWEEPS = 1e-9, 100

Items: TypeAlias = "pd.DataFrame | np.ndarray"
Coefficient: TypeAlias = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Consistency:
    """What can be said of a scale.

    `item_rest` has every item, None where it says nothing; `weak` those under 0.3. `why_not` is None
    or why nothing can be built on the scale: `trop_peu` (under 30 complete rows, or under 3 items
    that vary), `constantes` (no item varies), `negatif` (alpha is not above 0: an item is likely to
    be worded the other way round). `holds`: none of these, alpha at least 0.7, no weak item.
    """

    alpha: Estimate
    omega: Estimate
    item_rest: dict[str, float | None]
    weak: tuple[str, ...]
    holds: bool
    why_not: str | None


def consistency(items: Items, seed: int, clusters: np.ndarray | None = None) -> Consistency:
    """Alpha, omega and item-rest correlations of a scale, and whether it may be used as one.

    In, raises: as `omega`. The thresholds are those of Nunnally & Bernstein (1994).
    """
    answers = _answers(items, clusters)
    first, second = alpha(items, seed, clusters), omega(items, seed, clusters)
    correlations = {
        name: None if pd.isna(value) else float(value) for name, value in item_rest(items).items()
    }
    weak = tuple(name for name, value in correlations.items() if value is not None and value < WEAK)
    varying, why_not = int(answers.varying.sum()), None
    if len(answers.rows) < FEWEST_ROWS or 0 < varying < FEWEST_ITEMS:
        why_not = "trop_peu"
    elif varying == 0:
        why_not = "constantes"
    elif first.value is None or first.value <= 0:
        why_not = "negatif"
    holds = why_not is None and first.value is not None and first.value >= GOOD and not weak
    return Consistency(first, second, correlations, weak, holds, why_not)


def alpha(items: Items, seed: int = 0, clusters: np.ndarray | None = None) -> Estimate:
    """Cronbach's alpha (Cronbach, 1951) with Feldt's F interval (Feldt, 1965; Feldt, Woodruff &
    Salih, 1987, formulas 6 and 7).

    Feldt takes people for independent: with `clusters`, the interval is made as that of `omega`.
    Out: unit `coefficient`, n complete rows of total. No value under 2 rows or 2 items that vary; no
    interval under FEWEST rows or clusters, nor at exactly 1. Raises ValueError as `omega`.
    """
    answers = _answers(items, clusters)
    if clusters is not None:
        return _resampled(answers, _alpha, 2, seed)
    n, k = len(answers.rows), int(answers.varying.sum())
    value = _value(answers, _alpha, 2)
    if value is None or n < FEWEST or 1 - value < _NONE:
        return Estimate(value, None, None, n, answers.total, "coefficient")

    def bounds(level: float) -> tuple[float, float]:
        from scipy import stats

        high, low = stats.f.ppf([(1 - level) / 2, (1 + level) / 2], n - 1, (n - 1) * (k - 1))
        return 1 - (1 - value) * float(low), 1 - (1 - value) * float(high)

    return estimate(value, bounds, n, answers.total, "coefficient")


def omega(items: Items, seed: int, clusters: np.ndarray | None = None) -> Estimate:
    """McDonald's omega total (McDonald, 1999): the share of the sum's variance that one factor makes.

    The factor is fitted to the correlations (minres), so that an item answered on a wider scale does
    not pull it, and its loadings are put back on the items' own scale. The interval is Student's t
    on log(1 - omega), with the standard error of 1,000 resamples: of people, or of clusters where
    given (a label a row). It covers better than percentile or BCa, above all with few clusters
    (tests/bench/scales_coverage.py). It is cut at 0, under which omega cannot be.

    Out: unit `coefficient`, n complete rows of total. No value under 2 rows or 3 items that vary; no
    interval under FEWEST rows or clusters. Raises ValueError when clusters are not one a row.
    """
    return _resampled(_answers(items, clusters), _omega, FEWEST_ITEMS, seed)


def item_rest(items: Items) -> pd.Series:
    """Correlation of each item with the sum of the others, on complete rows (corrected item-total;
    Nunnally & Bernstein, 1994); missing where the item, or that sum, does not vary."""
    answers = _answers(items, None)
    found: list[float | None] = [None] * len(answers.names)
    if answers.varying.any():
        covariance = np.atleast_2d(np.cov(answers.rows, rowvar=False))
        own = np.diagonal(covariance)
        shared = covariance.sum(axis=1) - own
        rest = covariance.sum() - 2 * shared - own
        for j in np.flatnonzero(answers.varying & (rest > _NONE * own.sum())):
            found[j] = float(np.clip(shared[j] / np.sqrt(own[j] * rest[j]), -1, 1))
    return pd.Series(found, index=answers.names, dtype="Float64")


@dataclass(frozen=True)
class _Answers:
    """The complete rows, which items vary in them, the rows there were, the cluster of each."""

    rows: np.ndarray
    names: list[str]
    varying: np.ndarray
    total: int
    labels: np.ndarray


def _answers(items: Items, clusters: np.ndarray | None) -> _Answers:
    if isinstance(items, pd.DataFrame):
        values = items.to_numpy(dtype="float64", na_value=np.nan)
        names = [str(one) for one in items.columns]
    else:
        values = np.asarray(items, dtype="float64")
        values = values[:, None] if values.ndim == 1 else values
        names = [str(j + 1) for j in range(values.shape[1])]
    labels = np.arange(len(values)) if clusters is None else np.asarray(clusters)
    if labels.shape != (len(values),):
        raise ValueError("clusters: one label a row")
    missing = ~np.isfinite(values)
    asked = ~missing.all(axis=0)
    kept = ~missing[:, asked].any(axis=1) & asked.any()
    rows = np.where(missing, 0, values)[kept]
    varying = (rows != rows[:1]).any(axis=0)
    return _Answers(rows, names, varying, len(values), labels[kept])


def _value(answers: _Answers, coefficient: Coefficient, fewest: int) -> float | None:
    if answers.varying.sum() < fewest:
        return None
    covariance = np.cov(answers.rows[:, answers.varying], rowvar=False)
    value = float(coefficient(covariance[None])[0])
    return None if np.isnan(value) else min(value, 1.0)


def _resampled(answers: _Answers, coefficient: Coefficient, fewest: int, seed: int) -> Estimate:
    """The coefficient, with a t interval on log(1 - coefficient) from resampled units."""
    n, total, unit = len(answers.rows), answers.total, "coefficient"
    value = _value(answers, coefficient, fewest)
    code = np.unique(answers.labels.astype(str), return_inverse=True)[1]
    units = len(set(code))
    if value is None or units < FEWEST or 1 - value < _NONE:
        return Estimate(value, None, None, n, total, unit)
    drawn = coefficient(_resampled_covariances(answers.rows[:, answers.varying], code, seed))
    drawn = np.log(np.maximum(1 - drawn[~np.isnan(drawn)], _NONE))
    if len(drawn) < RESAMPLES / 2 or np.ptp(drawn) < _NONE:
        return Estimate(value, None, None, n, total, unit)
    # resamples of m units show (m - 1) / m of the variance (Efron & Tibshirani, 1993)
    error = float(drawn.std(ddof=1)) * np.sqrt(units / (units - 1))
    logs = student(float(np.log(1 - value)), error, units - 1)

    def bounds(level: float) -> tuple[float, float]:
        low, high = (1 - float(np.exp(one)) for one in reversed(logs(level)))
        return max(low, 0.0) if coefficient is _omega else low, high

    return estimate(value, bounds, n, total, unit)


def _resampled_covariances(rows: np.ndarray, code: np.ndarray, seed: int) -> np.ndarray:
    """Covariance matrices (RESAMPLES, k, k) of units drawn with replacement.

    Sums and products once a unit, and how often a unit counts in each resample, make one product of
    matrices: a tenth at a time, for the memory that thousands of rows take."""
    k, rng = rows.shape[1], np.random.default_rng(seed)
    upper = np.triu_indices(k)
    centred = rows - rows.mean(axis=0)
    products = centred[:, upper[0]] * centred[:, upper[1]]
    moments = np.column_stack([np.ones(len(rows)), centred, products])
    sums = np.column_stack([np.bincount(code, column) for column in moments.T])
    some, units = RESAMPLES // 10, len(sums)
    picks = (rng.integers(units, size=(some, units)) for _ in range(10))
    shifts = units * np.arange(some)[:, None]
    counts = (np.bincount((one + shifts).ravel(), minlength=some * units) for one in picks)
    means = np.concatenate([one.reshape(some, units) @ sums for one in counts])
    means /= means[:, :1]
    first = means[:, 1 : k + 1]
    matrices = np.empty((RESAMPLES, k, k))
    matrices[:, upper[0], upper[1]] = matrices[:, upper[1], upper[0]] = means[:, k + 1 :]
    matrices -= first[:, :, None] * first[:, None, :]
    # where a resample is one person many times, what rounding leaves is no variance
    return np.where(np.abs(matrices) > _NONE * np.square(centred).mean(), matrices, 0)


def _alpha(covariances: np.ndarray) -> np.ndarray:
    """Alpha of each covariance matrix (B, k, k); nan where the sum does not vary."""
    k = covariances.shape[1]
    own, whole = np.trace(covariances, axis1=1, axis2=2), covariances.sum(axis=(1, 2))
    varies = whole > _NONE * own
    return np.where(varies, k / (k - 1) * (1 - own / np.where(varies, whole, 1)), np.nan)


def _omega(covariances: np.ndarray) -> np.ndarray:
    """Omega of each covariance matrix (B, k, k); nan where nothing varies."""
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    varies = variances > _NONE * variances.max(axis=1, keepdims=True)
    scale = np.sqrt(np.where(varies, variances, 1))
    loadings = _loadings(covariances / (scale[:, :, None] * scale[:, None, :]))
    common = (scale * loadings).sum(axis=1) ** 2
    whole = common + (variances - (scale * loadings) ** 2).sum(axis=1)
    return np.where(whole > 0, common / np.where(whole > 0, whole, 1), np.nan)


def _loadings(correlations: np.ndarray) -> np.ndarray:
    """Loadings (B, k) of one factor that leave the smallest residual correlations (minres: Harman &
    Jones, 1966), one loading after the other, each the least-squares one given the others: fewer and
    cheaper steps than principal axes, to the same end. A loading beyond 1 (a Heywood case) is held
    at 1, the best it is allowed (Harman & Fukuda, 1966)."""
    k = correlations.shape[1]
    values, vectors = np.linalg.eigh(correlations)
    fitted = np.clip(vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0)), -1, 1)
    now, off, going = fitted.copy(), correlations * (1 - np.eye(k)), np.arange(len(correlations))
    for _ in range(_SWEEPS):
        before, squares = now.copy(), (now**2).sum(axis=1)
        for j in range(k):
            others = squares - now[:, j] ** 2
            best = np.einsum("bi,bi->b", off[:, j], now) / np.maximum(others, _NONE)
            now[:, j] = np.clip(best, -1, 1)
            squares = others + now[:, j] ** 2
        fitted[going] = now
        moving = np.abs(now - before).max(axis=1) > _NONE
        going, now, off = going[moving], now[moving], off[moving]
        if not len(going):
            break
    return np.asarray(fitted)
