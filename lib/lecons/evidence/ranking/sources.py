"""What each kind of source says of each practice, between 0 and 1, and what it could have said.

Testimonies: the share of persons in favour among those who speak of the practice. Workshop: the mean
score of the participants, brought from 1–5 to 0–1. Measures: how probable it is that the effect is
favourable, averaged over the practice's measures. Each comes with `draws` replicates: people are drawn
again in two stages, communes then the persons of each (Davison & Hinkley, 1997, § 3.8); participants
within their region; a measure's effect from the normal law of its interval.

Under FEWEST persons, and where there is no measure with an interval, a source is silent on a practice:
it says 0.5, and each replicate says anything between 0 and 1, because nothing is known there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST, Estimate
from lecons.evidence.finding import Finding
from lecons.store.names import CRITERIA

SourceName = Literal["mesures", "temoignages", "atelier"]
SOURCES: tuple[SourceName, ...] = ("mesures", "temoignages", "atelier")
NOTHING_KNOWN = 0.5
_NORMAL = 1.96


@dataclass(frozen=True)
class Said:
    """What one source says: by practice (k), its `score`, the `n` units that it rests on, whether it
    is `silent`; and the score in each replicate (draws × k)."""

    score: np.ndarray
    n: np.ndarray
    silent: np.ndarray
    replicates: np.ndarray


def of_testimonies(
    codes: Sequence[str],
    opinions: pd.DataFrame,
    people: pd.DataFrame,
    draws: int,
    rng: np.random.Generator,
) -> Said:
    """In: `voices.opinions`, and `people`, all who were heard and read (id, commune).

    Each replicate has one draw of communes and persons for all practices, so that their ranks are
    compared on the same people. Who speaks of nothing is drawn too: how many speak is also chance.
    """
    heard = people.sort_values(["commune", "id"]).drop_duplicates("id")
    table = opinions.pivot(index="id_temoignage", columns="code", values="favorable")
    communes = heard.groupby("commune", sort=True).size().to_numpy()
    counts = np.zeros((draws, len(heard)))
    if len(communes):
        times = rng.multinomial(len(communes), np.full(len(communes), 1 / len(communes)), draws)
        starts = np.cumsum(communes) - communes
        for number, (start, size) in enumerate(zip(starts, communes, strict=True)):
            counts[:, start : start + size] = rng.multinomial(
                times[:, number] * size, np.full(size, 1 / size)
            )
    return _of_persons(table.reindex(index=heard["id"], columns=list(codes)), counts, rng)


def of_workshop(
    codes: Sequence[str], scores: pd.DataFrame, draws: int, rng: np.random.Generator
) -> Said:
    """In: table `appreciations`. A participant counts once a practice, by the mean of the criteria
    answered."""
    marks = scores[CRITERIA].astype("Float64").mean(axis=1).astype("float64")
    rows = scores.assign(note=(marks - 1) / 4).dropna(subset="note")
    table = rows.pivot_table(index="id_participant", columns="pratique", values="note")
    regions = rows.groupby("id_participant")["region"].first().fillna("").reindex(table.index)
    # alone in a region, one would be drawn each time and vary in nothing: those are one stratum
    alone = ~regions.duplicated(keep=False)
    order = regions.mask(alone, "").sort_values(kind="stable")
    table = table.reindex(index=order.index, columns=list(codes))
    sizes = order.groupby(order, sort=True).size()
    drawn = [rng.multinomial(size, np.full(size, 1 / size), draws) for size in sizes]
    counts = np.hstack(drawn) if drawn else np.zeros((draws, 0))
    return _of_persons(table, counts.astype(float), rng)


def of_measures(
    codes: Sequence[str], findings: Iterable[Finding], draws: int, rng: np.random.Generator
) -> Said:
    """In: findings of all kinds; stale ones and those without an interval weigh nothing.

    An effect is favourable where it lies on the side that its finding calls good: over zero, unless
    the finding says that less is better. The probability is kept to the percent, which is all that
    an interval and as many replicates tell.
    """
    shape = (draws, len(codes))
    sums, hits, n = np.zeros(len(codes)), np.zeros(shape), np.zeros(len(codes), dtype=int)
    place = {code: at for at, code in enumerate(codes)}
    for finding in sorted(findings, key=lambda one: one.id):
        at = place.get(finding.practice or "")
        effect = None if finding.estimate is None else _effect(finding.estimate)
        if at is None or effect is None or finding.kind != "mesure" or finding.stale:
            continue
        value, error = effect
        drawn = _sense(finding) * (value + error * rng.standard_normal(draws))
        hits[:, at] += np.where(drawn == 0, NOTHING_KNOWN, drawn > 0)
        sums[at] += round(_probability(_sense(finding) * value, error), 2)
        n[at] += 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return _settled(sums / n, n, n == 0, hits / n, rng)


def _of_persons(table: pd.DataFrame, counts: np.ndarray, rng: np.random.Generator) -> Said:
    """Means over persons (rows; blank where one says nothing), as counted once and in each draw."""
    values = table.to_numpy(dtype=float)
    spoke = ~np.isnan(values)
    favour, n = np.where(spoke, values, 0.0), spoke.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = favour.sum(axis=0) / n
        replicates = (counts @ favour) / (counts @ spoke.astype(float))
    return _settled(score, n, n < FEWEST, replicates, rng)


def _settled(
    score: np.ndarray,
    n: np.ndarray,
    silent: np.ndarray,
    replicates: np.ndarray,
    rng: np.random.Generator,
) -> Said:
    """With what stands where the source is silent, or where a replicate drew nobody who speaks."""
    anything = rng.random(replicates.shape)
    unknown = silent | np.isnan(replicates)
    return Said(
        np.where(silent, NOTHING_KNOWN, score), n, silent, np.where(unknown, anything, replicates)
    )


def _effect(estimate: Estimate) -> tuple[float, float] | None:
    """Value and standard error by its interval, or by the half of it that is bounded."""
    value = estimate.value
    bounds = [bound for bound in (estimate.low, estimate.high) if bound is not None]
    if value is None or not bounds:
        return None
    return value, sum(abs(bound - value) for bound in bounds) / len(bounds) / _NORMAL


def _sense(finding: Finding) -> int:
    """1 where more is better, -1 where less is: what a clear finding says of its own sign."""
    value = finding.estimate.value if finding.estimate else None
    if not value or finding.bears not in ("soutient", "contredit"):
        return 1
    return 1 if (value > 0) == (finding.bears == "soutient") else -1


def _probability(value: float, error: float) -> float:
    from scipy.special import ndtr

    if error > 0:
        return float(ndtr(value / error))
    return NOTHING_KNOWN if value == 0 else float(value > 0)
