"""Times the report of the demonstration project, and what is made again when something changes, against the
same notebooks run by others, as ratios in one run.

    make banc

Everything runs in a copy of this tree, in a temporary folder; nothing here is written. Each command is a
process of its own, started cold: Python's start, imports and the warm parent are in its time.

- plain: the papermill command for each notebook, one after the other, then nbconvert for each;
- Jupyter Book 1 (`.venv/rendus`): the same ten notebooks with their parameters, executed one after the other by
  kernels of this environment, and rendered to HTML; a notebook that it cannot execute ends the bench;
- floor: processor seconds of the notebooks' own cells, as our kernels measure them (imports are in the warm
  parent), divided by the cores.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lecons.parameters import check_parameters
from lecons.pipeline.graph import stages
from lecons.project import open_project, repository_root
from openpyxl import load_workbook
from papermill.iorw import load_notebook_node, write_ipynb
from papermill.parameterize import parameterize_notebook

ROOT = repository_root()
BIN = Path(sys.executable).parent
PROJECT = "data/3p-amss"
COPIED = ("lib", "notebooks", "requirements", "data/3p-amss", "data/reference", "data/formulaires")
TWO = ("--format", "html", "--format", "pdf")
KERNEL = "banc"
PHRASE = "Chaque constat porte un numéro, qui mène"
TEMPLATE = "lib/lecons/report/templates/page.html.j2"


class Tree:
    """A copy of this tree, and its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            left = shutil.ignore_patterns("__pycache__", "tables", "quarantaine")
            shutil.copytree(ROOT / name, folder / name, ignore=left)
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(folder / "lib"),
            "LECONS_RAPPORTS": str(folder / "rapports"),
        }
        self.environment.pop("LECONS_CONSTATS", None)

    def run(self, *command: str | Path, **more: str) -> float:
        """Seconds that a command takes."""
        started = time.perf_counter()
        subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **more},
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started

    def produce(self, *options: str) -> float:
        start = "from lecons.cli import main; main()"
        return self.run(
            sys.executable, "-c", start, "produire", PROJECT, "--ne-pas-ouvrir", *options
        )

    def forget(self) -> None:
        """As if no report had ever been made."""
        shutil.rmtree(self.folder / "rapports", ignore_errors=True)
        shutil.rmtree(self.folder / PROJECT / "tables", ignore_errors=True)

    @property
    def report(self) -> Path:
        return self.folder / "rapports" / "3p-amss" / "interne" / "fr"


def plain(tree: Tree) -> dict[str, float]:
    """papermill's command for each notebook, one after the other, then nbconvert for each."""
    seconds = {"papermill": 0.0, "nbconvert": 0.0}
    folder = tree.folder / "plain"
    folder.mkdir()
    for run in _runs():
        out = folder / f"{run.name}.ipynb"
        given = [
            word
            for name, value in run.parameters.scalars().items()
            if value is not None
            for word in ("-p", name, str(value))
        ]
        seconds["papermill"] += tree.run(
            BIN / "papermill", f"notebooks/{run.notebook}.ipynb", str(out), "-k", "python3",
            "--no-progress-bar", *given, LECONS_CONSTATS=str(folder / "constats"),
        )  # fmt: skip
        seconds["nbconvert"] += tree.run(
            BIN / "jupyter-nbconvert", "--to", "html", "--no-input", str(out)
        )
    return seconds


def book(tree: Tree) -> float | None:
    """Jupyter Book 1, executing and rendering; None where it is not installed (make .venv/.rendus)."""
    command = BIN.parent / "rendus" / "bin" / "jupyter-book"
    if not command.is_file():
        return None
    folder = tree.folder / "livre"
    folder.mkdir()
    names = []
    for run in _runs():
        notebook = load_notebook_node(str(ROOT / "notebooks" / f"{run.notebook}.ipynb"))
        given = {**run.parameters.scalars(), "projet": str(tree.folder / PROJECT)}
        asked = parameterize_notebook(notebook, given)
        asked.metadata.kernelspec.name = KERNEL
        write_ipynb(asked, str(folder / f"{run.name}.ipynb"))
        names.append(run.name)
    (folder / "_config.yml").write_text(
        "title: banc\nexecute:\n  execute_notebooks: force\n  timeout: 600\n"
    )
    chapters = "".join(f"  - file: {name}\n" for name in names[1:])
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {names[0]}\nchapters:\n{chapters}")
    kernel = tree.folder / "noyaux" / "kernels" / KERNEL / "kernel.json"
    kernel.parent.mkdir(parents=True)
    words = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(
        json.dumps({"argv": words, "display_name": KERNEL, "language": "python"}), "utf-8"
    )
    seconds = tree.run(
        command, "build", str(folder),
        JUPYTER_PATH=str(kernel.parents[2]), LECONS_CONSTATS=str(folder / "constats"),
    )  # fmt: skip
    if failed := sorted(path.name for path in folder.rglob("*.err.log")):
        raise SystemExit(f"Jupyter Book could not execute: {failed}")
    return seconds


