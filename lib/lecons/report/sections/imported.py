"""What the last import wrote of itself, and where a row of it is a person."""

from typing import Any

from lecons.report.notebook import Notebook
from lecons.store.journal import read_journal

# the tables in which a row is a person, or a conflict between people
PEOPLE = ("cas", "formations", "enquete", "temoignages")


def journal(notebook: Notebook) -> dict[str, Any]:
    """What the last import wrote of itself; empty before a first import."""
    return read_journal(notebook.project.tables_folder)
