"""Reads the columns of a table as arrays; a table or a column that is not there reads as blank."""

from collections.abc import Mapping

import numpy as np
import pandas as pd


def table_of(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """The table of that name, or one without rows."""
    table = tables.get(name)
    return pd.DataFrame() if table is None else table


def texts(frame: pd.DataFrame, column: str) -> pd.Series:
    """Text, missing where blank."""
    if column not in frame:
        return pd.Series(pd.NA, index=frame.index, dtype="string")
    return frame[column].astype("string")


def floats(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Figures, nan where blank: nullable integers are slow to reckon with, so converted once."""
    if column not in frame:
        return np.full(len(frame), np.nan)
    values = frame[column]
    if values.dtype == object:
        values = pd.to_numeric(values, errors="coerce")
    return values.to_numpy(dtype=float, na_value=np.nan)


def dates(frame: pd.DataFrame, column: str) -> pd.Series:
    """Dates, NaT where blank."""
    if column not in frame:
        return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    return pd.to_datetime(frame[column], errors="coerce")


def ids_of(frame: pd.DataFrame, rows: np.ndarray) -> tuple[str, ...]:
    """The ids of the rows at these places."""
    if "id" not in frame:
        return ()
    return tuple(frame["id"].take(rows).to_numpy(dtype=object).tolist())
