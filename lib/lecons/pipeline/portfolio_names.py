"""The pages on several projects that stand, and how they are called."""

from collections.abc import Iterator
from pathlib import Path

EDITIONS = ("interne", "publique")


def page_name(edition: str, language: str) -> str:
    """The name of the page of an edition in a language."""
    return f"portefeuille-{edition}-{language}.html"


def standing(reports: Path) -> Iterator[tuple[str, str, Path]]:
    """Each page that stands: its edition, its language, its file."""
    for edition in EDITIONS:
        for path in sorted(reports.glob(page_name(edition, "*"))):
            yield edition, path.stem.rpartition("-")[2], path
