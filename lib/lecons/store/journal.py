"""The journal of the last import, beside the tables."""

import hashlib
import json
from pathlib import Path
from typing import Any

from lecons.store import reads

JOURNAL = "journal.json"
# digests of workbooks for people: they change with each writing, and nothing in a report tells them
_OF_NO_REPORT = "classeurs"


def read_journal(folder: Path) -> dict[str, Any]:
    """What the last import wrote of itself; empty before a first import."""
    path = folder / JOURNAL
    journal: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if reads.noting():
        reads.note({"journal": True}, content_of_journal(journal))
    return journal


def content_of_journal(journal: dict[str, Any]) -> str:
    """The digest of what a report may tell of an import."""
    told = {name: value for name, value in journal.items() if name != _OF_NO_REPORT}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode("utf-8")).hexdigest()