def _runs():
    return [
        run
        for runs in stages(open_project(PROJECT), check_parameters({"projet": PROJECT}))
        for run in runs
    ]


def correct_one_testimony(tree: Tree) -> None:
    """Correct a word of one testimony of R2 in the export."""
    path = tree.folder / PROJECT / "brut" / "kobo_temoignages.xlsx"
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    area, text = head.index("resultat"), head.index("texte")
    row = next(row for row in sheet.iter_rows(min_row=2) if str(row[area].value) == "R2")
    row[text].value = f"{row[text].value} Voilà."
    workbook.save(path)


def after_a_correction(tree: Tree, *options: str) -> float:
    correct_one_testimony(tree)
    return tree.produce(*options)


def change_one_phrase(tree: Tree, turn: int) -> None:
    path = tree.folder / TEMPLATE
    told = path.read_text("utf-8")
    before = PHRASE if turn == 0 else f"{PHRASE} ({turn - 1})"
    assert before in told
    path.write_text(told.replace(before, f"{PHRASE} ({turn})"), "utf-8")


def cold_report(tree: Tree) -> float:
    tree.forget()
    return tree.produce(*TWO)


def say(what: str, seconds: float | None, against: str = "", ratio: float | None = None) -> None:
    told = "–" if seconds is None else f"{seconds:.2f} s"
    print(
        f"| {what} | {told} | {against if ratio is None else f'{ratio:.2f} {against}'} |",
        flush=True,
    )


def main() -> None:
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    print(
        f"cores: {cores}; load before: {os.getloadavg()[0]:.1f}\n\n| what | time | against |\n|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as name:
        tree = Tree(Path(name) / "lecons")
        tree.produce("--format", "html")  # Python compiles what it imports, once
        ours = [cold_report(tree), cold_report(tree)]
        corrected = statistics.median(after_a_correction(tree, *TWO) for _ in range(3))
        tree.forget()
        whole = tree.produce()
        corrected_whole = statistics.median(after_a_correction(tree) for _ in range(3))
        again = statistics.median(tree.produce() for _ in range(5))
        phrases = []
        for turn in range(3):
            change_one_phrase(tree, turn)
            phrases.append(tree.produce())
        theirs = plain(tree)
        jupyter_book = book(tree)
        # the machine is not always as quick: before the others, and after
        ours.append(cold_report(tree))
        manifest = json.loads((tree.report / "manifeste.json").read_text("utf-8"))
    cold = statistics.median(ours)
    total = sum(theirs.values())
    processor = sum(cpu for run in manifest["carnets"] for _, cpu in run["cells"].values())
    floor = processor / cores
    say("papermill, one by one", theirs["papermill"])
    say("nbconvert, one by one", theirs["nbconvert"])
    say("papermill and nbconvert", total)
    say("Jupyter Book 1", jupyter_book)
    say("floor: the cells’ processor time / cores", floor)
    say(
        "**full report, cold, HTML and PDF**",
        cold,
        "× papermill and nbconvert (goal 0.30)",
        cold / total,
    )
    if jupyter_book:
        say("the same", cold, "× Jupyter Book 1 (goal 0.4)", cold / jupyter_book)
    say("the same", cold, "× floor (goal 1.5)", cold / floor)
    say("one testimony corrected, HTML and PDF", corrected, "× full (goal 0.40)", corrected / cold)
    say("full report, cold, all formats", whole)
    say("one testimony corrected, all formats", corrected_whole, "× full", corrected_whole / whole)
    say("nothing changed", again, "(goal 1 s)")
    say("one phrase of the page", statistics.median(phrases), "(goal 3 s)")
    print("\nWhere the time of the cold report goes (seconds, summed over processes):\n")
    durations = manifest["durees"]
    runs = manifest["carnets"]
    kernels = sum(run["kernel_seconds"] or 0.0 for run in runs)
    cells = sum(wall for run in runs for wall, _ in run["cells"].values())
    notebooks = sum(run["seconds"] for run in runs)
    for part, value in {
        "import": durations["import"],
        "kernels until they answer": kernels,
        "cells, elapsed": cells,
        "cells, processor": processor,
        "reading and keeping notebooks": notebooks - kernels - cells,
        "notebooks in reading order": durations["assemblage"],
        "page": durations["html"],
        "PDF": durations["pdf"],
        "workbook of evidence": durations["preuves"],
    }.items():
        print(f"| {part} | {value:.2f} |")


if __name__ == "__main__":
    main()
