"""Writes an export as a workbook whose cells are texts, numbers and days, never formulas."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lecons.books import as_written, put_text, save

# columns that hold sentences
_WIDE = {
    "passage": 80,
    "mémo": 40,
    "citation": 40,
    "chemin du code": 40,
    "définition": 60,
    "inclusion": 50,
    "exclusion": 50,
    "exemple": 50,
    "quoi": 44,
    "ce qu’il faut savoir": 90,
}
_USUAL = 16
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> Path:
    """Write one sheet a frame, its header frozen and filterable; whole or not at all."""
    # cells go to the file as they come: 200,000 passages do not fit in a small laptop as objects
    book = Workbook(write_only=True)
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        titles = [str(column) for column in frame.columns]
        for at, title in enumerate(titles, 1):
            sheet.column_dimensions[get_column_letter(at)].width = _WIDE.get(title, _USUAL)
        sheet.freeze_panes = "A2"
        if len(frame):
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(frame) + 1}"
        header = [_cell(sheet, title, wrap=False) for title in titles]
        for cell in header:
            cell.font = _BOLD
        sheet.append(header)
        wide = [title in _WIDE for title in titles]
        for row in frame.astype("object").itertuples(index=False, name=None):
            sheet.append(
                [
                    None if pd.isna(value) else _cell(sheet, value, wrap)
                    for value, wrap in zip(row, wide, strict=True)
                ]
            )
    return save(book, path)


def _cell(sheet: object, value: object, wrap: bool) -> Cell:
    cell: Cell = WriteOnlyCell(sheet)
    if isinstance(value, date):
        cell.value = date(value.year, value.month, value.day)
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, int):
        cell.value = value
    else:
        put_text(cell, as_written(value))
    if wrap:
        cell.alignment = _WRAPPED
    return cell
