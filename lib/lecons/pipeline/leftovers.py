"""Takes away what a run that was killed left behind, and nothing else."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lecons.pipeline.place import ASIDE, BEING_MADE, recover

_RANDOM = r"[a-z0-9_]{8}"  # what mkdtemp adds
_WORK = re.compile(rf"\.(?P<place>.+){BEING_MADE}{_RANDOM}")
_PUT_ASIDE = re.compile(rf"\.(?P<place>.+){ASIDE}")
_DRAFTS = (".part", ".part2")


def clean_leftovers(reports: Path, drafts: list[Path]) -> list[Path]:
    """Take away what a run of this project left when it was killed; answers what went.

    `reports`: the folder of the project's reports. Below it go folders where a report was being made, or
    was being taken away (`.fr-en-cours-…`); a good report that stood aside when the run ended comes back
    to its place. `drafts`: folders that only a run writes to (the store, the quarantine, the worksite):
    below them go files ending in « .part ».

    To be called while the project's lock is held and before anything is started: then nobody is at
    work on what is found, however old its date says it is (clocks are set, copies keep dates). What
    cannot be removed stays for the next time.
    """
    gone = [path for path in _left_in(reports) if _remove(path)]
    return gone + [path for folder in drafts for path in _drafts_in(folder) if _remove(path)]


def _left_in(reports: Path) -> Iterator[Path]:
    for at, folders, _ in os.walk(reports):
        for name in [*folders]:
            path = Path(at, name)
            if path.is_symlink():
                continue
            if put_aside := _PUT_ASIDE.fullmatch(name):
                with suppress(OSError):
                    recover(path.with_name(put_aside["place"]))
                folders.remove(name)
            elif _WORK.fullmatch(name):
                folders.remove(name)
                yield path


def _drafts_in(folder: Path) -> Iterator[Path]:
    for at, _, names in os.walk(folder):
        yield from (Path(at, name) for name in names if name.endswith(_DRAFTS))


def _remove(path: Path) -> bool:
    """Remove a folder or a file; True where nothing is left of it."""
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return not path.exists()
