"""10_donnees: what came in, what did not, and where the project went."""

from typing import Any

import pandas as pd

from lecons.figures.multiples import multiples
from lecons.figures.style import look
from lecons.language import mark
from lecons.measures.reach import attendance_gap
from lecons.privacy.cells.suppress import SECONDARY, column_sums, row_sums
from lecons.report.document import Block, Column, Figure, Paragraph, Stack, Table
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, guarded, hidden
from lecons.report.people import written as written_cells
from lecons.report.sections.attended import hidden_attendances
from lecons.report.sections.imported import PEOPLE
from lecons.report.sections.imported import journal as journal
from lecons.report.sections.where import on_the_map, row_mark, tiles


def account(notebook: Notebook, written: dict[str, Any]) -> Block:
    """Rows read = kept + quarantined + set aside, for each sheet; outside the team, for each table: a
    file may be named after somebody."""
    t = notebook.t
    inside = notebook.parameters.edition == "interne"
    accounts = pd.DataFrame(
        [
            (
                f"{one['file'].split('/')[-1]} · {one['sheet']}" if inside else one["table"],
                one["table"] in PEOPLE,
                one["read"],
                one["kept"],
                one["quarantined"],
                sum(one["set_aside"].values()),
            )
            for one in written.get("comptes", [])
        ],
        columns=["nom", "gens", *_ACCOUNT],
    )
    if not inside:
        accounts = accounts.groupby(["nom", "gens"], sort=False, as_index=False).sum()
    cells = _account(notebook, accounts)
    return guarded(
        notebook,
        *_failed(notebook, written, inside),
        Table(
            t("Compte des lignes : lues = gardées + en quarantaine + écartées"),
            (
                Column(t("fichier et feuille") if inside else t("table")),
                Column(t("lues"), True),
                Column(t("gardées"), True),
                Column(t("quarantaine"), True),
                Column(t("écartées"), True),
            ),
            tuple(
                ((name,), *((cell,) for cell in row))
                for name, row in zip([*accounts["nom"], t("Total")], cells, strict=True)
            ),
            t(
                "Écartées : soumissions rejetées à la validation, copies, versions remplacées, lignes "
                "vides. En quarantaine : à corriger dans les classeurs du dossier quarantaine."
            ),
        ),
    )


_TOTAL = ""
_ACCOUNT = ["lues", "gardees", "quarantaine", "ecartees"]


def _account(notebook: Notebook, accounts: pd.DataFrame) -> list[list[str]]:
    """The account in words, its total last. Where a row is a person it is told as exactly as the
    edition may; the others have nothing to hide, but the total must not give back what is hidden."""
    counts = accounts[_ACCOUNT].astype("float64")
    plain = counts.map(notebook.language.number)
    some = counts.loc[accounts["gens"]]
    every = pd.concat([some, some.sum().to_frame(_TOTAL).T])
    sums = [
        *row_sums(every.index, _ACCOUNT[0], _ACCOUNT[1:]),
        *column_sums(_ACCOUNT, _TOTAL, list(some.index)),
    ]
    places = hidden(notebook, every, sums)
    plain.loc[some.index] = written_cells(notebook, some, places.loc[some.index])
    # the whole total holds more than persons: it is not small, it would give back what is
    told = places.loc[[_TOTAL]].mask(places.loc[[_TOTAL]].ne(""), SECONDARY)
    total = written_cells(notebook, counts.sum().to_frame(_TOTAL).T, told)
    return [*plain.to_numpy().tolist(), total.to_numpy().tolist()[0]]


def _failed(notebook: Notebook, written: dict[str, Any], inside: bool) -> list[Paragraph]:
    """Files that did not come in; outside the team, how many: their names and what is in them are the
    team's."""
    t, failed = notebook.t, list(written.get("echecs", {}).values())
    if not inside and failed:
        return [
            Paragraph(
                (t("{n:int} {n:?fichier non importé|fichiers non importés}.", n=len(failed)),),
                "alerte",
            )
        ]
    return [
        Paragraph((t("Fichier non importé — {message}", message=message),), "alerte")
        for message in failed
    ]


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
    places = hidden_attendances(notebook, communes)
    present = written_cells(
        notebook, communes.set_index("pcode")[["participations"]], places[["participations"]]
    )
    masked = Hidden(t("masqué"))
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
                (present.loc[row.pcode, "participations"],),
                (
                    masked
                    if places.loc[row.pcode, "femmes"]
                    else notebook.language.percent(
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
        tuple(row_mark(code) for code in communes["pcode"]),
    )
    low = attendance_gap(communes)
    # a commune where few came is not named for what they were
    told = set(communes.loc[places["femmes"].eq("").to_numpy(), "commune"])
    named = [name for name in low if name in told]
    return guarded(
        notebook,
        tiles(notebook, communes),
        on_the_map(notebook, communes),
        table,
        None if low and not named else _gaps(notebook, named),
    )


def _gaps(notebook: Notebook, low: list[str]) -> Paragraph:
    if not low:
        return Paragraph(
            (
                notebook.t(
                    "Tous résultats réunis, les femmes font au moins un tiers des participations dans "
                    "chaque commune."
                ),
            )
        )
    return Paragraph(
        (
            notebook.t(
                "Communes où les femmes font moins d’un tiers des participations, tous résultats réunis : "
                "{communes}.",
                communes=notebook.language.listing(low),
            ),
        )
    )


def multiples_key(notebook: Notebook, months: pd.DataFrame) -> str:
    """What is read in small multiples of these months (rows) and what they count (columns)."""
    return notebook.t(
        "De gauche à droite, de {a:month} à {b:month}. Même échelle partout : la ligne du haut vaut "
        "{n:int}. Un trait sous la base : un mois sans activité.",
        a=months.index[0].date(),
        b=months.index[-1].date(),
        n=int(months.to_numpy().max()),
    )


def calendar(notebook: Notebook, months: pd.DataFrame) -> Block:
    """Activities a month, by type (of reach.by_month)."""
    t, number = notebook.t, notebook.language.number
    if months.empty:
        return Stack()
    totals = months.sum(axis=1)
    data = Table(
        t("Activités par mois et par type"),
        (Column(t("mois")), *(Column(t(label(name)), True) for name in months.columns)),
        tuple(
            ((notebook.language.month(day.date()),), *((number(n),) for n in row))
            for day, row in zip(months.index, months.to_numpy(), strict=True)
        ),
    )
    counts = months.sum().sort_values(ascending=False, kind="stable")
    heads = {name: f"{t(label(name))} {number(counts[name])}" for name in counts.index}
    return Figure(
        multiples(
            {head: months[name].to_list() for name, head in heads.items()},
            multiples_key(notebook, months),
            {head: look(name) for name, head in heads.items()},
        ),
        t(
            "Activités de chaque type, mois par mois : {types}. En tout, de {bas:int} à {haut:int} par "
            "mois, le plus en {mois:month}.",
            types=notebook.language.listing(heads.values()),
            bas=int(totals.min()),
            haut=int(totals.max()),
            mois=totals.idxmax().date(),
        ),
        t("Activités par mois et par type (n = {n:int} activités)", n=int(totals.sum())),
        data,
        t("Données de la figure"),
    )
