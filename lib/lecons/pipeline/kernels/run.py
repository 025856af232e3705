"""One notebook through papermill: warm kernel, time limits, and how it ended, in French."""

import errno
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.iorw import load_notebook_node
from traitlets.config import Config

from lecons.pipeline.kernels import sockets
from lecons.pipeline.kernels.apart import cause_of, lasting
from lecons.pipeline.kernels.guard import guarded
from lecons.pipeline.kernels.provisioner import CLIENT, WarmProvisioner, provide
from lecons.pipeline.kernels.seat import take_seat
from lecons.pipeline.kernels.watch import Watch
from lecons.project import repository_root

KERNEL = "python3"
_RETRIED = "le noyau n’a démarré qu’à la deuxième tentative"


@dataclass
class Ran:
    """What a run left: the notebook as far as it went (None: no kernel ever answered), the cell that
    failed, why (None: it did not), and what is to be told all the same. `ready`: seconds until the kernel
    answered; `cells`: id → elapsed seconds and processor seconds."""

    notebook: Any
    cell: str | None
    failure: str | None
    told: str | None
    ready: float | None
    cells: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Limits:
    """How long the start of a kernel may take, a cell, and a notebook (seconds)."""

    start: float = 90.0
    cell: float = 600.0
    notebook: float = 1800.0


def run(path: Path, parameters: dict[str, Any], mark: Path, limits: Limits) -> Ran:
    """Run a notebook; never raises for what happens inside it.

    `mark`: the file that holds the cell under way. In a process of `apart` the kernel is forked, else it is
    an ordinary one. A start that fails is tried once more, with an ordinary one.
    """
    seat = take_seat() if guarded() else None
    provide(seat)
    told, error = None, None
    for again in (False, True):
        watch = Watch(mark, limits.cell, limits.notebook, _kernel)
        try:
            _papermill(path, parameters, watch, limits.start)
        except Exception as raised:  # a kernel that died, a full disk: the other notebooks go on
            error = raised
        finally:
            if seat is not None:
                seat.leave()
        if watch.ready is not None or again:
            break
        told, error = _RETRIED, None
    cell, failure = _outcome(watch, error)
    return Ran(watch.notebook, cell, failure, told, watch.ready, watch.cells)


def _papermill(path: Path, parameters: dict[str, Any], watch: Watch, to_start: float) -> None:
    folder = sockets.make()
    os.environ["MPLBACKEND"] = "agg"
    # what stands in somebody's IPython profile changes no report
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    try:
        papermill.execute_notebook(
            load_notebook_node(str(path)),
            None,
            parameters=parameters,
            kernel_name=KERNEL,
            cwd=repository_root(),
            progress_bar=False,
            start_timeout=to_start,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            config=_listening(folder),
            coalesce_streams=True,
            record_timing=False,
            **watch.hooks(),
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listening(folder: Path) -> Config:
    """Sockets in a folder of this run alone, so that no two kernels can take one port (POSIX)."""
    manager: dict[str, Any] = {
        "connection_file": str(folder / "noyau.json"),
        "client_class": CLIENT,
    }
    if os.name != "nt":
        manager |= {"transport": "ipc", "ip": str(folder / "k")}
    return Config({"KernelManager": manager})


def _kernel() -> int | None:
    last = WarmProvisioner.last
    return last.pid if last else None


def _outcome(watch: Watch, error: Exception | None) -> tuple[str | None, str | None]:
    """The cell that failed, and why."""
    if watch.notebook is None:
        return None, f"le noyau n’a pas démarré ({_reason(error)})"
    if isinstance(error, CellTimeoutError):
        _forget_interruption(watch)
        if watch.over():
            return (
                watch.cell,
                f"le carnet a duré plus de {lasting(watch.seconds)} ; il a été arrêté",
            )
        return watch.cell, f"elle a duré plus de {lasting(watch.cell_seconds)} et a été arrêtée"
    for cell in watch.notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                return cell.id, _said(output)
    if error is None:
        return None, None
    if isinstance(error, DeadKernelError):
        return watch.cell, f"le noyau s’est arrêté ({_ended()})"
    return watch.cell, _reason(error)


def _reason(error: Exception | None) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disque plein"
    if isinstance(error, RuntimeError):  # of a start: its words are ours, or jupyter_client's
        return str(error)
    return _plain(f"{type(error).__name__}: {error}")


def _forget_interruption(watch: Watch) -> None:
    """Take away what a cell said when it was stopped: sometimes it has the time to say it."""
    for cell in watch.notebook.cells:
        if cell.id == watch.cell:
            cell.outputs = [one for one in cell.outputs if one.output_type != "error"]


def _ended() -> str:
    last = WarmProvisioner.last
    return cause_of(last.launched.poll() if last and last.launched else None)


def _said(output: Any) -> str:
    if output.ename == "SystemExit":
        return "la cellule a demandé l’arrêt du carnet (SystemExit)"
    return _plain(f"{output.ename}: {output.evalue}")


def _plain(words: str) -> str:
    """An error's own words, without the name of the exception class of lecons nor terminal codes."""
    words = re.sub(r"\x1b\[[0-9;]*m", "", words)
    return re.sub(r"^(\w*Error): ", lambda m: "" if m[1] in _OURS else m[0], words.strip())


_OURS = {"ProjectError", "ParameterError", "StoreError", "ReportError", "IntakeError"}
