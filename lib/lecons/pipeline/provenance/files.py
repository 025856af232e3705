"""The files of a report, by what is in them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lecons.evidence.names import MANIFEST

# beside a report: the findings of the one that it took the place of
PRECEDENT = "precedent.json"


def files_in(folder: Path) -> dict[str, str]:
    """The files of a report, path in its folder → SHA-256: all but the manifest, which tells them."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) != MANIFEST
    }


@dataclass(frozen=True)
class Compared:
    """The names of the files that are what was expected to the last byte, those that are not, those that
    are absent, and those that nobody expected."""

    same: tuple[str, ...]
    other: tuple[str, ...]
    absent: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def identical(self) -> bool:
        return not (self.other or self.absent or self.new)


def compared(expected: Mapping[str, str], found: Mapping[str, str]) -> Compared:
    """Compare files by name → SHA-256."""
    both = sorted(expected.keys() & found.keys())
    return Compared(
        tuple(name for name in both if expected[name] == found[name]),
        tuple(name for name in both if expected[name] != found[name]),
        tuple(sorted(expected.keys() - found.keys())),
        tuple(sorted(found.keys() - expected.keys())),
    )
