"""Turns measures into findings: the words that an estimate can carry, and no more.

Words are chosen by the interval: a difference is stated when its interval leaves zero out, else the
sentence says that the data do not show one. No sentence says that an activity caused a change.
"""

from lecons.estimates import Estimate
from lecons.evidence.finding import Bears, Finding, Polarity, Source, Statement
from lecons.language import mark
from lecons.measures.capacity import Organisations, Training
from lecons.measures.cohesion import Cohesion
from lecons.measures.mediation import Contrast, Step
from lecons.measures.reach import Reach
from lecons.testimony.voices import Stances


def _values(estimate: Estimate, **more: object) -> dict[str, object]:
    return {
        "valeur": estimate.value,
        "bas": estimate.low,
        "haut": estimate.high,
        "n": estimate.n,
        "total": estimate.total,
        "manquants": estimate.total - estimate.n,
        **more,
    }


def _by_target(estimate: Estimate, target: float | None) -> Polarity:
    """A strength when the whole interval reaches the target, an improvement when all is under."""
    if target is None or estimate.low is None or estimate.high is None:
        return "neutre"
    if estimate.low >= target:
        return "force"
    return "amélioration" if estimate.high < target else "neutre"


def _by_sign(estimate: Estimate) -> tuple[Polarity, Bears]:
    if not estimate.excludes_zero or estimate.value is None:
        return "neutre", "sans effet visible"
    return ("force", "soutient") if estimate.value > 0 else ("amélioration", "contredit")


def side_of(estimate: Estimate, middle: float) -> tuple[Polarity, Bears]:
    """Where opinions or scores stand: on a side only when the whole interval is beyond `middle`."""
    if estimate.low is not None and estimate.low > middle:
        return "force", "soutient"
    if estimate.high is not None and estimate.high < middle:
        return "amélioration", "contredit"
    return "neutre", "partagé"


def reached(result: str, counts: Reach) -> Finding:
    """What was done and how many attendances it had: a count of all, so without interval."""
    return Finding(
        id=f"{result}-portee",
        result=result,
        criterion="efficience",
        kind="mesure",
        polarity="neutre",
        statement=Statement(
            key=mark(
                "{activites:int} activités dans {communes:int} communes ; "
                "{participations:int} participations (présences, non personnes), "
                "dont {femmes:pct} de femmes."
            ),
            values={
                "activites": counts.activities,
                "communes": counts.communes,
                "participations": counts.attendances,
                "femmes": counts.women / counts.attendances if counts.attendances else None,
            },
        ),
        sources=(Source(table="activites", ids=counts.ids),),
    )


def settled(result: str, steps: list[Step], target: float | None) -> Finding:
    """The share of recorded conflicts that are settled."""
    reported = next(step for step in steps if step.name == "signales")
    step = next(step for step in steps if step.name == "regles")
    return Finding(
        id=f"{result}-cas-regles",
        result=result,
        criterion="efficacité",
        kind="mesure",
        polarity=_by_target(step.share, target),
        statement=Statement(
            key=mark(
                "{k:int} des {n:int} conflits enregistrés sont réglés, soit {valeur:pct} "
                "(intervalle à 95 % : {bas:pct} à {haut:pct})."
            ),
            values=_values(step.share, k=step.count),
        ),
        estimate=step.share,
        sources=(Source(table="cas", ids=reported.ids),),
    )


def respected(result: str, steps: list[Step]) -> Finding:
    """The share of followed-up agreements still respected at six months."""
    step = next(step for step in steps if step.name == "respectes_6")
    base = next(step for step in steps if step.name == "regles")
    return Finding(
        id=f"{result}-accords-6-mois",
        result=result,
        criterion="durabilité",
        kind="mesure",
        polarity=_by_target(step.share, 0.5),
        statement=Statement(
            key=mark(
                "À six mois, {k:int} des {n:int} accords suivis tiennent encore, soit {valeur:pct} "
                "({bas:pct} à {haut:pct}) ; {manquants:int} des {total:int} accords ne sont pas "
                "(ou pas encore) suivis à six mois."
            ),
            values=_values(step.share, k=step.count),
        ),
        estimate=step.share,
        sources=(Source(table="cas", ids=base.ids),),
    )


