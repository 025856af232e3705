"""Executes one notebook in a kernel of its own, and writes what became of it.

Runs in a worker process: the working directory and the environment are the process's own. The
status file is the only truth about a run: papermill's own metadata say `completed` of cells that
never ran (see nbclient and papermill#511 for the start-up races that the IPC transport avoids).
"""

import json
import os
import re
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from lecons.pipeline.graph import Run
from lecons.project import repository_root

CELL_SECONDS = 600
START_SECONDS = 90


@dataclass(frozen=True)
class Status:
    """What became of a run: `echec` is None when it succeeded."""

    run: str
    notebook: str
    result: str | None
    seconds: float
    cell: str | None = None
    echec: str | None = None


def quiet(log: Path) -> None:
    """Send what kernels write to their terminal to a file: it would drown the messages to people."""
    sys.stderr.flush()
    os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND), 2)


def execute(run: Run, folder: Path) -> Status:
    """Execute one notebook; never raises for what happens inside it.

    Writes `folder`/carnets/<run>.ipynb (also when a cell failed, up to that cell) and
    `folder`/etat/<run>.json. Findings go to `folder`/constats/.
    """
    import papermill  # late: the parent process does without it

    target = folder / "carnets" / f"{run.name}.ipynb"
    draft = target.with_name(f".{run.name}.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    os.environ["LECONS_CONSTATS"] = str(folder / "constats")
    os.environ["MPLBACKEND"] = "agg"
    started = time.perf_counter()
    cell, failure = None, None
    try:
        with tempfile.TemporaryDirectory(prefix="lecons-") as sockets:
            papermill.execute_notebook(
                repository_root() / "notebooks" / f"{run.notebook}.ipynb",
                draft,
                parameters=run.parameters.scalars(),
                kernel_name="python3",
                cwd=repository_root(),
                progress_bar=False,
                start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS,
                config=_transport(sockets),
            )
    except papermill.PapermillExecutionError as error:
        cell = _failed_cell(draft)
        failure = f"cellule « {cell} » : {_plain(f'{error.ename}: {error.evalue}')}"
    except Exception as error:  # a kernel that died, a full disk: the other runs go on
        failure = _plain(f"{type(error).__name__}: {error}")
    if draft.is_file():
        os.replace(draft, target)
    status = Status(
        run.name, run.notebook, run.result, time.perf_counter() - started, cell, failure
    )
    states = folder / "etat"
    states.mkdir(exist_ok=True)
    (states / f"{run.name}.json").write_text(
        json.dumps(asdict(status), ensure_ascii=False), encoding="utf-8"
    )
    return status


def _failed_cell(executed: Path) -> str | None:
    """The id of the cell that holds the error (papermill's own index forgets the cells it adds)."""
    for cell in json.loads(executed.read_text(encoding="utf-8"))["cells"]:
        if any(output["output_type"] == "error" for output in cell.get("outputs", [])):
            identifier: str = cell["id"]
            return identifier
    return None


def _transport(sockets: str):  # type: ignore[no-untyped-def]
    """Sockets in a folder of this run alone, so that no two kernels can take one port (POSIX)."""
    from traitlets.config import Config

    if os.name == "nt":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/k"}})


def _plain(words: str) -> str:
    """An error's own words, without the name of the exception class of lecons nor terminal codes."""
    words = re.sub(r"\x1b\[[0-9;]*m", "", words)
    return re.sub(r"^(\w*Error): ", lambda m: "" if m[1] in _OURS else m[0], words.strip())


_OURS = {"ProjectError", "ParameterError", "StoreError", "ReportError", "IntakeError"}
