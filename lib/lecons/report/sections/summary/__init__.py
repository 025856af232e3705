"""60_synthese: what the project did, what worked, how sure we are, and what to do next."""

from lecons.report.sections.summary.brief import brief
from lecons.report.sections.summary.difficulties import difficulties
from lecons.report.sections.summary.done import what_was_done
from lecons.report.sections.summary.elsewhere import what_elsewhere
from lecons.report.sections.summary.essentials import essentials
from lecons.report.sections.summary.meeting import meeting
from lecons.report.sections.summary.one_page import hand_summary
from lecons.report.sections.summary.recommendations import recommendations
from lecons.report.sections.summary.regions import regions
from lecons.report.sections.summary.relevance import relevance
from lecons.report.sections.summary.strengths import strengths, undecided

__all__ = [
    "brief",
    "difficulties",
    "essentials",
    "hand_summary",
    "meeting",
    "recommendations",
    "regions",
    "relevance",
    "strengths",
    "undecided",
    "what_elsewhere",
    "what_was_done",
]
