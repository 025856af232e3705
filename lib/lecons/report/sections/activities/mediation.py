"""20_activites: the funnel of cases, and what they are about."""

from itertools import pairwise

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence.finding import Finding
from lecons.evidence.statements import mediation as statements
from lecons.figures import charts
from lecons.language import mark
from lecons.measures.mediation import Returned, Step
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import guarded
from lecons.report.sections.measured import note, nothing, target_of, told

_EVERY = ""  # all cases, whatever their object
# what the funnel shows, by the last step that it draws: not all may be told, nor were all followed up
_CAPTIONS = {
    "signales": mark("Conflits signalés (n = {n:pers} conflits)"),
    "medies": mark("Du signalement à la médiation (n = {n:pers} conflits)"),
    "regles": mark("Du signalement au règlement (n = {n:pers} conflits)"),
}
_TO_THE_END = mark("Du signalement à l’accord qui dure (n = {n:pers} conflits)")


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
    return guarded(
        notebook,
        heading,
        notebook.publish(*found),
        _funnel(notebook, steps),
        _conflict_types(notebook, types, steps),
        _back(notebook, back),
    )


def _back(notebook: Notebook, back: Returned) -> Block | None:
    t = notebook.t
    if back.unknown:
        return note(
            t(
                "{n:pers} cas {n:?renvoie|renvoient} à un premier cas absent de la table : numéro "
                "à vérifier.",
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


def _funnel(notebook: Notebook, steps: list[Step]) -> Figure | Table:
    t = notebook.t
    named = {
        "signales": t("des conflits signalés"),
        "suivis": t("des accords suivis"),
    }
    names = {step.name: t(label(step.name)) for step in steps}
    words = told(notebook, {step.name: step.share for step in steps}, _nested(steps), percent=True)
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
                (names[step.name],),
                (words[step.name].k,),
                (words[step.name].n, f" {named[step.of]}"),
                (words[step.name].value,),
            )
            for step in steps
        ),
    )
    drawn = [step for step in steps if words[step.name].drawn]
    shown = [step.name for step in drawn if step.share.n]
    if not shown:
        return data
    settled = next(step for step in steps if step.name == "regles")
    return Figure(
        charts.funnel(
            {names[step.name]: step.share for step in drawn},
            lambda k, n: f"{k} / {n}" + (f" = {notebook.language.percent(k / n)}" if n else ""),
            t("nombre de cas"),
        ),
        t(
            "Entonnoir : {n:pers} {n:?conflit signalé|conflits signalés}, {k:pers} "
            "{k:?réglé|réglés}, soit {part:pct} ({bas:pct} à {haut:pct}).",
            n=steps[0].count,
            k=settled.count,
            part=settled.share.value,
            bas=settled.share.low,
            haut=settled.share.high,
        ),
        t(_CAPTIONS.get(shown[-1], _TO_THE_END), n=steps[0].count),
        data,
        t("Données de la figure"),
    )


def _nested(steps: list[Step]) -> list[Sum]:
    """Which steps are parts of which: the mediated of the reported, the settled of the mediated, the
    agreements followed up of the settled."""
    first, *later = (step.name for step in steps if step.of == "signales")
    followed = [step.name for step in steps if step.of == "suivis"]
    return [
        Sum((first, "n"), ((first, "k"),)),
        *(Sum((first, "n"), ((name, "n"),)) for name in later),
        *(Within((one, "k"), (other, "k")) for one, other in pairwise(later)),
        *(Within((later[-1], "k"), (name, "n")) for name in followed),
    ]


def _conflict_types(notebook: Notebook, types: pd.DataFrame, steps: list[Step]) -> Table:
    t = notebook.t
    shares: dict[str, Estimate] = dict(zip(types["type_conflit"], types["share"], strict=True))
    settled = next(step.share for step in steps if step.name == "regles")
    sums = [Sum((_EVERY, cell), tuple((name, cell) for name in shares)) for cell in ("n", "k")]
    words = told(notebook, shares, sums, {_EVERY: settled}, percent=True)
    return Table(
        t("Conflits par objet"),
        (
            Column(t("objet")),
            Column(t("cas"), True),
            Column(t("réglés"), True),
            Column(t("part réglée (intervalle à 95 %)"), True),
        ),
        tuple(((t(label(name)),), (one.n,), (one.k,), (one.value,)) for name, one in words.items()),
        t(
            "Les effectifs par objet sont petits : les intervalles se recouvrent et aucun ordre n’est établi."
        ),
    )
