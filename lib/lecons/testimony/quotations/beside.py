"""What may stand beside a quotation: a person's translation of it, what was said around it."""

import pandas as pd

from lecons.testimony.quotations.decisions import Decisions
from lecons.testimony.quotations.passages import around


def with_translations(chosen: pd.DataFrame, decisions: Decisions, edition: str) -> pd.DataFrame:
    """The quotations with `traduction_en`: what a person entered for that very passage, else blank.

    Blank wherever the edition does not read the passage. Outside the internal edition, also unless
    the person wrote « oui » under `traduction_relue`: they may have translated the words as spoken,
    which name people, and not the passage that was made anonymous.
    """
    found: list[str | None] = []
    for row in chosen[["id_temoignage", "debut", "fin", "extrait"]].itertuples(index=False):
        place = (row.id_temoignage, row.debut, row.fin)
        readable = isinstance(row.extrait, str) and decisions.bar_on(place) is None
        one = decisions.translated.get(place) if readable else None
        allowed = one is not None and (edition == "interne" or one.reviewed)
        found.append(one.translation if one and allowed else None)
    return chosen.assign(traduction_en=pd.Series(found, index=chosen.index, dtype="object"))


def with_context(
    chosen: pd.DataFrame, testimonies: pd.DataFrame, decisions: Decisions
) -> pd.DataFrame:
    """The quotations with `avant` and `apres`, the sentence before and the one after.

    In: `temoignages` as the edition reads them: their texte is blank in a public edition and where
    a person refused or withdrew, and so is then the context. Barred words are no context either.
    """
    texts = testimonies.set_index("id")["texte"].to_dict()
    sides: dict[str, list[str | None]] = {"avant": [], "apres": []}
    for row in chosen[["id_temoignage", "debut", "fin", "extrait"]].itertuples(index=False):
        text = texts.get(row.id_temoignage)
        readable = isinstance(text, str) and isinstance(row.extrait, str)
        places = around(text, row.debut, row.fin) if readable else ((0, 0), (0, 0))
        for side, (start, end) in zip(sides.values(), places, strict=True):
            words = text[start:end].strip() if readable else ""
            barred = decisions.bar_on((row.id_temoignage, start, end))
            side.append(words if words and not barred else None)
    return chosen.assign(
        **{
            name: pd.Series(words, index=chosen.index, dtype="object")
            for name, words in sides.items()
        }
    )