def women_mediators(result: str, contrast: Contrast, practice: str | None) -> Finding:
    """Settlement with and without a woman among the mediators: a contrast, not an effect."""
    polarity, bears = _by_sign(contrast.difference)
    key = (
        mark(
            "Parmi les {n:int} cas médiés, {avec:pct} sont réglés quand une femme au moins est "
            "médiatrice, {sans:pct} sinon : écart de {valeur:points} points "
            "({bas:points} à {haut:points}). Les comités n’ont pas été tirés au sort : cet écart "
            "ne prouve pas à lui seul l’apport des médiatrices."
        )
        if contrast.difference.excludes_zero
        else mark(
            "Parmi les {n:int} cas médiés, {avec:pct} sont réglés quand une femme au moins est "
            "médiatrice, {sans:pct} sinon : l’écart de {valeur:points} points "
            "({bas:points} à {haut:points}) ne permet pas de conclure."
        )
    )
    return Finding(
        id=f"{result}-ecart-mediatrices",
        result=result,
        criterion="efficacité",
        kind="mesure",
        polarity=polarity,
        statement=Statement(
            key=key,
            values=_values(
                contrast.difference, avec=contrast.first.value, sans=contrast.second.value
            ),
        ),
        estimate=contrast.difference,
        sources=(Source(table="cas", ids=contrast.ids),),
        practice=practice,
        bears=bears if practice else None,
    )


def training_gain(result: str, training: Training, practice: str | None) -> list[Finding]:
    """The rise of marks from before to after, and what is left of it at six months."""
    polarity, bears = _by_sign(training.gain)
    gain = Finding(
        id=f"{result}-gain-formation",
        result=result,
        criterion="efficacité",
        kind="mesure",
        polarity=polarity,
        statement=Statement(
            key=mark(
                "Aux tests de formation, la note passe de {avant:dec} à {apres:dec} sur 20 : "
                "{valeur:signed} points en moyenne ({bas:signed} à {haut:signed}), "
                "sur {n:int} personnes vues avant et après ({manquants:int} sans les deux notes)."
            ),
            values=_values(training.gain, avant=training.before.value, apres=training.after.value),
        ),
        estimate=training.gain,
        sources=(Source(table="formations", ids=training.ids),),
        practice=practice,
        bears=bears if practice else None,
    )
    kept = Finding(
        id=f"{result}-gain-6-mois",
        result=result,
        criterion="durabilité",
        kind="mesure",
        polarity=_by_sign(training.kept)[0],
        statement=Statement(
            key=mark(
                "Six mois après, les {n:int} personnes revues gardent {valeur:signed} points "
                "({bas:signed} à {haut:signed}) par rapport à la note de départ ; "
                "{manquants:int} des {total:int} n’ont pas été revues."
            ),
            values=_values(training.kept),
        ),
        estimate=training.kept,
        sources=(Source(table="formations", ids=training.ids),),
    )
    return [gain, kept]


def organisations_gain(result: str, change: Organisations, practice: str | None) -> Finding:
    """The change of the organisations' scores between the two assessments."""
    polarity, bears = _by_sign(change.overall)
    return Finding(
        id=f"{result}-gain-organisations",
        result=result,
        criterion="efficacité",
        kind="mesure",
        polarity=polarity,
        statement=Statement(
            key=mark(
                "Entre les deux évaluations, la note des {n:int} organisations change de "
                "{valeur:signed} point sur 5 en moyenne ({bas:signed} à {haut:signed}). "
                "Sans organisations de comparaison, ce changement n’est pas imputé au seul projet."
            ),
            values=_values(change.overall),
        ),
        estimate=change.overall,
        sources=(Source(table="organisations", ids=change.ids),),
        practice=practice,
        bears=bears if practice else None,
    )


