"""Where a coded passage stands in the testimony that the project holds.

A tool may have coded another copy of the text: with a title above, other spaces, other line ends. The
passage is then looked for by what it says, and never placed where nobody can tell.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from lecons.intake.reconcile import key_of

# (text, start, end) → where the passage stands in that text, or None
Finder = Callable[[str, int, int], tuple[int, int] | None]


def inside(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place as it was given, where it is inside the text: nothing says what the passage was."""
    return (start, end) if 0 <= start < end <= len(text) else None


def place(
    segments: pd.DataFrame,
    testimonies: pd.DataFrame,
    finders: Mapping[tuple[str, str], Finder],
) -> tuple[pd.DataFrame, pd.Series]:
    """Put each segment where its passage stands, and tell those that stand nowhere.

    In: segments (id, id_temoignage, debut, fin, source_fichier), testimonies (id, texte), `finders` by
    file and segment.
    Where the text is not there (a refusal, a withdrawal), the place stays: nobody can read it.
    """
    texts = testimonies.set_index("id")["texte"].to_dict()
    lost = pd.Series(False, index=segments.index)
    starts, ends = segments["debut"].tolist(), segments["fin"].tolist()
    rows = segments[["source_fichier", "id", "id_temoignage"]].itertuples(index=False)
    for at, (file, segment, testimony) in enumerate(rows):
        text = texts.get(testimony)
        if not isinstance(text, str):
            continue
        found = finders.get((file, segment), inside)(text, starts[at], ends[at])
        if found is None:
            lost.iloc[at] = True
        else:
            starts[at], ends[at] = found
    return segments.assign(debut=starts, fin=ends), lost


def match_documents(
    documents: Mapping[str, str | None], testimonies: pd.DataFrame
) -> dict[str, str]:
    """Which testimony each document of another tool is: document name → id.

    By its name, else by its name without case nor spaces, else by its text, white space aside; where
    it is that of one testimony only.
    """
    exact = set(testimonies["id"])
    by_name: dict[str, list[str]] = {}
    for one in testimonies["id"]:
        by_name.setdefault(key_of(one), []).append(one)
    by_text: dict[str, list[str]] = {}
    for row in testimonies[["id", "texte"]].itertuples():
        if isinstance(row.texte, str):
            by_text.setdefault(_bare(row.texte), []).append(row.id)
    found = {}
    for name, text in documents.items():
        same = by_text.get(_bare(text), []) if text else []
        named = [name] if name in exact else by_name.get(key_of(name), [])
        if len(named) == 1:
            found[name] = named[0]
        elif len(same) == 1:
            found[name] = same[0]
    return found


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
