"""Regression on people who live in few communes: cluster-robust intervals that hold with twenty.

People of one commune resemble each other; intervals that forget it are too short. The ordinary
cluster-robust variance is itself too small with few clusters, so this is CR2 (Bell & McCaffrey,
2002) with Satterthwaite degrees of freedom for each coefficient (Pustejovsky & Tipton, 2018).
Written here because statsmodels has neither; tested against exact cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lecons.estimates.estimate import FEWEST, Estimate, estimate, unknown
from lecons.estimates.means import student, values_of

_NONE = 1e-10


@dataclass(frozen=True)
class Fit:
    """A fitted regression: coefficients, residuals, and what an interval for a combination needs."""

    coefficients: np.ndarray
    clusters: int
    n: int
    _combine: Callable[[np.ndarray], tuple[float, float]]
    _told: Callable[[np.ndarray], bool]

    def combination(self, weights: np.ndarray, total: int, unit: str, family: int = 1) -> Estimate:
        """The estimate of a weighted sum of coefficients; unknown where the design cannot tell it (two
        columns that say the same). Without interval under FEWEST clusters, where nothing varies, where
        one cluster alone determines it, or where the degrees of freedom fall under 2."""
        if not self._told(weights):
            return unknown(self.n, total, unit)
        value = float(weights @ self.coefficients)
        if self.clusters < FEWEST:
            return Estimate(value, None, None, self.n, total, unit, family)
        error, df = self._combine(weights)
        if not error > _NONE * (1 + abs(value)) or not df >= 2:
            return Estimate(value, None, None, self.n, total, unit, family)
        return estimate(value, student(value, error, df), self.n, total, unit, family)


def regression(
    outcome: np.ndarray,
    design: np.ndarray,
    clusters: np.ndarray,
    weights: np.ndarray | None = None,
    absorb: np.ndarray | None = None,
) -> Fit:
    """Weighted least squares with cluster-robust intervals.

    In: outcome (n), design (n × p, with its own constant unless `absorb`), clusters and absorb
    (labels, n), weights (survey weights, n; 1 where none). `absorb` takes a level out for each of its
    labels (fixed effects). No missing value may remain. What a rank-deficient design cannot tell
    comes out unknown.
    """
    w = np.ones(len(outcome)) if weights is None else np.asarray(weights, dtype=float)
    y, x = np.asarray(outcome, dtype=float), np.asarray(design, dtype=float)
    if absorb is not None:
        y, x = _within(y[:, None], absorb, w)[:, 0], _within(x, absorb, w)
    root = np.sqrt(w)
    y, x = y * root, x * root[:, None]
    # columns of one length, so that a year beside a yes-or-no does not decide what counts as zero
    length = np.sqrt((x**2).sum(axis=0))
    length = np.where(length > 0, length, 1.0)
    x = x / length
    moment = x.T @ x
    bread = np.linalg.pinv(moment, rcond=1e-10, hermitian=True)
    beta = bread @ x.T @ y
    residuals = y - x @ beta
    values, code = np.unique(np.asarray(clusters).astype(str), return_inverse=True)
    order = np.argsort(code, kind="stable")
    bounds = np.searchsorted(code[order], np.arange(len(values) + 1))
    parts = [(x[order[a:b]], residuals[order[a:b]]) for a, b in pairwise(bounds)]

    def combine(chosen: np.ndarray) -> tuple[float, float]:
        return _error_and_df(parts, bread, np.asarray(chosen, dtype=float) / length)

    def told(chosen: np.ndarray) -> bool:
        scaled = np.asarray(chosen, dtype=float) / length
        return bool(np.abs(bread @ moment @ scaled - scaled).max() < 1e-6 * np.abs(scaled).max())

    return Fit(beta / length, len(values), len(y), combine, told)


def _within(columns: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Columns less their weighted mean in each label."""
    _, code = np.unique(np.asarray(labels).astype(str), return_inverse=True)
    mass = np.bincount(code, weights)
    means = np.column_stack([np.bincount(code, weights * one) / mass for one in columns.T])
    return columns - means[code]


