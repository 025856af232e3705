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
# where the first process listens to the warm parent
WARM = "lecons-chaud-"


def make(prefix: str = _PREFIX) -> Path:
    """A new folder, named after this process: its number, and when it started."""
    pid = os.getpid()
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{pid}-{born(pid)}-"))


def clear(pid: int, prefix: str = _PREFIX) -> None:
    """Remove what a process that is dead, or about to die, has left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}{pid}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def clear_dead() -> None:
    """Remove what processes left that were all killed at once (a power cut, `kill -9` of everything)."""
    for prefix in (_PREFIX, WARM):
        for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
            pid, _, since = folder.name.removeprefix(prefix).partition("-")
            if pid.isdecimal() and born(int(pid)) != since.rpartition("-")[0]:
                shutil.rmtree(folder, ignore_errors=True)
