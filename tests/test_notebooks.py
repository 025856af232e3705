"""Notebooks are thin, stored without outputs, and take the parameters that the model knows."""

import ast
import re
import tempfile

import nbclient
import nbformat
import pytest
from jupyter_client import AsyncKernelManager
from lecons.intake.load import import_project
from lecons.parameters import RunParameters
from lecons.project import open_project, repository_root

IN_A_KERNEL = {"30_temoignages", "codage", "relecture"}
NOTEBOOKS = sorted((repository_root() / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def cells(path):
    return nbformat.read(path, as_version=4).cells


def code(cells):
    return [cell for cell in cells if cell.cell_type == "code"]


def test_the_six_notebooks_of_a_run_are_there_and_those_of_coding_the_workshop_and_the_review():
    assert [path.stem for path in NOTEBOOKS] == [
        "10_donnees", "20_activites", "30_temoignages", "40_atelier", "50_bonnes_pratiques",
        "60_synthese", "codage", "preparation_atelier", "relecture",
    ]  # fmt: skip


def test_it_is_stored_without_outputs(cells):
    assert all(not cell.outputs and cell.execution_count is None for cell in code(cells))


def test_it_holds_at_most_60_lines_of_code_and_defines_nothing(cells):
    lines = [line for cell in code(cells) for line in cell.source.splitlines() if line.strip()]
    assert 0 < len(lines) <= 60
    assert not [line for line in lines if re.match(r"\s*(def|class|async def) ", line)]


def test_its_parameters_cell_holds_the_names_of_the_model_and_constants(cells):
    (cell,) = [cell for cell in code(cells) if "parameters" in cell.metadata.get("tags", [])]
    names = [node.targets[0].id for node in ast.parse(cell.source).body]
    assert names == list(RunParameters.model_fields)
    values = [ast.literal_eval(node.value) for node in ast.parse(cell.source).body]
    RunParameters.model_validate(dict(zip(names, values, strict=True)))


def test_its_title_is_there_in_every_language(cells):
    first = [cell for cell in cells if cell.cell_type == "markdown"][:2]
    assert [cell.metadata.tags for cell in first] == [["fr"], ["en"]]
    assert all(cell.source.startswith("# ") for cell in first)


@pytest.mark.xdist_group("pipeline")
def test_it_runs_as_it_is_where_jupyterlab_opens_it(path, tmp_path, monkeypatch, run_cells):
    """JupyterLab runs a notebook in its own folder, with its own parameters cell; those in which somebody
    works, and one of the others, in a kernel."""
    monkeypatch.delenv("LECONS_CONSTATS", raising=False)
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    project = open_project("data/3p-amss")
    if not project.tables_folder.is_dir():
        import_project(project)
    notebook = nbformat.read(path, as_version=4)
    if path.stem in IN_A_KERNEL:
        _execute(notebook, path.parent)
    else:
        monkeypatch.chdir(path.parent)
        run_cells(notebook)
    shown = [o for cell in code(notebook.cells) for o in cell.outputs]
    assert shown
    assert not [o for o in shown if o.output_type == "error"]
    # an analyst's trial leaves no report behind
    assert not list(tmp_path.rglob("synthese.*"))


def _execute(notebook, folder):
    with tempfile.TemporaryDirectory(prefix="k") as sockets:
        # over sockets of its own, as the pipeline does: two kernels may race for one port
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=f"{sockets}/k")
        nbclient.NotebookClient(
            notebook, manager, timeout=120, resources={"metadata": {"path": folder}}
        ).execute()
