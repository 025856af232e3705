"""The first step of a project: its exports into its tables; what somebody withdrew is erased at once."""

from dataclasses import asdict

from lecons.intake.load import import_project
from lecons.pipeline import manifest
from lecons.pipeline.erasure import erase_withdrawn, still_to_erase
from lecons.pipeline.graph import Node
from lecons.pipeline.keys import settled
from lecons.pipeline.steps.perform import Done
from lecons.pipeline.worksite import Worksite
from lecons.report.places import reports_of
from lecons.store.journal import JOURNAL
from lecons.store.names import REGISTERS


def bring_in(site: Worksite, _: Node) -> Done:
    """Import a project. Where a file could not be read the step has failed, and is tried again at the next
    run; the others came in."""
    project, told = site.project, []
    before = manifest.inputs(project)
    report = import_project(project)
    erased = erase_withdrawn(project, report, reports_of(project))
    if erased is not None:
        told.append(erased.told())
    report.failed.update(still_to_erase(project))
    folder = project.tables_folder
    value = {
        "echecs": report.failed,
        "anciennes": report.old,
        # corrections typed into quarantine workbooks have just become corrections.csv
        "entrees": settled(before, manifest.inputs(project)),
        "lignes": report.rows,
        "comptes": [asdict(account) for account in report.accounts],
        # told once, by the run that erased
        "retraits": told,
    }
    failure = next(iter(report.failed.values()), None)
    files = [*folder.glob("*.parquet"), *(folder / name for name in (JOURNAL, *REGISTERS))]
    return Done(files, value, failure)
