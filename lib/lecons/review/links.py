"""Notes who stands behind a pseudonym that a reader accepted, in the linking table of `prive/`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lecons.privacy.pseudonyms import enrolled, read_key
from lecons.privacy.vault import read_links, write_links


def remember_names(folder: Path, names: Sequence[str], reviewer: str, day: date) -> None:
    """Add names to the linking table; those it holds already are left alone. Once the table is
    encrypted, they wait in plain beside it (see privacy.vault)."""
    if not names:
        return
    links = read_links(folder)
    known = enrolled(links, names, read_key(folder), reviewer, day)
    if len(known) > len(links):
        write_links(folder, known)
