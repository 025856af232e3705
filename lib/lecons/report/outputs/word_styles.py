"""The styles of the Word document: the colours of the page, a face that Word has, everything set in the
style so that who edits changes it in one place."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FACE = "Calibri"
_INK, _QUIET, _LINE, _TINT = "1C2733", "4F5B64", "C9D1D8", "F5F7F9"
_BLUE, _GREEN, _BRICK, _RED = "00507F", "00664E", "A04000", "8B1A1A"
_COLOURS = {"gris": _QUIET, "vert": _GREEN, "brique": _BRICK, "bleu": _BLUE, "rouge": _RED}
# the style of a card by its kind, as the page colours it
BAR_OF = {
    "": "Encadré gris",
    "force": "Encadré vert",
    "bonne_pratique": "Encadré vert",
    "amelioration": "Encadré brique",
    "a_revoir": "Encadré brique",
    "lecon": "Encadré bleu",
    "recommandation": "Encadré bleu",
    "bref": "Encadré bleu",
    "echec": "Encadré rouge",
}
OPENING = " début"
CELL = "Cellule"
# what somebody said just before and after what is quoted: within a paragraph
BESIDE = "Autour de la citation"
# what a list stands in from the bar of its card, and its bullet, in points
CARD_INDENT, BULLET = 8, 14


@dataclass(frozen=True)
class Style:
    """A style, of paragraphs but for BESIDE: sizes and distances in points, colours as RRGGBB."""

    name: str
    size: float = 10.5
    colour: str = _INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 6
    left: float = 0
    bar: str = ""
    dashed: bool = False
    ruled: bool = False
    shaded: bool = False
    keep: bool = False
    new_page: bool = False
    level: int = 0


def _headings() -> list[Style]:
    sizes = {1: 20, 2: 15, 3: 12.5, 4: 11, 5: 10.5, 6: 10.5}
    return [
        Style(
            f"heading {level}",
            size,
            _BLUE,
            bold=True,
            before=4 if level == 1 else 16 - 2 * level,
            after=6 if level < 3 else 4,
            keep=True,
            new_page=level == 1,
            level=level,
        )
        for level, size in sizes.items()
    ]


def _cards() -> list[Style]:
    styles = []
    for colour, value in _COLOURS.items():
        card = Style(
            f"Encadré {colour}", after=3, left=CARD_INDENT, bar=value, shaded=True, before=0
        )
        # the rule above parts two cards of one colour: Word joins bars that are alike
        opening = Style(
            f"{card.name}{OPENING}",
            before=10,
            after=3,
            left=CARD_INDENT,
            bar=value,
            shaded=True,
            ruled=True,
            keep=True,
        )
        styles += [card, opening]
    return styles


def _quotations() -> list[Style]:
    styles = []
    bars = (("Citation", _LINE), ("Citation favorable", _GREEN), ("Citation réservée", _BRICK))
    for name, bar in bars:
        at = {"left": 10.0, "bar": bar, "dashed": bar == _BRICK}
        styles += [
            Style(name, italic=True, before=6, after=0, keep=True, **at),  # type: ignore[arg-type]
            Style(f"{name}, voix", 9, _QUIET, after=8, **at),  # type: ignore[arg-type]
        ]
    return styles


STYLES = (
    Style("Body Text"),
    Style("First Paragraph"),
    Style("Compact", after=3),
    Style(CELL, 8.5, after=1, before=1),
    Style("Title", 28, _BLUE, bold=True, before=120, after=6),
    Style("Subtitle", 15, after=18),
    Style("Couverture", 11, _QUIET, after=3),
    Style("Avertissement", 11, _BRICK, bold=True, before=14, bar=_BRICK, left=8),
    Style("TOC Heading", 18, _BLUE, bold=True, after=8, new_page=True),
    Style("toc 1", bold=True, before=5, after=2),
    Style("toc 2", after=1, left=14),
    Style("Chapeau", 12),
    Style("Note", 9, _QUIET),
    Style("Alerte", bar=_BRICK, left=8, shaded=True),
    Style("Preuve", left=10),
    Style("Table Caption", 10, bold=True, before=10, after=3, keep=True),
    Style("Captioned Figure", before=8, after=2, keep=True),
    Style("Image Caption", 9, _QUIET, after=10),
    Style("header", 8.5, _QUIET, after=0),
    Style("footer", 8.5, _QUIET, after=0),
    Style(BESIDE, 9.5, _QUIET),
    *_headings(),
    *_cards(),
    *_quotations(),
)
_TABLE = (
    f'<w:tblPr xmlns:w="{W}"><w:tblBorders><w:top w:val="single" w:sz="6" w:color="{_INK}"/>'
    f'<w:bottom w:val="single" w:sz="4" w:color="{_INK}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:color="{_LINE}"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_FIRST_ROW = (
    f'<w:tblStylePr xmlns:w="{W}" w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:color="{_INK}"/></w:tcBorders><w:shd w:val="clear" '
    'w:color="auto" w:fill="E8EEF3"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)


def restyled(styles: bytes) -> bytes:
    """Pandoc's styles.xml with ours: those that it knows are set anew, the others are added."""
    root = etree.fromstring(styles)
    known = {one.find(f"{{{W}}}name").get(f"{{{W}}}val"): one for one in root.iter(f"{{{W}}}style")}
    (defaults,) = root.iter(f"{{{W}}}docDefaults")
    (run,) = defaults.iter(f"{{{W}}}rPr")
    _set(run, "rFonts", ascii=FACE, hAnsi=FACE, cs=FACE, eastAsia=FACE)
    for name in ("sz", "szCs"):
        _set(run, name, val="21")
    for style in STYLES:
        element = known.get(style.name)
        if element is None:
            element = _added(root, style)
        for name in ("pPr", "rPr"):
            for old in element.findall(f"{{{W}}}{name}"):
                element.remove(old)
        if style.name != BESIDE:
            # on nothing else: the title of the contents would be one of its own chapters
            _set(element, "basedOn", val="Normal")
            element.append(_paragraph(style))
        element.append(_run(style))
    link = known["Hyperlink"]
    (colour,) = link.iter(f"{{{W}}}color")
    colour.attrib.clear()
    colour.set(f"{{{W}}}val", _BLUE)
    table = known["Table"]
    for name in ("tblPr", "tblStylePr"):
        for old in table.findall(f"{{{W}}}{name}"):
            table.remove(old)
    table.extend([etree.fromstring(_TABLE), etree.fromstring(_FIRST_ROW)])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _added(root: Any, style: Style) -> Any:
    element = etree.SubElement(root, f"{{{W}}}style")
    element.set(f"{{{W}}}type", "character" if style.name == BESIDE else "paragraph")
    if style.name[0].isupper():
        # Word's own names begin with a small letter
        element.set(f"{{{W}}}customStyle", "1")
    element.set(f"{{{W}}}styleId", style_id(style.name))
    _set(element, "name", val=style.name)
    _set(element, "basedOn", val="DefaultParagraphFont" if style.name == BESIDE else "Normal")
    _set(element, "qFormat")
    return element


