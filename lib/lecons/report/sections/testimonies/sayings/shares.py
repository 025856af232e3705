"""30_temoignages: the share of each group that speaks of each subject."""

import pandas as pd

from lecons.estimates import FEWEST
from lecons.figures import shares as figure
from lecons.figures.style import look
from lecons.language import mark
from lecons.privacy.cells.suppress import SECONDARY
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, guarded, part
from lecons.report.sections.counted import hidden_parts
from lecons.report.sections.measured import note, plain_interval
from lecons.report.sections.testimonies.order import most_spoken
from lecons.report.sections.testimonies.sayings.names import name_of
from lecons.testimony.codebook import labels

# a figure of more subjects than a phone shows at once is not read
_MOST_SUBJECTS = 8

_HEADINGS = {
    "sexe": mark("Femmes et hommes"),
    "tranche_age": mark("Selon l’âge"),
    "cercle": mark("Selon le cercle"),
    "acteur": mark("Selon le groupe d’acteurs"),
}
_CAPTIONS = {
    "sexe": mark("Part des femmes et des hommes qui parlent de chaque sujet"),
    "tranche_age": mark("Part de chaque tranche d’âge qui parle de chaque sujet"),
    "cercle": mark("Part des personnes de chaque cercle qui parlent de chaque sujet"),
    "acteur": mark("Part de chaque groupe d’acteurs qui parle de chaque sujet"),
}
_MOST_SPOKEN = mark(
    "{titre} ({k:int} sujets sur {total:int}, ceux dont le plus de personnes parlent)"
)
_TOLD_FIRST = mark(
    "{titre} ({k:int} sujets sur {total:int}, parmi les plus abordés : d’abord ceux dont rien n’est "
    "masqué, puis les autres par ordre alphabétique)"
)


def by_group(notebook: Notebook, shares: pd.DataFrame, codebook: pd.DataFrame) -> Block:
    """Who speaks of what (of groups.by_group), for each attribute with two groups or more of FEWEST
    persons: women and men as a figure, the others as tables, which weigh less; smaller groups are
    named, not shown."""
    t = notebook.t
    if shares.empty or not shares["personnes"].any():
        return Stack()
    names = labels(codebook, notebook.language.code)
    inside = notebook.discretion is None
    blocks = [
        block
        for attribute in (_HEADINGS if inside else ("sexe",))
        for block in _attribute(notebook, shares, attribute, names)
    ]
    if notebook.discretion is not None:
        blocks.append(
            note(
                t(
                    "Les parts par âge, par cercle et par groupe d’acteurs sont dans l’édition interne : "
                    "presque chaque case y compte moins de {n:int} personnes.",
                    n=notebook.discretion.threshold,
                )
            )
        )
    return guarded(
        notebook,
        Heading(2, t("Qui parle de quoi")),
        note(
            t(
                "Chaque personne compte une fois par sujet. Les intervalles à 95 % (Wilson, 1927) disent "
                "combien une part bougerait avec d’autres personnes semblables ; celles-ci ont été "
                "choisies, non tirées au sort. Une différence entre deux parts ne se lit pas ici mais "
                "dans les écarts comparés plus bas."
            )
        ),
        *blocks,
    )


def _attribute(
    notebook: Notebook, shares: pd.DataFrame, attribute: str, names: dict[str, str]
) -> list[Block]:
    t = notebook.t
    mine = shares[shares["attribut"] == attribute]
    sizes = mine.drop_duplicates("groupe")[["groupe", "entendues"]]
    fewest = max(FEWEST, notebook.discretion.threshold if notebook.discretion else 0)
    large = sizes[sizes["entendues"] >= fewest]["groupe"].to_list()
    small = sizes[sizes["entendues"] < fewest]
    if len(large) < 2:
        return []
    # women before men and ages in their order; cercles and actors by how many were heard
    if attribute in ("sexe", "tranche_age"):
        large = sorted(large)
    drawn = large[: figure.MOST_GROUPS]
    shown = mine[mine["groupe"].isin(drawn)]
    total = shown.groupby("code")["personnes"].sum()
    spoken = {code: int(n) for code, n in total.items() if n}
    if not spoken:
        return []
    heard = int(sizes.set_index("groupe").loc[drawn, "entendues"].sum())
    codes = most_spoken(notebook, spoken, heard, names)[:_MOST_SUBJECTS]
    words = _written(notebook, mine, codes)
    masked = words[drawn].map(lambda cell: isinstance(cell, Hidden)).any(axis=1)
    # among what is hidden, the rank of a subject would tell what its row does not
    codes = [
        *(code for code in codes if not masked[code]),
        *sorted(masked.index[masked], key=lambda code: names[code]),
    ]
    caption = t(
        _TOLD_FIRST if masked.any() else _MOST_SPOKEN,
        titre=t(_CAPTIONS[attribute]),
        k=len(codes),
        total=len(total),
    )
    put = _figure if attribute == "sexe" else _table
    blocks: list[Block] = [
        Heading(3, t(_HEADINGS[attribute])),
        put(notebook, shown, drawn, codes, names, caption, words.loc[codes]),
    ]
    left = [
        t("{groupe} ({n:pers})", groupe=name_of(notebook, attribute, row.groupe), n=row.entendues)
        for row in sizes[sizes["groupe"].isin(large[figure.MOST_GROUPS :])].itertuples()
    ]
    few = [name_of(notebook, attribute, group) for group in small["groupe"]]
    if left:
        blocks.append(
            note(t("Groupes moins nombreux : {groupes}.", groupes=notebook.language.listing(left)))
        )
    if few:
        blocks.append(
            note(
                t(
                    "Moins de {seuil:int} personnes entendues, donc non montrés : {groupes}.",
                    seuil=fewest,
                    groupes=notebook.language.listing(few),
                )
            )
        )
    return blocks


