"""20_activites: training marks, organisations' scores, and seats for women and young people."""

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence.statements import capacity as statements
from lecons.figures import charts
from lecons.measures.capacity import Organisations, Training
from lecons.measures.inclusion import Boards, Committees
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import (
    alert,
    dot_figure,
    interval,
    note,
    nothing,
    practices_of,
)


def trainings(notebook: Notebook, training: Training) -> Block:
    """Training marks; nothing where the result area has none."""
    if not notebook.covers("capacites"):
        return Stack()
    heading = Heading(2, notebook.t("Formations"))
    if not training.ids:
        return stack(heading, nothing(notebook, "formations"))
    if training.gain.value is None:
        return stack(
            heading,
            alert(
                notebook.t(
                    "{n:int} personnes formées, mais aucune n’a de note avant et après : leur gain ne "
                    "peut pas être mesuré.",
                    n=len(training.ids),
                ),
            ),
        )
    found = statements.training_gain(notebook.result, training, practices_of(notebook))
    return stack(heading, notebook.publish(*found), _marks(notebook, training))


def _marks(notebook: Notebook, training: Training) -> Figure:
    t = notebook.t
    gain = training.gain
    fallen = int((training.pairs["score_apres"] < training.pairs["score_avant"]).sum())
    shown: list[tuple[str, Estimate, bool]] = [
        (t("note avant"), training.before, False),
        (t("note après"), training.after, False),
        (t("écart après − avant"), gain, False),
        (t("écart en écarts types (g de Hedges)"), training.effect, False),
        (t("écart à six mois − avant"), training.kept, False),
        (t("part du gain qui reste à six mois"), training.retained, True),
        (t("part de femmes parmi les personnes formées"), training.women, True),
    ]
    return Figure(
        charts.slopes(
            training.pairs,
            (t("avant"), t("après")),
            lambda value: notebook.language.number(value, 1),
            t("note sur 20"),
        ),
        t(
            "Une ligne par personne, de la note avant à la note après : en moyenne {gain:signed} "
            "points ; {baisse:int} personnes sur {n:int} ont baissé.",
            gain=gain.value,
            baisse=fallen,
            n=gain.n,
        ),
        t("Notes avant et après la formation (n = {n:int} personnes)", n=gain.n),
        Table(
            t(
                "Notes sur 20, avec intervalle à 95 % élargi pour tenir compte du regroupement par formation"
            ),
            (Column(t("mesure")), Column(t("valeur (intervalle)"), True), Column(t("n"), True)),
            tuple(
                (
                    (name,),
                    (interval(notebook, estimate, percent),),
                    (notebook.language.number(estimate.n),),
                )
                for name, estimate, percent in shown
            ),
        ),
        t("Données de la figure"),
    )


def organisations(notebook: Notebook, change: Organisations) -> Block:
    """The two assessments of local organisations; nothing where the result area has none."""
    if not notebook.covers("capacites"):
        return Stack()
    heading = Heading(2, notebook.t("Organisations locales"))
    if not change.organisations:
        return stack(heading, nothing(notebook, "organisations"))
    if change.overall.value is None:
        return stack(
            heading,
            alert(
                notebook.t(
                    "{n:int} organisations évaluées, mais aucune deux fois dans un même domaine : leur "
                    "changement ne peut pas être mesuré.",
                    n=change.organisations,
                ),
            ),
        )
    finding = statements.organisations_gain(notebook.result, change, practices_of(notebook))
    return stack(
        heading, notebook.publish(finding), _each(notebook, change), _domains(notebook, change)
    )


def _each(notebook: Notebook, change: Organisations) -> Figure:
    t = notebook.t
    each: pd.DataFrame = change.each
    fallen = int((each["finale"] < each["reference"]).sum())
    return Figure(
        charts.slopes(
            each,
            (t(label("reference")), t(label("finale"))),
            lambda value: notebook.language.number(value, 1),
            t("note moyenne, sur 5"),
        ),
        t(
            "Une ligne par organisation, de la première évaluation à la dernière : {baisse:int} sur "
            "{n:int} ont baissé.",
            baisse=fallen,
            n=len(each),
        ),
        t("Note moyenne de chaque organisation (n = {n:int} vues deux fois)", n=len(each)),
        Table(
            t("Changement par domaine, en points sur 5 et en écarts types (g de Hedges)"),
            (
                Column(t("domaine")),
                Column(t("points (intervalle à 95 %)"), True),
                Column(t("écarts types (intervalle à 95 %)"), True),
                Column(t("n"), True),
            ),
            (
                (
                    (t("tous les domaines"),),
                    (interval(notebook, change.overall),),
                    (interval(notebook, change.effect),),
                    (notebook.language.number(change.overall.n),),
                ),
                *(
                    (
                        (t(label(name)),),
                        (interval(notebook, one),),
                        (interval(notebook, change.effects[name]),),
                        (notebook.language.number(one.n),),
                    )
                    for name, one in change.domains.items()
                ),
            ),
        ),
        t("Données de la figure"),
    )


