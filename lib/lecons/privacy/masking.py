"""Words that must go are masked where they stand: each letter becomes x, and nothing else moves.

A file that holds a withdrawn account holds other people's too, and the places of coded passages are
counted in characters: what is masked keeps its length, its spaces and its marks. Words are found
whatever way they were written (accents, capitals, entities of XML, escapes of JSON, tags in between),
by their letters alone. Forty letters in a row are a quotation, not chance; a shorter account is found
whole.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

Form = Literal["plain", "markup", "json"]
QUOTATION, SHORTEST = 40, 12
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});|_x[0-9A-Fa-f]{4}_"
# markup is read twice: tags hide nothing of a text that runs through them, and attributes hold words
_TOKENS = {
    "plain": [re.compile(r".", re.DOTALL)],
    "markup": [
        re.compile(rf"<[^>]*>|{_ENTITY}|.", re.DOTALL),
        re.compile(rf"{_ENTITY}|.", re.DOTALL),
    ],
    "json": [re.compile(r"\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)],
}
_FIRST = 60


def letters(text: str) -> str:
    """The letters and digits of a text, small and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def is_masked(text: object) -> bool:
    """True for words that were masked: no letter is left but x."""
    # the first words of a text that was not masked tell it, and are quickly read
    return (
        isinstance(text, str)
        and set(letters(text[:_FIRST])) <= {"x"}
        and set(letters(text)) == {"x"}
    )


def searchable(texts: Iterable[str]) -> tuple[list[str], int]:
    """The texts that can be looked for, as letters, and how many are too short to be: a file is full of
    « oui, c’est vrai »."""
    bare = {letters(text) for text in texts if not is_masked(text)} - {""}
    kept = sorted(one for one in bare if len(one) >= SHORTEST)
    return kept, len(bare) - len(kept)


def found(
    haystack: str, words: Iterable[str], others: str = "", least: int = QUOTATION
) -> list[tuple[int, int]]:
    """Where `haystack` (letters) quotes one of `words` (letters) in `least` of them or whole: places,
    end exclusive. What `others` (letters) say too, such as a formula that opens every account, is
    nobody's own words."""
    return [
        (first, last)
        for one in words
        for first, last in _quotations(haystack, one, least)
        if haystack[first:last] not in others
    ]


def mask(raw: str, words: Iterable[str], form: Form = "plain", others: str = "") -> str:
    """The text with every quotation of `words` (see `searchable`, `found`) masked; as it was where there
    is none."""
    words = list(words)
    for tokens in _TOKENS[form]:
        raw = _mask(raw, words, tokens, others)
    return raw


def _quotations(haystack: str, words: str, least: int) -> Iterator[tuple[int, int]]:
    need = min(least, len(words))
    # every run of `need` letters holds one of these pieces whole, and finding a piece is quick
    size = max(need // 2, 1)
    seen: set[str] = set()
    for at in range(0, len(words) - size + 1, size):
        piece = words[at : at + size]
        if piece in seen:  # an account of one word said over and over
            continue
        seen.add(piece)
        here = haystack.find(piece)
        while here >= 0:
            first, last = here, here + size
            begin, end = at, at + size
            while first and begin and haystack[first - 1] == words[begin - 1]:
                first, begin = first - 1, begin - 1
            while last < len(haystack) and end < len(words) and haystack[last] == words[end]:
                last, end = last + 1, end + 1
            if last - first >= need:
                yield first, last
            here = haystack.find(piece, max(here + 1, last - size + 1))


def _mask(raw: str, words: list[str], tokens: re.Pattern[str], others: str) -> str:
    bare: list[str] = []
    places: list[tuple[int, int]] = []
    for token in tokens.finditer(raw):
        said = letters(_decoded(token[0]))
        bare.append(said)
        places.extend([token.span()] * len(said))
    spots = {
        places[at]
        for first, last in found("".join(bare), words, others)
        for at in range(first, last)
    }
    if not spots:
        return raw
    parts, done = [], 0
    for first, last in sorted(spots):
        parts += [raw[done:first], "x"]
        done = last
    return "".join([*parts, raw[done:]])


def _decoded(token: str) -> str:
    match token[0]:
        case "<" if len(token) > 1:
            return ""
        case "&" if len(token) > 1:
            return html.unescape(token)
        case "_" if len(token) == 7:
            return chr(int(token[2:6], 16))
        case "\\" if len(token) == 6:
            return chr(int(token[2:], 16))
        case "\\" if len(token) == 2:
            return ""
    return token
