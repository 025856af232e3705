"""How a tool counts the positions of a text: in characters, in UTF-16 units, with or without CR.

The standard says code points. NVivo 12 counts UTF-16 units (an emoji is two) and CR LF as two;
ATLAS.ti counts CR LF as one whatever its file holds. What a tool does is read from where its
passages begin and end, not from its name alone.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

import numpy as np

_LINE_END = re.compile(r"\r\n?|\n")
_MARK = "\ufeff"


class Counting(NamedTuple):
    """What counts as one: `unit` points, utf16 or bytes; `newline` as in the file, or 1, or 2 for
    each line end; `mark` where the byte order mark counts too."""

    unit: str = "points"
    newline: str = "file"
    mark: bool = False


STANDARD = Counting()
_SAID = {"points": "caractères", "utf16": "unités UTF-16", "bytes": "octets"}
_NEWLINES = {"file": "", "1": ", CR LF comptant pour un", "2": ", chaque fin de ligne pour deux"}


def said(counting: Counting) -> str:
    """A counting in words."""
    mark = ", marque d’ordre comprise" if counting.mark else ""
    return _SAID[counting.unit] + _NEWLINES[counting.newline] + mark


class Written:
    """A text as a file holds it, and as it is kept (`text`: LF line ends, no byte order mark)."""

    def __init__(self, raw: str) -> None:
        self.mark = raw.startswith(_MARK)
        raw = raw[1:] if self.mark else raw
        # a second mark is a character of the text, which a reader would take for the first
        while raw.startswith(_MARK):
            raw = raw[1:]
        self._raw = raw if "\r" in raw else ""
        self.text = _LINE_END.sub("\n", raw) if self._raw else raw
        self._starts: dict[Counting, list[int] | None] = {}

    @cached_property
    def countings(self) -> tuple[Counting, ...]:
        """The ways to count that can make a difference in this text, the standard one first."""
        units = ["points"]
        if not self.text.isascii():
            units.append("bytes")
            if max(self.text) > "\uffff":
                units.insert(1, "utf16")
        newlines = ["file"]
        if "\r\n" in self._raw:
            newlines.append("1")
        if "\n" in self.text and (not self._raw or re.search(r"\r(?!\n)|(?<!\r)\n", self._raw)):
            newlines.append("2")
        marks = [False, True] if self.mark else [False]
        return tuple(Counting(u, n, m) for m in marks for n in newlines for u in units)

    def span(self, counting: Counting, start: int, end: int) -> tuple[int, int] | None:
        """Where counted positions stand in `text`, in code points; None where they are no passage
        of it. One in the midst of a character takes the whole of it."""
        if not 0 <= start < end:
            return None
        starts = self._starts_of(counting)
        if starts is None:
            return (start, end) if end <= len(self.text) else None
        if end > starts[-1] or start < starts[0]:
            return None
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
        return (first, last) if first < last else None

    def as_written(self, position: int) -> int:
        """A position of `text` as one of the file's own text."""
        starts = self._starts_of(Counting(mark=self.mark))
        return position if starts is None else starts[position]

    def _starts_of(self, counting: Counting) -> list[int] | None:
        """The counted position at which each character begins, and the end; None where counting
        changes nothing."""
        if counting not in self._starts:
            self._starts[counting] = self._counted(counting)
        return self._starts[counting]

    def _counted(self, counting: Counting) -> list[int] | None:
        crlf = bool(self._raw) and counting.newline == "file"
        twice = counting.newline == "2" and "\n" in self.text
        if counting.unit == "points" and not (crlf or twice or counting.mark):
            return None
        points = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        width = np.ones(len(points), dtype=np.int64)
        if counting.unit == "utf16":
            width[points > 0xFFFF] = 2
        elif counting.unit == "bytes":
            for limit in (0x7F, 0x7FF, 0xFFFF):
                width[points > limit] += 1
        ends = points == 0x0A
        if crlf:
            width[ends] = [len(one[0]) for one in _LINE_END.finditer(self._raw)]
        elif twice:
            width[ends] = 2
        first = (3 if counting.unit == "bytes" else 1) if counting.mark else 0
        return [first, *(first + np.cumsum(width)).tolist()]
