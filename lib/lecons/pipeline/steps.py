"""What each step of a report does, and the status that it leaves last.

A step that nothing calls for does nothing. One that fails leaves its failure in its status, so that the
others go on and the report says what is missing.
"""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lecons.errors import LeconsError
from lecons.evidence.names import FINDINGS, MANIFEST, NUMBERS
from lecons.evidence.numbers import number_findings
from lecons.evidence.register import Register
from lecons.intake.load import import_project
from lecons.language import Language
from lecons.pipeline import manifest
from lecons.pipeline.erasure import erase_withdrawn
from lecons.pipeline.execute import Status, execute
from lecons.pipeline.graph import IMPORT, NOTEBOOK, OUTPUT, PAGE, REPORT, Node, graph
from lecons.pipeline.keys import MERGED, Software, key_of, root_of, state_path, tables_of, why
from lecons.pipeline.outputs import HTML, Material, make_output, make_page
from lecons.pipeline.publish import put_out
from lecons.pipeline.state import (
    State,
    digest,
    digests,
    read_state,
    write_state,
    write_whole,
)
from lecons.pipeline.worksite import Worksite
from lecons.report import fiche
from lecons.report.assemble import Executed, assemble
from lecons.report.page import cover
from lecons.report.places import PREVIOUS_VARIABLE, report_folder, reports_of
from lecons.report.summary_sheet import HANDED
from lecons.store import reads


def perform(site: Worksite, name: str) -> State:
    """Run one step of a report, unless nothing calls for it; answers its status (without a reason
    where it did not run). Raises LeconsError where
    the step cannot be done at all: the steps that rest on it cannot either."""
    node = find(site, name)
    software = Software()
    path = state_path(site, name)
    reason = why(site, node, software)
    if reason is None:
        state = read_state(path)
        assert state is not None
        if state.tables and (now := tables_of(site.project)) != state.tables:
            state = replace(state, tables=now)  # the store is another, its slices are the same
            write_state(path, state)
        return replace(state, reason="")
    site.open_up()
    _tidy(site)
    path.unlink(missing_ok=True)
    started = time.perf_counter()
    done = _STEPS[node.kind](site, node)
    root = root_of(site, node)
    state = State(
        node=name,
        key=key_of(site, node, software),
        made=digests(root, done.pop("fait")),
        reason=reason,
        seconds=round(time.perf_counter() - started, 3),
        ended=datetime.now(UTC).isoformat(timespec="seconds"),
        failure=done.pop("echec", None),
        tables=tables_of(site.project) if "lectures" in done else "",
        reads=done.pop("lectures", []),
        value=done,
    )
    write_state(path, state)
    return state


def _tidy(site: Worksite) -> None:
    """Take away what notebooks left that are of this report no more: a result area that is gone."""
    nodes = {node.name for node in graph(site.project, site.parameters, site.formats)}
    for folder in (site.notebooks, site.findings, site.states, site.reads, site.nodes):
        for path in folder.iterdir():
            if path.stem not in nodes and not path.name.startswith("."):
                path.unlink(missing_ok=True)


def find(site: Worksite, name: str) -> Node:
    """A step of a report by its name; raises LeconsError naming those that exist."""
    nodes = {node.name: node for node in graph(site.project, site.parameters, site.formats)}
    if name not in nodes:
        raise LeconsError(f"Étape inconnue : {name}.", f"Étapes : {', '.join(nodes)}.")
    return nodes[name]


def note_death(site: Worksite, node: Node, cause: str, seconds: float) -> State:
    """The status of a step whose process died or was stopped: nobody else can leave it."""
    site.open_up()
    if node.run is not None:
        run = node.run
        _write_status(site, Status(run.name, run.notebook, run.result, seconds, None, cause))
    state = State(
        node=node.name,
        key={},
        made={},
        reason="",
        seconds=round(seconds, 3),
        ended=datetime.now(UTC).isoformat(timespec="seconds"),
        failure=cause,
        value={"a_savoir": [], "echecs": {}},
    )
    write_state(state_path(site, node.name), state)
    return state


def _import(site: Worksite, _: Node) -> dict[str, Any]:
    project = site.project
    report = import_project(project)
    erased = erase_withdrawn(project, report, reports_of(project))
    told = []
    if erased is not None:
        told.append(erased.told())
        report.failed.update(erased.left())
    folder = project.tables_folder
    return {
        "fait": [*folder.glob("*.parquet"), folder / "journal.json"],
        # a file that could not be read may be there again
        "echec": next(iter(report.failed.values()), None),
        "echecs": report.failed,
        "anciennes": report.old,
        "entrees": manifest.inputs(project),
        "lignes": report.rows,
        "comptes": [asdict(account) for account in report.accounts],
        "a_savoir": told,
    }