def cohesion_change(result: str, cohesion: Cohesion) -> Finding:
    """The change of the cohesion index between two waves."""
    before, after = cohesion.waves["reference"], cohesion.waves["finale"]
    return Finding(
        id=f"{result}-evolution-cohesion",
        result=result,
        criterion="impact",
        kind="mesure",
        polarity=_by_sign(cohesion.change)[0],
        statement=Statement(
            key=mark(
                "L’indice de cohésion passe de {avant:dec} à {apres:dec} sur 5, soit "
                "{valeur:signed} ({bas:signed} à {haut:signed}), sur {n:int} réponses en deux "
                "vagues. Le contexte a aussi changé entre les deux : c’est une contribution "
                "possible, non une preuve."
            ),
            values=_values(cohesion.change, avant=before.value, apres=after.value),
        ),
        estimate=cohesion.change,
        sources=(Source(table="enquete", ids=cohesion.ids["change"]),),
    )


_EXPOSED = {
    "dialogue": mark("les personnes venues aux espaces de dialogue"),
    "radio": mark("les auditeurs des émissions"),
    "animation": mark("les personnes venues à une séance d’animation seulement"),
}


def exposure_gaps(result: str, cohesion: Cohesion, practices: dict[str, str]) -> list[Finding]:
    """At the final wave, each exposed group against people exposed to nothing.

    `practices`: finding id → code of the practice that declares it.
    """
    findings = []
    for name, gap in cohesion.gaps.items():
        if gap.value is None:
            continue
        polarity, bears = _by_sign(gap)
        key = (
            mark(
                "À la vague finale, {groupe} ont un indice plus haut de {valeur:signed} "
                "({bas:signed} à {haut:signed}) que celles et ceux qui n’ont rien suivi "
                "({n:int} réponses). Elles ont pu venir parce qu’elles y étaient déjà disposées."
            )
            if gap.excludes_zero and gap.value > 0
            else mark(
                "À la vague finale, on ne voit pas de différence établie entre {groupe} et celles "
                "et ceux qui n’ont rien suivi : {valeur:signed} ({bas:signed} à {haut:signed}, "
                "{n:int} réponses)."
            )
            if not gap.excludes_zero
            else mark(
                "À la vague finale, {groupe} ont un indice plus bas de {valeur:signed} "
                "({bas:signed} à {haut:signed}) que celles et ceux qui n’ont rien suivi "
                "({n:int} réponses)."
            )
        )
        identifier = f"{result}-ecart-{name}"
        practice = practices.get(identifier)
        findings.append(
            Finding(
                id=identifier,
                result=result,
                criterion="impact",
                kind="mesure",
                polarity=polarity,
                statement=Statement(key=key, values=_values(gap, groupe={"t": _EXPOSED[name]})),
                estimate=gap,
                sources=(Source(table="enquete", ids=cohesion.ids[name]),),
                practice=practice,
                bears=bears if practice else None,
            )
        )
    return findings


def practice_voices(result: str, stances: Stances, title: dict[str, str], heard: int) -> Finding:
    """What people say of a practice: persons for and against, among those who speak of it."""
    polarity, bears = side_of(stances.share, 0.5)
    return Finding(
        id=f"{result}-voix-{stances.practice.replace('_', '-')}",
        result=result,
        criterion="pertinence",
        kind="témoignage",
        polarity=polarity,
        statement=Statement(
            key=mark(
                "« {pratique} » : {pour:int} personnes y sont favorables et {contre:int} réservées, "
                "dans {communes:int} communes ; {n:int} des {entendues:int} personnes entendues "
                "en parlent."
            ),
            values=_values(
                stances.share,
                pratique=title,
                pour=len(stances.supporting),
                contre=len(stances.contradicting),
                communes=stances.communes,
                entendues=heard,
            ),
        ),
        estimate=stances.share,
        sources=(Source(table="segments", ids=stances.segments),),
        practice=stances.practice,
        bears=bears,
        facts={
            "pour": len(stances.supporting),
            "contre": len(stances.contradicting),
            "communes": stances.communes,
            "cercles": stances.cercles,
            "femmes": stances.women,
            "hommes": stances.men,
            "codeurs": stances.coders,
        },
    )
