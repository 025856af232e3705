"""What stands in the way of replication, as the peers of Gao and Kidal score it and say it."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lecons.estimates import Estimate, wilson
from lecons.evidence.workshop.scores import MIDDLE, PEERS, Appraisal

Transfer = Literal["transferable", "incertain", "non_transferable"]


@dataclass(frozen=True)
class Obstacle:
    """A practice in one region of peers: its transferability (1–5), what follows from the whole
    interval, and how many contributions of that region tell a difficulty about it."""

    practice: str
    region: str
    transfer: Estimate
    verdict: Transfer
    difficulties: int


def obstacles(appraisals: dict[str, Appraisal], said: pd.DataFrame) -> list[Obstacle]:
    """One Obstacle for each practice and each region of peers that scored its transferability.

    In: `scores.appraise`, and table `contributions`.
    """
    told = said[said["nature"].eq("difficulte")]
    counts = told.groupby(["pratique", "region"]).size()
    return [
        Obstacle(
            one.practice,
            peer,
            one.transfers[peer],
            verdict_of(one.transfers[peer]),
            int(counts.get((one.practice, peer), 0)),
        )
        for one in appraisals.values()
        for peer in PEERS
        if peer in one.transfers and one.transfers[peer].n
    ]


def verdict_of(transfer: Estimate) -> Transfer:
    """Transferable, or not, where the whole interval is on one side of the middle of the scale."""
    if transfer.low is not None and transfer.low > MIDDLE:
        return "transferable"
    if transfer.high is not None and transfer.high < MIDDLE:
        return "non_transferable"
    return "incertain"


def conditions(scores: pd.DataFrame) -> tuple[dict[str, Estimate], pd.DataFrame]:
    """By practice, the share of its participants who name a condition of success elsewhere (Wilson,
    1927); and the distinct conditions, the most named first: condition, pratiques (codes), and a
    column of counts for each region that names one.

    In: table `appreciations` as the internal edition reads it; the public edition reads no condition.
    """
    words = scores["condition"].astype("object").map(_plain, na_action="ignore")
    named = words.notna() & words.ne("")
    shares = {
        str(practice): wilson(int(named[rows.index].sum()), len(rows))
        for practice, rows in scores.groupby("pratique")
    }
    given = scores.assign(condition=words)[named]
    counts = pd.crosstab(given["condition"], given["region"])
    about = given.groupby("condition")["pratique"].unique().map(lambda codes: tuple(sorted(codes)))
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = counts.assign(pratiques=about).loc[order]
    return shares, table.rename_axis(columns=None).reset_index()


def _plain(words: str) -> str:
    return " ".join(str(words).split())
