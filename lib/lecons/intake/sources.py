"""Reads the files that projet.yaml names: their sheets, corrected, in the shape of their form; then
the files of observatories that `brut/` holds besides."""

import fnmatch
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.declared import FileMapping, SheetMapping
from lecons.errors import IntakeError, LeconsError
from lecons.intake.cells import folded
from lecons.intake.corrections import Corrected, Correction, correct, merged, read_book
from lecons.intake.events.dropped import events_in, unnamed_files
from lecons.intake.events.locate import read_outlines
from lecons.intake.events.translate import TABLE, Atlas, mapping_of, translated
from lecons.intake.forms import declared_form
from lecons.intake.grid import CSV_SHEET
from lecons.intake.journal.fold import State, fold
from lecons.intake.journal.record import read as read_events
from lecons.intake.journal.source import FOLDER as JOURNAL
from lecons.intake.journal.source import MAPPINGS as JOURNAL_MAPPINGS
from lecons.intake.journal.source import as_sheets as journal_sheets
from lecons.intake.journal.source import has_journal
from lecons.intake.kobo.export import Export, read_export, read_plain_export
from lecons.intake.kobo.links import add_keys, parent_rows
from lecons.intake.mapping import apply_mapping, pick_sheets
from lecons.intake.passages import Finder
from lecons.intake.places import gazetteer_of
from lecons.intake.qda.losses import LossReport
from lecons.intake.quarantine import fault_row
from lecons.intake.reading import read_grids
from lecons.intake.sheet import Sheet, with_header
from lecons.intake.tools import faults_of, mappings, read_tool, unnamed_tools
from lecons.intake.workshop_book import workshop_mappings
from lecons.intake.xlsform import Form, read_xlsform
from lecons.project import Project

_FORM_FILES = (".xlsx", ".xls", ".csv")


@dataclass(frozen=True)
class Source:
    """One file that was read: its raw sheets (corrected), its export, its mappings; `observed`
    where nobody named it and its header told that an observatory of violence made it. What people
    coded comes with what it takes to place it."""

    file: str
    mapping: FileMapping
    raw: dict[str, Sheet]
    export: Export
    sheets: list[SheetMapping]
    corrected: Corrected
    observed: bool = False
    # by segment id, how to find its passage again; by document, the text that a tool coded
    finders: Mapping[str, Finder] = field(default_factory=dict)
    documents: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def declared(self) -> bool:
        """True where the mappings are those of one of our own forms."""
        return not self.mapping.feuilles


@dataclass
class Sources:
    """All files of a project: those read, those that failed with why, the corrections newly made."""

    read: list[Source] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    corrections: list[Correction] = field(default_factory=list)
    journal: State | None = None
    faults: list[pd.DataFrame] = field(default_factory=list)
    losses: list[LossReport] = field(default_factory=list)


def read_sources(
    project: Project,
    register: list[Correction],
    progress: Callable[[str], None],
    today: date,
) -> Sources:
    """Read every file of projet.yaml, then what observatories made in `brut/`; a file that cannot be
    read is named and the others still come."""
    found = Sources(corrections=list(register))
    named: set[Path] = set()
    tools: dict[str, FileMapping] = {}
    for mapping in project.content.imports:
        sheets = mapped_sheets(project, mapping)
        try:
            names = _files(project, mapping)
        except IntakeError as error:
            found.failed[mapping.fichier] = str(error)
            found.lost.update(one.table for one in sheets)
            continue
        named.update(project.file_of(name) for name in names)
        for name in names:
            if mapping.forme == "qda":
                tools[name] = mapping
                continue
            progress(name)
            one = mapping.model_copy(update={"fichier": name})
            try:
                found.read.append(_read(project, one, sheets, found, today))
            except IntakeError as error:
                found.failed[name] = str(error)
                found.lost.update(sheet.table for sheet in sheets)
    for name in sorted(
        unnamed_files(project, named), key=lambda one: _as_people_count(one.casefold())
    ):
        try:
            _read_events(project, name, found, progress, today)
        except IntakeError as error:
            found.failed[name] = str(error)
            found.lost.add(TABLE)
    # last: an export that quotes without saying where needs the testimonies of the other files
    tools |= {
        name: FileMapping(fichier=name, forme="qda") for name in unnamed_tools(project, named)
    }
    texts = _texts(found) if tools else {}
    for name, mapping in tools.items():
        progress(name)
        _read_tool(project, mapping.model_copy(update={"fichier": name}), texts, found, today)
    _read_journal(project, found, progress, today)
    return found


