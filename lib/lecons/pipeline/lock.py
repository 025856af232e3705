"""One run a project at a time.

Two files in the project's folder of work: `verrou`, which the operating system locks and lets go of when
the process ends, however it ends; `verrou.json`, which says who holds it. On one machine the first is
enough. The second is for messages, and for shared disks that do not carry locks from one machine to
another (Lustre without flock, some network and synchronised folders).
"""

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from platform import node

from lecons.errors import BusyError
from lecons.pipeline.disk import refused
from lecons.pipeline.holder import Holder, boot, read_holder, this_process, written
from lecons.pipeline.place import INSIDE

LOCK, HOLDER = "verrou", "verrou.json"
# a sign of life each so many seconds; nobody who gave one within a quarter of an hour is thought gone
SIGN_SECONDS, SILENT_SECONDS = 20.0, 15 * 60.0
# clocks of one disk that two machines read agree within this
_APART_SECONDS = 5.0
# how long two that take over the same lock wait before they look who wrote last
_LOOK_AGAIN_SECONDS = 2.0
# what a disk answers that has no locks, and one that has no second names
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}
_NO_LINKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EMLINK}
_REMEDY = "Attendez qu’il finisse, ou arrêtez-le (Ctrl+C dans sa fenêtre), puis relancez la même commande."
_ELSEWHERE = " S’il ne travaille plus, relancez dans un quart d’heure."


@dataclass(frozen=True)
class Held:
    """A lock that is held. `over`: who stopped without letting go of it; None where nobody had."""

    path: Path
    mine: Holder
    over: Holder | None

    def told(self) -> str | None:
        """What the analyst should know of whom it was taken over from."""
        if self.over is None:
            return None
        return (
            f"Un rapport de ce projet, en cours {self.over.told()}, s’est arrêté sans finir ; "
            "ce qu’il avait fait est gardé."
        )

    def check(self) -> None:
        """Raise BusyError where another took it meanwhile: this machine slept, or lost the disk. To be
        asked before anything is put in place."""
        now = read_holder(self.path)
        if now is not None and now.token != self.mine.token:
            raise _busy(now)


@contextmanager
def project_lock(folder: Path, command: str) -> Iterator[Held]:
    """Hold the lock of a project while the block runs; `folder`: its folder of work, made where it is
    missing. `command`: what was typed, without secrets.

    Raises BusyError where another holds it, at once (it is never waited for), ReportError where nothing
    can be written there.

    Who left a `verrou.json` behind is gone
    - if it worked here and the system gave us its lock, or (a disk without locks) its process is no more;
    - if it worked on this machine before the machine's last start (a power cut);
    - if it worked on another and gave no sign of life for a quarter of an hour, by the clock of the disk,
      nor for a minute while we watched: a clock that was set, forward or back, makes a sign look old or
      to come, but who lives signs again.
    Its lock is then taken over, and said (`Held.told`). Two machines of one name that share a disk
    without locks are taken for one.
    """
    from filelock import FileLock, Timeout  # late: a command that makes no report does without it

    path = folder / HOLDER
    try:
        folder.mkdir(mode=INSIDE, parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, mode=0o600, fallback_to_soft=False)
        try:
            lock.acquire()
        except OSError as error:
            if isinstance(error, Timeout) or error.errno not in _NO_LOCKS:
                raise
        try:
            held = _take(path, this_process(command), lock.is_locked)
            ended = threading.Event()
            signs = threading.Thread(target=_give_signs, args=(held, ended), daemon=True)
            signs.start()
        except BaseException:
            lock.release()
            raise
    except Timeout:
        raise _busy(read_holder(path)) from None
    except OSError as error:
        raise refused(error, folder) from error
    try:
        yield held
    finally:
        ended.set()
        signs.join()
        with suppress(BusyError, OSError):
            held.check()
            path.unlink(missing_ok=True)
        lock.release()


def _take(path: Path, mine: Holder, locked: bool) -> Held:
    """Write who holds the lock, once whoever is named there is gone. Raises BusyError, OSError.
    `locked`: the system gave us its lock."""
    over = read_holder(path)
    if path.exists() and _stands(over, path, locked):
        raise _busy(over)
    draft = path.with_name(f"{path.name}.{mine.token}.part")
    try:
        with open(draft, "x", encoding="utf-8", opener=_owner_only) as file:
            file.write(written(mine))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.replace(draft, path)
            if not locked or over is None or over.boot != mine.boot:
                time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            _name(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    held = Held(path, mine, over)
    held.check()
    return held


def _name(draft: Path, path: Path) -> None:
    """Give a draft its name if nobody has it: of two machines at the same instant, one."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise _busy(read_holder(path)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        try:
            with open(path, "x", encoding="utf-8", opener=_owner_only) as file:
                file.write(draft.read_text(encoding="utf-8"))
        except FileExistsError:
            raise _busy(read_holder(path)) from None


def _stands(holder: Holder | None, path: Path, locked: bool) -> bool:
    """True while the one who is named is at work, as far as can be known from here (see project_lock)."""
    if holder is not None:
        if holder.boot == boot() and locked:
            return False
        if holder.here():
            return holder.running()
        if holder.machine == node():
            return False
    try:
        last = path.stat().st_mtime
        if -_APART_SECONDS <= _disk_now(path) - last <= SILENT_SECONDS:
            return True
        until = time.monotonic() + 3 * SIGN_SECONDS
        while time.monotonic() < until:
            time.sleep(SIGN_SECONDS / 4)
            if path.stat().st_mtime != last:
                return True
    except FileNotFoundError:  # it ended as we looked
        pass
    return False


def _disk_now(path: Path) -> float:
    """What time it is by the clock that dates the files of this disk."""
    probe = path.with_name(f"{path.name}.{os.getpid()}.heure.part")
    probe.touch()
    try:
        return probe.stat().st_mtime
    finally:
        probe.unlink(missing_ok=True)


def _give_signs(held: Held, ended: threading.Event) -> None:
    """Date the file anew from time to time, as long as it is ours."""
    while not ended.wait(SIGN_SECONDS):
        now = read_holder(held.path)
        if now is not None and now.token != held.mine.token:
            return
        with suppress(OSError):
            os.utime(held.path)


def _busy(holder: Holder | None) -> BusyError:
    if holder is None:
        return BusyError("Un autre rapport de ce projet est en cours.", _REMEDY + _ELSEWHERE)
    return BusyError(
        f"Un autre rapport de ce projet est en cours ({holder.told()}).",
        _REMEDY if holder.here() else _REMEDY + _ELSEWHERE,
    )


def _owner_only(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
