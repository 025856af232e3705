"""30_temoignages: who was heard, what they say in persons, and in their own words."""

from lecons.report.sections.testimonies.voices import codes, difficulties, heard, practices

__all__ = ["codes", "difficulties", "heard", "practices"]
