"""The step of a notebook: it is executed, and what it read of the store is noted."""

import json
import os
import shutil
from pathlib import Path

from lecons.evidence.names import FINDINGS, MANIFEST
from lecons.pipeline.execute import Status, execute
from lecons.pipeline.graph import Node
from lecons.pipeline.keys import COMPARES
from lecons.pipeline.state import write_whole
from lecons.pipeline.steps.perform import Done
from lecons.pipeline.worksite import Worksite
from lecons.report import fiche
from lecons.report.places import PREVIOUS_VARIABLE, report_folder
from lecons.report.summary_sheet import HANDED
from lecons.store import reads

# the notebooks that hand something over besides their findings
_HANDED = {"50_bonnes_pratiques": fiche.FOLDER, "60_synthese": HANDED}


def run_notebook(site: Worksite, node: Node) -> Done:
    """Execute a notebook; one that fails leaves what it had made up to there."""
    run = node.run
    assert run is not None
    noted, findings = site.reads / f"{run.name}.jsonl", site.findings / f"{run.name}.json"
    shared = site.shared / f"{run.name}.json"
    for path in (noted, findings, shared):
        path.unlink(missing_ok=True)
    handed = [site.folder / _HANDED[run.notebook]] if run.notebook in _HANDED else []
    for path in handed:
        # should it fail, nothing of the last report is taken for its own
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    if run.notebook == COMPARES:
        _keep_compared(site)
    os.environ[reads.VARIABLE] = str(noted)
    os.environ[PREVIOUS_VARIABLE] = str(site.compared)
    try:
        status = execute(run, site.folder)
    finally:
        del os.environ[reads.VARIABLE], os.environ[PREVIOUS_VARIABLE]
    files = [site.notebooks / f"{run.name}.ipynb", findings, shared, *handed]
    value = {"a_savoir": [status.told] if status.told else []}
    return Done(files, value, status.echec, reads.read_notes(noted))


def statuses(site: Worksite, runs: tuple[str, ...]) -> list[Status]:
    """What became of notebooks, in that order."""
    return [
        Status(**json.loads((site.states / f"{name}.json").read_text(encoding="utf-8")))
        for name in runs
    ]


def _keep_compared(site: Worksite) -> None:
    """Keep the findings of the report that this one is compared with: it is about to be replaced."""
    place: Path = site.previous or report_folder(site.project, site.parameters)
    site.compared.mkdir(exist_ok=True)
    for name in (FINDINGS, MANIFEST):
        if (place / name).is_file():
            write_whole(site.compared / name, (place / name).read_bytes())
        else:
            (site.compared / name).unlink(missing_ok=True)
