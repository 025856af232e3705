"""Blocks as HTML. Everything that comes from data is escaped here, once."""

import base64
import re
from html import escape

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
)

_VOWEL, _CONSONANT = "[aeiouyàâéèêëîïôöùûü]", "[bcçdfghjklmnpqrstvwxz]"
# before a consonant that a vowel follows, and after a vowel, alone or with one consonant more; three letters
# stay on either side
_SYLLABLE = re.compile(
    rf"(?<=\w{{3}})(?:(?<={_VOWEL})|(?<={_VOWEL}{_CONSONANT}))(?={_CONSONANT}{_VOWEL}\w)",
    re.IGNORECASE,
)


# letters of a number that stands for a practice or a recommendation
_SHORT = 8


def html(block: Block) -> str:
    """A block as an HTML fragment."""
    match block:
        case Stack(content):
            return "\n".join(html(part) for part in content)
        case Heading(level, words, mark):
            return f"<h{level}{_id(mark)}>{escape(words)}</h{level}>"
        case Paragraph(content, kind):
            return f"<p{_class(kind)}>{_inlines(content)}</p>"
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{_inlines(item)}</li>" for item in items) + "</ul>"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Quote():
            return _quote(block)
        case Card():
            return _card(block)
        case Tiles():
            return _tiles(block)
        case Folded(label, lines):
            listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
            summary = f"<summary>{escape(label)}</summary>"
            return f'<details class="origine">{summary}<ul>{listed}</ul></details>'
    raise TypeError(f"no HTML for {type(block).__name__}")


def _quote(block: Quote) -> str:
    before = f'<span class="autour">{escape(block.before)} </span>' if block.before else ""
    after = f'<span class="autour"> {escape(block.after)}</span>' if block.after else ""
    facets = "".join(f' data-{one.kind}="{escape(one.label)}"' for one in block.facets)
    return (
        f'<figure class="citation{" " + escape(block.tone) if block.tone else ""}"{facets}>'
        f'<blockquote lang="{escape(block.language)}">'
        f"<p>{before}{escape(block.quoted)}{after}</p></blockquote>"
        f"<figcaption>{escape(block.speaker)}</figcaption></figure>"
    )


def _id(mark: str | None) -> str:
    return f' id="{escape(mark)}"' if mark else ""


def _class(name: str) -> str:
    return f' class="{escape(name)}"' if name else ""


def _inlines(content: Inlines) -> str:
    parts = []
    for part in content:
        match part:
            case Strong(words):
                parts.append(f"<strong>{escape(words)}</strong>")
            case Link(target, words):
                # a number (BP-1) does not break at its hyphen
                short = ' class="court"' if len(words) <= _SHORT and " " not in words else ""
                parts.append(f'<a{short} href="#{escape(target)}">{escape(words)}</a>')
            case Ref():
                # its words give way to a number when the report is put together
                parts.append(
                    f'<a class="renvoi" href="#{escape(part.target)}">{escape(part.text)}</a>'
                )
            case Foreign(words, language):
                parts.append(f'<span lang="{escape(language)}">{escape(words)}</span>')
            case _:
                parts.append(escape(str(part)))
    return "".join(parts)


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col"{_class("num" if column.numeric else "")}>{escape(column.label)}</th>'
        for column in table.columns
    )
    body = []
    marks = table.marks or ("",) * len(table.rows)
    for row, address in zip(table.rows, marks, strict=True):
        cells = [f'<th scope="row">{_inlines(row[0])}</th>']
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            cells.append(f"<td{_class('num' if column.numeric else '')}>{_inlines(cell)}</td>")
        body.append(f"<tr{_id(address)}>{''.join(cells)}</tr>")
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="tableau" role="group" tabindex="0" aria-label="{escape(table.caption)}">'
        f"<table><caption>{escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>{note}"
    )


def _tiles(tiles: Tiles) -> str:
    listed = "".join(
        f'<li class="c{one.column} r{one.row}"><a class="t{one.shade}" href="#{escape(one.target)}">'
        f"{escape(_breakable(one.name))} <strong>{escape(one.count)}</strong></a></li>"
        for one in tiles.tiles
    )
    return f'<div class="tuiles"><p>{escape(tiles.label)}</p><ul>{listed}</ul></div>'


def _breakable(name: str) -> str:
    """A name with soft hyphens where a tile as narrow as a phone has it may break it."""
    return _SYLLABLE.sub("\u00ad", name)


def _figure(figure: Figure) -> str:
    image = base64.b64encode(figure.svg.encode("utf-8")).decode("ascii")
    data = (
        f'<details class="donnees"><summary>{escape(figure.data_label)}</summary>'
        f"{_table(figure.data)}</details>"
        if figure.data
        else ""
    )
    return (
        f'<figure class="graphique"><img src="data:image/svg+xml;base64,{image}" '
        f'alt="{escape(figure.alt)}"><figcaption>{escape(figure.caption)}</figcaption></figure>{data}'
    )


def _card(card: Card) -> str:
    badges = "".join(f'<li class="badge">{_inlines((badge,))}</li>' for badge in card.badges)
    title = f'<p class="titre">{escape(card.title)}</p>' if card.title else ""
    return (
        f'<div class="carte {escape(card.kind)}"{_id(card.mark)}>{title}'
        + (f'<ul class="badges">{badges}</ul>' if badges else "")
        + "".join(html(part) for part in card.content)
        + "</div>"
    )
