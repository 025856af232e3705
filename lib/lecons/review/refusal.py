"""What a reviewer reads when a decision cannot be taken."""

from lecons.errors import LeconsError


class ReviewError(LeconsError):
    """The decision was not taken, and nothing was written."""
