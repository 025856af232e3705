"""20_activites: reach, mediation, capacities and cohesion, for one result area."""

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence import statements
from lecons.evidence.finding import Finding
from lecons.figures import charts
from lecons.measures.capacity import Organisations, Training
from lecons.measures.cohesion import Cohesion
from lecons.measures.mediation import Contrast, Step
from lecons.measures.reach import Reach
from lecons.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook


def _practice_of(notebook: Notebook) -> dict[str, str]:
    """Finding id → code of the declared practice that it measures."""
    return {
        finding: practice.code
        for practice in notebook.project.content.pratiques
        for finding in practice.mesures
    }


def _target(notebook: Notebook, finding: str) -> float | None:
    framework = notebook.project.table("cadre", notebook.parameters.edition)
    targets = framework.loc[framework["constat"] == finding, "cible"].dropna()
    return float(targets.iloc[0]) if len(targets) else None


def interval(notebook: Notebook, estimate: Estimate, percent: bool = False) -> str:
    """« 65,4 % (54,6 % à 74,9 %) », or a dash where nothing was counted."""
    write = (
        notebook.language.percent if percent else lambda value: notebook.language.number(value, 2)
    )
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return notebook.t("{v} (sans intervalle)", v=write(estimate.value))
    return notebook.t(
        "{v} ({a} à {b})", v=write(estimate.value), a=write(estimate.low), b=write(estimate.high)
    )


def nothing(notebook: Notebook, table: str) -> Paragraph:
    """Said where a table has no row, with what it would bring."""
    return Paragraph(
        (
            notebook.t(
                "Aucune donnée dans la table « {table} » : cette analyse est absente, non nulle.",
                table=table,
            ),
        ),
        "alerte",
    )


def reach(notebook: Notebook, counts: Reach, types: pd.DataFrame) -> Block:
    """What was done under this result, by type, and how many attendances it had."""
    t, number = notebook.t, notebook.language.number
    if not counts.activities:
        return nothing(notebook, "activites")

    def cell(value: object) -> tuple[str]:
        return ("–" if pd.isna(value) else number(float(str(value))),)

    table = Table(
        t("Activités par type"),
        (
            Column(t("type")),
            Column(t("activités"), True),
            Column(t("communes"), True),
            Column(t("participations"), True),
            Column(t("dont femmes"), True),
            Column(t("dont jeunes"), True),
        ),
        tuple(
            (
                (t(label(row.type)),),
                cell(row.activites),
                cell(row.communes),
                cell(row.participations),
                cell(row.femmes),
                cell(row.jeunes),
            )
            for row in types.itertuples()
        ),
        t(
            "n = {n:int} activités, dont {sans:int} sans présences comptées (une émission a des "
            "auditeurs, non des participants).",
            n=counts.activities,
            sans=counts.without_count,
        ),
    )
    return stack(notebook.publish(statements.reached(notebook.result, counts)), table)


def mediation(notebook: Notebook, steps: list[Step], women: Contrast, types: pd.DataFrame) -> Block:
    """The funnel of cases and who mediated; nothing where the result area has no mediation."""
    if not notebook.covers("mediation"):
        return Stack()
    t = notebook.t
    heading = Heading(2, t("Médiation des conflits"))
    if not steps[0].count:
        return stack(heading, nothing(notebook, "cas"))
    practice = _practice_of(notebook).get(f"{notebook.result}-ecart-mediatrices")
    target = _target(notebook, f"{notebook.result}-cas-regles")
    found: list[Finding] = [statements.settled(notebook.result, steps, target)]
    if steps[-1].share.n:
        found.append(statements.respected(notebook.result, steps))
    if women.difference.value is not None:
        found.append(statements.women_mediators(notebook.result, women, practice))
    return stack(
        heading,
        notebook.publish(*found),
        _funnel(notebook, steps),
        _conflict_types(notebook, types),
    )


def _funnel(notebook: Notebook, steps: list[Step]) -> Figure:
    t = notebook.t
    named = {
        "signales": t("des conflits signalés"),
        "suivis": t("des accords suivis"),
    }
    data = Table(
        t("Étapes de la médiation, avec intervalle à 95 % (Wilson)"),
        (
            Column(t("étape")),
            Column(t("cas"), True),
            Column(t("sur"), True),
            Column(t("part"), True),
        ),
        tuple(
            (
                (t(label(step.name)),),
                (notebook.language.number(step.count),),
                (f"{notebook.language.number(step.share.n)} {named[step.of]}",),
                (interval(notebook, step.share, percent=True),),
            )
            for step in steps
        ),
    )
    settled = next(step for step in steps if step.name == "regles")
    return Figure(
        charts.funnel(
            [(t(label(step.name)), step.count, step.share.n) for step in steps],
            lambda k, n: f"{k} / {n}" + (f" = {notebook.language.percent(k / n)}" if n else ""),
            t("nombre de cas"),
        ),
        t(
            "Entonnoir : {n:int} conflits signalés, {k:int} réglés, soit {part:pct} "
            "({bas:pct} à {haut:pct}).",
            n=steps[0].count,
            k=settled.count,
            part=settled.share.value,
            bas=settled.share.low,
            haut=settled.share.high,
        ),
        t("Du signalement à l’accord qui dure (n = {n:int} conflits)", n=steps[0].count),
        data,
        t("Données de la figure"),
    )


def _conflict_types(notebook: Notebook, types: pd.DataFrame) -> Table:
    t = notebook.t
    return Table(
        t("Conflits par objet"),
        (
            Column(t("objet")),
            Column(t("cas"), True),
            Column(t("réglés"), True),
            Column(t("part réglée (intervalle à 95 %)"), True),
        ),
        tuple(
            (
                (t(label(row.type_conflit)),),
                (notebook.language.number(row.cas),),
                (notebook.language.number(row.regles),),
                (interval(notebook, row.share, percent=True),),
            )
            for row in types.itertuples()
        ),
        t(
            "Les effectifs par objet sont petits : les intervalles se recouvrent et aucun ordre n’est établi."
        ),
    )


