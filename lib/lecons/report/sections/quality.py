"""10_donnees: how good the data are, and which rows deserve a call to the field team."""

from typing import Any

import pandas as pd

from lecons.figures.multiples import multiples
from lecons.language import SOURCE_LANGUAGE, mark
from lecons.measures.quality import LATE, Delays, missing
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Figure,
    Foreign,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, guarded, hidden, people, written
from lecons.report.sections.data import multiples_key
from lecons.report.sections.imported import PEOPLE, journal
from lecons.store.names import ITEMS
from lecons.store.tables import read_faults

# a list that a person can call through; the rest is counted
MOST_CALLS = 15
WHY = {
    "tardive": mark("fiche envoyée plus de 30 jours après l’activité"),
    "avant": mark("fiche envoyée avant le jour qu’elle indique"),
    "sans_compte": mark("personne n’est compté"),
    "sans_femme": mark("aucune femme parmi au moins dix hommes"),
}


def notes(notebook: Notebook, written: dict[str, Any]) -> Block | None:
    """What the last import wants the analyst to know; internal, because it speaks of files."""
    if notebook.parameters.edition != "interne":
        return None
    t = notebook.t
    said: list[Inlines] = [
        (Foreign(f"{file} : {note}", SOURCE_LANGUAGE),)
        for file, some in written.get("avis", {}).items()
        for note in some
    ]
    said += [
        (t("Version remplacée par une plus récente : {ancienne}.", ancienne=one["old"]),)
        for one in written.get("remplacees", [])
    ]
    count = written.get("corrections", 0)
    if count:
        said.append(
            (
                t(
                    "{n:int} {n:?correction appliquée|corrections appliquées}, de corrections.csv.",
                    n=count,
                ),
            )
        )
    return stack(Heading(2, t("À savoir de cet import")), Bullets(tuple(said))) if said else None


def quarantine(notebook: Notebook) -> Block:
    """Rows in quarantine and emptied cells of the last import, by reason and by file; outside the
    team, by table: a file may be named after somebody."""
    faults = read_faults(notebook.project.tables_folder)
    t = notebook.t
    if faults.empty:
        return Paragraph((t("Aucune ligne n’est en quarantaine."),))
    inside = notebook.parameters.edition == "interne"
    tables = {
        (one["file"], one["sheet"]): one["table"] for one in journal(notebook).get("comptes", [])
    }
    place = pd.Series(
        [tables.get(pair, "") for pair in zip(faults["fichier"], faults["feuille"], strict=True)],
        index=faults.index,
    )
    counts = (
        faults.assign(
            ligne=faults["feuille"] + "\0" + faults["ligne"].astype(str),
            lieu=faults["fichier"] if inside else place,
            gens=place.isin(PEOPLE),
        )
        .groupby(["raison", "lieu"], as_index=False)
        .agg(lignes=("ligne", "nunique"), cellules=("ligne", "size"), gens=("gens", "any"))
        .sort_values(["lignes", "raison"], ascending=[False, True], ignore_index=True)
    )
    cells = _faults(notebook, counts)
    return guarded(
        notebook,
        Table(
            t("À corriger, par raison et par fichier")
            if inside
            else t("À corriger, par raison et par table"),
            (
                Column(t("raison")),
                Column(t("fichier") if inside else t("table")),
                Column(t("lignes"), True),
                Column(t("cellules"), True),
            ),
            tuple(
                (
                    (t(row.raison),),
                    (row.lieu.split("/")[-1] or "–",),
                    (cells.loc[row.Index, "lignes"],),
                    (cells.loc[row.Index, "cellules"],),
                )
                for row in counts.itertuples()
            ),
            t(
                "Un classeur par fichier, dans le dossier quarantaine du projet : corrigez-y, réimportez."
            )
            if inside
            else "",
        ),
    )


