"""30_temoignages: who was heard and who was not, what they say in persons, in their own words, and how
far the coding can be relied on."""

from lecons.report.sections.testimonies.quotes import decided
from lecons.report.sections.testimonies.reliability import reliability, sentence_places
from lecons.report.sections.testimonies.saturation import saturation
from lecons.report.sections.testimonies.sayings import (
    by_group,
    contrary,
    contrasts,
    in_context,
    key_words,
    together,
)
from lecons.report.sections.testimonies.unheard import unheard
from lecons.report.sections.testimonies.voices import codes, difficulties, heard, practices, quoted

__all__ = [
    "by_group",
    "codes",
    "contrary",
    "contrasts",
    "decided",
    "difficulties",
    "heard",
    "in_context",
    "key_words",
    "practices",
    "quoted",
    "reliability",
    "saturation",
    "sentence_places",
    "together",
    "unheard",
]
