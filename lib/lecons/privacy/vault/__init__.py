"""Who is behind which pseudonym: kept apart from everything else, and locked when asked."""

from lecons.privacy.vault.links import (
    COLUMNS,
    LOCKED,
    PLAIN,
    faults,
    no_links,
    read_links,
    write_links,
)
from lecons.privacy.vault.lock import encrypt, is_encrypted
from lecons.privacy.vault.permissions import check_permissions
from lecons.privacy.vault.private import FOLDER, SecretError

__all__ = [
    "COLUMNS",
    "FOLDER",
    "LOCKED",
    "PLAIN",
    "SecretError",
    "check_permissions",
    "encrypt",
    "faults",
    "is_encrypted",
    "no_links",
    "read_links",
    "write_links",
]
