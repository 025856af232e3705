"""The release check: reads every file of a folder as a stranger would, and looks for what may not be
in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lecons.privacy.release.found import Found
from lecons.privacy.release.needles import Needles
from lecons.privacy.release.reading import Grid, Stream, Unread, read_file
from lecons.privacy.release.search import Search


@dataclass(frozen=True)
class Examined:
    """What a check found, and what it looked at: files, texts and tables in them, letters; how many
    needles it had, and the names that it could not look for (too short, or words of the report)."""

    found: tuple[Found, ...]
    files: int
    streams: int
    letters: int
    needles: int
    not_sought: tuple[str, ...]


def examine(folder: Path, needles: Needles) -> Examined:
    """Read every file below a folder (or one file) and look for the needles; what cannot be read is
    found too. The same thing in the same file is told once, where it is first met."""
    search = Search(needles)
    found: dict[tuple[str, str, str, str], Found] = {}
    files = streams = letters = 0
    for path, name in _files(folder):
        files += 1
        seen: set[Stream] = set()
        for part in (Stream("nom du fichier", name.replace("/", " / ")), *read_file(path)):
            streams += 1
            if isinstance(part, Stream):
                alike = replace(part, where="")
                if alike in seen:
                    continue
                seen.add(alike)
            letters += len(part.text) if isinstance(part, Stream) else 0
            for one in _found(search, part, name):
                found.setdefault((one.file, one.what, one.excerpt, one.about), one)
    return Examined(
        tuple(found.values()), files, streams, letters, needles.count, tuple(search.not_sought)
    )


def check(folder: Path, needles: Needles) -> list[Found]:
    """What may not be in the files of a folder, and what of them could not be read."""
    return list(examine(folder, needles).found)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    if folder.is_file():
        yield folder, folder.name
        return
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_dir():
            yield path, path.relative_to(folder).as_posix()


def _found(search: Search, part: Stream | Grid | Unread, file: str) -> Iterator[Found]:
    if isinstance(part, Unread):
        yield Found(file, part.where, "illisible", part.why)
    elif isinstance(part, Grid):
        yield from search.grid(part, file)
    else:
        yield from search.text(part, file)
