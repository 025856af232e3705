"""How near a passage is to what all say: TF-IDF of French lemmas (Salton & Buckley, 1988).

Vectors are plain mappings of the few words that a passage has: exact, and the same on every laptop.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from lecons.testimony.lemmas import content_lemmas

Vector = dict[str, float]


def rarity(passages: Iterable[str]) -> Vector:
    """The weight of each lemma, 1 + ln((1 + n) / (1 + df)): more where fewer passages say it."""
    distinct = list(passages)
    seen = Counter(lemma for passage in distinct for lemma in set(_lemmas(passage)))
    return {lemma: 1 + math.log((1 + len(distinct)) / (1 + times)) for lemma, times in seen.items()}


def vector(passage: str, weights: Mapping[str, float]) -> Vector:
    """The passage as weighted lemmas, of length 1; empty where it says nothing of a subject."""
    counts = Counter(_lemmas(passage))
    return _of_length_one(
        {lemma: (1 + math.log(n)) * weights.get(lemma, 1.0) for lemma, n in sorted(counts.items())}
    )


def centre(vectors: Mapping[str, list[Vector]]) -> Vector:
    """The middle of what persons say (person → their passages): each person weighs the same."""
    return _of_length_one(_sum(_of_length_one(_sum(vectors[person])) for person in sorted(vectors)))


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1: 0 where they share no word, 1 where they are alike."""
    if len(one) > len(other):
        one, other = other, one
    # rounded, so that an order of summation decides nothing
    return round(math.fsum(weight * other.get(lemma, 0.0) for lemma, weight in one.items()), 9)


def _sum(vectors: Iterable[Vector]) -> Vector:
    total: Vector = {}
    for one in vectors:
        for lemma, weight in one.items():
            total[lemma] = total.get(lemma, 0.0) + weight
    return total


def _of_length_one(one: Vector) -> Vector:
    length = math.sqrt(math.fsum(weight**2 for weight in one.values()))
    return {lemma: weight / length for lemma, weight in one.items()} if length else {}


@functools.lru_cache(maxsize=50_000)
def _lemmas(passage: str) -> tuple[str, ...]:
    return tuple(content_lemmas(passage))
