"""The one root exception: what an analyst reads when something is wrong."""

import errno

# what a disk refuses with; Python has it in English
_DISK = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "la place accordée à ce compte est épuisée",
    errno.EFBIG: "le fichier est plus grand que ce qui est permis",
    errno.EROFS: "le disque est en lecture seule",
    # on Windows, what another program holds open is refused in the same way
    errno.EACCES: "l’accès est refusé : dossier protégé, ou fichier ouvert dans un autre programme",
    errno.EPERM: "l’accès est refusé : dossier protégé, ou fichier ouvert dans un autre programme",
    errno.EIO: "le disque a une erreur",
}


def disk_answer(error: OSError) -> str:
    """What a disk answers, in French; in the machine's own words where we have none."""
    return _DISK.get(error.errno or 0, error.strerror or type(error).__name__)


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
