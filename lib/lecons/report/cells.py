"""The Markdown cells of a notebook, in the reader's language.

A cell tagged with a language is for its readers. Where a notebook says something in French and not in
the reader's language, its French cells are translated as any other message: a language more is a
catalogue, and no notebook changes.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from nbformat import NotebookNode

from lecons.language import SOURCE_LANGUAGE, Language


def for_reader(cells: Iterable[NotebookNode], language: Language) -> list[NotebookNode]:
    """The cells that this reader sees. Among tagged Markdown cells that follow each other: those of the
    reader's language; where there is none, the French ones in its words."""
    seen: list[NotebookNode] = []
    for tagged, run in groupby(cells, _tagged):
        stand = list(run)
        if tagged:
            stand = _in(stand, language.code) or _in(stand, SOURCE_LANGUAGE)
            for cell in stand:
                if language.code not in cell.metadata.tags:
                    cell.source = language.words(cell.source)
        seen += stand
    return seen


def french_cells(cells: Iterable[NotebookNode], besides: str = "") -> list[str]:
    """What a catalogue has to say of these cells: the French ones, but where they stand in `besides`
    (a language's code) as well."""
    return [
        cell.source
        for tagged, run in groupby(cells, _tagged)
        if tagged and not _in(stand := list(run), besides)
        for cell in _in(stand, SOURCE_LANGUAGE)
    ]


def _tagged(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and bool(cell.metadata.get("tags"))


def _in(cells: Sequence[NotebookNode], code: str) -> list[NotebookNode]:
    return [cell for cell in cells if code in cell.metadata.tags]
