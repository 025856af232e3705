"""One notebook of a report, and the status that it leaves."""

import json

from lecons.parameters import check_parameters
from lecons.pipeline.execute import broken_off, execute
from lecons.pipeline.graph import Run
from lecons.pipeline.kernels.apart import apart


def test_a_notebook_of_a_report_leaves_itself_and_then_its_status(demo_project, tmp_path):
    parameters = check_parameters({"projet": str(demo_project.project.folder)})
    run = Run("40_atelier", None, parameters)
    status = apart(execute, run, tmp_path, seconds=300)
    assert (status.run, status.echec, status.cell, status.told) == ("40_atelier", None, None, None)
    assert 0 < status.kernel_seconds < status.seconds
    assert status.cells["ouverture"][0] > 0
    assert status.memory_mb > 50
    kept = json.loads((tmp_path / "etat" / "40_atelier.json").read_text("utf-8"))
    assert (kept["run"], kept["echec"]) == ("40_atelier", None)
    notebook = tmp_path / "carnets" / "40_atelier.ipynb"
    assert notebook.stat().st_mtime_ns <= (tmp_path / "etat" / "40_atelier.json").stat().st_mtime_ns
    assert (tmp_path / "constats").is_dir()
    assert {path.name for path in (tmp_path / "etat").iterdir()} == {"40_atelier.json"}
    assert {path.name for path in (tmp_path / "carnets").iterdir()} == {"40_atelier.ipynb"}


def test_a_notebook_whose_process_died_is_told_by_whoever_finds_it(tmp_path):
    run = Run("20_activites", "R2", check_parameters({"projet": "data/mini", "resultat": "R2"}))
    mark = tmp_path / "etat" / ".20_activites-R2.cellule"
    mark.parent.mkdir()
    mark.write_text('"violence"', "utf-8")
    status = broken_off(run, tmp_path, "le processus s’est arrêté (signal 9)", 3.14159)
    assert status.echec == "cellule « violence » : le processus s’est arrêté (signal 9)"
    assert (status.cell, status.result, status.seconds) == ("violence", "R2", 3.142)
    assert not mark.exists()
    assert json.loads((tmp_path / "etat" / "20_activites-R2.json").read_text("utf-8"))["echec"]
    # where no cell had begun there is none to name
    assert broken_off(run, tmp_path, "plus de 30 minutes", 1.0).echec == "plus de 30 minutes"
