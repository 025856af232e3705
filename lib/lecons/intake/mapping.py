"""Applies a mapping of projet.yaml: an export's columns become a table's columns.

The same mapping reads a KoboToolbox sheet, its repeat groups, an Excel sheet and a CSV: a column is
named as in the form (or as in the file, without one); `parent.` before a name takes it from the row
that a repeat group stands in.
"""

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lecons.declared import FileMapping, SheetMapping
from lecons.errors import IntakeError, ProjectError
from lecons.intake.cells import copies, folded, matches, recoded, unreadable
from lecons.intake.grid import TEXT
from lecons.intake.kobo.export import Export
from lecons.intake.kobo.links import KEY, parent_rows
from lecons.intake.quarantine import Fault
from lecons.intake.sheet import Sheet, blank, constant
from lecons.store.names import DERIVED_COLUMNS, HELPER_COLUMNS
from lecons.store.schemas import TABLES

PARENT = "parent."
SHEET_NAME, FILE_NAME, ROW = "@feuille", "@fichier", "@ligne"
_MOST_TOLD = 12
_COUNTERS = {"_id", "_index", "_parent_index", "_submission__id", KEY}


@dataclass(frozen=True)
class Mapped:
    """Rows ready to be typed: `frame` (columns of the table, index = row number in the file), the
    rows read and those set aside by reason, cells that cannot be read, the headers of the file by
    column of the table, and the questions that the export does not have."""

    sheet: str
    frame: pd.DataFrame
    read: int
    set_aside: dict[str, int]
    faults: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


def pick_sheets(export: Export, mapping: SheetMapping) -> list[str]:
    """The keys of the sheets that a mapping names: one, or all that fit a name with *."""
    if not export.sheets and mapping.feuille is None:
        raise IntakeError(f"{export.file} : aucune ligne.", "Vérifiez l’export, puis recommencez.")
    if mapping.feuille and "*" in mapping.feuille:
        found = [
            key
            for key, sheet in export.sheets.items()
            if fnmatch.fnmatchcase(folded(sheet.name), folded(mapping.feuille))
        ]
    else:
        key = export.find(mapping.feuille)
        found = [] if key is None else [key]
    if found:
        return found
    told = export.missing.get(mapping.feuille or "")
    if told:
        raise IntakeError(f"{export.file} : {told}")
    names = ", ".join(sheet.name for sheet in export.sheets.values()) or "aucune"
    raise IntakeError(
        f"{export.file} : la feuille « {mapping.feuille} » manque (feuilles trouvées : {names}).",
        "Exportez de nouveau avec toutes les feuilles, ou corrigez imports dans projet.yaml.",
    )


def apply_mapping(
    export: Export, key: str, mapping: SheetMapping, *, declared: bool = False
) -> Mapped:
    """Rename, recode and join the rows of a sheet; raises IntakeError on a missing column.

    `declared`: the mapping is that of one of our forms, which gains questions over the years: a
    column that may be blank is blank where an older export does not have it, and it is said.

    Set aside, and counted: rows that the export itself sets aside (HXL tags, rejected submissions,
    replaced versions), blank rows, rows that a rule of `ecarter` names (totals), and rows that
    repeat an earlier one to the cell, except for the export's own counters.
    """
    sheet = export.sheets[key]
    raw = sheet.frame
    read = len(raw)
    set_aside: dict[str, int] = {}

    def leave(rows: pd.Series, reason: str) -> None:
        nonlocal raw
        if rows.any():
            set_aside[reason] = set_aside.get(reason, 0) + int(rows.sum())
            raw = raw[~rows]

    for reason, numbers in export.aside.get(key, {}).items():
        leave(pd.Series(raw.index.isin(numbers), index=raw.index), reason)
    # what the name of a row's group says by itself does not make a row
    told = [column for column in raw.columns if column != KEY]
    leave(raw[told].isna().all(axis=1), "ligne vide")
    for column, values in mapping.ecarter.items():
        if column in raw:
            for value in [values] if isinstance(values, str) else values:
                leave(matches(raw[column], value), f"{column} = {value}")
    # inside a repeat group two rows may well say the same: only a copy of the very row is one
    ignored = {KEY} if key in export.parents else _COUNTERS
    leave(
        copies(raw, [c for c in raw.columns if c not in ignored]), "copie exacte d’une autre ligne"
    )

    reader = _Reader(export, key, mapping)
    columns = dict(mapping.colonnes)
    absent = reader.absent() if declared else {}
    for target in absent:
        columns.pop(target)
    frame = pd.DataFrame(
        {target: _at(reader.column(source), raw.index) for target, source in columns.items()},
        index=raw.index,
    )
    for target in absent:
        frame[target] = blank(frame.index)
    for target, value in mapping.constantes.items():
        frame[target] = constant(value, frame.index)
    for target, codes in mapping.valeurs.items():
        frame[target] = recoded(frame[target], codes)
    headers = {target: reader.header(source) for target, source in columns.items()}
    faults = [*reader.faults(raw), *unreadable(frame, mapping.table)]
    if export.of_a_form:
        faults += _shifted(sheet, raw)
    mild = [fault for fault in faults if fault.mild]
    for fault in mild:
        frame.loc[fault.row, fault.column] = None
    return Mapped(
        sheet.name, frame, read, set_aside, tuple(faults), headers, tuple(absent.values())
    )


