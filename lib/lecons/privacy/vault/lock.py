"""From the plain linking table to the encrypted one."""

from pathlib import Path

from lecons.privacy.vault.cipher import lock, unlock
from lecons.privacy.vault.links import LOCKED, PLAIN, as_csv, read_links
from lecons.privacy.vault.private import SecretError, wipe, write_private


def is_encrypted(folder: Path) -> bool:
    """True where the folder `prive/` holds an encrypted linking table."""
    return (folder / LOCKED).is_file()


def encrypt(folder: Path, passphrase: str) -> int:
    """Encrypt the linking table of `prive/`, remove the plain file, and answer its rows.

    A table that is encrypted already is joined: the passphrase must open it. The plain file goes only
    once the encrypted one was read back. Raises SecretError: nothing to encrypt, a passphrase that is
    too short or does not open what stands there.
    """
    plain = folder / PLAIN
    if not plain.is_file():
        raise SecretError(
            f"Rien à chiffrer : {folder.name}/{PLAIN} n’existe pas.",
            "La table est chiffrée déjà : il n’y a rien à faire."
            if is_encrypted(folder)
            else "Elle naît avec la première relecture (lecons relire).",
        )
    links = read_links(folder, passphrase if is_encrypted(folder) else None)
    content = as_csv(links)
    write_private(folder / LOCKED, lock(content, passphrase))
    if unlock((folder / LOCKED).read_bytes(), passphrase) != content:
        raise SecretError(
            f"{LOCKED} ne se relit pas comme il a été écrit : la table en clair a été gardée.",
            "Vérifiez le disque, puis recommencez.",
        )
    wipe(plain)
    return len(links)
