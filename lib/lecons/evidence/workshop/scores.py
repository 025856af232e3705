"""Scores of the practices: by region, category and criterion, and how far Gao and Kidal differ."""

from dataclasses import dataclass, field

import pandas as pd

from lecons.estimates import Estimate, difference_of_means, mean
from lecons.store.names import CRITERIA

HOME = "tombouctou"
PEERS = ("gao", "kidal")
REGIONS = (HOME, *PEERS, "national")
MIDDLE = 3.0


@dataclass(frozen=True)
class Appraisal:
    """One practice as the participants score it (1–5). A participant counts once.

    `transfer` is transferability as scored by all peers, `transfers` the same by region of peers;
    `gaps` the mean of each region of peers less that of Tombouctou; `above` and `below` count the
    participants whose own mean is over and under the middle of the scale.
    """

    practice: str
    overall: Estimate
    regions: dict[str, Estimate]
    criteria: dict[str, Estimate]
    transfer: Estimate
    ids: tuple[str, ...]
    categories: dict[str, Estimate] = field(default_factory=dict)
    transfers: dict[str, Estimate] = field(default_factory=dict)
    gaps: dict[str, Estimate] = field(default_factory=dict)
    above: int = 0
    below: int = 0


def noted(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of `appreciations` with `note`, a participant's mean over the criteria they scored."""
    return scores.assign(note=scores[CRITERIA].astype("Float64").mean(axis=1).astype("float64"))


def appraise(scores: pd.DataFrame) -> dict[str, Appraisal]:
    """Mean scores with Student intervals over participants, by practice.

    In: table `appreciations`. `overall` is the mean of a participant's criteria. Regions are compared
    by Welch's t (1947); the comparisons of all practices are one family (Bonferroni).
    """
    rows = noted(scores)
    practices = [(str(practice), group) for practice, group in rows.groupby("pratique")]
    compared = sum({HOME, peer} <= set(group["region"]) for _, group in practices for peer in PEERS)
    return {practice: _appraise(practice, group, compared) for practice, group in practices}


def _appraise(practice: str, group: pd.DataFrame, compared: int) -> Appraisal:
    notes = {str(region): part["note"] for region, part in group.groupby("region")}
    transfers = group["transferabilite"].astype("float64")
    return Appraisal(
        practice=practice,
        overall=mean(group["note"]),
        regions={region: mean(part) for region, part in notes.items()},
        criteria={one: mean(group[one].astype("float64")) for one in CRITERIA},
        transfer=mean(transfers[group["region"].isin(PEERS)]),
        ids=tuple(group["id_participant"] + "·" + group["pratique"]),
        categories={str(one): mean(part["note"]) for one, part in group.groupby("categorie")},
        transfers={
            peer: mean(transfers[group["region"].eq(peer)]) for peer in PEERS if peer in notes
        },
        gaps={
            peer: difference_of_means(notes[peer], notes[HOME], compared)
            for peer in PEERS
            if {HOME, peer} <= set(notes)
        },
        above=int(group["note"].gt(MIDDLE).sum()),
        below=int(group["note"].lt(MIDDLE).sum()),
    )
