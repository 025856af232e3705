"""What a notebook reads of the store, noted as it reads: a run then knows what it rests on, slice by slice,
and nobody has to declare it.

A run names a file in `LECONS_LECTURES`; in an analyst's own session nothing is noted.
"""

import hashlib
import io
import json
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

VARIABLE = "LECONS_LECTURES"


def note(slice_: Mapping[str, Any], content: str) -> None:
    """Note that a slice was read (JSON values that name it) and the digest of what was found."""
    place = os.environ.get(VARIABLE)
    if place:
        line = json.dumps([slice_, content], ensure_ascii=False, sort_keys=True)
        # one write a line: several readers of one process never mix theirs
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def noting() -> bool:
    """True where somebody wants to know what is read."""
    return VARIABLE in os.environ


def read_notes(path: Path) -> list[tuple[dict[str, Any], str]]:
    """The slices noted in a file with the digest of each, once each, in the order of the first reading."""
    if not path.is_file():
        return []
    lines = dict.fromkeys(path.read_text(encoding="utf-8").splitlines())
    return [(slice_, content) for slice_, content in map(json.loads, lines)]


def content_of(frame: "pd.DataFrame") -> str:
    """The digest of a frame: names, types and values of its columns, in their order; not its index."""
    import pyarrow as pa  # late: who only asks whether something is noted does without it

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    hashed = _Hashed()
    with pa.ipc.new_stream(pa.PythonFile(hashed, mode="w"), table.schema) as stream:
        stream.write_table(table)
    return hashed.digest.hexdigest()


class _Hashed(io.RawIOBase):
    """A file that keeps nothing but the digest of what is written to it."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, part: Any, /) -> int:
        self.digest.update(part)
        return len(part)


def slice_of(
    table: str,
    edition: str,
    result: str | None,
    start: object,
    end: object,
    communes: Collection[str] | None,
    columns: Sequence[str] | None,
) -> dict[str, Any]:
    """A slice of a table in JSON values: those that `Project.table` takes again."""
    return {
        "table": table,
        "edition": edition,
        "result": result,
        "start": None if start is None else str(start),
        "end": None if end is None else str(end),
        "communes": None if communes is None else sorted(communes),
        "columns": None if columns is None else list(columns),
    }
