"""20_activites: the funnel of cases, how long it takes, how long it holds, and who mediated."""

import pandas as pd

from lecons.estimates import FEWEST
from lecons.evidence.finding import Finding
from lecons.evidence.statements import mediation as statements
from lecons.figures import charts
from lecons.figures.lines import happened
from lecons.measures.duration import MARKS, VISITS, Durability, Settlement
from lecons.measures.mediation import ByCommune, Contrast, Returned, Step
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
    target_of,
)

_DAYS = 180  # the curve is drawn over half a year


def mediation(notebook: Notebook, steps: list[Step], types: pd.DataFrame, back: Returned) -> Block:
    """The funnel of cases; nothing where the result area has no mediation."""
    if not notebook.covers("mediation"):
        return Stack()
    heading = Heading(2, notebook.t("Médiation des conflits"))
    if not steps[0].count:
        return stack(heading, nothing(notebook, "cas"))
    target = target_of(notebook, f"{notebook.result}-cas-regles", "conflits_regles")
    found: list[Finding] = [statements.settled(notebook.result, steps, target)]
    if back.ids:
        found.append(statements.returned(notebook.result, back))
    return stack(
        heading,
        notebook.publish(*found),
        _funnel(notebook, steps),
        _conflict_types(notebook, types),
        _back(notebook, back),
    )


def _back(notebook: Notebook, back: Returned) -> Block | None:
    t = notebook.t
    if back.unknown:
        return note(
            t(
                "{n:int} cas renvoient à un premier cas absent de la table : numéro à vérifier.",
                n=back.unknown,
            )
        )
    if not back.ids:
        return note(
            t(
                "Aucune fiche ne signale le retour d’un conflit réglé : soit il n’y en a pas eu, soit ce "
                "n’a pas été noté."
            )
        )
    return None


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


def durations(notebook: Notebook, settlement: Settlement, durability: Durability) -> Block:
    """How long a mediation takes and how long an agreement holds, open cases included."""
    if not notebook.covers("mediation") or not settlement.curve.total:
        return Stack()
    t = notebook.t
    found = [statements.delay(notebook.result, settlement)]
    if durability.curve.n:
        found.append(statements.respected(notebook.result, durability))
    unseen = (
        alert(
            t(
                "Aucun des {n:int} accords n’est encore revu à trois ou six mois : on ne sait pas s’ils "
                "tiennent.",
                n=durability.curve.total,
            ),
        )
        if durability.curve.total and not durability.curve.n
        else None
    )
    return stack(
        Heading(2, t("Délai de règlement et durée des accords")),
        notebook.publish(*found),
        unseen,
        _curve(notebook, settlement),
        _holding(notebook, durability),
    )


def _curve(notebook: Notebook, settlement: Settlement) -> Figure | None:
    t = notebook.t
    curve = settlement.curve
    if not curve.events or not curve.last:
        return None
    marks = [day for day in (*MARKS, 90, 120) if day <= curve.last]
    share = settlement.settled_by(60)
    return Figure(
        happened(
            curve,
            min(float(_DAYS), curve.last),
            lambda value: notebook.language.percent(value, 0),
            t("jours depuis le signalement"),
        ),
        t(
            "Courbe de la part réglée selon le délai : médiane {mediane:int} jours ; {part:pct} à "
            "soixante jours.",
            mediane=settlement.median.value,
            part=share.value,
        )
        if settlement.median.value is not None and share.value is not None
        else t(
            "Courbe de la part réglée selon le délai, jusqu’à {jours:int} jours.",
            jours=min(float(_DAYS), curve.last),
        ),
        t(
            "Part des cas médiés qui sont réglés, selon le délai (n = {n:int} cas, bande à 95 %)",
            n=curve.n,
        ),
        Table(
            t("Part réglée selon le délai (Kaplan–Meier)"),
            (Column(t("délai")), Column(t("part réglée (intervalle à 95 %)"), True)),
            (
                *(
                    (
                        (t("{k:int} jours", k=day),),
                        (interval(notebook, settlement.settled_by(day), percent=True),),
                    )
                    for day in marks
                ),
                (
                    (t("délai médian, en jours"),),
                    (interval(notebook, settlement.median, digits=0),),
                ),
            ),
            t(
                "Les cas qui durent encore comptent jusqu’au {jour:date}, dernier jour des données ; "
                "les échecs comptent comme jamais réglés.",
                jour=None if settlement.as_of is None else settlement.as_of.date(),
            ),
        ),
        t("Données de la figure"),
    )


