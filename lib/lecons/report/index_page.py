"""The page that lists all reports of a place: one file for the team, in French, without network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader

from lecons.report.exporters import TEMPLATES
from lecons.report.policy import allowed

LOCALE = "fr"
_KILO, _MEGA = 1_000, 1_000_000


@dataclass(frozen=True)
class File:
    """A file that stands in a report: what a reader calls it, its address from the index, its bytes,
    whom it is for; `inside`: it never leaves the team."""

    label: str
    href: str
    size: int
    purpose: str
    inside: bool = False


@dataclass(frozen=True)
class Since:
    """How many findings are new, changed or gone since the report before; `made`: its day."""

    new: int
    changed: int
    gone: int
    made: date | None

    @property
    def told(self) -> str:
        since = f"le rapport du {day(self.made)}" if self.made else "le rapport précédent"
        if not (self.new or self.changed or self.gone):
            return f"Depuis {since} : aucun constat n’a changé."
        parts = [
            f"{number(count)} {one if count == 1 else more}"
            for count, one, more in (
                (self.new, "constat nouveau", "constats nouveaux"),
                (self.changed, "constat changé", "constats changés"),
                (self.gone, "constat disparu", "constats disparus"),
            )
            if count
        ]
        return f"Depuis {since} : {listing(parts)}."


@dataclass(frozen=True)
class Fault:
    """Why the last run did not take the place of the report: in a few words, what failed, where to look
    (address and name) and what to do."""

    state: str
    told: tuple[str, ...]
    href: str
    link: str
    remedy: str


@dataclass(frozen=True)
class Report:
    """One report: an edition in a language. `made` is None where its manifest does not say, or where no
    whole report stands; `scope`: the days and results it is about, where it is not about all; `sheets`:
    one for each practice."""

    edition: str
    language: str
    made: date | None
    scope: str
    files: tuple[File, ...]
    sheets: tuple[File, ...]
    since: Since | None
    faults: tuple[Fault, ...]

    @property
    def inside(self) -> bool:
        return self.edition == "interne"


@dataclass(frozen=True)
class Shelf:
    """All reports of a project, and the material of its workshop. `title` and `period` are empty where no
    manifest tells them; `notes`: what is to be known of the whole project."""

    code: str
    title: str
    period: str
    fictional: bool
    reports: tuple[Report, ...]
    workshop: tuple[File, ...]
    notes: tuple[str, ...]


def day(value: date) -> str:
    """A day in full, « 26 novembre 2026 », « 1er mars 2027 »."""
    told = format_date(value, "long", locale=LOCALE)
    return told.replace("1 ", "1er ", 1) if value.day == 1 else told


def number(value: int) -> str:
    return format_decimal(value, locale=LOCALE)


def listing(values: Sequence[str]) -> str:
    return format_list(list(values), locale=LOCALE)


def weight(size: int) -> str:
    """The size of a file as a telephone tells it: « 871 ko », « 1,8 Mo » (powers of ten)."""
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} ko"
    return f"{format_decimal(round(size / _MEGA, 1), locale=LOCALE)} Mo"


def render_index(shelves: Sequence[Shelf], made: date, together: Sequence[File] = ()) -> str:
    """The whole page. `together`: the pages that compare the projects; `made`: the day it is written; how old each report is, the page itself works out
    when it is read, because nobody writes it again meanwhile."""
    style = (TEMPLATES / "index.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "index.js").read_text(encoding="utf-8").strip()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"day": day, "weight": weight, "number": number}
    return environment.get_template("index.html.j2").render(
        shelves=shelves,
        made=made,
        together=together,
        style=style,
        script=script,
        styles=allowed(style),
        scripts=allowed(script),
    )
