"""Writes submissions as KoboToolbox's exporter (kobotoolbox/formpack) or ODK Central would.

A `Row` says what a person answered, by path of the form; every flavour of export is written from
it, and `expected` tells what must be read back whatever the flavour.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from lecons.intake.xlsform import Choice, Form, Question, build_form
from openpyxl import Workbook

GEO = ("latitude", "longitude", "altitude", "precision")
SILENT = {"note", "end", "start"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


@dataclass(frozen=True)
class Flavour:
    """How an export is asked for: `language` None stands for XML names."""

    language: str | None = None
    hierarchy: bool = True
    separator: str = "/"
    several: str = "both"  # or summary, or details
    hxl: bool = False


@dataclass(frozen=True)
class Row:
    """A submission, or a row of a repeat group: `answers` by path (a tuple for several choices), and
    the rows of its repeats by path; `meta` replaces what the exporter tells of a submission."""

    answers: Mapping[str, str | tuple[str, ...]]
    repeats: Mapping[str, Sequence["Row"]] = field(default_factory=dict)
    meta: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One section of an export: header, cells, and the name of its sheet, whole."""

    name: str
    header: list[str]
    rows: list[list[object]]
    questions: tuple[Question, ...] = ()


# --- forms and what must be read back -----------------------------------------------------------


def form_of(
    questions: Sequence[tuple[str, ...]],
    lists: Mapping[str, Sequence[tuple[str, ...]]] = {},
    languages: Sequence[str] = ("Français (fr)", "English (en)"),
    title: str = "Fiche",
) -> Form:
    """A form from (type, name, label, label…) rows, one label a language; lists alike."""

    def labels(texts: Sequence[str]) -> dict[str, str]:
        return {one: text for one, text in zip(languages, texts, strict=False) if text}

    rows = [
        {
            "type": kind,
            "name": name,
            **{f"label::{one}" if one else "label": text for one, text in labels(texts).items()},
        }
        for kind, name, *texts in (((*row, "")[: max(2, len(row))]) for row in questions)
    ]
    choices = {
        key: tuple(Choice(name, labels(texts)) for name, *texts in some)
        for key, some in lists.items()
    }
    return build_form(title, rows, choices, "essai.xlsx")


def asked(form: Form, repeat: str) -> list[Question]:
    """The questions of a section whose answers an export holds."""
    return [one for one in form.questions if one.repeat == repeat and one.type not in SILENT]


def uuid_of(at: int) -> str:
    return f"00000000-0000-4000-8000-{at:012d}"


def expected(form: Form, rows: Sequence[Row]) -> dict[str, pd.DataFrame]:
    """The sheets that an export of these submissions stands for, by repeat path."""
    sheets: dict[str, list[dict[str, str | None]]] = {"": []}
    sheets |= {repeat.path: [] for repeat in form.repeats}
    for at, row in enumerate(rows):
        uuid = str(row.meta.get("_uuid", uuid_of(at)))
        sheets[""].append({**_read_back(form, "", row), "_uuid": uuid})
        _inside(form, row, uuid, sheets)
    columns = {key: [one.path for one in asked(form, key)] for key in sheets}
    return {
        key: pd.DataFrame(
            found, columns=[*columns[key], "_uuid" if not key else "_cle"], dtype=object
        )
        for key, found in sheets.items()
    }


def _inside(form: Form, row: Row, above: str, sheets: dict[str, list]) -> None:
    for path, some in row.repeats.items():
        for number, one in enumerate(some, 1):
            key = f"{above}/{path.rpartition('/')[2]}[{number}]"
            sheets[path].append({**_read_back(form, path, one), "_cle": key})
            _inside(form, one, key, sheets)


def _read_back(form: Form, repeat: str, row: Row) -> dict[str, str | None]:
    told: dict[str, str | None] = {}
    for question in asked(form, repeat):
        said = row.answers.get(question.path)
        if isinstance(said, tuple):
            order = [choice.name for choice in form.choices_of(question)]
            said = " ".join(sorted(said, key=order.index))
        told[question.path] = said or None
    return told


# --- KoboToolbox ------------------------------------------------------------------------------------


def headers_of(form: Form, question: Question, flavour: Flavour) -> list[str]:
    """The headers of a question, in the order of the exporter."""
    head = _head(form, question, flavour)
    headers = [head]
    if question.type == "geopoint":
        headers += [f"_{head}_{part}" for part in GEO]
    if question.type == "select_multiple":
        details = [
            head + (flavour.separator or "/") + _named(choice.labels, choice.name, flavour)
            for choice in form.choices_of(question)
        ]
        headers = [
            *(headers if flavour.several != "details" else []),
            *(details if flavour.several != "summary" else []),
        ]
    return headers


