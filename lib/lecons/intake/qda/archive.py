"""Opens a .qdpx as a stranger’s archive: nothing is unpacked on the disk, nothing outside is
followed, and no size that it declares is believed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lecons.errors import IntakeError

# 200,000 codings make 100 MB of XML; the longest interview makes one
PROJECT_LIMIT, TEXT_LIMIT, TEXTS_LIMIT = 400 << 20, 64 << 20, 1 << 30
# nothing that people write shrinks a hundred times; a text of one letter does a thousand
_RATIO, _RATIO_FROM = 200, 10 << 20
_ENTRIES = 100_000
_INTERNAL = re.compile(r"internal:/*(?:sources/)?([^/\\]+)", re.IGNORECASE)
_MADE_BY_MAC = ("__macosx/", "._", ".ds_store")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass
class Archive:
    """An opened .qdpx: its project file, its texts by name in lower case, and what is wrong with
    the others (`refused`: name → reason, in French)."""

    file: str
    _zip: zipfile.ZipFile
    _project: zipfile.ZipInfo
    _members: dict[str, zipfile.ZipInfo]
    refused: dict[str, str] = field(default_factory=dict)
    _unfolded: int = 0

    @contextmanager
    def project(self) -> Iterator[IO[bytes]]:
        """The project’s XML as a stream that refuses to grow beyond PROJECT_LIMIT."""
        try:
            stream = self._zip.open(self._project)
        except _BROKEN:
            raise _damaged(self.file) from None
        with stream:
            yield io.BufferedReader(_Capped(stream, self.file, self._project.compress_size))  # type: ignore[type-var]

    @property
    def names(self) -> tuple[str, ...]:
        """The files of the archive beside the project, in lower case."""
        return tuple(self._members)

    def has(self, path: str) -> bool:
        """True where the archive holds the file of an `internal://` path, readable or not."""
        name = internal_name(path)
        return name is not None and name in self._members

    def text(self, path: str) -> bytes | str:
        """The bytes of a file of the archive, or why they cannot be had, in French.

        Only `internal://` paths are looked up; the others lead to somebody’s computer.
        """
        name = internal_name(path)
        if name is None:
            return (
                "un fichier de l’archive (internal://) : les chemins extérieurs ne sont pas suivis"
            )
        if name in self.refused:
            return self.refused[name]
        if name not in self._members:
            return "le fichier dans le dossier sources de l’archive, où il manque"
        found = self._unpacked(self._members[name])
        if isinstance(found, str):
            self.refused[name] = found
        return found

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes | str:
        heavy = f"un fichier de moins de {TEXT_LIMIT >> 20} Mo une fois déplié"
        if member.file_size > TEXT_LIMIT:
            return heavy
        if member.flag_bits & 1:
            return "un fichier sans mot de passe"
        try:
            with self._zip.open(member) as stream:
                found = stream.read(TEXT_LIMIT + 1)
        except _BROKEN:
            return "un fichier entier : celui-ci est abîmé, exportez de nouveau"
        self._unfolded += len(found)
        if len(found) > TEXT_LIMIT or _is_bomb(len(found), member.compress_size):
            return heavy
        if self._unfolded > TEXTS_LIMIT:
            return f"des textes de moins de {TEXTS_LIMIT >> 20} Mo en tout"
        return found


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a project archive.

    Raises IntakeError on what is no archive, is protected or damaged, holds no project file or
    several, unfolds without end, or names files outside of itself. A source that cannot be read is
    no error: `Archive.text` says why, and the rest comes in.
    """
    if not path.is_file():
        raise IntakeError(f"{path.name} : fichier absent.", "Vérifiez son nom et son dossier.")
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN:
        raise IntakeError(
            f"{path.name} : ce n’est pas un projet REFI-QDA (.qdpx), ou il est abîmé.",
            "Exportez de nouveau : « Exporter le projet, REFI-QDA » dans le logiciel d’analyse.",
        ) from None
    with archive:
        yield _checked(path.name, archive)


def _checked(file: str, archive: zipfile.ZipFile) -> Archive:
    entries = archive.infolist()
    if len(entries) > _ENTRIES:
        raise IntakeError(
            f"{file} : {len(entries)} fichiers dans l’archive ; la limite est de {_ENTRIES}.",
            "Exportez le projet en plusieurs parties.",
        )
    projects: list[zipfile.ZipInfo] = []
    members: dict[str, zipfile.ZipInfo] = {}
    refused: dict[str, str] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if _leaves(name):
            raise IntakeError(
                f"{file} : l’archive nomme un fichier hors d’elle-même (« {entry.filename[:80]} »).",
                "Ne l’utilisez pas : aucun logiciel d’analyse n’écrit cela. Demandez-en une autre à "
                "la personne qui l’a envoyée.",
            )
        if name.endswith("/"):
            continue
        *_, last = parts = name.casefold().split("/")
        if name.casefold().startswith(_MADE_BY_MAC) or last.startswith(_MADE_BY_MAC):
            continue
        if last.endswith(".qde"):
            projects.append(entry)
        elif last in members or last in refused:
            members.setdefault(last, entry)
            refused[last] = "un seul fichier de ce nom dans l’archive"
        elif len(parts) > 2:
            members[last] = entry
            refused[last] = "un fichier posé dans sources, non dans un dossier plus profond"
        else:
            members[last] = entry
    return Archive(file, archive, _only(file, projects), members, refused)


def _only(file: str, projects: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if not projects:
        raise IntakeError(
            f"{file} : l’archive ne contient aucun projet (fichier .qde).",
            "Exportez de nouveau au format « REFI-QDA Project ».",
        )
    if len(projects) > 1:
        names = ", ".join(sorted(one.filename for one in projects)[:3])
        raise IntakeError(
            f"{file} : l’archive contient {len(projects)} projets ({names}).",
            "Exportez un projet par archive.",
        )
    project = projects[0]
    if project.flag_bits & 1:
        raise IntakeError(
            f"{file} : archive protégée par un mot de passe.",
            "Exportez de nouveau sans mot de passe.",
        )
    if project.file_size > PROJECT_LIMIT:
        raise _too_big(file)
    return project


def _leaves(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or bool(re.match(r"[A-Za-z]:", name))


def internal_name(path: str) -> str | None:
    """The name in lower case of the file that an `internal://` path means; None for any other."""
    found = _INTERNAL.fullmatch(path.strip())
    return found[1].casefold() if found else None


def _is_bomb(size: int, packed: int) -> bool:
    return size > _RATIO_FROM and size > _RATIO * max(packed, 1)


class _Capped(io.RawIOBase):
    """A stream that ends in an error, not in a full memory."""

    def __init__(self, stream: IO[bytes], file: str, packed: int) -> None:
        self._stream, self._file, self._packed, self._read = stream, file, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        try:
            block = self._stream.read(len(buffer))
        except _BROKEN:
            raise _damaged(self._file) from None
        self._read += len(block)
        if self._read > PROJECT_LIMIT or _is_bomb(self._read, self._packed):
            raise _too_big(self._file)
        buffer[: len(block)] = block
        return len(block)


def _too_big(file: str) -> IntakeError:
    return IntakeError(
        f"{file} : une fois déplié, le projet dépasse {PROJECT_LIMIT >> 20} Mo, ou enfle sans mesure.",
        "Exportez le projet en plusieurs parties ; s’il est petit, ne l’utilisez pas : c’est un piège.",
    )


def _damaged(file: str) -> IntakeError:
    return IntakeError(
        f"{file} : archive abîmée ou coupée.",
        "Copiez ou exportez-la de nouveau : elle est incomplète.",
    )
