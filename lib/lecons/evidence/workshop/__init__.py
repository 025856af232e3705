"""What the workshop said: who was there, the scores of practices and how far people rank them alike,
obstacles to replication as Gao and Kidal see them, and the priority of each recommendation."""

from lecons.evidence.workshop.concordance import (
    Concordance,
    concordance,
    concordances,
    rankings,
)
from lecons.evidence.workshop.known import known
from lecons.evidence.workshop.obstacles import Obstacle, conditions, obstacles
from lecons.evidence.workshop.priorities import Priority, prioritise
from lecons.evidence.workshop.profile import Profile, profile
from lecons.evidence.workshop.regions import Parting, partings
from lecons.evidence.workshop.scores import HOME, MIDDLE, PEERS, REGIONS, Appraisal, appraise
from lecons.evidence.workshop.statement import appraisal_finding

__all__ = [
    "HOME",
    "MIDDLE",
    "PEERS",
    "REGIONS",
    "Appraisal",
    "Concordance",
    "Obstacle",
    "Parting",
    "Priority",
    "Profile",
    "appraisal_finding",
    "appraise",
    "concordance",
    "concordances",
    "conditions",
    "known",
    "obstacles",
    "partings",
    "prioritise",
    "profile",
    "rankings",
]
