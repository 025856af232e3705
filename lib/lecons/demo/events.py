"""A fictional file of conflict events, in the layout of ACLED, for the north of Mali."""

from datetime import date

import numpy as np
import pandas as pd

from lecons.demo import effects as planted
from lecons.project import Project, read_communes

_KINDS = {
    "Battles": "Armed clash",
    "Violence against civilians": "Attack",
    "Explosions/Remote violence": "Remote explosive/landmine/IED",
    "Riots": "Mob violence",
}
_OTHER_KINDS = {"Protests": "Peaceful protest", "Strategic developments": "Other"}


def events(project: Project) -> pd.DataFrame:
    """One row an event, with the precision of its place and day; a few are no violence, and a few
    are known to the region only, as in a true file."""
    # a source of its own, so that the other draws stay what they were
    rng = np.random.default_rng(planted.SEED + 2)
    communes = read_communes(project.reference_folder)
    months = pd.date_range(f"{planted.EVENTS_FIRST_YEAR}-01-01", planted.LAST_DAY, freq="MS")[:-1]
    rows = []
    for code, rate in planted.EVENTS_A_MONTH.items():
        places = communes[communes["cercle_pcode"] == code]
        for month in months:
            for _ in range(_count(rng, code, rate, month, project.content.debut)):
                rows.append(_event(rng, places, month))
    frame = pd.DataFrame(rows).sort_values("event_date", kind="stable", ignore_index=True)
    frame.insert(0, "event_id_cnty", [f"DEMO{i:04d}" for i in range(1, len(frame) + 1)])
    return frame


def _count(
    rng: np.random.Generator, code: str, rate: float, month: pd.Timestamp, start: date
) -> int:
    years = (month.year - planted.EVENTS_FIRST_YEAR) + (month.month - 1) / 12
    season = planted.EVENTS_SEASON * np.cos(2 * np.pi * (month.month - 4) / 12)
    mean = rate * np.exp(planted.EVENTS_GROWTH_A_YEAR * years + season)
    if code in planted.COVERED_CERCLES and month.date() >= start:
        mean *= 1 + planted.VIOLENCE_EFFECT
    k = planted.EVENTS_DISPERSION
    return int(rng.poisson(mean * rng.gamma(k, 1 / k)))


def _event(
    rng: np.random.Generator, places: pd.DataFrame, month: pd.Timestamp
) -> dict[str, object]:
    place = places.iloc[int(rng.integers(0, len(places)))]
    violent = rng.random() < 0.93
    kinds = _KINDS if violent else _OTHER_KINDS
    kind = list(kinds)[int(rng.integers(0, len(kinds)))]
    day = month + pd.Timedelta(days=int(rng.integers(0, 28)))
    return {
        "event_date": f"{day:%Y-%m-%d}",
        "year": day.year,
        "time_precision": int(rng.choice([1, 2, 3], p=[0.85, 0.1, 0.05])),
        "event_type": kind,
        "sub_event_type": kinds[kind],
        "actor1": "Acteur fictif",
        "country": "Mali",
        "admin1": place["region"],
        "admin2": place["cercle"],
        "admin3": place["commune"],
        "location": place["commune"],
        "latitude": place["lat"],
        "longitude": place["lon"],
        "geo_precision": int(rng.choice([1, 2, 3], p=[0.7, 0.26, 0.04])),
        "source": "Données fictives",
        "notes": "Événement fictif de démonstration",
        "fatalities": int(rng.poisson(0.8)) if violent else 0,
    }
