"""How exactly one sentence, or one share, may count people.

A count under the threshold points at somebody, and so does a count whose rest is under it (« 14 of 17
agree » tells of three who do not). A sentence that holds one is said coarsely as a whole: its counts
in brackets of the threshold's width, its shares as these brackets leave them, so that no count can be
worked out from the others (rounding and recoding: Hundepool et al., Statistical Disclosure Control,
2012, ch. 5). Nought stays nought: nobody is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Part = Literal["few", "all but few", "group"]
# the least and the most that a count may be; None: no most is said
Span = tuple[int, int | None]
# how many parts of a whole are added up
_PARTS = 3


@dataclass(frozen=True)
class Discretion:
    """The threshold of an edition: a count of 1 to `threshold` - 1 people is not told."""

    threshold: int

    def small(self, count: float) -> bool:
        """True for a count that points at somebody; shares times n are counts to within a half."""
        return 0.5 <= count < self.threshold - 0.5

    def coarse(self, people: Sequence[int], shares: Sequence[float]) -> bool:
        """True when a sentence with these counts of people and these shares of them must be coarse.

        Any count may be a part of any other, and several the parts of the largest; a share may be one of
        each count of which it is a whole number (of any, where there is none): what a sentence does not
        say is assumed.
        """
        told = list(people)
        for share in shares:
            if not 0 <= share <= 1:
                continue
            whole = {n: part for n in people if (part := _whole(share * n)) is not None}
            for n in whole or people:
                if self.small(share * n) or self.small((1 - share) * n):
                    return True
            if (part := whole.get(max(people, default=0))) is not None and part not in people:
                told.append(part)
        return any(self.small(count) for count in people) or self._almost(told)

    def spans(self, people: Sequence[int]) -> list[Span]:
        """What a coarse sentence says of each of its counts: a bracket of the threshold's width, or less.

        A reader may know the largest count from elsewhere: of 11 people, « 10 to 14 » would be ten where
        « under 5 » are the others, and of 6, « under 5 » would be one where « 5 to 9 » are. So a count
        that is all but few of another is said by that other's bracket alone, and so is a small part of
        fewer than twice the threshold.
        """
        found: dict[int, Span] = {}
        for count in sorted(set(people), reverse=True):
            found[count] = self._span(count, found)
        return [found[count] for count in people]

    def _span(self, count: int, larger: Mapping[int, Span]) -> Span:
        width = self.threshold
        # two that make up a third, but for few, are parts of it: neither is a part of the other
        wholes = [
            of for of in larger if not any(0 <= third - of - count < width for third in larger)
        ]
        almost = [of for of in wholes if self.small(of - count)]
        if count >= width and almost:
            least, most = larger[max(almost)]
            return (least - width + 1, None) if least > width else (1, most)
        low = count // width * width
        if low or not count:
            return low, low + width - 1 if low else 0
        return 1, (2 * width if any(width <= of < 2 * width for of in wholes) else width) - 1

    def share(self, share: float, people: Sequence[int]) -> tuple[int, int] | None:
        """Between which tens of per cent a share lies, for who knows no more than `spans` say of its
        people, the largest of these counts that it can be of; None where nothing can be said. What is a
        share of none of them was computed otherwise (a curve, weights), and gives none of them back: its
        tens are told."""
        for n in sorted(people, reverse=True):
            part = _whole(share * n)
            if not n or part is None:
                continue
            counts = [*people] if part in people else [*people, part]
            spans = dict(zip(counts, self.spans(counts), strict=True))
            (few, many), (least, most) = spans[part], spans[n]
            # strictly between: « under 80 % » is not said of 4 in 5
            low = 0 if most is None else max(0, -(-few * 10 // most) - 1)
            high = 10 if many is None else min(10, many * 10 // least + 1)
            return (low * 10, high * 10) if (low, high) != (0, 10) else None
        tens = min(int(share * 10), 9)
        return tens * 10, tens * 10 + 10

    def part(self, share: float, n: int) -> Part | None:
        """Why a share of `n` people may not be told: so few are in it, all but so few, or the group
        itself is so small; None when it may."""
        if 0 < n < self.threshold:
            return "group"
        if self.small(share * n):
            return "few"
        return "all but few" if self.small((1 - share) * n) else None

    def _almost(self, people: Sequence[int]) -> bool:
        """True when a count is all but few of another, or several are so together of the largest; or
        when they are more than it by few, who are then in two of them (people who say both)."""
        places = range(len(people))
        for of in places:
            most = _PARTS if people[of] == max(people) else 1
            others = [people[one] for one in places if one != of]
            for size in range(1, most + 1):
                if any(
                    self.small(abs(people[of] - sum(one))) for one in combinations(others, size)
                ):
                    return True
        return False


def _whole(count: float) -> int | None:
    """The whole number that a share times n is; None where it is none."""
    return round(count) if abs(count - round(count)) < 1e-6 * max(1.0, count) else None
