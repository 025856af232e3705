"""20_activites: what one result area did, and what its measures let be said."""

from lecons.report.sections.activities.capacities import inclusion, organisations
from lecons.report.sections.activities.cohesion import cohesion
from lecons.report.sections.activities.coverage import coverage
from lecons.report.sections.activities.durations import durations
from lecons.report.sections.activities.indicators import indicators
from lecons.report.sections.activities.mediation import mediation
from lecons.report.sections.activities.mediators import who_mediates
from lecons.report.sections.activities.practices import practices
from lecons.report.sections.activities.reach import notes, reach
from lecons.report.sections.activities.trainings import trainings
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
