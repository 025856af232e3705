"""Which way a tool counts, from its own passages: they quote words, and begin and end at words."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lecons.intake.qda.counting import STANDARD, Counting, Written
from lecons.intake.qda.folding import folded

Stated = tuple[int, int, str]  # start, end, name

# per text and per passage: a few hundred passages settle it
_TEXTS, _PASSAGES = 20, 20
# log-likelihood ratios: an end at the edge of a word is six times likelier where it was meant
_EDGE, _INSIDE = math.log(0.9 / 0.15), math.log(0.1 / 0.85)
_SAID, _NOT_SAID = math.log(0.7 / 0.01), math.log(0.3 / 0.99)
_OUTSIDE = -5.0
_SURE, _DOUBT = 8.0, 3.0
_SHORTEST = 5


@dataclass(frozen=True)
class Chosen:
    """A way to count, and whether another would have done as well for passages without quotation."""

    counting: Counting = STANDARD
    doubtful: bool = False


def counting_of(texts: Iterable[tuple[Written, Sequence[Stated]]], origin: str) -> Chosen:
    """The way in which the positions of a project were counted.

    `texts`: its texts with the passages stated on them. The standard one stands unless another
    explains the passages much better (3,000 to 1): they quote the words named, or, without a name,
    begin and end at the edge of words, where chance would have put them inside.
    """
    tool = origin.casefold()
    if tool.startswith("lecons"):
        return Chosen()
    samples = _sampled(texts)
    rivals = dict.fromkeys(one for written, _ in samples for one in written.countings)
    if len(rivals) <= 1:
        return Chosen()
    scores = {one: _prior(one, tool) for one in rivals}
    places: dict[Counting, list[tuple[int, int] | None]] = {one: [] for one in rivals}
    for written, stated in samples:
        known: dict[tuple[int, int, str, tuple[int, int] | None], float] = {}
        for one in rivals:
            for start, end, name in stated:
                span = written.span(one, start, end)
                key = (start, end, name, span)
                if key not in known:
                    known[key] = _weight(written.text, span, name)
                scores[one] += known[key]
                places[one].append(span)
    best = max(scores, key=lambda one: (scores[one], one == STANDARD))
    if scores[best] - scores[STANDARD] < _SURE:
        best = STANDARD
    doubtful = any(
        places[one] != places[best] and scores[best] - score < _DOUBT
        for one, score in scores.items()
    )
    return Chosen(best, doubtful)


def _prior(counting: Counting, tool: str) -> float:
    """What is known of the tools: not enough to decide alone."""
    if "nvivo" in tool:
        return 4.0 if counting == Counting("utf16") else 0.0
    if "atlas" in tool:
        return 2.0 if counting == Counting(newline="1") else 0.0
    return 0.0


def _sampled(
    texts: Iterable[tuple[Written, Sequence[Stated]]],
) -> list[tuple[Written, list[Stated]]]:
    """Some texts for each way to count that matters in them, and some passages of each, the last
    ones included: drift grows along a text."""
    seen: dict[Counting, int] = {}
    result = []
    for written, stated in texts:
        fresh = [one for one in written.countings if seen.get(one, 0) < _TEXTS]
        if not stated or len(written.countings) == 1 or not fresh:
            continue
        for one in written.countings:
            seen[one] = seen.get(one, 0) + 1
        step = max(1, math.ceil(len(stated) / _PASSAGES))
        ordered = sorted(stated, reverse=True)
        result.append((written, ordered[::step]))
    return result


def _weight(text: str, span: tuple[int, int] | None, name: str) -> float:
    if span is None:
        return _OUTSIDE
    start, end = span
    if len(name) >= _SHORTEST:
        asked, other = folded(name).rstrip("."), folded(text[start:end])
        if other.startswith(asked):
            return _SAID
        return _NOT_SAID
    begins = text[start].isalnum() and (start == 0 or not text[start - 1].isalnum())
    ends = (end == len(text) or not text[end].isalnum()) and not text[end - 1].isspace()
    return (_EDGE if begins else _INSIDE) + (_EDGE if ends else _INSIDE)