def _head(form: Form, question: Question, flavour: Flavour) -> str:
    label = _named(question.labels, question.name, flavour)
    if not flavour.hierarchy:
        return label
    names = question.path.split("/")[:-1]
    groups = [
        _named(labels, name, flavour) for labels, name in zip(question.groups, names, strict=True)
    ]
    return flavour.separator.join([*groups, label])


def _named(labels: Mapping[str, str], name: str, flavour: Flavour) -> str:
    return name if flavour.language is None else labels.get(flavour.language) or name


def cells_of(
    form: Form, question: Question, said: str | tuple[str, ...] | None, flavour: Flavour
) -> list[str]:
    """The cells of an answer, one for each header; unanswered is blank everywhere."""
    choices = {one.name: one for one in form.choices_of(question)}

    def shown(name: str) -> str:
        return _named(choices[name].labels, name, flavour) if name in choices else name

    if question.type == "geopoint":
        parts = (said.split() if isinstance(said, str) else []) + [""] * 4
        return [said or "", *parts[:4]]
    if question.type != "select_multiple":
        return [shown(said) if said and choices else said or ""]
    said = said or ()
    summary = [" ".join(map(shown, said))]
    details = [("1" if name in said else "0") if said else "" for name in choices]
    return [
        *(summary if flavour.several != "details" else []),
        *(details if flavour.several != "summary" else []),
    ]


def tables_of(form: Form, rows: Sequence[Row], flavour: Flavour) -> list[Table]:
    """The sections of an export: the submissions first, then the repeats in the form's order."""
    header, cells, questions = [], [], asked(form, "")
    for question in questions:
        header += headers_of(form, question, flavour)
    main = Table(form.title, [*header, "_id", "_uuid", "_submission_time", "_index"], cells)
    tables = {"": Table(main.name, main.header, cells, tuple(questions))}
    for repeat in form.repeats:
        inside = asked(form, repeat.path)
        header = [one for question in inside for one in headers_of(form, question, flavour)]
        links = ["_index", "_parent_table_name", "_parent_index"]
        links += ["_submission__id", "_submission__uuid", "_submission__submission_time"]
        tables[repeat.path] = Table(repeat.name, [*header, *links], [], tuple(inside))
    for at, row in enumerate(rows):
        meta = {
            "_id": 1000 + at,
            "_uuid": uuid_of(at),
            "_submission_time": f"2017-06-{1 + at % 28:02d}T18:00:00",
            **row.meta,
            "_index": at + 1,
        }
        told = [
            one for q in questions for one in cells_of(form, q, row.answers.get(q.path), flavour)
        ]
        cells.append([*told, *(meta[name] for name in main.header[-4:])])
        _fill(form, row, "", at + 1, meta, tables, flavour)
    if flavour.hxl:
        for table in tables.values():
            tags = [
                f"#{question.name}" if at == 0 else ""
                for question in table.questions
                for at, _ in enumerate(headers_of(form, question, flavour))
            ]
            if any(tags):
                table.rows.insert(0, tags + [""] * (len(table.header) - len(tags)))
    return list(tables.values())


