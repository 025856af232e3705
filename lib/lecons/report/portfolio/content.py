"""What the page on several projects is made of: the reports that are compared, and those that are not."""

from dataclasses import dataclass
from datetime import date

from lecons.evidence.portfolio import Shared


@dataclass(frozen=True)
class Entry:
    """A report that is compared: what it left, the day it was made (None: not told), its address from the
    page and its language; `notes`: what the reader must know of it (partial, old, one result area)."""

    shared: Shared
    made: date | None
    href: str
    language: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """A project that is not compared, by its code, and why."""

    project: str
    why: str


@dataclass(frozen=True)
class Portfolio:
    """All of it, as written on the day `made`. `unnamed`: projects without a report of this edition that
    the page counts and does not name, for their names may be the team's alone."""

    edition: str
    made: date
    entries: tuple[Entry, ...]
    left: tuple[Left, ...] = ()
    unnamed: int = 0
