"""Who was not heard: communes, groups, women, young people, languages, and words kept back."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from lecons.privacy.consent import INTERNAL

YOUNG = "18-35"
# under this many persons a language is called barely heard: one voice is not a group's
FEW_VOICES = 3


@dataclass(frozen=True)
class Unheard:
    """What `unheard` finds. `persons` were heard; `elsewhere` of them in no commune of the project;
    of `sex_known` persons `women` are women, of `age_known` persons `young` are 18 to 35;
    `language_unknown` have no language noted. `refused` let nobody read their words and `withdrawn`
    took their consent back (they are not counted in `refused`): both count, and cannot be quoted."""

    persons: int
    elsewhere: int
    sex_known: int
    women: int
    age_known: int
    young: int
    language_unknown: int
    refused: int
    withdrawn: int
    communes: pd.DataFrame
    actors: pd.DataFrame
    languages: pd.DataFrame

    @property
    def silent_communes(self) -> pd.DataFrame:
        """The communes where nobody was heard."""
        return self.communes[self.communes["personnes"] == 0]


def unheard(
    testimonies: pd.DataFrame,
    communes: pd.DataFrame,
    actors: Collection[str],
    languages: Collection[str],
) -> Unheard:
    """Who is missing from the testimonies of one result area, in persons.

    In: `temoignages`; communes of the project (pcode, commune, cercle); the groups of actors and the
    languages that the project knows of. Out: `communes`, one row a commune of the project, in the
    order given (pcode, commune, cercle, personnes); `actors`, one row a group declared or heard
    (acteur, declare, personnes, femmes, hommes, jeunes, illisibles: persons whose words may not be
    read); `languages`, one row a language known or heard (langue, connue, personnes). Zeros are
    kept: they are what is looked for. All are counts of those heard, so without interval.
    """
    women, young = testimonies["sexe"].eq("F"), testimonies["tranche_age"].eq(YOUNG)
    withdrawn = testimonies["retrait_le"].notna()
    refused = ~testimonies["consentement"].isin(INTERNAL) & ~withdrawn
    known = testimonies["commune"].isin(communes["pcode"])
    return Unheard(
        persons=len(testimonies),
        elsewhere=int((~known).sum()),
        sex_known=int(testimonies["sexe"].notna().sum()),
        women=_sum(women),
        age_known=int(testimonies["tranche_age"].notna().sum()),
        young=_sum(young),
        language_unknown=int(testimonies["langue_origine"].isna().sum()),
        refused=_sum(refused),
        withdrawn=_sum(withdrawn),
        communes=_communes(testimonies, communes),
        actors=_actors(
            testimonies.assign(
                femmes=women.fillna(False),
                hommes=testimonies["sexe"].eq("H").fillna(False),
                jeunes=young.fillna(False),
                illisibles=refused | withdrawn,
            ),
            actors,
        ),
        languages=_languages(testimonies, languages),
    )


def _sum(flags: pd.Series) -> int:
    return int(flags.fillna(False).sum())


def _communes(testimonies: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    persons = testimonies["commune"].value_counts()
    table = communes[["pcode", "commune", "cercle"]].reset_index(drop=True)
    return table.assign(personnes=table["pcode"].map(persons).fillna(0).astype("int64"))


def _actors(people: pd.DataFrame, declared: Collection[str]) -> pd.DataFrame:
    counts = people.groupby("acteur").agg(
        personnes=("id", "nunique"),
        femmes=("femmes", "sum"),
        hommes=("hommes", "sum"),
        jeunes=("jeunes", "sum"),
        illisibles=("illisibles", "sum"),
    )
    every = sorted({*declared, *counts.index})
    table = counts.reindex(every, fill_value=0).astype("int64").rename_axis("acteur").reset_index()
    table.insert(1, "declare", table["acteur"].isin(list(declared)))
    return table.sort_values(["personnes", "acteur"], ignore_index=True)


def _languages(testimonies: pd.DataFrame, known: Collection[str]) -> pd.DataFrame:
    persons = testimonies["langue_origine"].dropna().value_counts().to_dict()
    table = pd.DataFrame(
        [(one, one in known, persons.get(one, 0)) for one in sorted({*known, *persons})],
        columns=["langue", "connue", "personnes"],
    )
    return table.sort_values(["personnes", "langue"], ignore_index=True)
