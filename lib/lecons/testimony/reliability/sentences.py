"""Splits a French text into sentences, with their places.

A rule and no model: it must give the same sentences on every laptop, or two runs would not measure
the same thing. A mark ends a sentence when what follows does not begin with a small letter, so that
Arabic and Tifinagh, which have none, are split as well.
"""

import re
from itertools import pairwise

# a full stop after these stands inside a sentence (« etc. » may end one and is not here)
_TITLES = frozenset(
    [
        "c.-à-d",
        "cf",
        "dr",
        "ex",
        "hab",
        "m",
        "mgr",
        "mlle",
        "mm",
        "mme",
        "mmes",
        "pr",
        "ste",
        "tél",
        "vs",
    ]
)
# these are words as well (« le vol. Ensuite »): only before a number are they an abbreviation
_NUMBERED = frozenset(
    ["art", "bd", "chap", "col", "fig", "n", "no", "p", "pp", "réf", "t", "tab", "vol", "éd"]
)
_MARK = re.compile(
    r"""(?P<mark>[.!?…؟۔]+ | \s[!?؟]+)      # French typography sets a space before ! and ?
        (?P<after>\[\d+\])?                 # a note
        (?P<close>\s?[»”"’)\]]+)*           # the mark stands inside what it closes
        (?=\s|\Z)""",
    re.VERBOSE,
)
# a blank line, or a line that opens a dialogue or a list, begins anew whatever came before
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n(?=\s*[–—•*-]\s)")
_NEXT = re.compile(r"[\s«“\"‘’(\[–—•…-]*(.?)", re.DOTALL)
_LAST_WORD = re.compile(r"[\w.’'-]*\w\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """Places (code points from 0, end exclusive) of the sentences of a French text, in order.

    They do not overlap, have no space at either end, and hold all of the text but its spaces. Full
    stops of common abbreviations, initials (« A. Touré ») and numbers end nothing; « ? » or « ! »
    before a small letter neither (« Hé ! viens »).
    """
    cuts = [0]
    for match in _MARK.finditer(text):
        if _ends(text, match):
            cuts.append(match.end())
    cuts += [match.start() for match in _BREAK.finditer(text)]
    bounds = [*sorted(set(cuts)), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        piece = text[start:end]
        kept = piece.strip()
        if not kept:
            continue
        start += len(piece) - len(piece.lstrip())
        # what holds no word (« ! », a dash) belongs to the sentence before it
        if not any(sign.isalnum() for sign in kept) and found:
            found[-1] = (found[-1][0], start + len(kept))
        else:
            found.append((start, start + len(kept)))
    return found


def _ends(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    first = following[1] if following else ""
    if first.islower():
        return False
    if match["mark"] != "." or match["close"]:
        return True
    last = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    word = last[0] if last else ""
    # « A. Touré », « J.-C. »
    if re.fullmatch(r"(?:\w\.-?)*\w", word) and word[-1].isupper():
        return False
    short = word.lower().split("’")[-1]
    return not (short in _TITLES or (first.isdigit() and short in _NUMBERED))
