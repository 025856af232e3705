"""Inclusion: women and young people on boards and among mediators, over time."""

from dataclasses import dataclass, replace

import pandas as pd

from lecons.estimates import Estimate, difference_of_shares, mean, paired_change, unknown, wilson
from lecons.measures.mediation import NOT_MEDIATED, PRESENT

SEATS = ("femmes_bureau", "jeunes_bureau")


@dataclass(frozen=True)
class Boards:
    """Share of each board's seats held by women (`femmes_bureau`) and young people
    (`jeunes_bureau`): mean of the organisations at each assessment, and paired change. `pairs` has
    one row an organisation seen twice: its share before and after."""

    levels: dict[str, dict[str, Estimate]]
    change: dict[str, Estimate]
    pairs: dict[str, pd.DataFrame]
    ids: tuple[str, ...]


def boards(assessments: pd.DataFrame) -> Boards:
    """In: table `organisations` (a row a domain: the board is the same and counts once, as the
    first row that notes it says). A board whose size is blank or zero is missing. The two changes
    are judged as a family."""
    once = assessments.groupby(["id", "vague"], as_index=False)[[*SEATS, "taille_bureau"]].first()
    once = once[once["taille_bureau"].gt(0).fillna(False)]
    levels, change, pairs = {}, {}, {}
    for column in SEATS:
        share = (once[column] / once["taille_bureau"]).astype("float64").clip(upper=1)
        wide = (
            once.assign(part=share)
            .pivot_table(index="id", columns="vague", values="part", aggfunc="first")
            .reindex(columns=["reference", "finale"])
            .reindex(assessments["id"].unique())
        )
        levels[column] = {
            str(wave): mean(wide[wave], "share").within(0, 1) for wave in wide.columns
        }
        moved = paired_change(wide["reference"], wide["finale"], len(SEATS))
        change[column] = replace(moved, unit="difference_share")
        pairs[column] = wide.dropna()[["reference", "finale"]]
    return Boards(levels, change, pairs, tuple(assessments["id"].drop_duplicates()))


@dataclass(frozen=True)
class Committees:
    """Mediated cases with at least one woman (`mediatrices`) or one young person
    (`jeunes_mediateurs`) among the mediators: share by half-year, and the second half of the period
    against the first."""

    halves: dict[str, dict[pd.Timestamp, Estimate]]
    change: dict[str, Estimate]
    ids: tuple[str, ...]


def committees(cases: pd.DataFrame) -> Committees:
    """In: table `cas`; cases without mediation or whose mediators are unknown are left out. Wilson
    intervals; change by Newcombe (1998), the two judged as a family."""
    mediated = cases[cases["issue"] != NOT_MEDIATED]
    days = mediated["date_signalement"]
    month = days.dt.month
    half = days.dt.to_period("Y").dt.to_timestamp()
    half = half.where(month <= 6, half + pd.DateOffset(months=6)) if len(half) else half
    middle = days.min() + (days.max() - days.min()) / 2 if len(days) else None
    halves: dict[str, dict[pd.Timestamp, Estimate]] = {}
    change: dict[str, Estimate] = {}
    for column in PRESENT:
        known = mediated[column].notna()
        present = mediated.loc[known, column].gt(0).astype("int64")
        counts = present.groupby(half[known]).agg(["sum", "size"])
        halves[column] = {
            pd.Timestamp(day): wilson(int(row["sum"]), int(row["size"]))
            for day, row in counts.iterrows()
        }
        if middle is None:
            change[column] = unknown(0, 0, "difference_share")
            continue
        late = days[known] > middle
        change[column] = difference_of_shares(
            int(present[late].sum()),
            int(late.sum()),
            int(present[~late].sum()),
            int((~late).sum()),
            len(PRESENT),
        )
    return Committees(halves, change, tuple(mediated["id"]))
