"""What was said at the workshop: counts by nature and region, and the words that may be read."""

import pandas as pd

from lecons.evidence.workshop import PEERS
from lecons.language import SOURCE_LANGUAGE, mark
from lecons.privacy.cells.suppress import column_sums, row_sums
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Foreign,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Strong,
    Table,
)
from lecons.report.notebook import Notebook
from lecons.report.people import guarded, people
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
    if public(notebook) and said["texte"].isna().all():
        return guarded(
            notebook,
            *blocks,
            note(t("Les propos eux-mêmes ne sont lus que dans l’édition interne.")),
        )
    for nature, title in NATURES.items():
        mine = said[said["nature"].eq(nature)]
        # outside the team words stand without their region
        elsewhere = mine["region"].isin(PEERS) & (nature == "difficulte") & (not public(notebook))
        shown = spoken(notebook, mine[~elsewhere])
        if shown.content:
            blocks += [Heading(3, t(title)), shown]
        if mine.loc[elsewhere, "texte"].notna().any():
            blocks.append(note(t("Les difficultés dites par Gao et Kidal sont plus haut.")))
    silent = int(said["texte"].isna().sum())
    return guarded(
        notebook,
        *blocks,
        note(
            t(
                "{k:pers} {k:?contribution|contributions} sur {n:pers} {k:?n’est pas citée|ne sont "
                "pas citées}, faute d’accord, de texte ou de relecture.",
                k=silent,
                n=len(said),
            )
        )
        if silent
        else None,
    )


def spoken(notebook: Notebook, said: pd.DataFrame) -> Stack:
    """The words that may be read, under the name of each practice, in the order of the practices;
    then those that are about none. Nothing where nothing may be read. Outside the team nothing is said
    of who speaks: a region and a category may be one person."""
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
                        (Foreign(row.texte, SOURCE_LANGUAGE),)
                        if public(notebook)
                        else _attributed(notebook, row)
                        for row in rows.itertuples()
                    )
                )
            )
    return Stack(tuple(blocks))


def _attributed(notebook: Notebook, row) -> Inlines:  # type: ignore[no-untyped-def]
    """Words, and the region and the category of who said them."""
    region, category = (group_name(notebook, one) for one in (row.region, row.categorie))
    return Foreign(row.texte, SOURCE_LANGUAGE), f" ({region}, {category})"


def _counts(notebook: Notebook, said: pd.DataFrame) -> Table:
    """Contributions by nature and region. A contribution is somebody who spoke."""
    t = notebook.t
    counts = pd.crosstab(said["nature"], said["region"])
    regions = in_order(counts.columns)
    natures = [nature for nature in NATURES if nature in counts.index]
    whole = counts.loc[natures, regions].astype("float64")
    whole["ensemble"] = whole.sum(axis=1)
    whole.loc["ensemble"] = whole.sum()
    columns = [*regions, "ensemble"]
    written = people(
        notebook,
        whole,
        [
            *row_sums([*natures, "ensemble"], "ensemble", regions),
            *column_sums(columns, "ensemble", natures),
        ],
    )
    # the team reads them by region in the table of participants; elsewhere one table tells all
    shown = natures if notebook.discretion is None else [*natures, "ensemble"]
    titles = {**NATURES, "ensemble": mark("ensemble")}
    return Table(
        t("Contributions notées, par nature et par région"),
        (
            Column(t("nature")),
            *(Column(group_name(notebook, one), True) for one in regions),
            Column(t("ensemble"), True),
        ),
        tuple(
            ((t(titles[row]),), *((written.at[row, column],) for column in columns))
            for row in shown
        ),
    )
