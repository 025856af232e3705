"""60_synthese, first lines: who did what, where, when, and how much."""

from collections.abc import Mapping

import pandas as pd

from lecons.evidence.finding import Finding
from lecons.language import mark
from lecons.measures.reach import Reach
from lecons.report.document import Block, Card, Inline, Paragraph, Strong, stack
from lecons.report.notebook import Notebook, finding_link
from lecons.report.page import who

_DONE = mark(
    "Entre {debut:month} et {fin:month}, {qui}{virgule} a conduit {activites:int} "
    "{activites:?activité|activités} dans {communes:int} {communes:?commune|communes} "
    ": {participations:pers} {participations:?participation|participations} (présences, non "
    "personnes)."
)
_WITH_SESSIONS = mark(
    "Entre {debut:month} et {fin:month}, {qui}{virgule} a conduit {activites:int} "
    "{activites:?activité|activités} dans {communes:int} {communes:?commune|communes} "
    ": {participations:pers} {participations:?participation|participations} "
    "(présences, non personnes), dont {sensibilisation:pers} aux séances d’animation."
)


def what_was_done(
    notebook: Notebook,
    activities: pd.DataFrame,
    counts: Reach,
    findings: Mapping[str, Finding],
) -> Block:
    """The opening paragraph: who, where, when (the first and the last activity), how much; `findings`
    by id, for those of each result
    area that tell the same."""
    content = notebook.project.content
    people = who(notebook.project, notebook.language)
    start, end = notebook.period
    if len(activities):
        days = activities["date"]
        start, end = days.min().date(), days.max().date()
    opening = Paragraph(
        (
            Strong(f"{content.sigle} · {notebook.language.of(content.nom)}. "),
            notebook.t(
                _WITH_SESSIONS if counts.sensitised else _DONE,
                debut=start,
                fin=end,
                qui=people,
                virgule="," if content.partenaires else "",
                activites=counts.activities,
                communes=counts.communes,
                participations=counts.attendances,
                sensibilisation=counts.sensitised,
            ),
            *_references(notebook, findings),
        ),
        "chapeau",
    )
    return stack(_hidden(notebook), opening)


def _hidden(notebook: Notebook) -> Card | None:
    """Why figures are missing, before the first that is."""
    if notebook.discretion is None:
        return None
    t = notebook.t
    said = t(
        "Un nombre de personnes trop petit ferait reconnaître quelqu’un. Sous {n:int}, il est remplacé par "
        "« moins de {n:int} », par une fourchette (« 5 à 9 », « plus de 15 »), ou par « masqué » là où un total le "
        "ferait retrouver ; un tiret remplace ce qui s’en déduirait. Zéro est montré.",
        n=notebook.discretion.threshold,
    )
    return Card(t("Pourquoi certains nombres manquent"), (Paragraph((said,)),), "avis")


def _references(notebook: Notebook, findings: Mapping[str, Finding]) -> list[Inline]:
    names = [f"{area}-portee" for area in notebook.project.results]
    parts: list[Inline] = []
    for name in names:
        if name in findings:
            parts += [", " if parts else " [", finding_link(findings[name])]
    return [*parts, "]"] if parts else []
