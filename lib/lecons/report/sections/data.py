"""10_donnees: what came in, what did not, and where the project went."""

import json
from typing import Any

import pandas as pd

from lecons.figures.charts import stacked_months
from lecons.figures.map import coverage_map, read_polygons
from lecons.language import mark
from lecons.measures.reach import attendance_gap
from lecons.report.document import Block, Column, Figure, Paragraph, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook


def journal(notebook: Notebook) -> dict[str, Any]:
    """What the last import wrote of itself; empty before a first import."""
    path = notebook.project.tables_folder / "journal.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def account(notebook: Notebook, written: dict[str, Any]) -> Block:
    """Rows read = kept + quarantined + set aside, for each sheet."""
    t, number = notebook.t, notebook.language.number
    accounts = written.get("comptes", [])
    rows: list[tuple[str, ...]] = [
        (
            f"{one['file'].split('/')[-1]} · {one['sheet']}",
            number(one["read"]),
            number(one["kept"]),
            number(one["quarantined"]),
            number(sum(one["set_aside"].values())),
        )
        for one in accounts
    ]
    total = [sum(one[key] for one in accounts) for key in ("read", "kept", "quarantined")] + [
        sum(sum(one["set_aside"].values()) for one in accounts)
    ]
    rows.append((t("Total"), *(number(value) for value in total)))
    failed = [
        Paragraph((t("Fichier non importé — {message}", message=message),), "alerte")
        for message in written.get("echecs", {}).values()
    ]
    return stack(
        *failed,
        Table(
            t("Compte des lignes : lues = gardées + en quarantaine + écartées"),
            (
                Column(t("fichier et feuille")),
                Column(t("lues"), True),
                Column(t("gardées"), True),
                Column(t("quarantaine"), True),
                Column(t("écartées"), True),
            ),
            tuple(tuple((cell,) for cell in row) for row in rows),
            t(
                "Écartées : soumissions rejetées à la validation, copies, versions remplacées, lignes "
                "vides. En quarantaine : à corriger dans les classeurs du dossier quarantaine."
            ),
        ),
    )


REASONS = (
    mark("commune inconnue"),
    mark("commune hors du projet"),
    mark("date illisible"),
    mark("date hors de la période du projet"),
    mark("nombre illisible"),
    mark("valeur hors de la liste"),
    mark("valeur impossible"),
    mark("valeur obligatoire absente"),
    mark("même identifiant, contenu différent"),
    mark("ligne liée absente ou en quarantaine"),
    mark("doublon probable, à trancher"),
    mark("ligne d’un groupe dont la fiche manque"),
    mark("choix impossibles à distinguer"),
    mark("cellule coupée par Excel"),
    mark("formule sans résultat"),
    mark("cellules au-delà de l’en-tête"),
)


def coverage(notebook: Notebook, communes: pd.DataFrame) -> Block:
    """The table and the map of activities by commune (of reach.by_commune)."""
    t, number = notebook.t, notebook.language.number
    table = Table(
        t("Activités et participations par commune"),
        (
            Column(t("commune")),
            Column(t("cercle")),
            Column(t("activités"), True),
            Column(t("mois actifs"), True),
            Column(t("participations"), True),
            Column(t("part de femmes"), True),
        ),
        tuple(
            (
                (row.commune,),
                (row.cercle,),
                (number(row.activites),),
                (number(row.mois),),
                (number(row.participations),),
                (
                    notebook.language.percent(
                        row.femmes / (row.participations - row.sexe_inconnu), 0
                    )
                    if row.participations > row.sexe_inconnu
                    else "–",
                ),
            )
            for row in communes.itertuples()
        ),
        t(
            "Les participations sont des présences : une personne venue trois fois compte trois fois."
        ),
    )
    return stack(_map(notebook, communes), table, _gaps(notebook, communes))


def _map(notebook: Notebook, communes: pd.DataFrame) -> Figure | None:
    t, number = notebook.t, notebook.language.number
    polygons = read_polygons(notebook.project.reference_folder / "communes_nord.geojson")
    svg = coverage_map(
        communes,
        polygons,
        (t("ensemble"), t("vallée du fleuve, agrandie")),
        t("nombre d’activités"),
    )
    if svg is None:
        return None
    served = communes[communes["activites"] > 0]
    most, least = (
        communes.loc[communes["activites"].idxmax()],
        communes.loc[communes["activites"].idxmin()],
    )
    return Figure(
        svg,
        t(
            "Carte : {servies:int} des {toutes:int} communes ont eu au moins une activité ; le plus à "
            "{plus} ({n_plus:int}), le moins à {moins} ({n_moins:int}).",
            servies=len(served),
            toutes=len(communes),
            plus=most["commune"],
            n_plus=int(most["activites"]),
            moins=least["commune"],
            n_moins=int(least["activites"]),
        ),
        t("Couverture des communes (n = {n} activités)", n=number(communes["activites"].sum())),
    )


def _gaps(notebook: Notebook, communes: pd.DataFrame) -> Paragraph:
    low = attendance_gap(communes)
    if not low:
        return Paragraph(
            (
                notebook.t(
                    "Dans chaque commune, les femmes font au moins un tiers des participations."
                ),
            )
        )
    return Paragraph(
        (
            notebook.t(
                "Communes où les femmes font moins d’un tiers des participations : {communes}.",
                communes=notebook.language.listing(low),
            ),
        )
    )


def calendar(notebook: Notebook, months: pd.DataFrame) -> Block:
    """Activities a month, by type (of reach.by_month)."""
    t = notebook.t
    if months.empty:
        return Stack()
    totals = months.sum(axis=1)
    data = Table(
        t("Activités par mois et par type"),
        (Column(t("mois")), *(Column(t(label(name)), True) for name in months.columns)),
        tuple(
            ((notebook.language.month(day.date()),), *((str(int(n)),) for n in row))
            for day, row in zip(months.index, months.to_numpy(), strict=True)
        ),
    )
    return Figure(
        stacked_months(
            months,
            {name: t(label(name)) for name in months.columns},
            lambda day: notebook.language.month(day.date()),
        ),
        t(
            "Barres par mois : de {bas:int} à {haut:int} activités par mois, le plus en {mois:month}.",
            bas=int(totals.min()),
            haut=int(totals.max()),
            mois=totals.idxmax().date(),
        ),
        t("Activités par mois et par type (n = {n:int} activités)", n=int(totals.sum())),
        data,
        t("Données de la figure"),
    )
