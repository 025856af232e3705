"""Training marks, organisations' scores, and seats for women and young people."""

import pandas as pd

from lecons.estimates import FEWEST
from lecons.evidence.finding import Finding
from lecons.evidence.statements.words import measured
from lecons.language import mark
from lecons.measures.capacity import Organisations, Training
from lecons.measures.inclusion import Boards, Committees


def training_gain(result: str, training: Training, practices: dict[str, str]) -> list[Finding]:
    """The rise of marks from before to after, and what is left of it at six months."""
    identifier = f"{result}-gain-formation"
    few = (
        mark(
            "{quoi} : {n:pers} {n:?personne vue|personnes vues} deux fois, en {seances:int} "
            "{seances:?formation|formations} seulement ; il en faut cinq pour un intervalle. Rien "
            "n’en est conclu."
        )
        if training.sessions < FEWEST <= training.gain.n
        else None
    )
    found = [
        measured(
            identifier,
            "efficacité",
            mark(
                "Aux tests de formation, la note passe de {avant:dec} à {apres:dec} sur 20 : "
                "{valeur:signed} points en moyenne ({bas:signed} à {haut:signed}), "
                "sur {n:pers} personnes vues avant et après ({manquants:pers} sans les deux notes), en "
                "{seances:int} formations."
            )
            if training.gain.excludes_zero
            else mark(
                "Aux tests de formation, la note est de {avant:dec} avant et de {apres:dec} après, sur "
                "20 : {valeur:signed} points en moyenne ({bas:signed} à {haut:signed}), sans changement "
                "établi, sur {n:pers} personnes vues avant et après ({manquants:pers} sans les deux "
                "notes), en {seances:int} formations."
            ),
            training.gain,
            ("formations", training.ids),
            what=mark("Gain aux tests de formation"),
            few=few,
            brief=mark(
                "aux tests, la note des personnes formées passe de {avant:dec} à {apres:dec} sur 20 "
                "({valeur:signed} points, {bas:signed} à {haut:signed}, {n:pers} personnes)"
            )
            if training.gain.excludes_zero
            else mark(
                "aux tests, on ne voit pas de changement établi dans la note des personnes formées "
                "({valeur:signed} points sur 20, {bas:signed} à {haut:signed}, {n:pers} personnes)"
            ),
            practice=practices.get(identifier),
            # of the same people as the change, or the sentence would not add up
            avant=_mean(training.pairs, "score_avant"),
            apres=_mean(training.pairs, "score_apres"),
            seances=training.sessions,
        )
    ]
    if training.kept.n:
        key = (
            mark(
                "Six mois après, la note des {n:pers} personnes revues est à {valeur:signed} "
                "points ({bas:signed} à {haut:signed}) de la note de départ, sans changement "
                "établi ; {manquants:pers} des {total:pers} {manquants:?n’a pas été revue|n’ont "
                "pas été revues}."
            )
            if not training.kept.excludes_zero
            else mark(
                "Six mois après, les {n:pers} personnes revues gardent {valeur:signed} points "
                "({bas:signed} à {haut:signed}) par rapport à la note de départ, soit {reste:pct} "
                "du gain ; {manquants:pers} des {total:pers} {manquants:?n’a pas été revue|n’ont "
                "pas été revues}."
            )
            if training.retained.value is not None
            else mark(
                "Six mois après, les {n:pers} personnes revues gardent {valeur:signed} points "
                "({bas:signed} à {haut:signed}) par rapport à la note de départ ; {manquants:pers} "
                "des {total:pers} {manquants:?n’a pas été revue|n’ont pas été revues}."
            )
        )
        found.append(
            measured(
                f"{result}-gain-6-mois",
                "durabilité",
                key,
                training.kept,
                ("formations", training.ids),
                what=mark("Gain qui reste à six mois"),
                few=few,
                seances=training.sessions,
                reste=training.retained.value,
            )
        )
    return found


def _mean(pairs: pd.DataFrame, column: str) -> float | None:
    return float(pairs[column].mean()) if len(pairs) else None


