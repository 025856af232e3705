"""Social cohesion: the index of the perception survey, before and after, and by exposure."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lecons.estimates import Estimate, unknown
from lecons.estimates.clusters import clustered_mean, regression
from lecons.estimates.scales import Consistency, consistency
from lecons.store.names import ITEMS

MINIMUM_ITEMS = 4
NOT_EXPOSED = "aucune"
WAVES = ("reference", "finale")
PERSON = ("sexe", "tranche_age")


def with_index(survey: pd.DataFrame) -> pd.DataFrame:
    """The survey with `indice`: the mean of the items (1–5) of people who answered at least
    MINIMUM_ITEMS of them, missing otherwise."""
    answered = survey[ITEMS].notna().sum(axis=1)
    index = survey[ITEMS].mean(axis=1).where(answered >= MINIMUM_ITEMS)
    return survey.assign(indice=index)


@dataclass(frozen=True)
class Asked:
    """Who was asked at a wave, and what is missing: people, those with an index, communes, women
    (share of known sex), answers left blank (share of all answers)."""

    people: int
    with_index: int
    communes: int
    women: float | None
    blank: float | None


@dataclass(frozen=True)
class Cohesion:
    """Levels of the index at each wave and by exposure, and the differences that matter.

    `gaps` are adjusted for commune and for those of sex and age that are known (`adjusted`), and are
    associations. `items` are the changes of each question, `answers` the share of each answer (see
    `answers`), `asked` who was asked. `consistency` says whether the questions hang together.
    """

    waves: dict[str, Estimate]
    change: Estimate
    exposures: dict[str, Estimate]
    gaps: dict[str, Estimate]
    items: dict[str, Estimate]
    answers: pd.DataFrame
    consistency: Consistency
    adjusted: tuple[str, ...]
    asked: dict[str, Asked]
    ids: dict[str, tuple[str, ...]]


def cohesion(survey: pd.DataFrame, seed: int) -> Cohesion:
    """Index by wave and, at the final wave, by exposure against people exposed to nothing.

    In: table `enquete` (two independent samples, `poids` where the sample has weights: a blank weight
    is the mean one). Intervals are clustered by commune (CR2, see estimates.clusters); exposures are
    a family, and so are questions.
    """
    frame = with_index(survey)
    weighted = frame.assign(poids=_weights(frame))
    waves = {wave: weighted[weighted["vague"] == wave] for wave in WAVES}
    final = waves["finale"]
    exposed = final["exposition"].dropna()
    names = sorted(set(exposed) - {NOT_EXPOSED}, key=str)
    control = final.loc[final["exposition"] == NOT_EXPOSED, "id"]
    return Cohesion(
        waves={wave: _level(group) for wave, group in waves.items()},
        change=_change(weighted, "indice"),
        exposures={
            str(name): _level(final[final["exposition"] == name]) for name in sorted(set(exposed))
        },
        gaps=_gaps(final, names),
        items={item: _change(weighted, item, len(ITEMS)) for item in ITEMS},
        answers=answers(survey),
        consistency=consistency(survey[ITEMS], seed, survey["commune"].to_numpy()),
        adjusted=tuple(name for name in PERSON if final[name].nunique() > 1),
        asked=asked(survey),
        ids={
            "change": tuple(frame["id"]),
            **{name: (*final.loc[final["exposition"] == name, "id"], *control) for name in names},
        },
    )


def _weights(frame: pd.DataFrame) -> pd.Series:
    weights = frame["poids"].astype("float64")
    return weights.fillna(weights.mean() if weights.notna().any() else 1.0)


def _level(group: pd.DataFrame) -> Estimate:
    return clustered_mean(group["indice"], group["commune"].to_numpy(), weights=group["poids"])


def _change(frame: pd.DataFrame, column: str, family: int = 1) -> Estimate:
    """Final less reference wave, weighted, clustered by commune."""
    known = frame[frame[column].notna()]
    final = (known["vague"] == "finale").to_numpy(dtype=float)
    if final.sum() == 0 or final.sum() == len(final):
        return unknown(len(known), len(frame), "difference_mean")
    design = np.column_stack([np.ones(len(known)), final])
    fit = regression(
        known[column].to_numpy(dtype=float),
        design,
        known["commune"].to_numpy(),
        known["poids"].to_numpy(),
    )
    return fit.combination(np.array([0.0, 1.0]), len(frame), "difference_mean", family)


def _gaps(final: pd.DataFrame, names: list[str]) -> dict[str, Estimate]:
    """Each exposed group against those exposed to nothing, of the same sex, age and commune."""
    known = final[final["indice"].notna() & final["exposition"].notna()]
    groups = known["exposition"].to_numpy(dtype=object)
    if not names or not (groups == NOT_EXPOSED).any():
        return {name: unknown(0, len(final), "difference_mean") for name in names}
    columns = [(groups == name).astype(float) for name in names]
    for values in (known[name].fillna("?").to_numpy(dtype=object) for name in PERSON):
        # the first level is the one that the others are compared with
        columns += [(values == level).astype(float) for level in sorted(set(values))[1:]]
    fit = regression(
        known["indice"].to_numpy(dtype=float),
        np.column_stack(columns),
        known["commune"].to_numpy(),
        known["poids"].to_numpy(),
        absorb=known["commune"].to_numpy(),
    )
    chosen = np.eye(len(columns))
    found = {}
    for at, name in enumerate(names):
        people = int(np.isin(groups, [name, NOT_EXPOSED]).sum())
        total = int(final["exposition"].isin([name, NOT_EXPOSED]).sum())
        one = fit.combination(chosen[at], total, "difference_mean", len(names))
        found[name] = replace(one, n=people, total=total)
    return found


def asked(survey: pd.DataFrame) -> dict[str, Asked]:
    """In: table `enquete`. Out: by wave. Two samples were drawn, so nobody is lost from one to the
    other; what can be lost is communes and answers."""
    frame = with_index(survey)
    found = {}
    for wave in WAVES:
        group = frame[frame["vague"] == wave]
        sex = group["sexe"].dropna()
        found[wave] = Asked(
            people=len(group),
            with_index=int(group["indice"].notna().sum()),
            communes=int(group["commune"].nunique()),
            women=float((sex == "F").mean()) if len(sex) else None,
            blank=float(group[ITEMS].isna().to_numpy().mean()) if len(group) else None,
        )
    return found


def answers(survey: pd.DataFrame) -> pd.DataFrame:
    """Share of each answer: question, vague, n, and columns 1 to 5 (weighted shares that sum to 1).
    A question that nobody answered at a wave is left out."""
    weights = _weights(survey)
    rows = []
    for item in ITEMS:
        for wave in WAVES:
            here = survey["vague"].eq(wave) & survey[item].notna()
            if not here.any():
                continue
            values = survey.loc[here, item].round().clip(1, 5).astype("int64")
            mass = weights[here].groupby(values).sum().reindex(range(1, 6), fill_value=0.0)
            rows.append(
                {"question": item, "vague": wave, "n": int(here.sum()), **(mass / mass.sum())}
            )
    return pd.DataFrame(rows, columns=["question", "vague", "n", 1, 2, 3, 4, 5])
