"""Puts a finished folder in its place in one move: whoever looks finds the old one or the new one, whole,
at any instant, a power cut's too.

Linux and macOS exchange two folders in one move of the file system (renameat2 RENAME_EXCHANGE, since
Linux 3.15; renamex_np RENAME_SWAP, since macOS 10.12). Where that is not to be had (Windows, network
disks, old file systems) there are two moves, and `recover` puts back what a stop between them left
aside.
"""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

OPEN, INSIDE = 0o755, 0o700
# what stands beside a place while it is made, and what was in it while it is taken away; the names are
# ours alone, for what a stopped run leaves is known by them (see leftovers)
BEING_MADE, ASIDE = "-en-cours-", "-ancien"
_AT_FDCWD = -100
_EXCHANGE = _SWAP = 2
_AT_ONCE = 8
# what a file system or a container answers that knows no exchange
_UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM, errno.EXDEV}


def work_beside(place: Path) -> Path:
    """A new empty folder for what is to stand at `place`, on the same disk, its owner's alone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{place.name}{BEING_MADE}", dir=place.parent))


def put_in_place(work: Path, place: Path, mode: int = INSIDE) -> None:
    """Move the folder `work` to `place` in one move; both are on one disk. `mode`: who may read it, the
    team alone or everybody (OPEN).

    All of it is on the disk before it moves. What stood there is taken away afterwards; a stop in
    between leaves it under the name of `work`. Raises OSError where it cannot (disk full, read only, a
    file held open on Windows), and `place` is then as it was.
    """
    recover(place)
    os.chmod(work, mode)  # mkdtemp made it its owner's alone
    _settle(work)
    if not place.exists():
        os.replace(work, place)
    elif not _exchange(work, place):
        _move_twice(work, place)
    _settle_folder(place.parent)
    shutil.rmtree(work, ignore_errors=True)


def recover(place: Path) -> bool:
    """Put back what a stop between two moves left aside; True where it did. Where the new one had come
    into place already, the old one is taken away."""
    aside = place.with_name(f".{place.name}{ASIDE}")
    if not aside.exists():
        return False
    if not place.exists():
        os.replace(aside, place)
        _settle_folder(place.parent)
        return True
    # under a name that is never put back: a half of a report is none
    doomed = work_beside(place)
    doomed.rmdir()
    os.replace(aside, doomed)
    shutil.rmtree(doomed, ignore_errors=True)
    return False


def _exchange(work: Path, place: Path) -> bool:
    """Exchange two folders in one move; False where this system cannot."""
    names = os.fsencode(work), os.fsencode(place)
    try:
        if sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*names, ctypes.c_uint(_SWAP))
        elif sys.platform == "linux":
            failed = ctypes.CDLL(None, use_errno=True).renameat2(
                _AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_EXCHANGE)
            )
        else:
            return False
    except AttributeError:  # a C library older than the call
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(work), None, str(place))


def _move_twice(work: Path, place: Path) -> None:
    """The same in two moves; what stood there ends under the name of `work`, as after an exchange."""
    aside = place.with_name(f".{place.name}{ASIDE}")
    os.replace(place, aside)
    try:
        os.replace(work, place)
    except OSError:
        os.replace(aside, place)
        raise
    # the new one must be there for good before the old one loses the name that brings it back
    _settle_folder(place.parent)
    os.replace(aside, work)


def _settle(folder: Path) -> None:
    """Wait until all that is in a folder is on the disk: a move may reach it before what was moved does
    (see T. S. Pillai et al., « All File Systems Are Not Created Equal », OSDI 2014). Raises OSError."""
    files, folders = [], []
    for at, _, names in os.walk(folder, topdown=False):
        files += [path for name in names if not (path := Path(at, name)).is_symlink()]
        folders.append(Path(at))
    # asked for together, the disk writes them together: ten times as fast as one after the other
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_settle_file, files))
    for one in folders:
        _settle_folder(one)


def _settle_file(path: Path) -> None:
    # Windows settles only what is open for writing
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _settle_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system has that (Windows does it by
    itself, some network disks refuse)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
