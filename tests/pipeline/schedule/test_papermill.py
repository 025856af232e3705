"""papermill alone runs a notebook, and a name that no notebook knows is refused before any work."""

import sys
from types import SimpleNamespace

import papermill
import pytest
from lecons.errors import ParameterError
from lecons.project import repository_root
from lecons.report.notebook import open_notebook
from traitlets.config import Config

ROOT = repository_root()


def test_papermill_itself_stops_at_a_parameter_that_does_not_exist(mini_project, tmp_path):
    out = tmp_path / "o.ipynb"
    sockets = tmp_path / "k"
    with pytest.raises(papermill.PapermillExecutionError) as refused:
        papermill.execute_notebook(
            ROOT / "notebooks" / "10_donnees.ipynb",
            out,
            parameters={"projet": str(mini_project()), "resulat": "R1"},
            kernel_name="python3",
            progress_bar=False,
            config=Config({"KernelManager": {"transport": "ipc", "ip": str(sockets)}}),
        )
    assert "resulat ('R1') : paramètre inconnu" in refused.value.evalue
    assert "Paramètres connus : projet, resultat" in refused.value.evalue
    ran = [
        cell.id
        for cell in papermill.iorw.load_notebook_node(str(out)).cells
        if cell.cell_type == "code" and cell.execution_count
    ]
    assert ran[-1] == "ouverture"


@pytest.fixture
def kernel(monkeypatch):
    """Play a kernel that ran these cells, which set these names."""

    def play(cells, **names):
        shell = SimpleNamespace(user_ns={"In": ["", *cells], **names})
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))

    return play


def test_what_every_notebook_knows_goes_through(kernel, mini_project, monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    folder = str(mini_project())
    kernel([f"# Parameters\nprojet = {folder!r}\nresultat = 'R1'\n"], projet=folder, resultat="R1")
    assert open_notebook("20_activites", projet=folder, resultat="R1").run == "20_activites-R1"


def test_only_the_last_cell_that_papermill_added_counts_and_people_write_what_they_like(
    kernel, mini_project, monkeypatch, tmp_path
):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    folder = str(mini_project())
    # corrected by hand and run again; a cell of one's own sets other names
    kernel(["# Parameters\nresulat = 'R1'", "# Parameters\nresultat = 'R1'", "mien = 1"])
    assert open_notebook("10_donnees", projet=folder).result == ""
    kernel(["# Parameters\ngraine: int = 3\nresulat = 'R1'"], resulat="R1")
    with pytest.raises(ParameterError, match="resulat"):
        open_notebook("10_donnees", projet=folder)
    # a console without a kernel
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert open_notebook("10_donnees", projet=folder).result == ""
