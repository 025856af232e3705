"""Finishes the document that Pandoc made: our styles, A4, the mark in the header and numbers in the
footer of each page, a field for the contents, and nothing that says who made it or when."""

import os
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from lecons.books import STOPPED
from lecons.language import Language
from lecons.report.outputs.word_styles import (
    BULLET,
    CARD_INDENT,
    CELL,
    FACE,
    W,
    restyled,
    style_id,
    twentieths,
)
from lecons.report.page import Cover

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# A4 in twentieths of a point, margins of 2.5 cm
_SECTION = (
    f'<w:sectPr xmlns:w="{W}" xmlns:r="{_R}"><w:headerReference w:type="default" r:id="rIdHaut"/>'
    '<w:footerReference w:type="default" r:id="rIdBas"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1417" w:right="1417" w:bottom="1247" w:left="1417" w:header="680" '
    'w:footer="567" w:gutter="0"/></w:sectPr>'
)
_RIGHT = (
    '<w:pPr><w:pStyle w:val="{style}"/><w:tabs><w:tab w:val="right" w:pos="9072"/></w:tabs></w:pPr>'
)
_FACES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">'
    f'<w:font w:name="{FACE}"><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_UNDER_TABLE = 5
_MODERN = (
    f'<w:compat xmlns:w="{W}"><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def finish(draft: Path, path: Path, language: Language, front: Cover) -> Path:
    """Write what Pandoc made, finished, to `path`; whole or not at all, the same bytes each time."""
    with zipfile.ZipFile(draft) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/styles.xml"] = restyled(parts["word/styles.xml"])
    parts["word/document.xml"] = _document(parts["word/document.xml"])
    parts["word/settings.xml"] = _settings(parts["word/settings.xml"], parts["word/styles.xml"])
    parts["docProps/core.xml"] = _undated(parts["docProps/core.xml"])
    # Pandoc's describes faces of 2007 in figures that look like telephone numbers
    parts["word/fontTable.xml"] = _FACES.encode()
    parts["word/haut.xml"] = _header(front)
    parts["word/bas.xml"] = _footer()
    for name, target, kind in (("rIdHaut", "haut", "header"), ("rIdBas", "bas", "footer")):
        relation = f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}.xml"/>'
        _add(parts, "word/_rels/document.xml.rels", "</Relationships>", relation)
        override = f'<Override PartName="/word/{target}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        _add(parts, "[Content_Types].xml", "</Types>", override)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w") as target_file:
            for name in sorted(parts):
                entry = zipfile.ZipInfo(name, STOPPED.timetuple()[:6])
                target_file.writestr(entry, parts[name], zipfile.ZIP_DEFLATED)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _add(parts: dict[str, bytes], name: str, end: str, more: str) -> None:
    parts[name] = parts[name].replace(end.encode(), f"{more}{end}".encode())


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _document(content: bytes) -> bytes:
    root = etree.fromstring(content)
    (body,) = root.iter(f"{{{W}}}body")
    for section in body.findall(f"{{{W}}}sectPr"):
        body.remove(section)
    body.append(etree.fromstring(_SECTION))
    for row in body.iter(f"{{{W}}}tr"):
        _keep_whole(row)
    for table in body.iter(f"{{{W}}}tbl"):
        for style in table.iter(f"{{{W}}}pStyle"):
            style.set(f"{{{W}}}val", style_id(CELL))
        _space(table.getnext())
    _indent_lists(body)
    _contents_field(body)
    return _written(root)


def _keep_whole(row: Any) -> None:
    """A row does not break over two pages."""
    about = row.find(f"{{{W}}}trPr")
    if about is None:
        about = etree.Element(f"{{{W}}}trPr")
        row.insert(0, about)
    about.insert(0, etree.Element(f"{{{W}}}cantSplit"))


def _space(paragraph: Any) -> None:
    """Room between a table and what comes after it, which a table cannot ask for itself."""
    about = paragraph.find(f"{{{W}}}pPr") if paragraph is not None else None
    if about is None:
        return
    spacing = etree.Element(f"{{{W}}}spacing")
    spacing.set(f"{{{W}}}before", twentieths(_UNDER_TABLE))
    first = [one for one in about if etree.QName(one).localname in ("pStyle", "keepNext", "numPr")]
    about.insert(len(first), spacing)


def _indent_lists(body: Any) -> None:
    """A list within a card begins at the bar of the card."""
    for style in body.iter(f"{{{W}}}pStyle"):
        about = style.getparent()
        if (
            style.get(f"{{{W}}}val").startswith("Encadré")
            and about.find(f"{{{W}}}numPr") is not None
        ):
            indent = etree.SubElement(about, f"{{{W}}}ind")
            indent.set(f"{{{W}}}left", twentieths(CARD_INDENT + BULLET))
            indent.set(f"{{{W}}}hanging", twentieths(BULLET))


def _contents_field(body: Any) -> None:
    """The lines of the contents are the result of a field, so that Word can make them anew."""
    lines = [
        style.getparent().getparent()
        for style in body.iter(f"{{{W}}}pStyle")
        if style.get(f"{{{W}}}val") in ("toc1", "toc2")
    ]
    if not lines:
        return
    opening = _field("begin"), _instruction(' TOC \\o "1-2" \\h \\z \\u '), _field("separate")
    for at, run in enumerate(opening, 1):
        lines[0].insert(at, run)
    lines[-1].append(_field("end"))


def _field(kind: str) -> Any:
    return etree.fromstring(f'<w:r xmlns:w="{W}"><w:fldChar w:fldCharType="{kind}"/></w:r>')


def _instruction(text: str) -> Any:
    return etree.fromstring(
        f'<w:r xmlns:w="{W}"><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'
    )


def _settings(content: bytes, styles: bytes) -> bytes:
    root = etree.fromstring(content)
    (language,) = etree.fromstring(styles).iter(f"{{{W}}}lang")
    (theme,) = root.iter(f"{{{W}}}themeFontLang")
    theme.set(f"{{{W}}}val", language.get(f"{{{W}}}val"))
    # without it Word opens the document as one of 2007; before rsids in the schema
    (rsids,) = root.iter(f"{{{W}}}rsids")
    rsids.addprevious(etree.fromstring(_MODERN))
    return _written(root)


def _undated(content: bytes) -> bytes:
    root = etree.fromstring(content)
    for element in [*root]:
        if etree.QName(element).localname in ("created", "modified", "creator"):
            root.remove(element)
    return _written(root)


def _header(front: Cover) -> bytes:
    about = _RIGHT.format(style="header")
    mark = f"<w:r><w:rPr><w:b/><w:color w:val='A04000'/></w:rPr><w:t>{escape(front.warning or '')}</w:t></w:r>"
    title = f"<w:r><w:tab/><w:t>{escape(front.title)}</w:t></w:r>"
    return _strip("hdr", f"<w:p>{about}{mark if front.warning else ''}{title}</w:p>")


def _footer() -> bytes:
    fields = "<w:r><w:t xml:space='preserve'> / </w:t></w:r>".join(
        f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for name in ("PAGE", "NUMPAGES")
    )
    about = _RIGHT.format(style="footer")
    return _strip("ftr", f"<w:p>{about}<w:r><w:tab/></w:r>{fields}</w:p>")


def _strip(kind: str, content: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{kind} xmlns:w="{W}">{content}</w:{kind}>'
    ).encode()
