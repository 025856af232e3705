"""What the tests share: the demonstration project imported once, and tiny projects made to order."""

import ast
import contextlib
import json
import os
import pickle
import shutil
import subprocess
import time
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from lecons.intake.load import import_project
from lecons.pipeline.execute import Status
from lecons.pipeline.steps import perform
from lecons.project import open_project, repository_root
from openpyxl import Workbook
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

ROOT = repository_root()
DATA = ROOT / "data"
# no test waits longer than this for what another worker makes
LONGEST = 400

MINI = {
    "code": "mini",
    "donnees_fictives": True,
    "nom": {"fr": "Projet minuscule", "en": "Tiny project"},
    "sigle": "MINI",
    "organisation": "Association",
    "partenaires": [],
    "debut": "2017-01-01",
    "fin": "2018-12-31",
    "resultats": [
        {
            "code": "R1",
            "titre": {"fr": "Moins de conflits"},
            "enonce": {"fr": "Moins de conflits violents"},
            "analyses": ["mediation"],
        }
    ],
    "communes": [
        {"pcode": "ML060101", "nom": "Alafia"},
        {"pcode": "ML060316", "nom": "Tonka"},
    ],
}


@pytest.fixture(scope="session")
def demo_project(tmp_path_factory):
    """A copy of the demonstration project, imported: `project`, and the `report` of the import."""
    data = tmp_path_factory.mktemp("demo") / "data"
    without = shutil.ignore_patterns("tables", "quarantaine")
    for name in ("3p-amss", "reference"):
        shutil.copytree(DATA / name, data / name, ignore=without)
    project = open_project(data / "3p-amss")
    return SimpleNamespace(project=project, report=import_project(project))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Make something that all workers of this session read: the first to ask makes it, in a folder of
    its own, the others wait (a report uses both cores as it is made)."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def make(name, maker, **parameters):
        folder, made = root / name, root / f"{name}.pickle"
        try:
            folder.mkdir()
        except FileExistsError:
            until = time.monotonic() + LONGEST
            while not made.is_file() and time.monotonic() < until:
                time.sleep(0.2)
        else:
            draft = made.with_suffix(".part")
            draft.write_bytes(pickle.dumps(maker(folder, **parameters)))
            os.replace(draft, made)
        return pickle.loads(made.read_bytes())

    return make


@pytest.fixture(scope="session")
def clean_clone(made_once):
    """A clone in an empty folder where `make rapport` was run as a newcomer would: `clone`, `make` (run
    it again), `first` (what the first run said) and `report`."""
    return made_once("clone", _clone_and_make)


def _clone_and_make(folder):
    clone = folder / "lecons"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    # what is worked on and not committed yet is tried as well
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    known = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, known.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
        else:
            (clone / name).unlink(missing_ok=True)
    before = _git_status(clone)
    report = clone / "rapports" / "3p-amss" / "interne" / "fr"
    return SimpleNamespace(clone=clone, before=before, first=make_rapport(clone), report=report)


def make_rapport(clone):
    """Run `make rapport` in a clone that has its own environment: nothing of this one may help it."""
    outside = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    outside = {k: v for k, v in outside.items() if not k.startswith(("LECONS_", "MAKE"))}
    venv = str(ROOT / ".venv" / "bin")
    outside["PATH"] = os.pathsep.join(p for p in outside["PATH"].split(os.pathsep) if p != venv)
    assert shutil.which("make", path=outside["PATH"])
    return subprocess.run(
        ["make", "rapport"], cwd=clone, env=outside, capture_output=True, text=True, check=False
    )


