"""Opens a file of any sort that comes in, and answers its cells."""

from pathlib import Path

from lecons.intake.delimited import read_archive, read_delimited
from lecons.intake.grid import CSV_SHEET, Grid
from lecons.intake.recognise import Kind, recognise
from lecons.intake.workbook import read_workbook


def read_grids(path: Path, *, formulas_are_text: bool = False) -> dict[str, Grid]:
    """All sheets of a workbook, of a CSV (one sheet, CSV_SHEET), or of an archive or a folder of CSV
    files (ODK Central). Sheets without any cell are left out.

    `formulas_are_text`: KoboToolbox writes an answer that begins with « = » as a formula; with it
    the answer is read, not the zero that the exporter stored as the formula's result.

    Raises IntakeError, in French, on a file that is absent, protected, corrupt, empty, renamed, or
    that would unfold beyond what a laptop can hold.
    """
    kind = recognise(path)
    if kind is Kind.WORKBOOK:
        return read_workbook(path, formulas_are_text)
    if kind is Kind.ARCHIVE:
        return read_archive(path)
    grid = Grid(read_delimited(path.name, path.read_bytes()))
    return {CSV_SHEET: grid} if grid.cells.notna().any(axis=None) else {}