def _fill(
    form: Form,
    row: Row,
    above: str,
    index: int,
    meta: Mapping[str, object],
    tables: Mapping[str, Table],
    flavour: Flavour,
) -> None:
    for path, some in row.repeats.items():
        table = tables[path]
        for one in some:
            mine = len(table.rows) + 1
            told = [
                cell
                for question in table.questions
                for cell in cells_of(form, question, one.answers.get(question.path), flavour)
            ]
            links = [mine, tables[above].name, index]
            links += [meta["_id"], meta["_uuid"], meta["_submission_time"]]
            table.rows.append([*told, *links])
            _fill(form, one, path, mine, meta, tables, flavour)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names as the exporter writes them: forbidden characters away, cut at 31, told apart."""
    given: list[str] = []
    for name in names:
        safe, ellipsis, number = name.translate(_FORBIDDEN), "...", 1
        candidate = _cut(safe, ellipsis)
        while candidate in given:
            mark = f" ({number})"
            cut = len(safe) > 31 - len(mark)
            candidate = _cut(safe, ellipsis + mark) if cut else safe + mark
            number += 1
        given.append(candidate)
    return given


def _cut(name: str, ellipsis: str) -> str:
    return name[: 31 - len(ellipsis)] + ellipsis if len(name) > 31 else name


def write_xlsx(path, form: Form, rows: Sequence[Row], flavour: Flavour = Flavour()):
    """The workbook; openpyxl writes what begins with « = » as a formula, as xlsxwriter does."""
    return write_tables(path, tables_of(form, rows, flavour))


def write_tables(path, tables: Sequence[Table]):
    """Write sections as the sheets of a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, name in zip(tables, sheet_names([one.name for one in tables]), strict=True):
        sheet = book.create_sheet(name)
        for at, header in enumerate(table.header, 1):
            cell = sheet.cell(1, at, header)
            cell.data_type = "s"
        for row in table.rows:
            sheet.append([None if cell == "" else cell for cell in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_csv(path, form: Form, rows: Sequence[Row], flavour: Flavour = Flavour()):
    """The CSV: the first section only, every cell quoted, lines ended as Windows does."""
    main = tables_of(form, rows, flavour)[0]
    path.write_text(_delimited([main.header, *main.rows], ";", csv.QUOTE_ALL), "utf-8", newline="")
    return path


def _delimited(rows: Sequence[Sequence[object]], separator: str, quoting: int) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


# --- ODK Central ------------------------------------------------------------------------------------


def write_odk(path, form: Form, rows: Sequence[Row], separator: str = "-", split: bool = True):
    """The zip of CSV files of ODK Central: XML names, repeats with headers relative to their group,
    KEY and PARENT_KEY; `split` adds a column for each choice of a select_multiple."""
    tables: dict[str, list[list[str]]] = {
        "": [[*_odk_headers(form, "", separator, split), "KEY"]],
        **{
            repeat.path: [[*_odk_headers(form, repeat.path, separator, split), "PARENT_KEY", "KEY"]]
            for repeat in form.repeats
        },
    }
    tables[""][0].insert(0, "SubmissionDate")
    tables[""][0] += ["SubmitterID", "SubmitterName", "Status", "ReviewState", "FormVersion"]
    for at, row in enumerate(rows):
        uuid = str(row.meta.get("_uuid", uuid_of(at)))
        day = f"2017-06-{1 + at % 28:02d}T18:00:00.000Z"
        key = f"uuid:{uuid}"
        told = ["7", "Awa", "", str(row.meta.get("_validation_status", "")), "1"]
        tables[""].append([day, *_odk_cells(form, "", row, split), key, *told])
        _odk_inside(form, row, key, tables, split)
    names = [repeat.rpartition("/")[2] for repeat in tables]
    with zipfile.ZipFile(path, "w") as archive:
        for at, found in enumerate(tables.values()):
            name = f"{form.title}-{names[at]}" if at else form.title
            if names.count(names[at]) > 1:  # repeats of one name are numbered
                name += f"~{names[: at + 1].count(names[at])}"
            archive.writestr(f"{name}.csv", _delimited(found, ",", csv.QUOTE_MINIMAL))
    return path


def odk_headers(form: Form, question: Question, separator: str = "-", split: bool = True):
    """The headers of a question in a file of ODK Central."""
    head = question.path.removeprefix(f"{question.repeat}/" if question.repeat else "")
    head = head.replace("/", separator)
    if question.type == "geopoint":
        return [f"{head}{separator}{one}" for one in _ODK_POINT]
    if question.type == "select_multiple" and split:
        return [head, *(f"{head}/{choice.name}" for choice in form.choices_of(question))]
    return [head]


_ODK_POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")


def _odk_headers(form: Form, repeat: str, separator: str, split: bool) -> list[str]:
    return [
        header
        for question in asked(form, repeat)
        for header in odk_headers(form, question, separator, split)
    ]


def _odk_cells(form: Form, repeat: str, row: Row, split: bool) -> Iterator[str]:
    for question in asked(form, repeat):
        said = row.answers.get(question.path)
        if question.type == "geopoint":
            yield from [*(said.split() if isinstance(said, str) else []), "", "", "", ""][:4]
        elif question.type == "select_multiple":
            several = Flavour(several="both" if split else "summary")
            yield from cells_of(form, question, said, several)
        else:
            yield said if isinstance(said, str) else ""


def _odk_inside(form: Form, row: Row, above: str, tables: dict, split: bool) -> None:
    for path, some in row.repeats.items():
        for number, one in enumerate(some, 1):
            key = f"{above}/{path.rpartition('/')[2]}[{number}]"
            tables[path].append([*_odk_cells(form, path, one, split), above, key])
            _odk_inside(form, one, key, tables, split)
