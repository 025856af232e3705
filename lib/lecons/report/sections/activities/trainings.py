"""20_activites: training marks before, after and at six months."""

from dataclasses import replace

from lecons.estimates import unknown
from lecons.evidence.statements import capacity as statements
from lecons.figures import charts
from lecons.measures.capacity import Training
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.people import guarded
from lecons.report.sections.measured import alert, nothing, practices_of, told


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
                    "{n:pers} {n:?personne formée|personnes formées}, mais aucune n’a de note "
                    "avant et après : le gain ne peut pas être mesuré.",
                    n=len(training.ids),
                ),
            ),
        )
    found = statements.training_gain(notebook.result, training, practices_of(notebook))
    return guarded(notebook, heading, notebook.publish(*found), _marks(notebook, training))


def _marks(notebook: Notebook, training: Training) -> Figure | Table:
    t = notebook.t
    gain = training.gain
    fallen = int((training.pairs["score_apres"] < training.pairs["score_avant"]).sum())
    before, after, kept = t("note avant"), t("note après"), t("écart à six mois − avant")
    changed, women = t("écart après − avant"), t("part de femmes parmi les personnes formées")
    effect, left = (
        t("écart en écarts types (g de Hedges)"),
        t("part du gain qui reste à six mois"),
    )
    marks = {
        before: training.before,
        after: training.after,
        changed: gain,
        effect: training.effect,
        kept: training.kept,
    }
    # a share of the gain, not of people
    gained = {left: replace(training.retained, unit="coefficient")}
    everyone = {"": unknown(len(training.ids), len(training.ids), "count")}
    within = [
        *(Within(("", "n"), (name, "n")) for name in (before, after, women)),
        *(Within((whole, "n"), (changed, "n")) for whole in (before, after)),
        *(Within((whole, "n"), (name, "n")) for whole, name in ((before, kept), (kept, left))),
        Sum((changed, "n"), ((effect, "n"),)),
    ]
    people = {**marks, **gained, women: training.women}
    words = told(notebook, people, within, everyone)
    shares = told(notebook, people, within, everyone, percent=True)
    data = Table(
        t(
            "Notes sur 20, avec intervalle à 95 % élargi pour tenir compte du regroupement par formation"
        ),
        (Column(t("mesure")), Column(t("valeur (intervalle)"), True), Column(t("n"), True)),
        tuple(
            ((name,), ((words if name in marks else shares)[name].value,), (words[name].n,))
            for name in people
        ),
    )
    if notebook.discretion and not words[changed].drawn:
        return data
    return Figure(
        # a line is a person: where few may not be counted, the means alone are drawn
        charts.dots(
            {before: training.before, after: training.after},
            lambda value: notebook.language.number(value, 1),
            t("note sur 20"),
        )
        if notebook.discretion
        else charts.slopes(
            training.pairs,
            (t("avant"), t("après")),
            lambda value: notebook.language.number(value, 1),
            t("note sur 20"),
        ),
        t(
            "Notes moyennes avant et après : {gain:signed} points en moyenne.",
            gain=gain.value,
        )
        if notebook.discretion
        else t(
            "Une ligne par personne, de la note avant à la note après : en moyenne {gain:signed} "
            "points ; {baisse:pers} {baisse:?personne|personnes} sur {n:pers} {baisse:?a|ont} "
            "baissé.",
            gain=gain.value,
            baisse=fallen,
            n=gain.n,
        ),
        t("Notes avant et après la formation (n = {n:pers} personnes)", n=gain.n),
        data,
        t("Données de la figure"),
    )
