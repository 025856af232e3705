"""Codes that a model proposes. They count nowhere until a person accepts them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from lecons.coding.corpus import said
from lecons.coding.standing import Passage


@dataclass(frozen=True)
class Proposal:
    """A proposed code for a passage (code points, end exclusive): `score` by the model's own measure,
    `raison` in words."""

    id: str
    debut: int
    fin: int
    code: str
    score: float
    raison: str


def proposals_of(
    rows: pd.DataFrame, size: int, codes: Collection[str], mine: Sequence[Passage]
) -> list[Proposal]:
    """The proposals that still make sense, in the order of the text.

    In: the rows of one testimony of `size` characters (corpus.PROPOSAL, raison). One whose code the
    coder already put on some of its words is settled; a code that the codebook lost is left out.
    """
    some = [
        Proposal(row.id, int(row.debut), int(row.fin), row.code, float(row.score), said(row.raison))
        for row in rows.itertuples()
        if row.code in codes and 0 <= row.debut < row.fin <= size
    ]
    return [
        one
        for one in sorted(some, key=lambda one: (one.debut, one.fin, one.code))
        if not any(
            own.code == one.code and own.debut < one.fin and one.debut < own.fin for own in mine
        )
    ]
