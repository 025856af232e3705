"""Who came to each activity, as far as it was noted."""

import numpy as np
import pandas as pd

from lecons.estimates.means import values_of

# a radio show has listeners, whom nobody counts at the door
BROADCAST = "emission_radio"
PEOPLE = ["participations", "hommes", "femmes", "jeunes", "sexe_inconnu", "base_jeunes"]


def attendances(activities: pd.DataFrame) -> pd.DataFrame:
    """Attendances of each activity, as floats (nan: not noted), one row an activity, in PEOPLE:
    base_jeunes are the attendances among which the young were counted."""
    names = ("hommes", "femmes", "jeunes", "participants")
    men, women, young, total = (noted(activities, name) for name in names)
    known = np.fmax(men, 0) + np.fmax(women, 0)  # fmax passes over nan
    # a total beside blanks tells how many came, not who; beside both counts it tells nothing more
    rest = np.where(np.isnan(men + women) & (total > known), total - known, np.nan)
    counted = ~np.isnan(np.fmax(np.fmax(men, women), total))
    present = np.where(counted, known + np.fmax(rest, 0), np.nan)
    young = np.where(counted, young, np.nan)
    # more young people than attendances (one of the sexes was not noted): at least they came
    base = np.where(np.isnan(young), np.nan, np.fmax(present, young))
    columns = (present, men, women, young, rest, base)
    return pd.DataFrame(dict(zip(PEOPLE, columns, strict=True)), copy=False)


def noted(activities: pd.DataFrame, column: str) -> np.ndarray:
    """A column as floats; nan all through where the table lacks it."""
    if column not in activities:
        return np.full(len(activities), np.nan)
    return values_of(activities[column])
