"""The key of a project's pseudonyms: without it nobody can try names until a pseudonym comes out."""

import os
import re
import secrets
import shlex
from pathlib import Path

from lecons.privacy.vault import LOCKED, PLAIN
from lecons.privacy.vault.private import OTHERS, SecretError, draft, private_folder

KEY = "cle"
_BYTES = 32
_WRITTEN = re.compile(r"[0-9a-f]{64}")


def read_key(folder: Path) -> bytes:
    """The key of a project (32 bytes), from its folder `prive/`; made at first use, for its owner alone.

    Raises SecretError: others may read it, it is damaged, or it is missing where pseudonyms were
    given already (a new key would give everybody another one).
    """
    path = folder / KEY
    if not path.is_file():
        if any((folder / name).is_file() for name in (PLAIN, LOCKED)):
            raise SecretError(
                f"{folder.name}/{KEY} manque, alors que des pseudonymes ont déjà été donnés.",
                "Reprenez ce fichier dans votre sauvegarde : une autre clé changerait les pseudonymes.",
            )
        _make(path)
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        raise SecretError(
            f"{folder.name}/{KEY} : d’autres comptes de cette machine peuvent lire la clé des pseudonymes.",
            f"Tapez : chmod 600 {shlex.quote(str(path))} — si le droit ne change pas (clé USB, "
            "partage de réseau), mettez le projet sur un disque de cette machine.",
        )
    written = path.read_bytes().decode("ascii", "replace").strip().lower()
    if not _WRITTEN.fullmatch(written):
        raise SecretError(
            f"{folder.name}/{KEY} est abîmée : {2 * _BYTES} chiffres et lettres de a à f attendus.",
            "Reprenez ce fichier dans votre sauvegarde : une autre clé changerait les pseudonymes.",
        )
    return bytes.fromhex(written)


def _make(path: Path) -> None:
    private_folder(path.parent)
    made = draft(path, f"{secrets.token_hex(_BYTES)}\n".encode("ascii"))
    try:
        # two runs may start at once: a link, unlike a move, never takes the place of the other's key
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no links
        os.replace(made, path)
    finally:
        made.unlink(missing_ok=True)
