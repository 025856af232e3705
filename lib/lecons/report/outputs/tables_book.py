"""tableaux.xlsx: every table of the page and the data of its figures, a sheet each, figures as figures;
first what there is, last what the columns of the project's own tables mean."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from babel.numbers import get_decimal_symbol, get_group_symbol
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from lecons.books import as_written, put_text, save
from lecons.language import Language, mark
from lecons.report.outputs.reading import Shown, ShownTable, read_page, told
from lecons.report.page import Cover
from lecons.store.schemas import TABLES

# widths of columns, in letters
_NARROWEST, _WIDEST = 9, 44
# the same for a column with whole paragraphs, and from how many letters on a cell is one
_BROAD, _PARAGRAPH = 90, 200
# of a line of notes, where the table above it is narrower
_LINE = 80
# figures that a double holds to the last one (IEEE 754)
_EXACT = 15
# of a row with one line of text, in points
_HIGH = 15
_FACE = "Calibri"
_TITLE = Font(_FACE, bold=True, size=12, color="00507F")
_SMALL = Font(_FACE, size=9, color="4F5B64")
_MARK = Font(_FACE, bold=True, color="A04000")
_LINK = Font(_FACE, underline="single", color="00507F")
_BOLD = Font(_FACE, bold=True)
_HEAD = PatternFill("solid", fgColor="E8EEF3")
_RULE = Border(bottom=Side("thin", color="1C2733"))
_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True, indent=1)
# a value and its format in Excel
Number = tuple[float, str]
_WORDS, _INTEGER, _NUMBER, _DAY = mark("texte"), mark("entier"), mark("nombre"), mark("date")


def write_tables(path: Path, page: str, language: Language, front: Cover) -> Path:
    """Write the workbook; whole or not at all, the same bytes for the same page.

    A cell that is wholly a number is one, in the format of the page (65,4 % is 0.654 shown as a
    percentage); any other is a text, as on the page.
    """
    shown = read_page(page)
    book = Workbook()
    book.properties.creator, book.properties.title = "lecons", f"{front.title} · {front.subtitle}"
    first = book.active
    _contents(first, shown, language, front)
    for table in shown.tables:
        _table(book.create_sheet(table.name), table, language, front, back=first.title)
    _dictionary(book.create_sheet(language.t("Dictionnaire")), language, front, back=first.title)
    return save(book, path)


def read_number(text: str, language: Language) -> Number | None:
    """The value and the Excel format of a text that is wholly a number as `language` writes it; None
    for any other (a day, an interval, a code, a dash). A share is from 0 to 1."""
    group, decimal = (re.escape(f(language.locale)) for f in (get_group_symbol, get_decimal_symbol))
    found = re.fullmatch(
        rf"([+−-]?)(0|[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d*)(?:{decimal}(\d+))?([ \u00a0\u202f]?%)?",
        text,
    )
    if not found:
        return None
    sign, whole, digits, percent = found[1], found[2], found[3] or "", found[4]
    figures = re.sub(r"\D", "", whole)
    if len(figures + digits) > _EXACT:
        return None
    # a thousand without its group is a year
    shape = "#,##0" if len(figures) < 4 or figures != whole else "0"
    shape = ("0" if percent else shape) + ("." + "0" * len(digits) if digits else "")
    shape += "%" if percent else ""
    value = float(f"{figures}.{digits or 0}") * (-1 if sign in ("−", "-") else 1)
    if percent:
        value = round(value / 100, len(digits) + 2)
    elif not digits:
        value = int(value)
    return value, f"+{shape};-{shape};{shape}" if sign == "+" else shape


def _contents(sheet: Worksheet, shown: Shown, language: Language, front: Cover) -> None:
    t = language.t
    sheet.title = t("Sommaire")
    head = _head(sheet, f"{front.title} · {front.subtitle}", front.lines, front)
    titles = (
        t("feuille"),
        t("chapitre"),
        t("titre du chapitre"),
        t("tableau, ou données d’une figure"),
        t("constats nommés"),
        t("note"),
    )
    rows = [
        (
            one.name,
            one.place.number,
            one.place.title,
            one.caption,
            ", ".join(one.findings),
            "\n".join(one.notes),
        )
        for one in shown.tables
    ]
    _rows(sheet, head, titles, [[(text, None) for text in row] for row in rows])
    for line, table in enumerate(shown.tables, head + 1):
        _link(sheet.cell(line, 1), table.name)


def _table(
    sheet: Worksheet, table: ShownTable, language: Language, front: Cover, back: str
) -> None:
    source = language.t(
        "Source : {rapport}. {edition}",
        rapport=f"{front.title} · {front.subtitle}",
        edition=front.edition,
    )
    about = (source, told(table.place, language))
    head = _head(sheet, table.caption, about, front, back)
    rows = [[(text, read_number(text, language)) for text in row] for row in table.rows]
    _rows(sheet, head, table.header, rows, table.numeric)
    _notes(sheet, table.notes)


def _dictionary(sheet: Worksheet, language: Language, front: Cover, back: str) -> None:
    t = language.t
    about = t(
        "Les tables d’où viennent ces chiffres : descriptions en français, langue des tables."
    )
    head = _head(sheet, t("Dictionnaire des données du projet"), (about,), front, back)
    rows = [
        (table, name, t(_kind(spec.dtype.type)), spec.description or "")
        for table, model in TABLES.items()
        for name, spec in model.to_schema().columns.items()
    ]
    titles = (t("table"), t("colonne"), t("type"), t("description"))
    _rows(sheet, head, titles, [[(text, None) for text in row] for row in rows])


def _kind(dtype: object) -> str:
    kinds = pd.api.types
    if kinds.is_datetime64_any_dtype(dtype):
        return _DAY
    if kinds.is_integer_dtype(dtype):
        return _INTEGER
    return _NUMBER if kinds.is_float_dtype(dtype) else _WORDS


def _head(sheet: Worksheet, title: str, about: Sequence[str], front: Cover, back: str = "") -> int:
    """What stands above a table: its title, where it comes from, the mark of invented data, the way
    back; each in a row of its own. Answers the row of the table's header."""
    lines = [(title, _TITLE), *((text, _SMALL) for text in about if text)]
    if front.warning:
        lines.append((front.warning, _MARK))
    if back:
        lines.append((f"← {back}", _LINK))
    for line, (text, font) in enumerate(lines, 1):
        cell = sheet.cell(line, 1)
        put_text(cell, as_written(text))
        cell.font = font
    if back:
        _link(sheet.cell(len(lines), 1), back)
    return len(lines) + 2


