"""How far coders find the same, beyond chance: the coefficients that readers of evaluations ask
for.

Each takes a table units × coders (one value a cell, missing where a coder did not judge a unit) and
compares what is seen (Po) with what chance would bring (Pe): (Po - Pe) / (1 - Pe). They differ in
what they call chance. Where all values are the same, nothing tells a careful coder from one who
ticks without reading: no coefficient is given, whatever a formula would allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Level = Literal["nominal", "ordinal", "interval"]
_NONE = 1e-12


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with what it is made of; None where it is undefined. `n` counts the units that
    two coders or more judged, `coders` those who judged one at least."""

    value: float | None
    observed: float | None
    expected: float | None
    n: int
    coders: int


def krippendorff(
    table: pd.DataFrame, level: Level = "nominal", categories: Sequence[object] | None = None
) -> Coefficient:
    """Krippendorff's α (Krippendorff, 2011; Hayes & Krippendorff, 2007): chance draws from all the
    values that can be paired, without putting any back.

    `categories` gives the scale in order (for `ordinal`), else values in their own order.
    `interval` wants numbers. Po and Pe are 1 less the observed and the expected disagreement, in
    parts of the greatest one. Raises ValueError where a value is not on the scale.
    """
    found = _rated(table, categories)
    seen, chance = disagreement(coincidences(found.counts), level, found.values)
    return _coefficient(found, 1 - float(seen), 1 - float(chance))


def concordance(table: pd.DataFrame) -> Coefficient:
    """The plain share of pairs of coders who gave a unit the same value, units counting alike;
    `value` is Po, chance is left in."""
    found = _rated(table, None)
    if not found.n:
        return Coefficient(None, None, None, 0, found.coders)
    seen = _observed(found.counts)
    return Coefficient(seen, seen, None, found.n, found.coders)


def cohen(table: pd.DataFrame) -> Coefficient:
    """Cohen's κ of two coders over the units that both judged (Cohen, 1960): chance draws from each
    coder's own habits. Raises ValueError where the table has not two columns."""
    if table.shape[1] != 2:
        raise ValueError("Cohen's kappa compares two coders")
    found = _rated(table[table.notna().all(axis=1)], None)
    codes = found.codes
    k = len(found.values)
    crossed = np.bincount(codes[:, 0] * k + codes[:, 1], minlength=k * k).reshape(k, k)
    total = max(int(crossed.sum()), 1)
    seen = float(np.trace(crossed)) / total
    chance = float(crossed.sum(axis=0) @ crossed.sum(axis=1)) / total**2
    return _coefficient(found, seen, chance)


def fleiss(table: pd.DataFrame) -> Coefficient:
    """Fleiss' κ (Fleiss, 1971), with the missing values that Gwet (2014) allows: chance draws from
    the values of all coders, units judged by one alone included, each unit counting alike."""
    found = _rated(table, None)
    return _coefficient(found, _observed(found.counts), float(np.sum(_shares(found.counts) ** 2)))


def gwet(table: pd.DataFrame, categories: Sequence[object] | None = None) -> Coefficient:
    """Gwet's AC1 (Gwet, 2008): chance acts on doubtful units only, so that a rare or a very common
    value does not pull it down. `categories` are all values that could be given, else those
    seen."""
    found = _rated(table, categories)
    shares, k = _shares(found.counts), len(found.values)
    chance = float(np.sum(shares * (1 - shares))) / (k - 1) if k > 1 else 1.0
    return _coefficient(found, _observed(found.counts), chance)


def brennan_prediger(
    table: pd.DataFrame, categories: Sequence[object] | None = None
) -> Coefficient:
    """Brennan & Prediger's coefficient (1981): chance gives every value alike. `categories` are all
    values that could be given, else those seen."""
    found = _rated(table, categories)
    return _coefficient(found, _observed(found.counts), 1 / max(len(found.values), 1))


