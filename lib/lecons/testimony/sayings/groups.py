"""Who speaks of what: each code counted in persons of each group, never in mentions."""

import pandas as pd

from lecons.estimates import FEWEST, Estimate, wilson

ATTRIBUTES = ("sexe", "tranche_age", "cercle", "acteur")
_CERCLE = 6  # a P-code of a commune begins with that of its cercle
_COLUMNS = ["attribut", "groupe", "code", "famille", "personnes", "entendues", "share"]


def people(testimonies: pd.DataFrame) -> pd.DataFrame:
    """The persons of `temoignages` with the groups they may be compared by: id_temoignage, sexe,
    tranche_age, cercle (P-code), acteur; one row a person."""
    table = testimonies.drop_duplicates("id").rename(columns={"id": "id_temoignage"})
    return table.assign(cercle=table["commune"].str.slice(0, _CERCLE))[
        ["id_temoignage", *ATTRIBUTES]
    ].reset_index(drop=True)


def sizes(testimonies: pd.DataFrame) -> pd.DataFrame:
    """How many persons each group has: attribut, groupe, entendues; larger groups first. Who is in no
    group (sex or age not noted) is in none of the rows of that attribute."""
    persons = people(testimonies)
    rows = [
        {"attribut": attribute, "groupe": str(group), "entendues": int(count)}
        for attribute in ATTRIBUTES
        for group, count in sorted(
            persons[attribute].dropna().value_counts().items(), key=lambda one: (-one[1], one[0])
        )
    ]
    return pd.DataFrame(rows, columns=["attribut", "groupe", "entendues"])


def speakers(said: pd.DataFrame, testimonies: pd.DataFrame) -> pd.DataFrame:
    """Each person once a code, with their groups: id_temoignage, code, sexe, tranche_age, cercle,
    acteur. In: rows of `voices.spoken`. Persons not in `testimonies` are left out."""
    once = said[["id_temoignage", "code"]].drop_duplicates()
    return once.merge(people(testimonies), on="id_temoignage", how="inner")


def by_group(said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The share of each group that speaks of each code.

    In: `said` (of voices.spoken), the testimonies of the same result area, and the codebook. Out:
    attribut, groupe, code, famille, personnes (of the group who speak of it), entendues (persons
    heard in the group: the denominator), share (Wilson, 1927). Groups under FEWEST persons have a
    share without interval. Polarity is not a subject and is left out.
    """
    subjects = codebook[codebook["famille"] != "polarite"]
    talk = speakers(said, testimonies)
    counted = {
        attribute: talk.groupby(["code", attribute], observed=True).size().to_dict()
        for attribute in ATTRIBUTES
    }
    rows = []
    for attribute, group, heard in sizes(testimonies).itertuples(index=False):
        for code, family in zip(subjects["code"], subjects["famille"], strict=True):
            persons = int(counted[attribute].get((code, group), 0))
            share = share_of(persons, heard)
            rows.append((attribute, group, code, family, persons, heard, share))
    return pd.DataFrame(rows, columns=_COLUMNS)


def share_of(persons: int, heard: int) -> Estimate:
    """Wilson's share, without interval under FEWEST persons."""
    if 0 < heard < FEWEST:
        return Estimate(persons / heard, None, None, heard, heard, "share")
    return wilson(persons, heard)
