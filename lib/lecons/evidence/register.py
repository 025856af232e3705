"""The register: findings written as JSON beside the executed notebooks, and read together."""

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from lecons.errors import ReportError
from lecons.evidence.finding import Finding, check_sources
from lecons.language import SOURCE_LANGUAGE, Language
from lecons.project import Project
from lecons.store.names import JOIN, ROW_KEYS, TABLE_NAMES

_FINDINGS = TypeAdapter(list[Finding])


@dataclass(frozen=True)
class Ran:
    """A notebook that ran before this one, in the same report: whether it failed, and its area."""

    run: str
    result: str | None
    failed: bool


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
            for finding in _read(path):
                if finding.id in found:
                    raise ReportError(
                        f"Le constat {finding.id} est publié par deux carnets.",
                        f"Renommez-le dans {path.stem}.",
                    )
                found[finding.id] = finding
        return found

    def ran(self) -> list[Ran]:
        """The notebooks that ended before this one, as pipeline.execute tells them beside the
        findings; none in an analyst's own session."""
        told = [
            json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((self.folder.parent / "etat").glob("*.json"))
        ]
        return [Ran(one["run"], one["result"], one["echec"] is not None) for one in told]


def write_all(path: Path, findings: Iterable[Finding]) -> None:
    """Write `constats.json`: every finding of a report in one file."""
    path.write_bytes(_FINDINGS.dump_json(list(findings), indent=1))


def without_rows(findings: Iterable[Finding]) -> list[Finding]:
    """The findings for a file that leaves the team: how many rows each rests on, and not which; the
    number of a testimony or of a participant would tie together what one person said."""
    return [
        finding.model_copy(
            update={
                "sources": tuple(
                    source.model_copy(
                        update={"ids": tuple(str(i) for i in range(1, len(source.ids) + 1))}
                    )
                    for source in finding.sources
                )
            }
        )
        for finding in findings
    ]


def read_all(path: Path) -> dict[str, Finding]:
    """Read `constats.json` of a report; an absent file has no findings.

    Raises ReportError on a file that is damaged, or that a version of lecons with other findings wrote.
    """
    return {finding.id: finding for finding in _read(path)} if path.is_file() else {}


def _read(path: Path) -> list[Finding]:
    french = Language(SOURCE_LANGUAGE)
    try:
        found = _FINDINGS.validate_json(path.read_bytes())
        for finding in found:  # a sentence that cannot be said is no finding
            finding.statement.text(french)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise ReportError(
            f"{path.name} : ces constats ne se lisent plus (fichier abîmé, ou écrit par une autre "
            "version de lecons).",
            "Relancez « lecons produire » ; pour un essai de carnet, rejouez ce carnet.",
        ) from None
    return found


def mark_stale(
    findings: Mapping[str, Finding], present: Mapping[str, Collection[str]]
) -> dict[str, Finding]:
    """The same findings, `stale` where a row that they rest on is gone, and where all are there again,
    not.

    `present`: table → the ids of its rows today (see `row_ids`); a table that it does not name has none.
    """
    marked = {}
    for name, finding in findings.items():
        gone = any(
            key not in present.get(source.table, ())
            for source in finding.sources
            for key in source.ids
        )
        marked[name] = (
            finding if finding.stale == gone else finding.model_copy(update={"stale": gone})
        )
    return marked


def row_ids(project: Project, edition: str, findings: Iterable[Finding]) -> dict[str, set[str]]:
    """The ids of the rows that the tables behind these findings hold today, by table; their columns
    that name a row are all that is read. A table that lecons does not know (any more) has none."""
    tables = {source.table for finding in findings for source in finding.sources}
    present: dict[str, set[str]] = {}
    for table in sorted(tables & set(TABLE_NAMES)):
        columns = ROW_KEYS.get(table, ("id",))
        rows = project.table(table, edition, columns=columns)
        present[table] = {JOIN.join(row) for row in rows.astype("str").itertuples(index=False)}
    return present
