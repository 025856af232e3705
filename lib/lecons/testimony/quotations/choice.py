"""Chooses a few quotations: typical of what is said, from different people, the contrary voice too.

The first is the nearest to what people say together (typical.py). Each next one balances, in equal
parts, being near to it, saying it in other words (maximal marginal relevance; Carbonell &
Goldstein, 1998), and coming from another commune, group or sex. No chance in it, nor any order of
rows.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lecons.testimony.quotations.candidates import (
    FITS,
    LONG,
    SHORT,
    Candidate,
    candidates,
    novelty,
    shown,
    typicality,
)
from lecons.testimony.quotations.decisions import NO_DECISIONS, Decisions
from lecons.testimony.voices import AGAINST, FOR

# why a quotation was chosen (column `choix`)
PINNED, TYPICAL, CONTRARY, OTHER = "epinglee", "typique", "contraire", "autre"


@dataclass(frozen=True)
class _Chosen:
    candidate: Candidate
    words: str
    why: str


def choose(
    said: pd.DataFrame,
    practice: str,
    at_most: int = 3,
    *,
    decisions: Decisions = NO_DECISIONS,
    taken: Collection[str] = (),
) -> pd.DataFrame:
    """Up to `at_most` readable passages about a practice, one a person, pinned ones first.

    In: rows of `voices.spoken`, whose `extrait` is blank where the edition may not read it; what
    analysts decided; `taken`, the persons whom the section already quotes: they speak again only
    where their side would be silent. The side that fewer persons take keeps the last place, of two
    or more. A passage has 8 to 45 words, or is cut to whole sentences with […]; a shorter one
    stands only for a contrary voice that has no other. Out: the rows, favourable first, with
    `sens`, `choix` (epinglee, typique, contraire, autre) and `epinglee_par`.
    """
    said = said.reset_index(drop=True)
    key = ["id_temoignage", "debut", "fin"]
    polarity = said.loc[said["code"].isin([FOR, AGAINST]), [*key, "code"]]
    polarity = polarity.rename(columns={"code": "sens"}).drop_duplicates()
    mine = said[said["code"] == practice].reset_index(names="rang")
    judged = mine.merge(polarity, on=key)
    sides = {}
    for sense in (FOR, AGAINST):
        rows = judged[judged["sens"] == sense].set_index("rang")
        sides[sense] = candidates(rows, said, decisions, taken)
    # counted over all who speak: a side is not rarer because fewer of its people may be quoted
    persons = judged.groupby("sens")["id_temoignage"].nunique()
    contrary, common = sorted((AGAINST, FOR), key=lambda sense: int(persons.get(sense, 0)))
    pins = len({one.person for one in sides[contrary] if one.pin and not one.spoken_for})
    kept = 1 if _preferred(sides[common], 1, contrary=False)[0] else 0
    against = _pick(sides[contrary], min(max(1, pins), at_most - kept), [], CONTRARY)
    heard = {one.candidate.person for one in against}
    # one quotation a person: who speaks for the rarer side does not speak for the other as well
    rest = [one for one in sides[common] if one.person not in heard]
    already = [one.candidate for one in against]
    common_ones = _pick(rest, at_most - len(against), already, TYPICAL)
    found = {common: common_ones, contrary: against}
    return _rows(
        said,
        [*found[FOR], *found[AGAINST]],
        {"sens": [FOR] * len(found[FOR]) + [AGAINST] * len(found[AGAINST])},
    )


def by_code(
    said: pd.DataFrame,
    codes: Collection[str],
    at_most: int = 3,
    *,
    decisions: Decisions = NO_DECISIONS,
    taken: Collection[str] = (),
) -> pd.DataFrame:
    """Up to `at_most` readable passages with one of `codes`, one a person, pinned ones first.

    In and out: as `choose`, without `sens`; different codes count as a difference.
    """
    said = said.reset_index(drop=True)
    pool = candidates(said[said["code"].isin(list(codes))], said, decisions, taken)
    return _rows(said, _pick(pool, at_most, [], TYPICAL), {})


def _pick(
    pool: list[Candidate],
    at_most: int,
    already: list[Candidate],
    role: str,
) -> list[_Chosen]:
    near, middle = typicality(pool)
    left, at_most = _preferred(pool, at_most, contrary=role == CONTRARY)
    found: list[_Chosen] = []
    while left and len(found) < at_most:
        chosen = [*already, *(one.candidate for one in found)]
        first = not any(one.why == TYPICAL for one in found)

        def merit(one: Candidate, chosen: list[Candidate] = chosen, first: bool = first) -> tuple:
            new = novelty(one, chosen)
            value = near[one.at] if first else round(near[one.at] + new, 9)
            return (one.pin_order, -value, -round(new, 9), one.order)

        best = min(left, key=merit)
        if best.pin:
            why = PINNED
        elif role == CONTRARY:
            why = CONTRARY
        else:
            why = TYPICAL if first else OTHER
        found.append(_Chosen(best, shown(best, middle), why))
        left = [one for one in left if one.person != best.person]
    return found


def _preferred(
    pool: list[Candidate], at_most: int, *, contrary: bool
) -> tuple[list[Candidate], int]:
    """The candidates of the first rank that has any, and how many: what is not of the first rank is
    quoted once, so that a side is not silent. Length counts more than whether the person already
    speaks elsewhere: a person may be quoted twice, a passage never cut inside a sentence."""
    for length in (FITS, LONG, SHORT) if contrary else (FITS, LONG):
        for again in (False, True):
            some = [one for one in pool if one.length == length and one.spoken_for == again]
            if some:
                return some, at_most if (length, again) == (FITS, False) else min(1, at_most)
    return [], 0


def _rows(said: pd.DataFrame, chosen: list[_Chosen], more: dict[str, list[str]]) -> pd.DataFrame:
    rows = said.iloc[[one.candidate.at for one in chosen]].reset_index(drop=True)
    authors = [one.candidate.pin.author if one.candidate.pin else None for one in chosen]
    added = {
        "extrait": [one.words for one in chosen],
        **more,
        "choix": [one.why for one in chosen],
        "epinglee_par": authors,
    }
    return rows.assign(
        **{name: pd.Series(values, dtype="object") for name, values in added.items()}
    )
