"""Runs a function in a process of its own, with a time limit; nothing that it started survives it."""

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from lecons.errors import LeconsError
from lecons.pipeline.kernels import guard, sockets
from lecons.pipeline.kernels.warm import FORKS, context, reseed

T = TypeVar("T")
# how long a process that has answered may take to end by itself
_LEAVE = 5.0
# multiprocessing asks all processes how they are as it starts one: two threads that ask of the same one
# read the same pipe, and one of them is told a false exit code
_asking = threading.Lock()


class Died(LeconsError):
    """A process ended before it answered."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(f"Le processus s’est arrêté ({cause}).")

    def __reduce__(self) -> tuple[type["Died"], tuple[str]]:
        return type(self), (self.cause,)


class TooLong(LeconsError):
    """A process had not answered when its time was over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.cause = f"plus de {lasting(seconds)}"
        super().__init__(f"Le processus a duré plus de {lasting(seconds)} ; il a été arrêté.")

    def __reduce__(self) -> tuple[type["TooLong"], tuple[float]]:
        return type(self), (self.seconds,)


def apart(function: Callable[..., T], *args: Any, seconds: float | None, fresh: bool = False) -> T:
    """Answer `function(*args)`, computed in a process of its own, in at most `seconds` (None: no limit).

    From any thread. `fresh`: by a Python that starts anew, rather than from the warm parent. The function,
    its arguments and its answer are picklable; environment and working directory are those of this process
    now. Raises what the function raised, Died, or TooLong. Whatever happens, the process and all that it
    started are ended; they end by themselves should this process die.
    """
    started_by = multiprocessing.get_context("spawn") if fresh else context()
    receiver, sender = started_by.Pipe(duplex=False)
    process: BaseProcess = started_by.Process(
        target=_answer, args=(sender, dict(os.environ), os.getcwd(), function, args), daemon=True
    )
    try:
        with _asking:
            process.start()
        sender.close()
        if not wait([receiver, process.sentinel], seconds):
            assert seconds is not None
            raise TooLong(seconds)
        try:
            answered, value = receiver.recv()
        except EOFError:
            wait([process.sentinel], _LEAVE)
            with _asking:
                process.join(0)
                raise Died(cause_of(process.exitcode)) from None
        wait([process.sentinel], _LEAVE)
    finally:
        receiver.close()
        _end(process)
    if not answered:
        raise value
    answer: T = value
    return answer


def _end(process: BaseProcess) -> None:
    """End a process and what it started."""
    pid = process.pid
    if pid is None:
        return
    if FORKS:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    with _asking:
        if process.is_alive():
            process.kill()
    wait([process.sentinel], _LEAVE)
    with _asking:
        process.join(0)
        with suppress(ValueError):  # the system has not taken it away yet
            process.close()
    sockets.clear(pid)


def _answer(
    sender: Connection,
    environment: dict[str, str],
    folder: str,
    function: Callable[..., Any],
    args: tuple[Any, ...],
) -> None:
    """In the new process."""
    parent = parent_process()
    assert parent is not None
    if FORKS:
        os.setsid()
        guard.die_with(parent.sentinel, guard.end_group)
    else:
        threading.Thread(target=_outlive, args=(parent,), daemon=True).start()
    # the warm parent had those of the day it was started
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    reseed()
    try:
        answer = (True, function(*args))
    except Exception as error:
        error.add_note(traceback.format_exc())
        answer = (False, _picklable(error))
    sender.send(answer)


def _outlive(parent: BaseProcess) -> None:
    """Where there are no groups of processes: end this one as soon as its parent has."""
    parent.join()
    os._exit(1)


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def cause_of(code: int | None) -> str:
    """What an exit code tells, in French."""
    if code is None:
        return "on ne sait pourquoi"
    if code >= 0:
        return f"code {code}"
    if -code == signal.Signals.SIGTERM:
        return f"signal {-code} : arrêt demandé"
    # the system kills by this signal what takes the last memory
    return (
        f"signal {-code} : mémoire insuffisante ? Fermez d’autres programmes, puis relancez"
        if code == -9
        else f"signal {-code}"
    )


def lasting(seconds: float) -> str:
    """A time limit as people say it."""
    if seconds < 120:
        return f"{seconds:g} seconde{'s' if seconds >= 2 else ''}"
    return f"{seconds / 60:.0f} minutes"
