"""20_activites: the perception survey, its questions, and who had taken part in what."""

import pandas as pd

from lecons.estimates import unknown
from lecons.evidence.statements import cohesion as statements
from lecons.figures.style import look
from lecons.measures.cohesion import Asked, Cohesion
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, guarded, hidden, written
from lecons.report.sections.activities.answers import answers_figure, question
from lecons.report.sections.measured import (
    alert,
    dot_figure,
    interval,
    note,
    nothing,
    practices_of,
    told,
)


def cohesion(notebook: Notebook, measured: Cohesion) -> Block:
    """The survey; nothing where the result area has none, a sentence where a wave is missing."""
    if not notebook.covers("cohesion"):
        return Stack()
    t = notebook.t
    heading = Heading(2, t("Cohésion sociale"))
    asked = measured.asked
    if not any(one.people for one in asked.values()):
        return stack(heading, nothing(notebook, "enquete"))
    blocks: list[Block] = [heading, _consistency(notebook, measured)]
    missing = [t(label(wave)) for wave, one in asked.items() if not one.with_index]
    if missing:
        blocks.append(
            alert(
                t(
                    "Vague sans réponse utilisable : {vagues}. On ne peut pas dire comment l’indice a "
                    "évolué.",
                    vagues=notebook.language.listing(missing),
                ),
            )
        )
    else:
        blocks.append(notebook.publish(statements.cohesion_change(notebook.result, measured)))
    if any(one.value is not None for one in measured.waves.values()):
        blocks.append(_levels(notebook, measured))
    gaps = statements.exposure_gaps(notebook.result, measured, practices_of(notebook))
    if gaps:
        blocks.append(notebook.publish(*gaps))
    else:
        blocks.append(
            alert(
                t(
                    "Pas de comparaison selon l’activité suivie : il faut, à la vague finale et dans les "
                    "mêmes communes, des personnes qui ont suivi une activité et d’autres qui n’en ont "
                    "suivi aucune."
                ),
            )
        )
    if len(measured.answers):
        blocks.append(answers_figure(notebook, measured))
    return guarded(notebook, *blocks, _asked(notebook, asked), _method(notebook, measured))


def _consistency(notebook: Notebook, measured: Cohesion) -> Block:
    t = notebook.t
    found = measured.consistency
    if found.alpha.value is None or found.omega.value is None:
        return alert(
            t(
                "On ne peut pas vérifier que les questions mesurent une même chose : trop peu de "
                "réponses complètes, ou des réponses toutes semblables."
            ),
        )
    said = t(
        "Cohérence des questions : α de Cronbach {alpha}, ω de McDonald {omega} (n = {n:pers} réponses "
        "complètes).",
        alpha=interval(notebook, found.alpha),
        omega=interval(notebook, found.omega),
        n=found.alpha.n,
    )
    if found.holds:
        return note(said)
    weak = [question(notebook, item) for item in found.weak]
    return alert(
        said
        + " "
        + (
            t(
                "Ces questions se tiennent mal ensemble : {questions}. Lisez les questions une à une "
                "plutôt que l’indice ; la confiance des constats qui suivent est abaissée.",
                questions=notebook.language.listing(weak),
            )
            if weak
            else t(
                "C’est peu (seuil : 0,70) : lisez les questions une à une plutôt que l’indice ; la "
                "confiance des constats qui suivent est abaissée."
            )
        ),
    )


