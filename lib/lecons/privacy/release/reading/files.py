"""Opens a file by what it is, and goes on into what it holds: parts of archives, data: addresses,
base64, pages and JSON within strings. What is of an unknown kind is said: it cannot be cleared."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lecons.privacy.release.reading.archive import is_workbook, read_archive, read_cells
from lecons.privacy.release.reading.data import read_csv, read_json
from lecons.privacy.release.reading.markup import read_html, read_xml
from lecons.privacy.release.reading.pdf import read_pdf
from lecons.privacy.release.reading.pictures import (
    JPEG,
    PNG,
    inflated,
    read_jpeg,
    read_png,
    strings_of,
)
from lecons.privacy.release.reading.stream import Budget, Part, Stream, Unread, inside
from lecons.privacy.release.reading.text import data_addresses, decoded, hidden, without_data

_PAGES = {".html", ".htm", ".xhtml"}
_XML = {".xml", ".svg", ".rels", ".vml", ".qdc", ".qde", ".rdf"}
_JSON = {".json", ".ipynb"}
_TABLES = {".csv", ".tsv"}
_TEXTS = {".txt", ".md", ".css", ".js", ".yaml", ".yml", ".typ", ".log"}
_LARGEST = 200_000_000
_UNKNOWN = "ce genre de fichier n’est pas connu du contrôle"


def read_file(path: Path) -> Iterator[Part]:
    """Every text and table of a finished file; Unread for what could not be read."""
    if path.is_symlink() or not path.is_file():
        yield Unread("", "ce n’est pas un fichier mais un lien ou un objet du système")
        return
    if path.stat().st_size > _LARGEST:
        yield Unread("", "ce fichier est trop grand pour être lu en entier")
        return
    yield from _Reading().read(path.read_bytes(), path.name, "", 0)


@dataclass
class _Reading:
    """The reading of one file: what it may still unfold to, and what was read already."""

    budget: Budget = field(default_factory=Budget)
    seen: set[bytes] = field(default_factory=set)

    def read(self, raw: bytes, name: str, where: str, depth: int) -> Iterator[Part]:
        digest = hashlib.sha256(raw).digest()
        if not raw or digest in self.seen:
            return
        self.seen.add(digest)
        if depth > self.budget.deepest:
            yield Unread(where, "trop de fichiers l’un dans l’autre")
            return
        for one in self._open(raw, PurePosixPath(name).suffix.lower(), where, depth):
            if isinstance(one, tuple):
                place, content = one
                yield from self.read(content, place, place, depth + 1)
            else:
                yield one
                if isinstance(one, Stream):
                    yield from self._held(one, depth)

    def _open(
        self, raw: bytes, kind: str, where: str, depth: int
    ) -> Iterable[Part | tuple[str, bytes]]:
        if raw.startswith(PNG):
            return read_png(raw, where, self.budget)
        if raw.startswith(JPEG):
            return read_jpeg(raw, where)
        if raw.startswith(b"GIF8"):
            # its texts are comments and application blocks (GIF89a, § 24 and 26)
            return [Stream(inside(where, "image GIF"), strings_of(raw), "code")]
        if b"%PDF-" in raw[:1_024]:
            return read_pdf(raw, where, self.budget)
        if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            cells = read_cells(raw, where) if is_workbook(raw) else ()
            return (*cells, *read_archive(raw, where, self.budget))
        if raw.startswith(b"\x1f\x8b"):
            plain = inflated(raw, self.budget, 31)
            if plain is None:
                return [Unread(where, "ce fichier comprimé ne s’ouvre pas, ou est trop grand")]
            return [(inside(where, "contenu").removesuffix(".gz"), plain)]
        text = decoded(raw)
        if text is None:
            return [Unread(where, _UNKNOWN)]
        return self._text(text, kind, where, depth)

    def _text(
        self, text: str, kind: str, where: str, depth: int
    ) -> Iterator[Part | tuple[str, bytes]]:
        start = text.lstrip()[:200].lower()
        if kind in _JSON:
            yield from read_json(text, where)
        elif kind in _PAGES or (kind not in _XML and start.startswith(("<!doctype html", "<html"))):
            yield from read_html(text, where)
            # as it stands, for what a reader of pages passes over
            yield Stream(inside(where, "source"), without_data(text), "code")
        elif kind in _XML or start.startswith(("<?xml", "<svg", "<x:xmpmeta", "<?xpacket")):
            yield from read_xml(text, where)
        elif kind in _TABLES:
            yield from read_csv(text, where)
        else:
            if depth == 0 and kind not in _TEXTS:
                yield Unread(where, _UNKNOWN)
            yield Stream(where, without_data(text))
        for number, content in enumerate(data_addresses(text), 1):
            yield inside(where, f"adresse data: {number}"), content

    def _held(self, stream: Stream, depth: int) -> Iterator[Part]:
        """What a string holds: a page, a JSON, something in base64."""
        for content in (*data_addresses(stream.text), *hidden(stream.text)):
            yield from self.read(content, "", inside(stream.where, "décodé"), depth + 1)
        if depth >= self.budget.deepest or stream.where.endswith("source"):
            return
        start = stream.text.lstrip()[:1]
        if start == "<":
            inner = read_html(stream.text, inside(stream.where, "page"))
        elif start in ("{", "["):
            inner = read_json(stream.text, inside(stream.where, "JSON"))
        else:
            return
        for one in inner:
            # what does not read as a page or a JSON was read as a text already
            if not isinstance(one, Unread):
                yield one
            if isinstance(one, Stream):
                yield from self._held(one, depth + 1)
