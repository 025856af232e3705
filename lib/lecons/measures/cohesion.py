"""Social cohesion: the index of the perception survey, before and after, and by exposure."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, difference_of_means, mean
from lecons.store.names import ITEMS

MINIMUM_ITEMS = 4
NOT_EXPOSED = "aucune"


def with_index(survey: pd.DataFrame) -> pd.DataFrame:
    """The survey with `indice`: the mean of the items (1–5) of people who answered at least
    MINIMUM_ITEMS of them, missing otherwise."""
    answered = survey[ITEMS].notna().sum(axis=1)
    index = survey[ITEMS].mean(axis=1).where(answered >= MINIMUM_ITEMS)
    return survey.assign(indice=index)


@dataclass(frozen=True)
class Cohesion:
    """Levels of the index at each wave and by exposure, and the differences that matter."""

    waves: dict[str, Estimate]
    change: Estimate
    exposures: dict[str, Estimate]
    gaps: dict[str, Estimate]
    ids: dict[str, tuple[str, ...]]


def cohesion(survey: pd.DataFrame) -> Cohesion:
    """Index by wave and, at the final wave, by exposure against people exposed to nothing.

    In: table `enquete` (two independent samples). Welch intervals, which do not widen for the
    sampling by commune: said wherever they are shown.
    """
    frame = with_index(survey)
    waves = {wave: frame[frame["vague"] == wave] for wave in ("reference", "finale")}
    final = waves["finale"]
    groups = {str(name): group for name, group in final.groupby("exposition")}
    control = groups.get(NOT_EXPOSED, final.head(0))
    exposed = {name: group for name, group in groups.items() if name != NOT_EXPOSED}
    return Cohesion(
        waves={wave: mean(group["indice"]) for wave, group in waves.items()},
        change=difference_of_means(waves["finale"]["indice"], waves["reference"]["indice"]),
        exposures={name: mean(group["indice"]) for name, group in groups.items()},
        gaps={
            name: difference_of_means(group["indice"], control["indice"])
            for name, group in exposed.items()
        },
        ids={
            "change": tuple(frame["id"]),
            **{name: (*group["id"], *control["id"]) for name, group in exposed.items()},
        },
    )
