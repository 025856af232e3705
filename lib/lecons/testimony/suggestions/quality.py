"""The table that an analyst reads before using proposals: by code, how often they are right."""

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST, Estimate, unknown
from lecons.testimony.suggestions.evaluate import PRECISION
from lecons.testimony.suggestions.material import POLARITY, Material

JUDGEMENT = "jamais proposé : un avis ne se devine pas"
FEW = f"moins de {FEWEST} personnes"
UNTRIED = f"moins de {FEWEST} propositions à l’essai"
UNSETTLED = "aucun score n’en donne assez de justes, de plusieurs personnes"
WRONG = f"à l’essai, moins d’une proposition juste sur {round(1 / PRECISION)}"


def quality(
    made: Material, codebook: pd.DataFrame, tried: pd.DataFrame | None, cuts: np.ndarray
) -> pd.DataFrame:
    """One row a code of the codebook: code, n (persons who have it), precision and recall
    (Estimates, see `evaluate.trial`), seuil (score from which it is proposed; missing where it is
    not), motif (why it is not; blank where it is).

    A code is proposed when at least FEWEST sentences were proposed at the trial and PRECISION of
    them or more were right; keeping the codes that did well makes their figures a little too good.
    """
    results = {} if tried is None else dict(zip(made.codes, tried.to_dict("records"), strict=True))
    limits = dict(zip(made.codes, cuts, strict=True))
    nothing = {"precision": unknown(0, 0, "share"), "recall": unknown(0, 0, "share")}
    rows = []
    for code, family in codebook[["code", "famille"]].itertuples(index=False):
        found = results.get(code, nothing)
        why = _why_not(family, code in results, found["precision"])
        # proposed at the trial, a code may yet have no threshold once everybody is learnt from
        if not why and not np.isfinite(limits[code]):
            why = UNSETTLED
        rows.append(
            {
                "code": code,
                "n": int(made.persons.get(code, 0)),
                **found,
                "seuil": np.nan if why else limits[code],
                "motif": why,
            }
        )
    columns = ["code", "n", "precision", "recall", "seuil", "motif"]
    return pd.DataFrame(rows, columns=columns).astype({"seuil": "float64", "n": "int64"})


def _why_not(family: str, learnt: bool, precision: Estimate) -> str:
    if family == POLARITY:
        return JUDGEMENT
    if not learnt:
        return FEW
    if precision.n < FEWEST:
        return UNTRIED
    return WRONG if precision.value is None or precision.value < PRECISION else ""
