"""How much of a passage is quoted, by whole sentences, and what was said around it."""

import re

from lecons.testimony.reliability.sentences import sentences

FEWEST_WORDS, MOST_WORDS = 8, 45
GAP = "[…]"

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# what takes back, or narrows, the sentence before: leaving it out would make people say more
_TURNS = re.compile(
    r"\W*(?:et\s+)?(?:mais|pourtant|cependant|toutefois|néanmoins|seulement|sauf|or|sinon|hélas|"
    r"malheureusement|par contre|en revanche|au contraire|à condition|quand même|"
    r"n['’]empêche|du moins|en tout cas)\b",
    re.IGNORECASE,
)


def count_words(text: str) -> int:
    """The words of a text; « l’eau » and « peut-être » are one each."""
    return sum(1 for _ in _WORD.finditer(text))


def cuts(passage: str) -> list[str]:
    """The ways to quote a passage in 8 to 45 words: itself, or whole sentences with […] where
    something is left out; none where it is too short or where no cut is honest.

    A sentence that turns against the one before (« Mais… ») is not parted from it.
    """
    if count_words(passage) <= MOST_WORDS:
        return [passage] if count_words(passage) >= FEWEST_WORDS else []
    places = _bound_together(passage)
    found: list[tuple[int, int]] = []
    for first in range(len(places)):
        for last in range(len(places) - 1, first - 1, -1):
            words = count_words(passage[places[first][0] : places[last][1]])
            # the longest that fits, unless a longer one that was found holds it
            if words <= MOST_WORDS:
                if words >= FEWEST_WORDS and not (found and found[-1][1] >= last):
                    found.append((first, last))
                break
    return [
        " ".join(
            part
            for part in (
                GAP if first else "",
                passage[places[first][0] : places[last][1]],
                GAP if last < len(places) - 1 else "",
            )
            if part
        )
        for first, last in found
    ]


def _bound_together(passage: str) -> list[tuple[int, int]]:
    """The places of sentences, each with those after it that turn against it."""
    places: list[tuple[int, int]] = []
    for start, end in sentences(passage):
        if places and _TURNS.match(passage, start):
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    return places


def around(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The places of what was said just before and just after a passage of a text: the rest of its
    sentence where it begins or ends inside one, else the one next to it; empty at the edges."""
    before, after = (start, start), (end, end)
    for first, last in sentences(text):
        # the full stop of a passage coded without it is nothing that was said
        if first < start and count_words(text[first : min(last, start)]):
            before = (first, min(last, start))
        if last > end and after == (end, end) and count_words(text[max(first, end) : last]):
            after = (max(first, end), last)
    return before, after
