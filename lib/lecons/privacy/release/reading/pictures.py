"""Pictures: the texts beside their points (PNG, third edition, § 11.3; JPEG, ITU-T T.81; Exif 2.3).

What is written in the points themselves is not read: our figures carry the same words as text.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from lecons.privacy.release.reading.stream import Budget, Part, Stream, Unread, inside

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# chunks that hold numbers alone
_NUMBERS = {
    "IHDR", "PLTE", "IDAT", "IEND", "cHRM", "gAMA", "sBIT", "sRGB", "bKGD", "hIST", "tRNS",
    "pHYs", "tIME", "cICP",
}  # fmt: skip
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[\x20-\xff]\x00){4,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\x20-\xff]){4,}"),
}
_LETTERS = re.compile(r"[\w .,;:@/\\+'’=-]{4,}")


def strings_of(raw: bytes) -> str:
    """All that could be text in bytes of unknown make: one byte a letter, UTF-8, UTF-16."""
    texts = [raw.decode("utf-8", "replace"), raw.decode("latin-1")]
    for encoding, wide in _WIDE.items():
        texts += [found[0].decode(encoding) for found in wide.finditer(raw)]
    return "\n".join(part for text in texts for part in _LETTERS.findall(text))


def read_png(raw: bytes, where: str, budget: Budget) -> Iterator[Part]:
    """The text chunks of a PNG, its Exif, the chunks that the standard does not know, and what was put
    after its end."""
    at = len(PNG)
    while at + 8 <= len(raw):
        (size,) = struct.unpack(">I", raw[at : at + 4])
        name = raw[at + 4 : at + 8].decode("latin-1")
        body = raw[at + 8 : at + 8 + size]
        at += 12 + size
        if name in ("tEXt", "zTXt", "iTXt", "iCCP"):
            yield from _chunk(name, body, inside(where, f"bloc {name}"), budget)
        elif name not in _NUMBERS:
            yield Stream(inside(where, f"bloc {name}"), strings_of(body))
        if name == "IEND":
            break
    if raw[at:]:
        yield Stream(inside(where, "après la fin de l’image"), strings_of(raw[at:]))


def _chunk(name: str, body: bytes, where: str, budget: Budget) -> Iterator[Part]:
    key, _, rest = body.partition(b"\x00")
    yield Stream(where, key.decode("latin-1"))
    if name == "tEXt":
        yield Stream(where, rest.decode("latin-1"))
        yield Stream(where, rest.decode("utf-8", "replace"))
        return
    if name == "iTXt":
        packed, (_, _, content) = rest[:1] == b"\x01", _fields(rest[2:])
        yield Stream(where, rest[2 : len(rest) - len(content)].decode("utf-8", "replace"))
    else:
        packed, content = True, rest[1:]
    plain = inflated(content, budget) if packed else content
    if plain is None:
        yield Unread(where, "ce texte comprimé ne s’ouvre pas, ou est trop grand")
    elif name == "iCCP":
        yield Stream(where, strings_of(plain), "code")
    else:
        yield Stream(where, plain.decode("utf-8", "replace"))
        yield Stream(where, plain.decode("latin-1"))


def _fields(rest: bytes) -> tuple[bytes, bytes, bytes]:
    language, _, more = rest.partition(b"\x00")
    translated, _, content = more.partition(b"\x00")
    return language, translated, content


def inflated(raw: bytes, budget: Budget, wbits: int = zlib.MAX_WBITS) -> bytes | None:
    """What was compressed (zlib; gzip with `wbits` 31), within the budget; None where it does not open
    or is too much."""
    machine = zlib.decompressobj(wbits)
    try:
        plain = machine.decompress(raw, max(budget.bytes_left, 1))
    except zlib.error:
        return None
    return plain if budget.take(len(plain)) and not machine.unconsumed_tail else None


def read_jpeg(raw: bytes, where: str) -> Iterator[Part]:
    """The comments of a JPEG, its Exif and XMP, and what was put after its end."""
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, (size,) = raw[at + 1], struct.unpack(">H", raw[at + 2 : at + 4])
        body = raw[at + 4 : at + 2 + size]
        if marker == 0xFE:
            yield Stream(inside(where, "commentaire de l’image"), body.decode("utf-8", "replace"))
        if marker == 0xFE or 0xE0 <= marker <= 0xEF:
            name = {0xFE: "commentaire de l’image", 0xE1: "Exif ou XMP"}.get(
                marker, f"bloc APP{marker - 0xE0}"
            )
            yield Stream(inside(where, name), strings_of(body))
        if marker == 0xDA:
            break
        at += 2 + size
    end = raw.rfind(b"\xff\xd9")
    if end != -1 and raw[end + 2 :]:
        yield Stream(inside(where, "après la fin de l’image"), strings_of(raw[end + 2 :]))
