"""Applies a mapping of projet.yaml: an export's columns become a table's columns.

The same mapping reads a KoboToolbox sheet, its repeat groups, an Excel sheet and a CSV: a column is
named as in the file; `parent.` before a name takes it from the parent row of a repeat group.
"""

from dataclasses import dataclass

import pandas as pd

from lecons.errors import IntakeError, ProjectError
from lecons.project import FileMapping, SheetMapping
from lecons.store.schemas import TABLES

PARENT = "parent."
# how a repeat group names its submission: by uuid, or by number in exports without uuids
_LINKS = {"_uuid": "_submission__uuid", "_id": "_submission__id"}


@dataclass(frozen=True)
class Mapped:
    """Rows ready to be typed, and the number of rows set aside, by reason."""

    frame: pd.DataFrame
    read: int
    set_aside: dict[str, int]


def pick_sheet(name: str, sheets: dict[str, pd.DataFrame], mapping: SheetMapping) -> pd.DataFrame:
    """The sheet that a mapping names (the first one where it names none)."""
    if mapping.feuille is None:
        if not sheets:
            raise IntakeError(f"{name} : aucune ligne.", "Vérifiez l’export, puis recommencez.")
        return next(iter(sheets.values()))
    if mapping.feuille not in sheets:
        raise IntakeError(
            f"{name} : la feuille « {mapping.feuille} » manque "
            f"(feuilles trouvées : {', '.join(sheets) or 'aucune'}).",
            "Exportez de nouveau avec toutes les feuilles, ou corrigez imports dans projet.yaml.",
        )
    return sheets[mapping.feuille]


def apply_mapping(
    file: FileMapping, sheets: dict[str, pd.DataFrame], mapping: SheetMapping
) -> Mapped:
    """Rename, recode and join the rows of a sheet; raises IntakeError on a missing column.

    Set aside, and counted: blank rows, rows that a rule of `ecarter` names (rejected submissions),
    rows that repeat an earlier one to the cell, except for the export's own counters.
    """
    raw = pick_sheet(file.fichier, sheets, mapping)
    read = len(raw)
    set_aside: dict[str, int] = {}

    def leave(rows: pd.Series, reason: str) -> None:
        nonlocal raw
        if rows.any():
            set_aside[reason] = set_aside.get(reason, 0) + int(rows.sum())
            raw = raw[~rows]

    leave(raw.isna().all(axis=1), "ligne vide")
    for column, value in mapping.ecarter.items():
        if column in raw:
            leave(raw[column].eq(value).fillna(False), f"{column} = {value}")
    content = [
        c for c in raw.columns if c not in ("_id", "_index", "_parent_index", "_submission__id")
    ]
    leave(raw[content].duplicated(), "copie exacte d’une autre ligne")

    parents = _parents(file, sheets, mapping)
    frame = pd.DataFrame(index=raw.index)
    for target, source in mapping.colonnes.items():
        frame[target] = _column(file, mapping, raw, parents, source)
    for target, constant in mapping.constantes.items():
        frame[target] = constant
    for target, codes in mapping.valeurs.items():
        frame[target] = frame[target].map(lambda cell, codes=codes: codes.get(cell, cell))
    return Mapped(frame, read, set_aside)


def _column(
    file: FileMapping,
    mapping: SheetMapping,
    raw: pd.DataFrame,
    parents: pd.DataFrame | None,
    source: str,
) -> pd.Series:
    where, name, sheet = raw, source, mapping.feuille or "première"
    if source.startswith(PARENT) and parents is not None:
        where, name, sheet = parents, source.removeprefix(PARENT), str(mapping.parent)
    if name not in where:
        raise IntakeError(
            f"{file.fichier}, feuille « {sheet} » : la colonne « {name} » manque.",
            "Vérifiez le formulaire exporté, ou corrigez la clé colonnes dans projet.yaml.",
        )
    if where is raw:
        return raw[name]
    link = _LINKS[str(where.index.name)]
    if link not in raw:
        raise IntakeError(
            f"{file.fichier}, feuille « {mapping.feuille or 'première'} » : "
            f"la colonne « {link} » manque.",
            "Exportez de nouveau avec les colonnes qui relient les groupes à leur soumission.",
        )
    return raw[link].map(where[name])


def _parents(
    file: FileMapping, sheets: dict[str, pd.DataFrame], mapping: SheetMapping
) -> pd.DataFrame | None:
    """The parent rows of a repeat group, by submission; `_index` restarts in each export."""
    if mapping.parent is None:
        return None
    if mapping.parent not in sheets:
        raise IntakeError(
            f"{file.fichier} : la feuille principale « {mapping.parent} » manque.",
            "Exportez de nouveau le formulaire avec toutes ses feuilles.",
        )
    parents = sheets[mapping.parent]
    key = next((key for key in _LINKS if key in parents), None)
    if key is None:
        raise IntakeError(
            f"{file.fichier}, feuille « {mapping.parent} » : la colonne « _uuid » manque.",
            "Exportez depuis KoboToolbox avec les métadonnées.",
        )
    return parents.dropna(subset=[key]).drop_duplicates(key, keep="last").set_index(key)


def check_mappings(files: list[FileMapping]) -> None:
    """Refuse, before anything is read, a mapping to a table or a column that does not exist."""
    for file in files:
        for mapping in file.feuilles:
            place = f"projet.yaml, imports de {file.fichier}"
            if mapping.table not in TABLES:
                raise ProjectError(
                    f"{place} : la table « {mapping.table} » n’existe pas.",
                    f"Tables : {', '.join(TABLES)}.",
                )
            known = set(TABLES[mapping.table].to_schema().columns)
            filled = {*mapping.colonnes, *mapping.constantes}
            for column in sorted(filled - known):
                raise ProjectError(
                    f"{place} : la table {mapping.table} n’a pas de colonne « {column} ».",
                    f"Colonnes : {', '.join(sorted(known))}.",
                )
            for column in sorted(set(mapping.valeurs) - filled):
                raise ProjectError(
                    f"{place}, valeurs : la colonne « {column} » n’est remplie par rien.",
                    "Ajoutez-la à la clé colonnes, ou retirez-la de valeurs.",
                )
