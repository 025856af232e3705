"""What changed between the report that stands and the one that takes its place, in three counts."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lecons.errors import ReportError
from lecons.evidence.changes import compare
from lecons.evidence.finding import Finding
from lecons.evidence.last_report import Scope, read_last_report
from lecons.parameters import RunParameters


def changes_since(
    place: Path, findings: Iterable[Finding], parameters: RunParameters
) -> dict[str, Any] | None:
    """How many findings are new (`nouveaux`), changed (`changes`) or gone (`disparus`) since the report
    that stands in `place`, and its day (`depuis`); None where there is none that can be read, or one
    about something else."""
    try:
        last = read_last_report(place)
    except ReportError:
        return None
    if last is None or last.scope != Scope(parameters.resultat, parameters.debut, parameters.fin):
        return None
    found = compare(last.findings, {one.id: one for one in findings}).all
    kinds = Counter(one.kind for one in found)
    return {
        "depuis": last.made.isoformat() if last.made else None,
        "nouveaux": kinds["new"],
        "changes": len(found) - kinds["new"] - kinds["gone"] - kinds["unchanged"],
        "disparus": kinds["gone"],
    }
