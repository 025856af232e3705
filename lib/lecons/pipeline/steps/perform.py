"""Runs one step, unless nothing calls for it, and writes the status that it leaves last.

A step that fails leaves its failure in its status, so that the others go on and the report says what is
missing.
"""

import importlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from lecons.errors import LeconsError, ParameterError
from lecons.pipeline.disk import refused
from lecons.pipeline.graph import (
    ASSEMBLY,
    IMPORT,
    NOTEBOOK,
    OUTPUT,
    PAGE,
    REPORT,
    Node,
    graph,
)
from lecons.pipeline.keys import Software, key_of, root_of, settled, state_path, tables_of, why
from lecons.pipeline.state import State, digests, read_state, write_state
from lecons.pipeline.worksite import Worksite


@dataclass(frozen=True)
class Done:
    """What a step did: the files that it left, what it answers to those that come after it, why it failed,
    and, of a notebook, the slices of the store that it read, each with its digest."""

    files: list[Path]
    value: dict[str, Any]
    failure: str | None = None
    reads: list[tuple[dict[str, Any], str]] | None = None


# imported as they are called for: a phrase of the page is put right without the library of statistics
_STEPS = {
    IMPORT: "lecons.pipeline.steps.bring_in:bring_in",
    NOTEBOOK: "lecons.pipeline.steps.run:run_notebook",
    ASSEMBLY: "lecons.pipeline.steps.compose:put_in_order",
    PAGE: "lecons.pipeline.steps.compose:compose_page",
    OUTPUT: "lecons.pipeline.steps.compose:compose_output",
    REPORT: "lecons.pipeline.steps.put_together:put_together",
}


def perform(site: Worksite, name: str) -> State:
    """Run one step of a report, unless nothing calls for it; answers its status, without a reason where it
    did not run. Raises LeconsError where the step cannot be done at all: those that rest on it cannot
    either."""
    node, path = find(site, name), state_path(site, name)
    try:
        site.open_up()
        with turn(path):
            return _perform(site, node, path)
    except OSError as error:
        raise refused(error, site.folder) from error


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Whoever leaves a status file, one at a time: who asks for the same step meanwhile waits, and finds it
    done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.stem}.verrou"), mode=0o600):
        yield


def _perform(site: Worksite, node: Node, path: Path) -> State:
    software = Software()
    reason = why(site, node, software)
    # what changes while the step runs is called for again: its key is of before
    tables, key = tables_of(site.project), key_of(site, node, software)
    if reason is None:
        state = read_state(path)
        assert state is not None
        if state.tables and tables != state.tables:
            state = replace(state, tables=tables)  # the store is another, its slices are the same
            write_state(path, state)
        return replace(state, reason="")
    missing = [one for one in node.after if read_state(state_path(site, one)) is None]
    if missing:
        raise LeconsError(
            f"L’étape {node.name} en attend d’autres.", f"D’abord : {', '.join(missing)}."
        )
    _tidy(site)
    path.unlink(missing_ok=True)
    started = time.perf_counter()
    done = _step(node)(site, node)
    state = State(
        node=node.name,
        key=settled(key, key_of(site, node, software)) if node.kind == IMPORT else key,
        made=digests(root_of(site, node), done.files),
        reason=reason,
        seconds=round(time.perf_counter() - started, 3),
        ended=_now(),
        failure=done.failure,
        tables="" if done.reads is None else tables,
        reads=done.reads or [],
        value=done.value,
    )
    write_state(path, state)
    return state


def _step(node: Node) -> Callable[[Worksite, Node], Done]:
    module, _, function = _STEPS[node.kind].partition(":")
    step: Callable[[Worksite, Node], Done] = getattr(importlib.import_module(module), function)
    return step


def find(site: Worksite, name: str) -> Node:
    """A step of a report by its name; raises ParameterError naming those that exist."""
    nodes = {node.name: node for node in graph(site.project, site.parameters, site.formats)}
    if name not in nodes:
        raise ParameterError(f"Étape inconnue : {name}.", f"Étapes : {', '.join(nodes)}.")
    return nodes[name]


def note_death(site: Worksite, node: Node, cause: str, seconds: float) -> State:
    """The status of a step whose process died or was stopped after so many seconds: nobody else can leave
    it."""
    site.open_up()
    if node.run is not None:
        from lecons.pipeline.execute import broken_off

        told = broken_off(node.run, site.folder, cause, seconds)
        cause = told.echec or cause
    state = State(
        node=node.name,
        key={},
        made={},
        reason="",
        seconds=round(seconds, 3),
        ended=_now(),
        failure=cause,
        value={"a_savoir": [], "echecs": {}},
    )
    write_state(state_path(site, node.name), state)
    return state


def _tidy(site: Worksite) -> None:
    """Take away what notebooks left that are of this report no more: a result area that is gone."""
    nodes = {node.name for node in graph(site.project, site.parameters, site.formats)}
    for folder in site.by_step:
        for path in folder.iterdir():
            if path.stem not in nodes and not path.name.startswith("."):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
