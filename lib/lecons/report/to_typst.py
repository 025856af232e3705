"""Blocks as Typst. Words travel as string literals, so that no data is ever read as markup."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

from lecons.report.document import (
    Block,
    Bullets,
    Card,
    Figure,
    Folded,
    Foreign,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Quote,
    Ref,
    Stack,
    Strong,
    Table,
    Tiles,
    text,
)

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
UNPRINTABLE = "▯"


@cache
def _printable() -> frozenset[int]:
    """The characters that the PDF's fonts can draw: Latin, Arabic, Tifinagh and more (DejaVu Sans)."""
    return frozenset(FT2Font(str(FONTS / "DejaVuSans.ttf")).get_charmap())


def literal(words: str) -> str:
    """A Typst string literal.

    PDF/UA refuses a whole document for one character without a glyph: an emoji in a testimony must
    not cost the report, so what the fonts cannot draw is printed as UNPRINTABLE (the HTML has it).
    """
    known = _printable()
    # invisible format characters say nothing in print, and a soft hyphen inside a link stops Typst;
    # the joiners of Arabic and Persian stay
    words = "".join(c for c in words if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    safe = "".join(
        char if ord(char) in known else " " if char.isspace() or char < " " else UNPRINTABLE
        for char in words
    )
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unmarked(svg: str) -> str:
    """A figure without the combining marks that no single letter holds: in a picture, several over one
    letter have no code for Typst, and PDF/UA refuses the whole document."""
    whole = unicodedata.normalize("NFC", svg)
    return "".join(char for char in whole if unicodedata.category(char) != "Mn")


def dictionary(texts: Mapping[str, str]) -> str:
    """A Typst dictionary of texts; without any, Typst writes it `(:)`."""
    pairs = "".join(f"{literal(key)}: {literal(value)}, " for key, value in texts.items())
    return f"({pairs or ':'})"


def typst(block: Block) -> str:
    """A block as Typst markup; the functions it calls are in `synthese.typ`."""
    match block:
        case Stack():
            return _following(_flat(block))
        case Heading(level, words, mark):
            # a depth, not a level: the notebook's place in the report is added to it
            # PDF/UA refuses a heading of which nothing is seen
            seen = words if _visible(words) else UNPRINTABLE
            return f"#heading(depth: {level})[{_words(seen)}]{_label(mark)}\n"
        case Paragraph(content, kind):
            return f"#paragraphe({literal(kind)})[{_inlines(content)}]\n"
        case Bullets(items):
            return "#puces(" + ", ".join(f"[{_inlines(item)}]" for item in items) + ")\n"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Quote():
            return _quote(block)
        case Card():
            return _card(block)
        case Tiles():
            return ""
        case Folded(_, _, brief):
            return f'#paragraphe("note")[{_words(brief)}]\n'
    raise TypeError(f"no Typst for {type(block).__name__}")


def _flat(block: Block) -> list[Block]:
    if isinstance(block, Stack):
        return [one for part in block.content for one in _flat(part)]
    return [block]


def _following(blocks: list[Block]) -> str:
    """Blocks one after the other, where some may not be the last thing on a page."""
    parts = []
    left = iter(zip(blocks, [*blocks, None][1:], strict=True))
    for block, after in left:
        if isinstance(block, Figure) and after is not None and _is_note(after):
            parts.append(_figure(block, typst(after)))
            next(left)
        elif after is not None and _held(block, after):
            parts.append(f"#tenu[{typst(block)}]\n")
        else:
            parts.append(typst(block))
    return "\n".join(parts)


# characters of a list that goes over to the next page with its note
_SHORT_LIST = 700


def _held(block: Block, after: Block) -> bool:
    """Whether a block goes over to the next page rather than be parted from what follows: words that
    announce it, and what a note explains unless that is long."""
    match block:
        case Paragraph(content, kind) if kind != "note":
            announces = all(isinstance(part, Strong) for part in content)
            return announces or (text(content).rstrip().endswith(":") and not _is_note(after))
        case Table(rows=rows, note=note):
            return _is_note(after) and not note and len(rows) <= _SHORT_TABLE
        case Bullets(items):
            return _is_note(after) and sum(len(text(item)) for item in items) <= _SHORT_LIST
    return False


def _is_note(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind == "note"


# the size of the smallest letters on paper, and the width of a page's text, in points
_LEAST_LETTERS, _TEXT_WIDTH = 7.5, 481.0
_LETTERS = re.compile(r"font(?:-size)?\s*[:=][^;\"]*?([\d.]+)px")
_WIDTH = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)(?:pt|px)?"')
_VIEW = re.compile(r'<svg[^>]*?\bviewBox="\S+ \S+ ([\d.]+)')


def _figure(block: Figure, note: str = "") -> str:
    alt = literal(block.alt if _visible(block.alt) else UNPRINTABLE)
    width, letters = _print_size(block.svg)
    least = min(_LEAST_LETTERS / letters, 1.0)
    said = f", note: [{note}]" if note else ""
    return (
        f"#graphique({_key(block.alt + block.caption)}, {literal(_unmarked(block.svg))}, {width:.0f}pt, "
        f"{least:.2f}, {alt}, [{_words(block.caption)}]{said})\n"
    )


def _print_size(svg: str) -> tuple[float, float]:
    """How wide a figure is on paper, and its smallest letters (points): as drawn; wider where its
    letters would be too small; never wider than the page's text."""
    width, view = _WIDTH.search(svg), _VIEW.search(svg)
    drawn = float(width[1]) if width else _TEXT_WIDTH
    scale = drawn / float(view[1]) if view else 1.0
    letters = min((float(size) * scale for size in _LETTERS.findall(svg)), default=_LEAST_LETTERS)
    larger = min(max(1.0, _LEAST_LETTERS / letters), _TEXT_WIDTH / drawn)
    return drawn * larger, letters * larger


def _key(words: str) -> str:
    """What a figure or a table is called where pages are decided on."""
    return f'"{zlib.crc32(words.encode("utf-8")):08x}"'


def _quote(block: Quote) -> str:
    before = f"#autour[{_words(block.before + ' ')}]" if block.before else ""
    after = f"#autour[{_words(' ' + block.after)}]" if block.after else ""
    return (
        f"#citation({literal(block.tone)}, {literal(block.language)}, "
        f"[{before}{_words(block.quoted)}{after}], [{_words(block.speaker)}])\n"
    )


def _words(words: str) -> str:
    return f"#{literal(words)};"


def _visible(words: str) -> bool:
    """Typst fails on a link around nothing that is seen (a soft hyphen alone, say)."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in words)


def _label(mark: str | None) -> str:
    return f"#label({literal(mark)})" if mark else ""


def _inlines(content: Inlines) -> str:
    parts = []
    for part in content:
        match part:
            case Strong(words):
                parts.append(f"#strong[{_words(words)}]")
            case Link(target, words) if _visible(words):
                parts.append(f"#vers({literal(target)})[{_words(words)}]")
            case Link(_, words):
                parts.append(_words(words))
            case Ref():
                parts.append(f"#renvoi({literal(part.target)}, {literal(part.text)})")
            case Foreign(words, language):
                parts.append(f"#text(lang: {literal(language)})[{_words(words)}]")
            case _:
                parts.append(_words(str(part)))
    return "".join(parts)


# rows of a table that stays whole
_SHORT_TABLE = 8
# how many of a column's longest words and cells are measured: a wide letter may outweigh a long word
_MEASURED = 4


def _table(table: Table) -> str:
    columns = "".join(f"{_column(table, i)}, " for i in range(len(table.columns)))
    head = "".join(f"[{_words(column.label)}], " for column in table.columns)
    rows = "".join(f"[{_inlines(cell)}], " for row in table.rows for cell in row)
    note = f", note: [{_words(table.note)}]" if table.note else ""
    words = [table.caption, *(part for row in table.rows for cell in row for part in cell)]
    whole = "true" if len(table.rows) <= _SHORT_TABLE else "false"
    return f"#tableau({_key(text(tuple(words)))}, [{_words(table.caption)}], ({columns}), ({head}), ({rows}), entier: {whole}{note})\n"


def _column(table: Table, index: int) -> str:
    """What the width of a column depends on: its longest words and cells, those of its heading in
    bold, and whether it holds figures."""
    column = table.columns[index]
    cells = _longest(text(row[index]) for row in table.rows)
    words = _longest(word for row in table.rows for word in text(row[index]).split(" "))
    heading = _longest(column.label.split(" "))
    measured = "".join(f"[{_words(word)}], " for word in words)
    bold = "".join(f"strong[{_words(word)}], " for word in heading)
    longest = "".join(f"[{_words(cell)}], " for cell in cells)
    figures = "true" if column.numeric else "false"
    return (
        f"(titre: strong[{_words(column.label)}], mots: ({measured}{bold}), longues: ({longest}), "
        f"chiffres: {figures})"
    )


def _longest(texts: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(texts), key=len, reverse=True)[:_MEASURED]


def _card(card: Card) -> str:
    badges = "(" + "".join(f"[{_inlines((badge,))}], " for badge in card.badges) + ")"
    inner = "\n".join(typst(part) for part in card.content)
    return (
        f"#carte({literal(card.kind)}, {literal(card.title)}, {badges}, {literal(card.mark or '')})"
        f"[\n{inner}\n]\n"
    )
