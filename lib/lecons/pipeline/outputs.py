"""The files of a report, from its executed notebooks: the page first, then all that is made of it."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from lecons.errors import ReportError
from lecons.evidence.finding import Finding
from lecons.pipeline.execute import Status
from lecons.report import fiche
from lecons.report.evidence_book import write_evidence
from lecons.report.outputs import write_pictures, write_tables, write_word
from lecons.report.page import render_page
from lecons.report.pdf import compile_pdf, render_typst
from lecons.report.provenance import BOOK, SourceRows
from lecons.report.summary_sheet import HANDED, read_summary, write_summary
from lecons.store.names import TABLE_NAMES
from lecons.store.tables import has_table

HTML, PDF, WORD, TABLES, PICTURES = (
    "synthese.html",
    "synthese.pdf",
    "synthese.docx",
    "tableaux.xlsx",
    "figures",
)
# what `--format` names; the page is always made, and so is what the team checks it with
FORMATS = ("html", "pdf", "docx", "xlsx", "figures", "resume", "fiches")
SHEETS_FROM, SUMMARY_FROM = "50_bonnes_pratiques", "60_synthese"


@dataclass
class Made:
    """What became of the files: those that failed (each a failure of the notebook that handed it over),
    what the analyst should know, and the seconds that each part took."""

    failed: list[Status]
    told: list[str]
    seconds: dict[str, float]


def write_outputs(
    merged: NotebookNode,
    binding: fiche.Binding,
    findings: Mapping[str, Finding],
    folder: Path,
    formats: Collection[str],
    notebooks: Collection[str] | None,
) -> Made:
    """Write in `folder` the page of an assembled notebook and the files in the asked `formats`.
    `notebooks`: the runs whose executed notebooks stay beside, for the team alone, with the workbook of
    evidence; None outside.

    A sheet that fails costs neither the others nor the report. Raises ReportError where the page's own
    PDF cannot be made.
    """
    made = Made([], [], {})
    language, front, numbers = binding.language, binding.front, binding.numbers
    with _timed(made, "assemblage"):
        page = render_page(merged, language, front, numbers, notebooks or ())
        (folder / HTML).write_text(page, encoding="utf-8")
    parts: dict[str, Callable[[], object]] = {
        "pdf": lambda: _pdf(merged, binding, folder),
        "docx": lambda: write_word(folder / WORD, page, language, front),
        "xlsx": lambda: write_tables(folder / TABLES, page, language, front),
        "figures": lambda: write_pictures(folder / PICTURES, page, language, front),
        "resume": lambda: _summary(binding, folder, made),
        "fiches": lambda: _sheets(binding, folder / fiche.FOLDER, made),
    }
    asked: dict[str, Callable[[], object]] = {
        name: part for name, part in parts.items() if name in formats
    }
    if notebooks is not None:
        asked["preuves"] = lambda: _evidence(binding, findings, folder)
    # Typst and pandoc leave the interpreter free: while they compose, the workbooks are written
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(_measured, made, name, part) for name, part in asked.items()]
    for one in waiting:
        one.result()
    _leave_drafts(folder)
    return made


class _timed:
    def __init__(self, made: Made, name: str) -> None:
        self.made, self.name = made, name

    def __enter__(self) -> None:
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.made.seconds[self.name] = round(time.perf_counter() - self.started, 3)


def _measured(made: Made, name: str, part: Callable[[], object]) -> None:
    with _timed(made, name):
        part()


def _pdf(merged: NotebookNode, binding: fiche.Binding, folder: Path) -> None:
    document = render_typst(merged, binding.language, binding.front, binding.today, binding.numbers)
    (folder / PDF).write_bytes(compile_pdf(document, folder))


def _evidence(binding: fiche.Binding, findings: Mapping[str, Finding], folder: Path) -> None:
    project = binding.project
    tables = {
        name: project.table(name, "interne")
        for name in TABLE_NAMES
        if has_table(project.tables_folder, name)
    }
    told: Sequence[Finding] = [*findings.values()]
    rows = SourceRows(project)
    write_evidence(folder / BOOK, told, binding.numbers, rows, binding.language, tables)


def _sheets(binding: fiche.Binding, folder: Path, made: Made) -> None:
    """Make the files of each sheet that 50_bonnes_pratiques handed over."""
    for sheet in fiche.read_sheets(folder):
        started = time.perf_counter()
        try:
            pages = fiche.make_sheet(sheet, binding, folder)
        except ReportError as error:
            made.failed.append(_failure(SHEETS_FROM, sheet.numero, started, error))
            continue
        if pages > fiche.MOST_PAGES:
            made.told.append(
                f"La fiche {sheet.numero} tient sur {pages} pages, plus que {fiche.MOST_PAGES} : rien "
                "n’y est coupé. Raccourcissez ses textes dans projet.yaml si elle doit être imprimée."
            )


def _summary(binding: fiche.Binding, folder: Path, made: Made) -> None:
    """Make the summary on one sheet of paper that 60_synthese handed over."""
    started = time.perf_counter()
    summary = read_summary(folder)
    if summary is None:
        return
    try:
        write_summary(summary, binding, folder)
    except ReportError as error:
        made.failed.append(_failure(SUMMARY_FROM, "resume", started, error))


def _failure(notebook: str, part: str, started: float, error: ReportError) -> Status:
    taken = time.perf_counter() - started
    return Status(f"{notebook}-{part}", notebook, None, taken, None, str(error))


def _leave_drafts(folder: Path) -> None:
    """Take away what notebooks handed over: it is in the files now."""
    sheets = folder / fiche.FOLDER
    for path in (*sheets.glob("*.json*"), *folder.glob(f"{HANDED}*")):
        path.unlink()
    if sheets.is_dir() and not any(sheets.iterdir()):
        sheets.rmdir()
