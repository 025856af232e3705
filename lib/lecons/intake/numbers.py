"""Reads a number as people write it: decimal comma or point, spaces between thousands."""

import re

# between groups of three figures only: « 3 4 » is no number
_SPACE = r"[ \u00a0\u202f\u2009'’]"
_PLAIN = re.compile(rf"([+-]?(?:\d+|\d{{1,3}}(?:{_SPACE}\d{{3}})+))(?:[.,](\d+))?")
# both marks at once tell which is which; one alone, before three figures, does not: it is a decimal
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_SEVERAL = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")


def read_number(written: str) -> float | None:
    """The number that a cell means; None where it is no number in figures.

    >>> [read_number(said) for said in ("12,5", "1 250", "1.250,5", "une trentaine")]
    [12.5, 1250.0, 1250.5, None]
    """
    text = written.strip()
    if not re.sub(_SPACE, "", text).isascii():
        return None
    if _ENGLISH.fullmatch(text):
        return float(text.replace(",", ""))
    if _GERMAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _SEVERAL.fullmatch(text):
        return float(re.sub(r"[.,]", "", text))
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    return float(re.sub(_SPACE, "", match[1]) + "." + (match[2] or "0"))


def read_whole(written: str) -> int | None:
    """The whole number that a cell means. « 150.000 » and « 2,000 » may be thousands or decimals:
    they are no number here.

    >>> [read_whole(said) for said in ("12", "12,0", "1 250", "150.000", "2,5")]
    [12, 12, 1250, None, None]
    """
    value = read_number(written)
    doubtful = re.fullmatch(r"[+-]?\d{1,3}[.,]\d{3}", written.strip())
    return int(value) if value is not None and value.is_integer() and not doubtful else None
