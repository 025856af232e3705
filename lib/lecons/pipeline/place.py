"""Puts a finished folder in its place, whole: the one that stood there comes back if that fails."""

import os
import shutil
from pathlib import Path

OPEN, INSIDE = 0o755, 0o700


def put_in_place(work: Path, place: Path, mode: int = INSIDE) -> None:
    """Move the folder `work` to `place` in one move; both are on one disk. `mode`: who may read it, the
    team alone or everybody (OPEN). Raises OSError where it cannot, and `place` is then as it was."""
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
    os.chmod(place, mode)  # mkdtemp made it its owner's alone
    shutil.rmtree(aside, ignore_errors=True)
