"""Warm kernels against ordinary ones, and whether they all come back.

    .venv/bin/python tests/bench/noyaux.py [PROJECT]

Prints what the warm parent imports and what that costs; then, for notebooks of the project (imported
already; the demonstration project where none is named), seconds and processor seconds with papermill's API
and an ordinary kernel, and with a warm one, one after the other, as a ratio in one run; then twenty rounds
of 40 small notebooks at 16 at a time, and what they left behind. Writes nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import psutil
from lecons.parameters import check_parameters
from lecons.pipeline.execute import Status, execute, quiet
from lecons.pipeline.graph import Run
from lecons.pipeline.kernels.apart import apart
from lecons.pipeline.kernels.run import Limits, run
from lecons.pipeline.kernels.warm import PRELOADED, warm
from lecons.project import repository_root

ROUNDS, RUNS, AT_ONCE, REPEATED = 20, 40, 16, 3
NOTEBOOKS = (("20_activites", "R1"), ("10_donnees", None), ("40_atelier", None))
_IMPORTS = """
import json, sys, time
taken = {}
for name in sys.argv[1:]:
    start = time.perf_counter()
    __import__(name)
    taken[name] = time.perf_counter() - start
print(json.dumps(taken))
"""


def imports() -> dict[str, float]:
    """Seconds that each import of the warm parent takes, in their order."""
    told = subprocess.run(
        [sys.executable, "-c", _IMPORTS, *PRELOADED], capture_output=True, text=True, check=True
    )
    seconds: dict[str, float] = json.loads(told.stdout)
    return seconds


def ordinary(one: Run, folder: Path) -> float:
    start = time.perf_counter()
    papermill.execute_notebook(
        repository_root() / "notebooks" / f"{one.notebook}.ipynb",
        folder / f"{one.name}.ipynb",
        parameters=one.parameters.scalars(),
        kernel_name="python3",
        cwd=repository_root(),
        progress_bar=False,
    )
    return time.perf_counter() - start


def _quietly(one: Run, folder: Path) -> Status:
    quiet(folder / "noyaux.log")
    return execute(one, folder)


def compare(project: str, folder: Path) -> None:
    print(f"{'carnet':16} {'ordinaire':>9} {'chaud':>6} {'rapport':>7} {'cellules':>8} {'Mo':>5}")
    for notebook, result in NOTEBOOKS:
        one = Run(notebook, result, check_parameters({"projet": project, "resultat": result}))
        cold, hot = [], []
        for _ in range(REPEATED):
            cold.append(ordinary(one, folder))
            start = time.perf_counter()
            status = apart(_quietly, one, folder, seconds=600)
            hot.append(time.perf_counter() - start)
            assert status.echec is None, status.echec
        before, after = statistics.median(cold), statistics.median(hot)
        cells = sum(elapsed for elapsed, _ in status.cells.values())
        print(
            f"{notebook:16} {before:9.2f} {after:6.2f} {after / before:7.2f} {cells:8.2f} "
            f"{status.memory_mb:5}"
        )


def small(folder: Path) -> Path:
    made = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
    )
    for name, source in (("parametres", "n = 0"), ("dit", "import pandas\nprint(n)")):
        made.cells.append(nbformat.v4.new_code_cell(source, id=name))
    made.cells[0].metadata["tags"] = ["parameters"]
    path = folder / "petit.ipynb"
    nbformat.write(made, path)
    return path


def rounds(folder: Path) -> int:
    """Runs that did not answer what they were asked, of all rounds."""
    path, wrong = small(folder), 0

    def one(number: int) -> bool:
        mark = folder / f"cellule-{number}"
        ran = apart(run, path, {"n": number}, mark, Limits(), seconds=300)
        cells = ran.notebook.cells[2:] if ran.notebook else []
        said = [output.text for cell in cells for output in cell.outputs]
        if ran.failure or ran.told:
            print(f"{number} : {ran.failure or ran.told}")
        return ran.failure is None and ran.told is None and said == [f"{number}\n"]

    for again in range(ROUNDS):
        start = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            good = sum(pool.map(one, range(RUNS)))
        wrong += RUNS - good
        taken = time.perf_counter() - start
        print(f"tour {again + 1:2} : {good} sur {RUNS}, {taken:.1f} s, {left_behind()}", flush=True)
    return wrong


def left_behind() -> str:
    """Kernels and folders of sockets that are still there."""
    here = psutil.Process()
    (parent,) = [p for p in here.children() if "forkserver" in " ".join(p.cmdline())]
    folders = [
        folder
        for folder in Path(tempfile.gettempdir()).glob("lecons-noyau-*")
        if not psutil.pid_exists(int(folder.name.split("-")[2]))
    ]
    return f"{len(parent.children(recursive=True))} processus et {len(folders)} dossiers restés"


def main() -> int:
    project = sys.argv[1] if len(sys.argv) > 1 else "data/3p-amss"
    taken = imports()
    for name, seconds in taken.items():
        if seconds >= 0.05:
            print(f"{name:45} {seconds:5.2f} s")
    print(f"{'en tout':45} {sum(taken.values()):5.2f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LECONS_RAPPORTS"] = str(folder / "rapports")
        os.environ["LECONS_CONSTATS"] = str(folder / "constats")
        start = time.perf_counter()
        warm()
        apart(os.getpid, seconds=300)
        print(f"premier processus : {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        apart(os.getpid, seconds=300)
        print(f"un autre : {time.perf_counter() - start:.3f} s")
        compare(project, folder)
        return rounds(folder)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
