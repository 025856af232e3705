"""What other accounts of the machine may read of a project, and what to type against it."""

import os
import shlex
import stat
from collections.abc import Sequence
from pathlib import Path

from lecons.privacy.vault.private import FOLDER, OTHERS

_ENTER = 0o011
_READ = 0o044


def check_permissions(folder: Path, inside: Sequence[Path] = ()) -> list[str]:
    """What in a project folder others may read, in French, each with the command to type; nothing where
    all is well.

    `prive/` and what it holds are for their owner alone wherever they stand (a copy, a move keeps
    their mode). The folders `inside` (raw exports, internal reports) may be open where a folder above
    them lets nobody in. On Windows, where a mode says nothing, one sentence says so.
    """
    if os.name != "posix":
        return [
            "Les droits des fichiers ne se vérifient pas sous Windows : gardez le projet dans votre "
            "dossier personnel, sur un disque chiffré (BitLocker), et ne le partagez pas"
        ]
    said = []
    private = folder / FOLDER
    if private.is_dir():
        said += [
            _told(path, folder)
            for path in (private, *sorted(private.rglob("*")))
            if not path.is_symlink() and path.stat().st_mode & OTHERS
        ]
    for path in inside:
        if path.is_dir() and path.stat().st_mode & _READ and _reachable(path):
            said.append(_told(path, folder))
    return said


def _reachable(path: Path) -> bool:
    """True where others may come as far as `path`."""
    return all(above.stat().st_mode & _ENTER for above in (path, *path.resolve().parents))


def _told(path: Path, folder: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    name = path.relative_to(folder) if path.is_relative_to(folder) else path
    wanted = "700" if path.is_dir() else "600"
    what = "entrer dans ce dossier" if path.is_dir() else "lire ou changer ce fichier"
    return (
        f"{name} : d’autres comptes de cette machine peuvent {what} (droits {mode:o}). "
        f"Tapez : chmod {wanted} {shlex.quote(str(path))}"
    )
