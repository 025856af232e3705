"""Reads a date as people write it, with its precision; what could be two days is never guessed."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names
from openpyxl.utils.datetime import from_excel

DAY, MONTH = "jour", "mois"
# one date that does not read is a slip; two that only read the other way round are a habit
_MONTHS, _PROOFS = 12, 2
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}\S*(?: ?[ap]m)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_FIGURES = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_WORDS = re.compile(r"(\d{1,2})(?:er|e|st|nd|rd|th)? (?:de |of )?([a-z]+) (\d{4})")
_ENGLISH = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})")
_MONTH_WORDS = re.compile(r"([a-z]+) (\d{4})")
_MONTH_FIGURES = re.compile(r"(?:(\d{1,2})/(\d{4})|(\d{4})-(\d{1,2}))")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
# the days that a bare number of Excel may mean: 1990 to 2099
_SERIALS = range(32874, 73051)
# a year beyond is a slip of the keyboard (3017), and more than a store of days can hold
_YEARS = range(1900, 2101)


def read_date(written: str, order: str = "jma") -> tuple[date, str] | None:
    """The day that a cell means and its precision (DAY or MONTH; the first of the month stands for a
    month); None where it is no date.

    Read: 2017-01-31, 31/01/2017, 31.1.17, 2017-01-31T18:00, « 1er janvier 2017 », « mardi 31 janv.
    2017 », « January 31, 2017 », Excel's serial numbers, « mars 2018 », 03/2018, 2018-03. `order` is
    jma (day first) or mja for figures. The names of months are the CLDR's, by Babel.
    """
    text = _plain(written)
    for pattern, read in ((_ISO, _from_iso), (_FIGURES, lambda m: _from_figures(m, order))):
        match = pattern.fullmatch(text)
        if match:
            return _day(*read(match))
    found = _in_words(text)
    return found or _in_words(_without_weekday(text))


def _in_words(text: str) -> tuple[date, str] | None:
    match = _WORDS.fullmatch(text)
    if match:
        return _day(int(match[3]), months().get(match[2], 0), int(match[1]))
    match = _ENGLISH.fullmatch(text)
    if match:
        return _day(int(match[3]), months().get(match[1], 0), int(match[2]))
    match = _SERIAL.fullmatch(text)
    if match and int(match[1]) in _SERIALS:
        moment = from_excel(int(match[1]))
        return _day(moment.year, moment.month, moment.day)
    return _month(text)


def order_proofs(values: Iterable[str]) -> tuple[int, int, int]:
    """Of dates in figures: how many there are, how many can only have their day first, and how many
    only their month."""
    figures = days_first = months_first = 0
    for value in values:
        match = _FIGURES.fullmatch(_plain(value))
        if match:
            figures += 1
            days_first += int(match[1]) > _MONTHS
            months_first += int(match[3]) > _MONTHS
    return figures, days_first, months_first


def order_denied(values: Iterable[str], order: str) -> int:
    """How many dates in figures can only be in the other order, where none can only be in this one:
    the whole column is then in the other, and every day up to the 12th would be read wrong."""
    _, days_first, months_first = order_proofs(values)
    against, proofs = (days_first, months_first) if order == "jma" else (months_first, days_first)
    return proofs if proofs >= _PROOFS and not against else 0


def is_in_figures(value: str) -> bool:
    """True for 03/04/2018: which is the day, and which the month?"""
    return _FIGURES.fullmatch(_plain(value)) is not None


@cache
def months() -> dict[str, int]:
    """French and English names of months, whole and short, without accents nor points."""
    names = {"sept": 9, "fev": 2, "aout": 8}
    for language in ("en", "fr"):
        for width in ("abbreviated", "wide"):
            for number, name in get_month_names(width, "format", language).items():
                names[_plain(name)] = number
    return names


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(
        _plain(name)
        for language in ("fr", "en")
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", language).values()
    )


def _plain(text: str) -> str:
    """Small letters without accents; points and commas of words away, those of figures kept."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"(?<=[a-z])\.|,", " ", folded).split())


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if rest and first in _weekdays() else text


def _from_iso(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[2]), int(match[3])


def _from_figures(match: re.Match[str], order: str) -> tuple[int, int, int]:
    first, second = int(match[1]), int(match[3])
    day, month = (second, first) if order == "mja" else (first, second)
    year = int(match[4])
    return (year + 2000 if len(match[4]) == 2 else year), month, day


def _month(text: str) -> tuple[date, str] | None:
    words, figures = _MONTH_WORDS.fullmatch(text), _MONTH_FIGURES.fullmatch(text)
    year = month = 0
    if words:
        year, month = int(words[2]), months().get(words[1], 0)
    elif figures and figures[1]:
        year, month = int(figures[2]), int(figures[1])
    elif figures:
        year, month = int(figures[3]), int(figures[4])
    found = _day(year, month, 1)
    return (found[0], MONTH) if found else None


def _day(year: int, month: int, day: int) -> tuple[date, str] | None:
    try:
        return (date(year, month, day), DAY) if year in _YEARS else None
    except ValueError:
        return None
