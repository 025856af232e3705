"""Codes proposed for sentences: a person decides, and only then do they count.

What is known to fail: negation (« on ne nous a pas formés » looks like « on nous a formés »);
irony; a voice told by another; a theme that people put each in their own words, for which five to
fifteen passages teach nothing (of 16 codes of the demonstration, practices alone are proposed);
words of languages of which the testimonies hold few, and texts that are not in French.

Nothing leaves the laptop and nothing is written: a `Suggester` holds words of people in memory, so
it is never to be saved, and is made anew after each import, when somebody may have withdrawn.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.testimony.reliability.units import PLACES, phrases
from lecons.testimony.suggestions.centroids import directions, scores
from lecons.testimony.suggestions.evaluate import Task, out_of_fold, thresholds, trial
from lecons.testimony.suggestions.features import Matrix, Reader, Scale, reader, scale
from lecons.testimony.suggestions.material import Material, material, with_words
from lecons.testimony.suggestions.nearest import nearest, reason, untaken
from lecons.testimony.suggestions.quality import quality

CODER, PROPOSED = "lecons", "propose"
_TYPES = {
    "id": "str",
    "id_temoignage": "str",
    "debut": "int64",
    "fin": "int64",
    "code": "str",
    "codeur": "str",
    "date": "datetime64[ns]",
    "statut": "str",
    "memo": "str",
    "extrait": "str",
    "score": "float64",
    "proches": "object",
    "raison": "str",
    "deja_lu": "bool",
}


@dataclass(frozen=True)
class _Learnt:
    """What is kept of the learning: the directions, and what the learnt sentences look like."""

    reader: Reader
    scale: Scale
    towards: list[np.ndarray]
    known: list[Matrix]
    crossed: np.ndarray


@dataclass(frozen=True)
class Suggester:
    """Proposes codes. `quality`: one row a code of the codebook (see `quality.quality`)."""

    quality: pd.DataFrame
    _material: Material
    _learnt: _Learnt | None

    def propose(self, testimonies: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
        """Proposals for the sentences of `testimonies`, in the order of the texts.

        In: `temoignages` and `segments` as an edition reads them; only texts that it may read have
        proposals, and none is made where a segment with the same code, of anybody and of any
        status, shares a character. Who must not see another's codes (blind double coding) must be
        given, here and to `learn`, only the segments that they may see.

        Out: rows of `segments` (id, the same for a place and a code; statut `propose`; codeur
        `lecons`; no date; extrait), with score (orders within a code only), proches (ids of the up
        to NEAREST likest passages with that code, one a person, never the same person's), raison
        (their words), and deja_lu: True where the testimony served to learn, so that its coder has
        read the sentence and left it; the precision of `quality` is that of the others.
        """
        if self._learnt is None:
            return _table([])
        cuts = dict(zip(self.quality["code"], self.quality["seuil"], strict=True))
        limits = np.array([cuts[code] for code in self._material.codes], dtype="float64")
        withheld = set(testimonies.loc[testimonies["texte"].isna(), "id"])
        sentences = with_words(phrases(testimonies), testimonies)
        read = sentences["id_temoignage"].isin(self._material.sentences["id_temoignage"])
        rows: list[dict[str, object]] = []
        for already, chosen in ((False, sentences[~read]), (True, sentences[read])):
            if chosen.empty:
                continue
            kept, found, looks = self._seen(chosen) if already else self._new(chosen)
            # a missing limit compares as False: that code is not proposed
            at, which = np.nonzero(found >= limits)
            candidates = kept.iloc[at].assign(
                code=np.array(self._material.codes, dtype=object)[which],
                score=found[at, which],
                at=at,
                deja_lu=already,
            )
            for code, some in untaken(candidates, segments).groupby("code"):
                like = [one[some["at"].to_numpy()] for one in looks]
                near = nearest(
                    like,
                    some["id_temoignage"].to_list(),
                    str(code),
                    self._material,
                    self._learnt.known,
                    withheld,
                )
                rows += map(_row, some.to_dict("records"), near)
        return _table(rows)

    def _new(self, chosen: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, list[Matrix]]:
        """Sentences of testimonies that nobody coded: their scores and looks."""
        assert self._learnt is not None
        looks = self._learnt.scale.apply(self._learnt.reader.read(chosen["texte"].to_list()))
        return chosen, scores(looks, self._learnt.towards), looks

    def _seen(self, chosen: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, list[Matrix]]:
        """Sentences that served to learn: scored by what the other persons taught, as they were
        tried. A sentence that changed since has no such score and waits until all is learnt
        again."""
        assert self._learnt is not None
        known = self._material.sentences.assign(unit=self._material.sentences.index)
        kept = chosen.merge(known, on=[*PLACES, "texte"])
        units = kept["unit"].to_numpy()
        return kept, self._learnt.crossed[units], [one[units] for one in self._learnt.known]


def learn(
    segments: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame, seed: int
) -> Suggester:
    """Learn from what people coded, and try it (see `material.material` for what counts).

    In: `segments`, `temoignages`, `livre_de_codes`; `seed` draws the folds: the same tables and the
    same seed give the same proposals. Raises LeconsError when the model of vectors is not installed
    (only where some code has enough persons to be learnt).
    """
    made = material(segments, testimonies, codebook)
    if not made.codes:
        return Suggester(quality(made, codebook, None, np.array([])), made, None)
    texts = [*made.sentences["texte"], *made.meant]
    words = reader(texts)
    own = np.eye(len(made.codes), dtype=bool)
    task = Task(words.read(texts), np.vstack([made.truth, own]), made.speakers)
    crossed = out_of_fold(task, task.everybody, seed)
    cuts = thresholds(crossed, made.truth, made.speakers)
    judged = quality(made, codebook, trial(task, seed), cuts)
    scaled = scale(task.features, task.everybody)
    looks = scaled.apply(task.features)
    towards = directions(looks, task.truth, task.everybody)
    known = [one[: len(made.sentences)] for one in looks]
    return Suggester(judged, made, _Learnt(words, scaled, towards, known, crossed))


def _row(place: dict[str, object], near: list[tuple[str, str, str]]) -> dict[str, object]:
    testimony, start, end, code = (place[column] for column in (*PLACES, "code"))
    return {
        "id": f"{testimony}-P{start}-{end}-{code}",
        "id_temoignage": testimony,
        "debut": start,
        "fin": end,
        "code": code,
        "codeur": CODER,
        "statut": PROPOSED,
        "extrait": place["texte"],
        "score": place["score"],
        "proches": tuple(segment for segment, _, _ in near),
        "raison": reason(near),
        "deja_lu": place["deja_lu"],
    }


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)
    return table.sort_values([*PLACES, "code"], ignore_index=True)
