"""Which revision of lecons this is, as git tells it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

# what decides of a report; the data of projects have hashes of their own
_SOFTWARE = ("lib", "notebooks", "requirements", "pyproject.toml", "data/formulaires")
_SECONDS = 20


@dataclass(frozen=True)
class Revision:
    """A commit; `dirty`: the software is not, or not only, what was committed there."""

    commit: str
    dirty: bool


def revision(root: Path) -> Revision | None:
    """The revision of the clone at `root`; None without git, and where `root` is no clone of its own (an
    archive that was unpacked, be it inside of somebody else's clone)."""
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top).resolve() != root.resolve():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--", *_SOFTWARE)
    if commit is None or changed is None:  # a clone without any commit
        return None
    return Revision(commit, bool(changed))


def _git(root: Path, *asked: str) -> str | None:
    """What git answers; None where it refuses, is not there, or does not come back."""
    # a hook or another clone's command may say where git is to look; and nothing is written
    around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        told = subprocess.run(  # noqa: S603
            ["git", *asked],  # noqa: S607
            cwd=root,
            env={**around, "GIT_OPTIONAL_LOCKS": "0"},
            capture_output=True,
            text=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return told.stdout.strip()