def capacities(notebook: Notebook, training: Training, organisations: Organisations) -> Block:
    """Training marks and organisations' scores; nothing where the result area has none."""
    if not notebook.covers("capacites"):
        return Stack()
    t = notebook.t
    practice = _practice_of(notebook)
    blocks: list[Block] = [Heading(2, t("Formations"))]
    if training.gain.value is None:
        blocks.append(nothing(notebook, "formations"))
    else:
        found = statements.training_gain(
            notebook.result, training, practice.get(f"{notebook.result}-gain-formation")
        )
        found = [finding for finding in found if finding.estimate and finding.estimate.n]
        blocks += [notebook.publish(*found), _marks(notebook, training)]
    blocks.append(Heading(2, t("Organisations locales")))
    if organisations.overall.value is None:
        blocks.append(nothing(notebook, "organisations"))
    else:
        finding = statements.organisations_gain(
            notebook.result, organisations, practice.get(f"{notebook.result}-gain-organisations")
        )
        blocks += [notebook.publish(finding), _domains(notebook, organisations)]
    return stack(*blocks)


def _marks(notebook: Notebook, training: Training) -> Figure:
    t = notebook.t
    gain = training.gain
    fallen = int((training.pairs["score_apres"] < training.pairs["score_avant"]).sum())
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
            t("Notes moyennes sur 20, avec intervalle à 95 % (t apparié pour les écarts)"),
            (Column(t("mesure")), Column(t("valeur (intervalle)"), True), Column(t("n"), True)),
            tuple(
                ((name,), (interval(notebook, estimate),), (notebook.language.number(estimate.n),))
                for name, estimate in (
                    (t("note avant"), training.before),
                    (t("note après"), training.after),
                    (t("écart après − avant"), gain),
                    (t("écart à six mois − avant"), training.kept),
                )
            ),
        ),
        t("Données de la figure"),
    )


def dot_figure(
    notebook: Notebook,
    estimates: dict[str, Estimate],
    *,
    alt: str,
    caption: str,
    axis: str,
    percent: bool = False,
    reference: float | None = None,
) -> Figure:
    """Dots with intervals, and the same figures as a table. `estimates` is by label."""
    t = notebook.t
    if percent:
        write = lambda value: notebook.language.percent(value, 0)  # noqa: E731
    else:
        write = lambda value: notebook.language.number(value, 2)  # noqa: E731
    return Figure(
        charts.dots(estimates, write, axis, reference=reference, share=percent),
        alt,
        caption,
        Table(
            caption,
            (Column(axis), Column(t("valeur (intervalle à 95 %)"), True), Column(t("n"), True)),
            tuple(
                (
                    (name,),
                    (interval(notebook, estimate, percent),),
                    (notebook.language.number(estimate.n),),
                )
                for name, estimate in estimates.items()
            ),
        ),
        t("Données de la figure"),
    )


def _domains(notebook: Notebook, organisations: Organisations) -> Figure:
    t = notebook.t
    clear = [t(label(name)) for name, one in organisations.domains.items() if one.excludes_zero]
    return dot_figure(
        notebook,
        {t(label(name)): estimate for name, estimate in organisations.domains.items()},
        alt=t(
            "Changement par domaine ; l’intervalle exclut zéro pour : {domaines}.",
            domaines=notebook.language.listing(clear) or t("aucun domaine"),
        ),
        caption=t(
            "Changement des notes des organisations, par domaine (n = {n:int} organisations ; "
            "{k:int} comparaisons, intervalles non corrigés)",
            n=organisations.organisations,
            k=len(organisations.domains),
        ),
        axis=t("changement, en points sur 5"),
        reference=0,
    )


def cohesion(notebook: Notebook, measured: Cohesion) -> Block:
    """The perception survey: two waves, and who had taken part in what."""
    if not notebook.covers("cohesion"):
        return Stack()
    t = notebook.t
    heading = Heading(2, t("Cohésion sociale"))
    if measured.change.value is None:
        return stack(heading, nothing(notebook, "enquete"))
    gaps = statements.exposure_gaps(notebook.result, measured, _practice_of(notebook))
    names = [t(label(name)) for name, gap in measured.gaps.items() if gap.excludes_zero]
    return stack(
        heading,
        notebook.publish(statements.cohesion_change(notebook.result, measured)),
        dot_figure(
            notebook,
            {
                **{
                    t("tous, {vague}", vague=t(label(wave))): one
                    for wave, one in measured.waves.items()
                },
                **{
                    t("à la fin : {groupe}", groupe=t(label(name))): one
                    for name, one in measured.exposures.items()
                },
            },
            alt=t(
                "Indice moyen par vague et par activité suivie ; groupes qui se distinguent de "
                "« aucune activité » : {groupes}.",
                groupes=notebook.language.listing(names) or t("aucun"),
            ),
            caption=t(
                "Indice de cohésion, de 1 à 5 (n = {n:int} réponses en deux vagues)",
                n=measured.waves["reference"].n + measured.waves["finale"].n,
            ),
            axis=t("indice de cohésion (1 à 5)"),
        ),
        notebook.publish(*gaps),
        Paragraph(
            (
                t(
                    "Méthode : indice = moyenne de six questions ; deux échantillons indépendants ; "
                    "intervalles de Welch, non élargis pour le tirage par commune ; {k:int} groupes "
                    "comparés, intervalles non corrigés.",
                    k=len(gaps),
                ),
            ),
            "note",
        ),
    )
