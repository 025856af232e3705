"""Hands coded testimonies to other tools: Excel, IRaMuTeQ, REFI-QDA; what the edition may read only."""

from datetime import date
from pathlib import Path

from lecons.intake.qda.tables import from_tables
from lecons.intake.qda.write import write_codebook, write_project
from lecons.parameters import RunParameters
from lecons.project import Project
from lecons.report.notebook import report_folder
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
    accounts, `projet.qdpx`. Raises ReportError where a passage that somebody barred is lost.
    """
    edition = parameters.edition
    # a corpus has no room for a warning: its folder says it
    fictional = project.content.donnees_fictives
    folder = report_folder(project, parameters).parent / (FICTIONAL if fictional else FOLDER)
    name = f"{project.code} (DONNÉES FICTIVES)" if fictional else project.code
    folder.mkdir(parents=True, exist_ok=True)
    testimonies = project.table("temoignages", edition)
    segments, book = project.table("segments", edition), project.table("livre_de_codes", edition)
    communes, readings = project.communes(), project.table("lectures", edition)
    decisions = read_decisions(project.folder / FILE, segments)
    origin = Origin(name, edition, date.today())
    sheets = segments_book(segments, testimonies, book, communes, decisions, origin)
    written = [write_workbook(folder / "segments.xlsx", sheets)]
    counted = reference(segments, readings)
    corpora = {
        "iramuteq.txt": iramuteq(testimonies, counted, communes, decisions, edition),
        "iramuteq_themes.txt": iramuteq_by_theme(
            testimonies, counted, book, communes, decisions, edition
        ),
    }
    for name, text in corpora.items():
        path = folder / name
        # no mark at its head, no other line ends: IRaMuTeQ looks for stars at the first byte
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    if edition != "interne":
        # an example was taken from somebody's words
        book = book.assign(exemple=None)
        testimonies, segments = testimonies.head(0), segments.head(0)
    content = from_tables(testimonies, segments, book, name)
    write_codebook(content, folder / "livre_de_codes.qdc")
    written.append(folder / "livre_de_codes.qdc")
    if edition == "interne":
        write_project(content, folder / "projet.qdpx")
        written.append(folder / "projet.qdpx")
    return written
