"""Small notebooks, run in processes of their own; and who is still there afterwards."""

import os
import time

import nbformat
import psutil
import pytest
from lecons.pipeline.kernels.apart import apart
from lecons.pipeline.kernels.run import Limits, run

LIMITS = Limits(start=60, cell=30, notebook=60)


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of these cells (id → source); its path."""

    def write(**cells):
        made = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}}
        )
        for name, source in {"parametres": "mot = 'rien'", **cells}.items():
            cell = nbformat.v4.new_code_cell(source, id=name)
            cell.metadata["tags"] = ["parameters"] if name == "parametres" else []
            made.cells.append(cell)
        path = tmp_path / "carnet.ipynb"
        nbformat.write(made, path)
        return path

    return write


@pytest.fixture
def run_apart(notebook, tmp_path):
    """Run a notebook of these cells in a process of its own."""

    def made(limits=LIMITS, seconds=100.0, **cells):
        mark = tmp_path / "cellule"
        return apart(run, notebook(**cells), {"mot": "paix"}, mark, limits, seconds=seconds)

    return made


def printed(ran, cell):
    """What a cell printed."""
    (found,) = [one for one in ran.notebook.cells if one.id == cell]
    return "".join(out.text for out in found.outputs if out.output_type == "stream")


def survivors(session):
    """The processes of a session that are still there, a moment later."""
    until = time.monotonic() + 10
    while (left := _of_session(session)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _of_session(session):
    found = []
    for pid in psutil.pids():
        try:
            if os.getsid(pid) == session and psutil.Process(pid).status() != "zombie":
                found.append(pid)
        except (OSError, psutil.Error):
            continue
    return found
