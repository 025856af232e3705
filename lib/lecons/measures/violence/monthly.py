"""Incidents by month and cercle, from one record only: two records of one event would count it twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

OWN = "projet"


@dataclass(frozen=True)
class Monthly:
    """Incidents a month (rows: whole months, by their first day) of each cercle (columns: P-codes).

    `record` is who keeps the record; `covered` the cercles where the project worked; `start` the
    first whole month of the project; `ids` the incidents counted.
    """

    table: pd.DataFrame
    record: str
    covered: tuple[str, ...]
    start: pd.Timestamp
    ids: tuple[str, ...]

    @property
    def before(self) -> int:
        """Months before the project."""
        return int((self.table.index < self.start).sum())

    @property
    def after(self) -> int:
        """Months from the project's first on."""
        return int((self.table.index >= self.start).sum())

    @property
    def mine(self) -> pd.Series:
        """Incidents a month in the covered cercles together."""
        return self.table[[code for code in self.covered if code in self.table]].sum(axis=1)

    @property
    def others(self) -> list[str]:
        """Cercles of the record where the project did not work."""
        return [code for code in self.table.columns if code not in self.covered]


def monthly(incidents: pd.DataFrame, covered: Collection[str], start: date, end: date) -> Monthly:
    """Count incidents by month and cercle, from the record that knows both sides of the start best.

    In: table `incidents` (id, date, cercle, releve), from its first row to its last, the P-codes of
    the covered cercles, the days on which the project starts and ends. The window goes from the
    first month of the record to the last whole month that both the record and the project reach; a
    month that the project began in its middle counts as before.
    """
    first = pd.Timestamp(start)
    if first.day > 1:
        first = first + pd.offsets.MonthBegin()
    mine = tuple(sorted(set(covered)))
    located = incidents[incidents["cercle"].notna()]
    month = located["date"].dt.to_period("M").dt.to_timestamp()
    records = located["releve"].fillna(OWN)
    record = _best(records, month, first)
    month = month[records == record]
    # the month in which the project ends is whole only if it ends on its last day
    last = (pd.Timestamp(end) + pd.Timedelta(days=1)).to_period("M").to_timestamp()
    last = min(last - pd.offsets.MonthBegin(), month.max()) if len(month) else last
    month = month[month <= last]
    if month.empty:
        return Monthly(pd.DataFrame(index=pd.DatetimeIndex([])), record, mine, first, ())
    kept = located.loc[month.index]
    every = pd.date_range(month.min(), last, freq="MS")
    table = pd.crosstab(month, kept["cercle"]).reindex(every, fill_value=0)
    return Monthly(table, record, mine, first, tuple(kept["id"].astype(str)))


def _best(records: pd.Series, month: pd.Series, start: pd.Timestamp) -> str:
    """The record with most incidents on the side of the start where it has fewest, then in all."""
    if records.empty:
        return OWN
    before = (month < start).groupby(records).sum()
    every = records.groupby(records).size()
    weakest = pd.concat([before, every - before], axis=1).min(axis=1)
    return str(pd.DataFrame({"a": weakest, "b": every}).sort_values(["a", "b"]).index[-1])
