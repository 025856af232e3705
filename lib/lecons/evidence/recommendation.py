"""Recommendations: who should do what by when, each resting on findings, or refused."""

from dataclasses import dataclass

from lecons.declared import DeclaredRecommendation
from lecons.evidence.finding import Finding
from lecons.evidence.practice import Practice


@dataclass(frozen=True)
class Recommendation:
    """A recommendation, its practice and the findings under it."""

    declared: DeclaredRecommendation
    practice: Practice
    findings: tuple[Finding, ...]


def rest_on_findings(
    declared: list[DeclaredRecommendation], practices: list[Practice]
) -> tuple[list[Recommendation], list[DeclaredRecommendation]]:
    """Split the declared recommendations: those with findings under them, and those refused.

    Order: as the practices are ranked, then as declared.
    """
    by_code = {practice.declared.code: practice for practice in practices}
    kept, refused = [], []
    for one in declared:
        practice = by_code.get(one.pratique)
        if practice is None or not practice.findings:
            refused.append(one)
        else:
            kept.append(Recommendation(one, practice, practice.findings))
    kept.sort(key=lambda recommendation: practices.index(recommendation.practice))
    return kept, refused