def organisations_gain(result: str, change: Organisations, practices: dict[str, str]) -> Finding:
    """The change of the organisations' scores between the two assessments."""
    identifier = f"{result}-gain-organisations"
    return measured(
        identifier,
        "efficacité",
        mark(
            "Entre les deux évaluations, la note des {n:int} organisations change de "
            "{valeur:signed} point sur 5 en moyenne ({bas:signed} à {haut:signed}). "
            "Sans organisations de comparaison, ce changement n’est pas imputé au seul projet."
        )
        if change.overall.excludes_zero
        else mark(
            "Entre les deux évaluations, on ne voit pas de changement établi dans la note des {n:int} "
            "organisations : {valeur:signed} point sur 5 en moyenne ({bas:signed} à {haut:signed})."
        ),
        change.overall,
        ("organisations", change.ids),
        what=mark("Changement des notes des organisations"),
        brief=mark(
            "la note des {n:int} organisations change de {valeur:signed} point sur 5 ({bas:signed} "
            "à {haut:signed})"
        )
        if change.overall.excludes_zero
        else mark(
            "on ne voit pas de changement établi dans la note des {n:int} organisations "
            "({valeur:signed} point sur 5, {bas:signed} à {haut:signed})"
        ),
        practice=practices.get(identifier),
    )


_SEATS = {
    "femmes_bureau": ("femmes-bureaux", mark("de femmes"), mark("Place des femmes aux bureaux")),
    "jeunes_bureau": ("jeunes-bureaux", mark("de jeunes"), mark("Place des jeunes aux bureaux")),
}


def seats(result: str, boards: Boards) -> list[Finding]:
    """The share of boards' seats held by women and by young people, before and after."""
    found = []
    for name, change in boards.change.items():
        if change.value is None:
            continue
        suffix, who, what = _SEATS[name]
        before, after = (_mean(boards.pairs[name], wave) for wave in ("reference", "finale"))
        key = (
            mark(
                "Aux bureaux des organisations, la part {qui} passe de {avant:pct} à {apres:pct} : "
                "{valeur:points} points ({bas:points} à {haut:points}), {n:int} organisations vues "
                "deux fois."
            )
            if change.excludes_zero
            else mark(
                "Aux bureaux des organisations, la part {qui} est de {avant:pct} au départ et de "
                "{apres:pct} à la fin : {valeur:points} points ({bas:points} à {haut:points}), sans "
                "changement établi ({n:int} organisations vues deux fois)."
            )
        )
        found.append(
            measured(
                f"{result}-{suffix}",
                "pertinence",
                key,
                change,
                ("organisations", boards.ids),
                what=what,
                qui={"t": who},
                avant=before,
                apres=after,
            )
        )
    return found


_COMMITTEES = {
    "mediatrices": (
        "femmes-comites",
        mark("une femme au moins"),
        mark("Présence de femmes parmi les médiateurs"),
    ),
    "jeunes_mediateurs": (
        "jeunes-comites",
        mark("un ou une jeune au moins"),
        mark("Présence de jeunes parmi les médiateurs"),
    ),
}


def committees(result: str, found: Committees) -> list[Finding]:
    """Mediations with women or young people among the mediators, late in the project against early."""
    said = []
    for name, change in found.change.items():
        if change.value is None:
            continue
        suffix, who, what = _COMMITTEES[name]
        key = (
            mark(
                "Entre la première et la seconde moitié de la période, la part des médiations qui "
                "comptent {qui} change de {valeur:points} points ({bas:points} à {haut:points}, "
                "{n:pers} cas)."
            )
            if change.excludes_zero
            else mark(
                "Entre la première et la seconde moitié de la période, on ne voit pas de changement "
                "établi dans la part des médiations qui comptent {qui} : {valeur:points} points "
                "({bas:points} à {haut:points}, {n:pers} cas)."
            )
        )
        said.append(
            measured(
                f"{result}-{suffix}",
                "pertinence",
                key,
                change,
                ("cas", found.ids),
                what=what,
                qui={"t": who},
            )
        )
    return said
