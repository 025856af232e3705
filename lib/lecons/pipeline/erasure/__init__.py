"""A withdrawal leaves no words: not in the raw exports, not in coded files, not in past reports."""

from lecons.pipeline.erasure.by_hand import still_to_erase
from lecons.pipeline.erasure.withdrawn import Erased, erase_withdrawn

__all__ = ["Erased", "erase_withdrawn", "still_to_erase"]
