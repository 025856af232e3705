"""What a notebook opens with: its project, its language, its edition, and the way to publish."""

import ast
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from lecons.errors import ReportError
from lecons.evidence.finding import Anchor, Finding
from lecons.evidence.judgements import FILE as JUDGEMENTS
from lecons.evidence.judgements import read_judgements
from lecons.evidence.last_report import LastReport, Scope, read_last_report
from lecons.evidence.names import FINDINGS
from lecons.evidence.numbers import by_finding, read_numbers
from lecons.evidence.register import Register, mark_stale, read_all, row_ids
from lecons.language import Language
from lecons.parameters import RunParameters, check_parameters
from lecons.privacy.cells import Discretion
from lecons.project import Project, open_project
from lecons.report.document import Block, Card, Inline, Link, Paragraph, Ref, Stack
from lecons.report.labels import label
from lecons.report.places import previous_report, report_folder, reports_of
from lecons.report.provenance import SourceRows, origin, trace

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

    def actor(self, group: str) -> str:
        """The name of a group of actors in the project's own words; what was typed where it has none."""
        declared = self.project.content.acteurs.get(group)
        return self.language.of(declared) if declared else self.t(label(group))

    @cached_property
    def discretion(self) -> Discretion | None:
        """How exactly this edition may count people; None where it may know all."""
        return self.project.discretion(self.parameters.edition)

    def covers(self, analysis: str) -> bool:
        """True when projet.yaml declares that analysis for this result area."""
        return analysis in self.project.result(self.result).analyses

    def t(self, message: str, /, **values: Any) -> str:
        return self.language.t(message, **values)

    def publish(self, *findings: Finding, quoted: Collection[str] = ()) -> Stack:
        """Write findings to the register with what people judge of them, and return them as the reader
        sees them. `quoted`: codes of the practices on which this notebook quotes people (see
        quotations_mark)."""
        whole = self._judged(findings)
        ids = {finding.id for finding in whole}
        self.published = [*(one for one in self.published if one.id not in ids), *whole]
        self.register.publish(self.run, self.published)
        return Stack(
            tuple(
                finding_card(
                    finding,
                    self.language,
                    (*self._judgement(finding), *self._origin(finding)),
                    finding.practice in quoted,
                )
                for finding in whole
            )
        )

    def _judged(self, findings: Sequence[Finding]) -> list[Finding]:
        called = {name: f.id for f in findings for name in (f.id, self.numbers.get(f.id, f.id))}
        # what is refused there is told once, where practices are weighed
        given = read_judgements(self.project.folder / JUDGEMENTS, (), called).findings
        return [
            finding.model_copy(
                update={
                    "anchor": Anchor(notebook=self.run, cell=mark_of(finding.id)),
                    "judgement": given.get(finding.id),
                }
            )
            for finding in findings
        ]

    def _judgement(self, finding: Finding) -> tuple[Block, ...]:
        """What a person says of the confidence in a finding, beside the rule."""
        if finding.judgement is None:
            return ()
        ruled = self.t(label(finding.ruled))
        said = (
            self.t(
                "Jugement de {qui} : {raison} La règle donnait « confiance {regle} ».",
                qui=f"{finding.judgement.author}, {finding.judgement.day}",
                raison=finding.judgement.reason,
                regle=ruled,
            )
            if self.parameters.edition == "interne"
            else self.t(
                "Jugement de l’équipe, motivé dans l’édition interne. La règle donnait « confiance "
                "{regle} ».",
                regle=ruled,
            )
        )
        return (Paragraph((said,), "note"),)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The numbers that findings have already (id → number)."""
        try:
            return by_finding(read_numbers(self.project.folder))
        except ReportError:  # told by the run, which gives no number either
            return {}

    @cached_property
    def _rows(self) -> SourceRows:
        return SourceRows(self.project)

    def _origin(self, finding: Finding) -> tuple[Block, ...]:
        """Where the finding comes from, inside the team."""
        if self.parameters.edition != "interne":
            return ()
        return origin(trace(finding, self._rows), self.language)

    def findings(self) -> dict[str, Finding]:
        """The findings of the other notebooks of this run; outside a run, those of the last report
        where no notebook was tried since, `stale` where rows they rest on are gone since."""
        if FINDINGS_VARIABLE in os.environ:
            return self.register.read()
        # a public report tells less than is known: what is weighed is what the team knows
        inside = self.parameters.model_copy(update={"edition": "interne"})
        last = read_all(report_folder(self.project, inside) / FINDINGS)
        return self.checked({**last, **self.register.read()})

    def checked(self, findings: Mapping[str, Finding]) -> dict[str, Finding]:
        """Findings made earlier, marked by what the tables hold today (see `mark_stale`); those of a
        public report no longer name their rows."""
        if self.parameters.edition != "interne":
            return dict(findings)
        rows = row_ids(self.project, self.parameters.edition, findings.values())
        return mark_stale(findings, rows)

    def last_report(self) -> LastReport | None:
        """The last whole report of this edition and language; None before a first one.

        Raises ReportError when it cannot be read any more.
        """
        return read_last_report(previous_report(self.project, self.parameters))

    def scope(self) -> Scope:
        """What the whole report is about. A notebook on all result areas is not told that one was
        asked for: the notebooks that ran before it tell."""
        areas = {one.result for one in self.register.ran() if one.result}
        one = areas.pop() if len(areas) == 1 and len(self.project.results) > 1 else None
        asked = self.parameters
        return Scope(asked.resultat or one, asked.debut, asked.fin)


def mark_of(finding: str) -> str:
    """The address of a finding in the report."""
    return Ref(finding).target


def quotations_mark(practice: str) -> str:
    """The address, in the report, of what people say of a practice (its code) in their words."""
    return f"citations-{practice}"


def finding_card(
    finding: Finding, language: Language, origin: tuple[Block, ...] = (), quoted: bool = False
) -> Card:
    """A finding as the reader sees it: its sentence, its number, its confidence; then where it comes
    from (`origin`), and where the words of people are that it counts, if they are `quoted`."""
    badges: list[Inline] = [
        finding_link(finding),
        language.t(label(finding.polarity)),
        language.t("confiance {niveau}", niveau=language.t(label(finding.confidence))),
    ]
    if quoted and finding.practice:
        badges.append(Link(quotations_mark(finding.practice), language.t("lire leurs paroles")))
    # « moins de 5 » may have taken the place of the figure that a sentence begins with
    said = finding.statement.text(language)
    return Card(
        "",
        (Paragraph((said[:1].upper() + said[1:],)), *origin),
        f"constat {finding.polarity.replace('é', 'e')}",
        mark_of(finding.id),
        tuple(badges),
    )


def finding_link(finding: Finding) -> Ref:
    """A link from anywhere to a finding."""
    return Ref(finding.id)


def open_notebook(name: str, **given: Any) -> Notebook:
    """Open a notebook on its parameters; a wrong one is refused in French before any work, and so is one
    that papermill was given and no notebook knows (`-p resulat R1`): papermill only warns."""
    parameters = check_parameters({**_injected(), **given})
    project = open_project(parameters.projet)
    if parameters.resultat:
        project.result(parameters.resultat)
    folder = os.environ.get(FINDINGS_VARIABLE)
    # trials stay inside whatever their edition: they know all
    trial = reports_of(project) / "interne" / f".essai-{parameters.edition}-{parameters.langue}"
    register = Register(Path(folder) if folder else trial / "constats")
    language = Language(parameters.langue, project.discretion(parameters.edition))
    return Notebook(name, parameters, project, language, register)


def _injected() -> dict[str, Any]:
    """The names that papermill set in this kernel, with their values: what the last cell assigns that begins
    as papermill begins those that it adds. Empty elsewhere."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    names: dict[str, Any] = shell.user_ns if shell is not None else {}
    added = [source for source in names.get("In", []) if source.startswith("# Parameters\n")]
    if not added:
        return {}
    lines = ast.parse(added[-1]).body
    named = [one.targets[0] for one in lines if isinstance(one, ast.Assign)]
    return {one.id: names.get(one.id) for one in named if isinstance(one, ast.Name)}


__all__ = [
    "Block",
    "Notebook",
    "finding_card",
    "finding_link",
    "mark_of",
    "open_notebook",
    "quotations_mark",
]
