"""Files of analysis tools (REFI-QDA, Taguette) as sources of the import, found by what they are."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from lecons.declared import SheetMapping
from lecons.errors import IntakeError
from lecons.intake.delimited import read_delimited
from lecons.intake.grid import Grid
from lecons.intake.passages import Finder
from lecons.intake.qda.losses import LossReport
from lecons.intake.qda.model import QdaProject
from lecons.intake.qda.offsets import locate
from lecons.intake.qda.read import read_codebook, read_project
from lecons.intake.qda.sheets import (
    CODE_COLUMNS,
    CODES,
    SEGMENT_COLUMNS,
    SEGMENTS,
    SOURCES,
    as_sheets,
)
from lecons.intake.qda.taguette import read_highlights, read_tags
from lecons.intake.qda.taguette_database import read_database
from lecons.intake.quarantine import COLUMNS, KEPT, OUT, REASONS
from lecons.intake.reading import read_grids
from lecons.intake.sheet import Sheet, with_header
from lecons.project import Project

FOLDERS = ("codage", "brut")
# where a fault of a tool's project stands: no sheet has this name, whatever the file says
PLACE = "(projet d’analyse)"
_PROJECTS, _TABLES = (".qdpx", ".qdc", ".sqlite3"), (".csv", ".xlsx")
_HIGHLIGHTS, _TAGS = {"id", "document", "tag", "content"}, {"tag", "description"}
_OURS = {"livre_de_codes", "segments", "lectures", "citations", "changements"}


def unnamed_tools(project: Project, named: Collection[Path]) -> list[str]:
    """The files of analysis tools in `codage/` and `brut/` that projet.yaml does not name."""
    found = []
    for folder in FOLDERS:
        place = project.file_of(folder)
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.resolve() in named or path.name.startswith((".", "~$")) or not path.is_file():
                continue
            kind = path.suffix.lower()
            table = folder == "codage" and kind in _TABLES and path.stem not in _OURS
            if kind in _PROJECTS or (table and _kind_of(path) is not None):
                found.append(path.relative_to(project.folder.resolve()).as_posix())
    return found


def read_tool(
    path: Path, name: str, texts: Mapping[str, str]
) -> tuple[dict[str, Sheet], dict[str, Finder], dict[str, str | None], LossReport]:
    """The sheets of a file (`qda.sheets`), how to find each passage again, its documents with their
    text, and what became of its elements.

    `texts`: the testimonies that the other files hold, by id, for an export that quotes without
    saying where. Raises IntakeError on a file that cannot be trusted at all.
    """
    content, report = _read(path, texts)
    sheets, passages = as_sheets(content, name)
    finders: dict[str, Finder] = {
        segment: partial(_find, words) for segment, words in passages.items()
    }
    frame = sheets[SOURCES].frame
    documents = {
        str(row.id): row.texte if isinstance(row.texte, str) else None
        for row in frame[["id", "texte"]].itertuples()
    }
    return sheets, finders, documents, report


def mappings(given: list[SheetMapping]) -> list[SheetMapping]:
    """What projet.yaml says of a tool's file; codes and segments need no mapping of their own."""
    told = {one.table for one in given}
    usual = [
        SheetMapping(
            feuille=CODES, table="livre_de_codes", colonnes={one: one for one in CODE_COLUMNS}
        ),
        SheetMapping(
            feuille=SEGMENTS, table="segments", colonnes={one: one for one in SEGMENT_COLUMNS}
        ),
    ]
    return [*(one for one in usual if one.table not in told), *given]


def faults_of(name: str, report: LossReport) -> pd.DataFrame:
    """What a tool's file says wrongly, in the columns of the quarantine."""
    rows = [
        (
            name,
            PLACE,
            one.row,
            one.column,
            one.found,
            one.expected,
            REASONS[one.reason],
            KEPT if one.mild else OUT,
        )
        for one in report.faults
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _find(words: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    placed = locate(text, start, end, words)
    return None if placed is None else (placed.start, placed.end)


def _read(path: Path, texts: Mapping[str, str]) -> tuple[QdaProject, LossReport]:
    kind = path.suffix.lower()
    if kind == ".qdc":
        return read_codebook(path)
    if kind == ".sqlite3":
        return read_database(path)
    if kind in _TABLES:
        reader = _kind_of(path)
        if reader is None:
            raise IntakeError(
                f"{path.name} : ce tableau n’est pas un export de Taguette.",
                "Exportez de Taguette les passages (Highlights) ou le livre de codes (Codebook).",
            )
        return reader(path, texts)
    return read_project(path)


def _kind_of(
    path: Path,
) -> Callable[[Path, Mapping[str, str]], tuple[QdaProject, LossReport]] | None:
    """The reader of one of Taguette's tables; None for any other table."""
    try:
        sheets = (
            [Grid(read_delimited(path.name, path.read_bytes()))]
            if path.suffix.lower() == ".csv"
            else list(read_grids(path).values())
        )
        columns = [with_header(path.name, "", grid).frame.columns for grid in sheets[:1]]
        heads = [{str(name).casefold() for name in one} for one in columns]
    except IntakeError:
        return None
    if heads and heads[0] >= _HIGHLIGHTS:
        return read_highlights
    if heads and heads[0] >= _TAGS:
        return lambda path, _: read_tags(path)
    return None
