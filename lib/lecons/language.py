"""Words, numbers and dates in the reader's language.

The message is its own French text; other languages come from `locale/<code>.po`. A message holds
named places with a format that follows the language: `{part:pct}`, `{n:int}`, `{score:dec}`,
`{ecart:signed}`, `{ecart:points}`, `{ecart:change}`, `{jour:date}`, `{mois:month}`; a place without a format
is put in as it is.

`{k:pers}` is a count of people (or of conflicts, which are people's too): an edition that goes to
others may have to say it coarsely, and then the shares of the sentence as well. `{part:rate}` is
a share of what is no people (of draws): never coarse.

`{k:?tient|tiennent}` is no figure but a word that agrees with one: the forms in the order of the
language's plural categories (Unicode CLDR: one, few, many, other), as many as it has. gettext's own
plurals follow one number a message; a sentence of ours often counts twice.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from lecons.errors import ParameterError

CATALOGUES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "fr"
AGREES = "?"
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
# places that bound an interval, by their name
_BOUND = re.compile(r"(^|_)(bas|haut)(\d|_|$)")
_PARENTHESES = re.compile(r" \([^()]*\)")
# « intervalle à 95 % : {bas:pct} à {haut:pct}, » inside a parenthesis that says more
_INTERVAL = re.compile(
    r"(?<=\()[^(){},;]*\{(?P<low>\w*bas\w*)[^{}]*\}[^(){},;]*\{\w*haut[^{}]*\}[,;]\s*"
)


def languages() -> list[str]:
    """The languages that a report can be written in: French and one for each catalogue."""
    return [SOURCE_LANGUAGE, *sorted(path.stem for path in CATALOGUES.glob("*.po"))]


def mark(message: str) -> str:
    """Mark a French message for the catalogue where it is kept as a key and translated later."""
    return message


@cache
def _catalogue(code: str) -> tuple[dict[str, str], Locale]:
    """The translations of a language, and how its readers write numbers and dates: the header
    `Language` of its catalogue says so (en_GB for English)."""
    if code == SOURCE_LANGUAGE:
        return {}, Locale.parse(code)
    with (CATALOGUES / f"{code}.po").open("rb") as handle:
        catalogue = read_po(handle)
    texts = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
    return texts, catalogue.locale or Locale.parse(code)


class Discreet(Protocol):
    """What decides how exactly people may be counted (see privacy.cells)."""

    @property
    def threshold(self) -> int: ...

    def coarse(self, people: Sequence[int], shares: Sequence[float], /) -> bool: ...

    def spans(self, people: Sequence[int], /) -> list[tuple[int, int | None]]: ...

    def share(self, share: float, people: Sequence[int], /) -> tuple[int, int] | None: ...


class _Written(str):
    """A value that is written already; `one`: it is that of a single thing, and words agree with it."""

    one: bool = False


def quoted_in(code: str, words: str) -> str:
    """Words between the quotation marks of their own language; of French where it has no catalogue."""
    return Language(code if code in languages() else SOURCE_LANGUAGE).quoted(words)


class Language(string.Formatter):
    """One language: translates messages and writes numbers, dates and lists as its readers do.

    `discreet`: how exactly its sentences may count people; None for a reader who may know all.
    """

    def __init__(self, code: str, discreet: Discreet | None = None) -> None:
        if code not in languages():
            raise ParameterError(
                f"La langue « {code} » n’est pas connue.",
                f"Langues possibles : {', '.join(languages())}.",
            )
        self.code = code
        self.locale = _catalogue(code)[1]
        self.discreet = discreet

    def t(self, message: str, /, **values: Any) -> str:
        """The message in this language, with its places filled."""
        template = self.words(message)
        if self.discreet is not None:
            counts, shares = self._people(template, values)
            if self.discreet.coarse([*counts], shares):
                return self._coarsely(template, values, counts)
        return self.vformat(template, (), values)

    def words(self, message: str) -> str:
        """The message in this language as it stands: its braces, if any, are no places."""
        return _catalogue(self.code)[0].get(message, message)

    def _places(self, template: str) -> dict[str, str]:
        """The names of a message's places, with their formats; words that agree are no places."""
        return {
            name: spec or ""
            for _, name, spec, _ in self.parse(template)
            if name and not (spec or "").startswith(AGREES)
        }

    def _people(self, template: str, values: Mapping[str, Any]) -> tuple[list[int], list[float]]:
        """The counts of people in a sentence and in those inside it, and what may be shares of them."""
        counts: list[int] = []
        shares: list[float] = []
        for name, spec in self._places(template).items():
            value = values[name]
            if isinstance(value, Mapping) and "t" in value:
                more, parts = self._people(self.words(value["t"]), value)
                counts, shares = counts + more, shares + parts
            elif spec == "pers" and value is not None:
                counts.append(int(value))
            elif spec == "pct" and isinstance(value, int | float) and not _BOUND.search(name):
                shares.append(value)
        return counts, shares

    def _coarsely(self, template: str, values: Mapping[str, Any], counts: Sequence[int]) -> str:
        """A sentence that may not count people exactly. What was computed from its counts (the bounds
        of an interval, a difference) would give them back: it is left out."""
        assert self.discreet is not None
        spans = dict(zip(counts, self.discreet.spans(counts), strict=True))
        told: dict[str, Any] = {**values}
        for name, spec in self._places(template).items():
            value = values[name]
            if isinstance(value, Mapping) and "t" in value:
                inner = self._coarsely(self.words(value["t"]), value, counts)
                told[name] = _Written(inner)
            elif value is None:
                continue
            elif spec == "pers":
                told[name] = self._coarse(*spans[int(value)])
            elif spec == "pct" and not _BOUND.search(name):
                told[name] = _Written(self.about(value, counts))
            elif spec in ("pct", "points", "change"):
                told[name] = None
        return self.vformat(self._without_empty(template, told), (), told)

    def _without_empty(self, template: str, values: Mapping[str, Any]) -> str:
        """A message without the intervals that may not be told, nor the parentheses in which nothing
        is left to say."""
        template = _INTERVAL.sub(
            lambda found: "" if values.get(found["low"], "") is None else found[0], template
        )
        return _PARENTHESES.sub(
            lambda found: (
                ""
                if (inside := self._places(found[0])) and all(values[one] is None for one in inside)
                else found[0]
            ),
            template,
        )

    def bracket(self, count: int) -> str:
        """A count of people within a bracket of the threshold's width; the count where it may be told."""
        if self.discreet is None or not count:
            return self.number(count)
        return self._between(*self.discreet.spans([count])[0])

    def _coarse(self, least: int, most: int | None) -> _Written:
        written = _Written(self._between(least, most))
        written.one = least == most and self._form(least) == 0
        return written

    def _form(self, count: float) -> int:
        """Which plural category a count is of, in the order of CLDR."""
        rule = self.locale.plural_form
        known = [one for one in _CATEGORIES if one in rule.tags or one == "other"]
        return known.index(rule(abs(count)))

    def _agreed(self, value: Any, forms: Sequence[str]) -> str:
        if isinstance(value, _Written):
            return forms[0 if value.one else -1]
        return forms[min(self._form(value or 0), len(forms) - 1)]

    def _between(self, least: int, most: int | None) -> str:
        if least == most:
            return self.number(least)
        if most is None:
            # brackets have the same edges everywhere: « plus de 10 », not « plus de 11 »
            width = self.discreet.threshold if self.discreet else 1
            edge = (least - 1) // width * width
            return self.t(mark("plus de {n:int}"), n=edge or least - 1)
        if least == 1:
            return self.t(mark("moins de {n:int}"), n=most + 1)
        return self.t(mark("{a:int} à {b:int}"), a=least, b=most)

    def about(self, share: float, people: Sequence[int]) -> str:
        """A share as a coarse sentence says it that counts `people`, of some of whom it is one: between
        which tens of per cent; a dash where nothing can be said."""
        if self.discreet is None or share in (0, 1):
            return self.percent(share, 0)
        between = self.discreet.share(share, people)
        if between is None:
            return "–"
        low, high = (self.percent(tens / 100, 0) for tens in between)
        if not between[0]:
            return self.t(mark("moins de {part}"), part=high)
        if between[1] == 100:
            return self.t(mark("plus de {part}"), part=low)
        return self.t(mark("entre {a} et {b}"), a=low, b=high)

    def of(self, texts: Mapping[str, str]) -> str:
        """A text that brings its translations, in this language; where it has none, as the catalogue
        says it, or in French."""
        return texts.get(self.code) or self.words(texts[SOURCE_LANGUAGE])

    def number(self, value: float, digits: int = 0) -> str:
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        # a true minus sign: a hyphen is lost at a line's end and in speech
        value = round(value, digits) + 0.0  # what rounds to zero has no sign
        written = format_decimal(value, format=pattern, locale=self.locale)
        return written.replace("-", "\u2212")

    def percent(self, share: float, digits: int = 1) -> str:
        whole = self.locale.percent_formats[None].pattern.replace("\u202f", "\u00a0")
        pattern = whole.replace("#,##0", "#,##0." + "0" * digits) if digits else whole
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
        return self.t(mark("«\u00a0{mots}\u00a0»"), mots=words)

    def listing(self, items: Iterable[str]) -> str:
        return format_list(list(items), locale=self.locale)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        # a place is a name, never a way into what an object knows (`{projet.folder}`, `{x[0]}`)
        if not field_name.isidentifier():
            raise ValueError(f"a place of a message is a name: {field_name!r}")
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Mapping):
            # a project's own text, or ({"t": …, its values}) a message of the catalogue inside another
            message = value.get("t")
            within = {name: one for name, one in value.items() if name != "t"}
            return self.t(message, **within) if message else self.of(value)
        if format_spec.startswith(AGREES):
            return self._agreed(value, format_spec[len(AGREES) :].split("|"))
        if value is None:
            return "–"
        if isinstance(value, _Written):
            return str(value)
        match format_spec:
            case "":
                return str(value)
            case "int" | "pers":
                return self.number(value)
            case "dec":
                return self.number(value, 2)
            case "signed":
                return ("+" if value > 0 else "") + self.number(value, 2)
            case "pct" | "rate":
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
