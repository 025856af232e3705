"""Writes our forms as XLSForm workbooks, and has pyxform judge them before they reach a phone."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from lecons.books import as_written, put_text, save
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


def build_forms(project: Project, folder: Path) -> list[tuple[Path, list[str]]]:
    """Write every form of a project and have it checked: for each, its path and what is to be said.

    A form whose answers projet.yaml does not hold yet (no radio declared, for example) is not
    written, and what is to be said says so. Raises ProjectError on a declaration that is wrong and
    IntakeError on a form that pyxform refuses.
    """
    built = []
    for name in form_names(project):
        if missing := empty_lists(name, project):
            said = f"Remplissez d’abord {', '.join(missing)} dans projet.yaml."
            built.append((folder / f"{name}.xlsx", [said]))
            continue
        path = write_form_book(name, project, folder)
        built.append((path, check_form(path)))
    return built


def write_form_book(name: str, project: Project, folder: Path) -> Path:
    """Write `<name>.xlsx` in a folder, whole or not at all; the same declaration and project give
    the same bytes. Raises ProjectError where the declaration is wrong."""
    return save(_book(form_sheets(name, project)), folder / f"{name}.xlsx")


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
    return book


def _fill(
    book: Workbook, name: str, headers: tuple[str, ...], rows: Iterable[dict[str, str]]
) -> None:
    sheet = book.create_sheet(name)
    for column, header in enumerate(headers, 1):
        put_text(sheet.cell(1, column), header)
    # a label may begin with « = » without being a formula: all that a form holds is text
    for at, row in enumerate(rows, 2):
        for column, header in enumerate(headers, 1):
            put_text(sheet.cell(at, column), as_written(row.get(header)))
