"""Who speaks, as far as an edition may say it in a file that goes line by line.

A line is a cell of one person: sex, age, commune and language together may name them in a small
commune. Outside the internal edition a line tells the group and the cercle, as the report does
beside a quotation, and nothing that ties two lines to one person.
"""

import pandas as pd

from lecons.testimony.quotations.decisions import Decisions
from lecons.testimony.readings import ACCEPTED


def speakers(testimonies: pd.DataFrame, communes: pd.DataFrame, edition: str) -> pd.DataFrame:
    """The attributes that the edition may tell, by id of testimony (index).

    In: `temoignages` and the communes (pcode, commune, cercle). Out: acteur, cercle; in the
    internal edition also commune (name, or P-code where it is not among them), sexe, tranche_age,
    langue_origine, consentement, retrait_le.
    """
    places = communes.drop_duplicates("pcode").set_index("pcode")
    told = testimonies.drop_duplicates("id").set_index("id")
    told = told.assign(
        cercle=told["commune"].map(places["cercle"]),
        commune=told["commune"].map(places["commune"]).fillna(told["commune"]),
    )
    if edition != "interne":
        return told[["acteur", "cercle"]]
    more = ["commune", "sexe", "tranche_age", "langue_origine", "consentement", "retrait_le"]
    return told[["acteur", "cercle", *more]]


def publishable(segments: pd.DataFrame, decisions: Decisions) -> pd.DataFrame:
    """The accepted segments that a public edition may read and that nobody barred."""
    kept = segments[segments["statut"].eq(ACCEPTED) & segments["extrait"].notna()]
    places = kept[["id_temoignage", "debut", "fin"]].itertuples(index=False)
    free = [decisions.bar_on((person, int(a), int(b))) is None for person, a, b in places]
    return kept[pd.Series(free, index=kept.index, dtype=bool)]
