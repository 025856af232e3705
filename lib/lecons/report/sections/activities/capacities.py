"""20_activites: organisations' scores, and seats for women and young people."""

import pandas as pd

from lecons.estimates import unknown
from lecons.evidence.statements import capacity as statements
from lecons.figures import charts
from lecons.figures.style import look
from lecons.measures.capacity import Organisations
from lecons.measures.inclusion import Boards, Committees
from lecons.privacy.cells.suppress import Sum
from lecons.report.document import Block, Column, Figure, Heading, Paragraph, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import guarded
from lecons.report.sections.measured import (
    alert,
    dot_figure,
    interval,
    note,
    nothing,
    plain_interval,
    practices_of,
    told,
    whole,
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
                    "{n:int} {n:?organisation évaluée|organisations évaluées}, mais aucune deux "
                    "fois dans un même domaine : leur changement ne peut pas être mesuré.",
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
            "Une ligne par organisation, de la première évaluation à la dernière : en moyenne de "
            "{avant:dec} à {apres:dec} sur 5 ; {baisse:int} sur {n:int} {baisse:?a|ont} baissé.",
            avant=float(each["reference"].mean()),
            apres=float(each["finale"].mean()),
            baisse=fallen,
            n=len(each),
        ),
        t(
            "Note moyenne de chaque organisation (n = {n:int} {n:?organisation vue|organisations vues} "
            "deux fois)",
            n=len(each),
        ),
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


def _domains(notebook: Notebook, change: Organisations) -> Figure | Table:
    t = notebook.t
    domains = {t(label(name)): estimate for name, estimate in change.domains.items()}
    clear = [
        t("{domaine} ({v:signed})", domaine=t(label(name)), v=one.value)
        for name, one in change.domains.items()
        if one.excludes_zero
    ]
    return dot_figure(
        notebook,
        domains,
        alt=t(
            "Changement par domaine, en points sur 5 ; établi pour : {domaines}.",
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
        words=whole(notebook, domains),
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
    return guarded(notebook, *blocks)


def _seats(notebook: Notebook, boards: Boards, women: pd.DataFrame) -> Figure:
    t = notebook.t
    before, after = (float(women[wave].mean()) for wave in ("reference", "finale"))
    names = {"femmes_bureau": t("femmes"), "jeunes_bureau": t("jeunes")}
    waves = (t(label("reference")), t(label("finale")))
    write = lambda value: notebook.language.percent(value, 0)  # noqa: E731
    axis = t("part de femmes au bureau")
    return Figure(
        # a board has few seats: its line would count them
        charts.dots(
            dict(zip(waves, boards.levels["femmes_bureau"].values(), strict=True)), write, axis
        )
        if notebook.discretion
        else charts.slopes(women, waves, write, axis),
        t(
            "La part de femmes au bureau passe en moyenne de {avant:pct} à {apres:pct}.",
            avant=before,
            apres=after,
        )
        if notebook.discretion
        else t(
            "Une ligne par organisation : la part de femmes au bureau passe en moyenne de {avant:pct} à "
            "{apres:pct}.",
            avant=before,
            apres=after,
        ),
        t(
            "Part de femmes au bureau, moyenne des organisations (n = {n:int} {n:?organisation|organisations})",
            n=len(women),
        )
        if notebook.discretion
        else t(
            "Part de femmes au bureau de chaque organisation (n = {n:int} {n:?organisation|organisations})",
            n=len(women),
        ),
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
                    (plain_interval(notebook, levels["reference"], percent=True),),
                    (plain_interval(notebook, levels["finale"], percent=True),),
                    (notebook.language.number(boards.change[column].n),),
                )
                for column, levels in boards.levels.items()
            ),
        ),
        t("Données de la figure"),
    )


def _halves(notebook: Notebook, committees: Committees) -> Figure | Table | Paragraph:
    """The half-years; where one of them may not be told, none is: the findings, which tell the change from
    one half of the project to the other and the mediations of all, would give it by subtraction."""
    t = notebook.t
    who = {"mediatrices": t("femmes"), "jeunes_mediateurs": t("jeunes")}
    by_group = {
        name: {
            t("{qui}, dès {mois:month}", qui=who[name], mois=day.date()): one
            for day, one in halves.items()
        }
        for name, halves in committees.halves.items()
    }
    estimates = {label: one for halves in by_group.values() for label, one in halves.items()}
    # all mediations whose mediators are noted, of which the finding tells
    every = {
        name: unknown(committees.change[name].n, committees.change[name].total, "count")
        for name in by_group
    }
    sums = [
        Sum((name, "n"), tuple((label, "n") for label in halves))
        for name, halves in by_group.items()
    ]
    # most mediations note both: one n is the other
    first, second = by_group.values()
    sums += [
        Sum((one, "n"), ((other, "n"),))
        for one, other in zip(first, second, strict=False)
        if estimates[one].n == estimates[other].n
    ]
    words = told(notebook, estimates, sums, every, percent=True)
    if not all(one.drawn for one in words.values()):
        return note(
            t(
                "La place des femmes et des jeunes parmi les médiateurs n’est pas montrée par semestre : "
                "un semestre au moins ferait retrouver moins de {n:int} médiations, et les autres "
                "semestres, avec les constats, le donneraient.",
                n=notebook.discretion.threshold if notebook.discretion else 0,
            )
        )
    values = [one.value for one in estimates.values() if one.value is not None]
    return dot_figure(
        notebook,
        estimates,
        alt=t(
            "Part des médiations qui comptent au moins une femme, ou un ou une jeune, par semestre : de "
            "{bas:pct} à {haut:pct}.",
            bas=min(values, default=None),
            haut=max(values, default=None),
        ),
        caption=t(
            "Médiations avec au moins une femme, ou un ou une jeune, parmi les médiateurs, par semestre "
            "(n = {n:pers} {n:?médiation|médiations} dont les médiateurs sont notés ; intervalles de Wilson)",
            n=max(one.n for one in every.values()),
        ),
        axis=t("part des médiations"),
        percent=True,
        said=t("groupe et semestre"),
        words=words,
        looks={
            name: look("femmes" if group == "mediatrices" else "jeunes")
            for group, halves in by_group.items()
            for name in halves
        },
    )
