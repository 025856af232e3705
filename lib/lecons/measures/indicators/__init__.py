"""The indicator performance tracking table: the project's framework, and what the tables say of it.

`computed` computes the standard indicators that the framework names; `of_estimate` takes a finding's
figure for the rows that name one; `track` puts what was achieved beside each baseline and target.
"""

from collections.abc import Mapping

import pandas as pd

from lecons.measures.indicators.compute import Achieved, compute, of_estimate
from lecons.measures.indicators.definitions import Definition, definitions
from lecons.measures.indicators.tracking import COLUMNS, calculations, track


def computed(framework: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> dict[str, Achieved]:
    """The standard indicators of a framework, by id of the indicator (see `compute`). Raises
    ProjectError on a `calcul` that is not declared."""
    codes = calculations(framework)
    found = {code: compute(code, tables) for code in set(codes.values())}
    return {indicator: found[code] for indicator, code in codes.items()}


__all__ = [
    "COLUMNS",
    "Achieved",
    "Definition",
    "calculations",
    "compute",
    "computed",
    "definitions",
    "of_estimate",
    "track",
]
