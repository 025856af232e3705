"""Reads a number as people write it: decimal comma or point, spaces between thousands."""

import re

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# both marks at once tell which is which; one alone, before three figures, does not: it is a decimal
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")


def read_number(written: str) -> float | None:
    """The number that a cell means; None where it is no number in figures.

    >>> [read_number(said) for said in ("12,5", "1 250", "1.250,5", "une trentaine")]
    [12.5, 1250.0, 1250.5, None]
    """
    text = written.translate(_SPACES)
    if not text.isascii():
        return None
    if _ENGLISH.fullmatch(text):
        return float(text.replace(",", ""))
    if _GERMAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None
