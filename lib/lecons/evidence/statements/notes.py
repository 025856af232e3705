"""What agents note of the activities that carry out a practice: a description, never a verdict."""

from lecons.evidence.finding import Finding, Source, Statement
from lecons.language import mark
from lecons.measures.agents import AgentNotes


def practice_notes(result: str, practice: str, title: dict[str, str], notes: AgentNotes) -> Finding:
    """How many agents note a success and how many a difficulty on the sheets of a practice.

    Agents judge their own work and write what they choose: it takes no side (`partagé`), weighs in no
    confidence, and stands in the matrix beside the other sources.
    """
    key = (
        mark(
            "Sur les fiches d’activité de « {pratique} », {pour:pers} {pour:?agent note|agents "
            "notent} une réussite et {contre:pers} une difficulté ({fiches:int} "
            "{fiches:?fiche|fiches} avec une note sur {total:int}, dans {communes:int} "
            "{communes:?commune|communes}). Un agent note ce qu’il choisit."
        )
        if notes.agents
        else mark(
            "Sur les fiches d’activité de « {pratique} », {reussites:int} {reussites:?note|notent} "
            "une réussite et {difficultes:int} une difficulté ({fiches:int} {fiches:?fiche|fiches} "
            "avec une note sur {total:int}, dans {communes:int} {communes:?commune|communes}). Un "
            "agent note ce qu’il choisit."
        )
    )
    people = {"pour": notes.succeeded, "contre": notes.troubled} if notes.agents else {}
    return Finding(
        id=f"{result}-notes-{practice.replace('_', '-')}",
        result=result,
        criterion="efficacité",
        kind="note",
        polarity="neutre",
        statement=Statement(
            key=key,
            values={
                "pratique": title,
                "fiches": len(notes.ids),
                "total": notes.total,
                "communes": notes.communes,
                "reussites": notes.successes,
                "difficultes": notes.difficulties,
                **people,
            },
        ),
        sources=(Source(table="activites", ids=notes.ids),),
        practice=practice,
        bears="partagé",
        facts={"descriptif": 1, "communes": notes.communes, **people},
    )
