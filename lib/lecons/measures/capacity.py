"""Capacities: training marks before and after, and the assessment of organisations."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, mean, paired_change


@dataclass(frozen=True)
class Training:
    """Marks out of 20: before, after, their paired change, and the paired change at six months.

    `gain.total - gain.n` people lack one of the two marks; likewise for `kept`, which is measured
    from the mark before to the mark at six months.
    """

    before: Estimate
    after: Estimate
    gain: Estimate
    kept: Estimate
    women_share: float
    pairs: pd.DataFrame
    ids: tuple[str, ...]


def training(trainees: pd.DataFrame) -> Training:
    """Change of marks (paired t interval). In: table `formations`."""
    pairs = trainees.dropna(subset=["score_avant", "score_apres"])
    known = trainees["sexe"].dropna()
    return Training(
        before=mean(trainees["score_avant"]),
        after=mean(trainees["score_apres"]),
        gain=paired_change(trainees["score_avant"], trainees["score_apres"]),
        kept=paired_change(trainees["score_avant"], trainees["score_6_mois"]),
        women_share=float((known == "F").mean()) if len(known) else 0.0,
        pairs=pairs[["score_avant", "score_apres"]],
        ids=tuple(trainees["id"]),
    )


@dataclass(frozen=True)
class Organisations:
    """Change between the two assessments (points on 1–5), overall and by domain."""

    overall: Estimate
    domains: dict[str, Estimate]
    organisations: int
    ids: tuple[str, ...]


def organisations(assessments: pd.DataFrame) -> Organisations:
    """Paired change of each organisation between `reference` and `finale`.

    In: table `organisations`. The overall change is of each organisation's mean over the domains
    assessed both times, so that an organisation counts once.
    """
    wide = assessments.pivot_table(
        index=["id", "domaine"], columns="vague", values="score", aggfunc="mean"
    ).reindex(columns=["reference", "finale"])
    complete = wide.dropna()
    # an organisation assessed once only stays, without a change, so that it is counted as missing
    each = complete.groupby("id").mean().reindex(assessments["id"].unique())
    domains = {
        str(domain): paired_change(group["reference"], group["finale"])
        for domain, group in wide.groupby("domaine")
    }
    return Organisations(
        overall=paired_change(each["reference"], each["finale"]),
        domains=domains,
        organisations=int(assessments["id"].nunique()),
        ids=tuple(assessments["id"].drop_duplicates()),
    )
