"""What is known of a release: its files, and how the people in it were protected."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lecons.estimates import Estimate


@dataclass(frozen=True)
class ReleasedFile:
    """A file of a release: its path inside of it, its size (bytes), its SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ReleaseCheck:
    """The check of the finished files: how many were read, how many needles (names, raw words, numbers)
    were looked for in each, how many were found."""

    files: int
    needles: int
    found: int


@dataclass(frozen=True)
class ReleaseFacts:
    """All that the page says of one release.

    `project` (« 3P · Participation… ») and `organisation` as they are written in the report's language;
    `reread` and `automatic`: passages quoted after a person read them again, and without; `withdrawn`:
    testimonies withdrawn so far; `threshold`: the least count of people that is told, None where all are;
    `hidden`: cells not told, None where nobody counted them; `recall`: share of the names of a
    labelled set that the detection finds, None where it was not measured; `check`: None where the
    files were not checked; `contact`: whom to write to, empty where nobody was named.
    """

    project: str
    organisation: str
    edition: str
    established: date
    files: tuple[ReleasedFile, ...]
    reread: int
    automatic: int
    withdrawn: int
    threshold: int | None
    hidden: int | None
    recall: Estimate | None
    check: ReleaseCheck | None
    contact: str
    fictional: bool


def released_files(folder: Path, but: Collection[str] = ()) -> tuple[ReleasedFile, ...]:
    """The files of a finished folder, those of its folders last; `but`: paths that are not counted, such
    as this page's own."""
    found = []
    for path in sorted(folder.rglob("*"), key=lambda path: (len(path.parts), path)):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in but:
            content = path.read_bytes()
            found.append(ReleasedFile(name, len(content), hashlib.sha256(content).hexdigest()))
    return tuple(found)
