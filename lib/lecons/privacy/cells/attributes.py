"""What may stand beside a quotation about who speaks: k people of the project at least must share it.

k-anonymity by recoding (Sweeney, 2002; Samarati, 2001), for a reader who knows everybody that the
project heard, and how labels are chosen.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

# late: whoever opens a project imports this package, and pandas is slow to import
if TYPE_CHECKING:
    import pandas as pd

# the number of a step, and the values that its members share
_Group = tuple[int, tuple[str, ...]]
_Values = dict[str, str]


def coarsen(people: "pd.DataFrame", shown: Sequence[Sequence[str]], k: int) -> "pd.Series":
    """For each person the columns that may be told of them, as a tuple; () where nothing may.

    `people`: one row a person heard, quoted or not, with the columns of `shown`; a person without a
    value takes no step that needs it. `shown`: from the most telling step to the least.

    Step by step, people who are left over and share the step's values take it when they are `k` or
    more. They are counted among those left over, not among all who share the values: of seven women
    leaders, five of one cercle take « leader, cercle »; a quotation « leader » without a cercle would
    then be of one of the other two. When those who end with nothing are fewer than `k`, a group that
    took a step (one that shares a value with them, of the latest step, the smallest) is not let take
    it, and all begin again: the seven are « leader ». Two people have one label only where they took
    one step with one set of values, so whoever reads a label, knowing all people heard and this rule,
    is left with `k` of them. A project of fewer than `k` people tells nothing of any.
    """
    told_of = sorted({column for columns in shown for column in columns})
    blank, known = people[told_of].isna(), people[told_of].astype("object")
    rows: list[_Values] = [
        {column: str(value) for column, value in row.items() if not none[column]}
        for row, none in zip(known.to_dict("records"), blank.to_dict("records"), strict=True)
    ]
    barred: set[_Group] = set()
    while True:
        groups, left = _climb(rows, shown, k, barred)
        if not 0 < len(left) < k or not groups:
            break
        about = {pair for person in left for pair in rows[person].items()}
        dear = {group: _dearness(group, mine, rows, about) for group, mine in groups.items()}
        barred.add(min(dear, key=dear.__getitem__))
    told: list[tuple[str, ...]] = [()] * len(rows)
    for (step, _), members in groups.items():
        for person in members:
            told[person] = tuple(shown[step])
    import pandas as pd

    return pd.Series(told, index=people.index, dtype="object")


def _climb(
    rows: Sequence[_Values], shown: Sequence[Sequence[str]], k: int, barred: set[_Group]
) -> tuple[dict[_Group, list[int]], list[int]]:
    """The groups that take each step (as positions of people), and who takes none."""
    groups: dict[_Group, list[int]] = {}
    left = list(range(len(rows)))
    for step, columns in enumerate(shown):
        alike: dict[_Group, list[int]] = {}
        for person in left:
            if columns and all(column in rows[person] for column in columns):
                group = (step, tuple(rows[person][column] for column in columns))
                alike.setdefault(group, []).append(person)
        groups |= {
            group: mine for group, mine in alike.items() if len(mine) >= k and group not in barred
        }
        taken = {person for mine in groups.values() for person in mine}
        left = [person for person in left if person not in taken]
    return groups, left


def _dearness(
    group: _Group, members: list[int], rows: Sequence[_Values], about: set[tuple[str, str]]
) -> tuple[bool, int, int, tuple[str, ...]]:
    """What a group costs to be barred: `about` are the values of those who need its company."""
    step, values = group
    alike = any(not about.isdisjoint(rows[person].items()) for person in members)
    return not alike, -step, len(members), values
