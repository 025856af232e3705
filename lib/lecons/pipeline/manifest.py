"""The manifest: what a report was made of, so that it can be trusted and need not be made twice."""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Collection
from pathlib import Path
from typing import Any

from lecons.evidence.names import MANIFEST, NUMBERS
from lecons.parameters import RunParameters
from lecons.project import Project, repository_root

_PACKAGES = ("lecons", "pandas", "matplotlib", "nbconvert", "papermill", "typst", "scipy")
# what a run itself writes (tables, quarantine workbooks, the numbers of findings), and what may be named
# nowhere (the key, the linking table, the queue of review)
_NOT_OF_A_REPORT = {"prive/avis.yaml"}
_NOT_ENTERED = {"tables", "quarantaine", "prive", NUMBERS}


def hashes(files: dict[str, Path]) -> dict[str, str]:
    """SHA-256 of each file, by name."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def _below(folder: Path, prefix: str, pattern: str = "*") -> dict[str, Path]:
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}": path
        for path in sorted(folder.rglob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    }


def inputs(project: Project) -> dict[str, str]:
    """Hashes of all that a person entered in the project, and of the reference data."""
    return hashes(input_files(project))


def input_files(project: Project) -> dict[str, Path]:
    """All that a person entered in the project (`<project>/…`), and the reference data (`reference/…`)."""
    own = {
        name: path
        for name, path in _below(project.folder, project.code).items()
        if name.split("/")[1] not in _NOT_ENTERED
    }
    reference = _below(project.reference_folder, "reference")
    return {**own, **_corrected_books(project), **reference}


def _corrected_books(project: Project) -> dict[str, Path]:
    """The quarantine workbooks that a person changed since the last import wrote them."""
    journal = project.tables_folder / "journal.json"
    try:
        written = json.loads(journal.read_text(encoding="utf-8")).get("classeurs", {})
    except (OSError, ValueError):
        written = {}
    books = {
        f"{project.code}/quarantaine/{path.name}": path
        for path in sorted(project.quarantine_folder.glob("*.xlsx"))
    }
    return {
        name: path
        for name, path in books.items()
        if hashes({name: path})[name] != written.get(path.name)
    }


def code() -> dict[str, str]:
    """Hashes of the software: notebooks, library, templates, catalogues, forms, lock."""
    root = repository_root()
    return hashes(
        {
            **_below(root / "notebooks", "notebooks", "*.ipynb"),
            **_below(root / "lib" / "lecons", "lib"),
            **_below(root / "data" / "formulaires", "formulaires", "*.yaml"),
            **_below(root / "requirements", "requirements", "run.lock"),
        }
    )


def review(project: Project) -> str:
    """The state of what is private to the team, which no manifest lists: decisions of reviewers, names to be
    looked for, the key of pseudonyms. A name that somebody adds makes a report out of date."""
    private = {
        name: path
        for name, path in _below(project.folder / "prive", "prive").items()
        if name not in _NOT_OF_A_REPORT
    }
    whole = json.dumps(hashes(private), sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8")).hexdigest() if private else ""


def fingerprint(
    parameters: RunParameters,
    hashed_inputs: dict[str, str],
    hashed_code: dict[str, str],
    formats: Collection[str],
    reviewed: str = "",
) -> str:
    """One value for all that decides what a report says, but for what changed since the last one."""
    asked = parameters.model_dump(mode="json", exclude={"projet"})
    parts = [asked, hashed_inputs, hashed_code, sorted(formats), reviewed]
    whole = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(whole.encode("utf-8")).hexdigest()


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that shape the report."""
    return {
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _PACKAGES},
    }


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a report; empty where there is none or it cannot be read."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content
