"""Pseudonyms of people: from a name to a short label, the same for the same name in one project.

Two names are linked only where a person said so (`meme_que`, see privacy.vault): « Aïcha » is not taken
for « Aïcha Walet Moussa », nor « Mme Touré » for « M. Touré ».
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

import pandas as pd

from lecons.privacy.vault.links import COLUMNS, principal

# Crockford's base 32: no I, L, O, U, so that nothing is misread
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHORT = 4
# a figure and a letter at least: no label looks like a word, nor like a number
LABEL = r"(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[0-9A-HJKMNP-TV-Z]{4,12}"
_SHAPE = re.compile(LABEL)

_TITLES = (
    "chef de village|chef de fraction|chef de quartier|chef de tribu|chef de famille|chef coutumier|"
    "el hadj|el hadji|elhadj|elhadji|al hadj|hadj|hadja|hadji|"
    "monsieur|madame|mademoiselle|m|mr|mme|mlle|mm|docteur|dr|professeur|pr|maitre|me|"
    "imam|marabout|cheick|cheikh|cheikhna|cadi|qadi|maire|prefet|sous prefet|gouverneur|depute|"
    "president|presidente|directeur|directrice|general|colonel|commandant|capitaine|lieutenant|"
    "adjudant|sergent|vieux|vieille|tonton|tanti|tantie|tante|pere|mere|chef|doyen|doyenne"
)
# an article may stand before each title: « l’imam », « le vieux chef de village »
_TITLED = re.compile(rf"(?:(?:le|la|l|les) )?(?:{_TITLES}) ")
_ARTICLE = re.compile(r"(?:le|la|l|les) ")


def folded(name: str) -> str:
    """A name without accents, case, hyphens, apostrophes; without titles where two words are left.

    One word is no name by itself: « imam Moussa » and « maire Moussa » stay two people.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    words = " ".join(re.sub(r"[\W_]+", " ", plain).split())
    bare = _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
    without = bare
    while match := _TITLED.match(without):
        without = without[match.end() :]
    return without if " " in without else bare


def is_titled(name: str) -> bool:
    """True for a name that begins with a title: an article before it belongs to the title."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = re.sub(r"[\W_]+", " ", re.sub(r"[\u0300-\u036f]", "", plain)).strip()
    return bool(_TITLED.match(f"{plain} "))


def label(name: str, key: bytes, taken: Iterable[str] = ()) -> str:
    """The label of a name, « 4KDM »: HMAC-SHA-256 (RFC 2104) of the folded name, in four letters.

    `taken`: labels of other people; one that would be the same gets longer. Among 200 names, two have
    the same four letters once in forty projects: the linking table (`enrolled`) parts them.
    """
    digest = hmac.new(key, b"personne\0" + folded(name).encode("utf-8", "replace"), hashlib.sha256)
    number = int.from_bytes(digest.digest(), "big")
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(0, 255, 5))
    others = set(taken)
    for size in range(_SHORT, 12):
        for start in range(len(letters) - size):
            made = letters[start : start + size]
            if not _SHAPE.fullmatch(made):
                continue
            if made not in others:
                return made
            break
    raise AssertionError("eight labels of one name are taken: the linking table is not ours")


def labels_of(links: pd.DataFrame) -> dict[str, str]:
    """Folded name → label, from a linking table (privacy.vault); a name that a person said to be
    somebody else's too has that one's label."""
    same = dict(zip(links["pseudonyme"], links["meme_que"], strict=True))
    found: dict[str, str] = {}
    for pseudonym, name in zip(links["pseudonyme"], links["nom"], strict=True):
        if _SHAPE.fullmatch(pseudonym):
            found.setdefault(folded(name), principal(pseudonym, same) or pseudonym)
    return found


def enrolled(
    links: pd.DataFrame, names: Iterable[str], key: bytes, by: str, day: date
) -> pd.DataFrame:
    """The linking table with a row more for each name that it does not hold (as folded).

    `by`: who accepted them; `day`: when. A label that another name has already is made longer.
    """
    known = {folded(name) for name in links["nom"]}
    taken = set(links["pseudonyme"])
    rows = []
    for name in names:
        if not folded(name) or folded(name) in known:
            continue
        known.add(folded(name))
        taken.add(made := label(name, key, taken))
        rows.append((made, name, "personne", "", by, day.isoformat()))
    added = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    return pd.concat([links, added], ignore_index=True)
