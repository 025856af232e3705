"""A disk that refuses: what it answers, in French, and what to do."""

import errno
from pathlib import Path

from lecons.errors import ReportError

_ROOM = "Libérez de la place"
_RIGHTS = "Vérifiez les droits de ce dossier"
_CAUSES = {
    errno.ENOSPC: ("le disque est plein", _ROOM),
    errno.EDQUOT: ("la place accordée à ce compte est épuisée", _ROOM),
    errno.EFBIG: ("le fichier est plus grand que ce qui est permis", _ROOM),
    errno.EROFS: ("le disque est en lecture seule", _RIGHTS),
    errno.EACCES: ("les droits manquent", _RIGHTS),
    errno.EPERM: ("les droits manquent", _RIGHTS),
    errno.EIO: ("le disque a une erreur", "Faites vérifier le disque"),
}


def refused(error: OSError, folder: Path) -> ReportError:
    """What the analyst reads of an error of the disk that holds `folder`. Where one file is concerned, it
    is named. Nothing that stood there is lost: whatever is written is written beside."""
    where = error.filename if isinstance(error.filename, str) else folder
    cause, remedy = _CAUSES.get(error.errno or 0, (error.strerror or str(error), _RIGHTS))
    return ReportError(
        f"Impossible d’écrire « {where} » : {cause}. Le dernier bon rapport, s’il y en a un, est resté en "
        "place.",
        f"{remedy}, ou donnez un autre dossier avec --sortie ; puis relancez la même commande : ce qui est "
        "fait n’est pas refait.",
    )
