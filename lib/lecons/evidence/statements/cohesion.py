"""The perception survey: two waves, and who had taken part in what."""

from lecons.evidence.finding import Finding
from lecons.evidence.statements.words import measured
from lecons.language import mark
from lecons.measures.cohesion import Cohesion


def cohesion_change(result: str, cohesion: Cohesion) -> Finding:
    """The change of the cohesion index between two waves."""
    before, after = cohesion.waves["reference"], cohesion.waves["finale"]
    key = (
        mark(
            "L’indice de cohésion passe de {avant:dec} à {apres:dec} sur 5, soit "
            "{valeur:signed} ({bas:signed} à {haut:signed}), sur {n:pers} réponses en deux "
            "vagues. Le contexte a aussi changé entre les deux : c’est une contribution "
            "possible, non une preuve."
        )
        if cohesion.change.excludes_zero
        else mark(
            "L’indice de cohésion est de {avant:dec} au départ et de {apres:dec} à la fin, sur 5 : "
            "{valeur:signed} ({bas:signed} à {haut:signed}), sans changement établi, sur {n:pers} "
            "réponses en deux vagues."
        )
    )
    return measured(
        f"{result}-evolution-cohesion",
        "impact",
        key,
        cohesion.change,
        ("enquete", cohesion.ids["change"]),
        what=mark("Évolution de l’indice de cohésion"),
        brief=mark(
            "l’indice de cohésion passe de {avant:dec} à {apres:dec} sur 5 ({bas:signed} à {haut:signed}, "
            "{n:pers} réponses), sans que l’on sache ce qui revient au projet"
        )
        if cohesion.change.excludes_zero
        else mark(
            "on ne voit pas de changement établi de l’indice de cohésion ({valeur:signed} sur 5, "
            "{bas:signed} à {haut:signed}, {n:pers} réponses)"
        ),
        fragile=_fragile(cohesion),
        avant=before.value,
        apres=after.value,
    )


def _fragile(cohesion: Cohesion) -> int:
    """An index whose questions do not hang together measures less surely than its n suggests."""
    return 0 if cohesion.consistency.holds else 1


_EXPOSED = {
    "dialogue": mark("les personnes venues aux espaces de dialogue"),
    "radio": mark("les auditeurs des émissions"),
    "animation": mark("les personnes venues à une séance d’animation seulement"),
}


# what the people compared have in common, by what is known of them
COMPARABLE = {
    ("sexe", "tranche_age"): mark("à sexe, âge et commune comparables"),
    ("sexe",): mark("à sexe et commune comparables"),
    ("tranche_age",): mark("à âge et commune comparables"),
    (): mark("à commune comparable"),
}
_GAPS = {
    "dialogue": mark("Écart d’indice des personnes venues aux espaces de dialogue"),
    "radio": mark("Écart d’indice des auditeurs des émissions"),
    "animation": mark("Écart d’indice des personnes venues à une séance d’animation seulement"),
}


def exposure_gaps(result: str, cohesion: Cohesion, practices: dict[str, str]) -> list[Finding]:
    """At the final wave, each exposed group against people exposed to nothing: associations.

    `practices`: finding id → code of the practice that declares it.
    """
    findings = []
    for name, gap in cohesion.gaps.items():
        if gap.value is None:
            continue
        key = (
            mark(
                "À la vague finale, {groupe} ont un indice plus haut que celles et ceux qui n’ont rien "
                "suivi, {comparables} : {valeur:signed} ({bas:signed} à "
                "{haut:signed}, {n:pers} réponses). C’est une association : ces personnes ont pu venir "
                "parce qu’elles y étaient déjà disposées."
            )
            if gap.excludes_zero and gap.value > 0
            else mark(
                "À la vague finale, on ne voit pas de différence établie entre {groupe} et celles "
                "et ceux qui n’ont rien suivi, {comparables} : {valeur:signed} "
                "({bas:signed} à {haut:signed}, {n:pers} réponses)."
            )
            if not gap.excludes_zero
            else mark(
                "À la vague finale, {groupe} ont un indice plus bas que celles et ceux qui n’ont rien "
                "suivi, {comparables} : {valeur:signed} ({bas:signed} à "
                "{haut:signed}, {n:pers} réponses). C’est une association."
            )
        )
        identifier = f"{result}-ecart-{name}"
        findings.append(
            measured(
                identifier,
                "impact",
                key,
                gap,
                ("enquete", cohesion.ids[name]),
                what=_GAPS[name],
                brief=mark(
                    "à l’enquête finale, {groupe} ont un indice de cohésion plus haut de {valeur:dec} "
                    "point sur 5 que celles et ceux qui n’ont rien suivi ({bas:dec} à {haut:dec}, {n:pers} "
                    "réponses) : une association, non un effet démontré"
                )
                if gap.excludes_zero and gap.value > 0
                else mark(
                    "à l’enquête finale, on ne voit pas de différence établie entre {groupe} et celles et "
                    "ceux qui n’ont rien suivi ({valeur:signed}, {bas:signed} à {haut:signed}, {n:pers} "
                    "réponses)"
                )
                if not gap.excludes_zero
                else mark(
                    "à l’enquête finale, {groupe} ont un indice de cohésion plus bas que celles et ceux "
                    "qui n’ont rien suivi ({valeur:signed}, {bas:signed} à {haut:signed}, {n:pers} réponses)"
                ),
                practice=practices.get(identifier),
                fragile=_fragile(cohesion),
                groupe={"t": _EXPOSED[name]},
                comparables={"t": COMPARABLE[cohesion.adjusted]},
            )
        )
    return findings
