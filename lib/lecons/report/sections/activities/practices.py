"""20_activites: what agents note of the activities that carry out each practice."""

import pandas as pd

from lecons.evidence.statements.notes import practice_notes
from lecons.measures.agents import agent_notes
from lecons.report.document import Block, Column, Heading, Stack, Table, stack
from lecons.report.notebook import Notebook


def practices(notebook: Notebook, activities: pd.DataFrame, lexicon: pd.DataFrame) -> Block:
    """One finding for each practice of this result area whose types of activity are declared and on
    whose sheets somebody noted something."""
    t, number = notebook.t, notebook.language.number
    found, rows = [], []
    for one in notebook.project.practices():
        if one.resultat != notebook.result or not one.activites:
            continue
        noted = agent_notes(activities, one.activites, lexicon)
        if noted.ids:
            found.append(practice_notes(notebook.result, one.code, one.titre, noted))
            counts = (noted.total, len(noted.ids), noted.successes, noted.difficulties)
            title = f"{one.numero} {notebook.language.of(one.titre)}"
            rows.append(((title,), *((number(count),) for count in counts)))
    if not found:
        return Stack()
    return stack(
        Heading(2, t("Ce que les agents notent des pratiques")),
        notebook.publish(*found),
        Table(
            t("Fiches des activités de chaque pratique"),
            (
                Column(t("pratique")),
                Column(t("fiches"), True),
                Column(t("avec une note"), True),
                Column(t("réussite notée"), True),
                Column(t("difficulté notée"), True),
            ),
            tuple(rows),
        ),
    )
