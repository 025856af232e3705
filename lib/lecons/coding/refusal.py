"""What a coder reads when an action cannot be done."""

from lecons.errors import LeconsError


class CodingError(LeconsError):
    """The action was not done, and nothing was written."""
