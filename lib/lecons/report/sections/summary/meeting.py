"""60_synthese: the workshop itself — when, where, its agenda, and who took part (counts, never names)."""

from lecons.evidence.workshop import Profile
from lecons.report.document import Block, Column, Heading, Link, Paragraph, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert


def meeting(notebook: Notebook, people: Profile) -> Block:
    """The workshop's day, place and agenda as declared, and its participants as counted."""
    t, of = notebook.t, notebook.language.of
    workshop = notebook.project.content.atelier
    counted = len(people.people)
    if workshop is None and not counted:
        return Stack()
    blocks: list[Block] = [Heading(2, t("L’atelier : ordre du jour et participants"))]
    if workshop is not None:
        blocks.append(
            Paragraph(
                (
                    t(
                        "L’atelier s’est tenu le {jour:date} à {lieu}.",
                        jour=workshop.date,
                        lieu=of(workshop.lieu),
                    )
                    if workshop.lieu
                    else t("L’atelier s’est tenu le {jour:date}.", jour=workshop.date),
                )
            )
        )
    blocks.append(_people(notebook, people))
    if workshop is not None and workshop.ordre_du_jour:
        blocks.append(
            Table(
                t("Ordre du jour de l’atelier"),
                (
                    Column(t("heure")),
                    Column(t("point")),
                    Column(t("conduit par")),
                ),
                tuple(
                    (
                        (one.heure,),
                        (of(one.titre),),
                        (of(one.conduit_par) if one.conduit_par else "–",),
                    )
                    for one in workshop.ordre_du_jour
                ),
            )
        )
    return stack(*blocks)


def _people(notebook: Notebook, people: Profile) -> Block:
    t = notebook.t
    counted = len(people.people)
    if not counted:
        return alert(
            t(
                "Aucune note de participant n’est saisie : le profil des participants manque, ainsi que "
                "leurs notes et leurs priorités."
            )
        )
    told = people.women + people.men
    parts = [t("{n:pers} {n:?participant a|participants ont} noté.", n=counted)]
    # small counts are masked where they are told whole
    inside = notebook.parameters.edition == "interne"
    if told and inside:
        parts.append(
            t(
                "Femmes : {femmes:pers} ; hommes : {hommes:pers} ; de 18 à 35 ans : {jeunes:pers}.",
                femmes=people.women,
                hommes=people.men,
                jeunes=people.young,
            )
        )
    if told and counted > told and inside:
        parts.append(t("Le sexe de {n:pers} n’est pas noté.", n=counted - told))
    sentence = " ".join(parts)
    return Paragraph((sentence, " [", Link("participants", t("par région et par catégorie")), "]"))
