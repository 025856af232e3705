"""Files of every kind, tiny, with something hidden in them."""

import struct
import zlib

SECRET = "Zoubeïratou Mahamane"


def chunk(name, body):
    kind = name.encode()
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks, after=b""):
    """A picture of one point, with chunks before its end and bytes after it."""
    header = chunk("IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = chunk("IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + points + b"".join(chunks) + chunk("IEND", b"") + after


def jpeg(marker, body, after=b""):
    segment = b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
    return b"\xff\xd8" + segment + b"\xff\xda\x00\x02\x00\xff\xd9" + after
