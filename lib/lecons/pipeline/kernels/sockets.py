"""Where a kernel listens: a folder of its own, for the owner's account alone, that nobody leaves behind.

Not /tmp/kernel-ipc, which kernels share (papermill#511), nor the report's folder, whose path may be longer
than the 107 bytes of a socket's.
"""

import os
import shutil
import tempfile
from pathlib import Path

from lecons.pipeline.holder import born

_PREFIX = "lecons-noyau-"
_BORN = "ne"
# where the first process listens to the warm parent
WARM = "lecons-chaud-"


def make(prefix: str = _PREFIX) -> Path:
    """A new folder, named after this process, that says when it started."""
    folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-"))
    (folder / _BORN).write_text(born(os.getpid()), encoding="ascii")
    return folder


def clear(pid: int, prefix: str = _PREFIX) -> None:
    """Remove what a process that is dead, or about to die, has left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}{pid}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def clear_dead() -> None:
    """Remove what processes left that were all killed at once (a power cut, `kill -9` of everything)."""
    for prefix in (_PREFIX, WARM):
        for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            pid = folder.name.removeprefix(prefix).partition("-")[0]
            if pid.isdecimal() and not _lives(int(pid), folder / _BORN):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int, told: Path) -> bool:
    """True while the process that made a folder is there: not one that took its number since."""
    now = born(pid)
    try:
        return now != "" and now == told.read_text(encoding="ascii")
    except OSError:  # it is about to say so
        return now != ""