def _levels(notebook: Notebook, measured: Cohesion) -> Figure | Table:
    t = notebook.t
    names = [t(label(name)) for name, gap in measured.gaps.items() if gap.excludes_zero]
    waves = {t("tous, {vague}", vague=t(label(wave))): wave for wave in measured.waves}
    groups = {
        t("à la fin : {groupe}", groupe=t(label(name))): one
        for name, one in measured.exposures.items()
    }
    estimates = {**{name: measured.waves[wave] for name, wave in waves.items()}, **groups}
    # those asked, of whom another table tells
    asked = {wave: unknown(one.people, one.people, "count") for wave, one in measured.asked.items()}
    final = next(name for name, wave in waves.items() if wave == "finale")
    sums = [
        *(Within((wave, "n"), (name, "n")) for name, wave in waves.items()),
        Sum((final, "n"), tuple((name, "n") for name in groups)),
    ]
    words = told(notebook, estimates, sums, asked)
    levels = [
        t("{groupe} {v:dec}", groupe=name, v=one.value)
        for name, one in estimates.items()
        if words[name].drawn and one.value is not None
    ]
    return dot_figure(
        notebook,
        {name: one for name, one in estimates.items() if one.value is not None},
        alt=t(
            "Indice moyen par vague et par activité suivie : {niveaux} ; groupes qui se distinguent de "
            "« aucune activité » : {groupes}.",
            niveaux=" ; ".join(levels),
            groupes=notebook.language.listing(names) or t("aucun"),
        ),
        caption=t(
            "Indice de cohésion, de 1 à 5 (n = {n:pers} réponses en deux vagues)",
            n=sum(one.n for one in measured.waves.values()),
        ),
        axis=t("indice de cohésion (1 à 5)"),
        said=t("groupe"),
        words=words,
        looks={
            **{name: look(wave) for name, wave in waves.items()},
            **{name: look(code) for name, code in zip(groups, measured.exposures, strict=True)},
        },
    )


def _asked(notebook: Notebook, asked: dict[str, Asked]) -> Table:
    t, number = notebook.t, notebook.language.number
    percent = notebook.language.percent
    counts = pd.DataFrame(
        {
            "personnes": [one.people for one in asked.values()],
            "indice": [one.with_index for one in asked.values()],
            "femmes": [round((one.women or 0) * one.people) for one in asked.values()],
        },
        index=pd.Index(list(asked), dtype="object"),
        dtype="float64",
    )
    places = hidden(
        notebook,
        counts,
        [
            Within((wave, "personnes"), (wave, part))
            for wave in asked
            for part in ("indice", "femmes")
        ],
    )
    words = written(notebook, counts, places)
    masked = Hidden(t("masqué"))
    return Table(
        t("Qui a répondu, et ce qui manque"),
        (
            Column(t("vague")),
            Column(t("personnes"), True),
            Column(t("avec un indice"), True),
            Column(t("communes"), True),
            Column(t("part de femmes"), True),
            Column(t("réponses laissées vides"), True),
        ),
        tuple(
            (
                (t(label(wave)),),
                (words.loc[wave, "personnes"],),
                (words.loc[wave, "indice"],),
                (number(one.communes),),
                (
                    "–"
                    if one.women is None
                    else masked
                    if places.loc[wave, ["personnes", "femmes"]].any()
                    else percent(one.women, 0),
                ),
                (
                    "–"
                    if one.blank is None
                    else masked
                    if places.loc[wave, "personnes"]
                    else percent(one.blank),
                ),
            )
            for wave, one in asked.items()
        ),
        t(
            "Deux échantillons distincts : personne n’est suivi de l’un à l’autre, il n’y a donc pas de "
            "perte de personnes à mesurer, mais les deux groupes peuvent différer."
        ),
    )


def _method(notebook: Notebook, measured: Cohesion) -> Block:
    t = notebook.t
    return note(
        t(
            "Méthode : indice = moyenne des réponses de chaque personne qui a répondu à quatre questions "
            "au moins, avec les poids de l’enquête ; intervalles élargis pour le tirage par commune (CR2, Pustejovsky et Tipton, "
            "2018) ; écarts selon l’activité suivie {comparables} ; {k:int} groupes "
            "lus ensemble : un écart n’est dit établi que si son intervalle à {niveau:pct} exclut zéro.",
            k=len(measured.gaps),
            comparables={"t": statements.COMPARABLE[measured.adjusted]},
            niveau=1 - 0.05 / max(len(measured.gaps), 1),
        )
    )
