"""Places smaller than a cercle: the communes of the reference, and settlements by what announces them."""

import re

from lecons.privacy.names.french import french
from lecons.privacy.names.lists import lists
from lecons.privacy.names.mention import Mention
from lecons.privacy.names.places import Places
from lecons.privacy.names.words import Word, windows, words

_BETWEEN = {"de", "d", "du", "des", "la", "l", "le", "les"}
# « vit à X », « les gens de X »: where someone is, when nothing else says what X is
_THERE = re.compile(
    r"(?:\b(?:viv\w+|vit|vécu|habit\w+|part\w+|all\w+|arriv\w+|ven[uai]\w*|vien\w+|reven\w+|retourn\w+|install\w+|réfugi\w+|campé?\w*|née?s?|exil\w+|fui\w*|rest\w+|est|sont|sommes|suis|étai\w+)\s(?:à|vers|jusqu['’]à|depuis)"
    r"|\b(?:gens|habitants|ceux|celles|route|ville|commune|foire|jeunes|femmes|éleveurs|pêcheurs)\s(?:de\s|d['’])"
    r"|(?:^|[.!?]\s)À)\s?$"
)


def by_place(text: str, places: Places) -> list[Mention]:
    """The places of `text`. A cercle, a region, a country are not told: they place nobody."""
    every = words(text)
    found = []
    longest = 5
    for first, end in windows(every, lambda key: key in places.communes, longest):
        inside = every[first:end]
        key = "".join(word.folded for word in inside)
        told = key in places.cercles or key in lists().known_places
        if not told and _as_place(inside):
            found.append(_mention(text, inside, "commune", True))
    for i, word in enumerate(every):
        if word.folded in lists().settlements | lists().around:
            name = _name_after(every, i)
            known = name and places.find(text[name[0].start : name[-1].end])
            # « la foire de Tonka » is Tonka; « le puits de Tonka » is smaller
            if name and not (known and word.folded in lists().around):
                found.append(_mention(text, [word, *name], "lieu_dit", True))
        elif word.folded in lists().place_heads and word.capital:
            name = _capitals(every, i + 1, joined=True)
            if name:
                found.append(_mention(text, [word, *name], "lieu_dit", True))
        elif _unknown(word, places) and _THERE.search(text, max(0, word.start - 40), word.start):
            found.append(_mention(text, _capitals(every, i, joined=False), "lieu_habite", False))
    return found


def _as_place(inside: list[Word]) -> bool:
    """True where the words of a commune are written as a name: « Ber », and « tonka » too."""
    if inside[0].capital:
        return not (inside[0].shouted and inside[0].folded in lists().not_people)
    key = "".join(word.folded for word in inside)
    return len(key) >= 5 and not lists().listed(key) and not all(french(w.text) for w in inside)


def _name_after(every: list[Word], i: int) -> list[Word]:
    after = i + 1
    while after < len(every) and every[after].folded in _BETWEEN and not every[after].capital:
        after += 1
    name = _capitals(every, after, joined=False)
    if not name or name[0].opens:
        return []
    known = lists()
    return [] if name[0].folded in known.known_places | known.not_people - {"kel"} else name


def _capitals(every: list[Word], first: int, *, joined: bool) -> list[Word]:
    """Up to four capitalised words from `first` on; none when the first must be joined and is not."""
    inside: list[Word] = []
    for word in every[first : first + 4]:
        if (
            not word.capital
            or word.folded in lists().words
            or ((inside or joined) and not word.joined)
        ):
            break
        inside.append(word)
    return inside


def _unknown(word: Word, places: Places) -> bool:
    known = lists()
    return (
        word.capital
        and not word.opens
        and not known.listed(word.folded)
        and word.folded not in known.known_places | known.not_people
        and places.find(word.text) is None
    )


def _mention(text: str, inside: list[Word], rule: str, certain: bool) -> Mention:
    start, end = inside[0].start, inside[-1].end
    return Mention(start, end, text[start:end], "lieu", rule, certain)
