"""What a sheet of a practice takes from the tables: what is said along with it, what the workshop said
of it, and which of its fields nobody has filled in."""

from collections.abc import Collection

import pandas as pd

from lecons.declared import DeclaredPractice

# two persons who say the same two things are no pattern, and could be known by it
FEWEST_PERSONS = 3
# the fields of projet.yaml that a sheet shows, in the order of the sheet
FIELDS = (
    "contexte",
    "pour_qui",
    "acteurs",
    "activites",
    "etapes",
    "mesures",
    "facteurs",
    "durabilite",
    "conditions",
)


def said_along(
    said: pd.DataFrame, persons: Collection[str], codebook: pd.DataFrame, family: str
) -> pd.DataFrame:
    """The codes of a family that some persons use anywhere in their accounts, in persons.

    In: rows of voices.spoken (id_temoignage, code), the ids of those persons' testimonies, and the
    codebook (code, famille). Out: code, personnes, the most first, then by code; codes of fewer than
    FEWEST_PERSONS are left out. To speak of two things explains neither by the other.
    """
    codes = codebook.loc[codebook["famille"] == family, "code"]
    mine = said[said["id_temoignage"].isin(list(persons)) & said["code"].isin(codes)]
    counts = mine.groupby("code")["id_temoignage"].nunique().rename("personnes").reset_index()
    kept = counts[counts["personnes"] >= FEWEST_PERSONS]
    return kept.sort_values(["personnes", "code"], ascending=[False, True], ignore_index=True)


def contributed(contributions: pd.DataFrame, practice: str, nature: str) -> pd.DataFrame:
    """The contributions of one nature about a practice (rows of `contributions`; `texte` is blank where
    the edition may not read it)."""
    mine = contributions["pratique"].eq(practice) & contributions["nature"].eq(nature)
    return contributions[mine.fillna(False).astype(bool)].reset_index(drop=True)


def conditions_named(scores: pd.DataFrame, practice: str) -> pd.DataFrame:
    """The conditions that participants named for a practice to work elsewhere.

    In: table `appreciations`. Out: condition, participants, the most named first, then by words.
    """
    words = scores["condition"].fillna("").astype(str).str.split().str.join(" ")
    mine = scores.assign(condition=words)[scores["pratique"].eq(practice) & words.ne("")]
    counts = mine.groupby("condition")["id_participant"].nunique().rename("participants")
    return counts.reset_index().sort_values(
        ["participants", "condition"], ascending=[False, True], ignore_index=True
    )


def to_complete(declared: DeclaredPractice) -> tuple[str, ...]:
    """The fields of projet.yaml that this practice leaves empty, in the order of the sheet."""
    return tuple(name for name in FIELDS if not getattr(declared, name))
