"""What was said at the workshop: counts by nature and region, and the words that may be read."""

import pandas as pd

from lecons.evidence.workshop import PEERS
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import note
from lecons.report.sections.workshop.names import (
    group_name,
    in_order,
    known_practices,
    public,
    title_of,
)

NATURES = {
    "force": mark("Forces"),
    "amelioration": mark("Améliorations à apporter"),
    "difficulte": mark("Difficultés"),
    "contournement": mark("Comment des difficultés ont été contournées"),
    "recommandation": mark("Recommandations entendues"),
}


def contributions(notebook: Notebook, said: pd.DataFrame) -> Block:
    """Every contribution that the edition may read, by nature then by practice, and how many are not
    shown. The difficulties told by peers are in the section on replication, and only there.

    In: table `contributions` as the edition reads it.
    """
    t = notebook.t
    if said.empty:
        return Stack()
    blocks: list[Block] = [Heading(2, t("Ce qui s’est dit"), "paroles"), _counts(notebook, said)]
    if public(notebook):
        return stack(
            *blocks, note(t("Les propos eux-mêmes ne sont lus que dans l’édition interne."))
        )
    for nature, title in NATURES.items():
        mine = said[said["nature"].eq(nature)]
        elsewhere = mine["region"].isin(PEERS) & (nature == "difficulte")
        shown = spoken(notebook, mine[~elsewhere])
        if shown.content:
            blocks += [Heading(3, t(title)), shown]
        if mine.loc[elsewhere, "texte"].notna().any():
            blocks.append(note(t("Les difficultés dites par Gao et Kidal sont plus haut.")))
    silent = int(said["texte"].isna().sum())
    return stack(
        *blocks,
        note(
            t(
                "{k:int} contribution(s) sur {n:int} ne sont pas citées : la personne ne l’a pas permis, ou "
                "rien n’a été écrit.",
                k=silent,
                n=len(said),
            )
        )
        if silent
        else None,
    )


def spoken(notebook: Notebook, said: pd.DataFrame) -> Stack:
    """The words that may be read, under the name of each practice, in the order of the practices;
    then those that are about none. Nothing where nothing may be read."""
    practices = known_practices(notebook)
    readable = said[said["texte"].notna()]
    groups = [
        (title_of(notebook, one), readable[readable["pratique"].eq(code)])
        for code, one in practices.items()
    ]
    others = readable[~readable["pratique"].isin(list(practices))]
    groups.append((notebook.t("Sans pratique nommée"), others))
    blocks: list[Block] = []
    for title, rows in groups:
        if not rows.empty:
            blocks.append(Paragraph((Strong(title),)))
            blocks.append(
                Bullets(
                    tuple(
                        (
                            f"{row.texte} ({group_name(notebook, row.region)}, "
                            f"{group_name(notebook, row.categorie)})",
                        )
                        for row in rows.itertuples()
                    )
                )
            )
    return Stack(tuple(blocks))


def _counts(notebook: Notebook, said: pd.DataFrame) -> Table:
    t, number = notebook.t, notebook.language.number
    counts = pd.crosstab(said["nature"], said["region"])
    regions = in_order(counts.columns)
    return Table(
        t("Contributions notées, par nature et par région"),
        (
            Column(t("nature"), width=2),
            *(Column(group_name(notebook, one), True) for one in regions),
            Column(t("ensemble"), True),
        ),
        tuple(
            (
                (t(title),),
                *((number(int(counts.at[nature, one])),) for one in regions),
                (number(int(counts.loc[nature].sum())),),
            )
            for nature, title in NATURES.items()
            if nature in counts.index
        ),
    )
