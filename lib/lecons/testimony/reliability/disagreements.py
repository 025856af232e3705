"""Where coders differ, as a list to talk over: the point of coding twice is the talk."""

from collections.abc import Iterator, Mapping
from itertools import combinations, groupby
from typing import NamedTuple

import pandas as pd

from lecons.testimony.reliability.units import PLACES, accepted, by_passage
from lecons.testimony.voices import AGAINST, FOR

# what they differ in, what matters most first: who is for or against turns a finding over; another
# code shows a codebook that leaves room; what one alone marked may be an oversight
POLARITY, OTHER, ALONE = "polarite", "autrement", "seul"
NATURES = (POLARITY, OTHER, ALONE)
COLUMNS = [*PLACES, "nature", "code", "codeurs", "sans", "lectures", "extrait"]

Readings = tuple[tuple[str, tuple[str, ...]], ...]


def disagreements(
    segments: pd.DataFrame,
    pairs: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    alphas: Mapping[str, float | None],
) -> pd.DataFrame:
    """What coders of the same testimony did not mark alike, what matters most first.

    In: segments of all coders, pairs of `units.double`, testimonies as the edition may read them,
    codebook, α by code. Out: id_temoignage, debut, fin (code points) of the passage, those that
    overlap taken as one; nature (`polarite`: one says favourable where another says reserved;
    `autrement`: both marked the passage, not both with this code; `seul`: nobody else marked it);
    code; codeurs and sans (who gave it and who did not, tuples of names); lectures (each coder with
    the codes they gave there); extrait, blank where the edition may not read it. Within a nature
    practices come first, then codes of low α, then the order of the text.
    """
    mine = accepted(segments).merge(pairs, on=["id_temoignage", "codeur"])
    readers = pairs.groupby("id_temoignage")["codeur"].agg(lambda names: tuple(sorted(names)))
    rows = []
    for span, marks in _by_passage(mine):
        rows += _differences(span, marks, readers[span[0]])
    found = pd.DataFrame(rows, columns=COLUMNS[:-1])
    texts = testimonies.set_index("id")["texte"].dropna().to_dict()
    found["extrait"] = pd.Series(
        [
            texts[row.id_temoignage][row.debut : row.fin] if row.id_temoignage in texts else None
            for row in found.itertuples()
        ],
        index=found.index,
        dtype="object",
    )
    practices = set(codebook.loc[codebook["famille"].eq("pratique"), "code"])
    low = {code: -2.0 if value is None else value for code, value in alphas.items()}
    order = found.assign(
        _nature=found["nature"].map(NATURES.index),
        _practice=~found["code"].isin(practices),
        _alpha=found["code"].map(low).fillna(2.0),
    ).sort_values(["_nature", "_practice", "_alpha", *PLACES, "code"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


class _Mark(NamedTuple):
    start: int
    end: int
    coder: str
    code: str


Span = tuple[str, int, int]


def _by_passage(mine: pd.DataFrame) -> Iterator[tuple[Span, list[_Mark]]]:
    rows = by_passage(mine).itertuples()
    for _, inside in groupby(rows, key=lambda row: row.passage):
        found = list(inside)
        marks = [_Mark(int(row.debut), int(row.fin), row.codeur, row.code) for row in found]
        span = found[0].id_temoignage, marks[0].start, max(mark.end for mark in marks)
        yield span, marks


def _differences(
    span: Span, marks: list[_Mark], readers: tuple[str, ...]
) -> list[tuple[object, ...]]:
    given = {coder: {mark.code for mark in marks if mark.coder == coder} for coder in readers}
    said: Readings = tuple((coder, tuple(sorted(codes))) for coder, codes in given.items())
    rows: list[tuple[object, ...]] = []
    opposed = _opposed(marks)
    for favourable, reserved in opposed:
        rows.append((*span, POLARITY, FOR, (favourable,), (reserved,), said))
    for code in sorted(set().union(*given.values()) - ({FOR, AGAINST} if opposed else set())):
        having = tuple(coder for coder in readers if code in given[coder])
        lacking = tuple(coder for coder in readers if code not in given[coder])
        if lacking:
            nature = OTHER if any(given[coder] for coder in lacking) else ALONE
            rows.append((*span, nature, code, having, lacking, said))
    return rows


def _opposed(marks: list[_Mark]) -> list[tuple[str, str]]:
    """Who says favourable where who says reserved, neither saying both there. Two marks meet when
    half of the shorter lies in the other: a long passage may hold an opinion for and one
    against."""
    polarity = [mark for mark in marks if mark.code in (FOR, AGAINST)]
    found = set()
    for one, other in combinations(polarity, 2):
        if one.coder == other.coder or one.code == other.code or not _meet(one, other):
            continue
        both = any(
            third.coder == mark.coder and third.code != mark.code and _meet(third, mark)
            for mark in (one, other)
            for third in polarity
        )
        if not both:
            found.add((one.coder, other.coder) if one.code == FOR else (other.coder, one.coder))
    return sorted(found)


def _meet(one: _Mark, other: _Mark) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)
