"""What may be learnt: the sentences of coded testimonies, and the codes on them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST
from lecons.testimony.readings import ACCEPTED, reference
from lecons.testimony.reliability.units import PLACES, decisions, phrases

POLARITY = "polarite"
_KEY = ["id_temoignage", "codeur"]


@dataclass(frozen=True)
class Material:
    """`sentences`: id_temoignage, debut, fin, texte, one row a sentence. `codes`: those that enough
    persons have, in the order of the codebook. `truth` (sentences × codes): True where the sentence
    has the code. `meant`: what the codebook says of each code. `persons`: the persons of every
    code. `passages`: the coded passages, unit (row of `sentences`), id, code, extrait."""

    sentences: pd.DataFrame
    codes: list[str]
    truth: np.ndarray
    meant: list[str]
    persons: pd.Series
    passages: pd.DataFrame

    @property
    def speakers(self) -> np.ndarray:
        """The number of the person who says each sentence."""
        return np.asarray(self.sentences["id_temoignage"].astype("category").cat.codes)


def material(segments: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame) -> Material:
    """The material of a project.

    In: `segments` (all coders, any status), `temoignages`, `livre_de_codes`. What counts is what a
    person accepted, of the reading that counts where there are several (see `readings`), in the
    testimonies whose text may be read. A testimony with no accepted passage is taken as unread.
    Polarity is never learnt: for or against is a judgement, and turns on « ne … pas », which none
    of the features sees. Nor is a code that fewer than FEWEST persons have.
    """
    accepted = segments[segments["statut"].eq(ACCEPTED)]
    counted = reference(accepted, accepted[_KEY])
    read = counted[_KEY].drop_duplicates()
    coded = decisions(phrases(testimonies), counted, read)
    sentences = with_words(coded.units, testimonies)
    marked = coded.marked.any(axis=1)
    truth = pd.DataFrame(marked, columns=list(coded.codes)).reindex(
        columns=codebook["code"].to_list(), fill_value=False
    )
    persons = truth.groupby(sentences["id_temoignage"]).any().sum().astype("int64")
    enough = persons.ge(FEWEST).to_numpy() & codebook["famille"].ne(POLARITY).to_numpy()
    codes = codebook.loc[enough, "code"].to_list()
    return Material(
        sentences,
        codes,
        truth[codes].to_numpy(dtype=bool),
        [meaning(row) for row in codebook[enough].to_dict("records")],
        persons,
        _passages(sentences, counted, testimonies),
    )


def with_words(places: pd.DataFrame, testimonies: pd.DataFrame) -> pd.DataFrame:
    """The places (id_temoignage, debut, fin) with `texte`, their words."""
    words = testimonies.set_index("id")["texte"].to_dict()
    said = [words[row.id_temoignage][row.debut : row.fin] for row in places.itertuples()]
    return places[PLACES].assign(texte=pd.Series(said, index=places.index, dtype="str"))


def meaning(code: dict[str, object]) -> str:
    """What the codebook says of a code; what it excludes is another code's."""
    columns = ("libelle_fr", "definition", "inclusion", "exemple")
    said = (code.get(column) for column in columns)
    return ". ".join(one for one in said if isinstance(one, str) and one)


def _passages(
    sentences: pd.DataFrame, segments: pd.DataFrame, testimonies: pd.DataFrame
) -> pd.DataFrame:
    """The coded passages by the sentences that they touch (unit, id, code, extrait)."""
    readable = segments[segments["id_temoignage"].isin(sentences["id_temoignage"])].sort_values(
        [*PLACES, "id"], ignore_index=True
    )
    said = with_words(readable, testimonies).rename(columns={"texte": "extrait"})
    said = said.assign(id=readable["id"], code=readable["code"])
    met = (
        sentences[PLACES]
        .assign(unit=sentences.index)
        .merge(said, on="id_temoignage", suffixes=("", "_code"))
    )
    shared = np.minimum(met["fin"], met["fin_code"]) - np.maximum(met["debut"], met["debut_code"])
    return met.loc[shared > 0, ["unit", "id", "code", "extrait"]].reset_index(drop=True)
