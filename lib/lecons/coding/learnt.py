"""Proposals for one coder, learnt from what that coder may see, and how good they are, in words."""

from dataclasses import dataclass

import pandas as pd

from lecons.coding.corpus import OpenNotebook, read_corpus
from lecons.coding.session import Session
from lecons.estimates import Estimate
from lecons.language import Language
from lecons.testimony.codebook import paths


@dataclass(frozen=True)
class Learnt:
    """`proposals` for the panel, and `quality` for the coder, to be read before."""

    proposals: pd.DataFrame
    quality: pd.DataFrame


def proposer(carnet: OpenNotebook, codeur: str) -> Learnt:
    """Learn codes from the coder's own passages and the other readings that they may see: a proposal
    made of a colleague's codes would tell them before their time.

    `quality`: one row a code (code, personnes, justes à l’essai, retrouvés à l’essai, proposé), 95 %
    intervals between brackets. Raises CodingError as `panneau` does.
    """
    # late: scikit-learn and the vectors take seconds, and coding does without them
    from lecons.testimony.suggestions import learn

    corpus = read_corpus(carnet)
    seen = Session(corpus, codeur).seen()
    testimonies = carnet.table("temoignages")
    suggester = learn(seen, testimonies, corpus.codebook, carnet.parameters.graine)
    return Learnt(
        suggester.propose(testimonies, seen), in_words(suggester.quality, corpus.codebook)
    )


def in_words(quality: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The quality of proposals (suggestions.quality) as a coder reads it."""
    name = paths(codebook)
    return pd.DataFrame(
        {
            "code": [name.get(code, code) for code in quality["code"]],
            "personnes": quality["n"],
            "justes à l’essai": [_share(one) for one in quality["precision"]],
            "retrouvés à l’essai": [_share(one) for one in quality["recall"]],
            "proposé": [f"non : {why}" if why else "oui" for why in quality["motif"]],
        }
    )


def _share(one: Estimate) -> str:
    french = Language("fr")
    if one.value is None or not one.n:
        return "–"
    said = f"{french.percent(one.value, 0)} sur {one.n}"
    if one.low is None or one.high is None:
        return said
    return f"{said} [{french.percent(one.low, 0)} ; {french.percent(one.high, 0)}]"