def _figure(
    notebook: Notebook,
    shown: pd.DataFrame,
    groups: list[str],
    codes: list[str],
    names: dict[str, str],
    caption: str,
    written: pd.DataFrame,
) -> Figure | Table:
    t, percent = notebook.t, notebook.language.percent
    attribute = shown["attribut"].iloc[0]
    cells = shown.set_index(["code", "groupe"])
    heads = _heads(notebook, shown, groups)
    drawn = {
        names[code]: {
            heads[group]: cells.loc[(code, group), "share"]
            for group in groups
            if not isinstance(written.at[code, group], Hidden)
        }
        for code in codes
        # where all is hidden, a row would be a name alone
        if not all(isinstance(written.at[code, group], Hidden) for group in groups)
    }
    data = _data(notebook, cells, attribute, groups, codes, names, caption, written)
    if not drawn:
        return data
    left = len(codes) - len(drawn)
    first = codes[0]
    said = notebook.language.listing(
        t(
            "{groupe} {part}",
            groupe=name_of(notebook, attribute, group),
            part=written.at[first, group]
            if isinstance(written.at[first, group], Hidden)
            else percent(cells.loc[(first, group), "share"].value),
        )
        for group in groups
    )
    return Figure(
        figure.by_group(
            drawn,
            lambda value: percent(value, 0),
            t("part du groupe"),
            {heads[group]: look(group) for group in groups},
        ),
        t(
            "{titre}. « {sujet} » : {parts}.",
            titre=t(_CAPTIONS[attribute]),
            sujet=names[first],
            parts=said,
        ),
        t(
            "{titre} ; {groupes} ; {n:int} {n:?sujet où tout est masqué est|sujets où tout est masqué "
            "sont} dans le tableau seul",
            titre=caption,
            groupes=notebook.language.listing(heads.values()),
            n=left,
        )
        if left
        else t(
            "{titre} ; {groupes}",
            titre=caption,
            groupes=notebook.language.listing(heads.values()),
        ),
        data,
        t("Données de la figure"),
    )


def _data(
    notebook: Notebook,
    cells: pd.DataFrame,
    attribute: str,
    groups: list[str],
    codes: list[str],
    names: dict[str, str],
    caption: str,
    written: pd.DataFrame,
) -> Table:
    """The figure of shares as a table; `cells` by code and group."""
    t = notebook.t
    return Table(
        caption,
        (
            Column(t("sujet")),
            Column(t("groupe")),
            Column(t("personnes"), True),
            Column(t("part (intervalle à 95 %)"), True),
        ),
        tuple(
            (
                (names[code],),
                (name_of(notebook, attribute, group),),
                (written.at[code, group],),
                (
                    "–"
                    if isinstance(written.at[code, group], Hidden)
                    else plain_interval(notebook, cells.loc[(code, group), "share"], percent=True),
                ),
            )
            for code in codes
            for group in groups
        ),
    )


def _table(
    notebook: Notebook,
    shown: pd.DataFrame,
    groups: list[str],
    codes: list[str],
    names: dict[str, str],
    caption: str,
    written: pd.DataFrame,
) -> Table:
    cells = shown.set_index(["code", "groupe"])
    heads = _heads(notebook, shown, groups)
    return Table(
        caption,
        (
            Column(notebook.t("sujet")),
            *(Column(heads[group], True) for group in groups),
        ),
        tuple(
            (
                (names[code],),
                *(
                    (
                        written.at[code, group]
                        if isinstance(written.at[code, group], Hidden)
                        else plain_interval(
                            notebook, cells.loc[(code, group), "share"], percent=True, digits=0
                        ),
                    )
                    for group in groups
                ),
            )
            for code in codes
        ),
    )


def _heads(notebook: Notebook, shown: pd.DataFrame, groups: list[str]) -> dict[str, str]:
    """Each group with the number of its persons who were heard."""
    attribute = shown["attribut"].iloc[0]
    heard = shown.drop_duplicates("groupe").set_index("groupe")["entendues"]
    return {
        group: notebook.t(
            "{groupe} (n = {n:pers})",
            groupe=name_of(notebook, attribute, group),
            n=int(heard[group]),
        )
        for group in groups
    }


def _written(notebook: Notebook, mine: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """« 5 sur 11 » for each subject (row) and group of an attribute (column), `Hidden` where it tells
    of few people, who speak of it or do not, or where the other groups and the share of all people,
    told elsewhere, would give them away."""
    counts = mine.pivot(index="code", columns="groupe", values="personnes").loc[codes]
    heard = mine.drop_duplicates("groupe").set_index("groupe")["entendues"]
    places = pd.DataFrame("", counts.index, counts.columns)
    for cells in (counts, heard.reindex(counts.columns) - counts):
        found = hidden_parts(notebook, cells)
        places = places.mask(places.eq("") | found.eq(SECONDARY), found)

    def cell(code: str, group: str) -> str:
        if places.at[code, group] == SECONDARY:
            return Hidden(notebook.t("masqué"))
        return part(notebook, int(counts.at[code, group]), int(heard[group]))

    return pd.DataFrame(
        {group: [cell(code, group) for code in codes] for group in counts.columns},
        index=codes,
        dtype="object",  # words that hide a number stay of their kind
    )
