"""HTML, SVG and XML: what is shown, attributes, comments, styles, scripts, tables."""

import re
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException, ElementTree
from lxml import etree, html

from lecons.privacy.release.reading.stream import Grid, Kind, Part, Stream, Unread, inside
from lecons.privacy.release.reading.text import css_unescaped, without_data

# what stands within a line: its text goes on with its neighbours' (r and t: a cell's rich text)
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "r", "rPr", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "t", "time", "tspan", "tt", "u", "var", "wbr",
}  # fmt: skip
_MACHINE = {"style", "script"}
# numbers that draw, and marks that nobody reads
_DRAWN = {
    "activeCell", "class", "d", "fill", "gradientTransform", "height", "id", "integrity", "nonce",
    "points", "r", "ref", "rx", "ry", "sqref", "stroke", "style", "topLeftCell", "transform", "viewBox",
    "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(text: str, where: str) -> Iterator[Part]:
    """The texts of an HTML page, and its tables."""
    if not text.strip():
        return
    parser = html.HTMLParser(huge_tree=True, remove_comments=False, remove_pis=False)
    root = html.document_fromstring(
        _ENCODING.sub("", text).replace("\x00", ""), parser=parser, ensure_head_body=False
    )
    yield from _texts(root, where)
    for number, table in enumerate(root.iter("table"), 1):
        yield from _grid(table, inside(where, f"tableau {number}"))


def read_xml(text: str, where: str) -> Iterator[Part]:
    """The texts of an XML file (SVG, the parts of an Office file, REFI-QDA). One that declares entities
    is not read: it may unfold without end, or fetch what it names."""
    try:
        ElementTree.fromstring(text.encode("utf-8", "replace"), forbid_dtd=False)
    except DefusedXmlException:
        yield Unread(where, "ce XML déclare des entités")
        return
    except ElementTree.ParseError:
        yield from read_html(text, where)
        return
    parser = etree.XMLParser(
        huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
    )
    body = _ENCODING.sub("", text).encode("utf-8", "replace")
    yield from _texts(etree.fromstring(body, parser=parser), where)  # checked above


def _texts(root: Any, where: str) -> Iterator[Part]:
    shown: list[str] = []
    apart: list[str] = []
    attributes: list[Part] = []
    machine: list[Part] = []

    def put(text: str | None) -> None:
        if text and text.strip():
            apart.append(text)
        shown.append(text or "")

    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            name = "commentaire" if event == "comment" else "instruction"
            machine.append(Stream(inside(where, name), node.text or "", "prose"))
            put(node.tail)
            continue
        tag = etree.QName(node).localname
        if event == "start":
            attributes.extend(_attributes(node, tag, where))
        if tag in _MACHINE:
            if event == "start":
                text = without_data("".join(node.itertext()))
                machine.append(
                    Stream(
                        inside(where, tag), css_unescaped(text) if tag == "style" else text, "code"
                    )
                )
            else:
                shown.append(node.tail or "")
            continue
        shown.append("" if tag in _INLINE else "\n")
        put(node.text if event == "start" else node.tail)
    yield Stream(inside(where, "texte"), _BLANKS.sub(" ", "".join(shown)))
    # each piece by itself: words that two neighbouring marks would glue together
    yield Stream(inside(where, "texte"), "\n".join(apart), "code")
    yield from attributes
    yield from machine


def _attributes(node: Any, tag: str, where: str) -> Iterator[Part]:
    named = node.get("name") or node.get("property")
    for key, value in node.attrib.items():
        if not value.strip():
            continue
        # `{space}name` in XML, `xlink:href` as it stands in HTML
        name = key.rpartition("}")[2].rpartition(":")[2]
        of = (
            f"balise meta « {named} »" if tag == "meta" and named else f"attribut {name} de <{tag}>"
        )
        plain = without_data(value)
        kind: Kind = "code" if name in _DRAWN or name == "http-equiv" else "prose"
        yield Stream(inside(where, of), css_unescaped(plain) if name == "style" else plain, kind)


def _grid(table: Any, where: str) -> Iterator[Grid]:
    rows: list[tuple[str, ...]] = []
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("th", "td"):
            said = " ".join("".join(cell.itertext()).split())
            wide = cell.get("colspan", "1")
            cells += [said] * (min(int(wide), 100) if wide.isdecimal() else 1)
        if cells:
            rows.append(tuple(cells))
    if len(rows) > 1:
        caption = " ".join(" ".join(one.itertext()) for one in table.iterchildren("caption"))
        of = f"{where} « {' '.join(caption.split())[:60]} »" if caption.strip() else where
        yield Grid(of, rows[0], tuple(rows[1:]))
