"""The one root exception: what an analyst reads when something is wrong."""


class LeconsError(Exception):
    """A problem that a person can mend: what was found, and what to do about it (in French)."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message} {remedy}".strip())


class ProjectError(LeconsError):
    """The project folder or its projet.yaml cannot be used as it is."""


class ParameterError(LeconsError):
    """A run was asked for with a parameter that does not exist or has a wrong value."""


class IntakeError(LeconsError):
    """A file cannot be read at all; the other files still come in."""


class StoreError(LeconsError):
    """A table was asked for that the store does not hold."""


class ReportError(LeconsError):
    """The report cannot be assembled as it stands."""


class HeldError(ReportError):
    """Public files did not pass the release check: nothing was moved into place."""


class BusyError(LeconsError):
    """Another run of this project is going on: nothing was done."""
