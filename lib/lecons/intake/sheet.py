"""A sheet with its header: named columns of text, and what was noticed in reading them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.grid import TEXT, Grid
from lecons.intake.quarantine import Fault
from lecons.intake.reading import read_grids

LEVELS = " / "


@dataclass(frozen=True)
class Sheet:
    """One sheet of one file.

    `frame`: a text column per header, blank cells missing, index = row number as Excel counts it.
    `twice`: names that several columns carry (their second, third… come with « (2) », « (3) »).
    `outside`: rows with a cell beyond the last header, the sign of a shifted row.
    `origin`: the header of the file for each column that was renamed since.
    `faults`: cells that could not be read, told again when a table asks for their column.
    `notes`: what the analyst should know, in French.
    """

    name: str
    frame: pd.DataFrame
    twice: frozenset[str] = frozenset()
    outside: tuple[int, ...] = ()
    origin: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    def header_of(self, column: str) -> str:
        """The header that the file gives to a column."""
        return self.origin.get(column, column)

    def with_frame(self, frame: pd.DataFrame) -> "Sheet":
        return replace(self, frame=frame)


def read_sheets(path: Path, *, formulas_are_text: bool = False) -> dict[str, Sheet]:
    """All sheets of a file, the first row that is not blank being the header of each."""
    grids = read_grids(path, formulas_are_text=formulas_are_text)
    return {name: with_header(path.name, name, grid) for name, grid in grids.items()}


def with_header(
    file: str, name: str, grid: Grid, rows: Sequence[int] = (), fill: Sequence[str] = ()
) -> Sheet:
    """Name the columns of a grid.

    `rows`: the rows of the header, as Excel counts them (by default the first that is not blank);
    several make « Participants / Femmes », merged cells being repeated over their range.
    `fill`: columns whose blank cells repeat the cell above (a commune written once for five rows).
    Raises IntakeError where the header is not there.
    """
    cells = grid.cells
    filled = cells.notna().any(axis=1)
    if not filled.any():
        raise IntakeError(f"{file} : la feuille « {name} » est vide.", "Exportez-la de nouveau.")
    chosen = list(rows) or [int(filled.idxmax())]
    if not set(chosen) <= set(cells.index):
        raise IntakeError(
            f"{file}, feuille « {name} » : l’en-tête est attendu ligne {chosen[-1]}, la feuille a "
            f"{len(cells)} lignes.",
            "Corrigez la clé entete dans projet.yaml.",
        )
    header = _names(cells.loc[chosen], grid, chosen)
    last = max((at for at, one in enumerate(header) if one), default=-1)
    named, twice = _told_apart([one or f"(colonne {at})" for at, one in enumerate(header, 1)])
    frame = cells.loc[max(chosen) + 1 :].set_axis(named, axis=1)
    beyond = frame.iloc[:, last + 1 :].notna().any(axis=1)
    for column in fill:
        if column not in frame:
            raise IntakeError(
                f"{file}, feuille « {name} » : la colonne « {column} » à répéter manque.",
                "Corrigez la clé repeter dans projet.yaml.",
            )
        used = frame.notna().any(axis=1)
        frame[column] = frame[column].ffill().where(used)
    return Sheet(name, frame, twice, tuple(frame.index[beyond]), notes=grid.notes)


def _names(rows: pd.DataFrame, grid: Grid, chosen: list[int]) -> list[str]:
    """The headers, one a column: the levels joined, merged cells spread over their range."""
    table = {number: list(rows.loc[number].fillna("")) for number in chosen}
    for (top, left), (bottom, right) in grid.merged:
        for number in chosen:
            if top + 1 <= number <= bottom + 1 and left < len(table[number]):
                first = table.get(top + 1, table[number])[left]
                for at in range(left, min(right + 1, len(table[number]))):
                    table[number][at] = table[number][at] or first
    levels = zip(*table.values(), strict=True)
    return [LEVELS.join(dict.fromkeys(filter(None, map(on_one_line, one)))) for one in levels]


def on_one_line(name: str) -> str:
    """A header as it is known: single spaces, no line break."""
    return " ".join(str(name).split())


def _told_apart(names: list[str]) -> tuple[list[str], frozenset[str]]:
    seen: dict[str, int] = {}
    taken, result = set(names), []
    for name in names:
        seen[name] = number = seen.get(name, 0) + 1
        if number == 1:
            result.append(name)
            continue
        while (other := f"{name} ({number})") in taken:
            number += 1
        taken.add(other)
        result.append(other)
    return result, frozenset(name for name, count in seen.items() if count > 1)


def constant(value: str, index: pd.Index) -> pd.Series:
    """A column that says the same thing on every row."""
    return pd.Series(value, index=index, dtype=TEXT)


def blank(index: pd.Index) -> pd.Series:
    """A column in which nobody answered."""
    return pd.Series(None, index=index, dtype=TEXT)
