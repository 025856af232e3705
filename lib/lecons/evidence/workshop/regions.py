"""Where regions part: the ranks that the peers of Gao and Kidal give, beside those of Tombouctou."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, difference_of_means
from lecons.evidence.workshop.scores import HOME, PEERS

# with fewer practices, an order by chance agrees too often to tell anything
_FEWEST_PRACTICES = 4


@dataclass(frozen=True)
class Parting:
    """A region of peers beside Tombouctou; `people` rank the practices there and in Tombouctou. `order`: Spearman's ρ between the mean ranks of both, over
    `practices` practices (None under four, or where a region ranks all alike); `gaps`: practice →
    mean rank by the peers less mean rank by Tombouctou (above zero: placed lower by the peers)."""

    region: str
    people: tuple[int, int]
    order: float | None
    practices: int
    gaps: dict[str, Estimate]

    @property
    def clear(self) -> dict[str, Estimate]:
        """The practices on which the two regions part beyond chance, all comparisons considered."""
        return {one: gap for one, gap in self.gaps.items() if gap.excludes_zero}


def partings(ranks: pd.DataFrame, scores: pd.DataFrame) -> list[Parting]:
    """One Parting for each region of peers that ranks practices, where Tombouctou does too.

    In: `concordance.rankings`, and table `appreciations` for who is of which region. Welch's t (1947)
    on ranks; the comparisons of all practices and regions are one family (Bonferroni). Spearman's ρ
    (1904) is on means, so no interval is given: its units are the practices, which are all there.
    """
    region_of = scores.groupby("id_participant")["region"].first()
    whole = ranks.dropna()
    groups = {str(one): part for one, part in whole.groupby(region_of.reindex(whole.index))}
    present = [peer for peer in PEERS if peer in groups and HOME in groups]
    practices = list(whole.columns)
    family = len(present) * len(practices)
    return [
        Parting(
            peer,
            (len(groups[peer]), len(groups[HOME])),
            _order(groups[peer], groups[HOME]),
            len(practices),
            {
                str(one): difference_of_means(groups[peer][one], groups[HOME][one], family)
                for one in practices
            },
        )
        for peer in present
    ]


def _order(first: pd.DataFrame, second: pd.DataFrame) -> float | None:
    a, b = first.mean(), second.mean()
    if len(a) < _FEWEST_PRACTICES or a.nunique() < 2 or b.nunique() < 2:
        return None
    return float(a.rank().corr(b.rank()))
