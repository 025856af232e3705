"""Estimates with their uncertainty, shared by measures and testimonies.

Every interval is at 95 %. Each function names the source of its method. scipy and statsmodels are
imported where they compute: they take over a second, and half of the notebooks compute no interval.
"""

from lecons.estimates.estimate import FEWEST, LEVEL, Estimate, estimate, unknown
from lecons.estimates.means import difference_of_means, mean, paired_change
from lecons.estimates.shares import difference_of_shares, wilson

__all__ = [
    "FEWEST",
    "LEVEL",
    "Estimate",
    "difference_of_means",
    "difference_of_shares",
    "estimate",
    "mean",
    "paired_change",
    "unknown",
    "wilson",
]
