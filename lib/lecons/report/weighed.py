"""What 50_bonnes_pratiques and 60_synthese start from: the findings of a run, as people judged them,
and the practices weighed by them."""

from collections.abc import Mapping
from dataclasses import dataclass

from lecons.evidence.finding import Finding
from lecons.evidence.judgements import FILE, Judgements, judged, read_judgements
from lecons.evidence.practice import Practice, weigh
from lecons.evidence.recommendation import Recommendation, Refused, rest_on_findings
from lecons.evidence.workshop import known, prioritise
from lecons.report.notebook import Notebook


@dataclass(frozen=True)
class Weighed:
    """Findings by id, with the judgements of people; practices in their order; what was judged."""

    findings: Mapping[str, Finding]
    practices: list[Practice]
    judgements: Judgements


def weighed(notebook: Notebook) -> Weighed:
    """Read the findings of this run, apply `jugements.csv`, weigh the practices."""
    found = notebook.findings()
    declared = notebook.project.practices()
    codes = {one.code for one in declared}
    judgements = read_judgements(notebook.project.folder / FILE, codes, names_of(notebook, found))
    findings = judged(found, judgements)
    rules = notebook.project.content.confiance
    return Weighed(findings, weigh(declared, findings, judgements.practices, rules), judgements)


def names_of(notebook: Notebook, findings: Mapping[str, Finding]) -> dict[str, str]:
    """What a person may call a finding, its id or its number, and the id that it has."""
    numbers = notebook.numbers
    called = {numbers[name]: name for name in findings if name in numbers}
    return {**called, **{name: name for name in findings}}


def recommended(notebook: Notebook, content: Weighed) -> tuple[list[Recommendation], list[Refused]]:
    """The recommendations that findings carry, as the workshop ranks them, and those refused."""
    codes = [one.id for one in notebook.project.content.recommandations]
    named = {
        called: content.findings[name]
        for called, name in names_of(notebook, content.findings).items()
    }
    return rest_on_findings(
        notebook.project.content.recommandations,
        content.practices,
        named,
        prioritise(known(notebook.table("priorites"), "recommandation", codes)[0]),
    )
