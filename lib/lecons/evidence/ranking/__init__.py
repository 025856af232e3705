"""The practices in an order, with how sure each rank is and what it owes to the weights."""

from lecons.evidence.ranking.order import DRAWS, Ranked, Ranking, Scenario, rank
from lecons.evidence.ranking.sources import SourceName

__all__ = ["DRAWS", "Ranked", "Ranking", "Scenario", "SourceName", "rank"]
