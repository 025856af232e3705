"""What the tests share: the demonstration project imported once, and tiny projects made to order."""

import os
import shutil
from types import SimpleNamespace

import pytest
import yaml
from lecons.intake.load import import_project
from lecons.project import open_project, repository_root
from openpyxl import Workbook

DATA = repository_root() / "data"

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
    """What lasts longest starts first: at the end it would leave one of two workers idle."""
    items.sort(key=lambda item: not item.nodeid.startswith(("tests/test_readme", "tests/pipeline")))
