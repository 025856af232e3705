"""Turns the cells of an export into the form's own codes, one question at a time."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from lecons.intake.grid import TEXT
from lecons.intake.kobo.lexicon import XML, codes_of, plain
from lecons.intake.quarantine import Fault
from lecons.intake.xlsform import Choice

_YES = {"1", "1.0", "true", "oui", "yes", "vrai"}
_NO = {"0", "0.0", "false", "non", "no", "faux"}
_BITS = 60
_MOST_READINGS = 64


def by_value(cells: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Read each distinct value once: exports repeat themselves a lot."""
    codes, values = pd.factorize(cells)
    known = pd.array([read(str(value)) for value in values], dtype=TEXT)
    result = known.take(codes, allow_fill=True)
    return pd.Series(result, index=cells.index, name=cells.name)


def one_choice(
    path: str, cells: pd.Series, choices: Sequence[Choice], languages: Sequence[str]
) -> tuple[pd.Series, list[Fault]]:
    """The answers of a select_one as names of choices; what is on no list stays as written, and what
    may be two choices is a fault: it is never guessed."""
    codes = codes_of(choices, languages)
    answer = by_value(cells, lambda said: codes.get(plain(said), said) or None)
    return answer, _indistinct(path, cells, answer, "un choix que l’on puisse distinguer")


def several_choices(
    path: str,
    summary: pd.Series | None,
    details: Mapping[str, pd.Series],
    choices: Sequence[Choice],
    languages: Sequence[str],
) -> tuple[pd.Series, list[Fault]]:
    """The answers of a select_multiple: names of choices in the form's order, one space between.

    The details (one column a choice, 1 or 0) win over the summary, whose labels hold spaces; the
    summary is asked for the choices that have no column. Where all is blank nobody answered: the
    answer is missing, never « none ». A summary that can be read in two ways is a fault.
    """
    order = list(dict.fromkeys([*(choice.name for choice in choices), *details]))
    faults: list[Fault] = []
    told: pd.Series | None = None
    if summary is not None:
        reader = _SummaryReader(choices, languages, order)
        told = by_value(summary, reader.read)
        if not details:
            expected = "des choix que l’on puisse séparer : exportez avec les détails"
            return told, _indistinct(path, summary, told, expected)
    marks, index = {}, next(iter(details.values())).index
    for name, cells in details.items():
        ticked = by_value(cells, _tick)
        for row in cells.index[cells.notna() & ticked.isna()]:
            faults.append(
                Fault(
                    int(row), path, str(cells[row]), "valeur_hors_liste", f"1 ou 0 sous « {name} »"
                )
            )
        marks[name] = ticked.eq("1").fillna(False).to_numpy(dtype=bool)
    if told is not None:
        words = told.fillna("").str.split()
        for name in [one for one in order if one not in details]:
            said = words.map(lambda some, name=name: name in some).to_numpy(dtype=bool)
            if said.any():
                marks[name] = said
    answer = _joined([name for name in order if name in marks], marks, index)
    if told is not None:
        # details that are all blank, or all 0 beside a summary: the summary is all there is
        answer = answer.fillna(told)
    return answer, faults


def _indistinct(path: str, cells: pd.Series, answer: pd.Series, expected: str) -> list[Fault]:
    return [
        Fault(int(row), path, str(cells[row]), "choix_indistincts", expected)
        for row in cells.index[cells.notna() & answer.isna()]
    ]


def _joined(order: Sequence[str], marks: Mapping[str, np.ndarray], index: pd.Index) -> pd.Series:
    """The names of the marked choices of each row; missing where none is."""
    matrix = np.column_stack([marks[name] for name in order])
    if matrix.shape[1] <= _BITS:
        packed = matrix @ (1 << np.arange(matrix.shape[1], dtype=np.int64))
        _, first, which = np.unique(packed, return_index=True, return_inverse=True)
        patterns = matrix[first]
    else:
        patterns, which = np.unique(matrix, axis=0, return_inverse=True)
    said = [" ".join(np.array(order, dtype=object)[row]) or None for row in patterns]
    return pd.Series(pd.array(said, dtype=TEXT).take(which.ravel()), index=index)


def _tick(said: str) -> str | None:
    folded = said.strip().lower()
    return "1" if folded in _YES else "0" if folded in _NO else None


def is_ticked(cells: pd.Series) -> pd.Series:
    """True where a column of details says that the choice was made."""
    return by_value(cells, _tick).eq("1").fillna(False).astype(bool)


class _SummaryReader:
    """Reads « Jeunes leaders Femmes » where both labels hold spaces."""

    def __init__(
        self, choices: Sequence[Choice], languages: Sequence[str], order: Sequence[str]
    ) -> None:
        self._xml_only = list(languages) == [XML]
        self._codes = codes_of(choices, languages)
        self._names = {choice.name for choice in choices}
        self._rank = {name: at for at, name in enumerate(order)}

    def read(self, said: str) -> str | None:
        tokens = plain(said).split()
        if not self._names:
            return " ".join(tokens)
        if self._xml_only and set(tokens) <= self._names:
            return self._in_order(frozenset(tokens))
        found = self._readings(tokens)
        only = next(iter(found)) if len(found) == 1 else frozenset({""})
        return None if "" in only else self._in_order(only)

    def _in_order(self, names: frozenset[str]) -> str:
        return " ".join(sorted(names, key=lambda name: self._rank.get(name, len(self._rank))))

    def _readings(self, tokens: list[str]) -> set[frozenset[str]]:
        """All ways to cut the words into choices of the list; a choice is said once at most. A word
        that two choices share reads as « », which is no choice."""
        ends: list[set[frozenset[str]]] = [set() for _ in range(len(tokens) + 1)]
        ends[0].add(frozenset())
        for end in range(1, len(tokens) + 1):
            for start in range(end):
                name = self._codes.get(" ".join(tokens[start:end]))
                if name is None:
                    continue
                for before in ends[start]:
                    if name not in before and len(ends[end]) < _MOST_READINGS:
                        ends[end].add(before | {name})
        return ends[-1]
