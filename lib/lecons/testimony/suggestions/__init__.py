"""Codes that lecons proposes and never decides: learnt on the laptop from what people coded."""

from lecons.testimony.suggestions.propose import Suggester, learn

__all__ = ["Suggester", "learn"]
