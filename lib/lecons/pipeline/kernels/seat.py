"""A kernel that was forked ahead, and waits to be told where to listen.

A process forks while it has no threads, that is before it opens a socket; the kernel takes its seat while
its parent gets ready to speak to it (see provisioner.py).
"""

import atexit
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from typing import NoReturn

from lecons.pipeline.kernels import guard
from lecons.pipeline.kernels.warm import FORKS, reseed

_EXITED_BADLY = 1


class Seat:
    """The kernel as its parent holds it: what jupyter_client expects of a subprocess.Popen."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, order: int, life: int) -> None:
        self.pid, self._order, self._life = pid, order, life
        self.returncode: int | None = None

    def begin(self, argv: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
        """Tell the kernel its arguments, its working directory and its environment: it starts."""
        told = {"argv": [*argv], "folder": folder, "environment": dict(environment)}
        order, self._order = self._order, -1
        with open(order, "w", encoding="utf-8") as stream:
            json.dump(told, stream)

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        return self._waited(os.WNOHANG)

    def wait(self) -> int:
        code = self._waited(0)
        assert code is not None
        return code

    def _waited(self, how: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, how)
            except ChildProcessError:  # somebody else of this process was told
                self.returncode = _EXITED_BADLY
            else:
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
            if self.returncode is not None:
                os.close(self._life)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def leave(self) -> None:
        """End it, whether it began or not."""
        self.kill()
        self.wait()
        if self._order >= 0:
            os.close(self._order)
            self._order = -1


def take_seat() -> Seat | None:
    """Fork a kernel that waits; None where this process cannot: another platform, other threads, no room."""
    if not FORKS:
        return None
    told, order = os.pipe()
    watched, life = os.pipe()
    with guard.unguarded():
        pid = _fork() if threading.active_count() == 1 else None
        if pid == 0:
            os.close(order)
            os.close(life)
            _sit(told, watched)
    os.close(told)
    os.close(watched)
    if pid is None:
        os.close(order)
        os.close(life)
        return None
    return Seat(pid, order, life)


def _fork() -> int | None:
    try:
        return os.fork()
    except OSError:
        return None


def _sit(told: int, watched: int) -> NoReturn:
    """The kernel's own life."""
    code = _EXITED_BADLY
    try:
        guard.forget()
        guard.die_with(watched, lambda: os._exit(_EXITED_BADLY))
        atexit._clear()  # what the parent had to do at its end is the parent's
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        code = _run(told)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            atexit._run_exitfuncs()
            sys.__stderr__.flush()  # type: ignore[union-attr]
        finally:
            os._exit(code)


def _run(told: int) -> int:
    import matplotlib
    from ipykernel.kernelapp import IPKernelApp

    with open(told, encoding="utf-8") as order:
        asked = order.read()
    if not asked:  # the parent went on without it
        return 0
    asked = json.loads(asked)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    matplotlib.use(os.environ["MPLBACKEND"])  # read from the environment when it was imported
    reseed()
    try:
        IPKernelApp.launch_instance(argv=asked["argv"])
    except SystemExit as asked_to:
        return asked_to.code if isinstance(asked_to.code, int) else _EXITED_BADLY
    return 0
