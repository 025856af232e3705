"""PDF: the text of each page, and every string of every object (information, bookmarks, notes,
alternative texts, forms), metadata, embedded files and pictures (ISO 32000-1)."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from lecons.privacy.release.reading.stream import Budget, Part, Stream, Unread, inside

Inner = tuple[str, bytes]
_WORDS = {
    "/Alt": "texte de remplacement",
    "/ActualText": "texte de remplacement",
    "/Title": "titre ou signet",
    "/Contents": "note",
    "/Author": "auteur",
    "/URI": "lien",
}
# strings that are bytes, or that name the make of a font
_MACHINE = {"/ID", "/CIDSystemInfo", "/CharSet", "/Panose", "/CheckSum", "/Lookup"}
_OPENED = {"/Metadata", "/EmbeddedFile", "/XML"}


def read_pdf(raw: bytes, where: str, budget: Budget) -> Iterator[Part | Inner]:
    """The texts of a PDF; (place, bytes) for the files that it holds."""
    # a fault of the file is told by what could not be read, not on the screen
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if raw.count(b"startxref") > 1 and b"/Linearized" not in raw[:2_048]:
        yield Unread(where, "ce PDF garde des versions antérieures de lui-même")
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Unread(where, "ce PDF est protégé par un mot de passe")
            return
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            if not budget.take(len(text)):
                yield Unread(where, "ce PDF est trop grand")
                return
            yield Stream(inside(where, f"page {number}"), text, "page")
        yield from _objects(reader, where, budget)
    except Exception as error:  # a damaged PDF fails in as many ways as there are PDFs
        yield Unread(where, f"ce PDF ne se lit pas ({type(error).__name__})")


def _objects(reader: PdfReader, where: str, budget: Budget) -> Iterator[Part | Inner]:
    numbers = {one for table in reader.xref.values() for one in table} | {*reader.xref_objStm}
    names: set[str] = set()
    for number in sorted(numbers - {0}):
        place = inside(where, f"objet {number}")
        yield from _strings(reader.get_object(number), place, budget, names)
    yield from _strings(reader.trailer, inside(where, "fin du fichier"), budget, names)
    yield Stream(inside(where, "noms du PDF"), "\n".join(sorted(names)), "code")


def _strings(thing: Any, where: str, budget: Budget, names: set[str]) -> Iterator[Part | Inner]:
    """The strings of an object, but for what stands in another one; its stream, where it is text.
    `names` gathers the keys and names, which a PDF repeats without end."""
    if isinstance(thing, TextStringObject):
        yield Stream(where, str(thing))
    elif isinstance(thing, ByteStringObject):
        yield Stream(where, thing.decode("latin-1"), "code")
    elif isinstance(thing, NameObject):
        names.add(str(thing))
    elif isinstance(thing, ArrayObject):
        for one in list.__iter__(thing):
            yield from _strings(one, where, budget, names)
    elif isinstance(thing, DictionaryObject):
        names.update(map(str, dict.keys(thing)))
        for key, value in dict.items(thing):
            if key not in _MACHINE:
                yield from _strings(value, inside(where, _WORDS.get(key, str(key))), budget, names)
        if isinstance(thing, StreamObject):
            yield from _stream(thing, where, budget)


def _stream(thing: StreamObject, where: str, budget: Budget) -> Iterator[Part | Inner]:
    if thing.get("/Filter") == "/DCTDecode":
        yield inside(where, "image"), bytes(thing._data)
    elif thing.get("/Type") in _OPENED:
        content = thing.get_data()
        if budget.take(len(content)):
            yield inside(where, str(thing.get("/Type"))), content
        else:
            yield Unread(where, "ce fichier joint est trop grand")
