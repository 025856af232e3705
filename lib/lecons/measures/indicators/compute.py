"""Computes the standard indicators from tables. Nothing recorded gives no figure, never a zero."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lecons.errors import ProjectError
from lecons.estimates import Estimate, unknown, wilson
from lecons.estimates.ratios import ratio_of_sums
from lecons.measures.indicators.columns import dates, floats, ids_of, table_of, texts
from lecons.measures.indicators.halves import (
    BLANK,
    count_trend,
    months_of,
    periods,
    ratio_trend,
    share_trend,
)

PEACE_EVENTS = ("seance_animation", "espace_dialogue", "session_mediation", "reunion", "formation")
YOUTH = (18, 35)

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Achieved:
    """What was achieved of one indicator.

    `value` has no interval for a count of everything recorded. `parts` are the indicator's details (a
    part is None where nothing was noted of it); `lower` the cautious minimum of distinct persons.
    `periods` has periode (first day of the half-year), value, n. `ids` are the rows of `table` that
    count. `trend` is `hausse`, `baisse`, `stable`, `incertaine`, or None with too few half-years.
    """

    value: Estimate
    parts: dict[str, float | None]
    lower: float | None
    periods: pd.DataFrame
    table: str
    ids: tuple[str, ...]
    trend: str | None = None


def of_estimate(value: Estimate, table: str, ids: tuple[str, ...]) -> Achieved:
    """What a finding published elsewhere says of an indicator: no details, no half-years."""
    none = np.zeros(0)
    return Achieved(value, {}, None, periods(months_of(pd.Series(dtype=object)), none), table, ids)


def compute(code: str, tables: Tables) -> Achieved:
    """One standard indicator.

    In: its code, and tables by name, already cut to the result and period wanted (what each uses is
    in `definitions()[code].formule`); a table or a column that is not there is as one that is blank.
    Out: see Achieved; its figure is None when nothing was recorded. Raises ProjectError on a code
    that is not declared; never on data.
    """
    if code not in _CALCULATIONS:
        raise ProjectError(
            f"L’indicateur standard « {code} » n’existe pas.",
            f"Calculs possibles : {', '.join(_CALCULATIONS)}.",
        )
    return _CALCULATIONS[code](tables)


def people_reached(tables: Tables) -> Achieved:
    """Attendances at peace events; n = events whose attendance was noted, of all peace events.

    In: `activites`: id, date, commune, type, hommes, femmes, jeunes, participants. Parts in
    attendances: femmes + hommes + inconnu make the figure; jeunes are within it.
    """
    frame = table_of(tables, "activites")
    event = texts(frame, "type").isin(PEACE_EVENTS).to_numpy(dtype=bool)
    men, women = floats(frame, "hommes"), floats(frame, "femmes")
    noted = floats(frame, "participants")
    by_sex = ~(np.isnan(men) & np.isnan(women))
    # places, not a mask: a million rows are taken from each column in a sixth of the time
    rows = np.flatnonzero(event & (by_sex | ~np.isnan(noted)))
    men, women = men[rows], women[rows]
    unknown_sex = np.where(by_sex[rows], 0.0, noted[rows])
    present = np.nan_to_num(men) + np.nan_to_num(women) + unknown_sex
    days = dates(frame, "date")
    by_half = periods(months_of(days.take(rows)), present)
    return Achieved(
        value=_count(float(present.sum()), len(rows), int(event.sum())),
        parts={
            "femmes": _sum(women),
            "hommes": _sum(men),
            "jeunes": _sum(floats(frame, "jeunes")[rows]),
            "inconnu": float(unknown_sex.sum()) if len(rows) else None,
        },
        lower=_fewest_persons(texts(frame, "commune").take(rows), present),
        periods=by_half,
        table="activites",
        ids=ids_of(frame, rows),
        trend=count_trend(by_half, days),
    )


def _fewest_persons(communes: pd.Series, present: np.ndarray) -> float | None:
    """Largest attendance of each commune, summed. Those who came to an event whose commune is blank
    may all be counted already."""
    if not len(present):
        return None
    codes, names = pd.factorize(communes)
    largest = np.zeros(len(names))
    np.maximum.at(largest, codes[codes >= 0], present[codes >= 0])
    return float(max(largest.sum(), present.max()))


def groups_trained(tables: Tables) -> Achieved:
    """Organisations with someone at a training; n = rows with an organisation, of all rows.

    In: `formations`: id, id_activite, id_personne, organisation, sexe, age; `activites` (id, date)
    for the half-years. Parts in persons of these organisations, each once.
    """
    frame = table_of(tables, "formations")
    organisation = texts(frame, "organisation").str.strip()
    rows = np.flatnonzero((organisation.notna() & (organisation != "")).to_numpy(dtype=bool))
    trainees, organisation = frame.take(rows), organisation.take(rows)
    activities = table_of(tables, "activites")
    months = _months_of_trainings(texts(trainees, "id_activite"), activities)
    pairs = pd.DataFrame({"half": months // 6, "organisation": organisation.to_numpy()})
    by_half = periods(months, (~pairs.duplicated()).to_numpy(dtype=float))
    return Achieved(
        value=_count(float(organisation.nunique()), len(rows), len(frame)),
        parts=_persons(trainees),
        lower=None,
        periods=by_half,
        table="formations",
        ids=ids_of(frame, rows),
        trend=count_trend(by_half, dates(activities, "date")),
    )


def _months_of_trainings(trainings: pd.Series, activities: pd.DataFrame) -> np.ndarray:
    # few activities are trainings: only theirs are looked up
    ids = texts(activities, "id")
    known = np.flatnonzero(ids.isin(trainings.unique()).to_numpy(dtype=bool))
    months = pd.Series(months_of(dates(activities, "date").take(known)), index=ids.take(known))
    months = months[~months.index.duplicated()]
    place = months.index.get_indexer(pd.Index(trainings))
    # the last place stands for a training that is not found (-1)
    return np.append(months.to_numpy(), BLANK)[place]


def _persons(trainees: pd.DataFrame) -> dict[str, float | None]:
    if trainees.empty:
        return dict.fromkeys(("femmes", "hommes", "jeunes", "inconnu"))
    person = texts(trainees, "id_personne").to_numpy(dtype=object, na_value=None)
    # who has no pseudonym is nobody else
    person = np.where(pd.isna(person), np.arange(len(trainees)), person)
    details = pd.DataFrame({"sexe": texts(trainees, "sexe"), "age": floats(trainees, "age")})
    each = details.groupby(person, sort=False).first()
    sex, age = each["sexe"], each["age"]
    return {
        "femmes": float((sex == "F").sum()) if sex.notna().any() else None,
        "hommes": float((sex == "H").sum()) if sex.notna().any() else None,
        "jeunes": float(age.between(*YOUTH).sum()) if age.notna().any() else None,
        "inconnu": float(sex.isna().sum()),
    }


def women_mediators(tables: Tables) -> Achieved:
    """Women among mediators; n = cases with known mediators, of mediated cases.

    In: `cas`: id, date_signalement, issue, mediatrices, mediateurs, jeunes_mediateurs. A case said to
    be mediated by nobody tells nothing of who mediates, and is left out. Part: jeunes, a share.
    Interval: mediators of a case are a team, so cases are the units, and the share is a ratio of
    their sums (Cochran, 1977), within 0 to 1.
    """
    frame = table_of(tables, "cas")
    mediated = _mediated(frame)
    women = floats(frame, "mediatrices")
    team = women + floats(frame, "mediateurs")
    rows = np.flatnonzero(mediated & (team > 0))
    women, team = women[rows], team[rows]
    months = months_of(dates(frame, "date_signalement").take(rows))
    by_half = periods(months, women, team)
    youth = floats(frame, "jeunes_mediateurs")[rows]
    known = ~np.isnan(youth)
    half = months // 6
    halves = [
        _share_of_women(women[half == one], team[half == one])
        for one in np.unique(half[months != BLANK])[-2:]
    ]
    return Achieved(
        value=replace(_share_of_women(women, team), total=int(mediated.sum())),
        parts={"jeunes": float(youth[known].sum() / team[known].sum()) if known.any() else None},
        lower=None,
        periods=by_half,
        table="cas",
        ids=ids_of(frame, rows),
        trend=ratio_trend(*halves) if len(halves) == 2 else None,
    )


def conflicts_settled(tables: Tables) -> Achieved:
    """Settled among reported cases (Wilson, 1927); n = cases whose outcome is noted, of all cases.

    In: `cas`: id, date_signalement, issue, mediatrices. Parts, shares among mediated cases whose
    women mediators are known: avec_mediatrice, sans_mediatrice.
    """
    frame = table_of(tables, "cas")
    issue = texts(frame, "issue")
    rows = np.flatnonzero(issue.notna().to_numpy(dtype=bool))
    settled = issue.eq("regle").fillna(False).to_numpy(dtype=float)
    months = months_of(dates(frame, "date_signalement").take(rows))
    by_half = periods(months, settled[rows], np.ones(len(rows)))
    mediated, women = _mediated(frame), floats(frame, "mediatrices")
    return Achieved(
        value=wilson(int(settled.sum()), len(rows), len(frame)),
        parts={
            "avec_mediatrice": _mean(settled[mediated & (women > 0)]),
            "sans_mediatrice": _mean(settled[mediated & (women == 0)]),
        },
        lower=None,
        periods=by_half,
        table="cas",
        ids=ids_of(frame, rows),
        trend=share_trend(by_half),
    )


def _share_of_women(women: np.ndarray, team: np.ndarray) -> Estimate:
    return ratio_of_sums(women, team, "share", (0.0, 1.0))


_CALCULATIONS: dict[str, Callable[[Tables], Achieved]] = {
    "personnes_touchees": people_reached,
    "groupes_formes": groups_trained,
    "femmes_role_actif": women_mediators,
    "conflits_regles": conflicts_settled,
}


def _mediated(frame: pd.DataFrame) -> np.ndarray:
    issue = texts(frame, "issue")
    return (issue.notna() & (issue != "sans_mediation")).to_numpy(dtype=bool)


def _count(value: float, n: int, total: int) -> Estimate:
    if n == 0:
        return unknown(0, total, "count")
    return Estimate(value, None, None, n, total, "count")


def _sum(values: np.ndarray) -> float | None:
    return None if np.isnan(values).all() else float(np.nansum(values))


def _mean(values: np.ndarray) -> float | None:
    return float(values.mean()) if len(values) else None
