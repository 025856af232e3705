"""A small lecons of its own, that can be broken at will: a copy of the software whose notebooks read one
table and say one sentence, the miniature project, and the command that makes its report."""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psutil
from lecons.project import repository_root

NAMES = (
    "10_donnees",
    "20_activites",
    "30_temoignages",
    "40_atelier",
    "50_bonnes_pratiques",
    "60_synthese",
)
_OPENING = """\
from lecons.report.document import Paragraph
from lecons.report.notebook import open_notebook
carnet = open_notebook("{name}", projet=projet, resultat=resultat, debut=debut, fin=fin,
                       langue=langue, edition=edition, graine=graine)
"""
_PARAMETERS = """\
projet, resultat, debut, fin = "data/mini", None, None, None
langue, edition, graine = "fr", "interne", 1
"""
_SENTENCE = "Paragraph((f\"{name} : {{len(carnet.table('activites'))}} activités\",))"
# the instants of a run that was killed are told apart by what is done then
SOON = 0.02


class House:
    """The copy stands in `folder`, and all that it writes: `rapports`, and `tmp` as temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root = repository_root()
        shutil.copytree(root / "lib" / "lecons", folder / "lib" / "lecons")
        shutil.copytree(root / "data" / "reference", folder / "data" / "reference")
        for name in ("requirements/run.lock", "pyproject.toml"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(root / name, folder / name)
        (folder / "notebooks").mkdir()
        for name in NAMES:
            self.notebook(name)
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.reports = folder / "rapports"
        self.project = folder / "data" / "mini"
        _write_mini(self.project)

    @property
    def report(self) -> Path:
        return self.reports / "mini" / "interne" / "fr"

    @property
    def partial(self) -> Path:
        return self.report.with_name("fr-partiel")

    @property
    def site(self) -> Path:
        return self.report.parent / ".chantier"

    def notebook(self, name: str, fault: str = "") -> None:
        """Write a notebook; its cell `panne` does what `fault` says."""
        sources = {
            "parametres": _PARAMETERS,
            "ouverture": _OPENING.format(name=name),
            "panne": fault,
            "phrase": _SENTENCE.format(name=name),
        }
        cells = [_cell("titre", f"# {name}", "markdown")]
        cells += [_cell(at, source) for at, source in sources.items() if source]
        cells[1]["metadata"] = {"tags": ["parameters"]}
        kernel = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
        content = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        path = self.folder / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    def limit(self, seconds: float) -> None:
        """How long a cell may take in the copy."""
        self._edit("kernels/run.py", r"^    cell: float = .*$", f"    cell: float = {seconds}")

    def lighten(self) -> None:
        """Leave out two notebooks, and do not import for the others what they do not need: what is tried is
        not how fast all is."""
        self._edit("graph.py", r', "40_atelier"|"50_bonnes_pratiques", ', "")
        self._edit("graph.py", r'\("60_synthese"\)', '("60_synthese",)')
        heavy = r"scipy|statsmodels|matplotlib|lecons\.report\.(?:sections|weighed)"
        self._edit("kernels/warm.py", rf'^    "(?:{heavy})[^"]*",$', "")

    def _edit(self, module: str, pattern: str, replacement: str) -> None:
        path = self.folder / "lib" / "lecons" / "pipeline" / module
        text, found = re.subn(pattern, replacement, path.read_text("utf-8"), flags=re.MULTILINE)
        assert found, f"{module} : {pattern}"
        path.write_text(text, "utf-8")

    def start(self, *more: str, **popen) -> subprocess.Popen:
        """Start the command, and answer its process."""
        command = [sys.executable, "-m", "lecons", "produire", str(self.project)]
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder / "lib"),
            "LECONS_RAPPORTS": str(self.reports),
            "TMPDIR": str(self.temporary),
            "TERM": "dumb",
            "COLUMNS": "1000",
        }
        return subprocess.Popen(
            [*command, "--ne-pas-ouvrir", "--format", "html", *more],
            cwd=self.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **popen,
        )

    def run(self, *more: str, **popen) -> tuple[int, str]:
        """Run the command to its end: its exit code and what it said."""
        with self.start(*more, **popen) as process:
            said, _ = process.communicate(timeout=300)
        return process.returncode, said

    def statuses(self) -> dict[str, dict]:
        """The status that each step left, by step; of one that was being written when all ended, none."""
        paths = [*self.site.glob("*/noeuds/*.json"), *self.project.glob("tables/etat_import.json")]
        told = {}
        for path in sorted(paths):
            with contextlib.suppress(FileNotFoundError):
                told[path.stem] = json.loads(path.read_text("utf-8"))
        return told

    def done(self) -> dict[str, str]:
        """When each step that succeeded was done (a run is one second at least: with how long it took)."""
        return {
            name: f"{one['ended']} {one['seconds']}"
            for name, one in self.statuses().items()
            if one["failure"] is None
        }

    def left(self) -> list[str]:
        """What stands beside the reports that should not, and in the temporary folder."""
        # locks are files that stay
        hidden = [
            path
            for path in self.reports.rglob(".*")
            if path != self.site and path.suffix != ".verrou"
        ]
        drafts = [path for path in self.folder.rglob("*.part*") if path.is_file()]
        found = {*hidden, *drafts, *self.site.glob("verrou.json*"), *self.temporary.iterdir()}
        return sorted(path.relative_to(self.folder).as_posix() for path in found)


def _write_mini(folder: Path) -> None:
    """The miniature project that the tests of the pipeline have."""
    at = Path(__file__).parents[1] / "conftest.py"
    spec = importlib.util.spec_from_file_location("mini", at)
    assert spec is not None
    assert spec.loader is not None
    mini = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(mini)
    (folder / "brut").mkdir(parents=True)
    (folder / "projet.yaml").write_text(mini.PROJECT, "utf-8")
    mini.write_sheet(folder / "brut" / "activites.xlsx", "Fiches", mini.ACTIVITIES)
    mini.write_sheet(folder / "brut" / "cas.xlsx", "Cas", mini.CASES)


def _cell(name: str, source: str, kind: str = "code") -> dict:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source, **code}


def hashes(folder: Path) -> dict[str, str]:
    """The digest of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def whole(report: Path) -> bool:
    """True where a report says itself whole and each of its files is the one that it names."""
    content = json.loads((report / "manifeste.json").read_text("utf-8"))
    found = hashes(report)
    del found["manifeste.json"]
    return content["complet"] and content["fichiers"] == found


def cut_off(process: subprocess.Popen) -> None:
    """What a power cut does to a run: all its processes are gone at one instant."""
    family = [process.pid]
    with suppress(psutil.NoSuchProcess):
        family += [one.pid for one in psutil.Process(process.pid).children(recursive=True)]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def survivors(house: House, within: float = 30.0) -> list[psutil.Process]:
    """The processes of a house that are still there after a while: none, if all is well. The warm parent
    learns that nobody waits for it when it has imported all, some seconds later."""
    until = time.monotonic() + within
    while found := [one for one in psutil.process_iter() if _of(house, one)]:
        if time.monotonic() > until:
            return found
        time.sleep(SOON)
    return []


def _of(house: House, process: psutil.Process) -> bool:
    try:
        return process.environ().get("LECONS_RAPPORTS") == str(house.reports)
    except psutil.Error:
        return False


def renamed(house: House) -> str:
    """Change one word of the project: every notebook rests on it. Answers the word."""
    word = f"Projet-{uuid4().hex[:8]}"
    path = house.project / "projet.yaml"
    text = re.sub(r"nom: \{fr: [^}]*\}", f"nom: {{fr: {word}}}", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return word
