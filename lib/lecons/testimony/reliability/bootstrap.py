"""The interval of α: testimonies are drawn again, not sentences.

Sentences of one account resemble each other, in what they tell and in how hard they are to code; to
draw them one by one would promise more than the data hold (cluster bootstrap: Davison & Hinkley,
1997; for α, Hayes & Krippendorff, 2007, who draw units). Coincidence matrices add up, so each
testimony gives one, and a resample is only how often each of them counts.
"""

import numpy as np

from lecons.estimates import FEWEST, Estimate, estimate
from lecons.estimates.means import student
from lecons.testimony.reliability.coefficients import disagreement
from lecons.testimony.reliability.units import Decisions

RESAMPLES = 2_000
_NONE, _AT_ONCE = 1e-9, 5_000_000


def contributions(found: Decisions) -> np.ndarray:
    """What each testimony adds to the coincidence matrix of each code: (testimonies × codes × 2 ×
    2), testimonies in the order of their ids; values are not marked, marked (Krippendorff,
    2011)."""
    number = np.unique(found.units["id_temoignage"].to_numpy(dtype=str), return_inverse=True)[1]
    judged = found.read.sum(axis=1).astype(float)
    marks = found.marked.sum(axis=1).astype(float)
    blanks = judged[:, None] - marks
    others = np.where(judged > 1, judged - 1, np.inf)[:, None]
    cells = {
        (0, 0): blanks * (blanks - 1) / others,
        (0, 1): blanks * marks / others,
        (1, 0): blanks * marks / others,
        (1, 1): marks * (marks - 1) / others,
    }
    testimonies = int(number.max(initial=-1)) + 1
    added = np.zeros((testimonies, len(found.codes), 2, 2))
    for (row, column), values in cells.items():
        np.add.at(added[:, :, row, column], number, values)
    return added


def alpha(seen: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """α over the codes of the last axis, of their observed and expected disagreement: 1 - ΣDo /
    ΣDe.

    This is α on sets of codes, two sets being as far apart as the number of codes that one has and
    the other has not (sets: Passonneau, 2006; Krippendorff & Craggs, 2016). Chance stays within
    each code: to pool all decisions as one variable would count it as a merit that some codes are
    common and others rare. nan where no code varies.
    """
    whole = np.nansum(chance, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = 1 - np.nansum(seen, axis=-1) / whole
    return np.asarray(np.where(whole > _NONE, value, np.nan))


def resampled(added: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Observed and expected disagreement (RESAMPLES × codes) of testimonies drawn with
    replacement."""
    testimonies, codes = added.shape[:2]
    flat = added.reshape(testimonies, -1)
    rng = np.random.default_rng(seed)
    seen, chance = np.empty((2, RESAMPLES, codes))
    # so many resamples at a time as memory bears
    some = max(1, min(RESAMPLES, _AT_ONCE // max(1, testimonies + flat.shape[1])))
    for start in range(0, RESAMPLES, some):
        part = slice(start, min(start + some, RESAMPLES))
        draws = part.stop - part.start
        picks = rng.integers(testimonies, size=(draws, testimonies))
        picks += testimonies * np.arange(draws)[:, None]
        counts = np.bincount(picks.ravel(), minlength=draws * testimonies)
        drawn = counts.reshape(draws, testimonies).astype(float) @ flat
        seen[part], chance[part] = disagreement(drawn.reshape(draws, codes, 2, 2))
    return seen, chance


def interval(value: float, draws: np.ndarray, n: int, total: int) -> Estimate:
    """α with Student's t interval: the standard error is the spread of its `draws`, on n - 1
    degrees of freedom; cut at -1 and 1.

    Over 500 simulated projects it holds the truth in 94 to 95 % of cases with 6 to 40 testimonies,
    where percentiles of the draws hold it in 86 to 94 %; for a code marked in one sentence of 25,
    in 86 to 93 % with 10 to 40 testimonies: too short still.

    `n`: testimonies of `total` that tell something. Unit `coefficient`. Without interval under
    FEWEST testimonies, at exactly 1, or where the draws show no spread.
    """
    bare = Estimate(value, None, None, n, total, "coefficient")
    known = draws[~np.isnan(draws)]
    if n < FEWEST or 1 - value < _NONE or len(known) < len(draws) / 2 or np.ptp(known) < _NONE:
        return bare
    # resamples of n units show (n - 1) / n of the variance (Efron & Tibshirani, 1993)
    error = float(known.std(ddof=1)) * np.sqrt(n / (n - 1))
    found = estimate(value, student(value, error, n - 1), n, total, "coefficient")
    return found.within(-1, 1)
