"""Difficulties and successes that agents wrote on their sheets, counted by theme.

The themes are data (`themes_notes.csv`, see data/reference/README.md), so that a project adds the words
of its own agents. Notes may name people: only counts and ids leave this module, never a word of them.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lecons.errors import ProjectError
from lecons.estimates import wilson

LEXICON = "themes_notes.csv"
# which entries of the lexicon speak of which column of `activites`
SENSES = {"difficultes": "difficulte", "reussites": "reussite"}
_ACCENTS = re.compile("[\u0300-\u036f]+")
# letters of every script stay: a note in Arabic is a note, though no French word is found in it
_BETWEEN = re.compile(r"[\W_]+")
_COLUMNS = ("sens", "theme", "fr", "en", "mots")


def fold(text: str) -> str:
    """Words without case or accents, one space between them: « N’osent pas ! » gives « n osent pas »."""
    # letters of mathematics and the like have a case only once they are plain letters
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.replace("œ", "oe").replace("æ", "ae")
    return _BETWEEN.sub(" ", _ACCENTS.sub("", plain)).strip()


def read_lexicon(path: Path) -> pd.DataFrame:
    """The lexicon: sens (difficulte, reussite), theme, fr, en, mots (words separated by |).

    Empty, with its columns, where there is no such file. Raises ProjectError naming line and column.
    """
    if not path.is_file():
        return pd.DataFrame(columns=list(_COLUMNS), dtype="str")
    rows: list[list[str]] = []
    seen: set[tuple[str, str]] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey="", restval="")
            absent = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if absent:
                raise _fault(path, 1, absent[0], "colonne absente")
            for read in reader:
                row = {name: read[name].strip() for name in _COLUMNS}
                key = row["sens"], row["theme"]
                if "" in read:  # a comma in a text without quotes pushes all that follows
                    raise _fault(path, reader.line_num, "mots", "une virgule de trop avant elle")
                for column, said in _faults(row, twice=key in seen):
                    raise _fault(path, reader.line_num, column, said)
                seen.add(key)
                rows.append(list(row.values()))
    except (UnicodeDecodeError, csv.Error):
        raise ProjectError(
            f"{path.name} ne se lit pas.", "Enregistrez-le en CSV, encodage UTF-8, virgules."
        ) from None
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")


def _faults(row: dict[str, str], *, twice: bool) -> list[tuple[str, str]]:
    """What is wrong with a row of the lexicon: column, and what was found there."""
    found = [(name, "valeur absente") for name in _COLUMNS if not row[name]]
    if row["sens"] not in SENSES.values():
        found.append(("sens", f"« {row['sens']} » au lieu de {' ou '.join(SENSES.values())}"))
    if twice:
        found.append(("theme", f"« {row['theme']} » est déjà donné pour {row['sens']}"))
    for term in row["mots"].split("|"):
        words = term.strip().removeprefix("=").split()
        # a star within a word, or a stem of nothing, would find what nobody meant
        if not words or any("*" in word[:-1] or not fold(word) for word in words):
            found.append(("mots", f"« {term.strip()} » n’est ni un mot ni une racine"))
    return found


def _fault(path: Path, line: int, column: str, said: str) -> ProjectError:
    return ProjectError(
        f"{path.name}, ligne {line}, colonne {column} : {said}.",
        "Comment l’écrire est dit dans data/reference/README.md.",
    )


@dataclass(frozen=True)
class Themes:
    """The notes of one column by theme.

    `table`: theme, fr, en (its names), notes (activities whose note tells of it), part (Estimate: notes
    / `written`), communes (how many), ids (of those activities, a tuple), most notes first; themes that
    no note tells of are left out. `written` of `total` activities have a note, of which `unclassified`
    (`unclassified_ids`) tell of no theme.
    """

    table: pd.DataFrame
    written: int
    total: int
    unclassified: int
    unclassified_ids: tuple[str, ...]


# « rien à signaler » is a note, and no difficulty
NOTHING = "rien_a_signaler"


def notes(activities: pd.DataFrame, lexicon: pd.DataFrame) -> dict[str, Themes]:
    """Both columns of notes by theme (see `by_theme`): difficultes, reussites."""
    return {column: by_theme(activities, lexicon, column) for column in SENSES}


def by_theme(activities: pd.DataFrame, lexicon: pd.DataFrame, column: str) -> Themes:
    """Count the notes of `column` (difficultes, reussites) by theme of the lexicon.

    In: table `activites` (id, commune and that column, which may be absent), lexicon of
    `read_lexicon`. A note counts under each theme of which it holds a word. Negation is not
    understood: « pas de panne » counts as a breakdown. A blank note is not the absence of a
    difficulty, so that shares are of the notes written; agents choose what they write, so that the
    interval (Wilson, 1927) tells the chance of few notes, not what went unwritten.
    """
    themes = lexicon[lexicon["sens"] == SENSES[column]]
    notes = activities[column] if column in activities else pd.Series(pd.NA, activities.index)
    # agents write the same short notes again and again: each is read once
    codes, distinct = pd.factorize(notes)
    folded = [fold(str(note)) for note in distinct]
    ids = activities["id"].to_numpy(dtype=object)
    places, _ = pd.factorize(activities["commune"])

    def rows_of(chosen: list[bool]) -> np.ndarray:
        # the last answer serves the code -1, of a blank
        return np.flatnonzero(np.array([*chosen, False], dtype=bool)[codes])

    written = len(rows_of([bool(note) for note in folded]))
    told = [False] * len(folded)
    found = []
    for theme in themes.itertuples():
        pattern = _pattern(str(theme.mots))
        holds = [pattern.search(note) is not None for note in folded]
        rows = rows_of(holds)
        if len(rows):
            told = [one or other for one, other in zip(told, holds, strict=True)]
            communes = len(set(np.unique(places[rows])) - {-1})
            share = wilson(len(rows), written)
            found.append(
                (theme.theme, theme.fr, theme.en, len(rows), share, communes, tuple(ids[rows]))
            )
    names = ["theme", "fr", "en", "notes", "part", "communes", "ids"]
    table = pd.DataFrame(found, columns=names).sort_values(
        "notes", ascending=False, ignore_index=True, kind="stable"
    )
    left = rows_of(
        [bool(note) and not any_theme for note, any_theme in zip(folded, told, strict=True)]
    )
    return Themes(table, written, len(activities), len(left), tuple(ids[left]))


def _pattern(terms: str) -> re.Pattern[str]:
    """What finds the terms of a theme in a folded note."""
    return re.compile("|".join(_term(term.strip()) for term in terms.split("|")))


def _term(term: str) -> str:
    whole = term.startswith("=")
    words = [re.escape(fold(word)) + r"\w*" * word.endswith("*") for word in term.split()]
    spelt = " ".join(words)
    return rf"\A{spelt}\Z" if whole else rf"\b{spelt}\b"
