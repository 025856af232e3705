"""Where a report is made: the folder that stays between runs, and holds what each step left.

`rapports/<projet>/interne/.chantier/<édition>-<langue>/`: executed notebooks, findings, pages. It knows all,
whatever the edition, so it stands inside, for its owner's account alone.
"""

import os
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lecons.evidence.names import SHARED
from lecons.parameters import RunParameters
from lecons.pipeline.place import INSIDE
from lecons.project import Project, open_project
from lecons.report.places import checks_folder, report_folder, reports_of

FOLDER = ".chantier"
# the page of a report, which every format is made beside
HTML = "synthese.html"
# what kernels print to their terminal
KERNEL_LOG = "noyaux.log"


@dataclass(frozen=True)
class Worksite:
    """One report to be made: what it is asked, in which formats, dated which day (None: the day it is
    made), and the folder of the report that it is compared with (None: the one that it takes the place of).
    """

    parameters: RunParameters
    formats: frozenset[str]
    today: date | None = None
    previous: Path | None = None

    @cached_property
    def project(self) -> Project:
        return open_project(self.parameters.projet)

    @cached_property
    def folder(self) -> Path:
        asked = self.parameters
        scope = (asked.edition, asked.langue, asked.resultat, asked.debut, asked.fin)
        name = "-".join(str(part) for part in scope if part is not None)
        return reports_of(self.project) / "interne" / FOLDER / name

    @property
    def notebooks(self) -> Path:
        return self.folder / "carnets"

    @property
    def findings(self) -> Path:
        return self.folder / "constats"

    @property
    def states(self) -> Path:
        """What became of each notebook, for the notebooks that come after it."""
        return self.folder / "etat"

    @property
    def reads(self) -> Path:
        return self.folder / "lectures"

    @property
    def nodes(self) -> Path:
        """The status of each step."""
        return self.folder / "noeuds"

    @property
    def shared(self) -> Path:
        """What notebooks hand over to the page on several projects."""
        return self.folder / SHARED

    @property
    def by_step(self) -> tuple[Path, ...]:
        """The folders that hold one file a step."""
        return (
            self.notebooks,
            self.findings,
            self.states,
            self.reads,
            self.nodes,
            self.shared,
        )

    @property
    def made(self) -> Path:
        """The files of the report, before they are put in place."""
        return self.folder / "sorties"

    @property
    def compared(self) -> Path:
        """What the report says has changed, it says of the report that stood when it was made: kept here."""
        return self.folder / "precedent"

    @property
    def partial(self) -> Path:
        """Where a partial report goes: never in the place of a good one, and a public one stays inside."""
        place = report_folder(self.project, self.parameters)
        if self.parameters.edition != "interne":
            place = checks_folder(self.project, self.parameters) / self.parameters.langue
        return place.with_name(f"{place.name}-partiel")

    def open_up(self) -> None:
        """Make the folders, for the owner's account alone."""
        for folder in (*self.by_step, self.made):
            folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder.parent.parent, INSIDE)
        os.chmod(self.folder.parent, INSIDE)
