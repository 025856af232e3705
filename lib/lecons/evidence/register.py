"""The register: findings written as JSON beside the executed notebooks, and read together."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter

from lecons.errors import ReportError
from lecons.evidence.finding import Finding, check_sources

_FINDINGS = TypeAdapter(list[Finding])


class Register:
    """The findings of one folder: one JSON file a notebook run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def publish(self, run: str, findings: Iterable[Finding]) -> None:
        """Write the findings of one notebook run, whole; those of an earlier run are replaced.

        Raises ReportError on two findings of one id, or on a finding without sources.
        """
        checked = [check_sources(finding) for finding in findings]
        ids = [finding.id for finding in checked]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ReportError(
                f"{run} publie deux fois le constat {twice[0]}.",
                "Un constat a un seul identifiant.",
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{run}.json"
        draft = path.with_suffix(".json.part")
        draft.write_bytes(_FINDINGS.dump_json(checked, indent=1))
        os.replace(draft, path)

    def read(self) -> dict[str, Finding]:
        """All findings by id, in the order of the notebooks' names; one id once."""
        found: dict[str, Finding] = {}
        for path in sorted(self.folder.glob("*.json")):
            for finding in _FINDINGS.validate_json(path.read_bytes()):
                if finding.id in found:
                    raise ReportError(
                        f"Le constat {finding.id} est publié par deux carnets.",
                        f"Renommez-le dans {path.stem}.",
                    )
                found[finding.id] = finding
        return found


def write_all(path: Path, findings: Iterable[Finding]) -> None:
    """Write `constats.json`: every finding of a report in one file."""
    path.write_bytes(_FINDINGS.dump_json(list(findings), indent=1))


def read_all(path: Path) -> dict[str, Finding]:
    """Read `constats.json` of a report; an absent file has no findings."""
    if not path.is_file():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {finding.id: finding for finding in _FINDINGS.validate_python(rows)}
