"""What the last import wrote of itself, and where a row of it is a person."""

import json
from typing import Any

from lecons.report.notebook import Notebook

# the tables in which a row is a person, or a conflict between people
PEOPLE = ("cas", "formations", "enquete", "temoignages")


def journal(notebook: Notebook) -> dict[str, Any]:
    """What the last import wrote of itself; empty before a first import."""
    path = notebook.project.tables_folder / "journal.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
