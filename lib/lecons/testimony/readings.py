"""Whose reading counts: where several people coded a testimony, the analyses follow one of them."""

import pandas as pd

ACCEPTED = "valide"
CONSENSUS = "consensus"


def readers(segments: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Who read which testimony: id_temoignage, codeur; one row a pair, in that order.

    In: `segments` and `lectures`. A coder read a testimony when they coded a passage of it, or when
    they said that they had read it to its end and found nothing to code; a proposal is no reading.
    """
    key = ["id_temoignage", "codeur"]
    coded = segments.loc[segments["statut"].eq(ACCEPTED), key]
    pairs = pd.concat([coded, readings[key]], ignore_index=True).drop_duplicates()
    return pairs.sort_values(key, ignore_index=True)


def reference_readers(segments: pd.DataFrame, readings: pd.DataFrame) -> pd.Series:
    """The coder whose reading of each testimony counts (id_temoignage → codeur).

    `consensus` where coders settled their readings together; else the one who read the most
    testimonies of the project, by name where two read as many. The other readings serve reliability:
    adding them up would count a passage more often where it was read twice.
    """
    pairs = readers(segments, readings)
    read = pairs.groupby("codeur")["id_temoignage"].transform("size")
    ranked = pairs.assign(agreed=pairs["codeur"].eq(CONSENSUS), read=read).sort_values(
        ["agreed", "read", "codeur"], ascending=[False, False, True], kind="stable"
    )
    return ranked.drop_duplicates("id_temoignage").set_index("id_temoignage")["codeur"].sort_index()


def reference(segments: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The segments of the readings that count (see `reference_readers`)."""
    chosen = segments["id_temoignage"].map(reference_readers(segments, readings))
    return segments[segments["codeur"].eq(chosen)].reset_index(drop=True)


def read(testimonies: pd.DataFrame, readers: pd.Series) -> pd.DataFrame:
    """The testimonies that somebody read (`reference_readers`): those whose silence on a subject
    means something."""
    return testimonies[testimonies["id"].isin(readers.index)].reset_index(drop=True)
