"""Who works on a project: which machine, which process, since when; and whether it still does."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Holder:
    """Who holds a lock. `boot` names one start of one machine, so a number of process is one process
    there; `born`: when the process started, by a clock that nobody can set; `since`: for readers only."""

    token: str
    machine: str
    boot: str
    process: int
    born: str
    since: str
    command: str

    def here(self) -> bool:
        """True where it worked on this machine, since the machine's last start."""
        return (self.machine, self.boot) == (platform.node(), boot())

    def running(self) -> bool:
        """True while the process lives; for one that worked here. Numbers are used again: what has its
        number and started at another time is another."""
        return self.born != "" and born(self.process) == self.born

    def told(self) -> str:
        """« depuis le 26/11/2025 à 02 h 00, machine serveur, processus 4242 »."""
        since = datetime.fromisoformat(self.since).astimezone()
        return f"depuis le {since:%d/%m/%Y à %H h %M}, machine {self.machine}, processus {self.process}"


def this_process(command: str) -> Holder:
    """The process that asks."""
    process = os.getpid()
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return Holder(uuid4().hex, platform.node(), boot(), process, born(process), since, command)


def read_holder(path: Path) -> Holder | None:
    """Who a file names; None where there is no file, or none that says who."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        datetime.fromisoformat(given["since"])
        return Holder(**given)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def written(holder: Holder) -> str:
    return json.dumps(asdict(holder), ensure_ascii=False, indent=1)


def boot() -> str:
    """What names this start of this machine: Linux gives each its own; elsewhere the machine's name."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return platform.node()


def born(process: int) -> str:
    """When a process started; empty where there is none, or one that has ended and waits to be buried.

    Linux counts from its own start, whatever becomes of the clock (proc(5), fields 3 and 22 of stat);
    psutil would add the hour of that start, which moves with the clock.
    """
    try:
        # the name of the program, in parentheses, may hold spaces and parentheses
        fields = (
            (_PROCESSES / str(process) / "stat").read_text("utf-8", "replace").rpartition(")")[2]
        )
        state, start = fields.split()[0], fields.split()[19]
        return "" if state in "ZX" else start
    except FileNotFoundError:
        return "" if (_PROCESSES / "self").exists() else _born_elsewhere(process)
    except ProcessLookupError:
        return ""


def _born_elsewhere(process: int) -> str:
    import psutil  # late: Linux does without it

    try:
        return str(psutil.Process(process).create_time())
    except psutil.Error:
        return ""