def _domains(notebook: Notebook, change: Organisations) -> Figure:
    t = notebook.t
    clear = [t(label(name)) for name, one in change.domains.items() if one.excludes_zero]
    return dot_figure(
        notebook,
        {t(label(name)): estimate for name, estimate in change.domains.items()},
        alt=t(
            "Changement par domaine ; établi pour : {domaines}.",
            domaines=notebook.language.listing(clear) or t("aucun domaine"),
        ),
        caption=t(
            "Changement des notes des organisations, par domaine (n = {n:int} organisations ; "
            "{k:int} comparaisons lues ensemble : établi si l’intervalle à {niveau:pct} exclut zéro)",
            n=change.organisations,
            k=len(change.domains),
            niveau=1 - 0.05 / max(len(change.domains), 1),
        ),
        axis=t("changement, en points sur 5"),
        reference=0,
        said=t("domaine"),
    )


def inclusion(notebook: Notebook, boards: Boards, committees: Committees) -> Block:
    """Women and young people on boards and among mediators, over time."""
    if not notebook.covers("capacites"):
        return Stack()
    t = notebook.t
    found = [
        *statements.seats(notebook.result, boards),
        *statements.committees(notebook.result, committees),
    ]
    heading = Heading(2, t("Place des femmes et des jeunes"))
    if not found:
        return stack(
            heading,
            alert(
                t(
                    "Ni bureau vu deux fois, ni médiation dont les médiateurs sont notés : on ne peut pas "
                    "dire comment la place des femmes et des jeunes évolue."
                ),
            ),
        )
    blocks: list[Block] = [heading, notebook.publish(*found)]
    women = boards.pairs["femmes_bureau"]
    if len(women):
        blocks.append(_seats(notebook, boards, women))
    if any(committees.halves.values()):
        blocks.append(_halves(notebook, committees))
    blocks.append(
        note(
            t(
                "Bureaux : moyenne des parts de chaque organisation. Femmes et jeunes sont lus ensemble : "
                "un changement n’est dit établi que si son intervalle à 97,5 % exclut zéro."
            )
        )
    )
    return stack(*blocks)


def _seats(notebook: Notebook, boards: Boards, women: pd.DataFrame) -> Figure:
    t = notebook.t
    before, after = (float(women[wave].mean()) for wave in ("reference", "finale"))
    names = {"femmes_bureau": t("femmes"), "jeunes_bureau": t("jeunes")}
    return Figure(
        charts.slopes(
            women,
            (t(label("reference")), t(label("finale"))),
            lambda value: notebook.language.percent(value, 0),
            t("part de femmes au bureau"),
        ),
        t(
            "Une ligne par organisation : la part de femmes au bureau passe en moyenne de {avant:pct} à "
            "{apres:pct}.",
            avant=before,
            apres=after,
        ),
        t("Part de femmes au bureau de chaque organisation (n = {n:int})", n=len(women)),
        Table(
            t("Part des sièges des bureaux, avec intervalle à 95 %"),
            (
                Column(t("sièges")),
                Column(t("au départ"), True),
                Column(t("à la fin"), True),
                Column(t("n"), True),
            ),
            tuple(
                (
                    (names[column],),
                    (interval(notebook, waves["reference"], percent=True),),
                    (interval(notebook, waves["finale"], percent=True),),
                    (notebook.language.number(boards.change[column].n),),
                )
                for column, waves in boards.levels.items()
            ),
        ),
        t("Données de la figure"),
    )


def _halves(notebook: Notebook, committees: Committees) -> Figure:
    t = notebook.t
    who = {"mediatrices": t("femmes"), "jeunes_mediateurs": t("jeunes")}
    estimates = {
        t("{qui}, dès {mois:month}", qui=who[name], mois=day.date()): one
        for name, halves in committees.halves.items()
        for day, one in halves.items()
    }
    values = [one.value for one in estimates.values() if one.value is not None]
    return dot_figure(
        notebook,
        estimates,
        alt=t(
            "Part des médiations qui comptent au moins une femme, ou un ou une jeune, par semestre : de "
            "{bas:pct} à {haut:pct}.",
            bas=min(values),
            haut=max(values),
        ),
        caption=t(
            "Médiations avec au moins une femme, ou un ou une jeune, parmi les médiateurs, par semestre "
            "(intervalles de Wilson)"
        ),
        axis=t("part des médiations"),
        percent=True,
        said=t("groupe et semestre"),
    )