def _faults(notebook: Notebook, counts: pd.DataFrame) -> pd.DataFrame:
    """Rows and cells in words: where a row is a person, as exactly as the edition may tell."""
    both = counts[["lignes", "cellules"]]
    plain = both.map(notebook.language.number)
    some = counts.index[counts["gens"]]
    rows = both.loc[some].astype("float64")
    sums = [Within((row, "cellules"), (row, "lignes")) for row in some]
    plain.loc[some] = people(notebook, rows, sums)
    return plain


def months_by_commune(notebook: Notebook, table: pd.DataFrame) -> Block:
    """The grid of communes and months (of reach.by_commune_and_month)."""
    t, number = notebook.t, notebook.language.number
    if table.empty or not table.shape[1]:
        return Stack()
    filled = (table > 0).sum(axis=1)
    least = filled.min()
    names = list(filled.index[filled == least])
    months = table.shape[1]
    data = Table(
        t("Mois avec au moins une activité, par commune (sur {n:int})", n=months),
        (
            Column(t("commune")),
            Column(t("mois actifs"), True),
            Column(t("mois sans activité"), True),
            Column(t("activités"), True),
        ),
        tuple(
            (
                (str(name),),
                (number(filled[name]),),
                (number(months - filled[name]),),
                (number(table.loc[name].sum()),),
            )
            for name in table.index
        ),
    )
    return Figure(
        multiples(
            {
                f"{name} {number(sum(counts))}": counts
                for name, counts in zip(table.index, table.to_numpy().tolist(), strict=True)
            },
            multiples_key(notebook, table.T),
        ),
        t(
            "Activités de chaque commune, mois par mois : la moins régulière en a eu dans "
            "{bas:int} mois sur {n:int} ({communes}).",
            bas=int(least),
            n=months,
            communes=notebook.language.listing(names),
        ),
        t(
            "Activités par commune et par mois (n = {n:int} activités)",
            n=int(table.to_numpy().sum()),
        ),
        data,
        t("Données de la figure"),
    )


def types_by_commune(notebook: Notebook, table: pd.DataFrame) -> Block:
    """Activities of each commune by type (of reach.by_commune_and_type): blanks are what to serve."""
    t = notebook.t
    if table.empty or not table.shape[1]:
        return Stack()
    return Table(
        t("Activités par commune et par type"),
        (Column(t("commune")), *(Column(t(label(str(name))), True) for name in table.columns)),
        tuple(
            ((str(name),), *((str(int(count)) if count else "–",) for count in row))
            for name, row in zip(table.index, table.to_numpy(), strict=True)
        ),
        t("Un tiret : aucune activité de ce type dans cette commune."),
    )


# the columns whose blanks matter to what the report counts
FOLLOWED = {
    "activites": ("theme", "hommes", "femmes", "jeunes", "duree_min", "cout_fcfa"),
    "cas": ("parties", "violence", "date_issue", "suivi_3_mois", "suivi_6_mois", "mediatrices"),
    "formations": ("sexe", "age", "score_avant", "score_apres", "score_6_mois"),
    "organisations": ("score", "femmes_bureau", "jeunes_bureau", "taille_bureau"),
    "enquete": ("sexe", "tranche_age", "exposition", *ITEMS),
    "temoignages": ("sexe", "tranche_age", "langue_origine"),
}


