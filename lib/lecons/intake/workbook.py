"""Reads a workbook as text, cell by cell: what a cell shows, and what a formula hides."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from lecons.errors import IntakeError
from lecons.intake.grid import NOT_CALCULATED, Grid, tidy_cells

# cells that a sheet may span, blank ones between included: one stray cell in XFD1048576 makes 17 billion
_SPAN_LIMIT = 50_000_000
# rows and columns that Excel has: a place beyond them is no place, and readers make room for it all the same
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
# where a row or a cell says that it stands, however its XML is written
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*[\"']\s*([A-Za-z]*)(\d*)")
_UNUSUAL = re.compile(rb"<(?:\w+:)?f[ >/]|\bt=[\"']e")
_CHUNK = 8 << 20
_NO_ERRORS = (
    "dans ce format, une formule en erreur se lit comme une cellule vide : enregistrez en .xlsx pour "
    "qu’elle soit vue"
)


def read_workbook(path: Path, formulas_are_text: bool) -> dict[str, Grid]:
    """All sheets of a workbook (see reading.read_grids)."""
    parts = _sheet_parts(path)
    unusual = {name for name, part in parts.items() if _look_through(path, name, part)}
    try:
        # by what it holds: calamine would go by the name, and names lie
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        names = book.sheet_names
        sheets = {name: book.get_sheet_by_name(name) for name in names}
    except (CalamineError, OSError, ValueError) as error:
        raise IntakeError(
            f"{path.name} : classeur illisible ({error}).",
            "Ouvrez-le dans Excel, ôtez le mot de passe s’il y en a un, enregistrez-le en .xlsx.",
        ) from None
    grids = {}
    for name, sheet in sheets.items():
        rows = sheet.to_python(skip_empty_area=False)
        if name in unusual:
            _put_back(path, parts[name], rows, formulas_are_text)
        width = max(map(len, rows), default=0)
        columns = [
            pa.chunked_array([pa.array([_at(row, at) for row in rows], pa.large_string())])
            for at in range(width)
        ]
        cells = tidy_cells(columns, first_row=1)
        if cells.notna().any(axis=None):
            notes = () if parts else (_NO_ERRORS,)
            grids[name] = Grid(cells, _merged(sheet), notes)
    return grids


def _at(row: Sequence[object], column: int) -> str:
    return text(row[column]) if column < len(row) else ""


def text(cell: object) -> str:
    """A cell as its reader would write it: 12 and not 12.0, dates in ISO form."""
    match cell:
        case str():
            return cell
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
    return str(cell)


def _merged(sheet: CalamineSheet) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    try:
        ranges = sheet.merged_cell_ranges
    except (CalamineError, ValueError):  # old formats do not tell
        return ()
    return tuple(ranges or ())


def _sheet_parts(path: Path) -> dict[str, str]:
    """Where the cells of each sheet stand inside an XLSX; empty for the other formats."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        with _as_intake_error(path):
            targets = {
                link.get("Id", ""): link.get("Target", "")
                for _, link in iterparse(archive.open("xl/_rels/workbook.xml.rels"))
            }
            sheets = [
                (element.get("name", ""), value)
                for _, element in iterparse(archive.open("xl/workbook.xml"))
                if element.tag.endswith("}sheet")
                for key, value in element.attrib.items()
                if key.endswith("}id")
            ]
        known = {name.casefold(): name for name in archive.namelist()}
    found = {}
    for name, link in sheets:
        target = targets.get(link, "")
        # as the fast reader finds them, so that no sheet is read without having been looked through
        part = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if part.casefold() in known:
            found[name] = known[part.casefold()]
    return found


def _look_through(path: Path, name: str, part: str) -> bool:
    """True where a sheet holds formulas or errors; refuses one that spans too many cells."""
    columns: set[bytes] = set()
    rows, unusual, tail = 1, False, b""
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            block = tail + chunk
            found = _PLACE.findall(block)
            columns.update(letters for letters, _ in found)
            # nobody needs to know how far beyond the last row it is
            numbers = {number[:8] for _, number in found if number}
            rows = max([rows, *map(int, numbers)])
            unusual = unusual or bool(_UNUSUAL.search(block))
            tail = block[-200:]
    width = max(map(_column, columns), default=0)
    if rows > _MOST_ROWS or width > _MOST_COLUMNS or rows * width > _SPAN_LIMIT:
        raise IntakeError(
            f"{path.name}, feuille « {name} » : elle s’étend sur {rows} lignes et {width} colonnes.",
            "Une cellule éloignée est remplie ou mise en forme par mégarde : supprimez les lignes et les colonnes "
            "vides au-delà du tableau, enregistrez, recommencez.",
        )
    return unusual


def _column(letters: bytes) -> int:
    """The number of a column; one more than there are for what names none."""
    if not letters:
        return 0
    return column_index_from_string(letters.decode()) if len(letters) < 4 else _MOST_COLUMNS + 1


def _put_back(path: Path, part: str, rows: list[list], formulas_are_text: bool) -> None:
    """Put into the cells what the fast reader leaves out: errors, formulas that were never
    calculated and, where asked for, the formulas themselves."""
    row = column = -1
    with _as_intake_error(path), zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        for event, element in iterparse(stream, ("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if tag == "row" and event == "start":
                # rows and cells need not say their place: they then follow each other
                row, column = int(element.get("r", row + 2)) - 1, -1
            elif tag == "row":
                element.clear()
            elif tag == "c" and event == "end":
                told = element.get("r")
                letters = coordinate_from_string(told)[0] if told else None
                column = column_index_from_string(letters) - 1 if letters else column + 1
                shown = _hidden(element, formulas_are_text)
                if shown is not None:
                    while len(rows) <= row:
                        rows.append([])
                    rows[row] += [""] * (column + 1 - len(rows[row]))
                    rows[row][column] = shown


@contextmanager
def _as_intake_error(path: Path) -> Iterator[None]:
    """What makes the XML of a workbook unreadable, said as the file that it is about."""
    try:
        yield
    except (
        ParseError,
        DefusedXmlException,
        CellCoordinatesException,
        KeyError,
        ValueError,
    ):
        raise IntakeError(
            f"{path.name} : classeur illisible (son contenu n’est pas celui d’un classeur Excel).",
            "Ouvrez-le dans Excel, laissez-le le réparer, enregistrez-le en .xlsx.",
        ) from None


def _hidden(cell, formulas_are_text: bool) -> str | None:  # type: ignore[no-untyped-def]
    """What a cell of the sheet's XML says beyond its stored value; None for an ordinary one."""
    parts = {child.tag.rpartition("}")[2]: child.text or "" for child in cell}
    formula, value, kind = parts.get("f"), parts.get("v", ""), cell.get("t")
    if formula and formulas_are_text:
        return f"={formula}"
    if kind == "e":
        return value or "#REF!"
    if formula is not None and not value and kind != "str":
        return f"{NOT_CALCULATED} ={formula}"
    return None
