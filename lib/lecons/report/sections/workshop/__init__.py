"""40_atelier: what the workshop scored and said."""

from lecons.report.sections.workshop.concordance import alike
from lecons.report.sections.workshop.contributions import contributions
from lecons.report.sections.workshop.obstacles import replication
from lecons.report.sections.workshop.participants import participants
from lecons.report.sections.workshop.priorities import priorities
from lecons.report.sections.workshop.scores import scores
from lecons.report.sections.workshop.strangers import strangers

__all__ = [
    "alike",
    "contributions",
    "participants",
    "priorities",
    "replication",
    "scores",
    "strangers",
]
