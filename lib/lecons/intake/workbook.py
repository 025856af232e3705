"""Reads a workbook or a CSV as text, cell by cell, each row knowing its number in the file."""

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from lecons.errors import IntakeError

CSV_SHEET = "(csv)"


def read_sheets(path: Path) -> dict[str, pd.DataFrame]:
    """All sheets of a file. Each frame: one text column per header, blank cells missing, index =
    row number as Excel counts it. The header is the first row that is not blank.

    Raises IntakeError on a file that is absent, unreadable, empty, or has two columns of one name.
    """
    if not path.is_file():
        raise IntakeError(
            f"{path.name} : fichier absent.",
            "Déposez-le dans le dossier du projet, ou retirez-le de la clé imports de projet.yaml.",
        )
    grids = {CSV_SHEET: _csv_grid(path)} if path.suffix.lower() == ".csv" else _xlsx_grids(path)
    return {name: _frame(path, name, grid) for name, grid in grids.items() if any(map(any, grid))}


def _xlsx_grids(path: Path) -> dict[str, list[list[str]]]:
    try:
        book = CalamineWorkbook.from_path(path)
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise IntakeError(
            f"{path.name} : classeur illisible ({error}).",
            "Ouvrez-le dans Excel, ôtez le mot de passe s’il y en a un, enregistrez-le en .xlsx.",
        ) from None


def _csv_grid(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("windows-1252", errors="replace")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [[cell.strip() for cell in row] for row in lines]
    except csv.Error as error:
        raise IntakeError(
            f"{path.name}, ligne {lines.line_num} : CSV illisible ({error}).",
            "Ouvrez-le dans un tableur, vérifiez les guillemets à cet endroit, enregistrez-le de nouveau.",
        ) from None


def _text(cell: object) -> str:
    """A cell as its reader would write it: 12 and not 12.0, dates in ISO form."""
    match cell:
        case bool():
            return "oui" if cell else "non"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell).strip()


def _frame(path: Path, sheet: str, grid: list[list[str]]) -> pd.DataFrame:
    top = next(at for at, row in enumerate(grid) if any(row))
    # a cell beyond the header is kept, under a column of its own: it may be the sign of a shifted row
    widest = max(map(len, grid))
    header = grid[top] + [""] * (widest - len(grid[top]))
    named = [name for name in header if name]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise IntakeError(
            f"{path.name}, feuille « {sheet} » : deux colonnes portent le nom « {twice[0]} ».",
            "Renommez l’une des deux, puis recommencez l’import.",
        )
    rows = [row + [""] * (len(header) - len(row)) for row in grid[top + 1 :]]
    frame = pd.DataFrame(
        [row[: len(header)] for row in rows],
        columns=[name or f"(colonne {i})" for i, name in enumerate(header, 1)],
        index=range(top + 2, top + len(rows) + 2),
        dtype="object",
    )
    return frame.replace("", None)
