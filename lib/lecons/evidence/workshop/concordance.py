"""How far the participants of a group rank the practices alike (never « agreement », which is what
the parties to a conflict reach)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST, Estimate, estimate, unknown
from lecons.estimates.means import student
from lecons.evidence.workshop.scores import noted

RESAMPLES = 2_000
# a practice that fewer people scored is left out of the ranking, rather than leaving people out of it
SCORED_BY = 0.5
_NONE = 1e-9


@dataclass(frozen=True)
class Concordance:
    """Kendall's W of a group: `estimate.n` participants who scored every practice of `ranks`, of
    `estimate.total`. `ranks`: practice → its mean rank (1 is the best). `chance`: the W that this
    many participants would reach on average by ranking at random, 1/n."""

    estimate: Estimate
    ranks: dict[str, float]

    @property
    def chance(self) -> float | None:
        return 1 / self.estimate.n if self.estimate.n else None


def rankings(scores: pd.DataFrame) -> pd.DataFrame:
    """How each participant ranks the practices by their own mean score: 1 is the best, practices
    scored alike share their mean rank. Participants in rows, practices in columns.

    In: table `appreciations`. A practice that fewer than half of the participants scored is no
    column; a participant who did not score all columns is a row of blanks.
    """
    wide = noted(scores).pivot_table(index="id_participant", columns="pratique", values="note")
    wide = wide.reindex(scores["id_participant"].drop_duplicates())
    wide = wide.loc[:, wide.notna().mean() >= SCORED_BY]
    # means of the same scores may differ by the last bit, which would break a tie
    ranks = wide.round(6).rank(axis=1, ascending=False)
    return ranks.where(wide.notna().all(axis=1), np.nan)


def concordance(ranks: pd.DataFrame, seed: int) -> Concordance:
    """Kendall's W, corrected for ties (Kendall & Babington Smith, 1939; Siegel & Castellan, 1988),
    of rows of `rankings`: 0 where nobody ranks like another, 1 where all rank alike.

    Interval: Student's t, whose standard error is the spread of W over resamples of participants
    (bootstrap; Efron & Tibshirani, 1993), cut at 0 and 1. Over simulated groups of 5 to 45 it holds
    the W that such groups reach on average in 91 to 95 % of cases (more where nobody ranks like
    another), where percentiles of the resamples hold it in 70 to 93 %: a resample repeats people, who
    rank like themselves. Unit `coefficient`. Unknown with fewer than two participants or practices,
    or where everyone scores all practices alike; without interval under FEWEST participants.
    """
    whole = ranks.dropna()
    n, total = len(whole), len(ranks)
    means = {str(one): float(value) for one, value in whole.mean().items()} if n else {}
    table = whole.to_numpy(dtype=float)
    if n < 2 or table.shape[1] < 2:
        return Concordance(unknown(n, total, "coefficient"), means)
    ties = _ties(table)
    value = float(_kendall(np.ones((1, n)), table, ties)[0])
    if np.isnan(value):
        return Concordance(unknown(n, total, "coefficient"), means)
    bare = Estimate(value, None, None, n, total, "coefficient")
    if n < FEWEST or 1 - value < _NONE:
        return Concordance(bare, means)
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), RESAMPLES)
    found = _kendall(drawn.astype(float), table, ties)
    kept = found[~np.isnan(found)]
    if len(kept) < RESAMPLES / 2 or np.ptp(kept) < _NONE:
        return Concordance(bare, means)
    # resamples of n units show (n - 1) / n of the variance
    error = float(kept.std(ddof=1)) * np.sqrt(n / (n - 1))
    bounded = estimate(value, student(value, error, n - 1), n, total, "coefficient")
    return Concordance(bounded.within(0, 1), means)


def concordances(scores: pd.DataFrame, seed: int) -> dict[tuple[str, str], Concordance]:
    """W of all participants, under ("", ""); of each region, under ("region", its code); and of each
    category of FEWEST participants or more, under ("categorie", its code).

    In: table `appreciations`. The practices ranked are the same for all groups.
    """
    ranks = rankings(scores)
    found = {("", ""): concordance(ranks, seed)}
    people = scores.drop_duplicates("id_participant").set_index("id_participant")
    for column, least in (("region", 1), ("categorie", FEWEST)):
        for group, members in people.groupby(column):
            if len(members) >= least:
                rows = ranks[ranks.index.isin(members.index)]
                found[(column, str(group))] = concordance(rows, seed)
    return found


def _ties(table: np.ndarray) -> np.ndarray:
    """Σ(t³ - t) over the groups of ties of each row: each of the t members adds t² - 1."""
    alike = (table[:, :, None] == table[:, None, :]).sum(axis=-1)
    return np.asarray((alike**2 - 1).sum(axis=-1), dtype=float)


def _kendall(counts: np.ndarray, table: np.ndarray, ties: np.ndarray) -> np.ndarray:
    """W of each row of `counts`, how often each participant is counted; nan where all are ties."""
    people, practices = counts.sum(axis=1), table.shape[1]
    sums = counts @ table
    squares = ((sums - sums.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    most = people**2 * (practices**3 - practices) - people * (counts @ ties)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(most > _NONE, 12 * squares / most, np.nan)
