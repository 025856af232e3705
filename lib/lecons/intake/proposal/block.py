"""One sheet, or several of the same header, whose rows are to be proposed for a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from lecons.intake.proposal.layout import Totals
from lecons.intake.proposal.text import quoted


@dataclass(frozen=True)
class Block:
    """The rows of one sheet or of several alike.

    `sheet`: what the key feuille says (None: the file has one sheet only, or the main one);
    `frame`: the rows of the table, totals taken out; `header`: the rows of the header where they are
    not those that are read by default; `merged`: the columns with cells merged over several rows;
    `given`: what is worked out from elsewhere than a column of the sheet; `notes`: what else to say.
    """

    names: tuple[str, ...]
    sheet: str | None
    frame: pd.DataFrame
    header: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()
    totals: Totals = field(default_factory=Totals)
    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return quoted(self.names, 5)

    def of_sheet(self, name: str) -> "Block":
        """The same block for the sheets that a name stands for."""
        return replace(self, sheet=name)
