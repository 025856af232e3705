"""Consent at the door: which words of which people an edition may read.

The rule is asked by `store/` at each read, so that no caller can forget it. It fails closed: a
consent that is blank or unknown is a refusal, and so is an edition that is unknown.

- `interne`: all texts but those of people who refused or withdrew.
- `publique`: no testimony text at all, only the passages that a person pseudonymised and reviewed
  (`segments.extrait_public`, `contributions.texte_public`), of people who consented to be quoted and
  did not withdraw.

Rows stay, so that counts are honest; it is the words that go.
"""

import pandas as pd

from lecons.errors import ParameterError

EDITIONS = ("interne", "publique")
QUOTABLE = ("citation_anonyme", "citation_nominative")
INTERNAL = ("interne", *QUOTABLE)

# what could name or place a person when read beside an account
_TEXT_COLUMNS = {
    "temoignages": ["texte"],
    "segments": ["memo"],
    "activites": ["difficultes", "reussites", "agent"],
    "suivis": ["note"],
    "appreciations": ["condition"],
}


# what must be read of a table for consent to be asked at all
CONSENT_COLUMNS = {
    "temoignages": ("id", "consentement", "retrait_le", "texte"),
    "contributions": ("consentement", "texte", "texte_public"),
    "segments": ("id_temoignage", "debut", "fin", "memo", "extrait_public"),
}


def _consents(people: pd.DataFrame, levels: tuple[str, ...]) -> pd.Series:
    allowed = people["consentement"].isin(levels)
    if "retrait_le" in people.columns:
        allowed &= people["retrait_le"].isna()
    return allowed


def readable(
    name: str, frame: pd.DataFrame, edition: str, testimonies: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rows of table `name` as `edition` may read them.

    In: the rows as stored; for `segments`, the testimonies (id, consentement, retrait_le, texte).
    Out: the same rows with forbidden words blanked. `segments` gains `extrait` (the words of the
    passage, blank where they may not be read) and loses `extrait_public`; `contributions` loses
    `texte_public`, which stands in `texte` in the public edition.
    """
    if edition not in EDITIONS:
        raise ParameterError(
            f"L’édition « {edition} » n’existe pas.", f"Éditions : {', '.join(EDITIONS)}."
        )
    frame = frame.copy()
    public = edition == "publique"
    if name == "segments":
        return _readable_segments(frame, public, testimonies)
    if name == "contributions":
        # a table stored by an earlier lecons has nothing that was reviewed
        reviewed = frame.pop("texte_public") if "texte_public" in frame else None
        said = frame["texte"] if not public else reviewed
        allowed = _consents(frame, QUOTABLE if public else INTERNAL)
        return frame.assign(texte=None if said is None else said.where(allowed, None))
    for column in _TEXT_COLUMNS.get(name, []):
        if public:
            frame[column] = None
        elif "consentement" in frame.columns:
            frame[column] = frame[column].where(_consents(frame, INTERNAL), None)
    return frame


def _readable_segments(
    segments: pd.DataFrame, public: bool, testimonies: pd.DataFrame | None
) -> pd.DataFrame:
    assert testimonies is not None, "segments are read beside their testimonies"
    allowed = testimonies[_consents(testimonies, QUOTABLE if public else INTERNAL)]
    texts = allowed.set_index("id")["texte"].to_dict()
    reviewed = segments.pop("extrait_public")
    extracts: list[str | None] = []
    places = (segments[name].to_list() for name in ("id_temoignage", "debut", "fin"))
    for number, start, end, passage in zip(*places, reviewed.to_list(), strict=True):
        text = texts.get(number)
        if not isinstance(text, str):
            extracts.append(None)
        elif public:
            extracts.append(passage if isinstance(passage, str) else None)
        else:
            extracts.append(text[start:end])
    segments["extrait"] = pd.Series(extracts, index=segments.index, dtype="object")
    segments["memo"] = segments["memo"].where(segments["extrait"].notna() & (not public), None)
    return segments
