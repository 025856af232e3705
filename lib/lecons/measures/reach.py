"""Reach and coverage: what was done, where, and who came. Attendances are not persons.

Activities are all recorded, not sampled: counts and shares of attendances carry no interval.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.measures.attendances import PEOPLE, attendances

SENSITISATION = "seance_animation"


@dataclass(frozen=True)
class Reach:
    """What a set of activities reached.

    `attendances` = `women` + `men` + `unknown_sex`; `youth_base` are the attendances among which
    `youth` were counted. `without_count` activities noted no attendance at all.
    """

    activities: int
    communes: int
    attendances: int
    women: int
    men: int
    unknown_sex: int
    youth: int
    youth_base: int
    without_count: int
    sensitised: int
    ids: tuple[str, ...]

    @property
    def women_share(self) -> float | None:
        """Women among the attendances whose sex is known (0 to 1)."""
        known = self.women + self.men
        return self.women / known if known else None

    @property
    def youth_share(self) -> float | None:
        """Young people among the attendances of activities that counted them (0 to 1)."""
        return self.youth / self.youth_base if self.youth_base else None


def reach(activities: pd.DataFrame) -> Reach:
    """Sum activities and attendances.

    In: table `activites`; `participants` may be absent. `sensitised` are attendances at awareness
    sessions only. n = activities.
    """
    people = attendances(activities)
    sums = people.sum()
    sessions = activities["type"].eq("seance_animation").to_numpy(dtype=bool, na_value=False)
    return Reach(
        activities=len(activities),
        communes=int(activities["commune"].nunique()),
        attendances=int(sums["participations"]),
        women=int(sums["femmes"]),
        men=int(sums["hommes"]),
        unknown_sex=int(sums["sexe_inconnu"]),
        youth=int(sums["jeunes"]),
        youth_base=int(sums["base_jeunes"]),
        without_count=int(people["participations"].isna().sum()),
        sensitised=int(people["participations"][sessions].sum()),
        ids=tuple(activities["id"].to_list()),
    )


def by_type(activities: pd.DataFrame) -> pd.DataFrame:
    """One row a type, most activities first: type, activites, communes, then attendances, missing
    where none was noted: participations, femmes, jeunes, hommes. n = activites."""
    codes, types = pd.factorize(activities["type"], sort=True)
    places, communes = pd.factorize(activities["commune"])
    served = _counts(codes, places, len(types), len(communes)) > 0
    sums = attendances(activities).groupby(codes).sum(min_count=1).reindex(range(len(types)))
    table = pd.DataFrame({"type": np.asarray(types, dtype=object)})
    table["activites"] = np.bincount(codes[codes >= 0], minlength=len(types))
    table["communes"] = served.sum(axis=1)
    people = ["participations", "femmes", "jeunes", "hommes"]
    table[people] = sums[people].astype("Int64")
    return table.sort_values("activites", ascending=False, ignore_index=True, kind="stable")


def by_commune(
    activities: pd.DataFrame, communes: pd.DataFrame, population: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row a commune of the project, those without activity included.

    In: tables `activites`, `Project.communes()`, and `project.read_population()` where there is one.
    Out: pcode, commune, cercle, lon, lat, activites, mois (months with at least one activity);
    attendances: participations, hommes, femmes, jeunes, sexe_inconnu, base_jeunes (attendances among
    which the young were counted); population (inhabitants, missing where unknown) and pour_mille
    (attendances per 1,000 inhabitants, over the whole of `activities`).
    """
    place = _places(activities, communes)
    month, months = _months(activities)
    sums = attendances(activities).groupby(place).sum().reindex(range(len(communes)), fill_value=0)
    table = communes[["pcode", "commune", "cercle", "lon", "lat"]].reset_index(drop=True)
    table["activites"] = np.bincount(place[place >= 0], minlength=len(communes))
    table["mois"] = (_counts(place, month, len(communes), len(months)) > 0).sum(axis=1)
    table[PEOPLE] = sums[PEOPLE].astype("int64")
    table["population"] = _population(table["pcode"], population)
    table["pour_mille"] = table["participations"] * 1000 / table["population"]
    return table


