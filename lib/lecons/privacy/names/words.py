"""The words of a text as the rules see them: where they are, how written, how they compare."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lecons.privacy.names.places import fold

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:[-'’](?:{_LETTER})+)*")
# « d’Aïcha », « Qu’Aïcha »; « M’Bouna » and « N’Diaye » are one word, « m’Aïcha » is not
_ELIDED = re.compile(r"(?:[ldjmtscn]|[LDJTSC]|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Qq]u)['’]")
_ABBREVIATIONS = {"m", "mr", "mme", "mlle", "dr", "pr"}
_OPENS = re.compile(r"[.!?…:\n«“\"—–•]")
_JOINS = re.compile(r"[ \u00a0\u202f]{1,3}|-")


@dataclass(frozen=True)
class Word:
    """One word. `opens`: it may have its capital from the sentence; `joined`: nothing but a space or
    a hyphen is between it and the word before; `initial`: a capital letter and its dot."""

    start: int
    end: int
    text: str
    folded: str
    capital: bool
    opens: bool
    joined: bool
    initial: bool

    @property
    def shouted(self) -> bool:
        """True when it is in capitals throughout."""
        return len(self.folded) > 1 and self.text.isupper()


def words(text: str) -> list[Word]:
    """The words of `text` in order, without what is elided before them."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if (elided := _ELIDED.match(text, start, end)) and elided.end() < end:
            start = elided.end()
        written = text[start:end]
        gap = text[found[-1].end : start] if found else "\n"
        # the dot of « M. », « Dr. » and « A. » ends no sentence
        after_dot = bool(found) and (found[-1].initial or found[-1].folded in _ABBREVIATIONS)
        if after_dot and gap.startswith("."):
            gap = gap[1:] or " "
        found.append(
            Word(
                start,
                end,
                written,
                fold(written),
                written[0].isupper(),
                bool(_OPENS.search(gap)),
                bool(found) and bool(_JOINS.fullmatch(gap)),
                len(written) == 1 and written.isupper() and text[end : end + 1] == ".",
            )
        )
    return found


def windows(
    found: list[Word], wanted: Callable[[str], bool], longest: int
) -> Iterator[tuple[int, int]]:
    """The runs of words (first, last + 1) whose folded letters together are `wanted`, longest first
    at each place, none inside another."""
    first = 0
    while first < len(found):
        last = first + 1
        while last < len(found) and last - first < longest and found[last].joined:
            last += 1
        for end in range(last, first, -1):
            if wanted("".join(word.folded for word in found[first:end])):
                yield first, end
                first = end
                break
        else:
            first += 1
