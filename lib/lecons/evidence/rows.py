"""The rows that a finding rests on: named one by one, or, where they are too many, told by their marks.

The mark of a row is what its id comes to under `pandas.util.hash_array`, cut to 48 bits: it tells whether
a row that one holds is among them (of a million rows, one that is not passes for one that is once in three
hundred million times) and names nobody that one does not hold. A million rows take 8 MB so, and 35 named.
"""

from collections.abc import Collection
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

# beyond, nobody reads names: a million of them would be most of a report
MOST_NAMED = 10_000
_BYTES = 6


class _Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64"
    )


class Many(_Model):
    """Rows too many to be named: how many, and the mark of each in ascending order, six bytes a mark; no
    mark in a file that leaves the team."""

    n: int
    marks: bytes = b""


class Source(_Model):
    """The rows that a finding rests on: a table and the ids of its rows; `many` in the place of the ids
    where they are written and more than MOST_NAMED (see `written`)."""

    table: str
    ids: tuple[str, ...] = ()
    many: Many | None = None

    @model_serializer(mode="wrap")
    def _without_nothing(self, serialise: SerializerFunctionWrapHandler) -> dict[str, object]:
        told: dict[str, object] = serialise(self)
        if self.many is None:
            del told["many"]
        return told

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self.many.n if self.many else len(self.ids)

    def among(self, names: pd.Series) -> np.ndarray:
        """For each of these ids, whether it is one of this source’s."""
        if self.many:
            return np.isin(marks_of(names), self.marks)
        known = pa.array(self.ids, pa.large_string())
        asked = pa.array(names, pa.large_string(), from_pandas=True)
        return np.asarray(pc.is_in(asked, known, skip_nulls=True))

    def lost(self, names: Collection[str]) -> list[str]:
        """The ids that are not among these; of rows that are not named, what their marks are in hexadecimal."""
        if self.many:
            gone = np.setdiff1d(self.marks, marks_of(names))
            return [f"{mark:012x}" for mark in gone]
        there = names if isinstance(names, set | frozenset) else set(names)
        return [one for one in dict.fromkeys(self.ids) if one not in there]

    def written(self) -> "Source":
        """The same, as a file holds it."""
        if self.many or len(self.ids) <= MOST_NAMED:
            return self
        return self._as_marks

    @cached_property
    def _as_marks(self) -> "Source":
        marks = np.unique(marks_of(self.ids))
        packed = marks.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :_BYTES]
        return Source(table=self.table, many=Many(n=len(marks), marks=packed.tobytes()))

    @property
    def marks(self) -> np.ndarray:
        """The marks of rows that are not named, in ascending order."""
        told = np.frombuffer(self.many.marks if self.many else b"", np.uint8).reshape(-1, _BYTES)
        whole = np.zeros((len(told), 8), np.uint8)
        whole[:, :_BYTES] = told
        return whole.view("<u8")[:, 0]


def marks_of(names: Collection[str] | pd.Series) -> np.ndarray:
    """The mark of each id."""
    told = np.asarray(names if isinstance(names, pd.Series | tuple) else list(names), dtype=object)
    return pd.util.hash_array(told, categorize=False) & np.uint64(2 ** (8 * _BYTES) - 1)


def together(sources: Collection[Source]) -> int:
    """How many rows these sources hold, each once; of rows without a mark, the most that one holds."""
    if all(source.many is None for source in sources):
        return len({key for source in sources for key in source.ids})
    if len(sources) == 1 or any(source.many and not source.many.marks for source in sources):
        return max(source.n for source in sources)
    marks = [s.marks if s.many else marks_of(s.ids) for s in sources]
    return len(np.unique(np.concatenate(marks)))
