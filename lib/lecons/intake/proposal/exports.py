"""What KoboToolbox and ODK export: recognised by its metadata, and read by the form that made it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lecons.declared import SheetMapping
from lecons.intake.forms import DeclaredForm, declared_form, empty_lists, form_names
from lecons.intake.grid import CSV_SHEET
from lecons.intake.kobo.export import MAIN, Export, hxl_rows, read_export, read_plain_export
from lecons.intake.kobo.lexicon import METADATA, XML, choose_language, plain, unmangled
from lecons.intake.kobo.links import KEY
from lecons.intake.mapping import PARENT
from lecons.intake.proposal.block import Block
from lecons.intake.proposal.contents import Cells, Known, columns_of
from lecons.intake.proposal.fit import required
from lecons.intake.proposal.headers import likeness, phrases
from lecons.intake.proposal.text import UNKNOWN, comment, dumped, quoted, scalar, told
from lecons.intake.proposal.values import with_lists
from lecons.intake.sheet import Sheet
from lecons.project import Project
from lecons.store.names import DERIVED_COLUMNS
from lecons.store.schemas import TABLES

# a form is recognised by this share of the headers, and by as much more than the next one
_UNDERSTOOD, _CLEARLY = 0.6, 1.25
_ABOUT_THE_PHONE = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit",
}  # fmt: skip
_NAMED = 0.95
# how a row of a submission and a row of a repeat name the activity that they stand in
_ABOVE = {"id_activite": "_submission__uuid"}
_SENT = {"soumis_le": "_submission_time", "agent": "_submitted_by"}


def is_export(sheets: Mapping[str, Sheet]) -> bool:
    """True where a sheet carries the metadata that KoboToolbox or ODK write."""
    return any(sum(map(_meta, sheet.frame.columns)) >= 2 for sheet in sheets.values())


def _meta(header: object) -> bool:
    name = plain(str(header))
    return name in METADATA or unmangled(name) in METADATA


def _asked(sheet: Sheet) -> list[str]:
    """The headers of a sheet that a question of the form may have made."""
    return [
        name
        for name in map(str, sheet.frame.columns)
        if not _meta(name)
        and plain(name) not in _ABOUT_THE_PHONE
        and not name.startswith(("_", "(colonne", "X_", "meta"))
    ]


@dataclass(frozen=True)
class _Reading:
    """How far a form understands the headers of a file."""

    name: str
    form: DeclaredForm
    language: str
    understood: int


def own_form_lines(file: str, sheets: Mapping[str, Sheet], project: Project) -> list[str]:
    """The lines of the form of ours that made an export; none where no form clearly did."""
    asked = {name: _asked(sheet) for name, sheet in sheets.items()}
    total = sum(map(len, asked.values()))
    readings = sorted(_readings(asked, project), key=lambda one: -one.understood)
    if not readings:
        return []
    best, next_ = readings[0], readings[1].understood if len(readings) > 1 else 0
    if best.understood < max(2, _UNDERSTOOD * total, _CLEARLY * next_):
        return []
    said = "en noms XML" if best.language == XML else f"libellés en {best.language}"
    sure = "sûr" if best.understood == total else "à vérifier"
    lines = [
        told(
            f"  formulaire: {scalar(best.name)}",
            f"{sure} : {best.understood} en-têtes compris sur {total}, {said}",
        )
    ]
    if empty := empty_lists(best.name, project):
        lines.append(comment(f"à remplir d’abord dans projet.yaml : {', '.join(empty)}", 1))
    export = read_export(file, sheets, [best.form.form])
    return [*lines, *(comment(note, 1) for note in export.notes), *_older(export, best.form)]


def _readings(asked: Mapping[str, list[str]], project: Project) -> list[_Reading]:
    found, whole = [], with_lists(project)
    for name in form_names(project):
        form = declared_form(name, whole)
        paths = [MAIN, *(repeat.path for repeat in form.form.repeats)]
        placed = [
            (max(paths, key=lambda path: choose_language([form.form], [(path, some)])[1]), some)
            for some in asked.values()
        ]
        found.append(_Reading(name, form, *choose_language([form.form], placed)))
    return found


def _older(export: Export, form: DeclaredForm) -> list[str]:
    """What the export lacks of its form. The import leaves blank a column that may be so; for any
    other, and for a repeat that is not there, the mappings are written out without it."""
    notes, body, whole = [], [], True
    for sheet in form.sheets:
        key = export.find(sheet.feuille)
        if key is None:
            whole = False
            continue  # the export's own notes tell it
        absent = _absent(export, key, sheet)
        if absent:
            notes.append(
                f"colonnes absentes de l’export ({sheet.table}) : {quoted(absent.values())}"
            )
        whole = whole and all(_may_be_blank(sheet.table, *one) for one in absent.items())
        columns = {one: said for one, said in sheet.colonnes.items() if one not in absent}
        if columns:
            body += dumped([_without(sheet, columns).model_dump(exclude_defaults=True)], 2)
        body += [
            comment(f"{one}: {UNKNOWN}  (obligatoire ; « {said} » manque dans l’export)", 4)
            for one, said in absent.items()
            if one in required(sheet.table)
        ]
    told = [comment(one, 1) for one in notes]
    written = any(not line.lstrip().startswith("#") for line in body)
    return told if whole or not written else [*told, "  feuilles:", *body]


def _may_be_blank(table: str, column: str, source: str) -> bool:
    blank = column in DERIVED_COLUMNS or bool(columns_of(table)[column].nullable)
    return blank and not source.startswith(PARENT)


def _without(sheet: SheetMapping, columns: dict[str, str]) -> SheetMapping:
    values = {one: codes for one, codes in sheet.valeurs.items() if one in columns}
    return sheet.model_copy(update={"colonnes": columns, "valeurs": values})


def _absent(export: Export, key: str, sheet: SheetMapping) -> dict[str, str]:
    """The columns of a mapping whose source is not in the export."""
    found = {}
    for column, source in sheet.colonnes.items():
        at, name = key, source
        while name.startswith(PARENT) and at in export.parents:
            at, name = export.parents[at], name.removeprefix(PARENT)
        if name != KEY and at in export.sheets and name not in export.sheets[at].frame:
            found[column] = source
    return found


def plain_blocks(file: str, sheets: Mapping[str, Sheet], known: Known) -> list[Block]:
    """The sheets of an export of a form that is not ours, with what its metadata tell."""
    export = read_plain_export(file, sheets)
    main = export.sheets.get(MAIN)
    blocks = []
    for key, sheet in export.sheets.items():
        frame = sheet.frame.drop(index=list(hxl_rows(sheet.frame)))
        frame = frame[_told_apart(sheet)].dropna(how="all")
        frame = frame[[name for name in frame if name not in sheet.twice]]
        given = _given(sheet, key == MAIN, main, known)
        name = None if sheet.name == CSV_SHEET else sheet.name
        blocks.append(Block((sheet.name,), name, frame, given=given))
    return blocks


def _told_apart(sheet: Sheet) -> list[str]:
    """Without the details of a question of several choices (`publics/femmes`, 1 or 0), which are no
    answers of their own."""
    names = _asked(sheet)
    every = set(names)
    ticks: dict[str, int] = {}
    for name in names:
        if set(sheet.frame[name].dropna()) <= {"0", "1"}:
            ticks[name.rpartition("/")[0]] = ticks.get(name.rpartition("/")[0], 0) + 1
    return [
        name
        for name in names
        if not any(name.rpartition(mark)[0] in every for mark in "/." if mark in name)
        and not (
            "/" in name
            and ticks.get(name.rpartition("/")[0], 0) > 1
            and set(sheet.frame[name].dropna()) <= {"0", "1"}
        )
    ]


def _given(
    sheet: Sheet, is_main: bool, main: Sheet | None, known: Known
) -> dict[str, dict[str, str]]:
    """What metadata settle for each table: who the row is, what it stands in, where that was."""
    has = set(sheet.frame.columns)
    above = set() if main is None else set(main.frame.columns)
    found: dict[str, dict[str, str]] = {}
    for table in TABLES:
        columns, mine = columns_of(table), {}
        if "id" in columns and columns["id"].unique and not _own_id(table, sheet, known):
            if is_main and "_uuid" in has:
                mine["id"] = "_uuid"
            elif not is_main and above & {"_uuid", "_id"}:
                mine["id"] = KEY
        pairs = _SENT if is_main else _ABOVE
        mine |= {one: name for one, name in pairs.items() if one in columns and name in has}
        place = None if is_main or main is None else _named(table, "commune", main, known)
        if place and not _named(table, "commune", sheet, known):
            mine["commune"] = f"{PARENT}{place}"
        found[table] = mine
    return found


def _own_id(table: str, sheet: Sheet, known: Known) -> bool:
    """True where the form asks for an identifier of its own (a case number)."""
    name = _named(table, "id", sheet, known)
    return (
        name is not None
        and Cells(sheet.frame[name]).is_unique
        and not sheet.frame[name].isna().any()
    )


def _named(table: str, column: str, sheet: Sheet, known: Known) -> str | None:
    """The column of a sheet that is surely called as a column of a table."""
    if column not in columns_of(table):
        return None
    said = phrases(table, column, known.wording)
    names = [name for name in _asked(sheet) if likeness(name, said, "/") >= _NAMED]
    return names[0] if names else None
