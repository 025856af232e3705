"""Where a passage stands: its stated positions where they hold, else where its quotation stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import takewhile

from lecons.intake.qda.counting import STANDARD, Counting, Written
from lecons.intake.qda.folding import folded, folded_with_origins, joins_before

# a cut quotation shorter than this could be found anywhere; a longer name is no label
_SHORTEST_CUT, _LONGEST_LABEL = 10, 40
# two texts that share so much are the same sentence, corrected since
_CORRECTED = 0.9
_OCCURRENCES, _TRIES = 50, 10_000


class How(Enum):
    """Why a place is believed."""

    QUOTED = "la citation est à sa place"
    TRUSTED = "position, sans citation à comparer"
    RECOUNTED = "position comptée autrement"
    FOUND = "citation retrouvée ailleurs"


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of a text (code points, end exclusive), and why it is there."""

    start: int
    end: int
    how: How


def locate(text: str, start: int, end: int, quotation: str) -> Placed | None:
    """The place in `text` of the passage [start, end) that is said to read `quotation`.

    The positions hold where the quotation stands there. Else other ways to count them are tried
    (UTF-16 units, bytes, CR LF as one or two, a byte order mark), then the quotation is looked for:
    it must stand in one place only, or in one place only that the stated passage overlaps. A
    quotation may be cut (« … »); a name that is none, but a label, leaves the positions alone.
    None where the passage is not in the text, or in several places.
    """
    written = Written(text)
    shift = written.as_written(0)
    # positions were stated in the text as it is given, marks included
    placed = Passages(written).place(start - shift, end - shift, quotation)
    if placed is None:
        return None
    first, last = written.as_written(placed.start), written.as_written(placed.end)
    return Placed(first, last, placed.how)


class Passages:
    """Places the passages of one text, counted as `counting` says."""

    def __init__(self, written: Written, counting: Counting = STANDARD) -> None:
        self._written, self._counting = written, counting
        self._text = written.text

    def place(self, start: int, end: int, name: str) -> Placed | None:
        """The place of a passage by its stated positions and its name (see `locate`)."""
        stated = self._written.span(self._counting, start, end)
        if stated is not None and (not name or name == self._text[slice(*stated)]):
            return Placed(*stated, How.QUOTED if name else How.TRUSTED)
        asked = _Quotation(name)
        if not asked.folded:
            return Placed(*stated, How.TRUSTED) if stated else None
        if stated is not None and asked.is_said_by(self._text[slice(*stated)]):
            return Placed(*stated, How.QUOTED)
        again = self._recounted(start, end, asked)
        if again is not None:
            return again
        if not asked.may_be_quoted(end - start):
            return Placed(*stated, How.TRUSTED) if stated else None
        return self._found(stated, end - start, asked)

    def _recounted(self, start: int, end: int, asked: "_Quotation") -> Placed | None:
        marked = tuple(one._replace(mark=True) for one in self._written.countings if not one.mark)
        spans = {
            span
            for counting in dict.fromkeys((*self._written.countings, *marked))
            if (span := self._written.span(counting, start, end)) is not None
            and asked.is_said_by(self._text[slice(*span)])
        }
        return Placed(*spans.pop(), How.RECOUNTED) if len(spans) == 1 else None

    def _found(
        self, stated: tuple[int, int] | None, length: int, asked: "_Quotation"
    ) -> Placed | None:
        whole = asked.has_length(length)
        spans = self._exactly(asked.name) if whole else []
        if not spans:
            spans = list(self._loosely(asked.folded if whole else asked.stem))
            if not whole:
                long = stated[1] - stated[0] if stated else length
                spans = [(at, at + long) for at, _ in spans if at + long <= len(self._text)]
        if len(spans) > 1 and stated is not None:
            spans = [one for one in spans if one[0] < stated[1] and stated[0] < one[1]]
        if len(spans) == 1:
            return Placed(*spans[0], How.FOUND)
        if not spans and stated is not None and asked.is_close_to(self._text[slice(*stated)]):
            return Placed(*stated, How.QUOTED)
        return None

    def _exactly(self, name: str) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        at, tries = self._text.find(name), 0
        while at >= 0 and len(places) < _OCCURRENCES and tries < _TRIES:
            tries += 1
            after = at + len(name)
            if after == len(self._text) or not joins_before(self._text[after]):
                places.append((at, after))
            at = self._text.find(name, at + 1)
        return places

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        return folded_with_origins(self._text)

    def _loosely(self, needle: str) -> Iterator[tuple[int, int]]:
        """Where the folded text reads `needle`, from the beginning of a character to an end."""
        text, origins = self._folded
        at, count, tries = text.find(needle), 0, 0
        while at >= 0 and count < _OCCURRENCES and tries < _TRIES:
            tries += 1
            after = at + len(needle)
            begins = at == 0 or origins[at - 1] != origins[at]
            ends = after == len(text) or (
                origins[after] != origins[after - 1] and not joins_before(text[after])
            )
            if begins and ends:
                count += 1
                yield min(origins[at:after]), max(origins[at:after]) + 1
            at = text.find(needle, at + 1)


def whole_quotation(name: str, length: int) -> bool:
    """True where a name has the length of the passage that it names: it quotes the whole of it."""
    asked = _Quotation(name)
    return bool(asked.folded) and asked.has_length(length)


def find_quotation(text: str, quotation: str) -> Placed | None:
    """The only place where `text` reads `quotation`, but for spaces and forms of accents; None where
    there is none, or several."""
    passages = Passages(Written(text))
    needle = folded(quotation)
    spans = passages._exactly(quotation) or list(passages._loosely(needle)) if needle else []
    return Placed(*spans[0], How.FOUND) if len(spans) == 1 else None


class _Quotation:
    """The name of a passage, in what it may quote."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folded = folded(name)
        self.stem = self.folded.removesuffix("[...]").rstrip(".")
        self.cut = self.folded.endswith("...")

    def is_said_by(self, passage: str) -> bool:
        """True where the passage reads the quotation, or begins with one that is cut."""
        if self.name == passage:
            return True
        other = folded(passage)
        if other == self.folded:
            return True
        if self.cut:
            return len(self.stem) >= 3 and other.startswith(self.stem)
        return len(self.folded) >= _SHORTEST_CUT and other.startswith(self.folded)

    def may_be_quoted(self, length: int) -> bool:
        """True for a quotation of `length` characters, whole or cut; False for a label."""
        if not any(char.isalpha() for char in self.folded):
            return False
        if self.has_length(length):
            return True
        if len(self.name) > length:
            return False
        return len(self.stem) >= (_SHORTEST_CUT if self.cut else _LONGEST_LABEL)

    def has_length(self, length: int) -> bool:
        lines = self.name.count("\n")
        sizes = {
            len(self.name),
            len(self.name.encode("utf-16-le", "surrogatepass")) // 2,
            len(self.name.encode("utf-8", "surrogatepass")),
        }
        near = max(2, length // 20)
        return any(abs(size + more - length) <= near for size in sizes for more in (0, lines))

    def is_close_to(self, passage: str) -> bool:
        """True where a passage reads the quotation but for one short place, corrected since."""
        other = folded(passage)
        longest = max(len(self.folded), len(other))
        if longest < _SHORTEST_CUT:
            return False
        begin = _in_common(self.folded, other)
        end = _in_common(self.folded[begin:][::-1], other[begin:][::-1])
        return begin + end >= _CORRECTED * longest


def _in_common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
