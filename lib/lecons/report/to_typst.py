"""Blocks as Typst. Words travel as string literals, so that no data is ever read as markup."""

import unicodedata
from collections.abc import Mapping
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
        case Stack(content):
            return "\n".join(typst(part) for part in content)
        case Heading(level, words, mark):
            # a depth, not a level: the notebook's place in the report is added to it
            # PDF/UA refuses a heading of which nothing is seen
            seen = words if _visible(words) else UNPRINTABLE
            return f"#heading(depth: {level})[{_words(seen)}]{_label(mark)}\n"
        case Paragraph(content, kind):
            return f"#paragraphe({literal(kind)})[{_inlines(content)}]\n"
        case Bullets(items):
            return "#list(" + ", ".join(f"[{_inlines(item)}]" for item in items) + ")\n"
        case Table():
            return _table(block)
        case Figure():
            return (
                f'#graphique(image(bytes({literal(_unmarked(block.svg))}), format: "svg", '
                f"alt: {literal(block.alt if _visible(block.alt) else UNPRINTABLE)}), [{_words(block.caption)}])\n"
            )
        case Quote():
            return _quote(block)
        case Card():
            return _card(block)
        case Tiles():
            return ""
        case Folded(_, _, brief):
            return f'#paragraphe("note")[{_words(brief)}]\n'
    raise TypeError(f"no Typst for {type(block).__name__}")


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


# characters of headings that stand side by side on a page
_HEADINGS = 60
# characters of cells that stand side by side, and leave room for what heads the row
_CELLS = 80


def _table(table: Table) -> str:
    align = ", ".join("right" if column.numeric else "left" for column in table.columns)
    # words share the width, figures take what they need; where these would take it all, they share as
    # well, and break their lines
    figures = [i for i, column in enumerate(table.columns) if column.numeric]
    longest = [max((len(text(row[i])) for row in table.rows), default=0) for i in figures]
    headings = sum(len(table.columns[i].label) for i in figures)
    crowded = headings > _HEADINGS or sum(longest) > _CELLS
    share = "1fr" if crowded else "auto"
    widths = ", ".join(share if column.numeric else f"{column.width}fr" for column in table.columns)
    head = ", ".join(f"[{_words(column.label)}]" for column in table.columns)
    rows = ",\n".join(", ".join(f"[{_inlines(cell)}]" for cell in row) for row in table.rows)
    note = f'#paragraphe("note")[{_words(table.note)}]\n' if table.note else ""
    return (
        f"#tableau([{_words(table.caption)}], table(columns: ({widths},), align: ({align},), "
        f"table.header({head}),\n{rows}))\n{note}"
    )


def _card(card: Card) -> str:
    badges = "(" + "".join(f"[{_inlines((badge,))}], " for badge in card.badges) + ")"
    inner = "\n".join(typst(part) for part in card.content)
    return (
        f"#carte({literal(card.kind)}, {literal(card.title)}, {badges}, {literal(card.mark or '')})"
        f"[\n{inner}\n]\n"
    )
