"""40_atelier: what the workshop scored and said."""

import pandas as pd

from lecons.evidence.workshop import Appraisal, appraisal_finding
from lecons.language import mark
from lecons.report.document import Block, Bullets, Column, Heading, Paragraph, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import dot_figure, interval, nothing

# a radio takes part as an actor here; elsewhere « radio » is the shows that people follow
CATEGORIES = {"radio": mark("radio locale")}
NATURES = ("force", "amelioration", "difficulte", "recommandation")


def participants(notebook: Notebook, scores: pd.DataFrame, contributions: pd.DataFrame) -> Block:
    """Who was there: counts by region, never names."""
    t, number = notebook.t, notebook.language.number
    if scores.empty and contributions.empty:
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
    people = scores.drop_duplicates("id_participant").groupby("region").size()
    said = contributions.groupby("region").size()
    regions = [
        one
        for one in ("tombouctou", "gao", "kidal", "national")
        if one in {*people.index, *said.index}
    ]
    return Table(
        t("Participants qui ont noté, et contributions, par région"),
        (Column(t("région")), Column(t("participants"), True), Column(t("contributions"), True)),
        tuple(
            ((t(label(one)),), (number(int(people.get(one, 0))),), (number(int(said.get(one, 0))),))
            for one in regions
        ),
    )


def scores(notebook: Notebook, appraisals: dict[str, Appraisal]) -> Block:
    """Scores of each practice, overall and by region, and how transferable peers find it."""
    if not appraisals:
        return Stack()
    t = notebook.t
    declared = {one.code: one for one in notebook.project.content.pratiques}
    known = sorted(
        (one for one in appraisals.values() if one.practice in declared),
        key=lambda one: -(one.overall.value or 0),
    )
    titles = {one.practice: notebook.language.of(declared[one.practice].titre) for one in known}
    found = [
        appraisal_finding(declared[one.practice].resultat, one, declared[one.practice].titre)
        for one in known
        if one.overall.n
    ]
    regions = [
        one
        for one in ("tombouctou", "gao", "kidal", "national")
        if any(one in a.regions for a in known)
    ]
    return stack(
        Heading(2, t("Notes des participants")),
        dot_figure(
            notebook,
            {titles[one.practice]: one.overall for one in known},
            alt=t(
                "Note moyenne de chaque pratique : la plus haute, « {haut} » ({h:dec}) ; la plus basse, "
                "« {bas} » ({b:dec}).",
                haut=titles[known[0].practice],
                h=known[0].overall.value,
                bas=titles[known[-1].practice],
                b=known[-1].overall.value,
            ),
            caption=t(
                "Note moyenne sur cinq critères, de 1 à 5 (n = {n:int} participants)",
                n=max(one.overall.n for one in known),
            ),
            axis=t("note moyenne (1 à 5)"),
            reference=3,
        ),
        Table(
            t(
                "Note moyenne par région, et transférabilité vue par Gao et Kidal (intervalle à 95 %)"
            ),
            (
                Column(t("pratique")),
                *(Column(t(label(one)), True) for one in regions),
                Column(t("transférabilité"), True),
            ),
            tuple(
                (
                    (f"{declared[one.practice].numero} {titles[one.practice]}",),
                    *(
                        (
                            notebook.language.number(one.regions[r].value or 0, 1)
                            if r in one.regions
                            else "–",
                        )
                        for r in regions
                    ),
                    (interval(notebook, one.transfer),),
                )
                for one in known
            ),
            t(
                "Une personne compte une fois par pratique. Les participants n’ont pas été tirés au sort."
            ),
        ),
        notebook.publish(*found),
    )


def contributions(notebook: Notebook, said: pd.DataFrame) -> Block:
    """What was said, by nature; only the text that the edition may read."""
    t = notebook.t
    titles = {
        "force": t("Forces"),
        "amelioration": t("Améliorations à apporter"),
        "difficulte": t("Difficultés"),
        "recommandation": t("Recommandations entendues"),
    }
    blocks: list[Block] = []
    for nature in NATURES:
        readable = said[(said["nature"] == nature) & said["texte"].notna()]
        if readable.empty:
            continue
        blocks.append(Heading(3, titles[nature]))
        blocks.append(
            Bullets(
                tuple(
                    (
                        f"{row.texte} ({t(label(row.region))}, {t(CATEGORIES.get(row.categorie, label(row.categorie)))})",
                    )
                    for row in readable.head(6).itertuples()
                )
            )
        )
    if not blocks:
        return Stack()
    return stack(Heading(2, t("Ce qui s’est dit")), *blocks)
