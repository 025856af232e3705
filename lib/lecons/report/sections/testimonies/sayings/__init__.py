"""30_temoignages: who speaks of what, what comes together, in which words, and who says the contrary."""

from lecons.report.sections.testimonies.sayings.contrary import contrary
from lecons.report.sections.testimonies.sayings.contrasts import contrasts
from lecons.report.sections.testimonies.sayings.shares import by_group
from lecons.report.sections.testimonies.sayings.together import together
from lecons.report.sections.testimonies.sayings.words import in_context, key_words

__all__ = ["by_group", "contrary", "contrasts", "in_context", "key_words", "together"]
