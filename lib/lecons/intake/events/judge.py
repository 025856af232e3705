"""Which rows of an observatory are left out by rule, and which say what no codebook knows."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lecons.intake.cells import folded
from lecons.intake.events.layouts import ABROAD, Layout
from lecons.intake.grid import CELL_ERRORS, NOT_CALCULATED
from lecons.intake.kobo.answers import by_value
from lecons.intake.quarantine import Fault

Aside = dict[str, tuple[int, ...]]
_MALI = {"mali", "466"}  # its name, its ISO number


def left_out(
    layout: Layout, told: Mapping[str, pd.Series], codes: Mapping[str, pd.Series]
) -> Aside:
    """The rows that a rule leaves out, by reason: another country, then what the table cannot hold.

    In: the columns of the file by their name in the layout, as written (`told`) and as codes.
    """
    aside: Aside = {}
    country = next((told[name] for name in layout.country if name in told), None)
    if country is not None:
        elsewhere = by_value(country, lambda said: "1" if _is_abroad(said) else None)
        aside[ABROAD] = _rows(elsewhere.notna())
    for column, reasons in layout.aside.items():
        said = codes[column].map(reasons)
        for reason in dict.fromkeys(reasons.values()):
            aside[reason] = (*aside.get(reason, ()), *_rows(said.eq(reason)))
    return aside


def _is_abroad(country: str) -> bool:
    return folded(country) not in _MALI and not in_error(country)


def in_error(said: str) -> bool:
    """True for a cell that a workbook could not calculate."""
    return said in CELL_ERRORS or said.startswith(NOT_CALCULATED)


def _rows(chosen: pd.Series) -> tuple[int, ...]:
    return tuple(map(int, chosen.index[chosen]))


def unknown_codes(
    layout: Layout,
    told: Mapping[str, pd.Series],
    codes: Mapping[str, pd.Series],
    left: np.ndarray,
) -> list[Fault]:
    """A fault for each code that the codebook does not have, or that is blank, in the rows that are not
    `left`: what it means is not guessed. Its column is that of `incidents` which the code decides."""
    faults = []
    known: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        (layout.kind, "type", layout.kinds),
        (layout.where, "commune", layout.places),
        (layout.when, "precision_date", layout.times),
    )
    for name, column, meanings in known:
        if name not in codes:
            continue
        every = {*meanings, *layout.aside.get(name, ())}
        expected = f"une de : {', '.join(sorted(every))}"
        for row in codes[name].index[~codes[name].isin(every) & ~left]:
            found = told[name][row]
            reason = "valeur_absente" if pd.isna(found) else "valeur_hors_liste"
            said = "" if pd.isna(found) else str(found)
            faults.append(Fault(int(row), column, said, reason, expected))
    return faults
