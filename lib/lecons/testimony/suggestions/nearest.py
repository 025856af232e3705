"""Why a code is proposed: the coded passages that are likest, of other persons."""

import numpy as np
import pandas as pd

from lecons.testimony.suggestions.features import Matrix
from lecons.testimony.suggestions.material import Material

NEAREST = 3


def nearest(
    looks: list[Matrix],
    speakers: list[str],
    code: str,
    made: Material,
    known: list[Matrix],
    withheld: set[str],
) -> list[list[tuple[str, str, str]]]:
    """For each sentence, the up to NEAREST likest passages with `code`: segment, testimony, words.

    In: the looks of the sentences and of those that were learnt (`Scale.apply`), who says each
    sentence. One passage a person, never of the same person, nor of those `withheld`.
    """
    theirs = made.sentences["id_temoignage"].to_numpy()
    units = np.flatnonzero(made.truth[:, made.codes.index(code)])
    units = units[~np.isin(theirs[units], list(withheld))]
    passages = made.passages[made.passages["code"].eq(code)].drop_duplicates("unit")
    told = passages.set_index("unit")[["id", "extrait"]].to_dict("index")
    likeness = np.zeros((len(speakers), len(units)))
    for one, other in zip(looks, known, strict=True):
        likeness += _dense(one @ other[units].T)
    found = []
    for row, speaker in enumerate(speakers):
        near: dict[str, tuple[str, str, str]] = {}
        for unit in units[np.argsort(-likeness[row], kind="stable")]:
            person = str(theirs[unit])
            if person != speaker and person not in near:
                near[person] = (told[unit]["id"], person, told[unit]["extrait"])
            if len(near) == NEAREST:
                break
        found.append(list(near.values()))
    return found


def _dense(product: Matrix) -> np.ndarray:
    return np.asarray(product.todense() if hasattr(product, "todense") else product)


def reason(near: list[tuple[str, str, str]]) -> str:
    """« parce que d’autres disent : … », with who says it; blank where nobody may be quoted."""
    said = " ; ".join(f"« {words} » ({person})" for _, person, words in near)
    return f"parce que d’autres disent : {said}" if said else ""


def untaken(candidates: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The candidates (id_temoignage, debut, fin, code) of which no segment with the same code, of
    anybody and of any status, shares a character."""
    numbered = candidates.assign(candidate=np.arange(len(candidates)))
    met = numbered.merge(
        segments[["id_temoignage", "code", "debut", "fin"]],
        on=["id_temoignage", "code"],
        suffixes=("", "_code"),
    )
    shared = met["debut_code"].lt(met["fin"]) & met["fin_code"].gt(met["debut"])
    taken = numbered["candidate"].isin(met.loc[shared, "candidate"])
    return candidates[~taken.to_numpy()]
