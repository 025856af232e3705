"""The whole report of the demonstration project, produced once a session for each edition."""

import contextlib
import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from lecons.parameters import check_parameters
from lecons.pipeline.produce import Outcome, produce
from lecons.project import repository_root


def _produce(folder, within=contextlib.nullcontext, **parameters):
    data = folder / "data"
    for name in ("3p-amss", "reference"):
        shutil.copytree(
            repository_root() / "data" / name,
            data / name,
            ignore=shutil.ignore_patterns("tables", "quarantaine"),
        )
    with pytest.MonkeyPatch.context() as patch, within():
        patch.setenv("LECONS_RAPPORTS", str(folder / "rapports"))
        return produce(check_parameters({"projet": str(data / "3p-amss"), **parameters}))


@pytest.fixture(scope="session")
def french(request, made_once):
    """The internal report in French: the one that the README's command left in a clean clone, where
    that is tried in this session."""
    if not any("test_make_rapport_works" in item.nodeid for item in request.session.items):
        return made_once("fr", _produce)
    return Outcome(request.getfixturevalue("clean_clone").report)


@pytest.fixture(scope="session")
def public(made_once, notebooks_here):
    """The public report in English."""
    return made_once("en", _produce, within=notebooks_here, langue="en", edition="publique")


@functools.cache
def _leaves(path: Path) -> tuple[str, ...]:
    if not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("pdftotext manque : .ci/run doit installer poppler-utils")
        pytest.skip("pdftotext (poppler-utils) n’est pas installé : le PDF n’est pas relu")
    read = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    told = subprocess.run(read, capture_output=True, check=True)
    return tuple(told.stdout.decode("utf-8").split("\f")[:-1])


@pytest.fixture(scope="session")
def leaves():
    """The words on each page of a PDF, as poppler reads them (in a second; pypdf takes a quarter of a
    minute for a report)."""
    return _leaves


@pytest.fixture
def page_of(chromium):
    """Open a file in a new page; what it asks of the network and says on the console is noted."""
    opened = []

    def open_page(path: Path, width: int = 360, javascript: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, java_script_enabled=javascript
        )
        page = context.new_page()
        page.requests, page.said = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path.as_uri())
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