def mapped_sheets(project: Project, mapping: FileMapping) -> list[SheetMapping]:
    """The mappings of a file: its own, else those of our form or of the workbook that it is."""
    if mapping.forme == "qda":
        return mappings(mapping.feuilles)
    if mapping.feuilles:
        return mapping.feuilles
    if mapping.forme == "atelier":
        return workshop_mappings()
    return [sheet for name in mapping.forms[-1:] for sheet in declared_form(name, project).sheets]


def forms_of(project: Project, mapping: FileMapping) -> list[Form]:
    """The forms of a file: ours by name, or XLSForms of the project by path."""
    return [
        read_xlsform(project.file_of(name))
        if name.lower().endswith(_FORM_FILES)
        else declared_form(name, project).form
        for name in mapping.forms
    ]


def _files(project: Project, mapping: FileMapping) -> list[str]:
    """The files that a name with * stands for, in the order of their names; else the name."""
    if "*" not in mapping.fichier:
        return [mapping.fichier]
    folder = project.file_of(str(Path(mapping.fichier).parent))
    pattern = Path(mapping.fichier).name
    found = sorted(
        (
            path.relative_to(project.folder.resolve()).as_posix()
            for path in (folder.iterdir() if folder.is_dir() else ())
            if fnmatch.fnmatchcase(path.name, pattern) and not path.name.startswith((".", "~$"))
        ),
        key=_as_people_count,
    )
    if not found:
        raise IntakeError(
            f"{mapping.fichier} : aucun fichier de ce nom.",
            "Déposez les exports dans le dossier du projet, ou corrigez imports dans projet.yaml.",
        )
    return found


