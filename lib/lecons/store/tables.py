"""Typed Parquet tables: written whole or not at all, read by slice and by edition."""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lecons.errors import StoreError
from lecons.privacy.consent import readable
from lecons.store.names import PERIOD_COLUMN, TABLE_NAMES

FAULTS = "quarantaine.parquet"


def table_path(folder: Path, name: str) -> Path:
    """Where a table of that name stands; raises StoreError on a name that no schema has."""
    if name not in TABLE_NAMES:
        raise StoreError(
            f"La table « {name} » n’existe pas.", f"Tables : {', '.join(TABLE_NAMES)}."
        )
    return folder / f"{name}.parquet"


def has_table(folder: Path, name: str) -> bool:
    """True when the store holds that table with at least one row."""
    path = table_path(folder, name)
    return path.is_file() and pq.read_metadata(path).num_rows > 0


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> Path:
    """Write a table atomically: beside, then in place, so that a reader never sees half of it."""
    path = table_path(folder, name)
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".parquet.part")
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), draft)
    os.replace(draft, path)
    return path


def write_faults(folder: Path, faults: pd.DataFrame) -> Path:
    """Write the faults of an import (columns of intake.quarantine) beside the tables, in one move."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FAULTS
    draft = path.with_suffix(".parquet.part")
    pq.write_table(
        pa.Table.from_pandas(faults.astype({"ligne": "int64"}), preserve_index=False), draft
    )
    os.replace(draft, path)
    return path


def read_faults(folder: Path) -> pd.DataFrame:
    """The faults of the last import; empty before a first one."""
    path = folder / FAULTS
    return pq.read_table(path).to_pandas() if path.is_file() else pd.DataFrame()


def read_table(
    folder: Path,
    name: str,
    edition: str,
    *,
    result: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> pd.DataFrame:
    """Read the slice of a table that an edition may see; selections are pushed down to the file.

    A result selects the rows that name it, alone or among others, and those that name none (a code
    of the codebook that serves every area). `start` and `end` are inclusive,
    on the column of `PERIOD_COLUMN`. An absent table comes back empty, with its columns, so that a
    project without testimonies has a report all the same.
    """
    filters = []
    day = PERIOD_COLUMN.get(name)
    if day and start:
        filters.append((day, ">=", pd.Timestamp(start)))
    if day and end:
        filters.append((day, "<=", pd.Timestamp(end) + pd.Timedelta(days=1, microseconds=-1)))
    frame = _stored(folder, name, filters)
    if result and "resultat" in frame.columns:
        areas = frame["resultat"].fillna(result).str.split()
        frame = frame[areas.map(lambda codes: result in codes).astype(bool)]
    testimonies = _stored(folder, "temoignages") if name == "segments" else None
    return readable(name, frame, edition, testimonies).reset_index(drop=True)


def _stored(folder: Path, name: str, filters: list[tuple] | None = None) -> pd.DataFrame:
    """A table as it stands in the file; empty, with its columns, where there is no file."""
    path = table_path(folder, name)
    if path.is_file():
        return pq.read_table(path, filters=filters or None).to_pandas()
    # late: pandera is slow to import, and seldom needed here
    from lecons.store.schemas import TABLES

    columns = TABLES[name].to_schema().columns
    return pd.DataFrame(
        {column: pd.Series(dtype=str(spec.dtype)) for column, spec in columns.items()}
    )
