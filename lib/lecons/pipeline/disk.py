"""A disk that refuses: what it answers, in French, and what to do."""

import errno
from pathlib import Path

from lecons.errors import ReportError, disk_answer

_ROOM = "Libérez de la place"
_CLOSE = (
    "Fermez ce fichier s’il est ouvert (Excel, Word, lecteur PDF) et vérifiez les droits du dossier"
)
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: "Faites relever cette limite par qui gère la machine",
    errno.EROFS: "Rendez ce disque accessible en écriture",
    errno.EIO: "Faites vérifier le disque",
}


def refused(error: OSError, folder: Path) -> ReportError:
    """What the analyst reads of an error of the disk that holds `folder`. Where one file is concerned, it
    is named. Nothing that stood there is lost: whatever is written is written beside."""
    where = error.filename if isinstance(error.filename, str) else folder
    remedy = _REMEDIES.get(error.errno or 0, _CLOSE)
    return ReportError(
        f"Impossible d’écrire « {where} » : {disk_answer(error)}. Le dernier bon rapport, s’il y en a un, est resté en "
        "place.",
        f"{remedy}, ou donnez un autre dossier avec --sortie ; puis relancez la même commande : ce qui est "
        "fait n’est pas refait.",
    )
