"""20_activites: who came, commune by commune and month by month, and who is missing."""

import pandas as pd

from lecons.evidence.statements import reach as statements
from lecons.figures.charts import stacked_months
from lecons.language import mark
from lecons.measures.reach import Coverage, PerThousand
from lecons.report.document import Block, Column, Figure, Heading, Paragraph, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, guarded, written
from lecons.report.sections.attended import SEXES, hidden_attendances, hidden_months
from lecons.report.sections.measured import note

WOMEN, YOUTH = 1 / 3, 1 / 4


def coverage(notebook: Notebook, covered: Coverage) -> Block:
    """Who is missing, by commune: months without activity, women, young people, and attendances per
    1,000 inhabitants where the population is known."""
    rows = covered.communes
    t, number = notebook.t, notebook.language.number
    if not rows["activites"].sum():
        return stack()
    women = _part(rows["femmes"], rows["participations"] - rows["sexe_inconnu"])
    youth = _part(rows["jeunes"], rows["base_jeunes"])
    places = hidden_attendances(notebook, rows)
    present = written(
        notebook, rows.set_index("pcode")[["participations"]], places[["participations"]]
    )
    masked = Hidden(t("masqué"))
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
                (present.loc[row.pcode, "participations"],),
                (masked,)
                if places.loc[row.pcode, "participations"] and not pd.isna(row.pour_mille)
                else ("–" if pd.isna(row.pour_mille) else number(row.pour_mille),),
                (masked,) if places.loc[row.pcode, "femmes"] else _marked(notebook, w, WOMEN),
                (masked,) if places.loc[row.pcode, "jeunes"] else _marked(notebook, y, YOUTH),
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
    # a commune where few came is not named for what they were
    few_women, few_young = (
        [
            name
            for name, share, place in zip(rows["commune"], shares, places[column], strict=True)
            if share is not None and share < least and not place
        ]
        for column, shares, least in (("femmes", women, WOMEN), ("jeunes", youth, YOUTH))
    )
    return guarded(
        notebook,
        Heading(2, t("Qui a été touché, et qui manque")),
        notebook.publish(finding) if counted else None,
        _names(
            notebook, mark("Communes où les femmes sont sous le seuil : {communes}."), few_women
        ),
        _names(
            notebook, mark("Communes où les jeunes sont sous le seuil : {communes}."), few_young
        ),
        _names(notebook, mark("Communes sans aucune activité de ce résultat : {communes}."), blank),
        table,
        _rate(notebook, covered.rate),
        _months(notebook, covered.months),
    )


def _months(notebook: Notebook, months: pd.DataFrame) -> Figure | Table | None:
    t, number = notebook.t, notebook.language.number
    parts = [name for name in SEXES if months[name].sum()]
    if not parts:
        return None
    names = {
        "femmes": t("femmes"),
        "hommes": t("hommes"),
        "sexe_inconnu": t("sexe non noté"),
    }
    totals = months[parts].sum(axis=1)
    places = hidden_months(notebook, months)
    cells = written(notebook, months[list(places.columns)], places)
    data = Table(
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
                (notebook.language.month(day.date()),),
                (number(activities),),
                *((word,) for word in words),
            )
            for day, activities, words in zip(
                months.index, months["activites"], cells.to_numpy(), strict=True
            )
        ),
    )
    drawn = months[parts].where(places[parts].eq(""))
    if not drawn.fillna(0).to_numpy().any():
        return data
    whole = places[parts].eq("").all(axis=None)
    return Figure(
        stacked_months(
            drawn,
            {name: names[name] for name in parts},
            lambda day: notebook.language.month(day.date()),
            number,
        ),
        t(
            "Participations par mois : de {bas:pers} à {haut:pers}, le plus en {mois:month}.",
            bas=int(totals.min()),
            haut=int(totals.max()),
            mois=totals.idxmax().date(),
        )
        if whole
        else t(
            "Participations par mois, le plus en {mois:month} ; les effectifs trop petits ne sont pas "
            "dessinés.",
            mois=totals.idxmax().date(),
        ),
        t("Participations par mois (n = {n:pers} présences)", n=int(totals.sum())),
        data,
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
    if notebook.discretion and notebook.discretion.part(
        rate.covered, round(rate.attendances / rate.covered) if rate.covered else 0
    ):
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
