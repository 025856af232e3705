"""A finished file as a stranger can read it: every text and table of it, decoded to the last."""

from lecons.privacy.release.reading.files import read_file
from lecons.privacy.release.reading.stream import Grid, Part, Stream, Unread

__all__ = ["Grid", "Part", "Stream", "Unread", "read_file"]
