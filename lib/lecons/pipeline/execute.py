"""Executes one notebook in a kernel of its own, and says what became of it.

Runs in a process of its own: the working directory and the environment are the process's. What `execute`
answers is the only truth about a run: papermill's metadata say `completed` of cells that never ran.
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lecons.pipeline.graph import Run
from lecons.pipeline.kernels.watch import cell_of
from lecons.pipeline.state import write_whole
from lecons.project import repository_root

NOTEBOOK_SECONDS = 1800.0
# how long after its limit the process of a notebook may still be: to write what it has
GRACE = 60.0


@dataclass(frozen=True)
class Status:
    """What became of a run: `echec` is None when it succeeded, else in French, with the cell.

    `cells`: id of a cell → its elapsed seconds and its processor seconds; `kernel_seconds`: until the
    kernel answered; `memory_mb`: the most that the kernel held; `told`: what went on otherwise than
    meant, though it went on."""

    run: str
    notebook: str
    result: str | None
    seconds: float
    cell: str | None = None
    echec: str | None = None
    kernel_seconds: float | None = None
    cells: dict[str, tuple[float, float]] = field(default_factory=dict)
    memory_mb: int | None = None
    told: str | None = None


def quiet(log: Path) -> None:
    """Send what kernels write to their terminal to a file: it would drown the messages to people."""
    sys.stderr.flush()
    os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), 2)


def execute(run: Run, folder: Path, seconds: float = NOTEBOOK_SECONDS) -> Status:
    """Execute one notebook, in at most `seconds`; never raises for what happens inside it.

    Writes `folder`/carnets/<run>.ipynb (also when a cell failed, up to that cell) and
    `folder`/etat/<run>.json, in this order and each in one move. Findings go to `folder`/constats/.
    """
    # late: the parent process does without papermill
    import nbformat

    from lecons.pipeline.kernels.run import Limits
    from lecons.pipeline.kernels.run import run as run_notebook
    from lecons.pipeline.kernels.tidy import tidied

    started = time.perf_counter()
    os.environ["LECONS_CONSTATS"] = str(folder / "constats")
    mark = _mark(run, folder)
    mark.parent.mkdir(parents=True, exist_ok=True)
    # should this run leave none, the last is not its
    _notebook(run, folder).unlink(missing_ok=True)
    parameters = run.parameters.scalars()
    path = repository_root() / "notebooks" / f"{run.notebook}.ipynb"
    ran = run_notebook(path, parameters, mark, Limits(notebook=seconds))
    if ran.notebook is not None:
        kept = tidied(ran.notebook, parameters, ran.cell, ran.failure)
        write_whole(_notebook(run, folder), nbformat.writes(kept).encode("utf-8"))
    status = Status(
        run.name,
        run.notebook,
        run.result,
        round(time.perf_counter() - started, 3),
        ran.cell,
        _with_cell(ran.cell, ran.failure),
        ran.ready,
        ran.cells,
        _peak_mb(),
        ran.told,
    )
    _write(status, folder)
    return status


def broken_off(run: Run, folder: Path, cause: str, seconds: float) -> Status:
    """Write and answer the status of a run whose process died, or was stopped, after `seconds`: `cause`,
    in the cell that was under way."""
    cell = cell_of(_mark(run, folder))
    status = Status(
        run.name, run.notebook, run.result, round(seconds, 3), cell, _with_cell(cell, cause)
    )
    _write(status, folder)
    return status


def _write(status: Status, folder: Path) -> None:
    content = json.dumps(asdict(status), ensure_ascii=False)
    write_whole(folder / "etat" / f"{status.run}.json", content.encode("utf-8"))
    (folder / "etat" / f".{status.run}.cellule").unlink(missing_ok=True)


def _notebook(run: Run, folder: Path) -> Path:
    return folder / "carnets" / f"{run.name}.ipynb"


def _mark(run: Run, folder: Path) -> Path:
    return folder / "etat" / f".{run.name}.cellule"


def _with_cell(cell: str | None, failure: str | None) -> str | None:
    """Where and why, as the report says it."""
    return f"cellule « {cell} » : {failure}" if cell and failure else failure


def _peak_mb() -> int | None:
    """The most memory that a process started by this one held (MB): its kernel."""
    if os.name == "nt":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
