"""Writes workbooks: whole or not at all, the same bytes for the same cells, and text stays text."""

import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

# a workbook that says when it was written would differ each time; zip knows no day before 1980
STOPPED = datetime(1980, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# what XML 1.0 cannot hold beyond openpyxl's own list
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as « A »: the mark itself is escaped (ECMA-376, 22.9.2.19)
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_767
# what makes a spreadsheet take a cell for a formula (OWASP, CSV injection)
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def as_written(cell: object) -> str:
    """A cell as a workbook can hold it: no control character, no more than Excel allows."""
    if cell is None or cell != cell:
        return ""
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", str(cell))
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]


def put_text(cell: Cell, text: str) -> None:
    """Write a text that stays a text: `=1+1` is shown, never run, not even after an edit in Excel
    (OWASP, CSV injection; the quote prefix is Excel's own mark for it)."""
    cell.value = _ESCAPE.sub("_x005F_", text) or None
    if not text:
        return
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_RUNS):
        cell.quotePrefix = True  # type: ignore[attr-defined]


def guarded(text: str) -> str:
    """A text for a CSV that people open: an apostrophe before what a spreadsheet would run, and before
    what has one already, so that `unguarded` gives the text back to its last character."""
    return f"'{text}" if text.lstrip("'").startswith(_RUNS) else text


def unguarded(text: str) -> str:
    """The text of a cell that `guarded` wrote; one that it did not touch is as it was."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RUNS) else text


def save(book: Workbook, path: Path, moment: datetime = STOPPED) -> Path:
    """Save in one move; openpyxl and zip write the present moment whatever they are told, so their
    clocks are stopped at `moment`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book.properties.created = book.properties.modified = moment
    draft, stopped = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.part2")
    said = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    try:
        book.save(draft)
        with zipfile.ZipFile(draft) as source, zipfile.ZipFile(stopped, "w") as target:
            for name in sorted(source.namelist()):
                content = source.read(name)
                if name == "docProps/core.xml":
                    content = _MODIFIED.sub(rb"\g<1>" + said, content)
                entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
                target.writestr(entry, content, zipfile.ZIP_DEFLATED)
        os.replace(stopped, path)
    finally:
        draft.unlink(missing_ok=True)
        stopped.unlink(missing_ok=True)
    return path
