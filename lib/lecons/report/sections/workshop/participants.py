"""Who took part: counts, never who."""

import pandas as pd

from lecons.evidence.workshop import Profile
from lecons.privacy.cells.suppress import column_sums, row_sums
from lecons.report.document import Block, Column, Heading, Paragraph, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.people import guarded, people, written
from lecons.report.sections.counted import hidden_parts, how_many
from lecons.report.sections.measured import alert, note, nothing
from lecons.report.sections.workshop.names import group_name, in_order, public


def participants(notebook: Notebook, found: Profile) -> Block:
    """When and where, who scored (by region and category), women, men and young people, and how many
    contributions were noted.

    The public edition does not cross region with category, and counts no few people: it would point at
    somebody.
    """
    t = notebook.t
    if found.people.empty and found.contributions.empty:
        return stack(
            nothing(notebook, "appreciations"),
            Paragraph(
                (
                    t(
                        "L’atelier n’a pas encore eu lieu ou n’est pas saisi : la synthèse se fait sans lui."
                    ),
                )
            ),
        )
    return guarded(
        notebook,
        Heading(2, t("Qui a pris part"), "participants"),
        _opening(notebook),
        _table(notebook, found),
        _people(notebook, found),
        _unsure(notebook, found),
    )


def _opening(notebook: Notebook) -> Block | None:
    held = notebook.project.content.atelier
    if held is None:
        return None
    t = notebook.t
    said = [
        t(
            "L’atelier s’est tenu le {jour:date} à {lieu}.",
            jour=held.date,
            lieu=notebook.language.of(held.lieu),
        )
        if held.lieu
        else t("L’atelier s’est tenu le {jour:date}.", jour=held.date)
    ]
    if held.groupes:
        titles = [notebook.language.quoted(notebook.language.of(one.titre)) for one in held.groupes]
        said.append(
            t("On y a discuté en groupes : {groupes}.", groupes=notebook.language.listing(titles))
        )
    return Paragraph((" ".join(said),))


def _table(notebook: Notebook, found: Profile) -> Block:
    t = notebook.t
    scored = found.people.groupby("region").size()
    regions = in_order({*scored.index, *found.contributions.index})
    crossed = found.by_place if not public(notebook) else found.by_place.iloc[:0]
    order = crossed.sum(axis=1).sort_values(ascending=False, kind="stable").index
    counts = crossed.reindex(index=order, columns=regions, fill_value=0)
    counts = pd.concat([scored.reindex(regions, fill_value=0).to_frame("").T, counts])
    counts = counts.assign(ensemble=[len(found.people), *counts.iloc[1:].sum(axis=1)])
    titles = [
        t("participants qui ont noté"),
        *(
            t("– au titre de : {categorie}", categorie=group_name(notebook, str(one)))
            for one in order
        ),
    ]
    if notebook.discretion is None:
        # elsewhere they stand, in one table, with what they are
        said = found.contributions.reindex(regions, fill_value=0)
        counts = pd.concat([counts, said.to_frame("dit").T.assign(ensemble=said.sum())])
        titles.append(t("contributions notées"))
    counts = counts.astype("float64")
    if public(notebook):
        # all are told beside the table; in the order of shown_groups, both hide the same regions
        parts = counts[sorted(regions)]
        cells = written(notebook, parts, hidden_parts(notebook, parts))[regions]
        cells["ensemble"] = how_many(notebook, len(found.people))
    else:
        columns = [*regions, "ensemble"]
        sums = [
            *row_sums(list(counts.index), "ensemble", regions),
            *column_sums(columns, "", list(order)),
        ]
        cells = people(notebook, counts, sums)
    return Table(
        t("Participants qui ont noté, et contributions, par région")
        if notebook.discretion is None
        else t("Participants qui ont noté, par région"),
        (
            Column(t("qui")),
            *(Column(group_name(notebook, one), True) for one in regions),
            Column(t("ensemble"), True),
        ),
        tuple(
            ((title,), *((cell,) for cell in row))
            for title, row in zip(titles, cells.itertuples(index=False), strict=True)
        ),
        t(
            "Un participant est compté par son numéro de badge, une fois. Une contribution ne dit pas qui "
            "parle : une personne peut en avoir fait plusieurs, ou aucune, et qui parle n’a pas toujours noté."
        ),
    )


def _people(notebook: Notebook, found: Profile) -> Block | None:
    """Women and men, young and older, with what was not told."""
    total = len(found.people)
    if not total:
        return None
    t = notebook.t
    sexes = _parted(notebook, total, found.women, found.men)
    ages = _parted(notebook, total, found.young, found.older)
    return note(
        t(
            "Participants qui ont noté : {n:pers}. Femmes : {femmes} ; hommes : {hommes} ; sans réponse : "
            "{inconnu}. De 18 à 35 ans : {jeunes} ; plus âgés : {aines} ; sans réponse : {sans_age}.",
            n=total,
            femmes=sexes[0],
            hommes=sexes[1],
            inconnu=sexes[2],
            jeunes=ages[0],
            aines=ages[1],
            sans_age=ages[2],
        )
    )


def _parted(notebook: Notebook, total: int, first: int, second: int) -> tuple[str, str, str]:
    """Two parts of the participants and the rest, who gave no answer, in words."""
    counts = pd.DataFrame([[first, second, total - first - second]], columns=list("abr"))
    counts = counts.astype("float64")
    cells = written(notebook, counts, hidden_parts(notebook, counts))
    return cells.at[0, "a"], cells.at[0, "b"], cells.at[0, "r"]


def _unsure(notebook: Notebook, found: Profile) -> Block | None:
    if not found.unsure:
        return None
    t = notebook.t
    if public(notebook):
        return alert(
            t(
                "{n:pers} {n:?participant a|participants ont} écrit deux régions ou deux "
                "catégories : la première est gardée.",
                n=len(found.unsure),
            )
        )
    return alert(
        t(
            "{n:pers} {n:?participant a|participants ont} écrit deux régions ou deux catégories : "
            "la première est gardée. Badges à vérifier dans les feuilles de notes : {badges}.",
            n=len(found.unsure),
            badges=notebook.language.listing(found.unsure),
        )
    )
