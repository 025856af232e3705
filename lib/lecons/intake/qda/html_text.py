"""The words of an HTML text, and where they stand as Taguette counts: bytes, no tags."""

import re
from html.parser import HTMLParser

import numpy as np

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "blockquote", "pre"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "caption", "section", "article"}
)
_HIDDEN = frozenset({"script", "style", "head", "title"})
_TAG = re.compile(
    r"</?(?:p|div|br|span|html|body|script|style|ul|ol|li|a|b|i|u|strong|em)\b[^<>]*>",
    re.IGNORECASE,
)


class HtmlText:
    """A text out of HTML: blocks begin lines, tags are gone. Nothing is ever run or shown as a page."""

    def __init__(self, html: str) -> None:
        listener = _Listener()
        # what stands before the body is no text for a browser
        listener.feed(re.sub(r"\r\n?", "\n", html).lstrip(" \t\n\f"))
        listener.close()
        self.text = "".join(listener.parts)
        widths = np.asarray(listener.widths, dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(widths)])

    @property
    def length(self) -> int:
        """The bytes of its text."""
        return int(self._starts[-1])

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The characters between two bytes (end exclusive); None where they are no passage. Line
        breaks that no byte stands for are left out at both ends."""
        if not 0 <= start < end <= self.length:
            return None
        first = int(np.searchsorted(self._starts, start, side="right")) - 1
        last = int(np.searchsorted(self._starts, end, side="left"))
        return (first, last) if first < last else None


def plain(text: str) -> str:
    """A memo as plain text: one that a tool wrote in HTML loses its tags."""
    return HtmlText(text).text.strip() if "<" in text and _TAG.search(text) else text


class _Listener(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.widths: list[int] = []
        self._hidden = 0
        self._at_start_of_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        self._break(tag)
        self._at_start_of_pre = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._at_start_of_pre:  # as browsers do
            data = data.removeprefix("\n")
        self._at_start_of_pre = False
        if self._hidden:
            return
        data = data.replace("\0", "\ufffd")
        self.parts.append(data)
        self.widths += [len(char.encode("utf-8", "replace")) for char in data]

    def _break(self, tag: str) -> None:
        """A line of its own for a block, where the text has none already."""
        last = self.parts[-1] if self.parts else "\n"
        if tag in _BLOCKS and not self._hidden and not last.endswith("\n"):
            self.parts.append("\n")
            self.widths.append(0)
