"""The finished page read back: its tables and its figures, each with its place in the report."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import html
from lxml.html import HtmlElement

from lecons.language import Language

_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_TABLE, _DRAWN = "Tab", "Fig"
# a no-break space stays: it is a part of what is written
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Place:
    """Where something stands: the numbered heading above it, and the run of the notebook that made it
    where the page leads to notebooks."""

    number: str
    title: str
    run: str


@dataclass(frozen=True)
class ShownTable:
    """A table of the page, its cells as they are read there. `name` is Tab12 for the twelfth table, Fig03
    for the data of the third figure (T12 is how a testimony may be called); `numeric` says which columns hold figures, `findings` are the
    numbers of the findings that it names."""

    name: str
    caption: str
    header: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    findings: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class ShownFigure:
    """A figure of the page: its number in reading order, its SVG, and its words."""

    number: int
    svg: str
    alt: str
    caption: str
    place: Place


@dataclass(frozen=True)
class Shown:
    """All tables and all figures of a page, in reading order."""

    tables: tuple[ShownTable, ...]
    figures: tuple[ShownFigure, ...]


def body_of(page: str) -> HtmlElement:
    """What is read on a finished page, without its cover, its contents and its scripts."""
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    (body,) = html.document_fromstring(page.encode("utf-8"), parser=parser).iter("main")
    return body


def read_page(page: str) -> Shown:
    """The tables and figures of a finished page."""
    tables: list[ShownTable] = []
    figures: list[ShownFigure] = []
    number = title = run = ""
    for element in body_of(page).iter(*_HEADINGS, "p", "figure", "table"):
        place = Place(number, title, run)
        if element.tag == "p" and has_class(element, "carnet"):
            run = next((_run(one.get("href")) for one in element.iter("a")), "")
        elif element.tag in _HEADINGS:
            mark = numbered(element)
            if mark:
                number, title = mark, words(element).removeprefix(mark).strip()
        elif element.tag == "figure" and has_class(element, "graphique"):
            figures.append(_figure(element, len(figures) + 1, place))
        elif element.tag == "table":
            drawn = any(has_class(one, "donnees") for one in element.iterancestors("details"))
            counted = sum(one.name.startswith(_TABLE) for one in tables) + 1
            name = f"{_DRAWN}{len(figures):02}" if drawn else f"{_TABLE}{counted:02}"
            tables.append(_table(element, name, place))
    return Shown(tuple(tables), tuple(figures))


def told(place: Place, language: Language) -> str:
    """Where in the report something stands, in words; nothing above its first chapter."""
    if not place.number:
        return ""
    title = language.quoted(place.title)
    if not place.run:
        return language.t("chapitre {numero} {titre}", numero=place.number, titre=title)
    return language.t(
        "chapitre {numero} {titre} (carnet {carnet})",
        numero=place.number,
        titre=title,
        carnet=place.run,
    )


def has_class(element: HtmlElement, name: str) -> bool:
    """True for an element of that class."""
    return name in (element.get("class") or "").split()


def numbered(heading: HtmlElement) -> str:
    """The number of a heading, as it is shown; empty where it has none."""
    return next((words(one) for one in heading.iter("span") if has_class(one, "numero")), "")


def words(element: HtmlElement) -> str:
    """The words of an element, blanks as they are shown."""
    return _BLANKS.sub(" ", element.text_content()).strip(" ")


def notes_after(table: HtmlElement) -> Iterator[HtmlElement]:
    """The notes right under a table."""
    frame = table.getparent()
    below = (frame if has_class(frame, "tableau") else table).getnext()
    while below is not None and below.tag == "p" and has_class(below, "note"):
        yield below
        below = below.getnext()


def decoded_picture(address: str) -> str:
    """The SVG that a data: address holds."""
    kind, _, content = address.partition(",")
    if kind.endswith(";base64"):
        return base64.b64decode(content).decode("utf-8")
    return unquote(content)


def _run(address: str) -> str:
    return PurePosixPath(unquote(address)).stem


def _figure(element: HtmlElement, number: int, place: Place) -> ShownFigure:
    (image,) = element.iter("img")
    caption = next(element.iter("figcaption"), None)
    return ShownFigure(
        number,
        decoded_picture(image.get("src")),
        image.get("alt"),
        "" if caption is None else words(caption),
        place,
    )


def _table(element: HtmlElement, name: str, place: Place) -> ShownTable:
    header, *rows = [[*row.iterchildren("th", "td")] for row in element.iter("tr")]
    links = (words(one) for one in element.iter("a") if has_class(one, "renvoi"))
    caption = next(element.iter("caption"), None)
    return ShownTable(
        name,
        "" if caption is None else words(caption),
        tuple(words(cell) for cell in header),
        tuple(has_class(cell, "num") for cell in header),
        tuple(tuple(words(cell) for cell in row) for row in rows),
        tuple(words(one) for one in notes_after(element)),
        tuple(dict.fromkeys(links)),
        place,
    )