def coincidences(counts: np.ndarray) -> np.ndarray:
    """The coincidence matrix (k × k) of counts (units × k): how often two coders gave a unit these
    two values, a unit judged by m coders giving m values. Those of parts of a table add up."""
    judged = counts.sum(axis=1)
    kept = counts[judged > 1]
    weighted = kept / (judged[judged > 1][:, None] - 1)
    return np.asarray(kept.T @ weighted - np.diag(weighted.sum(axis=0)))


def disagreement(
    found: np.ndarray, level: Level = "nominal", values: Sequence[object] = ()
) -> tuple[np.ndarray, np.ndarray]:
    """Observed and expected disagreement of coincidence matrices (… × k × k), from 0 to 1: α is 1
    less their ratio. nan where fewer than two values can be paired."""
    margins = found.sum(axis=-1)
    total = margins.sum(axis=-1)
    far = _distances(level, values, margins)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = (found * far).sum(axis=(-1, -2)) / total
        pairs = (margins[..., :, None] * margins[..., None, :] * far).sum(axis=(-1, -2))
        chance = pairs / (total * (total - 1))
    return seen, chance


def _distances(level: Level, values: Sequence[object], margins: np.ndarray) -> np.ndarray:
    """Squared distances between values, the greatest being 1."""
    k = margins.shape[-1]
    if level == "nominal":
        return 1 - np.eye(k)
    if level == "interval":
        scale = np.asarray(values, dtype=float)
    else:
        # between two ranks stand half of each and all that lies in between (Krippendorff, 2011)
        scale = np.cumsum(margins) - margins / 2
    squares = np.square(scale[:, None] - scale[None, :])
    return np.asarray(squares / (squares.max(initial=0.0) or 1.0))


@dataclass(frozen=True)
class _Rated:
    """A table as numbers: codes (units × coders, -1 where missing), counts (units × values)."""

    codes: np.ndarray
    counts: np.ndarray
    values: Sequence[object]

    @property
    def n(self) -> int:
        return int((self.counts.sum(axis=1) > 1).sum())

    @property
    def coders(self) -> int:
        return int((self.codes >= 0).any(axis=0).sum())


def _rated(table: pd.DataFrame, categories: Sequence[object] | None) -> _Rated:
    units, coders = table.shape
    cells = table.to_numpy().ravel()
    flat, values = pd.factorize(cells, sort=True)
    if categories is not None:
        place = pd.Index(categories).get_indexer(pd.Index(values))
        if (place < 0).any():
            raise ValueError(f"values not on the scale: {list(values[place < 0])}")
        flat, values = np.where(flat < 0, -1, np.append(place, -1)[flat]), np.asarray(categories)
    k, codes = len(values), flat.reshape(units, coders)
    known = flat >= 0
    cell = np.repeat(np.arange(units), coders)[known] * k + flat[known]
    counts = np.bincount(cell, minlength=units * k).reshape(units, k).astype(float)
    return _Rated(codes, counts, list(values))


def _observed(counts: np.ndarray) -> float:
    judged = counts.sum(axis=1)
    kept, m = counts[judged > 1], judged[judged > 1]
    if not len(kept):
        return float("nan")
    return float(np.mean((kept * (kept - 1)).sum(axis=1) / (m * (m - 1))))


def _shares(counts: np.ndarray) -> np.ndarray:
    judged = counts.sum(axis=1, keepdims=True)
    kept = judged[:, 0] > 0
    if not kept.any():
        return np.zeros(counts.shape[1])
    return np.asarray((counts[kept] / judged[kept]).mean(axis=0))


def _coefficient(found: _Rated, seen: float, chance: float) -> Coefficient:
    n, coders = found.n, found.coders
    if not n:
        return Coefficient(None, None, None, 0, coders)
    paired = found.counts[found.counts.sum(axis=1) > 1]
    if (paired.sum(axis=0) > 0).sum() < 2 or 1 - chance < _NONE:
        return Coefficient(None, seen, None, n, coders)
    return Coefficient((seen - chance) / (1 - chance), seen, chance, n, coders)
