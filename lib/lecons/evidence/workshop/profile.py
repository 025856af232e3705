"""Who took part in the workshop: counts, never who."""

from dataclasses import dataclass

import pandas as pd

_TOLD = ["region", "categorie", "sexe", "tranche_age"]
YOUNG = "18-35"


@dataclass(frozen=True)
class Profile:
    """The people who scored something, one row each (id_participant, region, categorie, sexe,
    tranche_age; blank where not told), the contributions by region, and the participants who wrote
    two regions or two categories, of whom the first is kept."""

    people: pd.DataFrame
    contributions: pd.Series
    unsure: tuple[str, ...]

    @property
    def women(self) -> int:
        return int(self.people["sexe"].eq("F").sum())

    @property
    def men(self) -> int:
        return int(self.people["sexe"].eq("H").sum())

    @property
    def young(self) -> int:
        """People of 18 to 35."""
        return int(self.people["tranche_age"].eq(YOUNG).sum())

    @property
    def older(self) -> int:
        return int(self.people["tranche_age"].notna().sum()) - self.young

    @property
    def by_place(self) -> pd.DataFrame:
        """Counts of people: categories in rows, regions in columns."""
        return pd.crosstab(self.people["categorie"], self.people["region"])


def profile(scores: pd.DataFrame, contributions: pd.DataFrame, priorities: pd.DataFrame) -> Profile:
    """Who was there, by the two grids of scores; a contribution has no number of its speaker, so
    contributions are counted and their speakers are not.

    In: tables `appreciations`, `contributions` and `priorites`. Somebody's sex and age are what they
    ticked on any of their rows.
    """
    rows = pd.concat([scores, priorities], ignore_index=True)
    rows = rows.reindex(columns=["id_participant", *_TOLD])
    # first() keeps, for each column, the first cell that is not blank
    people = rows.groupby("id_participant", as_index=False)[_TOLD].first()
    differing = rows.groupby("id_participant")[["region", "categorie"]].nunique().gt(1).any(axis=1)
    return Profile(
        people,
        contributions.groupby("region").size(),
        tuple(str(one) for one in differing.index[differing]),
    )
