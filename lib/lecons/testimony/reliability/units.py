"""What coders decide upon: units of the testimonies that two of them read, and who marked which
code.

Coders mark passages as long as they like, so the text must be cut before decisions are compared:

- `phrase`: each sentence. What nobody marked counts as well, which is most of what reading is, and
  a passage that one coder ends a sentence later is a difference. The unit of the report.
- `passage`: what at least one coder marked, passages that overlap taken as one. It needs no text,
  and is severe: that coders left the same sentences unmarked does not count, but lenient on bounds.
- `document`: a testimony; does the code occur in it at all.

A coder marks a unit when half of it, or half of their passage, lies in the other: a word too many
at a passage's end does not mark the next sentence, three words inside a sentence mark it. A passage
marks one unit at least, that of which it holds the most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lecons.testimony.readings import ACCEPTED, CONSENSUS, readers
from lecons.testimony.reliability.sentences import sentences

Unit = Literal["phrase", "passage", "document"]
UNITS: tuple[Unit, ...] = ("phrase", "passage", "document")
PLACES = ["id_temoignage", "debut", "fin"]
_LONGEST = 2**40


@dataclass(frozen=True)
class Decisions:
    """Who decided what. `units`: id_temoignage, debut, fin (code points), sorted. `read` (units ×
    coders): did the coder read it; `marked` (units × coders × codes): did they mark it with the
    code. Nothing is marked where it was not read."""

    units: pd.DataFrame
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    read: np.ndarray
    marked: np.ndarray

    def table(self, code: str) -> pd.DataFrame:
        """Units × coders for one code: 1 marked, 0 not marked, missing where it was not read."""
        marks = self.marked[:, :, self.codes.index(code)]
        return pd.DataFrame(np.where(self.read, marks, np.nan), columns=list(self.coders))


def independent(segments: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Who read which testimony by themselves (id_temoignage, codeur): of `readings.readers`,
    without `consensus`, which is a meeting and not a coder."""
    pairs = readers(segments, readings)
    return pairs[pairs["codeur"].ne(CONSENSUS)].reset_index(drop=True)


def double(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs of `independent` whose testimony two coders or more read."""
    read = pairs.groupby("id_temoignage")["codeur"].transform("size")
    return pairs[read > 1].reset_index(drop=True)


def accepted(segments: pd.DataFrame) -> pd.DataFrame:
    """The segments that a person marked or took over; proposals count nowhere."""
    return segments[segments["statut"].eq(ACCEPTED) & segments["fin"].gt(segments["debut"])]


def phrases(testimonies: pd.DataFrame) -> pd.DataFrame:
    """The sentences of the texts that may be read: id_temoignage, debut, fin; no words.

    In: `temoignages` with id and texte. A testimony whose words are withheld has no row.
    """
    told = testimonies[testimonies["texte"].notna()]
    rows = [
        (row.id, start, end) for row in told.itertuples() for start, end in sentences(row.texte)
    ]
    return _places(rows)


def passages(segments: pd.DataFrame) -> pd.DataFrame:
    """What the `segments` cover: id_temoignage, debut, fin; those that share a character are
    one."""
    found = (
        by_passage(segments)
        .groupby("passage")
        .agg(id_temoignage=("id_temoignage", "first"), debut=("debut", "min"), fin=("fin", "max"))
    )
    return found.reset_index(drop=True)


def by_passage(segments: pd.DataFrame) -> pd.DataFrame:
    """The segments in the order of the text, with `passage`, the number of the passage they are
    in."""
    ordered = segments.sort_values(PLACES, ignore_index=True)
    reach = ordered.groupby("id_temoignage")["fin"].cummax()
    # a passage begins where all that came before in the same testimony has ended
    before = reach.groupby(ordered["id_temoignage"]).shift()
    return ordered.assign(passage=(before.isna() | (ordered["debut"] >= before)).cumsum())


def documents(testimonies: Iterable[str]) -> pd.DataFrame:
    """Each testimony as one unit, whatever its length."""
    return _places([(one, 0, _LONGEST) for one in sorted(set(testimonies))])


def _places(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=PLACES)
    return found.astype({"id_temoignage": "str", "debut": "int64", "fin": "int64"})


def decisions(units: pd.DataFrame, segments: pd.DataFrame, pairs: pd.DataFrame) -> Decisions:
    """Who marked which code on which unit.

    In: units (id_temoignage, debut, fin), segments of all coders, pairs of `double`. Units of
    testimonies that no pair names, and segments of coders that none names, are left out. The codes
    are those that one of these coders used.
    """
    read_twice = units[units["id_temoignage"].isin(pairs["id_temoignage"])]
    units = read_twice[PLACES].sort_values(PLACES, ignore_index=True)
    pairs = pairs[pairs["id_temoignage"].isin(units["id_temoignage"])]
    coders = pd.Index(sorted(set(pairs["codeur"])))
    mine = accepted(segments).merge(pairs, on=["id_temoignage", "codeur"])
    codes = pd.Index(sorted(set(mine["code"])))
    read = np.zeros((len(units), len(coders)), dtype=bool)
    seen = units[["id_temoignage"]].assign(unit=units.index).merge(pairs, on="id_temoignage")
    read[seen["unit"], coders.get_indexer(seen["codeur"])] = True
    met = units.assign(unit=units.index).merge(
        mine[[*PLACES, "code", "codeur"]].assign(segment=mine.index),
        on="id_temoignage",
        suffixes=("", "_marque"),
    )
    shared = np.minimum(met["fin"], met["fin_marque"]) - np.maximum(
        met["debut"], met["debut_marque"]
    )
    shortest = np.minimum(met["fin"] - met["debut"], met["fin_marque"] - met["debut_marque"])
    # units are in order, so that of two that share as much the first is taken
    order = shared.sort_values(ascending=False, kind="stable").index
    most = ~met.loc[order, "segment"].duplicated().reindex(met.index)
    met = met[(shared > 0) & ((2 * shared >= shortest) | most)].astype({"unit": "int64"})
    marked = np.zeros((len(units), len(coders), len(codes)), dtype=bool)
    marked[met["unit"], coders.get_indexer(met["codeur"]), codes.get_indexer(met["code"])] = True
    return Decisions(units, tuple(coders), tuple(codes), read, marked)
