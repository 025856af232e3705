"""Finds runs of letters that two sets of texts share, among millions, in a second.

Each run of k letters is hashed (Karp and Rabin, 1987, IBM J. Res. Dev. 31: 249-260; polynomial modulo
2^64, all positions at once); equal hashes are compared letter by letter, so that nothing is found by
chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# odd, and far from any power of two
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Shared:
    """A run that was found: its place in the text searched, and which of the texts looked for it is of."""

    start: int
    end: int
    owner: int


class Runs:
    """The runs of `length` letters of some texts (bare, see folding.bare), but for those that
    `allowed` texts hold as well."""

    def __init__(self, texts: Sequence[str], length: int, allowed: Iterable[str] = ()) -> None:
        self.length = length
        self._codes = _codes("\x00".join(texts))
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        hashes, places = _hashes(self._codes, length)
        spared, _ = _hashes(_codes("\x00".join(allowed)), length)
        kept = ~np.isin(hashes, np.unique(spared))
        hashes, first = np.unique(hashes[kept], return_index=True)
        self._hashes, self._places = hashes, places[kept][first]

    def __bool__(self) -> bool:
        return bool(len(self._hashes))

    def find(self, text: str) -> list[Shared]:
        """The runs of a bare text that are looked for, those that follow each other in one."""
        if len(text) < self.length or not self:
            return []
        codes = _codes(text)
        hashes, places = _hashes(codes, self.length)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        found: list[Shared] = []
        for hit in np.flatnonzero(self._hashes[at] == hashes):
            start, source = int(places[hit]), int(self._places[at[hit]])
            window = slice(source, source + self.length)
            if not np.array_equal(codes[start : start + self.length], self._codes[window]):
                continue
            if found and start + self.length == found[-1].end + 1:
                found[-1] = Shared(found[-1].start, start + self.length, found[-1].owner)
            else:
                owner = int(np.searchsorted(self._starts, source, side="right")) - 1
                found.append(Shared(start, start + self.length, owner))
        return found


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _hashes(codes: NDArray[np.uint32], length: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hash of each run that lies within one text, and where it starts."""
    count = len(codes) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    hashes = np.zeros(count, np.uint64)
    for offset in range(length):
        hashes = hashes * _BASE + codes[offset : offset + count]
    edges = np.concatenate([[0], np.cumsum(codes == 0)])
    whole = np.flatnonzero(edges[length:] == edges[:-length])
    return hashes[whole], whole
