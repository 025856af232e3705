"""Brings a whole project in: every file of projet.yaml into the store, with a balanced account."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.mapping import apply_mapping, check_mappings
from lecons.intake.places import Gazetteer, gazetteer_of
from lecons.intake.quarantine import COLUMNS, REASONS, Account, Fault, write_quarantine
from lecons.intake.typing import type_rows
from lecons.intake.workbook import read_sheets
from lecons.project import FileMapping, Project, SheetMapping
from lecons.store.names import REFERENCES
from lecons.store.schemas import TABLES
from lecons.store.tables import table_path, write_table

JOURNAL = "journal.json"
COPY = "copie d’une ligne d’un autre fichier"


@dataclass
class ImportReport:
    """What an import did: an account for each sheet, the faults, the files that failed, the rows."""

    accounts: list[Account] = field(default_factory=list)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    failed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def partial(self) -> bool:
        return bool(self.failed)


def import_project(
    project: Project, progress: Callable[[str], None] = lambda _: None
) -> ImportReport:
    """Import every file; a file that cannot be read is named and the others still come in.

    A table none of whose files could be read keeps its earlier version in the store.
    """
    check_mappings(project.content.imports)
    gazetteer = gazetteer_of(project)
    report = ImportReport()
    parts: dict[str, list[pd.DataFrame]] = {}
    lost: set[str] = set()
    faults: list[pd.DataFrame] = []
    for file in project.content.imports:
        progress(file.fichier)
        try:
            sheets = read_sheets(project.file_of(file.fichier))
        except IntakeError as error:
            report.failed[file.fichier] = str(error)
            lost.update(mapping.table for mapping in file.feuilles)
            continue
        for mapping in file.feuilles:
            try:
                account, frame, found = _import_sheet(project, gazetteer, file, sheets, mapping)
            except IntakeError as error:
                report.failed[f"{file.fichier} · {mapping.table}"] = str(error)
                lost.add(mapping.table)
                continue
            report.accounts.append(account)
            parts.setdefault(mapping.table, []).append(frame)
            faults.append(found)
    tables = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    faults += _check_keys(tables, report.accounts)
    faults += _check_references(tables, report.accounts, lost)
    _forget_refused(project, tables)
    for name, frame in tables.items():
        if len(frame) or name not in lost:
            write_table(project.tables_folder, name, frame)
            report.rows[name] = len(frame)
    for name in TABLES:
        # what projet.yaml no longer imports must not linger in a report
        if name not in tables and name not in lost:
            table_path(project.tables_folder, name).unlink(missing_ok=True)
    report.faults = pd.concat([report.faults, *faults], ignore_index=True)
    write_quarantine(project.quarantine_folder, report.faults)
    _write_journal(project, report)
    return report


def _import_sheet(
    project: Project,
    gazetteer: Gazetteer,
    file: FileMapping,
    sheets: dict[str, pd.DataFrame],
    mapping: SheetMapping,
) -> tuple[Account, pd.DataFrame, pd.DataFrame]:
    mapped = apply_mapping(file, sheets, mapping)
    period = (project.content.debut, project.content.fin)
    perimeter = {commune.pcode for commune in project.content.communes}
    model = TABLES[mapping.table]
    typed, faults = type_rows(mapped.frame, model, gazetteer, perimeter, period)
    if mapping.table == "activites":
        typed, more = _impossible_attendance(typed)
        faults += more
    if mapping.table == "segments":
        typed, more = _impossible_passages(typed)
        faults += more
    sheet = mapping.feuille or next(iter(sheets))
    account = Account(file.fichier, sheet, mapping.table, mapped.read, len(typed))
    account.set_aside = mapped.set_aside
    account.quarantined = len(mapped.frame) - len(typed)
    typed = typed.assign(
        source_fichier=file.fichier, source_feuille=sheet, source_ligne=typed.index.astype("int64")
    )
    return account, typed, _faults_frame(file.fichier, sheet, mapping, faults)


def _faults_frame(
    file: str, sheet: str, mapping: SheetMapping, faults: list[Fault]
) -> pd.DataFrame:
    rows = [
        {
            "fichier": file,
            "feuille": sheet,
            "ligne": fault.row,
            "colonne": mapping.colonnes.get(fault.column, fault.column),
            "trouvé": fault.found,
            "attendu": fault.expected,
            "raison": REASONS[fault.reason],
        }
        for fault in faults
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _impossible_attendance(activities: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Young people are women or men already counted: more of them than of both, where both were
    counted, is a slip."""
    present = activities["hommes"] + activities["femmes"]
    wrong = (activities["jeunes"] > present).fillna(False).astype(bool)
    faults = [
        Fault(
            int(row),
            "jeunes",
            str(activities.at[row, "jeunes"]),
            "valeur_impossible",
            f"au plus hommes + femmes ({present[row]})",
        )
        for row in activities.index[wrong]
    ]
    return activities[~wrong], faults


