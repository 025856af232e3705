"""How long a mediation takes, and how long an agreement holds, open cases included."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import Estimate
from lecons.estimates.durations import Curve, kaplan_meier
from lecons.measures.mediation import BROKEN, NOT_MEDIATED, SETTLED

VISITS = (3, 6)  # months
MARKS = (30, 60)  # days at which the share settled is told


@dataclass(frozen=True)
class Settlement:
    """The curve of days from the report to the settlement of mediated cases; `as_of` is the last day
    that the data know of, until which open cases are followed."""

    curve: Curve
    as_of: pd.Timestamp | None
    ids: tuple[str, ...]

    @property
    def median(self) -> Estimate:
        """Days by which half of the mediated cases are settled."""
        return self.curve.median()

    def settled_by(self, days: int) -> Estimate:
        """Share of mediated cases settled within that many days of their report."""
        return self.curve.happened_by(days)


def settlement(cases: pd.DataFrame) -> Settlement:
    """Time to settlement (Kaplan & Meier, 1958).

    In: table `cas`; cases without mediation are left out. A failed case is followed to the last day
    of the data, not taken out at its failure: it will not be settled, and taking it out would count
    it as if it still could (Gray, 1988; Fine & Gray, 1999, complete censoring). A settled case
    without its day is missing: in `total`, not in `n`.
    """
    mediated = cases[cases["issue"] != NOT_MEDIATED]
    days = pd.concat([mediated["date_signalement"], mediated["date_issue"]]).dropna()
    if days.empty:
        return Settlement(kaplan_meier(np.array([]), np.array([])), None, ())
    last = days.max()
    settled = (mediated["issue"] == SETTLED).to_numpy(dtype=bool)
    end = mediated["date_issue"].where(settled, last)
    taken = (end - mediated["date_signalement"]).dt.days
    curve = kaplan_meier(taken.to_numpy(dtype="float64", na_value=np.nan), settled)
    return Settlement(curve, last, tuple(mediated["id"]))


@dataclass(frozen=True)
class Durability:
    """The curve of months from the settlement to the visit that finds the agreement broken."""

    curve: Curve
    followed: int
    broken: int
    ids: tuple[str, ...]

    def holding(self, months: int) -> Estimate:
        """Share of agreements that still hold at a visit."""
        return self.curve.at(months)


def durability(cases: pd.DataFrame) -> Durability:
    """Agreements that hold, by the visits at 3 and 6 months (Kaplan & Meier, 1958).

    In: table `cas`, settled ones. An agreement is followed to its last visit; one found broken is
    broken at that visit (the day itself is not known); one never visited is missing: in `total`, not
    in `n`. So an agreement that was seen at 3 months only still counts for the first three.
    """
    settled = cases[cases["issue"] == SETTLED]
    states = [settled[f"suivi_{months}_mois"] for months in VISITS]
    months = np.full(len(settled), np.nan)
    broken = np.zeros(len(settled), dtype=bool)
    for length, state in zip(VISITS, states, strict=True):
        # once broken an agreement stays so, whatever a later visit says
        seen = state.notna().to_numpy() & ~broken
        months[seen] = length
        broken |= seen & (state == BROKEN).fillna(False).to_numpy(dtype=bool)
    curve = kaplan_meier(months, broken)
    return Durability(
        curve, int((~np.isnan(months)).sum()), int(broken.sum()), tuple(settled["id"])
    )
