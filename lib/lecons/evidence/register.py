"""The register: findings written as JSON beside the executed notebooks, and read together."""

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from lecons.errors import ReportError
from lecons.evidence.finding import Finding, Statement, check_sources
from lecons.evidence.rows import Many, Source
from lecons.language import SOURCE_LANGUAGE, Language, languages
from lecons.privacy.cells import Discretion
from lecons.project import Project
from lecons.store.names import JOIN, ROW_KEYS, TABLE_NAMES

_FINDINGS = TypeAdapter(list[Finding])
# the facts of a finding that count no person, and that a reader outside may have
_OF_NOBODY = ("descriptif", "fragile", "saturation", "alpha", "comparaisons")


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
        draft.write_bytes(_written(checked))
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
    path.write_bytes(_written(findings))


def _written(findings: Iterable[Finding]) -> bytes:
    """Findings as a file holds them: rows that are too many are told by their marks (evidence.rows)."""
    marked = [
        one.model_copy(update={"sources": tuple(source.written() for source in one.sources)})
        for one in findings
    ]
    return _FINDINGS.dump_json(marked, indent=1)


def without_rows(findings: Iterable[Finding], discretion: Discretion | None) -> list[Finding]:
    """The findings for a file that leaves the team, as exactly as the page says them.

    A finding keeps its sentence in words, in each language; how many rows it rests on and not which
    (the number of a testimony or of a participant would tie together what one person said); of its
    facts those that count nobody; of a judgement its level, not who gave it nor why. Where its
    sentence is coarse, or its figures would tell of few people, its estimate and its number of rows
    stay out (`masque`), and `level` keeps its confidence.
    """
    return [_disclosed(finding, discretion) for finding in findings]


def _disclosed(finding: Finding, discretion: Discretion | None) -> Finding:
    told = not _few(finding, discretion)
    sources = tuple(_counted(source.written(), told) for source in finding.sources)
    judgement = finding.judgement
    return finding.model_copy(
        update={
            "statement": _in_words(finding.statement, discretion),
            "brief": finding.brief and _in_words(finding.brief, discretion),
            "estimate": finding.estimate if told else None,
            "sources": sources,
            "facts": {name: finding.facts[name] for name in _OF_NOBODY if name in finding.facts},
            "judgement": judgement
            and judgement.model_copy(update={"author": "", "day": "", "reason": ""}),
            "level": finding.ruled,
            # what left the team already says it itself
            "masque": finding.masque or (finding.level is None and not told),
        }
    )


def _counted(source: Source, told: bool) -> Source:
    """How many rows there are and not which; nothing of them where that may not be told either."""
    if not told:
        return Source(table=source.table)
    if source.many:
        return Source(table=source.table, many=Many(n=source.many.n))
    return Source(table=source.table, ids=tuple(str(i) for i in range(1, len(source.ids) + 1)))


def _in_words(statement: Statement, discretion: Discretion | None) -> Statement:
    """The sentence as each language writes it where people may not be counted exactly."""
    said = {code: statement.text(Language(code, discretion)) for code in languages()}
    return Statement(key="{dit}", values={"dit": said})


def _few(finding: Finding, discretion: Discretion | None) -> bool:
    """True where the figures of a finding would tell of few people."""
    if discretion is None:
        return False
    plain, discreet = Language(SOURCE_LANGUAGE), Language(SOURCE_LANGUAGE, discretion)
    said = [one for one in (finding.statement, finding.brief) if one is not None]
    if finding.facts.get("discret") or any(s.text(plain) != s.text(discreet) for s in said):
        return True
    found = finding.estimate
    if found is None:
        # its rows are all that it counts; in the form that left the team they are gone already
        return finding.level is not None or discretion.small(finding.n)
    if discretion.small(found.n) or discretion.small(found.total - found.n):
        return True
    shared = found.unit == "share" and found.value is not None
    return shared and discretion.part(found.value or 0, found.n) is not None


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
        gone = any(source.lost(present.get(source.table, set())) for source in finding.sources)
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
