"""How good proposals are, tried on the project's own testimonies before anybody sees one.

Persons, not sentences, are put in folds: the words of one person never serve to guess the rest of
what they say. The threshold of a code is chosen inside the persons that are learnt from, by folds
of their own, and tried on the others (nested cross-validation: Varma & Simon, 2006); so the figures
are those of the whole way of working, the choice included.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST, Estimate, estimate, unknown
from lecons.estimates.shares import wilson_bounds
from lecons.testimony.suggestions.centroids import directions, scores
from lecons.testimony.suggestions.features import Features, scale

# the part of its proposals that must have been right for a code to be proposed at all
PRECISION = 0.5
# the best cut of a few scores flatters itself: more is aimed at than is asked
AIMED = 0.6
# a threshold must rest on several people's words
VOICES = 3
FOLDS = 5
# how folds are drawn moves the figures of few persons; those of many, hardly
REPEATS, MANY = 5, 300


@dataclass(frozen=True)
class Task:
    """Sentences as features with the meanings of the codes below them, the codes of each (`truth`,
    as many rows), and who says each sentence (`speakers`, no row for the meanings)."""

    features: Features
    truth: np.ndarray
    speakers: np.ndarray

    @property
    def everybody(self) -> np.ndarray:
        return np.ones(len(self.truth), dtype=bool)


def scores_without(task: Task, rows: np.ndarray, tried: np.ndarray) -> np.ndarray:
    """The scores (tried × codes) of the sentences `tried`, learnt from `rows` (True where they
    count; what the codebook means always counts)."""
    scaled = scale(task.features, rows).apply(task.features)
    towards = directions(scaled, task.truth, rows)
    return scores([one[tried] for one in scaled], towards)


def out_of_fold(task: Task, rows: np.ndarray, seed: int) -> np.ndarray:
    """The score of each sentence of `rows`, learnt from the others of `rows`; else missing."""
    found = np.full((len(task.speakers), task.truth.shape[1]), np.nan)
    for learnt, tried in _folds(task, rows, seed):
        found[tried] = scores_without(task, learnt, tried)
    return found


def _folds(task: Task, rows: np.ndarray, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows to learn from (True) and the sentences to try (places), fold by fold of persons."""
    from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

    places = np.flatnonzero(rows[: len(task.speakers)])
    speakers = task.speakers[places]
    folds = min(FOLDS, len(np.unique(speakers)))
    if folds < 2:
        return
    split = GroupKFold(folds, shuffle=True, random_state=seed).split(places, groups=speakers)
    for _, tried in split:
        learnt = rows.copy()
        learnt[places[tried]] = False
        yield learnt, places[tried]


def thresholds(found: np.ndarray, truth: np.ndarray, speakers: np.ndarray) -> np.ndarray:
    """The score of each code from which most of its sentences are found, while AIMED of the
    proposals are right and the right ones are the words of VOICES persons at least; infinite where
    none is."""
    return np.array(
        [_threshold(found[:, j], truth[:, j], speakers) for j in range(found.shape[1])]
    ).reshape(found.shape[1])


def _threshold(found: np.ndarray, has: np.ndarray, speakers: np.ndarray) -> float:
    order = np.argsort(-found, kind="stable")
    found, has, speakers = found[order], has[order], speakers[order]
    right = np.cumsum(has)
    proposed = np.arange(1, len(has) + 1)
    hits = np.flatnonzero(has)
    voices = np.zeros(len(has), dtype=np.int64)
    voices[hits[np.unique(speakers[hits], return_index=True)[1]]] = 1
    # equal scores are proposed together or not at all
    last = np.append(found[1:] < found[:-1], True)
    good = last & (right / proposed >= AIMED) & (np.cumsum(voices) >= VOICES)
    # the lowest that finds more; what lies under the last right one finds nothing more
    return float(found[np.argmax(np.where(good, right, -1))]) if good.any() else np.inf


def trial(task: Task, seed: int) -> pd.DataFrame:
    """Precision and recall of each code by nested cross-validation; one row a code of the task.

    Out: precision (Estimate: of the sentences proposed, those that the coder gave the code; n, how
    many were proposed on average over the repeats) and recall (of the sentences that the coder gave
    the code, those proposed; n, how many there are). Wilson's intervals (Wilson, 1927) take
    sentences for independent; those of one person are less so: they are somewhat too narrow.
    """
    codes = task.truth.shape[1]
    persons = len(np.unique(task.speakers))
    repeats = REPEATS if persons <= MANY else 1
    proposed, right = np.zeros(codes), np.zeros(codes)
    truth = task.truth[: len(task.speakers)]
    for again in range(repeats):
        for learnt, tried in _folds(task, task.everybody, seed + again):
            inside = np.flatnonzero(learnt[: len(task.speakers)])
            inner = out_of_fold(task, learnt, seed + again)[inside]
            cuts = thresholds(inner, truth[inside], task.speakers[inside])
            chosen = scores_without(task, learnt, tried) >= cuts
            proposed += chosen.sum(axis=0) / repeats
            right += (chosen & truth[tried]).sum(axis=0) / repeats
    there = truth.sum(axis=0)
    return pd.DataFrame(
        {
            "precision": [_share(*pair) for pair in zip(right, proposed, strict=True)],
            "recall": [_share(*pair) for pair in zip(right, there, strict=True)],
        }
    )


def _share(part: float, whole: float) -> Estimate:
    """A share of a whole that is a mean of counts: n is the nearest whole number."""
    n = round(float(whole))
    if whole <= 0:
        return unknown(0, 0, "share")
    value = min(float(part / whole), 1.0)
    if n < FEWEST:
        return Estimate(value, None, None, n, n, "share")
    return estimate(value, lambda level: wilson_bounds(value, n, level), n, n, "share")
