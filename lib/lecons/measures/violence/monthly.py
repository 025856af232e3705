"""Incidents by month and cercle, from one record only: two records of one event would count it twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

OWN = "projet"


@dataclass(frozen=True)
class Monthly:
    """Incidents a month (rows: months as timestamps) of each cercle (columns: P-codes).

    `record` is who keeps the record; `covered` the cercles where the project worked; `start` the
    first whole month of the project. `located` incidents of the record fall in the window.
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
    """Count incidents by month and cercle, from the record that reaches farthest back.

    In: table `incidents` (date, cercle, releve), the P-codes of the covered cercles, the days on which
    the project starts and ends. The window goes from the first month of the record to its last, or
    to the project's end; a month that the project began in its middle counts as before. A cercle
    without any incident before the start has nothing to be compared with, and is left out.
    """
    first = pd.Timestamp(start)
    if first.day > 1:
        first = (first + pd.offsets.MonthBegin()).normalize()
    records = incidents["releve"].fillna(OWN)
    days = incidents["date"]
    reach = days.groupby(records).min()
    record = str(reach.idxmin()) if len(reach) else OWN
    kept = incidents[
        (records == record) & (days <= pd.Timestamp(end)) & incidents["cercle"].notna()
    ]
    if kept.empty:
        return Monthly(pd.DataFrame(), record, tuple(covered), first, ())
    month = kept["date"].dt.to_period("M").dt.to_timestamp()
    table = pd.crosstab(month, kept["cercle"])
    every = pd.date_range(table.index.min(), table.index.max(), freq="MS")
    table = table.reindex(every, fill_value=0)
    seen = table[table.index < first].sum() > 0
    columns = [code for code in table.columns if code in covered or seen[code]]
    return Monthly(
        table[columns], record, tuple(sorted(covered)), first, tuple(kept["id"].astype(str))
    )
