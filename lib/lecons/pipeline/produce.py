"""One command from raw exports to a report: what is called for is run, and the report takes its place."""

import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lecons.errors import disk_answer
from lecons.parameters import RunParameters
from lecons.pipeline import manifest
from lecons.pipeline.disk import refused
from lecons.pipeline.graph import (
    ASSEMBLY,
    FORMATS,
    IMPORT,
    NOTEBOOK,
    OUTPUT,
    REPORT,
    Node,
    graph,
)
from lecons.pipeline.keys import state_path
from lecons.pipeline.leftovers import clean_leftovers
from lecons.pipeline.lock import Held, project_lock
from lecons.pipeline.progress import SILENT, Progress
from lecons.pipeline.state import State, digests, read_state
from lecons.pipeline.worksite import HTML, Worksite
from lecons.report.places import report_folder, reports_of
from lecons.store.names import REGISTERS


@dataclass
class Outcome:
    """What a run left: the folder, what failed (a step → why), the files that could not be read (`refused`),
    what the analyst should know, why each step ran (`reasons`) and how long it took (`seconds`). `held`: the
    faults that kept a public edition from being put in place, in a text for the team; `examined`: how many
    files its release check read; `changes`: what changed since the last report, in counts."""

    folder: Path
    unchanged: bool = False
    failures: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    examined: int | None = None
    held: Path | None = None
    changes: dict[str, Any] | None = None

    @property
    def partial(self) -> bool:
        return bool(self.failures or self.refused)


def produce(
    parameters: RunParameters,
    progress: Progress = SILENT,
    formats: Collection[str] = FORMATS,
    *,
    today: date | None = None,
    previous: Path | None = None,
    listed: bool = True,
) -> Outcome:
    """Make one report (one edition, one language), in the asked `formats`; the page is always made.

    Only what is called for runs (see `keys`), and what a run that was stopped had finished is not done
    again. When nothing changed since the last good report, nothing runs at all. `today`: the day that the
    report bears; `previous`: the folder of the report that it is compared with, the one that stands where
    none is given. The page that lists all reports is written last (`listed`): where thousands of reports are
    made side by side, each need not.

    Raises BusyError where another run of this project is going on.
    """
    site = Worksite(parameters, frozenset({"html", *formats}), today, previous)
    if is_current(site):
        # what failed since was undone: the partial report beside speaks of nothing any more
        shutil.rmtree(site.partial, ignore_errors=True)
        return Outcome(report_folder(site.project, parameters), unchanged=True)
    nodes = graph(site.project, parameters, site.formats)
    command = f"lecons produire {site.project.folder.name}"
    try:
        with project_lock(site.folder.parent, command) as held:
            drafts = [site.folder.parent, site.project.tables_folder]
            clean_leftovers(reports_of(site.project), drafts)
            outcome = _produce(site, nodes, progress, held)
            if taken_over := held.told():
                outcome.told.append(taken_over)
            if listed:
                _list_all(site, outcome)
    except OSError as error:
        raise refused(error, site.folder) from error
    return outcome


def is_current(site: Worksite) -> bool:
    """True where the report that stands is whole and made of what is there today: inputs, software,
    parameters, formats, decisions of reviewers."""
    place = report_folder(site.project, site.parameters)
    last = manifest.read_manifest(place)
    if not last.get("empreinte") or not (place / HTML).is_file():
        return False
    now = manifest.fingerprint(
        site.parameters,
        manifest.inputs(site.project),
        manifest.code(),
        site.formats,
        manifest.review(site.project),
    )
    return bool(last["empreinte"] == now) and _registers_stand(site)


def _registers_stand(site: Worksite) -> bool:
    """True where nobody touched what the import keeps of who withdrew or refused."""
    state = read_state(state_path(site, IMPORT))
    folder = site.project.tables_folder
    left = {} if state is None else {k: v for k, v in state.made.items() if k in REGISTERS}
    return digests(folder, [folder / name for name in left]) == left


def _produce(site: Worksite, nodes: list[Node], progress: Progress, held: Held) -> Outcome:
    from lecons.pipeline import engine  # late: where nothing changed nothing is run

    last = manifest.read_manifest(report_folder(site.project, site.parameters))
    progress.plan([node.name for node in nodes], last.get("durees", {}))
    ran = engine.run(site, nodes, progress, held.check)
    return _outcome(site, nodes, engine.standing(site, nodes), ran)


def _outcome(
    site: Worksite, nodes: list[Node], states: Mapping[str, State], ran: Mapping[str, State]
) -> Outcome:
    report = states[REPORT].value
    refused = states[IMPORT].value["echecs"] | states[ASSEMBLY].value["echecs"]
    failures: dict[str, str] = {}
    for node in nodes:
        state = states[node.name]
        if node.kind == NOTEBOOK and state.failure:
            failures[node.name] = state.failure
        elif node.kind == OUTPUT and state.failure:
            parts = state.value["echecs"]
            failures |= {f"{node.name} {part}": why for part, why in parts.items()} or {
                node.name: state.failure
            }
    return Outcome(
        reports_of(site.project) / report["dossier"],
        failures=failures,
        refused=refused,
        reasons={name: state.reason for name, state in ran.items()},
        seconds={name: state.seconds for name, state in states.items()},
        told=[*(ran[IMPORT].value["retraits"] if IMPORT in ran else ()), *report["a_savoir"]],
        examined=report["examines"],
        held=Path(report["retenu"]) if report["retenu"] else None,
        changes=report["changements"],
    )


def _list_all(site: Worksite, outcome: Outcome) -> None:
    """Write the pages that tell of this report: those that compare it with other projects, where they
    stand, and the list of all."""
    # late: where nothing changed nothing is listed
    from lecons.pipeline.kernels.apart import Died, apart

    try:
        apart(_write_lists, reports_of(site.project).parent, seconds=None)
    except (OSError, Died) as error:
        cause = error.cause if isinstance(error, Died) else disk_answer(error)
        outcome.told.append(f"La liste des rapports n’a pas pu être écrite ({cause}).")


def _write_lists(reports: Path) -> None:
    from lecons.pipeline.index import write_index
    from lecons.pipeline.portfolio_names import standing

    for edition, language, _ in standing(reports):
        from lecons.pipeline.portfolio import write_portfolio  # late: it draws on statistics

        write_portfolio(reports, edition, language)
    write_index(reports)
