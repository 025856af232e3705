"""Where Gao and Kidal see obstacles to replication: scores, conditions, difficulties they tell."""

from collections.abc import Sequence

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence.workshop import MIDDLE, PEERS, Obstacle
from lecons.language import mark
from lecons.report.document import (
    Block,
    Column,
    Heading,
    Inlines,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import shown_groups
from lecons.report.sections.measured import interval, note
from lecons.report.sections.workshop.coarse import (
    FEWEST_EXACT,
    at_least,
    coarsely,
    mean_of_group,
)
from lecons.report.sections.workshop.contributions import spoken
from lecons.report.sections.workshop.names import (
    group_name,
    in_order,
    known_practices,
    practice_cell,
    public,
)

VERDICTS = {
    "transferable": mark("transférable"),
    "incertain": mark("incertain"),
    "non_transferable": mark("non transférable"),
}


def replication(
    notebook: Notebook,
    found: list[Obstacle],
    named: tuple[dict[str, Estimate], pd.DataFrame],
    said: pd.DataFrame,
) -> Block:
    """Transferability as scored by each region of peers, with a verdict; the conditions that
    participants set; the difficulties that peers tell.

    In: `workshop.obstacles`, `workshop.conditions`, and table `contributions`.
    """
    t = notebook.t
    # outside the team, words stand without their region, with all the others
    inside = said.head(0) if public(notebook) else said
    told = spoken(
        notebook, inside[inside["nature"].eq("difficulte") & inside["region"].isin(PEERS)]
    )
    if not found and not told.content and named[1].empty:
        return Stack()
    return stack(
        Heading(2, t("Obstacles à la reproduction ailleurs")),
        _scored(notebook, found, named[0]),
        _conditions(notebook, named[1]),
        stack(Heading(3, t("Difficultés dites par Gao et Kidal")), told) if told.content else None,
    )


def _scored(notebook: Notebook, found: list[Obstacle], shares: dict[str, Estimate]) -> Block:
    t = notebook.t
    if not found:
        return note(
            t(
                "Ni Gao ni Kidal n’ont noté la transférabilité : aucune pratique ne peut être dite "
                "transférable, et aucune ne peut être reconnue bonne pratique."
            )
        )
    practices = known_practices(notebook)
    scored = {(one.practice, one.region): one for one in found}
    peers = [peer for peer in PEERS if any(one.region == peer for one in found)]
    inside = not public(notebook)
    told = {
        practice: shown_groups(notebook, sizes, sum(sizes.values()))
        for practice in {one.practice for one in found}
        for sizes in [{one.region: one.transfer.n for one in found if one.practice == practice}]
    }

    def cell(practice: str, peer: str) -> Inlines:
        one = scored.get((practice, peer))
        if one is None or peer not in told[practice]:
            return ("–",)
        exact = exact_opinions(
            notebook,
            [scored[practice, of].transfer if of in told[practice] else None for of in PEERS],
        )
        mean = mean_of_group(notebook, one.transfer, exact)
        return (
            Strong(t(VERDICTS[one.verdict])),
            f" · {mean}, {peers_counted(notebook, one.transfer.n)}",
        )

    rows: list[tuple[Inlines, ...]] = []
    for code in [one for one in practices if any(o.practice == one for o in found)]:
        difficulties = sum(one.difficulties for one in found if one.practice == code)
        row: list[Inlines] = [practice_cell(notebook, practices[code])]
        row += [cell(code, peer) for peer in peers]
        if notebook.discretion is None:
            row.append((notebook.language.number(difficulties),))
        else:
            row.append((t("oui") if difficulties else "–",))
        if inside:
            row.append((interval(notebook, shares[code], percent=True),))
        rows.append(tuple(row))
    said = [
        t(
            "Transférable : l’intervalle est tout entier au-dessus du milieu de l’échelle, {m:int} ; non "
            "transférable : tout entier en dessous ; incertain : il contient {m:int}, ou il n’y en a pas "
            "(moins de cinq notes, ou toutes semblables). Gao et Kidal sont jugés chacun pour soi. "
            "Difficultés dites : contributions de Gao et de Kidal sur cette pratique.",
            m=int(MIDDLE),
        )
    ]
    if inside:
        said.append(
            t("Condition posée : part des participants, toutes régions, qui en posent une.")
        )
    if notebook.discretion is not None:
        said.append(coarsely(notebook))
    return Table(
        t("Transférabilité vue par les pairs, de 1 à 5 (intervalle à 95 %)")
        if notebook.discretion is None
        else t("Transférabilité vue par les pairs, de 1 à 5"),
        (
            Column(t("pratique")),
            *(Column(group_name(notebook, peer)) for peer in peers),
            Column(t("difficultés dites"), True),
            *((Column(t("condition posée"), True),) if inside else ()),
        ),
        tuple(rows),
        " ".join(said),
    )


def exact_opinions(notebook: Notebook, transfers: Sequence[Estimate | None]) -> bool:
    """May the transferability of a practice be written as it is, by each region of peers? Outside the
    team, where each of them has scores enough: the mean of all peers, told elsewhere, would give that
    of the other region. In: what each scores, None where that is not told."""
    return notebook.discretion is None or all(
        one is not None and one.n >= FEWEST_EXACT for one in transfers
    )


def peers_counted(notebook: Notebook, n: int) -> str:
    """« n = 12 »; « n : 10 ou plus »."""
    if notebook.discretion is None:
        return notebook.t("n = {n:pers}", n=n)
    return notebook.t("n : {n}", n=at_least(notebook, [n]))


def _conditions(notebook: Notebook, table: pd.DataFrame) -> Block | None:
    """Every distinct condition with who sets it; the internal edition alone reads them."""
    t, number = notebook.t, notebook.language.number
    if public(notebook):
        return note(
            t(
                "Les conditions posées et les difficultés dites ne sont lues que dans l’édition interne."
            )
        )
    if table.empty:
        return note(t("Aucun participant n’a posé de condition à la reproduction ailleurs."))
    regions = in_order(table.columns)
    practices = known_practices(notebook)
    numbers = {code: practices[code].numero for code in practices}
    return Table(
        t("Conditions posées pour réussir ailleurs, et combien de fois"),
        (
            Column(t("condition")),
            Column(t("pratiques")),
            *(Column(group_name(notebook, one), True) for one in regions),
            Column(t("ensemble"), True),
        ),
        tuple(
            (
                (row["condition"],),
                (", ".join(sorted(numbers[code] for code in row["pratiques"])),),
                *((number(int(row[one])),) for one in regions),
                (number(int(sum(row[one] for one in regions))),),
            )
            for _, row in table.iterrows()
        ),
        t(
            "Une même personne peut poser une condition à plusieurs pratiques : ce sont des mentions, non "
            "des personnes. Deux conditions dites avec d’autres mots sont deux lignes."
        ),
    )
