"""Finds, in `brut/`, the files of observatories that projet.yaml does not name."""

from collections.abc import Collection
from pathlib import Path

from lecons.errors import IntakeError
from lecons.intake.events.layouts import LAYOUTS, Recognised, recognised
from lecons.intake.reading import read_grids
from lecons.intake.sheet import with_header
from lecons.project import Project

FOLDER = "brut"
_TEXTS, _WORKBOOKS = (".csv", ".tsv"), (".xlsx", ".xlsm", ".xls", ".ods")
_HEAD = 64 * 1024


def unnamed_files(project: Project, named: Collection[Path]) -> list[str]:
    """The tables of `brut/`, by their path in the project, that are not among `named`."""
    folder = project.file_of(FOLDER)
    if not folder.is_dir():
        return []
    return [
        path.relative_to(project.folder.resolve()).as_posix()
        for path in folder.iterdir()
        if path.is_file()
        and path.resolve() not in named
        and path.suffix.lower() in (*_TEXTS, *_WORKBOOKS)
        and not path.name.startswith((".", "~$"))
    ]


def events_in(path: Path) -> dict[str, Recognised]:
    """The sheets of a file that an observatory made; empty where there is none.

    Raises IntakeError on a workbook that cannot be opened, since nobody can tell what it holds, and
    on a text that begins as an observatory's and cannot be read to its end.
    """
    try:
        grids = read_grids(path)
        sheets = {name: with_header(path.name, name, grid) for name, grid in grids.items()}
    except IntakeError:
        if path.suffix.lower() in _TEXTS and not _begins_as_one(path):
            return {}
        raise
    found = {name: recognised(path.name, sheet) for name, sheet in sheets.items()}
    return {name: one for name, one in found.items() if one is not None}


def _begins_as_one(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", errors="ignore").casefold()
    return any(all(name in head for name in layout.required) for layout in LAYOUTS)
