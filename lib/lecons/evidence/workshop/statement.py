"""The finding on one practice that the workshop's scores carry."""

from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import side_of
from lecons.evidence.workshop.scores import MIDDLE, Appraisal
from lecons.language import mark

_BOTH = mark(
    "L’atelier note « {pratique} » {valeur:dec} sur 5 ({bas:dec} à {haut:dec}, "
    "{n:pers} participants) ; Gao et Kidal jugent sa transférabilité à {transfert:dec} "
    "({transfert_bas:dec} à {transfert_haut:dec}, {pairs:pers} pairs)."
)
_NO_TRANSFER = mark(
    "L’atelier note « {pratique} » {valeur:dec} sur 5 ({bas:dec} à {haut:dec}, {n:pers} "
    "participants) ; sur sa transférabilité, {pairs:pers} {pairs:?note|notes} de Gao et de Kidal, "
    "trop peu ou trop semblables pour conclure."
)
_FEW = mark(
    "L’atelier note « {pratique} » {valeur:dec} sur 5, mais sur {n:pers} "
    "{n:?participant|participants} dont les notes sont trop peu nombreuses ou toutes semblables "
    "pour un intervalle. Rien n’en est conclu."
)
_HIDDEN = mark(
    "L’atelier note « {pratique} », mais sur {n:pers} {n:?participant : sa|participants : leur} "
    "note n’est pas écrite, on y reconnaîtrait qui l’a donnée. Rien n’en est conclu."
)


def appraisal_finding(
    result: str, appraisal: Appraisal, title: dict[str, str], *, hidden: bool = False
) -> Finding:
    """How the workshop scores a practice: a strength above the middle of the scale, all of it.
    `hidden`: so few scored it that their mean may not be written.

    Facts: transfert (of all peers), with _bas and _haut where there is an interval; transfert_<region>,
    _bas and _haut, for each region of peers that has an interval; pairs, the peers who scored it;
    pour and contre, the participants whose own mean is over and under the middle; regions, how many scored it.
    """
    overall, transfer = appraisal.overall, appraisal.transfer
    polarity, bears = side_of(overall, MIDDLE)
    bounded = overall.low is not None
    by_region = {
        f"transfert_{peer}": one for peer, one in appraisal.transfers.items() if one.low is not None
    }
    figures: dict[str, float | None] = {
        "pairs": transfer.n,
        "pour": appraisal.above,
        "contre": appraisal.below,
        "regions": len(appraisal.regions),
        # what concludes nothing is no better known for resting on many rows
        "fragile": None if bounded else 2,
        "discret": 1 if hidden else None,
    }
    for name, one in {"transfert": transfer, **by_region}.items():
        figures |= {name: one.value, f"{name}_bas": one.low, f"{name}_haut": one.high}
    return Finding(
        id=f"{result}-atelier-{appraisal.practice.replace('_', '-')}",
        result=result,
        criterion="pertinence",
        kind="atelier",
        polarity=polarity,
        statement=Statement(
            key=_HIDDEN
            if hidden
            else (_BOTH if transfer.low is not None else _NO_TRANSFER)
            if bounded
            else _FEW,
            values={
                "valeur": overall.value,
                "bas": overall.low,
                "haut": overall.high,
                "n": overall.n,
                "pratique": title,
                "transfert": transfer.value,
                "transfert_bas": transfer.low,
                "transfert_haut": transfer.high,
                "pairs": transfer.n,
            },
        ),
        estimate=overall,
        sources=(Source(table="appreciations", ids=appraisal.ids),),
        practice=appraisal.practice,
        bears=bears if bounded else None,
        facts={name: value for name, value in figures.items() if value is not None},
    )
