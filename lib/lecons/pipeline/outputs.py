"""The files of a report, each made by a step of its own: the page first, then all that is made of it.

What writes a format is imported with it: each step has a process of its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from lecons.errors import ReportError
from lecons.evidence.finding import Finding
from lecons.pipeline.keys import MERGED
from lecons.pipeline.worksite import HTML
from lecons.report import fiche
from lecons.report.page import render_page

PDF, WORD, TABLES, PICTURES = (
    "synthese.pdf",
    "synthese.docx",
    "tableaux.xlsx",
    "figures",
)


@dataclass(frozen=True)
class Material:
    """What the files of a report are made of. `handed`: the folder in which notebooks left what they hand
    over, and that holds the assembled notebook; `folder`: where the files go."""

    binding: fiche.Binding
    findings: Mapping[str, Finding]
    handed: Path
    folder: Path

    def merged(self) -> NotebookNode:
        return nbformat.read(self.handed / MERGED, as_version=4)

    def page(self) -> str:
        return (self.folder / HTML).read_text(encoding="utf-8")


@dataclass
class Made:
    """What a format made: its files (names in the folder of the report), what failed (part → why) and what
    the analyst should know."""

    files: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def make_page(material: Material, notebooks: Collection[str]) -> str:
    """Write the page, and answer what it holds between its head and its foot: that is what the formats made
    from it read. `notebooks`: the runs whose executed notebooks stay beside the page, for the team alone."""
    binding, merged = material.binding, material.merged()
    page = render_page(merged, binding.language, binding.front, binding.numbers, notebooks)
    (material.folder / HTML).write_text(page, encoding="utf-8")
    return page[page.index("<main") : page.rindex("</main>")]


def make_output(name: str, material: Material) -> Made:
    """Make one format (`graph.FORMATS`, or the workbook of evidence) from the page and what it was made
    of. Raises ReportError where it cannot be made; a sheet that fails costs the others nothing."""
    makers: dict[str, Callable[[Material], Made]] = {
        "pdf": _pdf,
        "docx": _word,
        "xlsx": _tables,
        "figures": _pictures,
        "resume": _summary,
        "fiches": _sheets,
        "preuves": _evidence,
    }
    return makers[name](material)


def _pdf(material: Material) -> Made:
    from lecons.report.pdf import compile_pdf, render_typst

    binding, merged = material.binding, material.merged()
    document = render_typst(merged, binding.language, binding.front, binding.today, binding.numbers)
    (material.folder / PDF).write_bytes(compile_pdf(document, material.folder))
    return Made([PDF])


def _word(material: Material) -> Made:
    from lecons.report.outputs import write_word

    binding = material.binding
    write_word(material.folder / WORD, material.page(), binding.language, binding.front)
    return Made([WORD])


def _tables(material: Material) -> Made:
    from lecons.report.outputs import write_tables

    binding = material.binding
    write_tables(material.folder / TABLES, material.page(), binding.language, binding.front)
    return Made([TABLES])


def _pictures(material: Material) -> Made:
    from lecons.report.outputs import write_pictures

    binding = material.binding
    write_pictures(material.folder / PICTURES, material.page(), binding.language, binding.front)
    return Made([PICTURES] if (material.folder / PICTURES).is_dir() else [])


def _evidence(material: Material) -> Made:
    from lecons.report.evidence_book import write_evidence
    from lecons.report.provenance import BOOK, SourceRows
    from lecons.store.names import TABLE_NAMES
    from lecons.store.tables import has_table

    project = material.binding.project
    tables = {
        name: project.table(name, "interne")
        for name in TABLE_NAMES
        if has_table(project.tables_folder, name)
    }
    told = [*material.findings.values()]
    numbers, language = material.binding.numbers, material.binding.language
    write_evidence(material.folder / BOOK, told, numbers, SourceRows(project), language, tables)
    return Made([BOOK])


def _sheets(material: Material) -> Made:
    """The files of each sheet that 50_bonnes_pratiques handed over."""
    made = Made()
    place = material.folder / fiche.FOLDER
    place.mkdir(exist_ok=True)
    for sheet in fiche.read_sheets(material.handed / fiche.FOLDER):
        try:
            pages = fiche.make_sheet(sheet, material.binding, place)
        except ReportError as error:
            made.failed[sheet.numero] = str(error)
            continue
        if pages > fiche.MOST_PAGES:
            made.told.append(
                f"La fiche {sheet.numero} tient sur {pages} pages, plus que {fiche.MOST_PAGES} : rien "
                "n’y est coupé. Raccourcissez ses textes dans projet.yaml si elle doit être imprimée."
            )
    if any(place.iterdir()):
        made.files.append(fiche.FOLDER)
    else:
        place.rmdir()
    return made


def _summary(material: Material) -> Made:
    """The summary on one sheet of paper that 60_synthese handed over."""
    from lecons.report.summary_sheet import NAME, read_summary, write_summary

    summary = read_summary(material.handed)
    if summary is None:
        return Made()
    write_summary(summary, material.binding, material.folder)
    return Made([f"{NAME}.pdf"])
