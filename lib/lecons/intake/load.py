"""Brings a whole project in: every file of projet.yaml into the store, with a balanced account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from lecons.declared import SheetMapping
from lecons.errors import IntakeError, LeconsError
from lecons.intake.balance import LEFT, Balance
from lecons.intake.coded import settle_coding
from lecons.intake.corrections import read_register, write_register
from lecons.intake.events.overlap import keep_latest, sentence_on
from lecons.intake.kobo.export import MAIN
from lecons.intake.kobo.versions import settle_versions
from lecons.intake.mapping import (
    PARENT,
    Mapped,
    apply_mapping,
    check_columns,
    check_mappings,
    pick_sheets,
)
from lecons.intake.outcome import ImportReport, write_books, write_journal
from lecons.intake.places import Gazetteer, gazetteer_of
from lecons.intake.quarantine import Account, Fault
from lecons.intake.reconcile import follow_up, key_of
from lecons.intake.reviewed import FILE as REVIEWS
from lecons.intake.reviewed import apply_reviews
from lecons.intake.rules import impossible, overcrowded, probable_copies
from lecons.intake.sources import Source, Sources, read_sources, with_row_keys
from lecons.intake.typing import type_rows
from lecons.intake.withdrawals import (
    Withdrawn,
    apply_refusals,
    apply_withdrawals,
    asked,
    forget_quoted,
    forget_refused,
    no_longer_told,
    refusals,
    remember,
    remember_refusals,
    remembered,
    settle_numbers,
    still_refused,
    withdraw_contributions,
    words_of,
)
from lecons.intake.workshop_book import refuse_unknown_codes
from lecons.project import Project
from lecons.store.schemas import TABLES
from lecons.store.tables import has_table, table_path, write_faults, write_table


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
    report = ImportReport(failed=sources.failed, losses=sources.losses)
    _settle(sources, report)
    balance = Balance()
    withdrawn: Withdrawn = {}
    refused: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    gazetteer = gazetteer_of(project)
    for source in sources.read:
        _bring_in(
            project, gazetteer, source, balance, report, withdrawn, refused, seen, sources.lost
        )
    report.note("codage", *_check_together(project, balance, sources))
    _tell_observatories(sources, balance, report)
    # what was asked once stands, even where its file cannot be read or does not hold it any more
    earlier = remembered(project.tables_folder)
    report.note("retraits", *no_longer_told(earlier, withdrawn, sources.lost))
    withdrawn = {**earlier, **withdrawn}
    seen |= {key: set() for key in withdraw_contributions(balance.tables, withdrawn)}
    report.note("retraits", *apply_withdrawals(project, balance.tables, withdrawn, seen))
    refused = still_refused(
        project.tables_folder, refused, {source.file for source in sources.read}
    )
    apply_refusals(balance.tables, refused)
    report.withdrawn = words_of(project, balance.tables, seen, withdrawn)
    report.note("temoignages", *forget_quoted(balance.tables))
    forget_refused(project, balance.tables)
    remember_refusals(project.tables_folder, refused)
    remember(project.tables_folder, withdrawn)
    try:
        told = apply_reviews(project, balance.tables, {*withdrawn, *refused})
        report.note(REVIEWS, *told)
    except LeconsError as error:  # nothing that was reviewed is then published
        report.failed[REVIEWS] = str(error)
    report.accounts, report.faults = balance.accounts, balance.all_faults()
    for one in report.accounts:
        if not one.balances:  # checked on every run: a row that is nowhere must never pass unseen
            report.failed[f"{one.file} · {one.sheet}"] = (
                f"{one.file}, feuille « {one.sheet} » : le compte des lignes est faux "
                f"({one.read} lues). C’est une faute de lecons : signalez-la avec ce fichier."
            )
    _store(project, balance, report, sources.lost)
    write_books(project, sources.read, balance, report)
    write_journal(project, report)
    return report


def _settle(sources: Sources, report: ImportReport) -> None:
    """Versions of one submission across the exports of forms: the latest wins."""
    # numbers are those of a server: the same one in two forms is no version of anything
    forms: dict[tuple[str, ...], list[int]] = {}
    _refuse_what_cannot_be_mapped(sources)
    for at, source in enumerate(sources.read):
        if source.mapping.forme == "kobo":
            tables = [mapping.table for mapping in source.sheets]
            forms.setdefault((*source.mapping.forms, *tables), []).append(at)
    for places in forms.values():
        exports, replaced = settle_versions([sources.read[at].export for at in places])
        report.replaced += replaced
        for at, export in zip(places, exports, strict=True):
            sources.read[at] = with_row_keys(replace(sources.read[at], export=export))
    for source in sources.read:
        report.note(source.file, *source.export.notes)
    read = {source.file for source in sources.read}
    applied = {one.place for source in sources.read for one in source.corrected.applied}
    report.corrected = len(applied)
    for one in sources.corrections:
        if one.file in read and one.place not in applied:
            told = f"correction périmée, ligne {one.row}, colonne « {one.column} »"
            report.note(one.file, f"{told} : la cellule ou sa ligne a changé à la source")


def _refuse_what_cannot_be_mapped(sources: Sources) -> None:
    """An export whose submissions will not come in must replace nobody's: it is refused before the
    versions are settled."""
    sound = []
    for source in sources.read:
        try:
            for mapping in source.sheets if source.mapping.forme == "kobo" else ():
                if source.export.find(mapping.feuille) == MAIN:
                    check_columns(source.export, MAIN, mapping, declared=source.declared)
        except IntakeError as error:
            sources.failed[source.file] = str(error)
            sources.lost.update(one.table for one in source.sheets)
        else:
            sound.append(source)
    sources.read = sound


def _bring_in(
    project: Project,
    gazetteer: Gazetteer,
    source: Source,
    balance: Balance,
    report: ImportReport,
    withdrawn: Withdrawn,
    refused: dict[str, str],
    seen: dict[str, set[str]],
    lost: set[str],
) -> None:
    for mapping in source.sheets:
        mapped: list[Mapped] = []
        for key in _picked(source, mapping, report, lost):
            try:
                mapped.append(apply_mapping(source.export, key, mapping, declared=source.declared))
            except IntakeError as error:
                sheet = source.export.sheets[key].name
                several = f" · {sheet}" if "*" in (mapping.feuille or "") else ""
                report.failed[f"{source.file} · {mapping.table}{several}"] = str(error)
                lost.add(mapping.table)
        for one in mapped:
            if one.absent:
                told = f"feuille « {one.sheet} » : questions absentes de cet export, laissées vides"
                report.note(source.file, f"{told} : {', '.join(one.absent)}")
            rows = _type(project, gazetteer, source, mapping, one, balance)
            if mapping.table == "retraits":
                withdrawn.update(asked(one.frame, rows))
            if mapping.table == "temoignages" and "id" in one.frame:
                _hear(seen, one.frame)
                refused.update(dict.fromkeys(refusals(one.frame), source.file))


def _hear(seen: dict[str, set[str]], frame: pd.DataFrame) -> None:
    """The numbers of the testimonies of a sheet, with their texts: a row in quarantine is heard too."""
    texts = frame["texte"] if "texte" in frame else pd.Series(pd.NA, frame.index)
    for number, text in zip(frame["id"], texts, strict=True):
        if pd.notna(number):
            said = seen.setdefault(key_of(number), set())
            if isinstance(text, str):
                said.add(text)


def _picked(
    source: Source, mapping: SheetMapping, report: ImportReport, lost: set[str]
) -> list[str]:
    try:
        return pick_sheets(source.export, mapping)
    except IntakeError as error:
        report.failed[f"{source.file} · {mapping.table}"] = str(error)
        lost.add(mapping.table)
        return []


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
    # violence elsewhere is what the project's communes are compared with
    perimeter = None if source.observed else {commune.pcode for commune in project.content.communes}
    unread = [one for one in mapped.faults if one.row in frame.index]
    typed, faults = type_rows(frame, TABLES[table], gazetteer, perimeter, period, mapping.dates)
    # a cell that could not be read is told once, for what it is; so is a row without its sheet
    told = {(one.row, one.column) for one in unread}
    orphans = {one.row for one in unread if one.reason == "orphelin"}
    faults = [
        *unread,
        *(one for one in faults if (one.row, one.column) not in told and one.row not in orphans),
    ]
    typed = _without(typed, unread)
    contradictions = impossible(table, typed)
    typed = _without(typed, contradictions)
    faults = sorted([*faults, *contradictions], key=lambda fault: (fault.row, fault.column))
    above = {to for to, source in mapping.colonnes.items() if source.startswith(PARENT)}
    faults = [
        replace(one, expected=f"{one.expected} ; corrigez la fiche, cette ligne suivra")
        if one.column in above
        else one
        for one in faults
    ]
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


def _check_together(project: Project, balance: Balance, sources: Sources) -> list[str]:
    """What only shows across files and tables; answers what the analyst should know of the coding."""
    tables = balance.tables
    balance.faults += sources.faults
    told = settle_coding(
        project,
        balance,
        sources.journal,
        {source.file: source.documents for source in sources.read if source.mapping.forme == "qda"},
        {
            (source.file, segment): find
            for source in sources.read
            for segment, find in source.finders.items()
        },
    )
    typed = {one.file for one in sources.read if one.mapping.forme == "atelier"}
    if typed:
        refuse_unknown_codes(project, balance, typed)
    keep_latest(balance, {one.file: one.export for one in sources.read if one.observed})
    balance.check_keys()
    settle_numbers(tables)
    if {"activites", "formations"} <= set(tables):
        wrong = overcrowded(tables)
        expected = "un nombre proche de celui des personnes inscrites à la formation"
        balance.quarantine("activites", wrong, "hommes", "valeur_impossible", expected)
    balance.check_references(sources.lost)
    if {"cas", "suivis"} <= set(tables):
        tables["cas"], wrong = follow_up(tables["cas"], tables["suivis"])
        expected = "un seul état par échéance : la fiche du cas ou une autre visite dit autre chose"
        balance.quarantine("suivis", wrong, "etat", "valeur_impossible", expected)
    return told


def _tell_observatories(sources: Sources, balance: Balance, report: ImportReport) -> None:
    """A sentence for each sheet that nobody named and that its header told."""
    names = {
        (source.file, mapping.feuille): mapping.constantes["source"]
        for source in sources.read
        if source.observed
        for mapping in source.sheets
    }
    for account in balance.accounts:
        name = names.get((account.file, account.sheet))
        if name is not None:
            report.note(account.file, sentence_on(account, name))


def _store(project: Project, balance: Balance, report: ImportReport, lost: set[str]) -> None:
    for name, rows in balance.tables.items():
        if len(rows) or name not in lost:
            write_table(project.tables_folder, name, balance.rows(name))
            report.rows[name] = len(rows)
    for name in sorted(lost & set(TABLES)):
        if name not in report.rows and has_table(project.tables_folder, name):
            report.old.append(
                f"Table {name} : aucun de ses fichiers n’a pu être lu ; les lignes de l’import "
                "précédent sont gardées, ses chiffres sont anciens."
            )
    for name in TABLES:
        # what projet.yaml no longer imports must not linger in a report
        if name not in balance.tables and name not in lost:
            table_path(project.tables_folder, name).unlink(missing_ok=True)
    write_faults(project.tables_folder, report.faults)
