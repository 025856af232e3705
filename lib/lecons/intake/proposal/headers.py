"""How near a header is to the words for a column of a table."""

import difflib
import re
from collections.abc import Sequence
from functools import cache

from lecons.intake.cells import folded
from lecons.intake.proposal.synonyms import EMPTY_WORDS, HEADERS, OTHER_UNITS
from lecons.intake.proposal.values import Wording
from lecons.store.schemas import TABLES

_NUMERO = re.compile(r"\bn(?:o|r)?\s?[°º]|№", re.IGNORECASE)
_BRACKETS = re.compile(r"[([][^)\]]*[)\]]?")
_NEAR = 0.85
_LAST_LEVEL = 0.95
# a description explains more than it names
_DESCRIPTION = 0.9


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of a header that tell something, without accents nor plurals, in order."""
    plain = folded(_NUMERO.sub(" numero ", text))
    found = re.findall(r"[a-z0-9]+", plain.replace("_", " "))
    told = [one for one in found if one not in EMPTY_WORDS] or found
    return tuple(one[:-1] if len(one) > 3 and one[-1] in "sx" else one for one in told)


def phrases(table: str, column: str, wording: Wording) -> list[tuple[str, float]]:
    """What a header may say for a column, and how much each is worth."""
    description = str(TABLES[table].to_schema().columns[column].description or "")
    own = HEADERS.get(f"{table}.{column}", ())
    said = [column, *own, *HEADERS.get(column, ())]
    labels = wording.headers.get((table, column), [])
    found = dict.fromkeys([*said, *labels], 1.0)
    short = _BRACKETS.sub("", description).partition(" ; ")[0]
    found.setdefault(short, _DESCRIPTION)
    return list(found.items())


def likeness(header: str, said: Sequence[tuple[str, float]], separator: str) -> float:
    """How near a header is to the nearest of some phrases, from 0 to 1. Of a header of several
    levels (« Participants / Femmes ») the last alone counts nearly as much as the whole."""
    last = header.rpartition(separator)[2]
    best = 0.0
    for phrase, weight in said:
        near = _alike(words(header), words(phrase))
        if last != header:
            near = max(near, _LAST_LEVEL * _alike(words(last), words(phrase)))
        best = max(best, weight * near)
    bare = _BRACKETS.sub("", header).strip()
    return max(best, likeness(bare, said, separator) * 0.97) if bare and bare != header else best


@cache
def _alike(header: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    if not header or not phrase:
        return 0.0
    mine, its = set(header), set(phrase)
    if mine == its:
        return 1.0
    # « F » inside of a longer header is no sign of women
    if its < mine and max(map(len, its)) > 1:
        return 0.55 + 0.35 * len(its) / len(mine)
    if mine < its and max(map(len, mine)) > 2:
        return 0.35 + 0.4 * len(mine) / len(its)
    one, other = " ".join(header), " ".join(phrase)
    if min(len(one), len(other)) < 4:
        return 0.0
    near = difflib.SequenceMatcher(None, one, other)
    if near.real_quick_ratio() < _NEAR or near.quick_ratio() < _NEAR:
        return 0.0
    ratio = near.ratio()
    return 0.9 * ratio if ratio >= _NEAR else 0.0


@cache
def _all_words() -> frozenset[tuple[str, ...]]:
    said = [one for some in HEADERS.values() for one in some]
    said += [column for model in TABLES.values() for column in model.to_schema().columns]
    return frozenset(tuple(sorted(words(one))) for one in said)


def is_known(cell: str) -> bool:
    """True for a cell that says what headers say (« Nombre d’hommes », « N° »)."""
    if len(cell) > 200:
        return False
    bare = _BRACKETS.sub("", cell)
    return bool({tuple(sorted(words(one))) for one in (cell, bare)} & _all_words())


def other_unit(column: str, header: str) -> str:
    """The unit that a header names and that is not the column's; « » where there is none."""
    said = set(re.findall(r"[a-z]+", folded(header)))
    return next(iter(sorted(said & OTHER_UNITS.get(column, frozenset()))), "")
