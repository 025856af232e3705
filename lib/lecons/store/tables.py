"""Typed Parquet tables: written whole or not at all, read by slice and by edition."""

import functools
import operator
import os
import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lecons.errors import StoreError
from lecons.privacy.consent import CONSENT_COLUMNS, readable
from lecons.store import reads
from lecons.store.names import PERIOD_COLUMN, TABLE_NAMES

FAULTS = "quarantaine.parquet"
_GROUP = 100_000


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
    # groups small enough for a period to leave most of a large table unread
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), draft, row_group_size=_GROUP)
    os.replace(draft, path)
    return path


def rewrite_table(folder: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change a stored table in place, whole or not at all: for words that must leave it even when
    the file that they came from cannot be read any more."""
    write_table(folder, name, change(_stored(folder, name)))


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
    faults = pq.read_table(path).to_pandas() if path.is_file() else pd.DataFrame()
    if reads.noting():
        reads.note({"quarantaine": True}, reads.content_of(faults))
    return faults


def read_table(
    folder: Path,
    name: str,
    edition: str,
    *,
    result: str | None = None,
    start: date | None = None,
    end: date | None = None,
    communes: Collection[str] | None = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Read the slice of a table that an edition may see; selections are pushed down to the file, so
    that a notebook loads the rows and the columns that it needs and no others.

    A result selects the rows that name it, alone or among others, and those that name none (a code
    of the codebook that serves every area). `start` and `end` are inclusive, on the column of
    `PERIOD_COLUMN`; a date without its day counts for its whole month. `communes` are P-codes. An
    absent table comes back empty, with its columns, so that a project without testimonies has a
    report all the same.
    """
    path = table_path(folder, name)
    present = pq.read_schema(path).names if path.is_file() else []
    wanted = (
        None if columns is None else [*dict.fromkeys([*columns, *CONSENT_COLUMNS.get(name, ())])]
    )
    frame = _stored(folder, name, _selection(name, present, result, start, end, communes), wanted)
    testimonies = (
        _stored(folder, "temoignages", columns=["id", "consentement", "retrait_le", "texte"])
        if name == "segments"
        else None
    )
    readable_rows = readable(name, frame, edition, testimonies).reset_index(drop=True)
    if columns is None:
        return readable_rows
    return readable_rows[[column for column in columns if column in readable_rows.columns]]


def _selection(
    name: str,
    present: Sequence[str],
    result: str | None,
    start: date | None,
    end: date | None,
    communes: Collection[str] | None,
) -> pc.Expression | None:
    """What the file itself is asked to leave out."""
    chosen: list[pc.Expression] = []
    day = PERIOD_COLUMN.get(name)
    if day in present and start:
        first = pc.field(day) >= pd.Timestamp(start)
        if "precision_date" in present:
            month = pc.field(day) >= pd.Timestamp(start).replace(day=1)
            first = first | (month & (pc.field("precision_date") == "mois"))
        chosen.append(first)
    if day in present and end:
        last = pd.Timestamp(end) + pd.Timedelta(days=1, microseconds=-1)
        chosen.append(pc.field(day) <= last)
    if result and "resultat" in present:
        field = pc.field("resultat")
        named = pc.match_substring_regex(field, rf"(^|\s){re.escape(result)}(\s|$)")
        chosen.append(field.is_null() | named)
    if communes is not None and "commune" in present:
        chosen.append(pc.field("commune").isin(pa.array(list(communes), pa.large_string())))
    return functools.reduce(operator.and_, chosen) if chosen else None


def _stored(
    folder: Path,
    name: str,
    selection: pc.Expression | None = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A table as it stands in the file; empty, with its columns, where there is no file."""
    path = table_path(folder, name)
    if path.is_file():
        present = pq.read_schema(path).names
        chosen = None if columns is None else [one for one in columns if one in present]
        return pq.read_table(path, columns=chosen, filters=selection).to_pandas()
    # late: pandera is slow to import, and seldom needed here
    from lecons.store.schemas import TABLES

    known = TABLES[name].to_schema().columns
    return pd.DataFrame(
        {column: pd.Series(dtype=str(spec.dtype)) for column, spec in known.items()}
    )
