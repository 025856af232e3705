"""Where figures and tables stand on the pages of the PDF: what Typst does not decide by itself.

Typst breaks pages as it goes. A figure or a table that does not fit starts the next page, and what
remained of the last one stays blank; a long table may leave its last row alone on a page. So the
document is composed and says where things came to stand (`<mise-en-page>`). In each chapter the first
one that stands badly is set otherwise: a figure smaller, or at the top of the next page while the text
goes on before it; a table cut, closer, wider, or its note after it. Then again, until nothing changes. What stands before
it does not move any more, so that each is decided once; and Typst composes again only what changed.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

UNDECIDED = "#let poses = (:)\n"
LAYOUT = "<mise-en-page>"

# ways to set a figure (or a number: the part of its width that it keeps) and a table
NEXT_PAGE, CUT, CLOSER, WIDER, NOTE = "tete", "coupe", "serre", "ample", "note"

# the blank that the end of a page may have, in parts of its height: before a figure, before one right
# under a heading, from which it is parted for more than that only, and before a table
_BEFORE_FIGURE, _UNDER_HEADING, _BEFORE_TABLE = 0.15, 0.38, 0.22
# how far down a figure stands that came over with the words that announce it, in parts of the height
_NEAR_TOP = 0.25
# what surrounds a figure, and what of it does not shrink (its caption), in points
_AROUND, _CAPTION = 24, 40
_MOST_ROUNDS = 12


@dataclass(frozen=True, order=True)
class Place:
    """A page, and how far down (points)."""

    page: int
    y: float


@dataclass(frozen=True)
class Posed:
    """A figure, a table that is whole, or the last two rows of one that is not ("figure", "tableau",
    "queue", and its note): where it starts and ends, and the least part of its width in which a figure's letters can
    be read."""

    kind: str
    key: str
    start: Place
    end: Place
    least: float = 1.0


@dataclass(frozen=True)
class Layout:
    """What a composed document says of itself: the top and the bottom of a page's text (points), the
    pages that chapters start on, where headings start, where blocks start and end, the pages that a
    block runs over from, and what can be set otherwise."""

    top: float
    bottom: float
    chapters: tuple[int, ...]
    headings: tuple[Place, ...]
    edges: tuple[Place, ...]
    full: frozenset[int]
    posed: tuple[Posed, ...]

    @property
    def height(self) -> float:
        return self.bottom - self.top


def settle(document: str, compose: Callable[[str], str]) -> str:
    """The document with its figures and tables set. `compose` answers what a document says of itself:
    a JSON list, empty for one that says nothing, which is answered as it is."""
    ways: dict[str, str] = {}
    for _ in range(_MOST_ROUNDS):
        said = json.loads(compose(with_ways(document, ways)))
        changed = decide(read_layout(said[0]), ways) if said else {}
        if not changed:
            break
        ways |= changed
    return with_ways(document, ways)


def with_ways(document: str, ways: dict[str, str]) -> str:
    """The document with what was decided, by key."""
    pairs = "".join(f'"{key}": "{way}", ' for key, way in ways.items())
    return document.replace(UNDECIDED, f"#let poses = ({pairs or ':'})\n", 1)


def decide(layout: Layout, ways: dict[str, str]) -> dict[str, str]:
    """How the first thing of each chapter that stands badly is to be set, by key; `ways`: what was
    decided before."""
    changed: dict[str, str] = {}
    told: set[int] = set()
    for one in sorted(layout.posed, key=lambda one: one.start):
        chapter = max((page for page in layout.chapters if page <= one.start.page), default=0)
        if chapter in told:
            continue
        way = _way(one, layout, ways)
        if way is not None:
            changed[one.key] = way
            told.add(chapter)
    return changed


def _way(one: Posed, layout: Layout, ways: dict[str, str]) -> str | None:
    known = ways.get(one.key)
    if one.kind == "queue":
        return _other_rows(known or "") if one.start.page != one.end.page else None
    if known is not None:
        return None
    blank, before = _blank(one, layout, ways)
    if one.kind == "tableau":
        return CUT if blank > _BEFORE_TABLE * layout.height else None
    most = _UNDER_HEADING if _under_heading(one, layout) else _BEFORE_FIGURE
    if blank <= most * layout.height:
        return None
    part = (blank - before - _AROUND - _CAPTION) / (one.end.y - one.start.y - _CAPTION)
    return f"{part:.2f}" if one.least <= part < 1 else NEXT_PAGE


def _other_rows(known: str) -> str | None:
    """What to try next with a table whose last rows or note are parted."""
    for tried, then in ((NOTE, None), (WIDER, NOTE), (CLOSER, WIDER)):
        if tried in known:
            return then and known.replace(tried, then)
    return f"{known} {CLOSER}".strip()


def _blank(one: Posed, layout: Layout, ways: dict[str, str]) -> tuple[float, float]:
    """The blank that something left on the page before, by starting its own page, and the height of
    what came over with it; none where something else starts the page, or runs over to it."""
    page = one.start.page
    # figures sent to this page stand above what came over
    sent = [
        up.end.y for up in layout.posed if up.start.page == page and ways.get(up.key) == NEXT_PAGE
    ]
    before = one.start.y - max(sent, default=layout.top)
    if page in layout.chapters or page - 1 in layout.full or before > _NEAR_TOP * layout.height:
        return 0, before
    last = max((edge.y for edge in layout.edges if edge.page == page - 1), default=layout.bottom)
    return layout.bottom - last, before


def _under_heading(one: Posed, layout: Layout) -> bool:
    heading = max((place for place in layout.headings if place < one.start), default=None)
    return heading is not None and not any(heading < edge < one.start for edge in layout.edges)


def read_layout(said: dict[str, Any]) -> Layout:
    """What a document said (see `mise-en-page` in synthese.typ)."""
    edges = [(kind, Place(page, y)) for kind, page, y in said["bords"]]
    after = [*edges, ("fin", Place(0, 0))][1:]
    full = {
        place.page
        for (kind, place), (_, end) in zip(edges, after, strict=True)
        if kind == "debut" and end.page > place.page
    }
    starts, ends = (
        {
            (kind, key): (Place(*at), least)
            for kind, edge, key, least, at in said["reperes"]
            if edge == one
        }
        for one in ("debut", "fin")
    )
    posed = (
        Posed(*name, at, ends[name][0], least or 1.0)
        for name, (at, least) in starts.items()
        if name in ends
    )
    headings = tuple(Place(page, y) for page, y in said["titres"])
    return Layout(
        said["haut"],
        said["bas"],
        tuple(said["chapitres"]),
        headings,
        tuple(place for _, place in edges),
        frozenset(full),
        tuple(posed),
    )
