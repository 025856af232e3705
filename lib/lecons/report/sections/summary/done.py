"""60_synthese, first lines: who did what, where, when, and how much."""

from lecons.measures.reach import Reach
from lecons.report.document import Block, Paragraph, Strong
from lecons.report.notebook import Notebook
from lecons.report.page import who


def what_was_done(notebook: Notebook, counts: Reach) -> Block:
    """The opening paragraph: who, where, when, how much."""
    content = notebook.project.content
    people = who(notebook.project, notebook.language)
    start, end = notebook.period
    return Paragraph(
        (
            Strong(f"{content.sigle} · {notebook.language.of(content.nom)}. "),
            notebook.t(
                "Entre {debut:month} et {fin:month}, {qui}{virgule} a conduit "
                "{activites:int} activités dans {communes:int} communes : {participations:int} "
                "participations (présences, non personnes), dont {sensibilisation:int} aux séances "
                "d’animation.",
                debut=start,
                fin=end,
                qui=people,
                virgule="," if content.partenaires else "",
                activites=counts.activities,
                communes=counts.communes,
                participations=counts.attendances,
                sensibilisation=counts.sensitised,
            ),
        ),
        "chapeau",
    )
