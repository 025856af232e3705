"""How well names are found: figures measured on a labelled set, kept in `mesure.json` by
`make banc-noms` (tests/bench/noms.py), for analysts to read beside what was found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lecons.estimates import Estimate, wilson

FIGURES = Path(__file__).with_name("mesure.json")


@dataclass(frozen=True)
class Score:
    """`recall`: of the mentions labelled in the set, the share found whole; `precision`: of the
    mentions found, the share that touches one labelled (both with Wilson's interval, 1927)."""

    recall: Estimate
    precision: Estimate


@dataclass(frozen=True)
class Measured:
    """The figures of one day.

    `people`: the names of people by method (`regles`, `modele`, `regles_modele`, `relecture`: with
    the names that a reviewer adds at first sight); `kinds`: each kind by rules and model together;
    `versions`: of the model and of what runs it; `texts`: how many were read.
    """

    measured: date
    texts: int
    versions: Mapping[str, str]
    people: Mapping[str, Score]
    kinds: Mapping[str, Score]

    @property
    def recall(self) -> Estimate:
        """The share of people's names that are found, by rules, model and review list."""
        return self.people["relecture"].recall


@cache
def measured() -> Measured:
    """The figures that were last measured."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    return Measured(
        date.fromisoformat(kept["date"]),
        kept["textes"],
        kept["versions"],
        {method: _score(counts) for method, counts in kept["personnes"].items()},
        {kind: _score(counts) for kind, counts in kept["natures"].items()},
    )


def _score(counts: Mapping[str, int]) -> Score:
    return Score(
        wilson(counts["retrouvees"], counts["annotees"]),
        wilson(counts["justes"], counts["proposees"]),
    )
