"""Who speaks against what most say: negative cases, looked for on purpose (Lincoln & Guba, 1985).

A report that quotes the majority alone says more than it knows. Here each practice has its dominant
reading, and every person who says the contrary is listed, whether or not their words may be read.
"""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import FEWEST, Estimate, wilson
from lecons.testimony.voices import AGAINST, FOR, stances


@dataclass(frozen=True)
class Dissent:
    """The contrary voices on one practice.

    `dominant` is the side with more persons (favorable, reserve), None where the sides are even or
    under FEWEST persons judge the practice: then nothing is contrary. `contrary`: ids of the persons
    on the other side; `mixed`: those of them who say both. `share`: persons on the dominant side over
    those who judge. `cases`: the passages of the contrary side, as rows of `voices.spoken` (extrait
    is blank where it may not be read) with sens and partage (the person says both). `readable`:
    how many contrary persons have a passage that may be read.
    """

    practice: str
    dominant: str | None
    share: Estimate
    contrary: tuple[str, ...]
    mixed: tuple[str, ...]
    cases: pd.DataFrame
    readable: int


def dissent(said: pd.DataFrame, practice: str) -> Dissent:
    """The contrary voices on a practice. In: rows of `voices.spoken`, as an edition reads them."""
    found = stances(said, practice)
    pro, con = set(found.supporting), set(found.contradicting)
    if found.persons < FEWEST or len(pro) == len(con):
        none = said.head(0).assign(sens="", partage=False)
        return Dissent(practice, None, found.share, (), (), none, 0)
    dominant, side = (FOR, AGAINST) if len(pro) > len(con) else (AGAINST, FOR)
    most, contrary = (pro, con) if dominant == FOR else (con, pro)
    mixed = pro & con
    key = ["id_temoignage", "debut", "fin"]
    judged = said[said["code"] == practice].merge(
        said.loc[said["code"] == side, key].drop_duplicates(), on=key
    )
    cases = judged.assign(sens=side, partage=judged["id_temoignage"].isin(mixed))
    cases = cases.drop_duplicates("id").sort_values(
        ["partage", "id_temoignage", "debut"], ignore_index=True
    )
    share = wilson(len(most), found.persons)
    readable = int(cases.loc[cases["extrait"].notna(), "id_temoignage"].nunique())
    return Dissent(
        practice, dominant, share, tuple(sorted(contrary)), tuple(sorted(mixed)), cases, readable
    )


def against_the_current(said: pd.DataFrame, practices: list[str]) -> pd.DataFrame:
    """Testimonies that contradict the dominant reading wherever they judge a practice.

    Out: id_temoignage, pratiques (how many they judge, at least two, each against what most say and
    none both ways), in the order of ids.
    """
    judged: dict[str, int] = {}
    against: dict[str, int] = {}
    for practice in practices:
        found, case = stances(said, practice), dissent(said, practice)
        if case.dominant is None:
            continue
        for person in {*found.supporting, *found.contradicting}:
            judged[person] = judged.get(person, 0) + 1
        for person in set(case.contrary) - set(case.mixed):
            against[person] = against.get(person, 0) + 1
    rows = [(who, n) for who, n in sorted(judged.items()) if n >= 2 and against.get(who) == n]
    return pd.DataFrame(rows, columns=["id_temoignage", "pratiques"])
