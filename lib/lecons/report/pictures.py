"""The figures of a finished page, as light as they can be sent: the same pictures in fewer bytes.

A cell shows a figure as SVG in base64, a third more than the picture. In the page its address holds the
SVG itself, with percent signs for the signs that an address may not have (RFC 3986, § 2.1) and for those
at which a reader of pages would take the address to end; the paths are written shorter (SVG 2, § 9.3).
"""

import base64
import re
from collections.abc import Iterator
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.element import Tag

_BASE64 = "data:image/svg+xml;base64,"
_ADDRESS = "data:image/svg+xml,"
# what stands in an address as it is (quote() takes every other sign): no white space, quotation mark,
# bracket, parenthesis nor backslash, at which the release check takes an address to end
_PLAIN = "!$&*+,-./:;=?@_~[]^`{|}"
_PATH = re.compile(r'(?<=\sd=")[^"]*(?=")')
_STYLE_SPACE = re.compile(r"(?<=[;:,{]) (?=[^\"<>]*[;}\"])")
_PART = re.compile(r"([MLQCZz])([^MLQCZz]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d)?\Z")
_SIZE = re.compile(r'<svg\b[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')
_COORDINATES = {"M": 2, "L": 2, "Q": 4, "C": 6}


def lighten(soup: BeautifulSoup) -> None:
    """Write the pictures of a page in fewer bytes, with their width and height, so that nothing moves
    when they come; a browser draws those on the screen first."""
    for image in soup.find_all("img"):
        assert isinstance(image, Tag)
        source = str(image.get("src", ""))
        if not source.startswith(_BASE64):
            continue
        svg = shortened(base64.b64decode(source.removeprefix(_BASE64)).decode("utf-8"))
        encoded = _BASE64 + base64.b64encode(svg.encode("utf-8")).decode("ascii")
        # figures of many words have more signs to be written with a percent sign
        image["src"] = min(_ADDRESS + quote(svg, safe=_PLAIN), encoded, key=len)
        size = _SIZE.search(svg)
        if size:
            image["width"], image["height"] = (str(round(float(part))) for part in size.groups())
        image["loading"], image["decoding"] = "lazy", "async"


def shortened(svg: str) -> str:
    """The same SVG, its paths and styles without what they can do without."""
    return _STYLE_SPACE.sub("", _PATH.sub(lambda found: _path(found[0]), svg))


def _path(data: str) -> str:
    """A path with each step from the last point where that is shorter. Points are in tenths, as figures
    write them: nothing is rounded. A path of other commands or numbers stays as it is."""
    parts = [*_PART.finditer(data)]
    if "".join(part[0] for part in parts) != data.lstrip():
        return data
    written, at, start = "", (0, 0), (0, 0)
    for part in parts:
        command, words = part[1], part[2].replace(",", " ").split()
        if command in "Zz":
            written, at = written + "z", start
            continue
        size = _COORDINATES[command]
        if not words or len(words) % size or not all(_NUMBER.match(word) for word in words):
            return data
        numbers = [round(float(word) * 10) for word in words]
        for step, first in zip(_steps(numbers, size), range(0, len(words), size), strict=True):
            if command == "M" and first:
                return data
            away = [number - at[axis % 2] for axis, number in enumerate(step)]
            forms = [command + _joined(step)]
            if written:
                forms.append(command.lower() + _joined(away))
            if command == "L" and 0 in away:
                axis = 0 if away[1] == 0 else 1
                forms += ["HV"[axis] + _joined([step[axis]]), "hv"[axis] + _joined([away[axis]])]
            written += min(forms, key=len)
            at = (step[-2], step[-1])
            start = at if command == "M" else start
    return written


def _steps(numbers: list[int], size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]


def _joined(tenths: list[int]) -> str:
    """Numbers one after the other, apart from each other only where they must be."""
    written = ""
    for number in tenths:
        whole, rest = divmod(abs(number), 10)
        digits = f"{whole or ''}.{rest}" if rest else str(whole)
        one = f"-{digits}" if number < 0 else digits
        last = re.split(r"[,-]", written)[-1]
        touching = not written or one[0] == "-" or (one[0] == "." and "." in last)
        written += one if touching else f",{one}"
    return written
