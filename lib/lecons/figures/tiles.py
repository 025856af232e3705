"""A map of tiles: every place as large as any other, as near as can be to where it lies."""

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import rankdata

# more would not fit the width of a phone
MOST_COLUMNS = 6


def places(communes: pd.DataFrame) -> pd.DataFrame:
    """Where each commune stands on a grid of at most MOST_COLUMNS columns, no two in one place.

    In: communes (pcode, lon, lat in degrees). Out: pcode, column, row (from 1, the first row in the
    north), in the order of the north and west. The places are those that move the communes least from
    where their ranks from west to east and from north to south put them (an assignment; Kuhn, 1955;
    the tile grid map is after Wood and Dykes, 2008): ranks, for on degrees one large commune far away
    would leave no room to the others.
    """
    ordered = communes.sort_values("pcode", ignore_index=True)
    n = len(ordered)
    if not n:
        return pd.DataFrame({"pcode": [], "column": [], "row": []})
    columns = min(MOST_COLUMNS, int(np.ceil(np.sqrt(n))))
    rows = -(-n // columns)
    where = np.column_stack(
        [_spread(ordered["lon"], columns), _spread(-ordered["lat"].astype(float), rows)]
    )
    cells = np.array([(x, y) for y in range(rows) for x in range(columns)], dtype=float)
    # whole numbers, so that every machine finds the same
    cost = np.rint(((where[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2) * 1000)
    taken = cells[linear_sum_assignment(cost)[1]].astype(int) + 1
    found = pd.DataFrame({"pcode": ordered["pcode"], "column": taken[:, 0], "row": taken[:, 1]})
    return found.sort_values(["row", "column"], ignore_index=True)


def _spread(values: pd.Series, steps: int) -> np.ndarray:
    """Ranks spread evenly over 0 … steps − 1."""
    ranks = rankdata(values.to_numpy(dtype=float))
    return (ranks - 0.5) / len(ranks) * steps - 0.5
