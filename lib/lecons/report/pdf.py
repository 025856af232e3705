"""The PDF: Typst compiled to tagged PDF/UA-1, with fonts that come with the packages."""

import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pikepdf
import typst
from nbformat import NotebookNode

from lecons.errors import ReportError
from lecons.language import Language
from lecons.report.exporters import TEMPLATES, TypstExporter
from lecons.report.page import Cover
from lecons.report.paging import LAYOUT, settle
from lecons.report.to_typst import FONTS, dictionary, literal


def render_typst(
    notebook: NotebookNode,
    language: Language,
    front: Cover,
    today: date,
    numbers: Mapping[str, str],
) -> str:
    """The whole Typst document from an assembled notebook. `numbers`: finding id → number."""
    body, _ = TypstExporter().from_notebook_node(notebook)
    style = (TEMPLATES / "synthese.typ").read_text(encoding="utf-8")
    lines = "".join(f"{literal(line)}, " for line in front.lines)
    warning = literal(front.warning) if front.warning else "none"
    return (
        f"{style}\n#show: rapport.with(titre: {literal(front.title)}, "
        f"sous-titre: {literal(front.subtitle)}, lignes: ({lines}), marque: {warning}, "
        f"langue: {literal(language.code)}, sommaire: {literal(language.t('Sommaire'))}, "
        f"constats: {dictionary(numbers)}, "
        f"date-du-jour: datetime(year: {today.year}, month: {today.month}, day: {today.day}))\n\n{body}"
    )


def compile_pdf(document: str, folder: Path) -> bytes:
    """Settle figures and tables on their pages and compile; the same document gives the same bytes.
    Raises ReportError with Typst's own words, and keeps the document beside, as `synthese.typ`."""
    source = folder / "synthese.typ"
    source.write_text(document, encoding="utf-8")
    compiler = typst.Compiler(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True)

    def compose(drafted: str) -> str:
        source.write_text(drafted, encoding="utf-8")
        return compiler.query(LAYOUT, field="value")

    try:
        source.write_text(settle(document, compose), encoding="utf-8")
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        assert isinstance(pdf, bytes)  # a PDF is one file, pictures would be several
    except RuntimeError as error:  # what TypstError is, and what a query raises
        raise ReportError(
            f"Le PDF n’a pas pu être composé : {error}",
            "Le document Typst est gardé sous le nom synthese.typ dans le dossier de travail.",
        ) from None
    source.unlink()
    return packed(pdf)


def compile_pages(name: str, document: str, folder: Path) -> tuple[bytes, int]:
    """The PDF of a document that counts its own pages (`<pages>`), and that count; the same document
    gives the same bytes. Raises ReportError with Typst's own words, and keeps the document beside, as
    `<name>.typ`."""
    source = folder / f"{name}.typ"
    source.write_text(document, encoding="utf-8")
    try:
        compiler = typst.Compiler(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True)
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        pages = int(json.loads(compiler.query("<pages>", field="value", one=True)))
        assert isinstance(pdf, bytes)  # a PDF is one file, pictures would be several
    except typst.TypstError as error:
        raise ReportError(
            f"{name} n’a pas pu être composé en PDF : {error}",
            f"Le document Typst est gardé : {folder.name}/{source.name}.",
        ) from None
    source.unlink()
    return packed(pdf), pages


def packed(pdf: bytes) -> bytes:
    """The same document in less than half: Typst writes the thousands of elements that tag it one by
    one, and a PDF may hold them compressed together (object streams; ISO 32000-1, 7.5.7)."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return written.getvalue()