def _git_status(clone: Path) -> str:
    asked = ["git", "status", "--porcelain"]
    return subprocess.run(asked, cwd=clone, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def rapport_again():
    """Run `make rapport` once more, and what git sees afterwards."""
    return lambda clone: (make_rapport(clone), _git_status(clone))


@pytest.fixture(scope="session")
def notebooks_here():
    """Within this context the notebooks of a report run in this process, without kernels: a report
    takes seconds. Kernels themselves are tried by the README's command and by the hostile project."""
    return _notebooks_here


@contextlib.contextmanager
def _notebooks_here():
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        patch.setattr("lecons.pipeline.engine.run", _run_all_here)
        patch.setattr("lecons.pipeline.steps.run.execute", _run_here)
        patch.setattr("lecons.pipeline.kernels.apart.apart", _here)
        patch.setattr("lecons.pipeline.workshop.apart", _here)
        patch.setattr("lecons.pipeline.workshop._run_slides", _run_slides_here)
        yield


def _here(function, *arguments, seconds, fresh=False):
    return function(*arguments)


def _run_slides_here(run, work, log):
    return _run_here(run, work)


def _run_all_here(site, nodes, progress, still_ours):
    still_ours()
    states = {node.name: perform(site, node.name) for node in nodes}
    return {name: state for name, state in states.items() if state.reason}


def _run_here(run, work):
    started = time.perf_counter()
    notebook = parameterize_notebook(
        load_notebook_node(str(ROOT / "notebooks" / f"{run.notebook}.ipynb")),
        run.parameters.scalars(),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LECONS_CONSTATS", str(work / "constats"))
        _run_cells(notebook)
    target = work / "carnets" / f"{run.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)
    status = Status(run.name, run.notebook, run.result, time.perf_counter() - started)
    states = work / "etat"
    states.mkdir(exist_ok=True)
    (states / f"{run.name}.json").write_text(json.dumps(asdict(status)), "utf-8")
    return status


@pytest.fixture(scope="session")
def run_cells():
    """Run the code of a notebook in this process; each cell then holds what it showed."""
    return _run_cells


def _run_cells(notebook):
    names = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [*_shown_by(cell.source, names)]


def _shown_by(source, names):
    """Run the code of a cell; what it shows, as a kernel would send it."""
    *lines, last = ast.parse(source).body or [ast.Pass()]
    shows = isinstance(last, ast.Expr)
    exec(compile(ast.Module([*lines, *([] if shows else [last])], []), "cellule", "exec"), names)
    if shows:
        shown = eval(compile(ast.Expression(last.value), "cellule", "eval"), names)
        if hasattr(shown, "_repr_mimebundle_"):
            data = shown._repr_mimebundle_()
            yield nbformat.v4.new_output("execute_result", data=data, execution_count=1)


@pytest.fixture
def mini_project(tmp_path):
    """Make a tiny valid project folder; keyword arguments replace keys of its projet.yaml, and a
    key given as None is left out. Answers the folder."""

    def make(**changed):
        data = tmp_path / "data"
        if not (data / "reference").is_dir():
            shutil.copytree(DATA / "reference", data / "reference")
        folder = data / "mini"
        folder.mkdir(exist_ok=True)
        content = {k: v for k, v in {**MINI, **changed}.items() if v is not None}
        (folder / "projet.yaml").write_text(
            yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
        )
        return folder

    return make


@pytest.fixture(scope="session")
def write_book():
    """Write an xlsx at a path from {sheet: rows}, the header being the first row."""

    def write(path, sheets):
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    return write


@pytest.fixture(scope="session")
def chromium():
    """A real browser. On a developer's machine without Chromium its tests skip; in CI they fail."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium manque : .ci/run doit l’installer")
        pytest.skip("chromium n’est pas installé : les contrôles de la page ne sont pas faits")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


def pytest_collection_modifyitems(items):
    """What lasts longest starts first: at the end it would leave one of two workers idle. What reads the
    report of the clean clone comes last: it would wait for it."""
    first, last = ("tests/test_readme", "tests/hostile", "tests/pipeline"), "tests/report"

    def place(item):
        early = [at for at, start in enumerate(first) if item.nodeid.startswith(start)]
        return early[0] if early else len(first) + item.nodeid.startswith(last)

    items.sort(key=place)
