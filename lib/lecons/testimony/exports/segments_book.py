"""All coded passages on one flat sheet, with the codebook and a sheet that says what it is."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lecons.testimony.codebook import labels, paths
from lecons.testimony.exports.speakers import SHARED_BY, publishable, speakers
from lecons.testimony.quotations.decisions import BAR, PIN, Decisions, require_bars
from lecons.testimony.readings import ACCEPTED

SEGMENTS, CODEBOOK, README = "Segments", "Livre de codes", "Lisez-moi"
_STATUSES = {ACCEPTED: "validé", "propose": "proposé"}
_CONSENTS = {
    "aucun": "aucun",
    "interne": "interne",
    "citation_anonyme": "citation anonyme",
    "citation_nominative": "citation nominative",
}


@dataclass(frozen=True)
class Origin:
    """What the file is taken from: whose testimonies, for which readers, on which day; outside the
    internal edition, how many people must share what is told of one."""

    project: str
    edition: str
    day: date
    shared_by: int = SHARED_BY

    @property
    def internal(self) -> bool:
        return self.edition == "interne"


def segments_book(
    segments: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    communes: pd.DataFrame,
    decisions: Decisions,
    origin: Origin,
) -> dict[str, pd.DataFrame]:
    """The sheets « Segments », « Livre de codes » and « Lisez-moi », in that order.

    In: tables as the edition reads them. The internal edition has one row a segment, whoever coded
    it and whatever its status, its passage blank where it may not be read; the others have one row
    a publishable passage and code, with the group and the cercle only, in an order that owes
    nothing to who spoke (see speakers.py). Raises ReportError where a barred passage is lost
    (require_bars).
    """
    require_bars(decisions, origin.edition)
    told = speakers(testimonies, communes, origin.edition, origin.shared_by)
    rows = segments if origin.internal else publishable(segments, decisions)
    rows = rows.drop(columns=[*told.columns], errors="ignore")
    joined = rows.join(told, on="id_temoignage").assign(
        chemin=rows["code"].map(paths(codebook)).fillna(rows["code"]),
        famille=rows["code"].map(codebook.set_index("code")["famille"]),
    )
    sheet = _internal(joined, decisions) if origin.internal else _public(joined)
    return {
        SEGMENTS: sheet,
        CODEBOOK: _codebook(codebook, rows, origin),
        README: _readme(sheet, rows, testimonies, origin),
    }


def _internal(joined: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    ordered = joined.sort_values(
        ["id_temoignage", "debut", "fin", "code", "codeur", "id"], ignore_index=True
    )
    return pd.DataFrame(
        {
            "segment": ordered["id"],
            "témoignage": ordered["id_temoignage"],
            "début": ordered["debut"],
            "fin": ordered["fin"],
            "code": ordered["code"],
            "chemin du code": ordered["chemin"],
            "famille": ordered["famille"],
            "passage": ordered["extrait"],
            "mémo": ordered["memo"],
            "codeur": ordered["codeur"],
            "codé le": ordered["date"],
            "statut": ordered["statut"].map(_STATUSES).fillna(ordered["statut"]),
            "citation": _quoting(ordered, decisions),
            "commune": ordered["commune"],
            "cercle": ordered["cercle"],
            "groupe": ordered["acteur"],
            "sexe": ordered["sexe"],
            "tranche d’âge": ordered["tranche_age"],
            "langue": ordered["langue_origine"],
            "consentement": ordered["consentement"].map(_CONSENTS),
            "retiré le": ordered["retrait_le"],
        }
    )


def _quoting(rows: pd.DataFrame, decisions: Decisions) -> list[str | None]:
    """What was decided of each passage: whoever copies one into a report must see a bar."""
    said: list[str | None] = []
    for person, start, end in rows[["id_temoignage", "debut", "fin"]].itertuples(index=False):
        place = (person, int(start), int(end))
        bar, pin = decisions.bar_on(place), decisions.pinned.get(place)
        if bar:
            said.append(f"{BAR} : {bar.reason} ({bar.author})")
        else:
            said.append(f"{PIN} : {pin.reason} ({pin.author})" if pin else None)
    return said


def _public(joined: pd.DataFrame) -> pd.DataFrame:
    told = {
        "code": "code",
        "chemin": "chemin du code",
        "famille": "famille",
        "extrait": "passage",
        "acteur": "groupe",
        "cercle": "cercle",
    }
    # two coders who marked the same words say one thing
    rows = joined[[*told]].rename(columns=told).drop_duplicates()
    return rows.sort_values([*told.values()], key=lambda cells: cells.astype(str)).reset_index(
        drop=True
    )


def _codebook(codebook: pd.DataFrame, rows: pd.DataFrame, origin: Origin) -> pd.DataFrame:
    sheet = pd.DataFrame(
        {
            "code": codebook["code"],
            "chemin du code": codebook["code"].map(paths(codebook)),
            "libellé": codebook["code"].map(labels(codebook)),
            "famille": codebook["famille"],
            "résultat": codebook["resultat"],
        }
    )
    if origin.internal:
        # what coders wrote to each other may hold somebody's words; counts by code are small cells
        sheet["définition"] = codebook["definition"]
        sheet["inclusion"] = codebook["inclusion"]
        sheet["exclusion"] = codebook["exclusion"]
        accepted = rows[rows["statut"].eq(ACCEPTED)].groupby("code")["id_temoignage"]
        sheet["exemple"] = codebook["exemple"]
        sheet["segments validés, tous codeurs"] = (
            sheet["code"].map(accepted.size()).fillna(0).astype(int)
        )
        sheet["personnes, tous codeurs"] = (
            sheet["code"].map(accepted.nunique()).fillna(0).astype(int)
        )
    return sheet.sort_values(["famille", "chemin du code"], ignore_index=True)


def _readme(
    sheet: pd.DataFrame, rows: pd.DataFrame, testimonies: pd.DataFrame, origin: Origin
) -> pd.DataFrame:
    said = {
        "Ce fichier": f"Passages codés des témoignages – {origin.project}",
        "Édition": origin.edition,
        "Fait le": origin.day,
        "Lignes de la feuille Segments": len(sheet),
    }
    if origin.internal:
        accepted = rows["statut"].eq(ACCEPTED)
        said |= {
            "Témoignages": testimonies["id"].nunique(),
            "dont le texte peut être lu": int(testimonies["texte"].notna().sum()),
            "Segments validés": int(accepted.sum()),
            "Segments proposés (ne comptent nulle part)": int((~accepted).sum()),
            "Passages laissés vides (refus ou retrait)": int(rows["extrait"].isna().sum()),
            "Codeurs": rows["codeur"].nunique(),
            "Attention": "Paroles de personnes qui pourraient être reconnues : ne pas transmettre "
            "hors de l’équipe. Un passage « écarter » (colonne citation) ne se cite nulle part.",
            "Pour compter": "Un témoignage lu par deux codeurs a ses lignes deux fois : filtrez "
            "par codeur, et comptez des personnes (témoignages), non des lignes.",
        }
    else:
        said |= {
            "Ce qui est montré": "Les seuls passages consentis, rendus anonymes et relus par une "
            "personne, sans ce qu’une personne a écarté. De qui parle, le groupe et le cercle.",
            "Pour compter": "Ces passages sont un choix : leur nombre ne dit pas combien de "
            "personnes le pensent. Voir le rapport pour les nombres.",
        }
    return pd.DataFrame(
        {"quoi": list(said), "ce qu’il faut savoir": pd.Series([*said.values()], dtype="object")}
    )
