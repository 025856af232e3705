"""The quarantine workbook of a source file: its faulty rows, to be corrected there and read again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lecons.books import as_written, put_text, save
from lecons.intake.quarantine import COLUMNS, OUT

# in brackets, so that no column of a file has their name
ROW, WHY, DECISION, PRINT = "(ligne)", "(à corriger)", "(décision)", "(empreinte)"
OWN = (ROW, WHY, DECISION, PRINT)
KEEP, LEAVE = "garder", "écarter"
TO_READ = "À corriger"
NOT_COPIED = "(récit non recopié)"
# a workbook to correct by hand; a whole file that is wrong is corrected at its source
MOST_ROWS = 5_000
_HEAD = PatternFill("solid", fgColor="FFF2CC")
_WRONG = PatternFill("solid", fgColor="F8CBAD")
_MILD = PatternFill("solid", fgColor="FFE699")
_HOW = (
    "Corrigez les cellules colorées dans les autres feuilles (le commentaire dit ce qui est "
    "attendu), enregistrez, puis relancez « lecons importer ». Colonne « (décision) » : écrivez "
    f"« {LEAVE} » pour laisser une ligne de côté, « {KEEP} » pour garder un doublon probable. "
    "Le fichier d’origine n’est jamais modifié : vos corrections vont dans corrections.csv."
)


def book_name(file: str) -> str:
    """The workbook for a file of the project: `brut/a.xlsx` → `brut__a.xlsx`."""
    name = file.replace("/", "__").replace("\\", "__")
    return name if name.endswith(".xlsx") else f"{name}.xlsx"


def fingerprint(cells: Iterable[object]) -> str:
    """What a row said when it was written: a row that changed at its source is another row."""
    whole = "\x1f".join(map(as_written, cells))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def titles(sheets: Iterable[str]) -> dict[str, str]:
    """The name of each sheet in the workbook: one that Excel accepts, and of one sheet only."""
    found: dict[str, str] = {}
    for name in sheets:
        safe = "".join("_" if c in "[]:*?/\\" else c for c in as_written(name)).strip("'")
        title, number = safe[:31] or "feuille", 1
        while title.casefold() in {TO_READ.casefold(), *map(str.casefold, found.values())}:
            number += 1
            title = f"{safe[:26]} ({number})"
        found[name] = title
    return found


def write_book(
    folder: Path,
    file: str,
    sheets: Mapping[str, pd.DataFrame],
    faults: pd.DataFrame,
    hidden: Mapping[str, Sequence[str]] = {},  # read only
) -> Path | None:
    """Write the workbook of one file, in one move; without any fault, take the old one away.

    `sheets`: the sheets of the file as read (index = row number); `faults`: columns COLUMNS;
    `hidden`: by sheet, the columns whose words are not copied.
    """
    path = folder / book_name(file)
    if not len(faults):
        path.unlink(missing_ok=True)
        return None
    book, named = Workbook(), titles(sheets)
    _write_faults(book.worksheets[0], faults)
    for name, frame in sheets.items():
        mine = faults[faults["feuille"].eq(name)]
        if len(mine):
            _write_rows(book.create_sheet(named[name]), frame, mine, hidden.get(name, ()))
    return save(book, path)


def _write_faults(sheet: Worksheet, faults: pd.DataFrame) -> None:
    sheet.title = TO_READ
    put_text(sheet.cell(1, 1), _HOW)
    sheet.cell(1, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(COLUMNS))
    sheet.row_dimensions[1].height = 48
    _write_header(sheet, 2, COLUMNS)
    for at, row in enumerate(faults[COLUMNS].head(MOST_ROWS).itertuples(index=False), 3):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            if isinstance(value, int):
                cell.value = value
            else:
                put_text(cell, as_written(value))
    if len(faults) > MOST_ROWS:
        put_text(
            sheet.cell(MOST_ROWS + 3, 1),
            f"… et {len(faults) - MOST_ROWS} autres : corrigez d’abord la cause dans le fichier ou "
            "dans projet.yaml.",
        )
    for letter, width in zip("ABCDEFGH", (28, 20, 8, 24, 30, 60, 32, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    _fit_page(sheet)


def _write_header(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    for column, name in enumerate(names, 1):
        cell = sheet.cell(row, column)
        put_text(cell, as_written(name))
        cell.font, cell.fill = Font(bold=True), _HEAD


def _write_rows(
    sheet: Worksheet, frame: pd.DataFrame, faults: pd.DataFrame, hidden: Sequence[str]
) -> None:
    """The faulty rows as they stand in the file, the wrong cells coloured and commented."""
    names = [*OWN, *frame.columns]
    _write_header(sheet, 1, names)
    places = {str(name): at for at, name in enumerate(frame.columns, len(OWN) + 1)}
    by_row: dict[int, list[Any]] = {}
    for one in faults.sort_values("ligne", kind="stable").itertuples():
        by_row.setdefault(int(one.ligne), []).append(one)
    shown = [row for row in by_row if row in frame.index][:MOST_ROWS]
    cells = dict(zip(shown, frame.loc[shown].itertuples(index=False, name=None), strict=True))
    for at, (row, some) in enumerate(list(by_row.items())[:MOST_ROWS], 2):
        sheet.cell(at, 1).value = row
        said = [f"{one.colonne} : {one.raison} ({one.attendu})" for one in some]
        put_text(sheet.cell(at, 2), as_written(" ; ".join(said)))
        sheet.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top")
        if row not in cells:
            continue
        put_text(sheet.cell(at, 4), fingerprint(cells[row]))
        for (name, column), told in zip(places.items(), cells[row], strict=True):
            text = as_written(told)
            if not text:
                continue
            put_text(sheet.cell(at, column), NOT_COPIED if name in hidden else text)
        for one in some:
            if one.colonne in places:
                cell = sheet.cell(at, places[one.colonne])
                cell.fill = _WRONG if one.suite == OUT else _MILD
                cell.comment = Comment(f"{one.raison}\nattendu : {one.attendu}", "lecons")
    sheet.column_dimensions["B"].width = 60
    sheet.column_dimensions["D"].hidden = True
    sheet.freeze_panes = "D2"
    _fit_page(sheet)


def _fit_page(sheet: Worksheet) -> None:
    """On paper, one page wide: the list may be read beside the phone."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
