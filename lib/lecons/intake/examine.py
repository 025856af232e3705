"""Examines one export beside its form, without a project: does it read well, is every row there?

Nothing is written. Answers are checked against the types of the form; answers that are on none of
its lists are told but keep their row, because the export may hold another version of the form.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lecons.counts import number_of
from lecons.declared import SheetMapping
from lecons.intake.cells import TRUNCATED
from lecons.intake.dates import read_date
from lecons.intake.grid import CELL_ERRORS, NOT_CALCULATED
from lecons.intake.kobo.export import Export, read_export, read_plain_export
from lecons.intake.kobo.links import add_keys, parent_rows
from lecons.intake.kobo.versions import Replacement, settle_versions
from lecons.intake.mapping import apply_mapping
from lecons.intake.numbers import read_number
from lecons.intake.outcome import ImportReport
from lecons.intake.quarantine import COLUMNS, KEPT, OUT, REASONS, Account, Fault
from lecons.intake.sheet import Sheet, read_sheets
from lecons.intake.xlsform import Form, Question

_LIST, _CUT = "valeur_hors_liste", "cellule_coupee"
_NUMBERS = {"integer": "un nombre entier en chiffres", "decimal": "un nombre en chiffres"}


def examine(path: Path, forms: Sequence[Form]) -> ImportReport:
    """The account of each sheet of a file and the cells that cannot be read.

    Rows read = rows kept + rows with a cell that cannot be read + rows set aside.
    """
    kobo = bool(forms) or path.suffix.lower() not in {".csv", ".txt"}
    sheets = read_sheets(path, formulas_are_text=kobo)
    export = (
        read_export(path.name, sheets, forms) if forms else read_plain_export(path.name, sheets)
    )
    export, replaced = _settled(export)
    report = ImportReport(replaced=replaced)
    report.note(path.name, *export.notes)
    told = []
    for key, sheet in export.sheets.items():
        # two columns of one name are told, and matter to those who map them
        columns = {str(one): str(one) for one in sheet.frame.columns if one not in sheet.twice}
        everything = SheetMapping(feuille=key or None, table="activites", colonnes=columns)
        mapped = apply_mapping(export, key, everything)
        unfit = _against(forms, key, mapped.frame)
        report.note(path.name, *_outside_lists(sheet, unfit))
        # no table asks for a cut text: its row stays
        read = [replace(one, mild=one.mild or one.reason == _CUT) for one in mapped.faults]
        faults = [*read, *(one for one in unfit if one.reason != _LIST)]
        out = {fault.row for fault in faults if not fault.mild}
        account = Account(path.name, sheet.name, key or "(fiches)", mapped.read)
        account.set_aside = mapped.set_aside
        account.quarantined = len(out & set(mapped.frame.index))
        account.kept = len(mapped.frame) - account.quarantined
        report.accounts.append(account)
        report.rows[key or "(fiches)"] = account.kept
        told.append(_table(path.name, sheet, faults))
    report.faults = pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=COLUMNS)
    return report


def _settled(export: Export) -> tuple[Export, list[Replacement]]:
    (settled,), replaced = settle_versions([export])
    return add_keys(settled, parent_rows(settled)), replaced


def canonical(export: Export) -> dict[str, pd.DataFrame]:
    """The rows of an export that count, by repeat path (« » for the submissions)."""
    settled, _ = _settled(export)
    return {
        key: sheet.frame.drop(
            index=[row for rows in settled.aside.get(key, {}).values() for row in rows]
        ).reset_index(drop=True)
        for key, sheet in settled.sheets.items()
    }


def _against(forms: Sequence[Form], key: str, frame: pd.DataFrame) -> list[Fault]:
    faults = []
    questions = {one.path: (form, one) for form in forms for one in form.questions}
    for column in frame.columns:
        if column in questions and questions[column][1].repeat == key:
            form, question = questions[column]
            faults += _unfit(frame[column].dropna(), question, form)
    return faults


def _outside_lists(sheet: Sheet, faults: Sequence[Fault]) -> list[str]:
    """One sentence for each question with answers on no list of the form."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        if fault.reason == _LIST:
            found.setdefault(sheet.header_of(fault.column), []).append(fault.found)
    return [
        f"question « {header} » : {number_of(len(said), 'réponse', 'réponses')} hors de la liste du formulaire "
        f"({', '.join(list(dict.fromkeys(said))[:3])}…)"
        for header, said in found.items()
    ]


def _unfit(cells: pd.Series, question: Question, form: Form) -> list[Fault]:
    """The answers of one question that its type or its list does not allow."""
    expected, reason = "", _LIST
    allowed: set[str] = set()
    if question.type in _NUMBERS:
        expected, reason = _NUMBERS[question.type], "nombre_illisible"
    elif question.type == "date":
        expected, reason = "AAAA-MM-JJ", "date_illisible"
    elif question.type in {"select_one", "select_multiple"} and form.choices_of(question):
        allowed = {choice.name for choice in form.choices_of(question)}
        expected = "un choix du formulaire"
    else:
        return []
    wrong = {
        said
        for said in cells.unique()
        if not _fits(str(said), question.type, allowed)
        and not str(said).startswith((TRUNCATED, NOT_CALCULATED, *CELL_ERRORS))
    }
    return [
        Fault(int(row), question.path, str(said), reason, expected)
        for row, said in cells[cells.isin(wrong)].items()
    ]


def _fits(said: str, kind: str, allowed: set[str]) -> bool:
    if kind == "select_one":
        return said in allowed
    if kind == "select_multiple":
        return set(said.split()) <= allowed
    if kind == "date":
        return read_date(said) is not None
    number = read_number(said)
    return number is not None and (kind == "decimal" or number.is_integer())


def _table(file: str, sheet: Sheet, faults: Sequence[Fault]) -> pd.DataFrame:
    rows = [
        (
            file,
            sheet.name,
            fault.row,
            sheet.header_of(fault.column),
            fault.found,
            fault.expected,
            REASONS[fault.reason],
            KEPT if fault.mild else OUT,
        )
        for fault in faults
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
