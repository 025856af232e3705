"""Shared by all tests: the demonstration project imported once, and projects of a few rows."""

import shutil

import pytest
import yaml
from hypothesis import settings
from lecons.intake.load import import_project
from lecons.project import open_project, repository_root
from openpyxl import Workbook

# the same examples on every machine, so that a red run can be looked at again
settings.register_profile("lecons", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("lecons")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory):
    """A function that copies data/3p-amss and data/reference, without what an import left."""

    def copy():
        data = tmp_path_factory.mktemp("demo") / "data"
        for name in ("3p-amss", "reference"):
            shutil.copytree(
                repository_root() / "data" / name,
                data / name,
                ignore=shutil.ignore_patterns("tables", "quarantaine"),
            )
        return data / "3p-amss"

    return copy


@pytest.fixture(scope="session")
def demo_import(demo_data):
    """The demonstration project in a copy, and the report of its import."""
    project = open_project(demo_data())
    return project, import_project(project)


@pytest.fixture(scope="session")
def demo_project(demo_import):
    """The demonstration project, imported in a copy; read only."""
    return demo_import[0]


@pytest.fixture
def write_book():
    """A function that writes an xlsx: {sheet: rows}, the header being the first row."""

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


@pytest.fixture
def mini_content():
    """What the smallest sound projet.yaml says; a test changes what it is about."""
    return {
        "code": "mini",
        "donnees_fictives": True,
        "nom": {"fr": "Petit projet", "en": "Small project"},
        "sigle": "MINI",
        "organisation": "Essai",
        "partenaires": ["Essai"],
        "debut": "2017-01-01",
        "fin": "2018-12-31",
        "resultats": [
            {"code": "R1", "titre": {"fr": "Paix"}, "enonce": {"fr": "Moins de conflits"}},
            {"code": "R2", "titre": {"fr": "Force"}, "enonce": {"fr": "Plus de capacités"}},
        ],
        "communes": [
            {"pcode": "ML060101", "nom": "Alafia"},
            {"pcode": "ML060311", "nom": "M’Bouna"},
        ],
    }


@pytest.fixture
def mini_project(tmp_path, mini_content):
    """A function that writes and opens a miniature project in tmp_path/data/mini; None drops a key."""

    def make(**changes):
        folder = tmp_path / "data" / "mini"
        folder.mkdir(parents=True, exist_ok=True)
        content = {k: v for k, v in {**mini_content, **changes}.items() if v is not None}
        (folder / "projet.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return open_project(folder)

    return make
