"""20_activites: what was done, at what cost, and what agents noted."""

from dataclasses import replace

import pandas as pd

from lecons.estimates import Estimate, wilson
from lecons.evidence.statements import reach as statements
from lecons.measures.costs import Costs
from lecons.measures.indicators.compute import PEACE_EVENTS
from lecons.measures.notes import NOTHING, Themes
from lecons.measures.reach import Reach
from lecons.privacy.cells import money
from lecons.privacy.cells.suppress import Within, column_sums
from lecons.report.document import Block, Column, Heading, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import guarded, people
from lecons.report.sections.measured import interval, nothing, plain_interval


def reach(notebook: Notebook, counts: Reach, types: pd.DataFrame, costs: Costs) -> Block:
    """What was done under this result, by type, how many attendances it had and what they cost."""
    t = notebook.t
    if not counts.activities:
        return nothing(notebook, "activites")
    findings = [statements.reached(notebook.result, counts)]
    if costs.attendance.n and not _telling(notebook, costs):
        findings.append(statements.cost(notebook.result, costs.attendance, counts.ids))
    cells = _typed(notebook, counts, types)
    table = Table(
        t("Activités et participations par type"),
        (
            Column(t("type")),
            Column(t("activités"), True),
            Column(t("communes"), True),
            Column(t("participations"), True),
            Column(t("dont femmes"), True),
            Column(t("dont jeunes"), True),
        ),
        tuple(
            (
                (t(label(row.type)),),
                _count(notebook, row.activites),
                _count(notebook, row.communes),
                *((cells.loc[row.type, name],) for name in _ATTENDED),
            )
            for row in types.itertuples()
        ),
        t(
            "n = {n:int} activités, dont {sans:int} sans présences comptées (une émission a des "
            "auditeurs, non des participants). Une participation est une présence, non une personne.",
            n=counts.activities,
            sans=counts.without_count,
        ),
    )
    return guarded(notebook, notebook.publish(*findings), table, _costs(notebook, costs.types))


_ATTENDED = ["participations", "femmes", "jeunes"]
# what other tables tell of the same attendances: all of them, and those at peace events
_ALL, _PEACE = "", "paix"


def _typed(notebook: Notebook, counts: Reach, types: pd.DataFrame) -> pd.DataFrame:
    """Attendances of each type, in words."""
    known = types.set_index("type")[_ATTENDED].astype("float64")
    peace = [one for one in known.index if one in PEACE_EVENTS]
    every = known.copy()
    every.loc[_ALL] = [counts.attendances, counts.women, counts.youth]
    every.loc[_PEACE] = known.loc[peace].sum()
    sums = [
        *column_sums(_ATTENDED, _ALL, list(known.index)),
        *column_sums(_ATTENDED, _PEACE, peace),
        *(
            Within((row, "participations"), (row, part))
            for row in every.index
            for part in ("femmes", "jeunes")
        ),
    ]
    return people(notebook, every, sums)


def _count(notebook: Notebook, value: object) -> tuple[str]:
    return ("–" if pd.isna(value) else notebook.language.number(float(str(value))),)


def _telling(notebook: Notebook, costs: Costs) -> bool:
    """True where the cost of all activities would tell what one of them cost."""
    discretion = notebook.discretion
    return bool(discretion and money.telling(costs.amounts, discretion.threshold))


def _costs(notebook: Notebook, costs: pd.DataFrame) -> Table | None:
    t = notebook.t
    if not any(one.n for one in costs["cout_par_activite"]):
        return None
    fewest = notebook.discretion.threshold if notebook.discretion else 0
    amounts = dict(zip(costs["type"], costs["montants"], strict=True))
    hidden = money.masked(amounts, fewest) if fewest else {}

    def said(kind: str, cost: Estimate) -> tuple[str]:
        if cost.n and (kind in hidden or cost.n < fewest):
            return (t("masqué"),)
        return (interval(notebook, cost, digits=0),)

    rows = tuple(
        (
            (t(label(row.type)),),
            said(row.type, row.cout),
            said(row.type, row.cout_par_activite),
            (
                t(
                    "{k:int} sur {n:int}",
                    k=row.cout_par_activite.n,
                    n=row.cout_par_activite.total,
                ),
            ),
        )
        for row in costs.itertuples()
    )
    table = Table(
        t("Coûts directs par type, en FCFA, avec intervalle à 95 %"),
        (
            Column(t("type")),
            Column(t("par participation"), True),
            Column(t("par activité"), True),
            Column(t("activités au coût connu"), True),
        ),
        rows,
        t(
            "Coût par participation : somme des coûts divisée par la somme des présences, sur les "
            "activités où les deux sont notés. Salaires et frais de bureau n’y sont pas."
        ),
    )
    if not any((t("masqué"),) in row for row in rows):
        return table
    return replace(
        table,
        note=t(
            "{note} « masqué » : un coût connu pour moins de {n:int} activités, un coût qu’une ou deux "
            "activités font presque en entier, ou un coût qui permettrait de retrouver un de ceux-là.",
            note=table.note,
            n=fewest,
        ),
    )


def notes(notebook: Notebook, themes: dict[str, Themes]) -> Block:
    """What agents wrote on their sheets, by theme: difficulties, then successes."""
    t = notebook.t
    difficulties, successes = themes["difficultes"], themes["reussites"]
    if not difficulties.written and not successes.written:
        return stack()
    blocks: list[Block] = [Heading(2, t("Ce que les agents ont noté"), f"notes-{notebook.result}")]
    named = difficulties.table[difficulties.table["theme"] != NOTHING]
    if len(named):
        first = named.iloc[0]
        quiet = difficulties.table.loc[difficulties.table["theme"] == NOTHING, "notes"].sum()
        finding = statements.difficulties(
            notebook.result,
            difficulties.total,
            {"fr": first["fr"], "en": first["en"]},
            wilson(
                int(first["notes"]), max(difficulties.written - int(quiet), int(first["notes"]))
            ),
            first["ids"],
            tied=int(named["notes"].eq(first["notes"]).sum()) - 1,
        )
        blocks.append(notebook.publish(finding))
    for title, one in (
        (t("Difficultés notées, par thème"), difficulties),
        (t("Réussites notées, par thème"), successes),
    ):
        if one.written:
            blocks.append(_themes(notebook, title, one))
    return stack(*blocks)


def _themes(notebook: Notebook, title: str, themes: Themes) -> Table:
    t, number = notebook.t, notebook.language.number
    return Table(
        title,
        (
            Column(t("thème")),
            Column(t("fiches"), True),
            Column(t("part des fiches avec une note (intervalle à 95 %)"), True),
            Column(t("communes"), True),
        ),
        tuple(
            (
                (notebook.language.of({"fr": row.fr, "en": row.en}),),
                (number(row.notes),),
                (plain_interval(notebook, row.part, percent=True, digits=0),),
                (number(row.communes),),
            )
            for row in themes.table.itertuples()
        ),
        t(
            "n = {ecrites:int} fiches avec une note, sur {total:int}. Thèmes reconnus par des "
            "mots, sans relecture ; {sans:int} {sans:?note n’en porte|notes n’en portent} aucun, "
            "et une note peut en porter plusieurs. Une case vide ne dit pas qu’il n’y avait rien à "
            "noter.",
            ecrites=themes.written,
            total=themes.total,
            sans=themes.unclassified,
        ),
    )
