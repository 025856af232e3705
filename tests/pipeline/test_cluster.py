"""On a cluster Snakemake runs the steps that doit runs on the laptop: the same graph, the same files."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from lecons.cli import app
from lecons.parameters import check_parameters
from lecons.pipeline import engine
from lecons.pipeline.produce import produce
from lecons.pipeline.steps import compose
from lecons.pipeline.steps import run as step
from lecons.project import repository_root
from lecons.report.places import REPORTS_VARIABLE

pytestmark = pytest.mark.xdist_group("pipeline")

ROOT = repository_root()
SNAKEMAKE = ROOT / ".venv" / "grappe" / "bin" / "snakemake"
FORMATS = ("html", "xlsx")
# the manifest tells how long each step took
TIMED = "manifeste.json"
# what a step is to Snakemake: a process that hands its words over to this one, where all is imported
CLIENT = """\
#!{python} -SE
import json, socket, sys
to = socket.socket(socket.AF_UNIX)
to.connect({address!r})
to.sendall(json.dumps(sys.argv[1:]).encode() + b"\\n")
sys.exit(int(to.recv(16) or 1))
"""


class Someday(date):
    """A calendar that stands still: a report made before midnight and one made after are two."""

    @classmethod
    def today(cls):
        return cls(2019, 1, 31)


@pytest.fixture(scope="module")
def snakemake():
    """Run Snakemake in a folder. Without its environment these tests skip; in CI they fail."""
    if not SNAKEMAKE.is_file():
        if os.environ.get("CI"):
            pytest.fail("Snakemake manque : make .venv/.grappe doit l’installer")
        pytest.skip("Snakemake n’est pas installé (make .venv/.grappe)")

    def start(folder, path, *options):
        command = [SNAKEMAKE, "-s", ROOT / "grappe" / "Snakefile", "--nocolor", *options]
        outside = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
        told = (folder / "snakemake.log").open("wb")
        return subprocess.Popen(
            command, cwd=folder, env=outside, stdout=told, stderr=subprocess.STDOUT
        )

    return start


@contextlib.contextmanager
def steps_here(folder):
    """A `lecons` whose steps run in this process, one after the other: its folder, and `serve(process)`,
    which answers it until `process` is over."""
    asked = []
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as door:
        address = str(Path(short) / "s")
        door.bind(address)
        door.listen()
        door.settimeout(0.1)
        client = folder / "bin" / "lecons"
        client.parent.mkdir()
        client.write_text(CLIENT.format(python=sys.executable, address=address), "utf-8")
        client.chmod(0o755)

        def serve(process):
            while process.poll() is None:
                with contextlib.suppress(TimeoutError):
                    caller, _ = door.accept()
                    with caller:
                        words = json.loads(caller.makefile().readline())
                        asked.append(words[1])
                        caller.sendall(str(app(words, standalone_mode=False) or 0).encode())
            return asked

        yield client.parent, serve


def without_chance(execute, monkeypatch):
    """A kernel's run leaves no cell with a name by chance; that of the fixture would."""

    def named(run, work):
        with monkeypatch.context() as patch:
            patch.setattr("nbformat.v4.nbbase.random_cell_id", lambda: "par-papermill")
            return execute(run, work)

    return named


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != TIMED
    }


def write_graph(folder, capsys, project, *options):
    formats = [word for one in FORMATS for word in ("--format", one)]
    app(["graphe", str(project), *formats, *options], standalone_mode=False)
    told = capsys.readouterr().out
    (folder / "graphe.json").write_text(told, "utf-8")
    return json.loads(told)["noeuds"]


def test_doit_and_snakemake_make_the_same_files(
    mini, tmp_path, snakemake, notebooks_here, monkeypatch, capsys
):
    monkeypatch.setattr(compose, "date", Someday)
    by_doit = engine.run  # the fixture goes without it
    report = Path(os.environ[REPORTS_VARIABLE]) / "mini" / "interne" / "fr"
    # undone in this order: what is patched last stands on what is patched first
    with (
        notebooks_here(),
        monkeypatch.context() as patch,
        steps_here(tmp_path) as (path, serve),
    ):
        patch.setattr(engine, "run", by_doit)
        patch.setattr(step, "execute", without_chance(step.execute, monkeypatch))
        patch.setattr(engine, "apart", lambda work, *given, seconds, fresh=False: work(*given))
        patch.setattr(engine, "workers", lambda _: 1)  # they share this process
        outcome = produce(check_parameters({"projet": str(mini)}), formats=FORMATS)
        assert not outcome.partial
        made = files_of(report)
        for again in (report.parents[2], mini / "tables"):
            shutil.rmtree(again)

        nodes = write_graph(tmp_path, capsys, mini)
        process = snakemake(tmp_path, path, "--cores", "2", "--keep-going")
        ran = serve(process)
    assert process.returncode == 0, (tmp_path / "snakemake.log").read_text("utf-8")
    assert sorted(ran) == sorted(outcome.seconds)
    assert len(ran) == len(nodes) > 8
    assert files_of(report) == made
    assert {"synthese.html", "tableaux.xlsx", "preuves.xlsx", "carnets/60_synthese.ipynb"} <= {
        *made
    }


def test_slurm_is_given_a_report_a_submission_with_what_it_needs(mini, tmp_path, snakemake, capsys):
    nodes = write_graph(tmp_path, capsys, mini, "--langue", "fr", "--langue", "en")
    process = snakemake(tmp_path, "", "--executor", "slurm", "--jobs", "2", "--dry-run")
    assert process.wait() == 0
    told = (tmp_path / "snakemake.log").read_text("utf-8")
    groups = re.findall(r"Group job (\S+) ", told)
    assert sorted(groups) == ["mini", "mini.interne-en", "mini.interne-fr"]
    assert all(f": {node['nom']}\n" in told for node in nodes)
