"""What the workshop said: scores by practice and region, and what was contributed."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, mean
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import side_of
from lecons.language import mark
from lecons.store.names import CRITERIA

PEERS = ("gao", "kidal")
MIDDLE = 3.0


@dataclass(frozen=True)
class Appraisal:
    """One practice as the participants score it (1–5). A participant counts once."""

    practice: str
    overall: Estimate
    regions: dict[str, Estimate]
    criteria: dict[str, Estimate]
    transfer: Estimate
    ids: tuple[str, ...]


def appraise(scores: pd.DataFrame) -> dict[str, Appraisal]:
    """Mean scores with Student intervals over participants.

    In: table `appreciations`. `overall` is the mean of a participant's criteria; `transfer` is
    `transferabilite` as scored by the peers of Gao and Kidal.
    """
    rows = scores.assign(note=scores[CRITERIA].astype("Float64").mean(axis=1))
    answer = {}
    for practice, group in rows.groupby("pratique"):
        peers = group[group["region"].isin(PEERS)]
        answer[str(practice)] = Appraisal(
            practice=str(practice),
            overall=_mean(group["note"]),
            regions={str(region): _mean(part["note"]) for region, part in group.groupby("region")},
            criteria={criterion: _mean(group[criterion]) for criterion in CRITERIA},
            transfer=_mean(peers["transferabilite"]),
            ids=tuple(group["id_participant"] + "·" + group["pratique"]),
        )
    return answer


def _mean(values: pd.Series) -> Estimate:
    return mean(values.astype("float64"))


def appraisal_finding(result: str, appraisal: Appraisal, title: dict[str, str]) -> Finding:
    """How the workshop scores a practice: a strength above the middle of the scale, all of it."""
    overall = appraisal.overall
    polarity, bears = side_of(overall, MIDDLE)
    return Finding(
        id=f"{result}-atelier-{appraisal.practice.replace('_', '-')}",
        result=result,
        criterion="pertinence",
        kind="atelier",
        polarity=polarity,
        statement=Statement(
            key=mark(
                "L’atelier note « {pratique} » {valeur:dec} sur 5 ({bas:dec} à {haut:dec}, "
                "{n:int} participants) ; Gao et Kidal jugent sa transférabilité à {transfert:dec} "
                "({transfert_bas:dec} à {transfert_haut:dec}, {pairs:int} pairs)."
            ),
            values={
                "valeur": overall.value,
                "bas": overall.low,
                "haut": overall.high,
                "n": overall.n,
                "pratique": title,
                "transfert": appraisal.transfer.value,
                "transfert_bas": appraisal.transfer.low,
                "transfert_haut": appraisal.transfer.high,
                "pairs": appraisal.transfer.n,
            },
        ),
        estimate=overall,
        sources=(Source(table="appreciations", ids=appraisal.ids),),
        practice=appraisal.practice,
        bears=bears,
        facts={
            name: value
            for name, value in {
                "transfert": appraisal.transfer.value,
                "transfert_bas": appraisal.transfer.low,
                "transfert_haut": appraisal.transfer.high,
                "pairs": appraisal.transfer.n,
            }.items()
            if value is not None
        },
    )
