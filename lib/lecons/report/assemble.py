"""Puts executed notebooks together: one notebook in reading order, ready for the exporters."""

from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from lecons.declared import ResultArea
from lecons.language import Language
from lecons.project import Project
from lecons.report.cells import for_reader
from lecons.report.document import TYPST_MIME, Block, Card, Heading, Paragraph, Stack


@dataclass(frozen=True)
class Executed:
    """One executed notebook: its run's name, its result area, its file, and why it failed if so."""

    run: str
    notebook: str
    result: str | None
    path: Path
    failure: str | None = None


_SHOWN = ("display_data", "execute_result")
_FORMS = ("text/html", TYPST_MIME)

# reading order; `None` stands for the result areas, each with its own notebooks
READING_ORDER = ("60_synthese", "50_bonnes_pratiques", None, "40_atelier", "10_donnees")


def assemble(
    project: Project, language: Language, executed: list[Executed], notices: list[str]
) -> NotebookNode:
    """One notebook from many. Each cell carries `metadata.lecons`: the notebook it comes from and
    by how much its headings go down. Cell ids are prefixed with the run, so that none is double.

    A run that failed leaves a panel in its place, and `notices` (files that could not be read) one
    at the top: neither is ever silent.
    """
    merged = new_notebook()
    for at, notice in enumerate(notices, 1):
        merged.cells.append(
            _block_cell(f"avis-{at}", _panel(language, language.t("Fichier à corriger"), notice))
        )
    for name in READING_ORDER:
        if name is not None:
            for one in executed:
                if one.notebook == name:
                    merged.cells += _cells(one, language, 0)
            continue
        for result in project.content.resultats:
            mine = [one for one in executed if one.result == result.code]
            if not mine:
                continue
            merged.cells.append(_block_cell(result.code, _opening(result, language)))
            for one in mine:
                merged.cells += _cells(one, language, 1)
    return merged


def _cells(one: Executed, language: Language, shift: int) -> list[NotebookNode]:
    cells = []
    if one.path.is_file():
        for cell in for_reader(nbformat.read(one.path, as_version=4).cells, language):
            tags = set(cell.metadata.get("tags", []))
            if cell.cell_type == "code" and "injected-parameters" in tags | {"parameters"} & tags:
                continue
            if cell.cell_type == "code":
                cell.outputs = _outputs(cell)
            cells.append(_stamp(cell, one.run, cell.id, shift))
    if one.failure:
        panel = _panel(language, language.t("Le carnet {run} a échoué", run=one.run), one.failure)
        cells.insert(min(1, len(cells)), _block_cell(one.run, panel, shift))
    return cells


def _opening(result: ResultArea, language: Language) -> Stack:
    """The title of a result area and its statement: words of projet.yaml, never read as Markdown."""
    title = Heading(1, f"{result.code} · {language.of(result.titre)}")
    return Stack((title, Paragraph((f"{language.of(result.enonce)}.",), "chapeau")))


def _outputs(cell: NotebookNode) -> list[NotebookNode]:
    """What a cell shows in the two forms that our blocks have; no other form is for a report: neither
    a script, a widget, a picture nor LaTeX."""
    shown = []
    for output in cell.get("outputs", []):
        if output.output_type not in _SHOWN:
            continue
        forms = {
            form: output.data[form] for form in _FORMS if isinstance(output.data.get(form), str)
        }
        if len(forms) == len(_FORMS):
            shown.append(new_output("display_data", data=forms))
    return shown


def _stamp(cell: NotebookNode, run: str, identifier: str, shift: int) -> NotebookNode:
    cell.id = f"{run}-{identifier}"[:64]
    cell.metadata["lecons"] = {"carnet": run, "decalage": shift}
    return cell


def _panel(language: Language, title: str, cause: str) -> Card:
    advice = language.t(
        "Ce qui suit est incomplet. Le dernier bon rapport, s’il y en a un, est resté en place."
    )
    return Card(title, (Paragraph((cause,)), Paragraph((advice,))), "echec")


def _block_cell(run: str, block: Block, shift: int = 0) -> NotebookNode:
    cell = new_code_cell(outputs=[new_output("display_data", data=block._repr_mimebundle_())])
    return _stamp(cell, run, "panneau", shift)