def _impossible_passages(segments: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """A passage ends after it begins."""
    wrong = segments["fin"] <= segments["debut"]
    faults = [
        Fault(int(row), "fin", str(segments.at[row, "fin"]), "valeur_impossible", "plus que debut")
        for row in segments.index[wrong]
    ]
    return segments[~wrong], faults


def _forget_refused(project: Project, tables: dict[str, pd.DataFrame]) -> None:
    """Words that may never be read are not stored: refusals and withdrawals keep their rows only."""
    for name in ("temoignages", "contributions"):
        if name in tables:
            frame = tables[name]
            frame["texte"] = frame["texte"].mask(_refused(frame), None)
    if "segments" in tables:
        people = tables.get("temoignages")
        if people is None:  # their file could not be read: the earlier answer stands
            people = project.table("temoignages", "interne")
        allowed = people.loc[~_refused(people), "id"]
        gone = ~tables["segments"]["id_temoignage"].isin(allowed)
        for column in ("memo", "extrait_public"):
            tables["segments"][column] = tables["segments"][column].mask(gone, None)


def _refused(rows: pd.DataFrame) -> pd.Series:
    refused = rows["consentement"].eq("aucun")
    return refused | rows["retrait_le"].notna() if "retrait_le" in rows else refused


def _check_keys(tables: dict[str, pd.DataFrame], accounts: list[Account]) -> list[pd.DataFrame]:
    """Rows of one identifier in several files: copies are set aside but for the first; with two
    contents it is for a person to settle, and all go out."""
    found = []
    for name in tables:
        schema = TABLES[name].to_schema()
        single = [column for column, spec in schema.columns.items() if spec.unique]
        key = list(schema.unique or single)
        if not key:
            continue
        copies = tables[name].duplicated(list(schema.columns), keep="first")
        _count_out(tables, name, copies, accounts, COPY)
        twice = tables[name].duplicated(key, keep=False)
        if twice.any():
            expected = "un identifiant par ligne"
            found.append(
                _set_out(tables, name, twice, accounts, key[0], "identifiant_double", expected)
            )
    return found


def _count_out(
    tables: dict[str, pd.DataFrame],
    name: str,
    rows: pd.Series,
    accounts: list[Account],
    aside: str | None,
) -> pd.DataFrame:
    """Take rows out of a typed table and move them in the accounts: set aside, or quarantined."""
    out = tables[name][rows]
    tables[name] = tables[name][~rows].reset_index(drop=True)
    for account in accounts:
        if account.table != name:
            continue
        here = out["source_fichier"].eq(account.file) & out["source_feuille"].eq(account.sheet)
        count = int(here.sum())
        account.kept -= count
        if aside is None:
            account.quarantined += count
        elif count:
            account.set_aside[aside] = account.set_aside.get(aside, 0) + count
    return out


def _check_references(
    tables: dict[str, pd.DataFrame], accounts: list[Account], lost: set[str]
) -> list[pd.DataFrame]:
    found = []
    for name, columns in REFERENCES.items():
        for column, (other, key) in columns.items():
            if name not in tables or other not in tables or other in lost:
                continue
            broken = ~tables[name][column].isin(tables[other][key])
            if broken.any():
                found.append(
                    _set_out(
                        tables,
                        name,
                        broken,
                        accounts,
                        column,
                        "reference_absente",
                        f"un {key} présent dans la table {other}",
                    )
                )
    return found


def _set_out(
    tables: dict[str, pd.DataFrame],
    name: str,
    rows: pd.Series,
    accounts: list[Account],
    column: str,
    reason: str,
    expected: str,
) -> pd.DataFrame:
    """Move rows of a typed table to quarantine."""
    out = _count_out(tables, name, rows, accounts, None)
    return pd.DataFrame(
        {
            "fichier": out["source_fichier"],
            "feuille": out["source_feuille"],
            "ligne": out["source_ligne"],
            "colonne": column,
            "trouvé": out[column].astype(str),
            "attendu": expected,
            "raison": REASONS[reason],
        }
    )


def _write_journal(project: Project, report: ImportReport) -> None:
    journal = {
        "comptes": [asdict(account) for account in report.accounts],
        "echecs": report.failed,
        "raisons": report.faults["raison"].value_counts().to_dict(),
        "lignes": report.rows,
    }
    path = project.tables_folder / JOURNAL
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{JOURNAL}.part")
    draft.write_text(json.dumps(journal, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, path)