def _holding(notebook: Notebook, durability: Durability) -> Table | None:
    t = notebook.t
    if not durability.curve.n:
        return None
    return Table(
        t("Accords qui tiennent, d’après les visites (Kaplan–Meier)"),
        (Column(t("temps depuis l’accord")), Column(t("part qui tient (intervalle à 95 %)"), True)),
        tuple(
            (
                (t("{k:int} mois", k=months),),
                (interval(notebook, durability.holding(months), percent=True),),
            )
            for months in VISITS
        ),
        t(
            "n = {n:int} accords revus au moins une fois sur {total:int}. Un accord trouvé rompu est "
            "compté rompu à la visite qui le constate ; un accord vu à trois mois seulement compte "
            "jusque-là.",
            n=durability.followed,
            total=durability.curve.total,
        ),
    )


def who_mediates(notebook: Notebook, contrasts: dict[str, Contrast], communes: ByCommune) -> Block:
    """Women and young people among the mediators, and communes, without ranking them."""
    if not notebook.covers("mediation") or not communes.table["cas"].sum():
        return Stack()
    t = notebook.t
    found = statements.mediators(notebook.result, contrasts, practices_of(notebook))
    known = {
        row.commune: row.share for row in communes.table.itertuples() if row.share.value is not None
    }
    several = communes.served >= FEWEST and communes.spread.value is not None
    if known and several:
        found.append(statements.communes_differ(notebook.result, communes))
    blocks: list[Block] = [Heading(2, t("Qui médie, et où")), notebook.publish(*found)]
    if any(one.difference.value is not None for one in contrasts.values()):
        blocks.append(
            note(
                t(
                    "{k:int} comparaisons selon les médiateurs, lues ensemble : une différence n’est dite "
                    "établie que si son intervalle à {niveau:pct} exclut zéro (Bonferroni).",
                    k=len(contrasts),
                    niveau=1 - 0.05 / max(len(contrasts), 1),
                )
            )
        )
    else:
        blocks.append(
            alert(
                t(
                    "Pas de comparaison selon les médiateurs : il faut des cas avec et sans femmes, avec et "
                    "sans jeunes, dont les médiateurs sont notés."
                ),
            )
        )
    if several:
        blocks.append(_communes(notebook, communes))
    else:
        blocks.append(
            alert(
                t(
                    "Des cas dans {n:int} commune(s) seulement : trop peu pour comparer les communes.",
                    n=communes.served,
                ),
            )
        )
    return stack(*blocks)


def _communes(notebook: Notebook, communes: ByCommune) -> Figure:
    t = notebook.t
    ordered = communes.table.sort_values("commune")
    estimates = {row.commune: row.share for row in ordered.itertuples()}
    values = [one.value for one in estimates.values() if one.value is not None]
    return dot_figure(
        notebook,
        estimates,
        alt=t(
            "Part réglée de chaque commune, tirée vers l’ensemble : de {bas:pct} à {haut:pct} ; tous les "
            "intervalles se recouvrent largement.",
            bas=min(values),
            haut=max(values),
        )
        if _overlap(list(estimates.values()))
        else t(
            "Part réglée de chaque commune, tirée vers l’ensemble : de {bas:pct} à {haut:pct}.",
            bas=min(values),
            haut=max(values),
        ),
        caption=t(
            "Part des conflits réglés par commune, estimée avec l’ensemble (mise en commun partielle ; "
            "n = {n:int} cas ; ordre alphabétique)",
            n=int(communes.table["cas"].sum()),
        ),
        axis=t("part réglée"),
        percent=True,
        said=t("commune"),
    )


def _overlap(estimates: list) -> bool:
    bounded = [one for one in estimates if one.low is not None and one.high is not None]
    return bool(bounded) and max(one.low for one in bounded) < min(one.high for one in bounded)
