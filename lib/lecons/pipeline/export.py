"""Hands coded testimonies to other tools: Excel, IRaMuTeQ, REFI-QDA; what the edition may read only."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from lecons.intake.qda.tables import from_tables
from lecons.intake.qda.write import write_codebook, write_project
from lecons.parameters import Edition, RunParameters
from lecons.pipeline.release import let_out
from lecons.project import Project
from lecons.report.places import report_folder
from lecons.testimony.exports.iramuteq import iramuteq, iramuteq_by_theme
from lecons.testimony.exports.segments_book import Origin, segments_book
from lecons.testimony.exports.workbook import write_workbook
from lecons.testimony.quotations.decisions import FILE, read_decisions
from lecons.testimony.readings import reference

FOLDER, FICTIONAL = "codage", "codage-donnees-fictives"


def export_coding(project: Project, parameters: RunParameters) -> list[Path]:
    """Write the coded testimonies of a project beside its reports; answers the files.

    `segments.xlsx` (all readings), `iramuteq.txt` (accounts) and `iramuteq_themes.txt` (passages by
    code, one reading each), `livre_de_codes.qdc`, and, in the internal edition, which alone reads
    accounts, `projet.qdpx`. All of them or none: the public ones pass the release check first. Raises
    ReportError where a passage that somebody barred is lost, HeldError where the check finds something.
    """
    # a corpus has no room for a warning: its folder says it
    named = FICTIONAL if project.content.donnees_fictives else FOLDER
    folder = report_folder(project, parameters).parent / named
    folder.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{named}-", dir=folder.parent))
    try:
        written = _write(project, parameters.edition, work)
        if parameters.edition != "interne":
            let_out(project, parameters, work, named)
        return [Path(shutil.move(path, folder / path.name)) for path in written]
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(project: Project, edition: Edition, folder: Path) -> list[Path]:
    fictional = project.content.donnees_fictives
    name = f"{project.code} (DONNÉES FICTIVES)" if fictional else project.code
    testimonies = project.table("temoignages", edition)
    segments, book = project.table("segments", edition), project.table("livre_de_codes", edition)
    communes, readings = project.communes(), project.table("lectures", edition)
    decisions = read_decisions(project.folder / FILE, segments)
    discretion = project.discretion(edition)
    shared_by = discretion.threshold if discretion else 1
    origin = Origin(name, edition, date.today(), shared_by)
    sheets = segments_book(segments, testimonies, book, communes, decisions, origin)
    written = [write_workbook(folder / "segments.xlsx", sheets)]
    counted = reference(segments, readings)
    corpora = {
        "iramuteq.txt": iramuteq(testimonies, counted, communes, decisions, edition, shared_by),
        "iramuteq_themes.txt": iramuteq_by_theme(
            testimonies, counted, book, communes, decisions, edition, shared_by
        ),
    }
    for file, text in corpora.items():
        path = folder / file
        # no mark at its head, no other line ends: IRaMuTeQ looks for stars at the first byte
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    if edition != "interne":
        # what coders wrote to each other, and an example, may hold somebody's words
        book = book.assign(definition=None, inclusion=None, exclusion=None, exemple=None)
        testimonies, segments = testimonies.head(0), segments.head(0)
    content = from_tables(testimonies, segments, book, name)
    write_codebook(content, folder / "livre_de_codes.qdc")
    written.append(folder / "livre_de_codes.qdc")
    if edition == "interne":
        write_project(content, folder / "projet.qdpx")
        written.append(folder / "projet.qdpx")
    return written
