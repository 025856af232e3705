"""What activities cost: by attendance and by activity.

Costs carry an interval, unlike counts of attendances: they are read as what such an activity costs.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import Estimate
from lecons.estimates.means import mean
from lecons.estimates.ratios import ratio_of_sums
from lecons.measures.attendances import BROADCAST, attendances, noted


@dataclass(frozen=True)
class Costs:
    """What an attendance cost over all activities that people attend (`attendance`: Estimate, FCFA; of
    the activities that cost `amounts`), and by type (`types`)."""

    attendance: Estimate
    types: pd.DataFrame
    amounts: tuple[float, ...]


def costs(activities: pd.DataFrame) -> Costs:
    """What an attendance and an activity cost.

    In: table `activites` (cout_fcfa in FCFA). `types` has one row a type, most activities first:
    type; cout (Estimate, FCFA per attendance: sum of costs / sum of attendances, over the `n` activities
    of `total` where both are known and somebody came; unknown for radio shows); cout_total (FCFA, of
    all known costs, missing where none is); cout_par_activite (Estimate, FCFA, over the activities
    whose cost is known).
    Method: ratio estimator, variance by linearisation (Cochran, 1977, chapter 6), Student's t (n - 1).
    """
    spent = noted(activities, "cout_fcfa")
    present = attendances(activities)["participations"].to_numpy()
    # where nobody came, or listeners were not counted, a cost is shared by no one
    shared = (present > 0) & activities["type"].ne(BROADCAST).to_numpy(dtype=bool, na_value=False)
    present = np.where(shared, present, np.nan)
    codes, types = pd.factorize(activities["type"], sort=True)
    rows = []
    for code, kind in enumerate(types):
        cost, come = spent[codes == code], present[codes == code]
        ratio = ratio_of_sums(cost, come, "amount", (0.0, np.inf))
        each = mean(cost, "amount").within(0.0, np.inf)  # nothing costs less than nothing
        whole = int(np.nansum(cost)) if each.n else None
        known = tuple(cost[~np.isnan(cost)].tolist())
        rows.append((kind, ratio, ratio.n, ratio.total, whole, each, known))
    columns = ["type", "cout", "n", "total", "cout_total", "cout_par_activite", "montants"]
    table = pd.DataFrame(rows, columns=columns).astype({"cout_total": "Int64", "total": "int64"})
    table = table.sort_values("total", ascending=False, ignore_index=True, kind="stable")
    attended = np.where(shared, spent, np.nan)
    overall = ratio_of_sums(attended[shared], present[shared], "amount", (0.0, np.inf))
    summed = attended[~np.isnan(attended) & ~np.isnan(present)]
    return Costs(overall, table, tuple(summed.tolist()))
