"""50_bonnes_pratiques: the practices in an order, how sure it is, and what it owes to the weights."""

from lecons.report.sections.ranking.page import ranked, ranking

__all__ = ["ranked", "ranking"]