def _at(cells: pd.Series, rows: pd.Index) -> pd.Series:
    return cells if len(cells) == len(rows) else cells.reindex(rows)


def check_columns(
    export: Export, key: str, mapping: SheetMapping, *, declared: bool = False
) -> None:
    """Raises IntakeError where a column that the mapping needs is not in the export."""
    reader = _Reader(export, key, mapping)
    absent = reader.absent() if declared else {}
    for target, source in mapping.colonnes.items():
        if target not in absent:
            reader.column(source)


class _Reader:
    """Finds the column that a source names, in a sheet or in the rows that it stands in."""

    def __init__(self, export: Export, key: str, mapping: SheetMapping) -> None:
        self.export, self.key, self.mapping = export, key, mapping
        self._links: dict[str, pd.Series] | None = None

    def column(self, source: str) -> pd.Series:
        sheet = self.export.sheets[self.key]
        if source == SHEET_NAME:
            return constant(sheet.name, sheet.frame.index)
        if source == FILE_NAME:
            return constant(self.export.file, sheet.frame.index)
        if source == ROW:
            name = f"{Path(self.export.file).stem}/{sheet.name}/"
            numbers = sheet.frame.index.astype("str")
            return pd.Series(name + numbers, index=sheet.frame.index, dtype=TEXT)
        rows = pd.Series(sheet.frame.index, index=sheet.frame.index, dtype="float64")
        key = self.key
        while source.startswith(PARENT) and source not in sheet.frame:
            source = source.removeprefix(PARENT)
            rows = self._above(key, rows)
            key = self._parent(key)
            sheet = self.export.sheets[key]
        column = self._named(sheet, source)
        if key == self.key:
            return column
        return column.reindex(rows.to_numpy()).set_axis(rows.index)

    def absent(self) -> dict[str, str]:
        """Columns of the table that may be blank and whose question this export does not have."""
        known = TABLES[self.mapping.table].to_schema().columns
        sheet = self.export.sheets[self.key]
        return {
            target: source
            for target, source in self.mapping.colonnes.items()
            if not source.startswith((PARENT, "@"))
            and source not in sheet.frame
            and source not in sheet.twice
            and (target not in known or target in DERIVED_COLUMNS or known[target].nullable)
        }

    def header(self, source: str) -> str:
        """What the file calls that column."""
        return self.export.sheets[self.key].header_of(source)

    def faults(self, raw: pd.DataFrame) -> list[Fault]:
        """The cells of mapped columns that the export could not read, and the orphans."""
        targets = {source: target for target, source in self.mapping.colonnes.items()}
        found = [
            Fault(one.row, targets[one.column], one.found, one.reason, one.expected)
            for one in self.export.sheets[self.key].faults
            if one.column in targets and one.row in raw.index
        ]
        if self.key in self.export.parents and self._parent(self.key) in self.export.sheets:
            links = self._joined()[self.key].reindex(raw.index)
            for row in links.index[links.isna()]:
                found.append(
                    Fault(
                        int(row),
                        next(
                            (c for c in ("_submission__uuid", "_parent_index") if c in raw),
                            "_index",
                        ),
                        str(raw.get("_submission__uuid", pd.Series(dtype=str)).get(row, "")),
                        "orphelin",
                        "une fiche de la feuille principale : exportez de nouveau le tout",
                    )
                )
        return found

    def _parent(self, key: str) -> str:
        named = self.mapping.parent if key == self.key else None
        parent = self.export.find(named) if named else self.export.parents.get(key)
        if parent is None:
            raise IntakeError(
                f"{self.export.file} : la feuille principale « {named or 'principale'} » manque.",
                "Exportez de nouveau le formulaire avec toutes ses feuilles.",
            )
        return parent

    def _joined(self) -> dict[str, pd.Series]:
        if self._links is None:
            parents = dict(self.export.parents)
            if self.mapping.parent:
                parents[self.key] = self._parent(self.key)
            self._links = parent_rows(self.export.with_parents(parents))
        return self._links

    def _above(self, key: str, rows: pd.Series) -> pd.Series:
        parent = self.export.sheets[self._parent(key)]
        if not {"_uuid", "_id", "_index", "_key", KEY} & set(parent.frame.columns):
            raise IntakeError(
                f"{self.export.file}, feuille « {parent.name} » : la colonne « _uuid » manque.",
                "Exportez depuis KoboToolbox avec les métadonnées.",
            )
        mine = self.export.sheets[key]
        if not {"_submission__uuid", "_submission__id", "_parent_index", "_parent_key"} & set(
            mine.frame.columns
        ):
            raise IntakeError(
                f"{self.export.file}, feuille « {mine.name} » : la colonne « _submission__uuid » "
                "manque.",
                "Exportez de nouveau avec les colonnes qui relient les groupes à leur soumission.",
            )
        return self._joined()[key].reindex(rows.to_numpy()).set_axis(rows.index)

    def _named(self, sheet: Sheet, name: str) -> pd.Series:
        if name in sheet.twice:
            raise IntakeError(
                f"{self.export.file}, feuille « {sheet.name} » : deux colonnes portent le nom "
                f"« {name} ».",
                "Renommez l’une des deux, ou exportez avec les groupes dans les en-têtes.",
            )
        if name not in sheet.frame:
            label = self.export.labels.get(name)
            what = f"la question « {label} » ({name})" if label else f"la colonne « {name} »"
            found = [str(one) for one in sheet.frame.columns if not str(one).startswith("_")]
            told = ", ".join(map(sheet.header_of, found[:_MOST_TOLD]))
            more = "…" if len(found) > _MOST_TOLD else ""
            raise IntakeError(
                f"{self.export.file}, feuille « {sheet.name} » : {what} manque.",
                f"Colonnes trouvées : {told}{more}. Exportez de nouveau avec toutes les colonnes, ou "
                "corrigez la clé colonnes dans projet.yaml.",
            )
        return sheet.frame[name]


