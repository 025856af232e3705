"""What agents note of the activities that carry out a practice: who notes a success, who a difficulty."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lecons.measures.notes import NOTHING, by_theme, fold


@dataclass(frozen=True)
class AgentNotes:
    """Sheets (activities) of some types and what agents noted on them.

    `ids` are the sheets with a note, of `total`; `communes` are theirs. `succeeded` and `troubled` are
    the agents who note a success, a difficulty, on at least one sheet (0 where a sheet does not name
    its agent: `agents` is then 0); `successes` and `difficulties` are the sheets.
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
    good, bad = (_tells(mine, lexicon, column) for column in ("reussites", "difficultes"))
    noted = mine[good | bad]
    # one person writes « Agent 1 » and « agent 1 »
    names = mine["agent"].astype("object").map(fold, na_action="ignore")
    named = bool(names[noted.index].notna().all())
    return AgentNotes(
        ids=tuple(noted["id"]),
        total=len(mine),
        communes=int(noted["commune"].nunique()),
        agents=int(names[noted.index].nunique()) if named else 0,
        succeeded=int(names[good].nunique()) if named else 0,
        troubled=int(names[bad].nunique()) if named else 0,
        successes=int(good.sum()),
        difficulties=int(bad.sum()),
    )


def _tells(activities: pd.DataFrame, lexicon: pd.DataFrame, column: str) -> pd.Series:
    """Which sheets note something in that column: words, and not that there is nothing to say (the
    lexicon knows that of difficulties; it is written of successes as well)."""
    notes = activities.assign(difficultes=activities[column])
    themes = by_theme(notes, lexicon, "difficultes").table
    nothing = {one for ids in themes.loc[themes["theme"] == NOTHING, "ids"] for one in ids}
    written = activities[column].astype("object").map(fold, na_action="ignore").fillna("")
    return written.ne("") & ~activities["id"].isin(nothing)
