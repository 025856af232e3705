"""What people say, counted in persons and never in mentions."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, wilson
from lecons.testimony.readings import ACCEPTED

FOR, AGAINST = "favorable", "reserve"


def spoken(segments: pd.DataFrame, testimonies: pd.DataFrame) -> pd.DataFrame:
    """Accepted segments joined to the person who speaks.

    In: `segments` (as an edition reads them) and `temoignages` of the same result area. Out: one row
    a segment with id, id_temoignage, code, debut, fin, extrait, and the person's commune, acteur,
    sexe, tranche_age, langue_origine, date. Segments of other testimonies and suggestions that
    nobody accepted are left out.
    """
    people = testimonies[
        ["id", "date", "commune", "acteur", "sexe", "tranche_age", "langue_origine"]
    ].rename(columns={"id": "id_temoignage"})
    accepted = segments[segments["statut"] == ACCEPTED].drop(columns="date")
    return accepted.merge(people, on="id_temoignage", how="inner")


def frequencies(
    said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame
) -> pd.DataFrame:
    """One row a code: code, famille, personnes, communes, share (Estimate over all persons heard).

    Polarity is not a theme and is left out. Wilson intervals describe how far a share could move
    with other people of the same kind; the sample was not drawn by chance, which is said beside it.
    """
    rows = []
    for code in codebook[codebook["famille"] != "polarite"].itertuples():
        mine = said[said["code"] == code.code]
        persons = int(mine["id_temoignage"].nunique())
        rows.append(
            {
                "code": code.code,
                "famille": code.famille,
                "personnes": persons,
                "communes": int(mine["commune"].nunique()),
                "share": wilson(persons, len(testimonies)),
            }
        )
    table = pd.DataFrame(rows, columns=["code", "famille", "personnes", "communes", "share"])
    return table.sort_values(["personnes", "code"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class Places:
    """Where the persons of one side are, and who they are (see Stances)."""

    communes: int
    elsewhere: int
    cercles: int
    women: int
    men: int


@dataclass(frozen=True)
class Stances:
    """Persons for and against one practice: each person counts once on a side; someone who says
    both counts on both, because a mixed opinion is evidence too. `places` is, for each side, in how
    many communes somebody takes it, and how many of its persons are left without the commune that
    has the most, in how many cercles, and how many women and men take it."""

    practice: str
    supporting: tuple[str, ...]
    contradicting: tuple[str, ...]
    communes: int
    share: Estimate
    segments: tuple[str, ...]
    places: dict[str, Places]

    @property
    def persons(self) -> int:
        return len(set(self.supporting) | set(self.contradicting))


def stances(said: pd.DataFrame, practice: str) -> Stances:
    """Who is for and who is against a practice.

    A passage coded with the practice takes the polarity coded on the very same passage.
    """
    judged = _judged(said[said["code"] == practice], said)
    supporting = tuple(sorted(judged.loc[judged["sens"] == FOR, "id_temoignage"].unique()))
    contradicting = tuple(sorted(judged.loc[judged["sens"] == AGAINST, "id_temoignage"].unique()))
    people = judged.drop_duplicates("id_temoignage")
    return Stances(
        practice=practice,
        supporting=supporting,
        contradicting=contradicting,
        communes=int(people["commune"].nunique()),
        share=wilson(len(supporting), len(people)),
        segments=tuple(judged["id"].drop_duplicates()),
        places={sense: _places(judged[judged["sens"] == sense]) for sense in (FOR, AGAINST)},
    )


def _places(judged: pd.DataFrame) -> Places:
    people = judged.drop_duplicates("id_temoignage")
    heard = people["commune"].value_counts()
    return Places(
        communes=len(heard),
        elsewhere=int(heard.sum() - heard.max()) if len(heard) else 0,
        cercles=int(people["commune"].str.slice(0, 6).nunique()),
        women=int((people["sexe"] == "F").sum()),
        men=int((people["sexe"] == "H").sum()),
    )


def opinions(said: pd.DataFrame) -> pd.DataFrame:
    """What each person thinks of each practice: id_temoignage, code, favorable (1 in favour, 0 with
    reserve, ½ for someone who says both); one row a person and a code, by code then person.

    In: `spoken` rows. A passage takes the polarity coded on the very same passage, as in `stances`.
    """
    judged = _judged(said[~said["code"].isin([FOR, AGAINST])], said)
    sides = judged.drop_duplicates(["id_temoignage", "code", "sens"])
    favourable = sides.assign(favorable=sides["sens"].eq(FOR).astype(float))
    return favourable.groupby(["code", "id_temoignage"], as_index=False)["favorable"].mean()


def _judged(passages: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Passages that somebody coded with a polarity too, and that polarity (`sens`)."""
    polarity = said[said["code"].isin([FOR, AGAINST])]
    key = ["id_temoignage", "debut", "fin"]
    return passages.merge(polarity[[*key, "code"]].rename(columns={"code": "sens"}), on=key)


def heard(testimonies: pd.DataFrame) -> pd.DataFrame:
    """Who was heard: acteur, femmes, hommes, personnes, communes; one row a group of actors."""
    table = testimonies.groupby("acteur", as_index=False).agg(
        femmes=("sexe", lambda sexes: int((sexes == "F").sum())),
        hommes=("sexe", lambda sexes: int((sexes == "H").sum())),
        personnes=("id", "nunique"),
        communes=("commune", "nunique"),
    )
    return table.sort_values(["personnes", "acteur"], ascending=[False, True], ignore_index=True)
