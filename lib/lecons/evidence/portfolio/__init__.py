"""What several projects have in common: the same practices, the same indicators, each by its own report.

A report leaves `portefeuille.json`, which says no more than its own page says; nothing here goes back to
tables, and no people of two projects are ever added up. `practices` and `indicators` compare, by rules
that the page states.
"""

from lecons.evidence.portfolio.indicators import (
    FEWEST_PROJECTS,
    AcrossIndicator,
    Measured,
    across_indicators,
)
from lecons.evidence.portfolio.pooled import Pool
from lecons.evidence.portfolio.practices import (
    Across,
    Held,
    across_practices,
    counting,
)
from lecons.evidence.portfolio.shared import (
    Direction,
    Shared,
    SharedIndicator,
    SharedPart,
    SharedPractice,
    shared_indicator,
    shared_practice,
)

__all__ = [
    "FEWEST_PROJECTS",
    "Across",
    "AcrossIndicator",
    "Direction",
    "Held",
    "Measured",
    "Pool",
    "Shared",
    "SharedIndicator",
    "SharedPart",
    "SharedPractice",
    "across_indicators",
    "across_practices",
    "counting",
    "shared_indicator",
    "shared_practice",
]