def _rows(
    sheet: Worksheet,
    head: int,
    titles: Sequence[str],
    rows: Sequence[Sequence[tuple[str, Number | None]]],
    numeric: Sequence[bool] = (),
) -> None:
    """The header and the cells under it (what is written, and the number that this is), with widths,
    heights, filter and print set-up. `numeric`: the columns that are set to the right."""
    right = [*numeric, *[False] * len(titles)]
    for line, row in enumerate(rows, head + 1):
        for column, (text, number) in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.alignment = _RIGHT if right[column - 1] else _LEFT
            if number is None:
                put_text(cell, as_written(text))
            else:
                cell.value, cell.number_format = number
    for column, title in enumerate(titles, 1):
        cell = sheet.cell(head, column)
        put_text(cell, as_written(title))
        cell.font, cell.fill, cell.border = _BOLD, _HEAD, _RULE
        cell.alignment = _RIGHT if right[column - 1] else _LEFT
    written = [titles, *([text for text, _ in row] for row in rows)]
    widths = [_width(title, [row[at] for row in written[1:]]) for at, title in enumerate(titles)]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, texts in enumerate(written, head):
        # not every spreadsheet fits the height of a row to what is in it
        high = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[line].height = _HIGH * high
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(titles))}{head + len(rows)}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "&A · &P / &N"


def _width(title: str, texts: Sequence[str]) -> int:
    # the arrow of the filter takes the room of three letters
    word = max(map(len, title.split()), default=0) + 3
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0) + 2
    widest = _BROAD if longest > _PARAGRAPH else _WIDEST
    return min(max(_NARROWEST, word, longest, len(title) // 2), widest)


def _lines(text: str, width: int) -> int:
    if len(text) < width and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line, width - 1)) or 1 for line in text.split("\n"))


def _notes(sheet: Worksheet, notes: Sequence[str]) -> None:
    # a long cell would be cut or make one tall row of a narrow column: a line of text is a row
    wide = int(sum(one.width for one in sheet.column_dimensions.values()))
    line = sheet.max_row + 2
    for note in notes:
        for text in textwrap.wrap(note, max(wide, _LINE), break_long_words=False):
            cell = sheet.cell(line, 1)
            put_text(cell, as_written(text))
            cell.font = _SMALL
            line += 1


def _link(cell: Cell, sheet: str) -> None:
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, location=f"'{sheet}'!A1", display=str(cell.value)
    )
    cell.font = _LINK