def _notebook(site: Worksite, node: Node) -> dict[str, Any]:
    run = node.run
    assert run is not None
    noted = site.reads / f"{run.name}.jsonl"
    noted.unlink(missing_ok=True)
    (site.findings / f"{run.name}.json").unlink(missing_ok=True)
    if node.stage:
        _keep_compared(site)
    os.environ[reads.VARIABLE] = str(noted)
    os.environ[PREVIOUS_VARIABLE] = str(site.compared)
    try:
        status = execute(run, site.folder)
    finally:
        del os.environ[reads.VARIABLE], os.environ[PREVIOUS_VARIABLE]
    handed = {"50_bonnes_pratiques": fiche.FOLDER, "60_synthese": HANDED}.get(run.notebook)
    return {
        "fait": [
            site.notebooks / f"{run.name}.ipynb",
            site.findings / f"{run.name}.json",
            *([site.folder / handed] if handed else []),
        ],
        "echec": status.echec,
        "lectures": reads.read_notes(noted),
    }


def _write_status(site: Worksite, status: Status) -> None:
    content = json.dumps(asdict(status), ensure_ascii=False)
    write_whole(site.states / f"{status.run}.json", content.encode("utf-8"))


def _keep_compared(site: Worksite) -> None:
    """Keep the findings of the report that this one is compared with: it is about to be replaced."""
    place = site.previous or report_folder(site.project, site.parameters)
    site.compared.mkdir(exist_ok=True)
    for name in (FINDINGS, MANIFEST):
        if (place / name).is_file():
            write_whole(site.compared / name, (place / name).read_bytes())
        else:
            (site.compared / name).unlink(missing_ok=True)


def _page(site: Worksite, node: Node) -> dict[str, Any]:
    project = site.project
    imported = read_state(state_path(site, IMPORT))
    failed = dict(imported.value["echecs"]) if imported else {}
    notices = [*failed.values(), *(imported.value["anciennes"] if imported else [])]
    today = site.today or date.today()
    found = Register(site.findings).read()
    numbers, refused = number_findings(project.folder, project.tables_folder, [*found], today)
    if refused:
        notices.append(refused)
    executed = [
        Executed(s.run, s.notebook, s.result, site.notebooks / f"{s.run}.ipynb", s.echec)
        for s in statuses(site, node.after)
    ]
    inside = site.parameters.edition == "interne"
    notebooks = [one.run for one in executed if one.path.is_file()] if inside else []
    material = _material(site, today, numbers)
    merged = assemble(project, material.binding.language, executed, notices)
    content = make_page(merged, material, notebooks)
    return {
        "fait": [site.made / HTML, site.folder / MERGED],
        "jour": today.isoformat(),
        "numeros": numbers,
        "contenu": digest(content.encode("utf-8")),
        "echecs": {NUMBERS: refused} if refused else {},
    }


def _output(site: Worksite, node: Node) -> dict[str, Any]:
    page = read_state(state_path(site, PAGE))
    assert page is not None
    material = _material(site, date.fromisoformat(page.value["jour"]), page.value["numeros"])
    before = read_state(state_path(site, node.name))
    _take_away(site, [*(before.value.get("fichiers", ()) if before else ())])
    made = make_output(node.name, material)
    return {
        "fait": [site.made / name for name in made.files],
        "fichiers": made.files,
        "echec": next(iter(made.failed.values()), None),
        "echecs": made.failed,
        "a_savoir": made.told,
    }


def _take_away(site: Worksite, names: list[str]) -> None:
    for name in names:
        path = site.made / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _report(site: Worksite, node: Node) -> dict[str, Any]:
    states = {name: read_state(state_path(site, name)) for name in (IMPORT, *node.after)}
    known = {name: state for name, state in states.items() if state is not None}
    runs = [one for one in node.after if find(site, one).kind == NOTEBOOK]
    published = put_out(site, known, statuses(site, tuple(runs)))
    return {
        "fait": [published.folder] if published.folder else [],
        "echec": published.failure,
        "dossier": _from_reports(site, published.folder),
        "constats": published.findings,
        "a_savoir": published.told,
        "retenu": str(published.held) if published.held else None,
        "examines": published.examined,
        "changements": published.changes,
    }


def _from_reports(site: Worksite, folder: Path | None) -> str:
    """Where the report stands, from the folder of all reports of the project."""
    place = folder or report_folder(site.project, site.parameters)
    return place.relative_to(reports_of(site.project)).as_posix()


def _material(site: Worksite, today: date, numbers: dict[str, str]) -> Material:
    project, parameters = site.project, site.parameters
    language = Language(parameters.langue, project.discretion(parameters.edition))
    front = cover(project, language, parameters.edition, today)
    binding = fiche.Binding(project, language, front, today, numbers)
    return Material(binding, Register(site.findings).read(), site.folder, site.made)


def statuses(site: Worksite, runs: tuple[str, ...]) -> list[Status]:
    """What became of notebooks, in that order."""
    return [
        Status(**json.loads((site.states / f"{name}.json").read_text(encoding="utf-8")))
        for name in runs
    ]


_STEPS: dict[str, Callable[[Worksite, Node], dict[str, Any]]] = {
    IMPORT: _import,
    NOTEBOOK: _notebook,
    PAGE: _page,
    OUTPUT: _output,
    REPORT: _report,
}
