"""Brings a whole project in: every file of projet.yaml into the store, with a balanced account."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.balance import LEFT, Balance
from lecons.intake.corrections import read_register, write_register
from lecons.intake.kobo.versions import Replacement, settle_versions
from lecons.intake.mapping import Mapped, apply_mapping, check_mappings, pick_sheets
from lecons.intake.places import Gazetteer, gazetteer_of
from lecons.intake.quarantine import COLUMNS, OUT, Account, Fault
from lecons.intake.quarantine_book import write_book
from lecons.intake.reconcile import follow_up, key_of, withdraw
from lecons.intake.rules import impossible, overcrowded, probable_copies
from lecons.intake.sources import Source, Sources, read_sources, with_row_keys
from lecons.intake.typing import type_rows
from lecons.project import Project, SheetMapping
from lecons.store.names import SPOKEN
from lecons.store.schemas import TABLES
from lecons.store.tables import table_path, write_faults, write_table

JOURNAL = "journal.json"


@dataclass
class ImportReport:
    """What an import did: an account for each sheet, the faults, the files that failed, the rows,
    what the analyst should know of each file, the versions that gave way, the corrections."""

    accounts: list[Account] = field(default_factory=list)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    failed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    replaced: list[Replacement] = field(default_factory=list)
    corrected: int = 0

    @property
    def partial(self) -> bool:
        return bool(self.failed)

    def note(self, file: str, *said: str) -> None:
        if said:
            self.notes.setdefault(file, []).extend(said)


def import_project(
    project: Project, progress: Callable[[str], None] = lambda _: None
) -> ImportReport:
    """Import every file; a file that cannot be read is named and the others still come in.

    A table none of whose files could be read keeps its earlier version in the store. What a person
    corrected in a quarantine workbook is noted in corrections.csv before anything is written.
    """
    check_mappings(project.content.imports)
    register = read_register(project.folder)
    sources = read_sources(project, register, progress, date.today())
    if sources.corrections != register:
        write_register(project.folder, sources.corrections)
    report = ImportReport(failed=sources.failed)
    _settle(sources, report)
    balance = Balance()
    withdrawn: dict[str, pd.Timestamp | None] = {}
    gazetteer = gazetteer_of(project)
    for source in sources.read:
        _bring_in(project, gazetteer, source, balance, report, withdrawn, sources.lost)
    _check_together(balance, sources)
    _apply_withdrawals(project, balance, report, withdrawn, sources.lost)
    _forget_refused(project, balance.tables)
    report.accounts, report.faults = balance.accounts, balance.all_faults()
    _store(project, balance, report, sources.lost)
    _write_books(project, sources, balance, report)
    _write_journal(project, report)
    return report


def _settle(sources: Sources, report: ImportReport) -> None:
    """Versions of one submission across the exports of forms: the latest wins."""
    forms = [at for at, source in enumerate(sources.read) if source.mapping.forme == "kobo"]
    if forms:
        exports, report.replaced = settle_versions([sources.read[at].export for at in forms])
        for at, export in zip(forms, exports, strict=True):
            sources.read[at] = with_row_keys(replace(sources.read[at], export=export))
    for source in sources.read:
        report.note(source.file, *source.export.notes)
        report.corrected += source.corrected.applied
        report.note(
            source.file,
            *(
                f"correction périmée, ligne {one.row}, colonne « {one.column} » : la cellule a changé"
                for one in source.corrected.stale
            ),
        )


def _bring_in(
    project: Project,
    gazetteer: Gazetteer,
    source: Source,
    balance: Balance,
    report: ImportReport,
    withdrawn: dict[str, pd.Timestamp | None],
    lost: set[str],
) -> None:
    for mapping in source.sheets:
        try:
            mapped = [
                apply_mapping(source.export, key, mapping, declared=source.declared)
                for key in pick_sheets(source.export, mapping)
            ]
        except IntakeError as error:
            report.failed[f"{source.file} · {mapping.table}"] = str(error)
            lost.add(mapping.table)
            continue
        for one in mapped:
            if one.absent:
                told = f"feuille « {one.sheet} » : questions absentes de cet export, laissées vides"
                report.note(source.file, f"{told} : {', '.join(one.absent)}")
            rows = _type(project, gazetteer, source, mapping, one, balance)
            if mapping.table == "retraits" and "id_temoignage" in one.frame:
                for row, number in one.frame["id_temoignage"].dropna().items():
                    day = rows.at[row, "date"] if row in rows.index else None
                    withdrawn[key_of(number)] = None if pd.isna(day) else day


def _type(
    project: Project,
    gazetteer: Gazetteer,
    source: Source,
    mapping: SheetMapping,
    mapped: Mapped,
    balance: Balance,
) -> pd.DataFrame:
    """Type the rows of one sheet and bring them in; answers the rows that are sound."""
    table = mapping.table
    account = Account(source.file, mapped.sheet, table, mapped.read)
    account.set_aside = mapped.set_aside
    frame = mapped.frame
    left = frame.index.isin(list(source.corrected.left.get(mapped.sheet, ())))
    if left.any():
        account.set_aside[LEFT] = int(left.sum())
        frame = frame[~left]
    period = (project.content.debut, project.content.fin)
    perimeter = {commune.pcode for commune in project.content.communes}
    unread = [one for one in mapped.faults if one.row in frame.index]
    typed, faults = type_rows(frame, TABLES[table], gazetteer, perimeter, period, mapping.dates)
    # a cell that could not be read is told once, for what it is
    told = {(one.row, one.column) for one in unread}
    faults = [*unread, *(one for one in faults if (one.row, one.column) not in told)]
    typed = _without(typed, unread)
    contradictions = impossible(table, typed)
    typed = _without(typed, contradictions)
    faults = sorted([*faults, *contradictions], key=lambda fault: (fault.row, fault.column))
    copies = probable_copies(table, typed)
    settled = source.corrected.kept.get(mapped.sheet, frozenset())
    doubtful = copies & ~typed.index.isin(list(settled))
    faults += [
        Fault(
            int(row),
            "id",
            str(typed.at[row, "id"]),
            "doublon_probable",
            "une décision : « garder » ou « écarter »",
        )
        for row in typed.index[doubtful]
    ]
    typed = typed[~doubtful] if doubtful.any() else typed
    account.kept = len(typed)
    account.quarantined = len(frame) - len(typed)
    balance.add(account, typed, faults, dict(mapped.headers))
    return typed


def _without(rows: pd.DataFrame, faults: list[Fault]) -> pd.DataFrame:
    """The rows that no fault takes out."""
    out = {one.row for one in faults if not one.mild}
    return rows[~rows.index.isin(out)] if out else rows


def _check_together(balance: Balance, sources: Sources) -> None:
    """What only shows across files and tables."""
    tables = balance.tables
    balance.check_keys()
    if {"activites", "formations"} <= set(tables):
        wrong = overcrowded(tables)
        expected = "un nombre proche de celui des personnes inscrites à la formation"
        balance.quarantine("activites", wrong, "hommes", "valeur_impossible", expected)
    balance.check_references(sources.lost)
    if {"cas", "suivis"} <= set(tables):
        tables["cas"], wrong = follow_up(tables["cas"], tables["suivis"])
        expected = "un seul état par échéance : la fiche du cas ou une autre visite dit autre chose"
        balance.quarantine("suivis", wrong, "etat", "valeur_impossible", expected)


def _apply_withdrawals(
    project: Project,
    balance: Balance,
    report: ImportReport,
    withdrawn: dict[str, pd.Timestamp | None],
    lost: set[str],
) -> None:
    if "retraits" in lost:  # what was asked before stands, even if the file cannot be read today
        for one in project.table("retraits", "interne").itertuples():
            day = None if pd.isna(one.date) else one.date
            withdrawn.setdefault(key_of(one.id_temoignage), day)
    if "temoignages" in balance.tables and withdrawn:
        rows, unknown = withdraw(balance.tables["temoignages"], withdrawn)
        balance.tables["temoignages"] = rows
        for number in unknown:
            report.note(
                "retraits",
                f"une personne retire le témoignage « {number} », qui n’existe pas : retrouvez "
                "le bon numéro au plus vite, ses mots sont encore lus",
            )


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


def _store(project: Project, balance: Balance, report: ImportReport, lost: set[str]) -> None:
    for name, frame in balance.tables.items():
        if len(frame) or name not in lost:
            write_table(project.tables_folder, name, frame)
            report.rows[name] = len(frame)
    for name in TABLES:
        # what projet.yaml no longer imports must not linger in a report
        if name not in balance.tables and name not in lost:
            table_path(project.tables_folder, name).unlink(missing_ok=True)
    write_faults(project.tables_folder, report.faults)


def _write_books(
    project: Project, sources: Sources, balance: Balance, report: ImportReport
) -> None:
    """A quarantine workbook for each file that was read; that of an unreadable one stays."""
    for source in sources.read:
        mine = report.faults[report.faults["fichier"].eq(source.file)]
        hidden = {
            sheet: [
                headers[column]
                for table_, column in SPOKEN
                if table_ == table and column in headers
            ]
            for (file, sheet, table), headers in balance.headers.items()
            if file == source.file
        }
        frames = {}
        for sheet in source.raw.values():
            private = hidden.get(sheet.name)
            headers = [
                header
                for (file, name, _), some in balance.headers.items()
                if file == source.file and name == sheet.name
                for header in some.values()
            ]
            # beside an account, only what the import reads is copied: no name, no number to call
            shown = [
                column
                for column in sheet.frame.columns
                if not private or column in headers or str(column).startswith("_")
            ]
            frames[sheet.name] = sheet.frame[shown]
        write_book(project.quarantine_folder, source.file, frames, mine, hidden)


def _write_journal(project: Project, report: ImportReport) -> None:
    out = report.faults[report.faults["suite"].eq(OUT)] if len(report.faults) else report.faults
    journal = {
        "comptes": [asdict(account) for account in report.accounts],
        "echecs": report.failed,
        "raisons": report.faults["raison"].value_counts().to_dict(),
        "lignes": report.rows,
        "avis": report.notes,
        "remplacees": [asdict(one) for one in report.replaced],
        "corrections": report.corrected,
        "cellules_videes": len(report.faults) - len(out),
        # a workbook that no longer is what was written holds corrections to be read
        "classeurs": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(project.quarantine_folder.glob("*.xlsx"))
        },
    }
    path = project.tables_folder / JOURNAL
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{JOURNAL}.part")
    draft.write_text(json.dumps(journal, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, path)
