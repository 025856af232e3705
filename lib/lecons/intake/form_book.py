"""Writes our forms as XLSForm workbooks, and has pyxform judge them before they reach a phone."""

import os
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from lecons.errors import IntakeError
from lecons.intake.forms import (
    ENGLISH,
    FRENCH,
    FormSheets,
    empty_lists,
    form_names,
    form_sheets,
)
from lecons.project import Project

_SURVEY = (
    "type",
    "name",
    f"label::{FRENCH}",
    f"label::{ENGLISH}",
    f"hint::{FRENCH}",
    f"hint::{ENGLISH}",
    "required",
    "relevant",
    "constraint",
    f"constraint_message::{FRENCH}",
    f"constraint_message::{ENGLISH}",
    "calculation",
    "appearance",
)
_CHOICES = ("list_name", "name", f"label::{FRENCH}", f"label::{ENGLISH}")
# a workbook that says when it was written would differ each time; zip knows no day before 1980
_STOPPED = datetime(1980, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def build_forms(project: Project, folder: Path) -> list[tuple[Path, list[str]]]:
    """Write every form of a project and have it checked: for each, its path and what is to be said.

    A form whose answers projet.yaml does not hold yet (no radio declared, for example) is not
    written, and what is to be said says so. Raises ProjectError on a declaration that is wrong and
    IntakeError on a form that pyxform refuses.
    """
    built = []
    for name in form_names(project):
        if missing := empty_lists(name, project):
            said = f"Non écrit : remplissez d’abord {', '.join(missing)} dans projet.yaml."
            built.append((folder / f"{name}.xlsx", [said]))
            continue
        path = write_form_book(name, project, folder)
        built.append((path, check_form(path)))
    return built


def write_form_book(name: str, project: Project, folder: Path) -> Path:
    """Write `<name>.xlsx` in a folder, whole or not at all; the same declaration and project give
    the same bytes. Raises ProjectError where the declaration is wrong."""
    sheets = form_sheets(name, project)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.xlsx"
    draft, stopped = path.with_suffix(".part"), path.with_suffix(".part2")
    try:
        _book(sheets).save(draft)
        _stop_clock(draft, stopped)
        os.replace(stopped, path)
    finally:
        draft.unlink(missing_ok=True)
        stopped.unlink(missing_ok=True)
    return path


def check_form(path: Path, *, odk_validate: bool = False) -> list[str]:
    """What pyxform, the converter of KoboToolbox and ODK, warns of; empty: nothing.

    `odk_validate` also runs ODK Validate, which opens the form as a phone does and needs Java.
    Raises IntakeError with pyxform's own words when it refuses the form.
    """
    # pyxform takes a second to load, and only those who build forms need it
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
    from pyxform.validators.odk_validate import ODKValidateError  # type: ignore[import-untyped]
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]

    try:
        return list(convert(xlsform=path, validate=odk_validate).warnings)
    except (PyXFormError, ODKValidateError) as error:
        raise IntakeError(
            f"{path.name} : pyxform refuse ce formulaire : {' '.join(str(error).split())}",
            f"Corrigez {path.stem}.yaml, puis relancez « lecons formulaires ».",
        ) from None


def _book(sheets: FormSheets) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book, "survey", _SURVEY, sheets.survey)
    lists = [
        {
            "list_name": key,
            "name": choice.name,
            f"label::{FRENCH}": choice.labels[FRENCH],
            f"label::{ENGLISH}": choice.labels[ENGLISH],
        }
        for key, choices in sheets.choices.items()
        for choice in choices
    ]
    _fill(book, "choices", _CHOICES, lists)
    _fill(book, "settings", tuple(sheets.settings), [sheets.settings])
    book.properties.creator = "lecons"
    book.properties.created = _STOPPED
    return book


def _fill(
    book: Workbook, name: str, headers: tuple[str, ...], rows: Iterable[dict[str, str]]
) -> None:
    sheet = book.create_sheet(name)
    sheet.append(headers)
    for row in rows:
        sheet.append([row.get(header) for header in headers])
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                # a label may begin with « = » without being a formula: all that a form holds is text
                cell.data_type = "s"


def _stop_clock(draft: Path, target: Path) -> None:
    """openpyxl writes the present moment as the last change, whatever it is told; so does zip."""
    moment = _STOPPED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(target, "w") as book:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + moment, content)
            entry = zipfile.ZipInfo(name, _STOPPED.timetuple()[:6])
            book.writestr(entry, content, zipfile.ZIP_DEFLATED)
