"""The whole report of the demonstration project, produced once a session for each edition."""

import os
import pickle
import shutil
import time
from pathlib import Path

import pytest
from lecons.parameters import check_parameters
from lecons.pipeline.produce import produce
from lecons.project import repository_root

# no test waits for a report longer than this
LONGEST = 300


def _produce(folder, **parameters):
    data = folder / "data"
    for name in ("3p-amss", "reference"):
        shutil.copytree(
            repository_root() / "data" / name,
            data / name,
            ignore=shutil.ignore_patterns("tables", "quarantaine"),
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LECONS_RAPPORTS", str(folder / "rapports"))
        return produce(check_parameters({"projet": str(data / "3p-amss"), **parameters}))


def _shared(tmp_path_factory, name, **parameters):
    """A report that all workers of this session read: the first to ask makes it, the others wait (a
    report uses both cores as it is made)."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, made = root / name, root / f"{name}.pickle"
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + LONGEST
        while not made.is_file() and time.monotonic() < until:
            time.sleep(0.2)
    else:
        draft = made.with_suffix(".part")
        draft.write_bytes(pickle.dumps(_produce(folder, **parameters)))
        os.replace(draft, made)
    return pickle.loads(made.read_bytes())


@pytest.fixture(scope="session")
def french(tmp_path_factory):
    """The internal report in French."""
    return _shared(tmp_path_factory, "fr")


@pytest.fixture(scope="session")
def public(tmp_path_factory):
    """The public report in English."""
    return _shared(tmp_path_factory, "en", langue="en", edition="publique")


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
