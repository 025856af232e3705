"""Quotations: chosen by rule, pinned or barred by people, never beyond what may be read."""

from lecons.testimony.quotations.beside import with_context, with_translations
from lecons.testimony.quotations.choice import by_code, choose
from lecons.testimony.quotations.decisions import (
    NO_DECISIONS,
    Decision,
    Decisions,
    read_decisions,
    require_bars,
)

__all__ = [
    "NO_DECISIONS",
    "Decision",
    "Decisions",
    "by_code",
    "choose",
    "read_decisions",
    "require_bars",
    "with_context",
    "with_translations",
]
