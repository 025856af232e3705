"""Runs the graph of a report on this machine, with doit: as many steps at a time as it has room for.

Each step runs in a process of its own, forked from a parent that is warm (`kernels`): this one stays light.
doit decides what may run when; what a step rests on, and whether it is called for, the steps say themselves
(`keys.why`), as they do on a cluster.
"""

import functools
import io
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from doit.api import run_tasks
from doit.cmd_base import ModuleTaskLoader
from doit.exceptions import TaskFailed
from doit.reporter import ZeroReporter

from lecons.errors import ReportError
from lecons.pipeline.execute import GRACE, NOTEBOOK_SECONDS, quiet
from lecons.pipeline.graph import IMPORT, NOTEBOOK, OUTPUT, REPORT, Node, ranks
from lecons.pipeline.kernels.apart import Died, TooLong, apart
from lecons.pipeline.kernels.warm import LIGHT, PRELOADED, warm
from lecons.pipeline.keys import Software, state_path, why
from lecons.pipeline.progress import Progress
from lecons.pipeline.resources import workers
from lecons.pipeline.room import Room
from lecons.pipeline.state import State, read_state
from lecons.pipeline.worksite import KERNEL_LOG, Worksite

# how long a step may take; a notebook stops itself before, and says in which cell it was
SECONDS = NOTEBOOK_SECONDS + GRACE
# what a step is known to need (MB), for as many at a time as memory allows
_MEMORY = 600
_AGAIN = "Relancez la même commande : ce qui est fait n’est pas refait."
# doit keeps its own book of what was done; ours stands in the status files, so that one is thrown away
_NOWHERE = {"backend": "sqlite3", "dep_file": ":memory:"}


def run(
    site: Worksite, nodes: list[Node], progress: Progress, still_ours: Callable[[], None]
) -> dict[str, State]:
    """Run every step that is called for, each after those that it rests on; answers the status of those
    that ran, in the order in which they ended. `still_ours` is asked before the report takes its place, and
    raises where the project is somebody else's by now.

    A notebook or a format whose process dies, or lasts too long, leaves that as its status, and the others
    go on. Raises the error of a step without which no report can be.
    """
    software = Software()
    (site.folder / KERNEL_LOG).unlink(missing_ok=True)
    due = {node.name: node for node in nodes if why(site, node, software, light=True) is not None}
    was_warm = warm(
        PRELOADED if any(one.kind in (IMPORT, NOTEBOOK) for one in due.values()) else LIGHT
    )
    room, rank = Room(workers(_MEMORY)), ranks(nodes)
    ran: dict[str, State] = {}
    wrong: list[Exception] = []
    lock = threading.Lock()

    def step(node: Node) -> TaskFailed | None:
        with room.place(rank[node.name]):
            return placed(node)

    def placed(node: Node) -> TaskFailed | None:
        progress.start(node.name)
        started, failed = time.perf_counter(), True
        try:
            if node.kind == REPORT:
                still_ours()
            # the import needs little of what others do: it does not wait until the warm parent has it all
            alone = node.kind == IMPORT and not was_warm
            state = apart(_perform, site, node.name, seconds=SECONDS, fresh=alone)
        except (Died, TooLong) as error:
            spent = time.perf_counter() - started
            if node.kind in (NOTEBOOK, OUTPUT):
                state = apart(_note_death, site, node, error.cause, spent, seconds=SECONDS)
            else:
                wrong.append(ReportError(f"Étape « {node.name} » : {error}", _AGAIN))
                return TaskFailed(str(error))
        except Exception as error:
            # told once every other step is over; doit would keep it to itself
            wrong.append(error)
            return TaskFailed(str(error))
        else:
            failed = state.failure is not None
        finally:
            progress.done(node.name, time.perf_counter() - started, failed)
        with lock:
            ran[node.name] = state
        return None

    def is_done(node: Node) -> bool:
        try:
            # before anything ran, all is as it was a moment ago
            called_for = (
                why(site, node, software, light=True) is not None if ran else node.name in due
            )
        except Exception as error:
            wrong.append(error)
            raise
        if not called_for:
            progress.kept(node.name)
        return not called_for

    def tasks() -> Iterator[dict[str, Any]]:
        for node in nodes:
            yield {
                "basename": node.name,
                "actions": [(functools.partial(step, node),)],
                "task_dep": list(node.after),
                "uptodate": [functools.partial(is_done, node)],
                "io": {"capture": False},
            }

    options = {
        **_NOWHERE,
        "reporter": ZeroReporter(io.StringIO(), {}),
        # as many threads as steps, each of which waits for a place
        "num_process": len(nodes),
        "par_type": "thread",
        "continue": True,
        "verbosity": 0,
    }
    code = run_tasks(
        ModuleTaskLoader({"task_lecons": tasks}),
        {node.name: {} for node in nodes},
        extra_config={"GLOBAL": options},
    )
    if wrong:
        raise wrong[0]
    if code:
        raise ReportError("Le rapport n’a pas pu être fait : les étapes se sont arrêtées.", _AGAIN)
    return ran


def _perform(site: Worksite, name: str) -> State:
    from lecons.pipeline.steps import perform

    site.open_up()
    quiet(site.folder / KERNEL_LOG)
    return perform(site, name)


def _note_death(site: Worksite, node: Node, cause: str, seconds: float) -> State:
    from lecons.pipeline.steps import note_death

    return note_death(site, node, cause, seconds)


def standing(site: Worksite, nodes: list[Node]) -> dict[str, State]:
    """The statuses that stand, by step."""
    states = {node.name: read_state(state_path(site, node.name)) for node in nodes}
    return {name: state for name, state in states.items() if state is not None}
