"""20_activites: what was done, for whom, where not, at what cost, and what agents noted."""

import pandas as pd

from lecons.estimates import wilson
from lecons.evidence.statements import reach as statements
from lecons.figures.charts import stacked_months
from lecons.language import mark
from lecons.measures.costs import Costs
from lecons.measures.notes import NOTHING, Themes
from lecons.measures.reach import Coverage, PerThousand, Reach
from lecons.report.document import Block, Column, Figure, Heading, Paragraph, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import interval, note, nothing

WOMEN, YOUTH = 1 / 3, 1 / 4


def reach(notebook: Notebook, counts: Reach, types: pd.DataFrame, costs: Costs) -> Block:
    """What was done under this result, by type, how many attendances it had and what they cost."""
    t = notebook.t
    if not counts.activities:
        return nothing(notebook, "activites")
    findings = [statements.reached(notebook.result, counts)]
    if costs.attendance.n:
        findings.append(statements.cost(notebook.result, costs.attendance, counts.ids))
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
                *(
                    _count(notebook, value)
                    for value in (
                        row.activites,
                        row.communes,
                        row.participations,
                        row.femmes,
                        row.jeunes,
                    )
                ),
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
    return stack(notebook.publish(*findings), table, _costs(notebook, costs.types))


def _count(notebook: Notebook, value: object) -> tuple[str]:
    return ("–" if pd.isna(value) else notebook.language.number(float(str(value))),)


def _costs(notebook: Notebook, costs: pd.DataFrame) -> Table | None:
    t = notebook.t
    if not any(one.n for one in costs["cout_par_activite"]):
        return None
    return Table(
        t("Coûts directs par type, en FCFA, avec intervalle à 95 %"),
        (
            Column(t("type")),
            Column(t("par participation"), True),
            Column(t("par activité"), True),
            Column(t("activités au coût connu"), True),
        ),
        tuple(
            (
                (t(label(row.type)),),
                (interval(notebook, row.cout, digits=0),),
                (interval(notebook, row.cout_par_activite, digits=0),),
                (
                    t(
                        "{k:int} sur {n:int}",
                        k=row.cout_par_activite.n,
                        n=row.cout_par_activite.total,
                    ),
                ),
            )
            for row in costs.itertuples()
        ),
        t(
            "Coût par participation : somme des coûts divisée par la somme des présences, sur les "
            "activités où les deux sont notés. Salaires et frais de bureau n’y sont pas."
        ),
    )


def coverage(notebook: Notebook, covered: Coverage) -> Block:
    """Who is missing, by commune: months without activity, women, young people, and attendances per
    1,000 inhabitants where the population is known."""
    rows = covered.communes
    t, number = notebook.t, notebook.language.number
    if not rows["activites"].sum():
        return stack()
    women = _part(rows["femmes"], rows["participations"] - rows["sexe_inconnu"])
    youth = _part(rows["jeunes"], rows["base_jeunes"])
    table = Table(
        t("Communes : présences, femmes, jeunes, mois sans activité"),
        (
            Column(t("commune")),
            Column(t("activités"), True),
            Column(t("participations"), True),
            Column(t("pour 1 000 habitants"), True),
            Column(t("part de femmes"), True),
            Column(t("part de jeunes"), True),
            Column(t("mois sans activité"), True),
            Column(t("plus longue pause, en mois"), True),
        ),
        tuple(
            (
                (row.commune,),
                (number(row.activites),),
                (number(row.participations),),
                _count(notebook, row.pour_mille),
                _marked(notebook, w, WOMEN),
                _marked(notebook, y, YOUTH),
                (t("{k:int} sur {n:int}", k=row.mois_vides, n=row.mois),),
                (number(row.plus_longue_pause),),
            )
            for row, w, y in zip(rows.itertuples(), women, youth, strict=True)
        ),
        t(
            "▼ : sous le seuil annoncé ({femmes:pct} de femmes, {jeunes:pct} de jeunes). Ces parts "
            "portent sur toutes les présences dont le sexe ou l’âge est noté : elles n’ont pas "
            "d’intervalle.",
            femmes=WOMEN,
            jeunes=YOUTH,
        ),
    )
    counted = [value for value in women if value is not None]
    low = [
        name for name, w in zip(rows["commune"], women, strict=True) if w is not None and w < WOMEN
    ]
    finding = statements.left_out(notebook.result, low, len(counted), WOMEN, covered.ids)
    blank = rows.loc[rows["activites"] == 0, "commune"].to_list()
    return stack(
        Heading(2, t("Qui a été touché, et qui manque")),
        notebook.publish(finding) if counted else None,
        _names(notebook, mark("Communes où les femmes sont sous le seuil : {communes}."), low),
        _names(
            notebook,
            mark("Communes où les jeunes sont sous le seuil : {communes}."),
            [n for n, y in zip(rows["commune"], youth, strict=True) if y is not None and y < YOUTH],
        ),
        _names(notebook, mark("Communes sans aucune activité de ce résultat : {communes}."), blank),
        table,
        _rate(notebook, covered.rate),
        _months(notebook, covered.months),
    )