def _error_and_df(
    parts: list[tuple[np.ndarray, np.ndarray]], bread: np.ndarray, chosen: np.ndarray
) -> tuple[float, float]:
    """Standard error (CR2) and Satterthwaite degrees of freedom of one combination.

    With H = X B X', the adjustment of a cluster is (I - H_gg)^(-1/2). H_gg has the rank of the
    design, so its singular vectors are enough and no cluster-sized matrix is built.
    """
    if len(chosen) == 1:
        scores, lengths, crossed = _one_column(parts, float(bread[0, 0]), float(chosen[0]))
    else:
        scores, lengths, crossed = _each_cluster(parts, bread, chosen)
    if np.isnan(scores).any():
        return float("nan"), 0.0
    error = float(np.sqrt(np.sum(np.square(scores))))
    # of L - Z B Z' (clusters × clusters) its trace and its sum of squares are enough: ten thousand
    # clusters have no room for it
    taken = crossed @ bread
    between = bread @ (crossed.T @ crossed)
    mine = np.einsum("ij,ij->i", taken, crossed)
    bottom = float(np.sum(lengths * (lengths - 2 * mine)) + np.sum(between * between.T))
    df = float(np.sum(lengths - mine) ** 2 / bottom) if bottom > 0 else 0.0
    return error, df


def _each_cluster(
    parts: list[tuple[np.ndarray, np.ndarray]], bread: np.ndarray, chosen: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each cluster, with its adjusted weights a: a·residuals (missing where the cluster alone
    determines the direction), a·a and X'a."""
    half = _square_root(bread)
    direction = bread @ chosen
    scores, lengths, crossed = [], [], []
    for x, residual in parts:
        left, values, _ = np.linalg.svd(x @ half, full_matrices=False)
        gap = 1 - np.clip(values**2, 0, 1)
        alone = gap <= _NONE
        leaning = x @ direction
        # a direction that one cluster alone determines has no residual: nothing tells how sure it is
        if np.abs(left[:, alone].T @ leaning).max(initial=0.0) > _NONE * np.abs(leaning).max():
            return np.array([np.nan]), np.array([]), np.array([])
        scale = np.where(gap > _NONE, 1 / np.sqrt(np.where(gap > _NONE, gap, 1)), 0.0) - 1
        adjusted = leaning + left @ (scale * (left.T @ leaning))
        scores.append(adjusted @ residual)
        lengths.append(adjusted @ adjusted)
        crossed.append(x.T @ adjusted)
    return np.asarray(scores), np.asarray(lengths), np.asarray(crossed)


def _one_column(
    parts: list[tuple[np.ndarray, np.ndarray]], bread: float, chosen: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same where the design has one column, as for a mean: its one singular vector is the column
    itself, and thousands of clusters are one sum."""
    starts = np.cumsum([0, *(len(residual) for _, residual in parts[:-1])])
    x = np.concatenate([x[:, 0] for x, _ in parts])
    residuals = np.concatenate([residual for _, residual in parts])
    square = np.add.reduceat(x**2, starts)
    gap = 1 - np.clip(square * bread, 0, 1)
    direction = bread * chosen
    alone = gap <= _NONE
    if (np.sqrt(square[alone]) * abs(direction) > 0).any():
        return np.array([np.nan]), square, square[:, None]
    factor = direction / np.sqrt(np.where(alone, 1, gap))
    scores = factor * np.add.reduceat(x * residuals, starts)
    return scores, factor**2 * square, (factor * square)[:, None]


def _square_root(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return vectors * np.sqrt(np.clip(values, 0, None))


def clustered_mean(
    values: np.ndarray, clusters: np.ndarray, unit: str = "mean", weights: np.ndarray | None = None
) -> Estimate:
    """Mean of people drawn by cluster, missing values left out and counted in `total`."""
    every = values_of(values)
    kept = ~np.isnan(every)
    if not kept.any():
        return unknown(0, len(every), unit)
    fit = regression(
        every[kept],
        np.ones((int(kept.sum()), 1)),
        np.asarray(clusters)[kept],
        None if weights is None else np.asarray(weights)[kept],
    )
    return fit.combination(np.ones(1), len(every), unit)
