"""Which table a sheet fills, and which column of the sheet each column of the table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from lecons.intake.proposal.contents import Cells, Known, columns_of, kind, suits, tells_by_itself
from lecons.intake.proposal.headers import likeness, other_unit, phrases
from lecons.intake.proposal.synonyms import SHEETS
from lecons.store.names import DERIVED_COLUMNS, HELPER_COLUMNS
from lecons.store.schemas import TABLES

# below it a column of the file is not taken for a column of the table
_TAKEN = 0.5
# what a header must say at least where the cells agree, and where they do not
_SAID, _SURE = 0.4, 0.9
_RIVAL = 0.05
# a table is proposed from this fit on
FITS = 0.38
# the only column that no file gives: the date tells it
_WORKED_OUT = "precision_date"


@dataclass(frozen=True)
class Match:
    """A column of the table, the column of the file that fills it, and the doubt there is, in French
    (« » where there is none)."""

    target: str
    source: str
    score: float
    doubt: str = ""


@dataclass(frozen=True)
class Fit:
    """How well a sheet fills a table, from 0 to 1, and its columns by column of the table."""

    table: str
    score: float
    matches: Mapping[str, Match]


def targets(table: str) -> list[str]:
    """The columns that a mapping may fill."""
    own = [name for name in columns_of(table) if name != _WORKED_OUT]
    return own + [name for name in HELPER_COLUMNS.get(table, ()) if name not in own]


def required(table: str) -> list[str]:
    """The columns that every row must fill; a cercle is worked out from the commune."""
    return [
        name
        for name, column in columns_of(table).items()
        if not column.nullable and name not in DERIVED_COLUMNS
    ]


def rank(
    columns: Mapping[str, Cells],
    names: tuple[str, str],
    known: Known,
    separator: str,
    given: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Fit]:
    """All tables, the one that a sheet fits best first.

    `columns`: the cells of the sheet by header; `names`: what the sheet and its file are called;
    `given`: columns that are settled beforehand, by table.
    """
    settled = given or {}
    fits = [
        _fit(table, columns, names, known, separator, settled.get(table, {})) for table in TABLES
    ]
    return sorted(fits, key=lambda fit: -fit.score)


def _fit(
    table: str,
    columns: Mapping[str, Cells],
    names: tuple[str, str],
    known: Known,
    separator: str,
    settled: Mapping[str, str],
) -> Fit:
    matches = {target: Match(target, source, 1.0) for target, source in settled.items()}
    wanted = [name for name in targets(table) if name not in settled]
    free = [name for name in columns if name not in settled.values()]
    matches |= _assigned(table, wanted, {name: columns[name] for name in free}, known, separator)
    # what metadata give to any table tells nothing of which table it is
    seen = {name: match for name, match in matches.items() if name not in settled}
    return Fit(table, _score(table, columns, seen, names, set(settled)), matches)


def _assigned(
    table: str,
    wanted: list[str],
    columns: Mapping[str, Cells],
    known: Known,
    separator: str,
) -> dict[str, Match]:
    """One column of the file for each column of the table, the best for all together."""
    if not columns or not wanted:
        return {}
    scores = np.zeros((len(wanted), len(columns)))
    doubts: dict[tuple[int, int], str] = {}
    for i, target in enumerate(wanted):
        said = (
            phrases(table, target, known.wording)
            if target in columns_of(table)
            else [(target, 1.0)]
        )
        for j, (header, cells) in enumerate(columns.items()):
            scores[i, j], doubts[i, j] = _pair(table, target, header, cells, said, known, separator)
    # cubes: one sure column is worth more than two doubtful ones
    rows, places = linear_sum_assignment(np.where(scores >= _TAKEN, scores, 0) ** 3, maximize=True)
    headers = list(columns)
    taken = {int(j) for i, j in zip(rows, places, strict=True) if scores[i, j] >= _TAKEN}
    found = {}
    for i, j in zip(map(int, rows), map(int, places), strict=True):
        if scores[i, j] < _TAKEN:
            continue
        rivals = [
            headers[other]
            for other in range(len(headers))
            if other not in taken and scores[i, other] >= max(_TAKEN, scores[i, j] - _RIVAL)
        ]
        doubt = doubts[i, j]
        if rivals:
            also = f"« {rivals[0]} » conviendrait aussi"
            doubt = f"{doubt} ; {also}" if doubt else also
        found[wanted[i]] = Match(wanted[i], headers[j], float(scores[i, j]), doubt)
    return {target: found[target] for target in wanted if target in found}


def _pair(
    table: str,
    target: str,
    header: str,
    cells: Cells,
    said: list[tuple[str, float]],
    known: Known,
    separator: str,
) -> tuple[float, str]:
    """How well one column of the file fills one of the table, and the doubt there is."""
    name = likeness(header, said, separator)
    if target not in columns_of(table):  # the cercle, which only helps to find the commune
        content = cells.share("cercle", lambda one: known.gazetteer.find_cercle(one) is not None)
        return (name * content, "") if name >= _SURE else (0.0, "")
    if name < _SAID:
        if tells_by_itself(cells, table, target, known):
            return _TAKEN, "reconnu à ses cellules, non à son nom"
        return 0.0, ""
    content = suits(cells, table, target, known)
    if content < 0.3 and name < _SURE:
        return 0.0, ""
    score = name * (0.65 + 0.35 * content)
    doubts = []
    if not cells.filled:
        doubts.append("colonne vide")
    elif content < 0.9 and kind(table, target) not in ("text", "key"):
        doubts.append(f"{content:.0%} des cellules se lisent".replace("%", " %"))
    if name < _SURE:
        doubts.append("le nom diffère")
    if unit := other_unit(target, header):
        doubts.append(f"le fichier compte en « {unit} »")
    return score, " ; ".join(doubts)


def _score(
    table: str,
    columns: Mapping[str, Cells],
    matches: Mapping[str, Match],
    names: tuple[str, str],
    settled: set[str],
) -> float:
    """How well a sheet fills a table: the columns it must fill, those of the file that find a place,
    and what the sheet is called. A column that few tables have tells more than a date."""
    weights = {name: _weight(name) for name in targets(table) if name not in settled}
    must = [name for name in required(table) if name not in settled]
    had = {name: match.score * weights[name] for name, match in matches.items()}
    musts = sum(had.get(name, 0) for name in must) / max(sum(weights[name] for name in must), 0.1)
    whole = sum(had.values()) / max(sum(weights.values()), 0.1)
    full = [name for name, cells in columns.items() if cells.filled]
    used = sum(match.score for match in matches.values()) / max(len(full), len(matches), 1)
    said = [(phrase, 1.0) for phrase in SHEETS[table]]
    called = max(likeness(names[0], said, " / "), 0.6 * likeness(names[1], said, " / "))
    return 0.4 * musts + 0.25 * min(used, 1) + 0.2 * whole + 0.15 * called


_USES = Counter(name for table in TABLES for name in targets(table))


def _weight(column: str) -> float:
    """What a column tells of its table: the fewer tables have it, the more."""
    return float(1 / np.sqrt(_USES[column])) * (0.5 if column == "id" else 1)
