"""Confidence in what is said of a practice: GRADE-CERQual (Lewin et al., 2018), adapted.

CERQual was made for syntheses of studies; here it weighs the evidence of one project, so it is
called *adapted*. Four components, each a concern from 0 (none) to 3 (serious), set by a stated rule
over facts; the level starts high and comes down. The thresholds are `confiance` of projet.yaml.
People may overrule a component in `jugements.csv`, with a reason: both are shown.

The rules are built so that less evidence on the side of the statement, or more against it, never
raises the level: what is missing of `personnes` persons counts as if it were of the other opinion,
adequacy counts the persons on the side of the statement only, and a finding on the other side is no
second source. Notes of agents describe; they set nothing here.
"""

from lecons.evidence.confidence.components import (
    Component,
    dissonant,
    judging,
    kinds_on,
    side_of,
    unshown,
)
from lecons.evidence.confidence.level import (
    COMPONENTS,
    CONCERNS,
    DEFAULT,
    Confidence,
    assess,
    overrule,
)

__all__ = [
    "COMPONENTS",
    "CONCERNS",
    "DEFAULT",
    "Component",
    "Confidence",
    "assess",
    "dissonant",
    "judging",
    "kinds_on",
    "overrule",
    "side_of",
    "unshown",
]
