"""Capacities: training marks before, after and at six months, and the assessment of organisations."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import Estimate, paired_change, unknown
from lecons.estimates.clusters import clustered_mean
from lecons.estimates.effects import paired_effect
from lecons.estimates.means import values_of
from lecons.estimates.ratios import ratio_of_sums


@dataclass(frozen=True)
class Training:
    """Marks out of 20: before, after, their paired change, and the paired change at six months.

    `gain.total - gain.n` people lack one of the two marks; likewise for `kept`, which is measured
    from the mark before to the mark at six months. `effect` is the gain in standard deviations.
    `retained` is the share of the gain that is left at six months, among those seen all three times;
    unknown where there was no clear gain to keep. `women` is a share of people whose sex is known;
    `sessions` those that gave the gain.
    """

    before: Estimate
    after: Estimate
    gain: Estimate
    effect: Estimate
    kept: Estimate
    retained: Estimate
    women: Estimate
    sessions: int
    pairs: pd.DataFrame
    ids: tuple[str, ...]


def training(trainees: pd.DataFrame, seed: int) -> Training:
    """Change of marks. In: table `formations`.

    Intervals are clustered by session (CR2): people trained together learn together. With fewer than
    five sessions they come without interval.
    """
    before, after, later = (
        values_of(trainees[column]) for column in ("score_avant", "score_apres", "score_6_mois")
    )
    session = trainees["id_activite"].to_numpy()
    women = trainees["sexe"].map({"F": 1.0, "H": 0.0})
    gain = clustered_mean(after - before, session, "difference_mean")
    return Training(
        before=clustered_mean(before, session),
        after=clustered_mean(after, session),
        gain=gain,
        effect=paired_effect(before, after, seed, session),
        kept=clustered_mean(later - before, session, "difference_mean"),
        retained=_retained(before, after, later, gain, session),
        women=clustered_mean(women, session, "share").within(0, 1),
        sessions=int(trainees.loc[~np.isnan(after - before), "id_activite"].nunique()),
        pairs=trainees.dropna(subset=["score_avant", "score_apres"])[
            ["score_avant", "score_apres"]
        ],
        ids=tuple(trainees["id"]),
    )


def _retained(
    before: np.ndarray,
    after: np.ndarray,
    later: np.ndarray,
    gain: Estimate,
    session: np.ndarray,
) -> Estimate:
    if not gain.excludes_zero or (gain.value or 0) < 0:
        seen = ~np.isnan(before + after + later)
        return unknown(int(seen.sum()), len(before), "share")
    gained = np.where(np.isnan(later), np.nan, after - before)
    return ratio_of_sums(later - before, gained, "share", clusters=session)


@dataclass(frozen=True)
class Organisations:
    """Change between the two assessments (points on 1–5), overall and by domain; `effects` are the
    same in standard deviations. `each` has one row an organisation: its mean at each assessment."""

    overall: Estimate
    effect: Estimate
    domains: dict[str, Estimate]
    effects: dict[str, Estimate]
    each: pd.DataFrame
    organisations: int
    ids: tuple[str, ...]


def organisations(assessments: pd.DataFrame, seed: int) -> Organisations:
    """Paired change of each organisation between `reference` and `finale`.

    In: table `organisations`. The overall change is of each organisation's mean over the domains
    assessed both times, so that an organisation counts once. Domains are judged as a family.
    """
    wide = assessments.pivot_table(
        index=["id", "domaine"], columns="vague", values="score", aggfunc="mean"
    ).reindex(columns=["reference", "finale"])
    complete = wide.dropna()
    # an organisation assessed once only stays, without a change, so that it is counted as missing
    each = complete.groupby("id").mean().reindex(assessments["id"].unique())
    groups = {str(domain): group for domain, group in wide.groupby("domaine")}
    return Organisations(
        overall=paired_change(each["reference"], each["finale"]),
        effect=paired_effect(each["reference"], each["finale"], seed),
        domains={
            domain: paired_change(group["reference"], group["finale"], len(groups))
            for domain, group in groups.items()
        },
        effects={
            domain: paired_effect(group["reference"], group["finale"], seed)
            for domain, group in groups.items()
        },
        each=each.dropna()[["reference", "finale"]],
        organisations=int(assessments["id"].nunique()),
        ids=tuple(assessments["id"].drop_duplicates()),
    )
