"""20_activites: what one result area did, and what its measures let be said."""

from lecons.report.sections.activities.capacities import inclusion, organisations, trainings
from lecons.report.sections.activities.cohesion import cohesion
from lecons.report.sections.activities.indicators import indicators
from lecons.report.sections.activities.mediation import durations, mediation, who_mediates
from lecons.report.sections.activities.practices import practices
from lecons.report.sections.activities.reach import coverage, notes, reach
from lecons.report.sections.activities.violence import violence

__all__ = [
    "cohesion",
    "coverage",
    "durations",
    "inclusion",
    "indicators",
    "mediation",
    "notes",
    "organisations",
    "practices",
    "reach",
    "trainings",
    "violence",
    "who_mediates",
]
