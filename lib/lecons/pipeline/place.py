"""Puts a finished folder in its place, whole: the one that stood there comes back if that fails."""

import os
import shutil
from pathlib import Path


def put_in_place(work: Path, place: Path) -> None:
    """Move the folder `work` to `place` in one move; both are on one disk. Raises OSError where it
    cannot, and `place` is then as it was."""
    aside = place.with_name(f".{place.name}-ancien")
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        os.replace(place, aside)
    try:
        os.replace(work, place)
    except OSError:
        if aside.exists():
            os.replace(aside, place)
        raise
    os.chmod(place, 0o755)  # noqa: S103  # mkdtemp made it private; it is to be read
    shutil.rmtree(aside, ignore_errors=True)
