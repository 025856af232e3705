"""The recommendations in the order that the participants' own scores give them, ties said."""

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from lecons.estimates import Estimate, mean, paired_change


@dataclass(frozen=True)
class Priority:
    """A recommendation as the participants score it (1–5). `score` is the mean over participants of
    their own mean of importance and feasibility. `rank` is one more than the number of
    recommendations scored clearly higher; `tied_with` those that no difference tells from it."""

    recommendation: str
    importance: Estimate
    feasibility: Estimate
    score: Estimate
    rank: int
    tied_with: tuple[str, ...]


def prioritise(priorities: pd.DataFrame) -> list[Priority]:
    """The recommendations of table `priorites`, by rank then by score; an empty list without rows.

    Two of them are compared on the participants who gave both scores to both: mean paired difference,
    Student's t, all pairs of recommendations being one family (Bonferroni). Where that interval holds
    zero, or where there is none, nothing tells them apart: they are tied. A participant who left one
    of the two scores of a recommendation blank has no score for it, and is missing from its n.
    Recommendations that nobody scored in full are left out.
    """
    both = priorities.astype({"importance": "float64", "faisabilite": "float64"})
    both["note"] = (both["importance"] + both["faisabilite"]) / 2
    wide = both.pivot_table(
        index="id_participant", columns="recommandation", values="note"
    ).sort_index(axis=1)
    names = [str(one) for one in wide.columns]
    pairs = list(combinations(names, 2))
    higher: dict[str, set[str]] = {one: set() for one in names}
    tied: dict[str, set[str]] = {one: set() for one in names}
    for first, second in pairs:
        gap = paired_change(wide[first], wide[second], len(pairs))
        if not gap.excludes_zero:
            tied[first].add(second)
            tied[second].add(first)
        elif (gap.value or 0) > 0:
            higher[first].add(second)
        else:
            higher[second].add(first)
    found = []
    for name in names:
        rows = both[both["recommandation"].eq(name)]
        found.append(
            Priority(
                name,
                mean(rows["importance"]),
                mean(rows["faisabilite"]),
                mean(rows["note"]),
                1 + len(higher[name]),
                tuple(sorted(tied[name])),
            )
        )
    return sorted(found, key=lambda one: (one.rank, -(one.score.value or 0), one.recommendation))
