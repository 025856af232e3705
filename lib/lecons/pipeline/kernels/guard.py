"""Ends a process whose parent has died: the whole run may be killed at any instant.

A thread waits for the far end of a pipe to be closed, which the system does whatever the parent died of.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait

from lecons.pipeline.kernels import sockets


class _Guard:
    def __init__(self, sentinel: int, then: Callable[[], None]) -> None:
        self.sentinel, self.then = sentinel, then

    def start(self) -> None:
        self._woken, self._wake = os.pipe()
        self.thread = threading.Thread(target=self._watch, name="guard", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        os.write(self._wake, b".")
        self.thread.join()
        os.close(self._wake)
        os.close(self._woken)

    def _watch(self) -> None:
        if self.sentinel in wait([self.sentinel, self._woken]):
            self.then()


_guards: list[_Guard] = []


def die_with(sentinel: int, then: Callable[[], None]) -> None:
    """From now on, do `then` as soon as `sentinel` (the end of a pipe, to read) is closed at its far end;
    at once if it is already."""
    _guards.append(_Guard(sentinel, then))
    _guards[-1].start()


@contextmanager
def unguarded() -> Iterator[None]:
    """Within this context the thread of the guard is not there: a process that forks must be alone."""
    held = [*_guards]
    for guard in held:
        guard.stop()
    try:
        yield
    finally:
        for guard in held:
            guard.start()


def guarded() -> bool:
    """True in a process that was started for one step alone (see `apart`)."""
    return bool(_guards)


def forget() -> None:
    """In a forked child: the guards were the parent's."""
    _guards.clear()


def end_group() -> None:
    """End this process and all that it started, and leave no sockets."""
    sockets.clear(os.getpid())
    if os.getpgrp() == os.getpid():  # else it was not started by `apart`
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
