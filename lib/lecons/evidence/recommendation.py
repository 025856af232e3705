"""Recommendations: who should do what by when, each resting on findings, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.declared import DeclaredRecommendation
from lecons.evidence.finding import Finding
from lecons.evidence.practice import Practice
from lecons.evidence.workshop import Priority

Refusal = Literal["sans_pratique", "sans_constat", "constats_absents"]


@dataclass(frozen=True)
class Recommendation:
    """A recommendation, its practice, the findings under it, how the workshop ranks it (None where
    nobody scored it), and the findings that it names and that this report does not hold."""

    declared: DeclaredRecommendation
    practice: Practice
    findings: tuple[Finding, ...]
    priority: Priority | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A recommendation that nothing carries, and why."""

    declared: DeclaredRecommendation
    why: Refusal
    missing: tuple[str, ...] = ()


def rest_on_findings(
    declared: Sequence[DeclaredRecommendation],
    practices: Sequence[Practice],
    findings: Mapping[str, Finding],
    priorities: Sequence[Priority] = (),
) -> tuple[list[Recommendation], list[Refused]]:
    """Split the declared recommendations: those with findings under them, and those refused.

    A recommendation rests on the findings that it names (`constats`; `findings` by id or by number),
    else on those of its practice that take a side. Stale findings carry nothing. Order: as the
    workshop ranks and scores them, those that it did not score last, then as the practices are
    weighed.
    """
    by_code = {practice.declared.code: practice for practice in practices}
    ranked = {one.recommendation: one for one in priorities}
    kept, refused = [], []
    for one in declared:
        practice = by_code.get(one.pratique)
        if practice is None:
            refused.append(Refused(one, "sans_pratique"))
            continue
        named = [findings[name] for name in one.constats if _holds(findings, name)]
        missing = tuple(name for name in one.constats if not _holds(findings, name))
        grounds = tuple(named) if one.constats else _grounds(practice)
        if not grounds:
            refused.append(Refused(one, "constats_absents" if missing else "sans_constat", missing))
            continue
        kept.append(Recommendation(one, practice, grounds, ranked.get(one.id), missing))
    kept.sort(
        key=lambda r: (
            (0, r.priority.rank, -(r.priority.score.value or 0)) if r.priority else (1, 0, 0),
            practices.index(r.practice),
        )
    )
    return kept, refused


def _holds(findings: Mapping[str, Finding], name: str) -> bool:
    return name in findings and not findings[name].stale


def _grounds(practice: Practice) -> tuple[Finding, ...]:
    """What weighs on a practice; notes of agents describe, and carry no recommendation alone."""
    return tuple(finding for finding in practice.findings if finding.kind != "note")
