"""What is seen of a notebook while it runs: which cell, for how long, with how much processor time."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

# the cell that papermill adds: it gives it another id each time
INJECTED = "injected-parameters"


class Watch:
    """Follows one run through nbclient's hooks.

    `mark`: the file that holds the id of the cell under way, for whoever finds the process dead;
    `cell_seconds`, `seconds`: the limits for a cell and for the whole notebook; `kernel`: asks for the
    process id of the kernel.

    `cells`: id → (elapsed seconds, processor seconds) of each cell that ran to its end; `cell`: the id of
    the one under way; `ready`: the seconds until the kernel answered, None while it has not."""

    def __init__(
        self, mark: Path, cell_seconds: float, seconds: float, kernel: Callable[[], int | None]
    ) -> None:
        self.mark, self.kernel = mark, kernel
        self.cell_seconds, self.seconds = cell_seconds, seconds
        self.notebook: Any = None
        self.cell: str | None = None
        self.cells: dict[str, tuple[float, float]] = {}
        self.ready: float | None = None
        self.began = time.monotonic()
        self._process: psutil.Process | None = None
        self._started = self._spent = 0.0

    def hooks(self) -> dict[str, Any]:
        """What papermill hands on to nbclient."""
        return {
            "on_notebook_start": self._notebook_started,
            "on_cell_execute": self._cell_started,
            "on_cell_executed": self._cell_ended,
            "timeout_func": self._limit,
        }

    def over(self) -> bool:
        """True when the notebook as a whole has taken its time."""
        return time.monotonic() - self.began >= self.seconds

    def _notebook_started(self, notebook: Any) -> None:
        self.notebook = notebook
        for cell in notebook.cells:
            if INJECTED in cell.metadata.get("tags", []):
                cell["id"] = INJECTED
        self.ready = round(time.monotonic() - self.began, 3)
        with suppress(psutil.Error):
            if (pid := self.kernel()) is not None:
                self._process = psutil.Process(pid)

    def _cell_started(self, cell: Any, cell_index: int) -> None:
        self.cell = cell["id"]
        self.mark.write_text(json.dumps(self.cell), encoding="utf-8")
        self._started, self._spent = time.monotonic(), self._processor()

    def _cell_ended(self, cell: Any, cell_index: int, execute_reply: Any) -> None:
        taken = time.monotonic() - self._started
        self.cells[cell["id"]] = (round(taken, 3), round(self._processor() - self._spent, 3))

    def _limit(self, cell: Any) -> float:
        left = self.seconds - (time.monotonic() - self.began)
        # zero would mean no limit
        return max(min(self.cell_seconds, left), 0.01)

    def _processor(self) -> float:
        """Processor seconds of the kernel until now; 0 where the system does not tell."""
        if self._process is not None:
            with suppress(psutil.Error):
                spent = self._process.cpu_times()
                return spent.user + spent.system
        return 0.0


def cell_of(mark: Path) -> str | None:
    """The cell that was under way when a process died; None when none had begun."""
    try:
        cell: str = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return cell
