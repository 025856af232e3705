"""Words, numbers and dates in the reader's language.

The message is its own French text; other languages come from `locale/<code>.po`. A message holds
named places with a format that follows the language: `{part:pct}`, `{n:int}`, `{score:dec}`,
`{ecart:signed}`, `{ecart:points}`, `{ecart:change}`, `{jour:date}`, `{mois:month}`; a place without a format is put in as it is.
"""

import string
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from lecons.errors import ParameterError

CATALOGUES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "fr"


def languages() -> list[str]:
    """The languages that a report can be written in: French and one for each catalogue."""
    return [SOURCE_LANGUAGE, *sorted(path.stem for path in CATALOGUES.glob("*.po"))]


def mark(message: str) -> str:
    """Mark a French message for the catalogue where it is kept as a key and translated later."""
    return message


@cache
def _catalogue(code: str) -> dict[str, str]:
    if code == SOURCE_LANGUAGE:
        return {}
    with (CATALOGUES / f"{code}.po").open("rb") as handle:
        catalogue = read_po(handle, locale=code)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}


class Language(string.Formatter):
    """One language: translates messages and writes numbers, dates and lists as its readers do."""

    def __init__(self, code: str) -> None:
        if code not in languages():
            raise ParameterError(
                f"La langue « {code} » n’est pas connue.",
                f"Langues possibles : {', '.join(languages())}.",
            )
        self.code = code
        self.locale = Locale.parse(code)

    def t(self, message: str, /, **values: Any) -> str:
        """The message in this language, with its places filled."""
        return self.vformat(_catalogue(self.code).get(message, message), (), values)

    def of(self, texts: Mapping[str, str]) -> str:
        """The text of a project in this language; French where no translation was entered."""
        return texts.get(self.code) or texts[SOURCE_LANGUAGE]

    def number(self, value: float, digits: int = 0) -> str:
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        # a true minus sign: a hyphen is lost at a line's end and in speech
        value = round(value, digits) + 0.0  # what rounds to zero has no sign
        written = format_decimal(value, format=pattern, locale=self.locale)
        return written.replace("-", "\u2212")

    def percent(self, share: float, digits: int = 1) -> str:
        pattern = {"fr": "#,##0.{}\u00a0%"}.get(self.code, "#,##0.{}%").format("0" * digits)
        pattern = pattern.replace(".\u00a0%", "\u00a0%").replace(".%", "%")
        share = round(share, digits + 2) + 0.0
        return format_percent(share, format=pattern, locale=self.locale).replace("-", "\u2212")

    def day(self, day: date | str) -> str:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return format_date(day, format="long", locale=self.locale)

    def month(self, day: date | str) -> str:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return format_date(day, format="MMM yyyy", locale=self.locale)

    def quoted(self, words: str) -> str:
        """Words between the quotation marks of this language."""
        return f"“{words}”" if self.code == "en" else f"«\u00a0{words}\u00a0»"

    def listing(self, items: Iterable[str]) -> str:
        return format_list(list(items), locale=self.locale)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Mapping):
            # a project's own text, or ({"t": …, its values}) a message of the catalogue inside another
            message = value.get("t")
            within = {name: one for name, one in value.items() if name != "t"}
            return self.t(message, **within) if message else self.of(value)
        if value is None:
            return "–"
        match format_spec:
            case "":
                return str(value)
            case "int":
                return self.number(value)
            case "dec":
                return self.number(value, 2)
            case "signed":
                return ("+" if value > 0 else "") + self.number(value, 2)
            case "pct":
                return self.percent(value)
            case "points":
                return ("+" if value > 0 else "") + self.number(value * 100, 1)
            case "change":
                return ("+" if value > 0 else "") + self.percent(value, 0)
            case "date":
                return self.day(value)
            case "month":
                return self.month(value)
        raise ValueError(f"unknown format in a message: {format_spec!r}")