def _population(pcodes: pd.Series, population: pd.DataFrame | None) -> pd.Series:
    if population is None or population.empty:
        return pd.Series(pd.NA, index=pcodes.index, dtype="Int64")
    told = population[population["niveau"] == "commune"].drop_duplicates("pcode")
    found = pcodes.map(told.set_index("pcode")["population"]).astype("Int64")
    return found.mask(found == 0, pd.NA)  # an empty commune is a figure that is lacking


@dataclass(frozen=True)
class PerThousand:
    """Attendances per 1,000 inhabitants over the `communes` (of `of`) whose population is known;
    they hold `covered` (0 to 1) of all attendances."""

    value: float | None
    attendances: int
    population: int
    communes: int
    of: int
    covered: float | None


def per_thousand(table: pd.DataFrame) -> PerThousand:
    """The overall rate. In: the table of `by_commune`. A person who came three times counts three
    times, so that the rate may pass 1,000."""
    known = table[table["population"].notna()]
    present, inhabitants = int(known["participations"].sum()), int(known["population"].sum())
    every = int(table["participations"].sum())
    rate = present * 1000 / inhabitants if inhabitants else None
    covered = present / every if every else None
    return PerThousand(rate, present, inhabitants, len(known), len(table), covered)


def left_out(table: pd.DataFrame, women: float = 1 / 3, youth: float = 1 / 4) -> pd.DataFrame:
    """Communes (of `by_commune`) where women or young people are under that share of attendances.

    Out: commune, part_femmes (of attendances whose sex is known), part_jeunes (of attendances among
    which the young were counted), both 0 to 1 and missing where nothing was noted, participations,
    pourquoi (reason codes `femmes`, `jeunes`, separated by a space).
    No interval: every attendance was recorded, and those of one event come together, so that they are
    no sample of persons.
    """
    found = table[["commune"]].assign(
        part_femmes=_share(table["femmes"], table["participations"] - table["sexe_inconnu"]),
        part_jeunes=_share(table["jeunes"], table["base_jeunes"]),
        participations=table["participations"],
    )
    low = {"femmes": found["part_femmes"].lt(women), "jeunes": found["part_jeunes"].lt(youth)}
    told = pd.DataFrame(low).fillna(False).astype(bool)
    found["pourquoi"] = [" ".join(told.columns[row]) for row in told.to_numpy()]
    return found[told.any(axis=1)].reset_index(drop=True)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part.astype("Float64") / whole.astype("Float64").where(whole > 0, pd.NA)


def attendance_gap(table: pd.DataFrame, share: float = 1 / 3) -> list[str]:
    """Communes (of `by_commune`) where women are under `share` of attendances of known sex."""
    return left_out(table, women=share, youth=0.0)["commune"].to_list()


@dataclass(frozen=True)
class Coverage:
    """Who was reached commune by commune (`communes`: by_commune and blank_months together) and month
    by month (`months`: people_by_month), the rate per 1,000 inhabitants, and the activities' ids."""

    communes: pd.DataFrame
    months: pd.DataFrame
    rate: PerThousand
    ids: tuple[str, ...]


def coverage(
    activities: pd.DataFrame, communes: pd.DataFrame, population: pd.DataFrame
) -> Coverage:
    """In: tables `activites`, `Project.communes()`, `project.read_population()`."""
    table = by_commune(activities, communes, population)
    blanks = blank_months(activities, communes).drop(columns="commune")
    joined = table.rename(columns={"mois": "mois_actifs"}).merge(blanks, on="pcode")
    ids = tuple(activities["id"].to_list())
    return Coverage(joined, people_by_month(activities), per_thousand(table), ids)


