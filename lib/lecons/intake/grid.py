"""The cells of a file as text, before anybody says which row is the header."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

CSV_SHEET = "(csv)"
TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
# what a workbook holds where a formula was never calculated: it must not pass for a blank
NOT_CALCULATED = "#NON_CALCULÉ!"
# English in a workbook, French in a CSV that a French Excel wrote
CELL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
    | {"#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"}
)


@dataclass(frozen=True)
class Grid:
    """A sheet: `cells` has columns 0, 1, 2… of text, blank cells missing, no space around them, and
    its index counts rows as Excel does. `merged` are ranges ((row, column), (row, column)), counted
    from 0, both ends included. `notes` is what the analyst should know of how it was read."""

    cells: pd.DataFrame
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    notes: tuple[str, ...] = ()


def tidy_cells(columns: list[pa.ChunkedArray], first_row: int) -> pd.DataFrame:
    """Text columns as cells: no space around them, one sort of line end, blanks missing."""
    # Arrow works outside of Python's lock: two columns at once cost the time of one
    with ThreadPoolExecutor() as pool:
        tidied = pool.map(_tidy, columns)
        cells = {at: pd.Series(column, dtype=TEXT) for at, column in enumerate(tidied)}
    frame = pd.DataFrame(cells, columns=range(len(columns)))
    return frame.set_axis(pd.RangeIndex(first_row, first_row + len(frame)), axis=0)


def _tidy(column: pa.ChunkedArray) -> pd.api.extensions.ExtensionArray:
    text = pc.utf8_trim_whitespace(column.cast(pa.large_string()))
    if pc.any(pc.match_substring(text, "\r")).as_py():
        text = pc.replace_substring(text, "\r\n", "\n")
    text = pc.if_else(pc.equal(text, ""), None, text)
    return TEXT.__from_arrow__(text)
