"""Where the words of a tool's copy of a text stand in ours: one copy holds the other, but for what
copying changes (a title above, line ends, spaces, forms of accents and quotes)."""

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

from lecons.intake.qda.folding import folded, folded_with_origins, joins_before

# start and end in the tool's text → the same words in ours; None where ours lacks some of them
Mapping = Callable[[int, int], tuple[int, int] | None]


def mapping_between(tool_text: str, our_text: str) -> Mapping | None:
    """How positions in a tool's copy of a text become positions in ours.

    The same texts map to themselves. Else the one text, without what copying changes (see
    `folding`), must stand in the other in one place only; None where it does not, or where either
    has no words. A passage that is not wholly in our text, or is not one, maps to None. One that
    begins or ends inside of a character of ours takes the whole of it. Offsets are code points,
    end exclusive, in both texts as they are given.
    """
    if tool_text == our_text:
        return _Same(len(our_text))
    theirs, ours = folded(tool_text), folded(our_text)
    if not theirs or not ours:
        return None
    long, short = (theirs, ours) if len(theirs) >= len(ours) else (ours, theirs)
    at = long.find(short)
    if at < 0 or long.find(short, at + 1) >= 0 or _cuts_a_letter(long, short, at):
        return None
    return _Aligned(tool_text, our_text, -at if long is theirs else at)


def _cuts_a_letter(long: str, short: str, at: int) -> bool:
    """True where a sign that belongs to the letter before it stands on an edge: « e » is no « é »."""
    after = at + len(short)
    return (at > 0 and joins_before(short[0])) or (after < len(long) and joins_before(long[after]))


class _Same:
    """Positions of a text in itself."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        return (start, end) if 0 <= start < end <= self._length else None


class _Aligned:
    """Positions of one text in another, by way of what both fold to. Characters are only followed
    to their places when a first passage asks."""

    def __init__(self, theirs: str, ours: str, shift: int) -> None:
        self._theirs, self._ours, self._shift = theirs, ours, shift

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        if not 0 <= start < end <= len(self._theirs):
            return None
        latest, earliest = self._reached
        # signs on one letter change places in folding: all those of the passage are taken
        first, after = bisect_left(latest, start), bisect_left(earliest, end)
        low, high = first + self._shift, after + self._shift
        if not first < after or low < 0 or high > len(self._places):
            return None
        places = self._places[low:high]
        return self._with_blanks(start, end, min(places), max(places) + 1)

    @cached_property
    def _reached(self) -> tuple[list[int], list[int]]:
        """The last place of their text that each folded character and those before it come from,
        and the first one of those from it on: both in order, as the places themselves may not be."""
        origins = folded_with_origins(self._theirs)[1]
        return list(accumulate(origins, max)), list(accumulate(reversed(origins), min))[::-1]

    @cached_property
    def _places(self) -> list[int]:
        return folded_with_origins(self._ours)[1]

    def _with_blanks(self, start: int, end: int, first: int, after: int) -> tuple[int, int]:
        """The passage with the spaces and invisible signs that it had at its ends, where ours has
        them too: the same words coded in two copies are one passage."""
        while start < end and first > 0 and _both_blank(self._theirs[start], self._ours[first - 1]):
            start, first = start + 1, first - 1
        while (
            start < end
            and after < len(self._ours)
            and _both_blank(self._theirs[end - 1], self._ours[after])
        ):
            end, after = end - 1, after + 1
        return first, after


def _both_blank(their: str, our: str) -> bool:
    """True for two spaces, or two invisible signs."""
    return not folded(their) and not folded(our) and their.isspace() == our.isspace()
