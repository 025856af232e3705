"""A reader who computes: what the published cells of a table still let the hidden ones be.

The reader knows every published cell, every sum, that counts are whole and not negative, and what the
marks say: the attacker's problem of Fischetti and Salazar (2001; Hundepool et al., Statistical
Disclosure Control, 2012, ch. 4.3), solved in whole numbers.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

# how far from the truth a table is looked for: further is not needed, and is poor arithmetic
FAR = 100


@dataclass(frozen=True)
class View:
    """A table as its reader knows it: `relations` @ table = 0, low ≤ table ≤ high, whole numbers."""

    relations: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def believable(self, table: np.ndarray) -> bool:
        """True when the reader cannot rule this table out."""
        return bool(
            (self.relations @ table == 0).all()
            and (table >= self.low).all()
            and (table <= self.high).all()
        )

    def extremes(self, cell: int) -> tuple[np.ndarray, np.ndarray]:
        """The believable tables with the least and the most in one cell."""
        return self._extreme(cell, 1), self._extreme(cell, -1)

    def _extreme(self, cell: int, sign: int) -> np.ndarray:
        aim = np.zeros(len(self.low))
        aim[cell] = sign
        solved = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(self.relations, 0, 0),
        )
        assert solved.x is not None, solved.message
        return np.rint(solved.x).astype("int64")


def cheapest(
    view: View,
    truth: np.ndarray,
    price: np.ndarray,
    cell: int,
    between: tuple[int, int],
    lean: np.ndarray,
) -> np.ndarray | None:
    """A table with `cell` between two values that a reader could believe if the cells where it differs
    from the truth were hidden too, at the least `price` for hiding them; None when none is found.

    `view`: what would be known if all were hidden; `price`: nought for a cell that is hidden already;
    `lean`: +1 or -1 for cells that the table had better have high or low, at the same price.
    """
    low = np.maximum(view.low, truth - FAR).astype("float64")
    high = np.minimum(view.high, truth + FAR).astype("float64")
    low[cell], high[cell] = max(low[cell], between[0]), min(high[cell], between[1])
    if low[cell] > high[cell]:
        return None
    size, priced = len(truth), np.flatnonzero(price)
    relations = np.hstack([view.relations, np.zeros((len(view.relations), len(priced)))])
    pick = np.eye(size)[priced]
    reach = np.diag(np.maximum(high - truth, truth - low)[priced])
    solved = milp(
        np.concatenate([-1e-4 * lean, price[priced]]),
        integrality=np.ones(size + len(priced)),
        bounds=Bounds(
            np.concatenate([low, np.zeros(len(priced))]),
            np.concatenate([high, np.ones(len(priced))]),
        ),
        constraints=[
            LinearConstraint(relations, 0, 0),
            LinearConstraint(np.hstack([pick, -reach]), -np.inf, truth[priced]),
            LinearConstraint(np.hstack([pick, reach]), truth[priced], np.inf),
        ],
    )
    if solved.x is None:
        return None
    table = np.rint(solved.x[:size]).astype("int64")
    return table if view.believable(table) else None
