"""A word in its contexts (KWIC; Luhn, 1960), found by its dictionary form."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd

from lecons.errors import ParameterError
from lecons.testimony.lemmas import Token, content_lemmas, tokens

_AROUND = 60
_COLUMNS = [
    "id_temoignage", "debut", "fin", "de", "a", "gauche", "noeud", "droite", "acteur", "sexe",
    "tranche_age", "commune",
]  # fmt: skip


def concordance(testimonies: pd.DataFrame, query: str | None) -> pd.DataFrame:
    """Every place where a word or a phrase is said, whatever its form: « comité » finds « comités ».

    In: `temoignages` as an edition reads them (a blank texte is passed over, so that consent holds by
    itself) and the query, in French. Words of a phrase must follow each other without a punctuation
    mark between. Out: id_temoignage, debut and fin (code points), de and a (where what is shown
    begins and ends), gauche and droite (whole words, at most about 60 characters, cut with …), noeud
    (as said), and the speaker's acteur, sexe, tranche_age, commune; in the order of testimonies;
    nothing without a query. Raises ParameterError where the query has no word.
    """
    if query is None:
        return pd.DataFrame(columns=_COLUMNS)
    wanted = tokens(query)
    if not wanted:
        raise ParameterError(
            f"La recherche « {query} » ne contient aucun mot.",
            "Écrivez un mot ou une suite de mots, par exemple « comité » ou « espace de dialogue ».",
        )
    rows = []
    speakers = testimonies[["acteur", "sexe", "tranche_age", "commune"]].itertuples(index=False)
    for person, text, who in zip(testimonies["id"], testimonies["texte"], speakers, strict=True):
        if isinstance(text, str):
            for start, end in _places(text, wanted):
                first, last = _from(text, start), _until(text, end)
                left = ("… " if first else "") + text[first:start]
                right = text[end:last] + (" …" if last < len(text) else "")
                rows.append((person, start, end, first, last, left, text[start:end], right, *who))
    return pd.DataFrame(rows, columns=_COLUMNS)


def telling(compared: Iterable[pd.DataFrame], testimonies: pd.DataFrame) -> str | None:
    """The word to look at in its contexts: the surest that sets two sides apart (of
    keyness.keywords), else the one that most persons use; None without any text."""
    for table in compared:
        keys = table[table["cle"].astype(bool)] if len(table) else table
        if len(keys):
            return str(keys["mot"].iloc[0])
    return widest(testimonies)


def widest(testimonies: pd.DataFrame) -> str | None:
    """The word that most persons use, the first by name where several are; None without any text."""
    texts = testimonies["texte"].dropna()
    words = pd.Series([word for text in texts for word in sorted(set(content_lemmas(text)))])
    if words.empty:
        return None
    counts = words.value_counts()
    return str(min(counts[counts == counts.max()].index))


def _places(text: str, wanted: list[Token]) -> Iterator[tuple[int, int]]:
    found, size = tokens(text), len(wanted)
    forms = [one.form.lower() for one in wanted]
    for at in range(len(found) - size + 1):
        run = found[at : at + size]
        if not all(
            token.lemma == one.lemma or token.form.lower() == form
            for token, one, form in zip(run, wanted, forms, strict=True)
        ):
            continue
        gaps = (text[a.end : b.start] for a, b in pairwise(run))
        if all(not gap.strip(" \u00a0\u202f\n\t'’-") for gap in gaps):
            yield run[0].start, run[-1].end


def _from(text: str, start: int) -> int:
    """Where the context begins: never inside a word, unless one word is longer than the context."""
    if start <= _AROUND:
        return 0
    space = text.find(" ", start - _AROUND - 1, start - 1)
    return start - _AROUND if space < 0 else space + 1


def _until(text: str, end: int) -> int:
    if len(text) - end <= _AROUND:
        return len(text)
    space = text.rfind(" ", end + 1, end + _AROUND + 1)
    return end + _AROUND if space < 0 else space
