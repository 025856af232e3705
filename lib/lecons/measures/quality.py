"""How good the data are: what is missing, how late it came, and which rows deserve a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import Estimate, wilson

WEEK, LATE = 7, 30
# activities that people attend; a radio show has listeners
ATTENDED = ("seance_animation", "espace_dialogue", "session_mediation", "formation", "reunion")


def missing(
    tables: Mapping[str, pd.DataFrame], columns: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Blank cells by column.

    In: tables by name, and the columns to look at in each. Out: table, colonne, manquants, n (rows),
    part (0 to 1), most missing first; columns without any blank cell are left out.
    """
    rows = [
        (name, column, int(blank), len(frame), blank / len(frame))
        for name, frame in tables.items()
        for column in columns.get(name, ())
        if len(frame) and column in frame and (blank := frame[column].isna().sum())
    ]
    found = pd.DataFrame(rows, columns=["table", "colonne", "manquants", "n", "part"])
    return found.sort_values(["part", "table"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class Delays:
    """Days between activities and the sending of their sheets. `within_week` is a share of the
    `n` sheets whose two days are known; `late` came after LATE days."""

    n: int
    total: int
    median: float | None
    ninth_decile: float | None
    within_week: Estimate
    late: int


def delays(activities: pd.DataFrame) -> Delays:
    """In: table `activites` (date, precision_date, soumis_le). Sheets dated to the month only, or
    sent before the activity, are in `total` and not in `n`."""
    days = _days(activities).dropna()
    within = int((days <= WEEK).sum())
    known = len(days) > 0
    return Delays(
        n=len(days),
        total=len(activities),
        median=float(days.median()) if known else None,
        ninth_decile=float(days.quantile(0.9)) if known else None,
        within_week=wilson(within, len(days), len(activities)),
        late=int((days > LATE).sum()),
    )


def _days(activities: pd.DataFrame) -> pd.Series:
    days = (activities["soumis_le"] - activities["date"]).dt.days.astype("Float64")
    told = activities["precision_date"].ne("mois").fillna(True) & days.ge(0)
    return days.where(told)


def to_call(activities: pd.DataFrame) -> pd.DataFrame:
    """Activities that deserve a call to the field team, the most reasons first.

    Out: the activities' columns and `pourquoi`, reason codes separated by spaces: `tardive` (sent
    after LATE days), `sans_compte` (nobody counted where people attend), `sans_femme` (no woman
    among at least ten men), `avant` (sent before the day it tells).
    """
    sent = (activities["soumis_le"] - activities["date"]).dt.days.astype("Float64")
    precise = activities["precision_date"].ne("mois").fillna(True)
    attended = activities["type"].isin(ATTENDED)
    reasons = {
        "tardive": _days(activities) > LATE,
        "avant": sent.lt(0) & precise,
        "sans_compte": attended & activities[["hommes", "femmes"]].isna().all(axis=1),
        "sans_femme": activities["femmes"].eq(0) & activities["hommes"].ge(10),
    }
    told = pd.DataFrame({code: rows.fillna(False).astype(bool) for code, rows in reasons.items()})
    found, told = activities[told.any(axis=1)], told[told.any(axis=1)]
    # of a million sheets, some sixteen combinations of reasons: each is put in words once
    kinds, which = np.unique(told.to_numpy(dtype=bool), axis=0, return_inverse=True)
    words = np.array([" ".join(told.columns[kind]) for kind in kinds], dtype=object)
    found = found.assign(pourquoi=words[which], _count=told.sum(axis=1))
    found = found.sort_values(["_count", "date"], ascending=[False, True])
    return found.drop(columns="_count").reset_index(drop=True)
