"""How alike people code the testimonies: what every sentence about them rests on."""

from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Polarity, Source, Statement
from lecons.evidence.statements.words import by_target, values
from lecons.language import mark
from lecons.testimony.reliability import LEAST, SURE, Reliability

UNITS = {
    "phrase": mark("phrase par phrase"),
    "passage": mark("passage par passage"),
    "document": mark("témoignage par témoignage"),
}


def checked(found: Reliability) -> dict[str, float]:
    """What is known of the coding, as facts of the findings that rest on it: `codeurs`, and `alpha`
    where testimonies read twice give one."""
    facts: dict[str, float] = {"codeurs": len(found.coders)}
    if found.overall.value is not None:
        facts["alpha"] = found.overall.value
    return facts


def coding(result: str, found: Reliability) -> Finding | None:
    """How far the coding can be relied on, by where its interval stands; None where nobody
    coded."""
    if not found.ids:
        return None
    overall = found.overall
    bounded = overall.low is not None and overall.high is not None
    alone = not found.double
    polarity: Polarity = "amélioration" if alone else by_target(overall, LEAST)
    return Finding(
        id=f"{result}-fiabilite",
        result=result,
        criterion="cohérence",
        kind="témoignage",
        polarity=polarity,
        statement=Statement(
            key=_sentence(found, overall),
            values=values(
                overall,
                codeurs=len(found.coders),
                doubles=found.double,
                unite={"t": UNITS[found.unit]},
            ),
        ),
        estimate=overall,
        sources=(Source(table="segments", ids=found.ids),),
        # what concludes nothing is no better known for resting on many rows
        facts={"descriptif": 1, **checked(found), **({} if bounded else {"fragile": 2})},
    )


def _sentence(found: Reliability, overall: Estimate) -> str:
    if found.one_coder:
        return mark(
            "Une seule personne a codé les témoignages : rien ne dit encore si une autre y lirait "
            "la même chose (aucun des {total:pers} témoignages n’est codé deux fois)."
        )
    if not found.double:
        return mark(
            "{codeurs:int} codeurs ont lu, mais aucun des {total:pers} témoignages ne l’a été "
            "par deux d’entre eux : on ne sait pas s’ils y lisent la même chose."
        )
    if overall.value is None:
        return mark(
            "{doubles:pers} des {total:pers} témoignages {doubles:?est codé|sont codés} deux fois, "
            "mais rien n’y permet de comparer : aucun passage codé, ou partout les mêmes codes."
        )
    if overall.low is None or overall.high is None:
        return mark(
            "Sur {n:pers} des {total:pers} témoignages, codés séparément par deux personnes au "
            "moins, l’α de Krippendorff est de {valeur:dec} ({unite}) ; trop peu de témoignages, "
            "ou trop semblables, pour un intervalle : rien n’en est conclu."
        )
    if overall.low >= SURE:
        return mark(
            "Sur {n:pers} des {total:pers} témoignages, codés séparément par deux personnes au "
            "moins, l’α de Krippendorff est de {valeur:dec} ({bas:dec} à {haut:dec}, {unite}) : "
            "les codes sont fiables au seuil usuel de 0,800."
        )
    if overall.low >= LEAST:
        return mark(
            "Sur {n:pers} des {total:pers} témoignages, codés séparément par deux personnes au "
            "moins, l’α de Krippendorff est de {valeur:dec} ({bas:dec} à {haut:dec}, {unite}) : "
            "au-dessus du minimum de 0,667, pour des conclusions prudentes."
        )
    if overall.high < LEAST:
        return mark(
            "Sur {n:pers} des {total:pers} témoignages, codés séparément par deux personnes au "
            "moins, l’α de Krippendorff est de {valeur:dec} ({bas:dec} à {haut:dec}, {unite}) : "
            "sous le minimum de 0,667. Ce que disent les codes est à lire avec réserve."
        )
    return mark(
        "Sur {n:pers} des {total:pers} témoignages, codés séparément par deux personnes au moins, "
        "l’α de Krippendorff est de {valeur:dec} ({bas:dec} à {haut:dec}, {unite}) : trop peu de "
        "témoignages pour savoir s’il atteint le minimum de 0,667."
    )
