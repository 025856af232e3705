"""Tells whether a passage still says what was coded, without keeping its words.

The journal outlives a withdrawal, so it holds no words of anyone; but a text may be corrected after
it was coded, and its passages then move.
"""

import hashlib

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
    length = end - start
    places = [
        at for at in range(len(text) - length + 1) if fingerprint(text[at : at + length]) == mark
    ]
    return (places[0], places[0] + length) if len(places) == 1 else None