def _shifted(sheet: Sheet, raw: pd.DataFrame) -> list[Fault]:
    expected = "aucune cellule au-delà du dernier en-tête : la ligne est peut-être décalée"
    last = str(raw.columns[-1]) if len(raw.columns) else ""
    return [
        Fault(row, last, "", "ligne_decalee", expected) for row in sheet.outside if row in raw.index
    ]


def check_mappings(files: Sequence[FileMapping]) -> None:
    """Refuse, before anything is read, a mapping to a table or a column that does not exist."""
    for file in files:
        for mapping in file.feuilles:
            check_table(f"projet.yaml, imports de {file.fichier}", mapping)


def check_table(place: str, mapping: SheetMapping) -> None:
    """Raises ProjectError, naming the place, where a mapping fills a table or a column that does not
    exist, or gives values to a column that nothing fills."""
    if mapping.table not in TABLES:
        raise ProjectError(
            f"{place} : la table « {mapping.table} » n’existe pas.",
            f"Tables : {', '.join(TABLES)}.",
        )
    known = set(TABLES[mapping.table].to_schema().columns)
    filled = {*mapping.colonnes, *mapping.constantes}
    for column in sorted(filled - known - set(HELPER_COLUMNS.get(mapping.table, ()))):
        raise ProjectError(
            f"{place} : la table {mapping.table} n’a pas de colonne « {column} ».",
            f"Colonnes : {', '.join(sorted(known - DERIVED_COLUMNS))}.",
        )
    for column in sorted(set(mapping.valeurs) - filled):
        raise ProjectError(
            f"{place}, valeurs : la colonne « {column} » n’est remplie par rien.",
            "Ajoutez-la à la clé colonnes, ou retirez-la de valeurs.",
        )
