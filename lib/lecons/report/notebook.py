"""What a notebook opens with: its project, its language, its edition, and the way to publish."""

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from lecons.evidence.finding import Anchor, Finding
from lecons.evidence.register import Register, read_all
from lecons.language import Language
from lecons.parameters import RunParameters, check_parameters
from lecons.project import Project, open_project, repository_root
from lecons.report.document import Block, Card, Inlines, Link, Paragraph, Stack
from lecons.report.labels import label

# a scheduled run says where its findings go; an analyst's own session has a folder of its own, so
# that trying something in JupyterLab never touches a report
FINDINGS_VARIABLE = "LECONS_CONSTATS"


@dataclass
class Notebook:
    """An open notebook. `run` names it and its result area: `20_activites-R1`."""

    name: str
    parameters: RunParameters
    project: Project
    language: Language
    register: Register
    published: list[Finding] = field(default_factory=list)

    @property
    def run(self) -> str:
        return f"{self.name}-{self.result}" if self.result else self.name

    @property
    def result(self) -> str:
        """The result area of this run; empty for a notebook that is about all of them."""
        return self.parameters.resultat or ""

    @property
    def period(self) -> tuple[date, date]:
        """The days that the run covers: its parameters, else the project's own."""
        content = self.project.content
        return self.parameters.debut or content.debut, self.parameters.fin or content.fin

    def table(self, name: str) -> pd.DataFrame:
        """A table as this edition may read it, for this result area and this period."""
        start, end = self.period
        return self.project.table(
            name,
            self.parameters.edition,
            result=self.parameters.resultat,
            start=start,
            end=end,
        )

    def history(self, name: str) -> pd.DataFrame:
        """A table as this edition may read it, from its first row to its last: what came before a
        project is what the project is compared with, and what came after tells where a record ends."""
        return self.project.table(name, self.parameters.edition)

    def covers(self, analysis: str) -> bool:
        """True when projet.yaml declares that analysis for this result area."""
        return analysis in self.project.result(self.result).analyses

    def t(self, message: str, /, **values: Any) -> str:
        return self.language.t(message, **values)

    def publish(self, *findings: Finding) -> Stack:
        """Write findings to the register, and return them as the reader sees them."""
        for finding in findings:
            anchor = Anchor(notebook=self.run, cell=mark_of(finding.id))
            self.published = [
                *(one for one in self.published if one.id != finding.id),
                finding.model_copy(update={"anchor": anchor}),
            ]
        self.register.publish(self.run, self.published)
        return Stack(tuple(finding_card(finding, self.language) for finding in findings))

    def findings(self) -> dict[str, Finding]:
        """The findings of the other notebooks of this run; outside a run, those of the last report
        where no notebook was tried since."""
        found = read_all(report_folder(self.project, self.parameters) / "constats.json")
        if FINDINGS_VARIABLE in os.environ:
            found = {}
        return {**found, **self.register.read()}


def report_folder(project: Project, parameters: RunParameters) -> Path:
    """Where a report of that edition and language stands."""
    reports = Path(os.environ.get("LECONS_RAPPORTS", repository_root() / "rapports"))
    return reports / project.code / parameters.edition / parameters.langue


def mark_of(finding: str) -> str:
    """The address of a finding in the report."""
    return f"constat-{finding}"


def finding_card(finding: Finding, language: Language) -> Card:
    """A finding as the reader sees it: its sentence, its number, its confidence."""
    content: Inlines = (finding.statement.text(language),)
    return Card(
        "",
        (Paragraph(content),),
        f"constat {finding.polarity.replace('é', 'e')}",
        mark_of(finding.id),
        (
            finding.id,
            language.t(label(finding.polarity)),
            language.t("confiance {niveau}", niveau=language.t(label(finding.confidence))),
        ),
    )


def finding_link(finding: Finding) -> Link:
    """A link from anywhere to a finding."""
    return Link(mark_of(finding.id), finding.id)


def open_notebook(name: str, **given: Any) -> Notebook:
    """Open a notebook on its parameters; a wrong one is refused in French before any work."""
    parameters = check_parameters(given)
    project = open_project(parameters.projet)
    if parameters.resultat:
        project.result(parameters.resultat)
    folder = os.environ.get(FINDINGS_VARIABLE)
    trial = report_folder(project, parameters).parent / f".essai-{parameters.langue}"
    register = Register(Path(folder) if folder else trial / "constats")
    return Notebook(name, parameters, project, Language(parameters.langue), register)


__all__ = ["Block", "Notebook", "finding_card", "finding_link", "mark_of", "open_notebook"]
