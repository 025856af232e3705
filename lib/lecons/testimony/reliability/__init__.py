"""Do people who code the same testimonies find the same things? Never called agreement, which in
this house is what parties reach."""

from lecons.testimony.reliability.measure import (
    LEAST,
    SURE,
    Reliability,
    measure,
)
from lecons.testimony.reliability.units import UNITS

__all__ = ["LEAST", "SURE", "UNITS", "Reliability", "measure"]
