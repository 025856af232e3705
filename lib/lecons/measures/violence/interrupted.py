"""Interrupted time series: the months after a start against what the months before lead to expect."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import LEVEL, Estimate

MONTHS_BEFORE, MONTHS_AFTER, EVENTS, EVENTS_EACH = 12, 6, 20, 5
POWER = 0.80
_FEWEST_FREE = 5.0  # degrees of freedom left to the interval at worst
_STILL = 1e-6  # a dispersion under it: months that do not vary at all
_BOUNDLESS = 5.0  # on the log scale: an interval from nothing to a hundred and fifty times more
_LONG = 60  # months from which a second seasonal wave is asked of the data


@dataclass(frozen=True)
class Detectable:
    """The smallest fall and the smallest rise that had POWER chances of being seen (shares)."""

    fall: float
    rise: float


@dataclass(frozen=True)
class Interrupted:
    """The change of level at the start, and what it rests on.

    `change` is relative (-0.2: a fifth fewer incidents than expected); n = months. `dispersion` over 1
    means months that vary more than chance; `autocorrelation` is that of successive months' residuals.
    `expected` is what the model expects without the change. `negative_binomial` is the same change
    by another model of the dispersion (None where it does not converge).
    """

    change: Estimate
    negative_binomial: Estimate | None
    dispersion: float
    autocorrelation: float
    expected: pd.Series
    fitted: pd.Series
    detectable: Detectable


def enough(series: pd.Series, start: pd.Timestamp) -> bool:
    """Can a series carry the model? MONTHS_BEFORE and MONTHS_AFTER months, EVENTS incidents of which
    EVENTS_EACH on each side."""
    before, after = series[series.index < start], series[series.index >= start]
    return bool(
        len(before) >= MONTHS_BEFORE
        and len(after) >= MONTHS_AFTER
        and series.sum() >= EVENTS
        and min(before.sum(), after.sum()) >= EVENTS_EACH
    )


def interrupted(
    series: pd.Series, start: pd.Timestamp, *, trend: bool = True, seasons: bool = True
) -> Interrupted | None:
    """Quasi-Poisson regression with a change of level, a trend and a yearly wave (Bernal et al., 2017).

    In: incidents a month (index: first of the month), the first month of the project. The interval
    is by t on the dispersion, widened where successive months resemble each other (effective sample
    size for a first-order autocorrelation, itself corrected for its bias in short series). Out: None
    where `enough` says no, where months do not vary, or where no model fits them.
    """
    if not enough(series, start):
        return None
    from scipy import stats
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    counts = series.to_numpy(dtype=float)
    design, level = _design(series.index, start, trend, seasons)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a doubtful fit is no fit
        try:
            fit = GLM(counts, design, family=Poisson()).fit(scale="X2")
        except (Warning, ValueError, np.linalg.LinAlgError):
            return None
    mean = np.asarray(fit.fittedvalues)
    residuals = (counts - mean) / np.sqrt(mean)
    rho = _autocorrelation(residuals, design.shape[1])
    fewer = (1 + max(rho, 0)) / (1 - min(max(rho, 0), 0.8))  # months that one month's worth takes
    widened = float(fit.bse[level]) * np.sqrt(fewer)
    df = max(len(counts) / fewer - design.shape[1], _FEWEST_FREE)
    beta = float(fit.params[level])
    if not (fit.scale > _STILL and widened < _BOUNDLESS and abs(beta) < _BOUNDLESS):
        return None
    without = design.copy()
    without[:, level] = 0
    reach = widened * float(stats.t.ppf((1 + LEVEL) / 2, df) + stats.t.ppf(POWER, df))
    return Interrupted(
        change=relative(beta, widened * float(stats.t.ppf((1 + LEVEL) / 2, df)), len(counts)),
        negative_binomial=_negative_binomial(counts, design, level),
        dispersion=float(fit.scale),
        autocorrelation=rho,
        expected=pd.Series(np.exp(without @ np.asarray(fit.params)), series.index),
        fitted=pd.Series(mean, series.index),
        detectable=Detectable(float(np.expm1(-reach)), float(np.expm1(reach))),
    )


def relative(log_ratio: float, half: float, n: int) -> Estimate:
    """A log ratio and the half width of its interval, as a relative change."""
    return Estimate(
        float(np.expm1(log_ratio)),
        float(np.expm1(log_ratio - half)),
        float(np.expm1(log_ratio + half)),
        n,
        n,
        "change",
    )


def _design(
    months: pd.Index, start: pd.Timestamp, trend: bool, seasons: bool
) -> tuple[np.ndarray, int]:
    """Constant, trend (years from the start), yearly waves, and the change of level, last."""
    after = (months >= start).astype(float)
    at = np.arange(len(months)) - float((months < start).sum())
    columns = [np.ones(len(months))]
    if trend:
        columns.append(at / 12)
    if seasons and len(months) >= 24:
        angle = 2 * np.pi * (pd.DatetimeIndex(months).month.to_numpy() - 1) / 12
        for wave in range(1, 3 if len(months) >= _LONG else 2):
            columns += [np.sin(wave * angle), np.cos(wave * angle)]
    return np.column_stack([*columns, after]), len(columns)


def _autocorrelation(residuals: np.ndarray, parameters: int) -> float:
    """First-order autocorrelation, with the bias that fitting takes away given back (Marriott & Pope,
    1954, for the constant; as much again for each other coefficient, by simulation)."""
    n = len(residuals)
    whole = float((residuals**2).sum())
    rho = float((residuals[1:] * residuals[:-1]).sum()) / whole if whole > 0 else 0.0
    return rho + (1 + 4 * rho) / n + (parameters - 1) / n


def _negative_binomial(counts: np.ndarray, design: np.ndarray, level: int) -> Estimate | None:
    from scipy import stats
    from statsmodels.discrete.discrete_model import NegativeBinomial

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its doubts are in `converged`, looked at below
        try:
            fit = NegativeBinomial(counts, design).fit(disp=0, maxiter=200)
        except (np.linalg.LinAlgError, ValueError, OverflowError):
            return None
        error = float(fit.bse[level])
        converged = bool(fit.mle_retvals["converged"])
    if not converged or not np.isfinite(error):
        return None
    df = len(counts) - design.shape[1]
    half = error * float(stats.t.ppf((1 + LEVEL) / 2, df))
    return relative(float(fit.params[level]), half, len(counts))