def blanks(notebook: Notebook) -> Block:
    """Missing values by column, in the tables that the report counts."""
    t = notebook.t
    found = missing({name: notebook.table(name) for name in FOLLOWED}, FOLLOWED)
    if found.empty:
        return Paragraph((t("Aucune valeur ne manque dans les colonnes suivies."),))
    places = _few_blanks(notebook, found)
    cells = written(notebook, found[["manquants", "n"]], places)
    masked = Hidden(t("masqué"))
    return guarded(
        notebook,
        Table(
            t("Valeurs manquantes, par colonne"),
            (
                Column(t("table")),
                Column(t("colonne")),
                Column(t("manquantes"), True),
                Column(t("lignes"), True),
                Column(t("part"), True),
            ),
            tuple(
                (
                    (row.table,),
                    (row.colonne,),
                    (cells.loc[row.Index, "manquants"],),
                    (cells.loc[row.Index, "n"],),
                    (
                        masked
                        if places.loc[row.Index].any()
                        else notebook.language.percent(row.part, 0),
                    ),
                )
                for row in found.itertuples()
            ),
            t(
                "Une case vide reste manquante : elle n’est jamais comptée comme zéro. Une émission de "
                "radio n’a pas de présents ; un suivi à 6 mois n’existe qu’après 6 mois."
            ),
        ),
    )


def _few_blanks(notebook: Notebook, found: pd.DataFrame) -> pd.DataFrame:
    """What may not be told of blanks where a row is a person: how many they are, and how many are not."""
    places = pd.DataFrame("", found.index, ["manquants", "n"])
    for _, rows in found[found["table"].isin(PEOPLE)].groupby("table"):
        counts = rows[["manquants", "n"]].astype("float64")
        first, *others = rows.index
        sums = [
            *(Within((row, "n"), (row, "manquants")) for row in rows.index),
            *(Sum((first, "n"), ((row, "n"),)) for row in others),
        ]
        places.loc[rows.index] = hidden(notebook, counts, sums)
    return places


def delay(notebook: Notebook, found: Delays) -> Block:
    """How long sheets take to arrive (of quality.delays)."""
    t = notebook.t
    share = found.within_week
    if share.value is None or found.median is None or found.ninth_decile is None:
        return Paragraph((t("Le jour d’envoi des fiches n’est pas connu."),))
    return Paragraph(
        (
            t(
                "De l’activité à l’envoi de sa fiche : {mediane:int} {mediane:?jour|jours} au plus "
                "pour la moitié des fiches, {decile:int} au plus pour neuf sur dix. En une semaine "
                "au plus : {part:pct} des {n:int} fiches dont les deux dates sont connues "
                "(intervalle à 95 % : {bas:pct} à {haut:pct}), sur {total:int} ; {tard:int} "
                "{tard:?est arrivée|sont arrivées} après {limite:int} jours.",
                mediane=round(found.median),
                decile=round(found.ninth_decile),
                part=share.value,
                bas=share.low,
                haut=share.high,
                n=found.n,
                total=found.total,
                tard=found.late,
                limite=LATE,
            ),
        )
    )


def calls(notebook: Notebook, rows: pd.DataFrame) -> Block:
    """Rows that deserve a call to the field team (of quality.to_call); internal only."""
    t = notebook.t
    if notebook.parameters.edition != "interne":
        return Stack()
    if rows.empty:
        return Paragraph((t("Aucune fiche n’appelle de question à l’équipe de terrain."),))
    names = notebook.project.communes().set_index("pcode")["commune"]
    shown = rows.head(MOST_CALLS)
    return Table(
        t(
            "Fiches qui méritent un appel à l’équipe de terrain ({montrees:int} sur {n:int})",
            montrees=len(shown),
            n=len(rows),
        ),
        (
            Column(t("activité")),
            Column(t("agent")),
            Column(t("pourquoi")),
            Column(t("où la trouver")),
        ),
        tuple(
            (
                (
                    f"{notebook.language.day(row.date.date())}, {names.get(row.commune, row.commune)}, "
                    f"{t(label(row.type))}",
                ),
                (row.agent if isinstance(row.agent, str) else "–",),
                (" ; ".join(t(WHY[code]) for code in row.pourquoi.split()),),
                (
                    t(
                        "{fichier}, ligne {ligne}",
                        fichier=row.source_fichier.split("/")[-1],
                        ligne=row.source_ligne,
                    ),
                ),
            )
            for row in shown.itertuples()
        ),
        t("Édition interne seulement. Les plus chargées d’abord."),
    )
