"""20_activites: what agents note of the activities that carry out each practice."""

import pandas as pd

from lecons.evidence.statements.notes import practice_notes
from lecons.measures.agents import agent_notes
from lecons.report.document import Block, Heading, Stack, stack
from lecons.report.notebook import Notebook


def practices(notebook: Notebook, activities: pd.DataFrame, lexicon: pd.DataFrame) -> Block:
    """One finding for each practice of this result area whose types of activity are declared and on
    whose sheets somebody noted something."""
    found = []
    for one in notebook.project.practices():
        if one.resultat != notebook.result or not one.activites:
            continue
        noted = agent_notes(activities, one.activites, lexicon)
        if noted.ids:
            found.append(practice_notes(notebook.result, one.code, one.titre, noted))
    if not found:
        return Stack()
    return stack(
        Heading(2, notebook.t("Ce que les agents notent des pratiques")), notebook.publish(*found)
    )
