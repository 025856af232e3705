"""The steps of a report: each does one thing, if something calls for it, and leaves its status last."""

from lecons.pipeline.steps.perform import find, note_death, perform, turn

__all__ = ["find", "note_death", "perform", "turn"]
