"""Brings a whole project in: every file of projet.yaml into the store, with a balanced account."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.mapping import apply_mapping
from lecons.intake.places import Gazetteer, gazetteer_of
from lecons.intake.quarantine import COLUMNS, REASONS, Account, Fault, write_quarantine
from lecons.intake.typing import type_rows
from lecons.intake.workbook import read_sheets
from lecons.project import FileMapping, Project, SheetMapping
from lecons.store.names import REFERENCES
from lecons.store.schemas import TABLES
from lecons.store.tables import table_path, write_table

JOURNAL = "journal.json"


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
    if mapping.table == "temoignages":
        typed = _forget_refused(typed)
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
    """Young people are women or men already counted: more of them than of both is a slip."""
    present = activities["hommes"].fillna(0) + activities["femmes"].fillna(0)
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


def _forget_refused(testimonies: pd.DataFrame) -> pd.DataFrame:
    """Words that may never be read are not stored: refusals and withdrawals keep their row only."""
    refused = testimonies["consentement"].eq("aucun") | testimonies["retrait_le"].notna()
    testimonies["texte"] = testimonies["texte"].mask(refused, None)
    return testimonies


def _check_keys(tables: dict[str, pd.DataFrame], accounts: list[Account]) -> list[pd.DataFrame]:
    """One identifier in two files, with two contents, is for a person to settle: both go out."""
    found = []
    for name, frame in tables.items():
        columns = TABLES[name].to_schema().columns
        if "id" not in columns or not columns["id"].unique:
            continue
        twice = frame["id"].duplicated(keep=False)
        if twice.any():
            found.append(
                _set_out(
                    tables,
                    name,
                    twice,
                    accounts,
                    "id",
                    "identifiant_double",
                    "un identifiant par ligne",
                )
            )
    return found


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
    """Move rows of a typed table to quarantine and correct the accounts they were counted in."""
    out = tables[name][rows]
    tables[name] = tables[name][~rows].reset_index(drop=True)
    for account in accounts:
        here = out["source_fichier"].eq(account.file) & out["source_feuille"].eq(account.sheet)
        if account.table == name:
            account.kept -= int(here.sum())
            account.quarantined += int(here.sum())
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
