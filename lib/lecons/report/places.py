"""Where reports stand."""

import os
from pathlib import Path

from lecons.parameters import RunParameters
from lecons.project import Project, repository_root

INDEX = "index.html"
# among the internal reports: why a public one is held back
CHECKS = "controles"
# a run says where reports go; else they stand beside lecons itself
REPORTS_VARIABLE = "LECONS_RAPPORTS"
# a run says which report it is compared with; else it is the one that stands
PREVIOUS_VARIABLE = "LECONS_PRECEDENT"


def report_folder(project: Project, parameters: RunParameters) -> Path:
    """Where a report of that edition and language stands."""
    return reports_of(project) / parameters.edition / parameters.langue


def checks_folder(project: Project, parameters: RunParameters) -> Path:
    """Where what was found in public files is told: among the internal ones, for the team alone."""
    return reports_of(project) / "interne" / CHECKS


def previous_report(project: Project, parameters: RunParameters) -> Path:
    """The report that the one which is made says it differs from."""
    kept = os.environ.get(PREVIOUS_VARIABLE)
    return Path(kept) if kept else report_folder(project, parameters)


def reports_of(project: Project) -> Path:
    """Where all reports of a project stand."""
    return reports_root() / project.code


def reports_root() -> Path:
    """Where reports go: `LECONS_RAPPORTS`, else `rapports/` beside lecons itself."""
    return Path(os.environ.get(REPORTS_VARIABLE, repository_root() / "rapports"))
