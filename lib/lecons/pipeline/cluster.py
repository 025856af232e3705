"""The graph of many reports in plain values, for a workflow engine that knows nothing of lecons.

Each step has a command, and a receipt that this command writes last. The receipt is for the engine (which
takes it away before it runs a step again); what a step rests on, it says itself (`keys.why`).
"""

import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lecons.parameters import RunParameters
from lecons.pipeline import manifest
from lecons.pipeline.graph import FORMATS, IMPORT, NOTEBOOK, Node, graph
from lecons.pipeline.state import State, digest_of, write_whole
from lecons.pipeline.worksite import FOLDER, Worksite
from lecons.project import Project, open_project, repository_root
from lecons.report.places import reports_of

# the whole of a project in one job: where there are hundreds of them, starting a process a step costs more
PROJECT = "projet"
GRAINS = ("etape", PROJECT)
_MINUTES = {IMPORT: 20, NOTEBOOK: 30, PROJECT: 60}
_MEMORY = {IMPORT: 1000, NOTEBOOK: 1000, PROJECT: 3000}


@dataclass(frozen=True)
class Asked:
    """What is asked of each project: editions, languages, formats."""

    edition: str
    languages: tuple[str, ...]
    formats: tuple[str, ...] = ()

    def options(self, languages: Iterable[str]) -> list[str]:
        """The same, as a person would type it."""
        typed = ["--edition", self.edition]
        for language in languages:
            typed += ["--langue", language]
        for one in self.formats:
            typed += ["--format", one]
        return typed

    def site(self, project: str, language: str) -> Worksite:
        parameters = RunParameters.model_validate(
            {"projet": project, "edition": self.edition, "langue": language}
        )
        return Worksite(parameters, frozenset({"html", *(self.formats or FORMATS)}))


def describe(projects: Sequence[str], asked: Asked, grain: str) -> dict[str, list[dict[str, Any]]]:
    """The graph of the reports of several projects: `noeuds`, each with `nom`, `apres` (names), `commande`
    (words), `etat` (its receipt), `entrees` (files), `empreinte` (of what else it rests on: lecons itself,
    decisions of reviewers), `memoire_mo` and `minutes`."""
    nodes: list[dict[str, Any]] = []
    software = digest_of(manifest.code())
    for given in projects:
        project = open_project(given)
        mark = digest_of([software, manifest.review(project)])
        if grain == PROJECT:
            nodes.append({**_whole(project, given, asked), "empreinte": mark})
            continue
        for language in asked.languages:
            site = asked.site(given, language)
            for node in graph(project, site.parameters, site.formats):
                if node.kind != IMPORT or language == asked.languages[0]:
                    nodes.append({**_step(site, given, asked, node), "empreinte": mark})
    return {"noeuds": nodes}


def _step(site: Worksite, given: str, asked: Asked, node: Node) -> dict[str, Any]:
    files = _files(site.project) if node.kind == IMPORT else []
    if node.run is not None:
        files = [repository_root() / "notebooks" / f"{node.run.notebook}.ipynb"]
    return {
        "nom": _named(site, node.name),
        "apres": [_named(site, name) for name in node.after],
        "commande": [
            *("lecons", "etape", node.name, given),
            *asked.options([site.parameters.langue]),
        ],
        "etat": _from_here(receipt(site, node.name)),
        "entrees": [_from_here(path) for path in files],
        "memoire_mo": _MEMORY.get(node.kind, 600),
        "minutes": _MINUTES.get(node.kind, 15),
    }


def _whole(project: Project, given: str, asked: Asked) -> dict[str, Any]:
    return {
        "nom": f"{project.code}/{PROJECT}",
        "apres": [],
        "commande": ["lecons", "etape", PROJECT, given, *asked.options(asked.languages)],
        "etat": _from_here(receipt_of_all(project, asked.edition)),
        "entrees": [_from_here(path) for path in _files(project)],
        "memoire_mo": _MEMORY[PROJECT],
        "minutes": _MINUTES[PROJECT] * len(asked.languages),
    }


def _files(project: Project) -> Collection[Path]:
    return manifest.input_files(project).values()


def _named(site: Worksite, name: str) -> str:
    if name == IMPORT:
        return f"{site.project.code}/{IMPORT}"
    return f"{site.project.code}/{site.folder.name}/{name}"


def receipt(site: Worksite, name: str) -> Path:
    """Where the receipt of a step goes; the import is of all reports of a project."""
    folder = site.folder.parent if name == IMPORT else site.folder
    return folder / "recus" / f"{name}.json"


def receipt_of_all(project: Project, edition: str) -> Path:
    """Where the receipt of all reports of a project goes."""
    return reports_of(project) / "interne" / FOLDER / "recus" / f"{PROJECT}-{edition}.json"


def write_receipt(path: Path, states: Iterable[State]) -> None:
    """Say that steps are over: why each ran and what failed."""
    told = [{"etape": one.node, "raison": one.reason, "echec": one.failure} for one in states]
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8"))


def _from_here(path: Path) -> str:
    """A path as the command will see it: the engine starts it in the same folder."""
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)
