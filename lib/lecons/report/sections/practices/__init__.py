"""50_bonnes_pratiques: each practice weighed, with what supports it and what contradicts it."""

from lecons.report.sections.practices.cards import cards, verdict
from lecons.report.sections.practices.confidence import explained, method
from lecons.report.sections.practices.matrix import overview
from lecons.report.sections.practices.names import practice_mark

__all__ = ["cards", "explained", "method", "overview", "practice_mark", "verdict"]
