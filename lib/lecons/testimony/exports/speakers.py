"""Who speaks, as far as an edition may say it beside their words.

Sex, age, commune and language together may name a person in a small commune, and group and cercle
too where few were heard. Outside the internal edition words are said to be of a group and a cercle, or
of one of the two, or of nobody, so that enough people share what is told (privacy.cells.coarsen), and
nothing ties two passages to one person. A report and the files beside it tell the same: a reader who
finds one passage in both learns nothing more. Those who share what is told are counted over the whole
project: who knows, from elsewhere, whom it heard about one result area is left with fewer people.
"""

import pandas as pd

from lecons.privacy.cells import coarsen
from lecons.testimony.quotations.decisions import Decisions
from lecons.testimony.readings import ACCEPTED

# how many people must share what is told of one, where a project asks for no other number
SHARED_BY = 5
_STEPS = (("acteur", "cercle"), ("acteur",), ("cercle",), ())


def speakers(
    testimonies: pd.DataFrame, communes: pd.DataFrame, edition: str, shared_by: int = SHARED_BY
) -> pd.DataFrame:
    """The attributes that the edition may tell, by id of testimony (index).

    In: `temoignages` (with resultat), all of the project, quoted or not, and the communes (pcode, commune, cercle).
    Out: acteur, cercle, blank where fewer than `shared_by` people would share them; in the internal
    edition whole, with commune (name, or P-code where it is not among them), sexe, tranche_age,
    langue_origine, consentement, retrait_le.
    """
    places = communes.drop_duplicates("pcode").set_index("pcode")
    told = testimonies.drop_duplicates("id").set_index("id")
    told = told.assign(
        cercle=told["commune"].map(places["cercle"]),
        commune=told["commune"].map(places["commune"]).fillna(told["commune"]),
    )
    if edition != "interne":
        may = _shared(told, shared_by)
        return pd.DataFrame(
            {
                column: told[column].astype("object").where([column in one for one in may], None)
                for column in ("acteur", "cercle")
            }
        )
    more = ["commune", "sexe", "tranche_age", "langue_origine", "consentement", "retrait_le"]
    return told[["acteur", "cercle", *more]]


def _shared(people: pd.DataFrame, shared_by: int) -> list[set[str]]:
    """The attributes that may be told of each person: shared by enough people of the project, and of
    those heard on each result area that they speak of, because a quotation stands in the chapter of
    one. The same wherever they are quoted: two places with two labels would tell both."""
    kept = [set(columns) for columns in coarsen(people, _STEPS, shared_by)]
    at = dict(zip(people.index, range(len(people)), strict=True))
    if "resultat" not in people:
        return kept
    spoken = people["resultat"].fillna("").astype(str).str.split()
    for area in sorted({one for areas in spoken for one in areas}):
        mine = people[[area in areas for areas in spoken]]
        for person, columns in coarsen(mine, _STEPS, shared_by).items():
            kept[at[person]] &= set(columns)
    return kept


def publishable(segments: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """The accepted segments that a public edition may read and that nobody barred."""
    kept = segments[segments["statut"].eq(ACCEPTED) & segments["extrait"].notna()]
    places = kept[["id_temoignage", "debut", "fin"]].itertuples(index=False)
    free = [decisions.bar_on((person, int(a), int(b))) is None for person, a, b in places]
    return kept[pd.Series(free, index=kept.index, dtype=bool)]
