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


def by_value(cells: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Read each distinct value once: exports repeat themselves a lot."""
    codes, values = pd.factorize(cells)
    known = pd.array([read(str(value)) for value in values], dtype=TEXT)
    result = known.take(codes, allow_fill=True)
    return pd.Series(result, index=cells.index, name=cells.name)


def one_choice(cells: pd.Series, choices: Sequence[Choice], language: str) -> pd.Series:
    """The answers of a select_one as names of choices; what is on no list stays as written."""
    codes = codes_of(choices, language)
    return by_value(cells, lambda said: codes.get(plain(said), said))


def several_choices(
    path: str,
    summary: pd.Series | None,
    details: Mapping[str, pd.Series],
    choices: Sequence[Choice],
    language: str,
) -> tuple[pd.Series, list[Fault]]:
    """The answers of a select_multiple: names of choices in the form's order, one space between.

    The details (one column a choice, 1 or 0) win over the summary, whose labels hold spaces. Where
    all is blank nobody answered: the answer is missing, never « none ». A summary that can be read
    in two ways is a fault: it is never guessed.
    """
    order = [*(choice.name for choice in choices), *details]
    order = list(dict.fromkeys(order))
    faults: list[Fault] = []
    parts: list[pd.Series] = []
    if details:
        told, more = _from_details(path, details, [one for one in order if one in details])
        parts.append(told)
        faults += more
    if summary is not None:
        open_rows = summary.notna() if not parts else summary.notna() & parts[0].isna()
        asked = summary.where(open_rows)
        reader = _SummaryReader(choices, language, order)
        told = by_value(asked, reader.read)
        for row in asked.index[asked.notna() & told.isna()]:
            expected = "des choix de la liste, que l’on puisse séparer : exportez avec les détails"
            faults.append(Fault(int(row), path, str(asked[row]), "choix_indistincts", expected))
        parts.append(told)
    answer = parts[0]
    for part in parts[1:]:
        answer = answer.fillna(part)
    return answer, faults


def _from_details(
    path: str, details: Mapping[str, pd.Series], order: Sequence[str]
) -> tuple[pd.Series, list[Fault]]:
    faults: list[Fault] = []
    marks = []
    for name in order:
        cells = details[name]
        ticked = by_value(cells, lambda said: _tick(said))
        for row in cells.index[cells.notna() & ticked.isna()]:
            faults.append(Fault(int(row), path, str(cells[row]), "valeur_hors_liste", "1 ou 0"))
        marks.append(ticked.eq("1").fillna(False).to_numpy(dtype=bool))
    index = details[order[0]].index
    matrix = np.column_stack(marks) if marks else np.zeros((len(index), 0), dtype=bool)
    if matrix.shape[1] <= _BITS:
        packed = matrix @ (1 << np.arange(matrix.shape[1], dtype=np.int64))
        _, first, which = np.unique(packed, return_index=True, return_inverse=True)
        patterns = matrix[first]
    else:
        patterns, which = np.unique(matrix, axis=0, return_inverse=True)
    said = [" ".join(np.array(order, dtype=object)[row]) or None for row in patterns]
    answer = pd.array(said, dtype=TEXT).take(which.ravel())
    return pd.Series(answer, index=index), faults


def _tick(said: str) -> str | None:
    folded = said.strip().lower()
    return "1" if folded in _YES else "0" if folded in _NO else None


class _SummaryReader:
    """Reads « Jeunes leaders Femmes » where both labels hold spaces."""

    def __init__(self, choices: Sequence[Choice], language: str, order: Sequence[str]) -> None:
        self._language = language
        self._codes = codes_of(choices, language)
        self._names = {choice.name for choice in choices}
        self._rank = {name: at for at, name in enumerate(order)}

    def read(self, said: str) -> str | None:
        tokens = plain(said).split()
        if not self._names:
            return " ".join(tokens)
        named = frozenset(tokens) if set(tokens) <= self._names else None
        if named and self._language == XML:
            return self._joined(named)
        found = self._readings(tokens) | ({named} if named else set())
        return self._joined(next(iter(found))) if len(found) == 1 else None

    def _joined(self, names: frozenset[str]) -> str:
        return " ".join(sorted(names, key=lambda name: self._rank.get(name, len(self._rank))))

    def _readings(self, tokens: list[str]) -> set[frozenset[str]]:
        """All ways to cut the words into labels of the list; a choice is said once at most."""
        ends: list[set[frozenset[str]]] = [set() for _ in range(len(tokens) + 1)]
        ends[0].add(frozenset())
        for end in range(1, len(tokens) + 1):
            for start in range(end):
                name = self._codes.get(" ".join(tokens[start:end]))
                if name is None:
                    continue
                for before in ends[start]:
                    if name not in before and len(ends[end]) < 64:
                        ends[end].add(before | {name})
        return ends[-1]
