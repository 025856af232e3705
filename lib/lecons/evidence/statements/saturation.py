"""Whether the testimonies read are enough for their codes, and where that cannot be said."""

from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import values
from lecons.language import mark
from lecons.testimony.saturation import FEWEST_READ, Reached, Saturation


def saturated(result: str, found: Saturation) -> Finding | None:
    """The testimonies needed under the main rule, with the interval over their orders; None where
    none was read. The fact `saturation` is 1 where it is reached in the order of the dates and in at
    least 97.5 % of the others, and few codes came later (Reached.holds), else 0: not sure, not reached
    and not to be judged all prove nothing."""
    if not found.read:
        return None
    main = found.reached[0]
    return Finding(
        id=f"{result}-saturation",
        result=result,
        criterion="pertinence",
        kind="témoignage",
        # it says how far people were listened to, not whether the project did well
        polarity="neutre",
        statement=Statement(
            key=_sentence(found, main),
            values=values(
                main.needed,
                observe=main.observed,
                apres=main.later,
                suite=main.rule.run,
                seuil=round(100 * main.rule.threshold),
                part=main.share,
                entendus=main.heard,
                codes=found.codes,
                minimum=FEWEST_READ,
            ),
        ),
        estimate=main.needed,
        sources=(Source(table="temoignages", ids=found.read),),
        facts={"descriptif": 1, "saturation": 1 if main.holds else 0},
    )


def _sentence(found: Saturation, main: Reached) -> str:
    if not found.judged:
        return mark(
            "{n:pers} {n:?témoignage lu|témoignages lus} sur {total:pers} : il en faut au moins "
            "{minimum:int} pour juger de la saturation. Rien n’en est conclu."
        )
    if main.holds:
        return mark(
            "La saturation est atteinte : après {valeur:int} témoignages ({bas:int} à {haut:int} "
            "selon leur ordre ; {observe:int} dans celui des dates), les {suite:int} suivants "
            "apportent au plus {seuil:int} % de codes nouveaux ; {codes:int} codes, dont "
            "{apres:int} {apres:?apparu|apparus} plus tard, {n:pers} témoignages lus sur "
            "{total:pers}."
        )
    if main.everywhere:
        return mark(
            "On n’a peut-être pas entendu assez de personnes : la saturation n’est pas assurée. La règle "
            "est remplie après {valeur:int} témoignages ({bas:int} à {haut:int} selon leur ordre ; "
            "{observe:int} dans celui des dates), mais de nouveaux sujets arrivent encore après : "
            "{apres:int} des {codes:int} codes, dans l’ordre des dates ; {n:pers} témoignages lus sur "
            "{total:pers}."
        )
    if main.needed.value is None:
        return mark(
            "La saturation n’est pas atteinte avec les {n:pers} témoignages lus sur {total:pers} "
            "({codes:int} codes) : au seuil de {seuil:int} % de codes nouveaux, {part:rate} seulement des "
            "ordres tirés y arrivent. Le nombre de témoignages qui manquent n’est pas estimé."
        )
    if main.observed is None:
        return mark(
            "La saturation n’est pas assurée : au seuil de {seuil:int} % de codes nouveaux, {part:rate} des "
            "ordres tirés y arrivent (un sur deux à {valeur:int} témoignages ou avant), mais non celui "
            "des dates ; {codes:int} codes, {n:pers} témoignages lus sur {total:pers}. Ce qui manque n’est "
            "pas estimé."
        )
    return mark(
        "La saturation n’est pas assurée : au seuil de {seuil:int} % de codes nouveaux, elle est atteinte "
        "à {observe:int} témoignages dans l’ordre des dates, mais dans {part:rate} seulement des ordres "
        "tirés (un sur deux à {valeur:int} témoignages ou avant) ; {codes:int} codes, {n:pers} témoignages "
        "lus sur {total:pers}. Ce qui manque n’est pas estimé."
    )
