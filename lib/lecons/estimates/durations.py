"""How long until something happens, when for some it has not happened yet (Kaplan & Meier, 1958)."""

from dataclasses import dataclass

import numpy as np

from lecons.estimates.estimate import Estimate, unknown
from lecons.estimates.shares import wilson_bounds


@dataclass(frozen=True)
class Curve:
    """A survival curve: at each time of an event, how many were at risk and the share without it."""

    times: np.ndarray
    at_risk: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n: int
    events: int
    total: int
    followed: np.ndarray  # how long each unit was followed, in order

    @property
    def last(self) -> float:
        """The longest follow-up: beyond it the curve says nothing, unless all have had the event."""
        return float(self.followed[-1]) if self.n else 0.0

    def at(self, time: float) -> Estimate:
        """Share without the event at a time; unknown when nobody is followed that long."""
        over = bool(len(self.survival)) and self.survival[-1] == 0
        if self.n == 0 or (time > self.last and not over):
            return unknown(self.n, self.total, "share")
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        if place < 0:
            # nothing has happened yet: only those followed that long tell so
            low, high = wilson_bounds(1.0, int((self.followed >= time).sum()))
            return Estimate(1.0, low, high, self.n, self.total, "share")
        return Estimate(
            float(self.survival[place]),
            float(self.low[place]),
            float(self.high[place]),
            self.n,
            self.total,
            "share",
        )

    def happened_by(self, time: float) -> Estimate:
        """Share with the event by a time."""
        left = self.at(time)
        if left.value is None or left.low is None or left.high is None:
            return left
        return Estimate(1 - left.value, 1 - left.high, 1 - left.low, left.n, left.total, left.unit)

    def median(self, unit: str = "days") -> Estimate:
        """Time by which half have had the event, with the times where the interval of the curve
        crosses one half (Brookmeyer & Crowley, 1982). A bound that the follow-up does not reach is
        infinite: given as None with the value, never guessed."""
        value = self._crossing(self.survival)
        if value is None:
            return unknown(self.n, self.total, unit)
        return Estimate(
            value, self._crossing(self.low), self._crossing(self.high), self.n, self.total, unit
        )

    def _crossing(self, curve: np.ndarray) -> float | None:
        under = np.flatnonzero(curve <= 0.5 + 1e-9)  # a product of shares is not exact
        return float(self.times[under[0]]) if len(under) else None


def kaplan_meier(durations: np.ndarray, happened: np.ndarray) -> Curve:
    """Kaplan–Meier curve with Rothman's interval (Rothman, 1978): Wilson's, on the effective number
    of units that Greenwood's variance stands for. Without censoring it is Wilson's exactly, and it
    holds where the curve is near 1 and few are at risk.

    In: durations (any unit of time, missing allowed) and whether the event happened (else the unit
    was followed that long without it). Out: Curve; `total - n` durations are missing.
    """
    every = np.asarray(durations, dtype=float)
    known = ~np.isnan(every) & (every >= 0)
    time, event = every[known], np.asarray(happened, dtype=bool)[known]
    total, n = len(every), int(known.sum())
    if n == 0:
        none = np.array([])
        return Curve(none, none, none, none, none, 0, 0, total, none)
    followed = np.sort(time)
    if not event.any():
        none = np.array([])
        return Curve(none, none, none, none, none, n, 0, total, followed)
    # late: half of the notebooks draw no curve
    from statsmodels.duration.survfunc import SurvfuncRight

    curve = SurvfuncRight(time, event.astype(int))
    survival, errors = np.asarray(curve.surv_prob), np.asarray(curve.surv_prob_se)
    at_risk = np.asarray(curve.n_risk, dtype=float)
    variance = errors**2
    sound = (survival > 0) & (survival < 1) & np.isfinite(variance) & (variance > 0)
    effective = np.where(sound, survival * (1 - survival) / np.where(sound, variance, 1.0), at_risk)
    # at 0 Greenwood's variance is undefined: what was known just before still stands
    if survival[-1] == 0:
        effective[-1] = effective[-2] if len(effective) > 1 else n
    low, high = _wilson_curve(survival, effective)
    return Curve(
        np.asarray(curve.surv_times, dtype=float),
        at_risk,
        survival,
        low,
        high,
        n,
        int(event.sum()),
        total,
        followed,
    )


def _wilson_curve(share: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bounds = [wilson_bounds(float(p), float(m)) for p, m in zip(share, n, strict=True)]
    return np.array([one[0] for one in bounds]), np.array([one[1] for one in bounds])
