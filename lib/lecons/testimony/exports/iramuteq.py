"""A corpus for IRaMuTeQ (Ratinaud, 2009), in the layout of Alceste.

Its reader takes a line that begins with four stars for a new text, one that begins with -* for a
new theme, and what stands between two _ for a variable; it ends a segment at each $. It breaks
lines where Unicode does, so a text is one line of letters, digits and plain punctuation, whatever a
person wrote. To be saved as UTF-8 without a mark at its head: the first star must be the first
byte.
"""

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from lecons.testimony.exports.speakers import SHARED_BY, publishable, speakers
from lecons.testimony.quotations.decisions import Decisions, require_bars
from lecons.testimony.readings import ACCEPTED

_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4`]")
_DASHES = re.compile("[\u2010\u2011\u2212]")
# IRaMuTeQ keeps these; letters of other alphabets stay, for whoever adds them to its settings
_KEPT = frozenset(".:,;!?'-")
_VARIABLES = {
    "sexe": "sexe",
    "tranche_age": "age",
    "acteur": "acteur",
    "commune": "commune",
    "cercle": "cercle",
    "langue_origine": "langue",
}


def iramuteq(
    testimonies: pd.DataFrame,
    segments: pd.DataFrame,
    communes: pd.DataFrame,
    decisions: Decisions,
    edition: str,
    shared_by: int = SHARED_BY,
) -> str:
    """One text a testimony that the edition may read, with its speaker as starred variables.

    Outside the internal edition, which alone reads whole accounts, one text a publishable passage,
    without anything that ties two of them to one person (see speakers.py). Raises ReportError where
    a barred passage is lost.
    """
    require_bars(decisions, edition)
    told = speakers(testimonies, communes, edition, shared_by)
    if edition != "interne":
        rows = publishable(segments, decisions)
        passages = rows.drop_duplicates(["id_temoignage", "extrait"])
        return "".join(
            sorted(
                _text(_variables(told, person), [(None, words)])
                for person, words in passages[["id_temoignage", "extrait"]].itertuples(index=False)
            )
        )
    readable = testimonies[testimonies["texte"].notna()].sort_values("id")
    names = _distinct(readable["id"])
    return "".join(
        _text([f"*id_{names[person]}", *_variables(told, person)], [(None, words)])
        for person, words in readable[["id", "texte"]].itertuples(index=False)
    )


def iramuteq_by_theme(
    testimonies: pd.DataFrame,
    segments: pd.DataFrame,
    codebook: pd.DataFrame,
    communes: pd.DataFrame,
    decisions: Decisions,
    edition: str,
    shared_by: int = SHARED_BY,
) -> str:
    """The same speakers with their coded passages only, each under its code (`-*code`).

    In: the segments of one reading a testimony (readings.reference), or words that two people coded
    count twice. A passage with two codes stands under both; polarity is no theme. Raises
    ReportError where a barred passage is lost.
    """
    require_bars(decisions, edition)
    told = speakers(testimonies, communes, edition, shared_by)
    themes = _themes(codebook)
    internal = edition == "interne"
    rows = (
        segments[segments["statut"].eq(ACCEPTED) & segments["extrait"].notna()]
        if internal
        else publishable(segments, decisions)
    )
    rows = rows[rows["code"].isin(themes) & rows["id_temoignage"].isin(told.index)]
    rows = rows.drop_duplicates(["id_temoignage", "code", "extrait"])
    rows = rows.sort_values(["id_temoignage", "code", "debut", "fin"])
    if not internal:
        parts = rows[["id_temoignage", "code", "extrait"]].itertuples(index=False)
        return "".join(
            sorted(
                _text(_variables(told, person), [(themes[code], words)])
                for person, code, words in parts
            )
        )
    names = _distinct(rows["id_temoignage"].unique())
    return "".join(
        _text(
            [f"*id_{names[str(person)]}", *_variables(told, str(person))],
            [
                (themes[code], words)
                for code, words in zip(mine["code"], mine["extrait"], strict=True)
            ],
        )
        for person, mine in rows.groupby("id_temoignage", sort=True)
    )


def plain(text: str) -> str:
    """A text as IRaMuTeQ reads it without harm: one line, no sign that it takes for an order."""
    text = unicodedata.normalize("NFC", text)
    text = _APOSTROPHES.sub("'", text).replace("…", "...").replace("%", " pour cent ")
    text = _DASHES.sub("-", text)
    kept = "".join(
        sign if sign in _KEPT or unicodedata.category(sign)[0] in "LMN" else
        # marks of direction and joiners stand inside words and part nothing
        "" if unicodedata.category(sign) == "Cf" else " "
        for sign in text
    )  # fmt: skip
    return " ".join(kept.split())


def _text(variables: Iterable[str], parts: Iterable[tuple[str | None, str]]) -> str:
    """A text with its variables and its parts; nothing where no part has a word."""
    body: list[str] = []
    under: str | None = None
    for theme, words in parts:
        line = plain(words)
        if not any(sign.isalnum() for sign in line):
            continue
        if theme is not None and theme != under:
            body.append(f"-*{theme}")
            under = theme
        body.append(line)
    return "\n".join([" ".join(["****", *variables]), *body, "", ""]) if body else ""


def _variables(told: pd.DataFrame, person: str) -> list[str]:
    """`*sexe_F *age_18-35` …: no space, no accent, one _ each; what is not known is left out."""
    if person not in told.index:
        return []
    row = told.loc[person]
    found = []
    for column, name in _VARIABLES.items():
        value = _name(row[column]) if column in told.columns else ""
        if value:
            found.append(f"*{name}_{value}")
    return found


def _name(value: object) -> str:
    """A value in plain letters, digits and hyphens: « 60+ » is `60-plus`, « Alafia » stays."""
    if not isinstance(value, str):
        return ""
    bare = unicodedata.normalize("NFKD", value.replace("+", "-plus"))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")


def _distinct(values: Iterable[str]) -> dict[str, str]:
    """A plain name for each value, never the same for two."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for value in values:
        name, number = _name(value) or "x", 1
        base = name
        while name in used:
            number += 1
            name = f"{base}-{number}"
        found[value] = name
        used.add(name)
    return found


def _themes(codebook: pd.DataFrame) -> dict[str, str]:
    """The theme of each code that is no polarity; a code of the codebook is its own name."""
    codes = codebook.loc[codebook["famille"].ne("polarite"), "code"]
    return {code: name.replace("-", "_") for code, name in _distinct(codes).items()}
