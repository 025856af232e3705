"""Reach and coverage: what was done, where, and who came. Attendances are not persons."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Reach:
    """What a set of activities reached. Shares are of attendances whose sex is known."""

    activities: int
    communes: int
    attendances: int
    women: int
    youth: int
    without_count: int
    sensitised: int
    ids: tuple[str, ...]


def reach(activities: pd.DataFrame) -> Reach:
    """Sum activities and attendances.

    In: table `activites`. `without_count` activities have no attendance at all (radio shows have
    listeners, not attendances); `sensitised` are attendances at awareness sessions only.
    """
    counted = activities.dropna(subset=["hommes", "femmes"], how="all")
    present = counted["hommes"].fillna(0) + counted["femmes"].fillna(0)
    return Reach(
        activities=len(activities),
        communes=int(activities["commune"].nunique()),
        attendances=int(present.sum()),
        women=int(counted["femmes"].sum()),
        youth=int(counted["jeunes"].sum()),
        without_count=len(activities) - len(counted),
        sensitised=int(present[counted["type"] == "seance_animation"].sum()),
        ids=tuple(activities["id"]),
    )


def by_type(activities: pd.DataFrame) -> pd.DataFrame:
    """One row a type: type, activites, communes, participations, femmes, jeunes (attendances;
    missing where no attendance was noted). n = activities."""
    frame = activities.assign(
        participations=activities["hommes"].astype("Float64").fillna(0)
        + activities["femmes"].astype("Float64").fillna(0)
    )
    counted = activities[["hommes", "femmes"]].notna().any(axis=1)
    frame.loc[~counted, "participations"] = pd.NA
    table = frame.groupby("type", as_index=False).agg(
        activites=("id", "size"),
        communes=("commune", "nunique"),
        participations=("participations", lambda values: values.sum(min_count=1)),
        femmes=("femmes", lambda values: values.sum(min_count=1)),
        jeunes=("jeunes", lambda values: values.sum(min_count=1)),
    )
    return table.sort_values("activites", ascending=False, ignore_index=True)


def by_commune(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """One row a commune of the project, those without activity included.

    Out: pcode, commune, cercle, lon, lat, activites, participations, femmes (attendances), mois
    (months with at least one activity).
    """
    present = activities["hommes"].fillna(0) + activities["femmes"].fillna(0)
    frame = activities.assign(participations=present, mois=activities["date"].dt.strftime("%Y-%m"))
    counts = frame.groupby("commune").agg(
        activites=("id", "size"),
        participations=("participations", "sum"),
        femmes=("femmes", "sum"),
        mois=("mois", "nunique"),
    )
    table = communes[["pcode", "commune", "cercle", "lon", "lat"]].merge(
        counts, how="left", left_on="pcode", right_index=True
    )
    numbers = ["activites", "participations", "femmes", "mois"]
    table[numbers] = table[numbers].astype("Float64").fillna(0).astype("int64")
    return table


def by_month(activities: pd.DataFrame) -> pd.DataFrame:
    """Activities a month and type: index = first day of the month, every month between the first
    and the last included; one column a type."""
    if activities.empty:
        return pd.DataFrame()
    month = activities["date"].dt.to_period("M").dt.to_timestamp()
    table = pd.crosstab(month, activities["type"])
    return table.reindex(
        pd.date_range(table.index.min(), table.index.max(), freq="MS"), fill_value=0
    )


def attendance_gap(table: pd.DataFrame, share: float = 1 / 3) -> list[str]:
    """Communes (of `by_commune`) where women are under `share` of attendances."""
    counted = table[table["participations"] > 0]
    low = counted["femmes"] / counted["participations"] < share
    return counted.loc[low, "commune"].to_list()


def by_commune_and_month(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Activities of each commune in each month: one row a commune (index = its name, those without
    activity included), one column a month, from the first to the last with an activity."""
    return _by_commune(
        activities, communes, activities["date"].dt.to_period("M").dt.to_timestamp(), months=True
    )


def by_commune_and_type(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Activities of each commune by type: one row a commune (index = its name), one column a type."""
    return _by_commune(activities, communes, activities["type"])


def _by_commune(
    activities: pd.DataFrame, communes: pd.DataFrame, columns: pd.Series, *, months: bool = False
) -> pd.DataFrame:
    if activities.empty:
        return pd.DataFrame(index=pd.Index(communes["commune"], name="commune"))
    table = pd.crosstab(activities["commune"], columns)
    if months:
        every = pd.date_range(table.columns.min(), table.columns.max(), freq="MS")
        table = table.reindex(columns=every, fill_value=0)
    table = table.reindex(communes["pcode"], fill_value=0)
    return table.set_axis(pd.Index(communes["commune"], name="commune"))
