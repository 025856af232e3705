"""What git would take of a project that it must not."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lecons.privacy.vault.links import LOCKED, PLAIN
from lecons.privacy.vault.private import FOLDER

KEY, QUEUE = "cle", "relecture.xlsx"
_OUTSIDE = 128


def taken_by_git(folder: Path, inside: Sequence[Path] = ()) -> list[str] | None:
    """The paths that git holds or would take at the next `git add`, of the secrets of a project (there
    or to come) and of the folders `inside` (raw exports, internal reports). None where there is no git, or the project is in no repository."""
    git = shutil.which("git")
    if git is None:
        return None
    paths = {folder / FOLDER / name for name in (KEY, PLAIN, LOCKED, QUEUE)}
    for kept in (folder / FOLDER, *inside):
        # a folder that is not there yet is asked about by a name that it may hold
        found = [path for path in kept.rglob("*") if path.is_file()] if kept.is_dir() else []
        paths |= set(found or [kept / "fichier"])
    asked = "\0".join(sorted(str(path) for path in paths))
    # `--` and NUL: a file's name is never an option, nor two lines
    done = subprocess.run(  # noqa: S603
        [git, "-C", str(folder), "check-ignore", "-z", "--stdin"],
        input=asked,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
    if done.returncode >= _OUTSIDE:
        return None
    left_out = set(done.stdout.split("\0"))
    return sorted(str(path) for path in paths if str(path) not in left_out)
