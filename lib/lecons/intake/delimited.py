"""Reads CSV files whatever their separator and their encoding, each row with its number."""

import csv
import io
import itertools
import re
import statistics
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from lecons.errors import IntakeError
from lecons.intake.grid import Grid, tidy_cells

_SEPARATORS = (";", ",", "\t", "|")
_SAMPLE = 64 * 1024
_SEP_LINE = re.compile(rb"sep=(.)\r?\n")
# what the reader of the standard library allows in a cell unless told otherwise is less than a story
_CELL_LIMIT = 1 << 30


def read_delimited(name: str, raw: bytes) -> pd.DataFrame:
    """The cells of a CSV (see grid.Grid); row 1 is the first line, blank lines included.

    A quoted cell may hold line breaks: it is one row, as a spreadsheet counts it. Short rows are
    completed, long ones widen the sheet. Raises IntakeError on quotes that never close.
    """
    content = _without_mark(raw)
    told = _SEP_LINE.match(content)  # Excel's own first line, « sep=; »
    first_row = 2 if told else 1
    content = content[told.end() :] if told else content
    separator = told[1].decode() if told else find_separator(content[:_SAMPLE])
    columns = _columns_at_once(content, separator)
    if columns is None:
        content = _as_utf8(name, content)
        columns = _columns_at_once(content, separator) or _columns_row_by_row(content, separator)
    quotes = content.count(b'"')
    if quotes and (quotes % 2 or _sloppy(separator).search(content) or _on_several_lines(columns)):
        _refuse_swallowed_rows(name, content, separator)
    return tidy_cells(columns, first_row)


def _on_several_lines(columns: list[pa.ChunkedArray]) -> bool:
    """True where a cell spans lines: it may be a text in paragraphs, or rows that a quote swallowed."""
    return any(pc.any(pc.match_substring(column, "\n")).as_py() for column in columns)


def find_separator(sample: bytes) -> str:
    """The separator that cuts the most lines into one same number of columns, and into the most."""
    lines = sample.decode("utf-8", errors="ignore")
    best, most = ",", (0.0, 1)
    for separator in _SEPARATORS:
        rows = itertools.islice(_records(lines, separator), 30)
        widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
        typical = max(statistics.multimode(widths), default=1)
        score = (widths.count(typical) / len(widths) if widths else 0.0, typical)
        if typical > 1 and score > most:
            best, most = separator, score
    return best


def _sloppy(separator: str) -> re.Pattern[bytes]:
    """A quote that stands in the middle of a cell: no tidy file has one."""
    edge = rb'[\r\n"' + re.escape(separator.encode()) + rb"]"
    # the quote first, then what is around it: a literal is found ten times faster than a class
    return re.compile(rb'"(?<!' + edge + rb'")(?<=.")(?!' + edge + rb")(?=.)", re.DOTALL)


def _without_mark(raw: bytes) -> bytes:
    """The content as bytes that hold ASCII as such: UTF-16 is turned, the mark of UTF-8 goes."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace").encode()
    head = raw[:4096]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(head) > 3 and zeros.count(0) > len(zeros) * 0.6:
            return raw.decode(encoding, errors="replace").encode()
    return raw


def _as_utf8(name: str, content: bytes) -> bytes:
    """The content as UTF-8: as it stands, or from Windows-1252 where it is not. A file that is UTF-8
    but for a few bytes is damaged: read as Windows-1252, every accent of it would be wrong."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        loose = content.decode("utf-8", errors="replace")
        broken = loose.count("\N{REPLACEMENT CHARACTER}")
        sound = sum(not char.isascii() for char in loose) - broken
        if sound > broken:
            line = content.count(b"\n", 0, error.start) + 1
            raise IntakeError(
                f"{name}, ligne {line} : fichier abîmé (un caractère est coupé).",
                "Copiez ou exportez-le de nouveau.",
            ) from None
        return content.decode("windows-1252", errors="replace").encode()
    return content


def _columns_at_once(content: bytes, separator: str) -> list[pa.ChunkedArray] | None:
    """Arrow's reader, ten times faster; it asks that all rows have one width."""
    first = next(_records(content[:_SAMPLE].decode("utf-8", errors="ignore"), separator), [])
    if not first:
        return None
    kinds = {f"f{at}": pa.large_string() for at in range(len(first))}
    try:
        table = pacsv.read_csv(
            io.BytesIO(content),
            read_options=pacsv.ReadOptions(autogenerate_column_names=True, block_size=16 << 20),
            parse_options=pacsv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pacsv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    return table.columns if table.num_columns == len(first) else None


def _columns_row_by_row(content: bytes, separator: str) -> list[pa.ChunkedArray]:
    rows = list(_records(content.decode("utf-8", errors="replace"), separator))
    width = max(map(len, rows), default=0)
    return [
        pa.chunked_array([pa.array([row[at] if at < len(row) else "" for row in rows])])
        for at in range(width)
    ]


def _records(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    finally:
        csv.field_size_limit(before)


def _refuse_swallowed_rows(name: str, content: bytes, separator: str) -> None:
    """A quote that opens and does not close where it should swallows rows in silence: each is looked
    for with the strict reader, and the file is refused with the line where it opens. A quote that
    is merely untidy inside one line (« 3 "pick-up" loués ») is let through."""
    lines = list(io.StringIO(content.decode("utf-8", errors="replace"), newline=""))
    start = 0
    before = csv.field_size_limit(_CELL_LIMIT)
    try:
        while start < len(lines):
            reader = csv.reader(iter(lines[start:]), delimiter=separator, strict=True)
            began = 0
            try:
                for _ in reader:
                    began = reader.line_num
                return
            except csv.Error as error:
                if "unexpected end" in str(error) or reader.line_num - began > 1:
                    raise IntakeError(
                        f"{name}, ligne {start + began + 1} : un guillemet s’ouvre et ne se ferme pas "
                        "avant la ligne suivante.",
                        "Ouvrez le fichier dans un éditeur de texte, fermez ou doublez ce guillemet.",
                    ) from None
                start += reader.line_num
    finally:
        csv.field_size_limit(before)


def read_archive(path: Path) -> dict[str, Grid]:
    """The CSV files of an archive or of a folder, one sheet each, named without `.csv`."""
    if path.is_dir():
        files = {one.name: one.read_bytes() for one in sorted(path.glob("*.csv"))}
    else:
        with zipfile.ZipFile(path) as archive:
            names = sorted(one for one in archive.namelist() if one.lower().endswith(".csv"))
            files = {name: archive.read(name) for name in names}
    # an archive made on a Mac holds a shadow of each file
    files = {
        name: raw
        for name, raw in files.items()
        if not Path(name).name.startswith("._") and "__MACOSX" not in Path(name).parts
    }
    stems = [Path(name).stem for name in files]
    grids = {}
    for name, raw in files.items():
        cells = read_delimited(f"{path.name} · {name}", raw) if raw else pd.DataFrame()
        if cells.notna().any(axis=None):
            alone = stems.count(Path(name).stem) == 1
            grids[Path(name).stem if alone else name[: -len(".csv")]] = Grid(cells)
    return grids