def _months(notebook: Notebook, months: pd.DataFrame) -> Figure | None:
    t, number = notebook.t, notebook.language.number
    parts = [name for name in ("femmes", "hommes", "sexe_inconnu") if months[name].sum()]
    if not parts:
        return None
    names = {
        "femmes": t("femmes"),
        "hommes": t("hommes"),
        "sexe_inconnu": t("sexe non noté"),
    }
    totals = months[parts].sum(axis=1)
    return Figure(
        stacked_months(
            months[parts],
            {name: names[name] for name in parts},
            lambda day: notebook.language.month(day.date()),
        ),
        t(
            "Participations par mois : de {bas:int} à {haut:int}, le plus en {mois:month}.",
            bas=int(totals.min()),
            haut=int(totals.max()),
            mois=totals.idxmax().date(),
        ),
        t("Participations par mois (n = {n:int} présences)", n=int(totals.sum())),
        Table(
            t("Activités et participations par mois"),
            (
                Column(t("mois")),
                Column(t("activités"), True),
                Column(t("femmes"), True),
                Column(t("hommes"), True),
                Column(t("sexe non noté"), True),
                Column(t("dont jeunes"), True),
            ),
            tuple(
                (
                    (notebook.language.month(row.Index.date()),),
                    (number(row.activites),),
                    (number(row.femmes),),
                    (number(row.hommes),),
                    (number(row.sexe_inconnu),),
                    (number(row.jeunes),),
                )
                for row in months.itertuples()
            ),
        ),
        t("Données de la figure"),
    )


def _part(top: pd.Series, bottom: pd.Series) -> list[float | None]:
    return [float(a / b) if b else None for a, b in zip(top, bottom, strict=True)]


def _marked(notebook: Notebook, share: float | None, threshold: float) -> tuple[str]:
    if share is None:
        return ("–",)
    written = notebook.language.percent(share, 0)
    return (f"▼ {written}" if share < threshold else written,)


def _names(notebook: Notebook, message: str, names: list[str]) -> Paragraph | None:
    if not names:
        return None
    return Paragraph((notebook.t(message, communes=notebook.language.listing(names)),))


def _rate(notebook: Notebook, rate: PerThousand) -> Paragraph | None:
    if rate.value is None or rate.covered is None:
        return None
    return note(
        notebook.t(
            "Pour 1 000 habitants : {taux:int} participations dans les {k:int} communes (sur {n:int}) "
            "dont la population est connue ; ces communes font {part:pct} des participations. Population : "
            "recensement de 2009, chiffres provisoires relevés de seconde main ; ordre de grandeur "
            "seulement.",
            taux=rate.value,
            k=rate.communes,
            n=rate.of,
            part=rate.covered,
        )
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
                (interval(notebook, row.part, percent=True, digits=0),),
                (number(row.communes),),
            )
            for row in themes.table.itertuples()
        ),
        t(
            "n = {ecrites:int} fiches avec une note, sur {total:int}. Thèmes reconnus par des mots, sans "
            "relecture ; {sans:int} notes n’en portent aucun, et une note peut en porter plusieurs. Une "
            "case vide ne dit pas qu’il n’y avait rien à noter.",
            ecrites=themes.written,
            total=themes.total,
            sans=themes.unclassified,
        ),
    )
