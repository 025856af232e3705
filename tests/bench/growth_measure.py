"""Runs a command and measures it with all that it starts: seconds, processor seconds, memory at a time."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil

_EVERY = 0.1


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall, seconds of processors (each process as it was last seen), and the most memory (MB) that the command and the
    processes below it held at a time; a page that several of them share counts once (PSS)."""

    seconds: float
    processor: float
    memory: float

    def __add__(self, other: "Cost") -> "Cost":
        """One after the other."""
        memory = max(self.memory, other.memory)
        return Cost(self.seconds + other.seconds, self.processor + other.processor, memory)


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command to its end. Where it fails the bench ends, with what the command said."""
    started = os.times().elapsed
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    seen, over = _Seen(), threading.Event()
    watcher = threading.Thread(target=seen.watch, args=(process.pid, over))
    watcher.start()
    said, _ = process.communicate()
    over.set()
    watcher.join()
    seconds = os.times().elapsed - started
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{said.decode(errors='replace')}")
    return Cost(seconds, sum(seen.spent.values()), seen.peak)


@dataclass
class _Seen:
    """What was seen of a command: its peak (MB), and the processor seconds of each process, looked at
    while it lives (whoever started it may never ask what became of it)."""

    peak: float = 0.0
    spent: dict[tuple[int, float], float] = field(default_factory=dict)

    def watch(self, pid: int, over: threading.Event) -> None:
        while not over.wait(_EVERY):
            try:
                top = psutil.Process(pid)
                held = sum(self._look(one) for one in [top, *top.children(recursive=True)])
            except psutil.NoSuchProcess:
                return
            self.peak = max(self.peak, held / 2**20)

    def _look(self, process: psutil.Process) -> float:
        try:
            with process.oneshot():
                times = process.cpu_times()
                self.spent[process.pid, process.create_time()] = times.user + times.system
                return float(process.memory_full_info().pss)
        except psutil.Error:  # it has just ended
            return 0.0
