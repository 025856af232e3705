"""What agents note of the activities that carry out a practice: who notes a success, who a difficulty."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lecons.measures.notes import NOTHING, by_theme


@dataclass(frozen=True)
class AgentNotes:
    """Sheets (activities) of some types and what agents noted on them.

    `ids` are the sheets with a note, of `total`; `communes` are theirs. `succeeded` and `troubled` are
    the agents who note a success, a difficulty, on at least one sheet (0 where no sheet names its
    agent: `agents` is then 0); `successes` and `difficulties` are the sheets.
    """

    ids: tuple[str, ...]
    total: int
    communes: int
    agents: int
    succeeded: int
    troubled: int
    successes: int
    difficulties: int


def agent_notes(
    activities: pd.DataFrame, kinds: Collection[str], lexicon: pd.DataFrame
) -> AgentNotes:
    """Count the notes on activities of `kinds`.

    In: table `activites` (id, commune, type, agent, difficultes, reussites), lexicon of
    notes.read_lexicon, by which « rien à signaler » is no difficulty.
    """
    mine = activities[activities["type"].isin(list(kinds))]
    themes = by_theme(mine, lexicon, "difficultes").table
    nothing = {one for ids in themes.loc[themes["theme"] == NOTHING, "ids"] for one in ids}
    good = mine["reussites"].fillna("").ne("")
    bad = mine["difficultes"].fillna("").ne("") & ~mine["id"].isin(nothing)
    noted = mine[good | bad]
    return AgentNotes(
        ids=tuple(noted["id"]),
        total=len(mine),
        communes=int(noted["commune"].nunique()),
        agents=int(noted["agent"].nunique()),
        succeeded=int(mine.loc[good, "agent"].nunique()),
        troubled=int(mine.loc[bad, "agent"].nunique()),
        successes=int(good.sum()),
        difficulties=int(bad.sum()),
    )