def _as_people_count(name: str) -> list[tuple[int, str]]:
    """activites_9 before activites_10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def _read(
    project: Project,
    mapping: FileMapping,
    sheets: list[SheetMapping],
    found: Sources,
    today: date,
) -> Source:
    path = project.file_of(mapping.fichier)
    grids = read_grids(path, formulas_are_text=mapping.forme == "kobo")
    raw = {}
    for name, grid in grids.items():
        layout = next((one for one in sheets if _is_about(one, name)), None)
        header, fill = (layout.header_rows, layout.repeter) if layout else ((), [])
        raw[name] = with_header(path.name, name, grid, header, fill)
    corrected = _corrected(project, mapping, raw, found, today)
    export = _export(project, mapping, corrected.sheets)
    return Source(mapping.fichier, mapping, corrected.sheets, export, sheets, corrected)


def _read_events(
    project: Project,
    name: str,
    found: Sources,
    progress: Callable[[str], None],
    today: date,
) -> None:
    """Read a file that nobody named, if an observatory made it."""
    events = events_in(project.file_of(name))
    if not events:
        return
    progress(name)
    sheets = [mapping_of(one) for one in events.values()]
    is_csv = CSV_SHEET in events
    mapping = FileMapping(fichier=name, forme="csv" if is_csv else "excel", feuilles=sheets)
    raw = {key: one.sheet for key, one in events.items()}
    corrected = _corrected(project, mapping, raw, found, today)
    now = {key: replace(one, sheet=corrected.sheets[key]) for key, one in events.items()}
    atlas = Atlas(gazetteer_of(project), read_outlines(project.reference_folder))
    export = translated(name, now, atlas, is_csv=is_csv)
    found.read.append(
        Source(name, mapping, corrected.sheets, export, sheets, corrected, observed=True)
    )


def _read_tool(
    project: Project,
    mapping: FileMapping,
    texts: Mapping[str, str],
    found: Sources,
    today: date,
) -> None:
    """A file of an analysis tool: its codes, its passages, and its texts where they are mapped."""
    name, sheets = mapping.fichier, mappings(mapping.feuilles)
    try:
        raw, finders, documents, report = read_tool(project.file_of(name), name, texts)
    except LeconsError as error:  # a link that leaves the folder is refused as well
        found.failed[name] = str(error)
        found.lost.update(one.table for one in sheets)
        return
    found.losses.append(replace(report, file=name))
    found.faults.append(faults_of(name, report))
    corrected = _corrected(project, mapping, raw, found, today)
    told = [note for sheet in corrected.sheets.values() for note in sheet.notes]
    export = Export(name, corrected.sheets, notes=(*report.notes, *told), of_a_form=False)
    found.read.append(
        Source(
            name,
            mapping,
            corrected.sheets,
            export,
            sheets,
            corrected,
            finders=finders,
            documents=documents,
        )
    )


def _texts(found: Sources) -> dict[str, str]:
    """The testimonies that the files hold, by id, before anything is checked."""
    texts: dict[str, str] = {}
    for source in found.read:
        for mapping in (one for one in source.sheets if one.table == "temoignages"):
            try:
                for key in pick_sheets(source.export, mapping):
                    rows = apply_mapping(source.export, key, mapping, declared=source.declared)
                    told = rows.frame[["id", "texte"]].dropna()
                    texts |= dict(zip(told["id"], told["texte"], strict=True))
            except (IntakeError, KeyError):
                continue  # it is told where the sheet itself is brought in
    return texts


def _read_journal(
    project: Project, found: Sources, progress: Callable[[str], None], today: date
) -> None:
    """What people coded in JupyterLab, where anybody did."""
    if not has_journal(project.folder):
        return
    progress(JOURNAL)
    events, faults = read_events(project.file_of(JOURNAL))
    found.faults += [
        fault_row(f"{JOURNAL}/{one.file}", "journal", one.line, "action_illisible", one.expected)
        for one in faults
    ]
    found.journal = fold(events)
    raw, finders = journal_sheets(found.journal)
    mapping = FileMapping(fichier=JOURNAL, forme="csv", feuilles=JOURNAL_MAPPINGS)
    corrected = _corrected(project, mapping, raw, found, today)
    export = Export(JOURNAL, corrected.sheets, of_a_form=False)
    found.read.append(
        Source(
            JOURNAL, mapping, corrected.sheets, export, mapping.feuilles, corrected, finders=finders
        )
    )


def _corrected(
    project: Project, mapping: FileMapping, raw: dict[str, Sheet], found: Sources, today: date
) -> Corrected:
    """The sheets of a file with their corrections, those of its quarantine workbook included."""
    name = mapping.fichier
    corrected = correct(name, raw, _about(mapping, found.corrections))
    newer = read_book(project.quarantine_folder, name, raw, corrected.sheets, today)
    if newer:
        found.corrections = merged(found.corrections, newer)
        corrected = correct(name, raw, _about(mapping, found.corrections))
    return corrected


def _about(mapping: FileMapping, corrections: list[Correction]) -> list[Correction]:
    """The corrections of a file and, for an export of a form, those of its other exports."""
    if mapping.forme == "kobo":
        return corrections
    return [one for one in corrections if one.file == mapping.fichier]


def _is_about(mapping: SheetMapping, name: str) -> bool:
    if mapping.feuille is None:
        return bool(mapping.entete or mapping.repeter)
    if "*" not in mapping.feuille:
        return name == mapping.feuille
    return fnmatch.fnmatchcase(folded(name), folded(mapping.feuille))


def _export(project: Project, mapping: FileMapping, sheets: dict[str, Sheet]) -> Export:
    name = mapping.fichier
    if mapping.forme != "kobo":
        told = {f"feuille « {one.name} » : {note}" for one in sheets.values() for note in one.notes}
        return Export(name, sheets, notes=tuple(sorted(told)), of_a_form=mapping.forme == "csv")
    try:
        forms = forms_of(project, mapping)
    except IntakeError as error:
        raise IntakeError(f"{name} : {error.message}", error.remedy) from None
    return read_export(name, sheets, forms) if forms else read_plain_export(name, sheets)


def with_row_keys(source: Source) -> Source:
    """The same source whose repeat rows carry their key (see kobo.links)."""
    return replace(source, export=add_keys(source.export, parent_rows(source.export)))
