"""Practices by their score, the interval of each rank, who is above whom, and what weights change.

Ranks move far more than the scores they come from, so each carries its own interval: scores and ranks
are computed again in every replicate (Goldstein & Spiegelhalter, 1996; for the bootstrap of ranks,
Hall & Miller, 2009). How the order depends on the weights is shown by computing it again with others
(Saisana, Saltelli & Tarantola, 2005).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.declared import RankingWeights
from lecons.estimates import Estimate
from lecons.evidence.finding import Finding
from lecons.evidence.ranking.sources import (
    SOURCES,
    Said,
    SourceName,
    of_measures,
    of_testimonies,
    of_workshop,
)

DRAWS = 2_000
# the share of replicates from which one practice is said to be above another
SURE = 0.95
_BOUNDS = (0.025, 0.975)
# scores nearer than this differ by the order of sums only
_DIGITS = 9

Weights = dict[SourceName, float]


@dataclass(frozen=True)
class Ranked:
    """A practice in the order. Its `rank` on the data as they are (equal scores share the best rank:
    1, 1, 3), from `low` to `high` in 95 % of the replicates, first (alone or not) in a share `first`
    of them. `score` lies between 0 and 1; `sources` is by source what it says and on how many units,
    None where it is silent. `tied_with`: neither is above the other in SURE of the replicates."""

    practice: str
    rank: int
    low: int
    high: int
    first: float
    score: Estimate
    sources: Mapping[SourceName, float | None]
    n: Mapping[SourceName, int]
    tied_with: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """One set of weights (`change`: declared, only, without or twice, of a `source`), and the ranks."""

    change: str
    source: SourceName | None
    ranks: Mapping[str, int]


@dataclass(frozen=True)
class Ranking:
    """The order of the practices that a source with a weight speaks of, best first.

    `above` is the share of replicates where the practice of the row is strictly above that of the
    column. `unranked`: practices of which no such source speaks. `absent`: sources that are silent on
    every practice. The first of `scenarios` is the weights of the project. `communes` and `persons`
    are those heard, `participants` those who scored.
    """

    practices: tuple[Ranked, ...]
    above: pd.DataFrame
    unranked: tuple[str, ...]
    absent: tuple[SourceName, ...]
    weights: Mapping[SourceName, float]
    scenarios: tuple[Scenario, ...]
    communes: int
    persons: int
    participants: int


def rank(
    codes: Sequence[str],
    *,
    opinions: pd.DataFrame,
    people: pd.DataFrame,
    scores: pd.DataFrame,
    findings: Iterable[Finding],
    weights: RankingWeights,
    seed: int,
) -> Ranking:
    """Order practices by the weighted mean of what measures, testimonies and workshop say of them.

    In: `voices.opinions`; `people`, all testimonies read (id, commune); table `appreciations`; the
    findings of all notebooks; the weights of projet.yaml; a seed. What a source says and what its
    silence counts for: see `sources`. A source that is silent on every practice is left out.
    """
    codes = sorted(set(codes))  # one order, so that the same data draw the same replicates
    measures, voices, workshop = (np.random.default_rng([seed, one]) for one in range(3))
    said: dict[SourceName, Said] = {
        "mesures": of_measures(codes, findings, DRAWS, measures),
        "temoignages": of_testimonies(codes, opinions, people, DRAWS, voices),
        "atelier": of_workshop(codes, scores, DRAWS, workshop),
    }
    present = [name for name in SOURCES if not said[name].silent.all()]
    declared: Weights = {name: getattr(weights, name) for name in present}
    counting = [name for name in present if declared[name]]
    kept = np.flatnonzero(np.any([~said[name].silent for name in counting], axis=0))
    names = [codes[at] for at in kept]
    described = _described(names, kept, said, declared) if names else ((), _square(names))
    return Ranking(
        practices=described[0],
        above=described[1],
        unranked=tuple(code for at, code in enumerate(codes) if at not in kept),
        absent=tuple(name for name in SOURCES if name not in present),
        weights=declared,
        scenarios=_scenarios(names, kept, said, declared) if names else (),
        communes=int(people["commune"].nunique()),
        persons=int(people["id"].nunique()),
        participants=int(scores["id_participant"].nunique()),
    )


def _described(
    names: list[str], kept: np.ndarray, said: Mapping[SourceName, Said], weights: Weights
) -> tuple[tuple[Ranked, ...], pd.DataFrame]:
    score = _weighted({name: said[name].score[kept] for name in weights}, weights)
    drawn = _weighted({name: said[name].replicates[:, kept] for name in weights}, weights)
    ranks, moved = _ranks(score), _ranks(drawn)
    low, high = np.quantile(moved, _BOUNDS, axis=0, method="inverted_cdf")
    score_low, score_high = np.quantile(drawn, _BOUNDS, axis=0)
    above = _square(names, np.array([(one[:, None] > drawn).mean(axis=0) for one in drawn.T]))
    clear = (above >= SURE) | (above.T >= SURE)
    ranked = []
    for at, name in enumerate(names):
        n = {source: int(said[source].n[kept[at]]) for source in SOURCES}
        people = n["temoignages"] + n["atelier"]
        ranked.append(
            Ranked(
                practice=name,
                rank=int(ranks[at]),
                low=int(low[at]),
                high=int(high[at]),
                first=float((moved[:, at] == 1).mean()),
                score=Estimate(
                    float(score[at]),
                    float(score_low[at]),
                    float(score_high[at]),
                    people,
                    people,
                    "share",
                ),
                sources={
                    source: None
                    if said[source].silent[kept[at]]
                    else float(said[source].score[kept[at]])
                    for source in SOURCES
                },
                n=n,
                tied_with=tuple(o for o in names if o != name and not clear.loc[name, o]),
            )
        )
    return tuple(sorted(ranked, key=lambda one: (one.rank, one.practice))), above


def _scenarios(
    names: list[str], kept: np.ndarray, said: Mapping[SourceName, Said], declared: Weights
) -> tuple[Scenario, ...]:
    """The weights of the project, then each source alone, left out, twice; a scenario whose weights
    are those of an earlier one, or that leaves nothing, says nothing new."""
    present = list(declared)
    asked: list[tuple[str, SourceName | None, Weights]] = [("declared", None, declared)]
    asked += [("only", one, {o: float(o == one) for o in present}) for one in present]
    asked += [("without", one, {**declared, one: 0.0}) for one in present]
    asked += [("twice", one, {**declared, one: 2 * declared[one]}) for one in present]
    seen, scenarios = set(), []
    for change, source, weights in asked:
        total = sum(weights.values())
        shares = tuple(round(weights[one] / total, _DIGITS) for one in present) if total else ()
        if not total or shares in seen:
            continue
        seen.add(shares)
        ranks = _ranks(_weighted({one: said[one].score[kept] for one in present}, weights))
        found = {name: int(place) for name, place in zip(names, ranks, strict=True)}
        scenarios.append(Scenario(change, source, found))
    return tuple(scenarios)


def _weighted(scores: Mapping[SourceName, np.ndarray], weights: Weights) -> np.ndarray:
    parts = [weight * scores[name] for name, weight in weights.items()]
    return np.round(np.sum(parts, axis=0) / sum(weights.values()), _DIGITS)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, 1 the highest; equal scores share the best (1, 1, 3)."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(-scores, method="min", axis=-1)).astype(int)


def _square(names: list[str], values: np.ndarray | None = None) -> pd.DataFrame:
    return pd.DataFrame(values, index=names, columns=names, dtype=float)
