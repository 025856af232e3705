"""One run of a whole project in which every text is hostile, with the network shut: all tests read it."""

import importlib.util
import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from lecons.report.to_typst import UNPRINTABLE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _module(name):
    spec = importlib.util.spec_from_file_location(f"hostile_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def payloads():
    """The texts: `PAYLOADS` (name → text), `FAMILIES` and `CONTROLS`."""
    return _module("payloads")


@pytest.fixture(scope="session")
def hostile_report(made_once, payloads):
    """The run: `folder` (the project), `report` (internal, French) and `workshop` (its folders),
    `planted` (mark → (where, text)), `said` (what the commands answered), `network` (what asked for
    it), `seconds`."""
    return made_once("hostile", _run)


@pytest.fixture(scope="session")
def planting():
    """How the project was planted."""
    return _module("planting")


@pytest.fixture(scope="session")
def told(hostile_report):
    """Which planted texts a text holds, and whether each is still what was planted: answers the places
    seen, and (place, planted, found) for what has changed. Blanks, hyphens, capitals and invisible marks
    do not count, nor what the fonts of the PDF cannot draw."""

    def look(text):
        seen, changed, flat = set(), [], _flat(text)
        for mark in re.finditer(r"zq(\d+)zq", flat):
            where, planted = hostile_report.planted[mark[1]]
            planted = _flat(planted)
            found = flat[max(0, mark.end() - len(planted)) : mark.end()]
            seen.add(where)
            drawn = zip(found, planted, strict=False)
            if len(found) < len(planted) or any(a not in (b, UNPRINTABLE) for a, b in drawn):
                changed.append((where, planted, found))
        return seen, changed

    return look


def _flat(text):
    kept = (c for c in text.casefold() if not c.isspace() and c not in "-\u2010\u2011")
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Mn"))


def _run(base):
    folder, planted = _module("planting").plant(base / "data", _module("payloads").PAYLOADS)
    log = base / "reseau.txt"
    outside = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LECONS_")},
        "LECONS_RAPPORTS": str(base / "rapports"),
        "LECONS_ESSAI_RESEAU": str(log),
        "PYTHONPATH": str(HERE / "sans_reseau"),
    }
    started = time.perf_counter()

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "-m", "lecons", *command, str(folder)],
            cwd=ROOT, env=outside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    first = start("produire")
    said = [(first.communicate()[0], first.returncode)]
    # the slides and the exports of what was coded both rest on the report, and not on each other
    for other in [start("atelier", "preparer"), start("exporter")]:
        said.append((other.communicate()[0], other.returncode))
    proof = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"],
        env={**outside, "LECONS_ESSAI_RESEAU": str(base / "preuve.txt")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    place = base / "rapports" / "hostile"
    return SimpleNamespace(
        folder=folder,
        report=place / "interne" / "fr",
        workshop=place / "atelier" / "fr",
        planted=planted,
        said=said,
        network=log.read_text("utf-8") if log.is_file() else "",
        shut=proof.stderr + (base / "preuve.txt").read_text("utf-8"),
        seconds=round(time.perf_counter() - started, 1),
    )
