"""Archives (zip, and XLSX, ODS, DOCX, QDPX, which are zips): their parts, and the cells of workbooks."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from lecons.privacy.release.reading.stream import Budget, Grid, Part, Stream, Unread, inside

Inner = tuple[str, bytes]
_WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin"}


def read_archive(raw: bytes, where: str, budget: Budget) -> Iterator[Part | Inner]:
    """The names and comments of an archive; (place, bytes) for its parts, opened within the budget."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            yield Stream(
                inside(where, "commentaire de l’archive"),
                archive.comment.decode("utf-8", "replace"),
            )
            for entry in archive.infolist():
                place = inside(where, entry.filename)
                yield Stream(inside(where, "nom d’une partie"), entry.filename)
                yield Stream(place, (entry.comment + b" " + entry.extra).decode("latin-1"), "code")
                if entry.is_dir():
                    continue
                # its stated size may lie: no more is unfolded than the budget has left
                with archive.open(entry) as handle:
                    content = handle.read(max(budget.bytes_left, 0) + 1)
                if not budget.take(len(content)):
                    yield Unread(where, "cette archive est trop grande, ou compte trop de parties")
                    return
                yield place, content
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        yield Unread(where, f"cette archive ne s’ouvre pas ({type(error).__name__})")


def is_workbook(raw: bytes) -> bool:
    """True for a zip whose cells can be read as a table."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return bool(names & _WORKBOOKS) or {"mimetype", "content.xml"} <= names


def read_cells(raw: bytes, where: str) -> Iterator[Part]:
    """The cells of a workbook by their names, hidden sheets, rows and columns included."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        for about in book.sheets_metadata:
            seen = "" if about.visible == SheetVisibleEnum.Visible else " (masquée)"
            place = inside(where, f"feuille « {about.name} »{seen}")
            yield Stream(place, about.name)
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            yield from _cells(rows, place)
    except CalamineError:
        # an ODF text has no cells; its parts are read all the same
        return


def _cells(rows: Sequence[Sequence[object]], where: str) -> Iterator[Part]:
    written = [tuple(_said(value) for value in row) for row in rows]
    for line, row in enumerate(written, 1):
        for column, said in enumerate(row, 1):
            # a figure is read with its heading, as a table; a longer one may be a telephone
            if said and not (said.isdigit() and len(said) < 8):
                yield Stream(inside(where, f"cellule {get_column_letter(column)}{line}"), said)
    # the heading of a table is the first row that is full of words: a title above it is alone
    for at, row in enumerate(written):
        words = [said for said in row if said and not said.isdigit()]
        if len(words) > 1:
            yield Grid(where, row, tuple(written[at + 1 :]), (at + 2, 1))
            return


def _said(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
