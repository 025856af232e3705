"""Tells whether a passage still says what was coded, without keeping its words.

The journal outlives a withdrawal, so it holds no words of anyone; but a text may be corrected after
it was coded, and its passages then move.
"""

import hashlib
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

# the words of a shorter passage could be found again by trying names one after the other
SHORTEST = 20


def fingerprint(passage: str) -> str:
    """Sixteen hexadecimal digits of a passage; blank for one too short to be told by no words."""
    if len(passage) < SHORTEST:
        return ""
    return hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def relocate(text: str, start: int, end: int, mark: str) -> tuple[int, int] | None:
    """Where the passage of that fingerprint stands in `text` (code points, end exclusive).

    Where it was coded, if it is still there; else the only other place where it is. None where it is
    nowhere, or in several places. Without a fingerprint, the place is believed while it is inside.
    """
    if not mark:
        return (start, end) if end <= len(text) else None
    if fingerprint(text[start:end]) == mark:
        return start, end
    return _elsewhere(text, end - start, mark)


# the panel asks for all passages of a testimony at each action: what is lost is looked for once
@lru_cache(maxsize=4096)
def _elsewhere(text: str, length: int, mark: str) -> tuple[int, int] | None:
    places = np.flatnonzero(_windows(text, length) == mark.encode("utf-8", "surrogatepass"))
    return (int(places[0]), int(places[0]) + length) if len(places) == 1 else None


@lru_cache(maxsize=64)
def _windows(text: str, length: int) -> NDArray[np.bytes_]:
    """The fingerprints of all passages of that length, in order: one pass for many lost passages."""
    if not SHORTEST <= length <= len(text):
        return np.empty(0, "S16")
    whole, edges = _encoded(text)
    spans = zip(edges, edges[length:], strict=False)
    sha256 = hashlib.sha256
    digests = b"".join([sha256(whole[first:last]).digest() for first, last in spans])
    marks = np.frombuffer(digests, "u1").reshape(-1, 32)[:, :8]
    return np.frombuffer(marks.tobytes().hex().encode(), "S16")


@lru_cache(maxsize=4)
def _encoded(text: str) -> tuple[bytes, list[int]]:
    """A text in UTF-8, and the byte where each of its code points begins (and the end)."""
    widths = (len(one.encode("utf-8", "surrogatepass")) for one in text)
    return text.encode("utf-8", "surrogatepass"), list(accumulate(widths, initial=0))