def style_id(name: str) -> str:
    """What a paragraph calls a style by."""
    return name.replace(" ", "")


def _set(parent: Any, name: str, **values: str) -> Any:
    """The child of that name, made where there is none, with these attributes alone."""
    element = parent.find(f"{{{W}}}{name}")
    if element is None:
        element = etree.SubElement(parent, f"{{{W}}}{name}")
    element.attrib.clear()
    for key, value in values.items():
        element.set(f"{{{W}}}{key}", value)
    return element


def twentieths(points: float) -> str:
    """A distance as Word writes it."""
    return str(round(points * 20))


def _paragraph(style: Style) -> Any:
    # in the order of the schema (ECMA-376, 17.3.1.26), which Word insists on
    element = etree.Element(f"{{{W}}}pPr", nsmap={"w": W})
    if style.keep:
        _set(element, "keepNext")
        _set(element, "keepLines")
    if style.new_page:
        _set(element, "pageBreakBefore")
    if style.bar:
        border = _set(element, "pBdr")
        if style.ruled:
            _set(border, "top", val="single", sz="4", space="3", color=_LINE)
        kind = "dashed" if style.dashed else "single"
        _set(border, "left", val=kind, sz="24", space="6", color=style.bar)
    if style.shaded:
        _set(element, "shd", val="clear", color="auto", fill=_TINT)
    before, after = twentieths(style.before), twentieths(style.after)
    _set(element, "spacing", before=before, after=after, line="259", lineRule="auto")
    if style.left:
        _set(element, "ind", left=twentieths(style.left))
    if style.level:
        _set(element, "outlineLvl", val=str(style.level - 1))
    return element


def _run(style: Style) -> Any:
    element = etree.Element(f"{{{W}}}rPr", nsmap={"w": W})
    if style.bold:
        _set(element, "b")
    # Pandoc's captions lean
    _set(element, "i", val="1" if style.italic else "0")
    _set(element, "color", val=style.colour)
    for name in ("sz", "szCs"):
        _set(element, name, val=str(round(style.size * 2)))
    return element
