"""Half-years: what was achieved in each, and which way it goes."""

import numpy as np
import pandas as pd

from lecons.estimates import Estimate, difference_of_shares

# how numpy writes a missing date as a number
BLANK = np.iinfo(np.int64).min
# a count that moves by less than a tenth is read as the same
MORE, LESS = 1.1, 0.9


def months_of(dates: pd.Series) -> np.ndarray:
    """Each date as months since January 1970; `BLANK` where there is none."""
    days = pd.to_datetime(dates, errors="coerce").to_numpy("datetime64[D]").astype(np.int64)
    dated = days != BLANK
    if not dated.any():
        return days
    # the calendar turns each day into its month once: cheaper than once a row
    first = days[dated].min()
    calendar = np.arange(first, days.max() + 1).astype("datetime64[D]").astype("datetime64[M]")
    months = calendar.astype(np.int64)[np.where(dated, days - first, 0)]
    return months if dated.all() else np.where(dated, months, BLANK)


def periods(months: np.ndarray, top: np.ndarray, bottom: np.ndarray | None = None) -> pd.DataFrame:
    """What the rows make in each half-year, gaps included.

    In: the rows' months (`months_of`), what each row counts for and, for a share, its denominator.
    Out: periode (1 January or 1 July), value (a sum; a share where `bottom` is given, missing in a
    gap), n (rows); every half-year from the first to the last dated row, none when no row is dated.
    """
    dated = months != BLANK
    if not dated.any():
        first, place = 0, np.zeros(0, dtype=np.int64)
    else:
        half = months[dated] // 6
        first = int(half.min())
        place = half - first
    n = np.bincount(place)
    value = np.bincount(place, weights=top[dated]).astype(float)
    missing = np.zeros(len(n), dtype=bool)
    if bottom is not None:
        below = np.bincount(place, weights=bottom[dated])
        missing = below == 0
        value = np.divide(value, below, out=np.zeros(len(n)), where=~missing)
    starts = ((first + np.arange(len(n))) * 6).astype("datetime64[M]").astype("datetime64[us]")
    return pd.DataFrame(
        {
            "periode": pd.DatetimeIndex(starts),
            "value": pd.arrays.FloatingArray(value, missing),
            "n": n.astype(np.int64),
        }
    )


def count_trend(table: pd.DataFrame, recorded: pd.Series) -> str | None:
    """`hausse`, `baisse` or `stable` between the last two complete half-years with data.

    In: `periods` of a count, and the dates of everything in the table. A half-year is complete when
    records go from its first month or before to its last month or after: a half-year that the
    project began or ended in the middle of would be a fall by the calendar alone. None when fewer
    than two are complete.
    """
    if table.empty:
        return None
    earliest, latest = months_of(pd.Series([recorded.min(), recorded.max()]))
    start = months_of(table["periode"])
    complete = (earliest <= start) & (start + 5 <= latest) & (table["n"] > 0).to_numpy()
    values = table.loc[complete, "value"].tolist()
    if len(values) < 2:
        return None
    before, last = values[-2:]
    if last > MORE * before:
        return "hausse"
    return "baisse" if last < LESS * before else "stable"


def share_trend(table: pd.DataFrame) -> str | None:
    """`hausse` or `baisse` between the last two half-years with data when the interval of the
    difference leaves zero out (Newcombe, 1998), otherwise `incertaine`; None when fewer than two.

    In: `periods` of a share whose denominator is n rows.
    """
    filled = table[table["n"] > 0].tail(2)
    if len(filled) < 2:
        return None
    (k1, n1), (k2, n2) = (
        (round(value * n), n) for value, n in zip(filled["value"], filled["n"], strict=True)
    )
    return _sign(difference_of_shares(k2, int(n2), k1, int(n1)))


def ratio_trend(before: Estimate, last: Estimate) -> str:
    """`hausse` or `baisse` when the interval of the difference of two independent estimates leaves
    zero out, otherwise `incertaine`, also when one has no interval.

    The interval of the difference is recovered from the two intervals (Zou and Donner, 2008), as
    Newcombe's is from Wilson's.
    """
    values = (before.value, before.low, before.high, last.value, last.low, last.high)
    if any(value is None for value in values):
        return "incertaine"
    v1, low1, high1, v2, low2, high2 = (float(value) for value in values if value is not None)
    low = v2 - v1 - float(np.hypot(v2 - low2, high1 - v1))
    high = v2 - v1 + float(np.hypot(high2 - v2, v1 - low1))
    n = before.n + last.n
    return _sign(Estimate(v2 - v1, low, high, n, n, "difference_share"))


def _sign(difference: Estimate) -> str:
    if difference.value is None or not difference.excludes_zero:
        return "incertaine"
    return "hausse" if difference.value > 0 else "baisse"
