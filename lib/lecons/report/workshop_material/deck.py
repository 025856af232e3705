"""Slides as blocks: a notebook's cell shows a deck, and the exporter makes slides of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lecons.report.document import Block, Bullets, Heading, Inlines, Paragraph, Stack, text
from lecons.report.to_html import html
from lecons.report.to_typst import typst

DECK_MIME = "application/vnd.lecons.diapositives+json"
# what a slide of 1280 × 720 holds at the size of diapositives.css: lines, characters a line, and characters
# of a title that takes no line more
LINES, WIDTH, TITLE = 19, 80, 55


@dataclass(frozen=True)
class Slide:
    """One slide: its title, what the room sees, and what the speaker alone reads. `kind` names its
    style ("", "ouverture"); `below` puts it under the slide before it."""

    title: str
    content: tuple[Block, ...]
    notes: tuple[str, ...]
    kind: str = ""
    below: bool = False

    @property
    def seen(self) -> Stack:
        """The slide itself, title included."""
        return Stack((Heading(2, self.title), *self.content))

    @property
    def said(self) -> Stack:
        """The speaker's notes."""
        return Stack(tuple(Paragraph((one,)) for one in self.notes))


@dataclass(frozen=True)
class Deck(Block):
    """Slides one after the other; nothing at all when there is none."""

    slides: tuple[Slide, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        whole = Stack(
            tuple(
                Stack((one.seen, Stack(tuple(Paragraph((said,), "note") for said in one.notes))))
                for one in self.slides
            )
        )
        return {
            "text/plain": repr(type(self).__name__),
            "text/html": html(whole),
            "text/vnd.typst": typst(whole),
            DECK_MIME: [
                {
                    "html": html(one.seen),
                    "notes": html(one.said),
                    "kind": one.kind,
                    "below": one.below,
                }
                for one in self.slides
            ],
        }


def deal(
    title: str,
    lead: tuple[Block, ...],
    items: Iterable[Inlines],
    notes: tuple[str, ...],
    more: str,
    *,
    below: bool = False,
) -> list[Slide]:
    """The items as bullets, on as many slides as they need to stay readable, the last two about as
    full; the first opens with `lead`, the next ones add `more` to the title. Each has all the notes."""
    whole = LINES - 2 * (len(f"{title} {more}") // TITLE)
    room = whole - sum(_lines(block) for block in lead)
    pages: list[list[Inlines]] = [[]]
    for item in items:
        needed = _height(text(item))
        if pages[-1] and needed > room:
            pages.append([])
            room = whole
        pages[-1].append(item)
        room -= needed
    if len(pages) > 1:
        _even(pages, sum(_lines(block) for block in lead) if len(pages) == 2 else 0)
    return [
        Slide(
            title if at == 0 else f"{title} {more}",
            (*(lead if at == 0 else ()), *((Bullets(tuple(page)),) if page else ())),
            notes,
            below=below or at > 0,
        )
        for at, page in enumerate(pages)
    ]


def _even(pages: list[list[Inlines]], above: float) -> None:
    """Move items from the last page but one to the last, while that evens them: a line alone would
    look forgotten. `above`: lines that the first of the two has above its items."""
    before, last = pages[-2:]

    def tall(items: Iterable[Inlines]) -> float:
        return sum(_height(text(item)) for item in items)

    while len(before) > 1 and above + tall(before[:-1]) >= tall([before[-1], *last]):
        last.insert(0, before.pop())


def _height(words: str) -> float:
    """Lines that words take, with the space under them."""
    return -(-len(words) // WIDTH) + 0.4


def _lines(block: Block) -> float:
    return _height(text(block.content)) if isinstance(block, Paragraph) else 0
