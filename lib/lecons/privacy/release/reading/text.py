"""Texts and what hides in them: encodings, escapes, data: addresses, base64, JSON or a page in a string."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_to_bytes

_DATA_ADDRESS = re.compile(
    r"data:([\w.+/-]*)((?:;[\w=.\"+-]+)*?)(;base64)?,([^\s\"'<>)\\]*)", re.IGNORECASE
)
# a line of 64 or 76 signs, as MIME writes it, goes on in the next one
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}")
_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2}){12,}")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|_x([0-9A-Fa-f]{4})_")
_CSS_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{1,6}) ?")
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"RIFF")
_NOT_WRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


def decoded(raw: bytes) -> str | None:
    """The text of a file: UTF-8, UTF-16 by its mark, else Windows-1252; None where it is no text."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return None if len(_NOT_WRITTEN.findall(text[:20_000])) * 100 > len(text[:20_000]) else text


def unescaped(text: str) -> str:
    """A text with the escapes of HTML, JSON, JavaScript, Excel, CSS and addresses undone, whichever
    it had."""

    def letter(found: re.Match[str]) -> str:
        return chr(int(next(code for code in found.groups() if code), 16))

    plain = html.unescape(text)
    if "\\" in plain or "_x" in plain:
        # both halves of a sign beyond the first plane are put together again
        plain = (
            _ESCAPED.sub(letter, plain)
            .encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
        )
    return unquote(plain, errors="replace") if "%" in plain else plain


def css_unescaped(text: str) -> str:
    """A style sheet with its escapes undone (CSS Syntax 3, § 4.3.7)."""
    return _CSS_ESCAPED.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)


def without_data(text: str) -> str:
    """A text without its data: addresses: they are read apart."""
    return _DATA_ADDRESS.sub(" ", text) if "data:" in text else text


def data_addresses(text: str) -> Iterator[bytes]:
    """What the data: addresses of a text hold."""
    for found in _DATA_ADDRESS.finditer(text) if "data:" in text else ():
        content = unquote_to_bytes(html.unescape(found[4]))
        yield (unbase64(content.decode("latin-1")) or content) if found[3] else content


def unbase64(text: str) -> bytes | None:
    """The bytes of a base64 text, of either alphabet, with or without its padding."""
    plain = re.sub(r"\s", "", text).rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        return None
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return None


def hidden(text: str) -> Iterator[bytes]:
    """What a text holds in base64 or in hexadecimal, without saying so: files that are known by their
    first bytes, and texts. A digest is neither, and so is an ordinary word."""
    for found in _BASE64.finditer(text):
        content = unbase64(found[0])
        if content is not None and _is_something(content):
            yield content
    for found in _HEXADECIMAL.finditer(text):
        content = bytes.fromhex(found[0])
        if _is_something(content):
            yield content


def _is_something(content: bytes) -> bool:
    if content.startswith(_MAGIC):
        return True
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _NOT_WRITTEN.search(text)
