"""Files that only the account that made them may read."""

import os
import tempfile
from pathlib import Path

from lecons.errors import LeconsError

FOLDER = "prive"
OWNER_ONLY, FOLDER_OWNER_ONLY = 0o600, 0o700
# what a POSIX mode grants to the group and to everybody else
OTHERS = 0o077


class SecretError(LeconsError):
    """A secret of a project (key, linking table) is missing, damaged, or others may read it."""


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing, that its owner alone may enter."""
    folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & OTHERS:
        folder.chmod(FOLDER_OWNER_ONLY)
    return folder


def draft(path: Path, content: bytes) -> Path:
    """A file beside `path`, whole on the disk and readable by its owner alone, to be moved there."""
    # mkstemp makes its file with mode 0600: at no moment may others read it
    handle, name = tempfile.mkstemp(dir=private_folder(path.parent), prefix=f".{path.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner alone."""
    made = draft(path, content)
    try:
        os.replace(made, path)
    except OSError:
        made.unlink(missing_ok=True)
        raise


def wipe(path: Path) -> None:
    """Write over a file, then remove it. Best effort: a disk with memory cells, a file system with a
    journal, a backup may each keep what was there."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