def blank_months(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Months without activity in each commune, between the first and the last month in which the
    project had one anywhere.

    Out: pcode, commune, mois (months of that period), mois_vides, plus_longue_pause (the longest run
    of months without activity, those at either end included).
    """
    month, months = _months(activities)
    active = _counts(_places(activities, communes), month, len(communes), len(months)) > 0
    pause = longest = np.zeros(len(communes), dtype="int64")
    for busy in active.T:
        pause = np.where(busy, 0, pause + 1)
        longest = np.maximum(longest, pause)
    table = communes[["pcode", "commune"]].reset_index(drop=True).assign(mois=len(months))
    return table.assign(mois_vides=(~active).sum(axis=1), plus_longue_pause=longest)


def by_month(activities: pd.DataFrame) -> pd.DataFrame:
    """Activities a month and type: index = first day of the month, every month between the first
    and the last included; one column a type."""
    if activities.empty:
        return pd.DataFrame()
    month, months = _months(activities)
    codes, types = pd.factorize(activities["type"], sort=True)
    counts = _counts(month, codes, len(months), len(types))
    return pd.DataFrame(counts, months, pd.Index(types, name="type"))


def people_by_month(activities: pd.DataFrame) -> pd.DataFrame:
    """Activities and attendances a month: index = first day of the month, every month between the
    first and the last included; activites, femmes, hommes, sexe_inconnu, jeunes (attendances)."""
    if activities.empty:
        return pd.DataFrame()
    month, months = _months(activities)
    sums = attendances(activities).groupby(month).sum().reindex(range(len(months)), fill_value=0)
    table = sums[["femmes", "hommes", "sexe_inconnu", "jeunes"]].astype("int64")
    table.insert(0, "activites", np.bincount(month[month >= 0], minlength=len(months)))
    return table.set_axis(months)


def by_commune_and_month(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Activities of each commune in each month: one row a commune (index = its name, those without
    activity included), one column a month, from the first to the last with an activity."""
    month, months = _months(activities)
    return _grid(activities, communes, month, months)


def by_commune_and_type(activities: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """Activities of each commune by type: one row a commune (index = its name), one column a type."""
    codes, types = pd.factorize(activities["type"], sort=True)
    return _grid(activities, communes, codes, pd.Index(types, name="type"))


def _grid(
    activities: pd.DataFrame, communes: pd.DataFrame, codes: np.ndarray, columns: pd.Index
) -> pd.DataFrame:
    index = pd.Index(communes["commune"], name="commune")
    if activities.empty:
        return pd.DataFrame(index=index)
    counts = _counts(_places(activities, communes), codes, len(communes), len(columns))
    return pd.DataFrame(counts, index=index, columns=columns)


def _places(activities: pd.DataFrame, communes: pd.DataFrame) -> np.ndarray:
    """The row of `communes` where each activity was; -1 outside of them."""
    codes, names = pd.factorize(activities["commune"])
    # the last answer serves the code -1, of a blank
    return np.append(pd.Index(communes["pcode"]).get_indexer(pd.Index(names)), -1)[codes]


def _months(activities: pd.DataFrame) -> tuple[np.ndarray, pd.DatetimeIndex]:
    """The position of each activity's month, and the months from the first to the last."""
    month = activities["date"].to_numpy(dtype="datetime64[M]")
    known = ~np.isnat(month)
    if not known.any():
        return np.full(len(month), -1), pd.DatetimeIndex([])
    first, last = month[known].min(), month[known].max()
    position = np.where(known, (month - first).astype("int64"), -1)
    return position, pd.date_range(first, last, freq="MS", unit="us")


def _counts(rows: np.ndarray, columns: np.ndarray, height: int, width: int) -> np.ndarray:
    """How often each pair of positions occurs; a position of -1 is nowhere."""
    inside = (rows >= 0) & (columns >= 0)
    flat = rows[inside] * width + columns[inside]
    return np.bincount(flat, minlength=height * width).reshape(height, width)
