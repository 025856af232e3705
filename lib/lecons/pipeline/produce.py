"""One command from raw exports to a report: import, run, assemble, check, move into place."""

import itertools
import json
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lecons.evidence.last_report import FINDINGS
from lecons.evidence.numbers import FILE as NUMBERS
from lecons.evidence.numbers import number_findings
from lecons.evidence.register import Register, without_rows, write_all
from lecons.intake.load import import_project
from lecons.intake.outcome import ImportReport
from lecons.language import SOURCE_LANGUAGE, Language
from lecons.parameters import RunParameters
from lecons.pipeline import manifest
from lecons.pipeline.clearance import clear_for_release
from lecons.pipeline.erasure import erase_withdrawn
from lecons.pipeline.execute import Status, execute, quiet
from lecons.pipeline.graph import Run, stages
from lecons.pipeline.index import write_index
from lecons.pipeline.licences import licences
from lecons.pipeline.outputs import FORMATS, HTML, write_outputs
from lecons.pipeline.place import INSIDE, OPEN, put_in_place
from lecons.pipeline.progress import SILENT, Progress
from lecons.pipeline.release import checks_folder, clear_faults, write_faults
from lecons.pipeline.since import changes_since
from lecons.privacy.release import Examined
from lecons.project import Project, open_project
from lecons.report import fiche
from lecons.report.assemble import Executed, assemble
from lecons.report.notebook import report_folder, reports_of
from lecons.report.page import cover

KERNEL_LOG = "noyaux.log"
# of the manifest, what the public edition tells: what it is, and the software that made it
_TOLD_OUTSIDE = (
    "projet",
    "etabli_le",
    "parametres",
    "empreinte",
    "complet",
    "sujet",
    "changements",
    "versions",
    "licences",
    "code",
)


IMPORT, OUTPUTS, CHECK = "import", "rapport", "controle"


@dataclass
class Outcome:
    """What a run left: the folder, what failed, what the analyst should know, and how long each part
    took (seconds). `held`: the faults that kept a public edition from being put in place, in a text for
    the team; `examined`: what its release check looked at."""

    folder: Path
    unchanged: bool = False
    imported: ImportReport | None = None
    statuses: list[Status] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    examined: Examined | None = None
    held: Path | None = None
    changes: dict[str, Any] | None = None

    @property
    def failures(self) -> list[Status]:
        return [status for status in self.statuses if status.echec]

    @property
    def partial(self) -> bool:
        return bool(self.failures) or bool(self.imported and self.imported.partial)


def produce(
    parameters: RunParameters,
    progress: Progress = SILENT,
    formats: Collection[str] = FORMATS,
) -> Outcome:
    """Make one report (one edition, one language), in the asked `formats`; the page is always made.

    A whole report takes the place of the last one in one move. When a notebook failed or a file
    could not be read, the report goes beside it, in `<langue>-partiel/`, with a visible panel, and
    the last good one stays. When nothing changed since the last good one, nothing runs.

    A public report is read by the release check before it is moved. Where that finds anything nothing
    is moved, the last good one stays, and what was found is told among the internal files
    (`interne/controles/`). A partial one goes there too, checked as it is: whatever stands under
    `publique/` is whole and was cleared. The page that lists all reports is written last.
    """
    project = open_project(parameters.projet)
    outcome = _produce(project, parameters, progress, formats)
    try:
        write_index(reports_of(project).parent)
    except OSError as error:
        outcome.told.append(f"La liste des rapports n’a pas pu être écrite ({error.strerror}).")
    return outcome


def _produce(
    project: Project, parameters: RunParameters, progress: Progress, formats: Collection[str]
) -> Outcome:
    plan = stages(project, parameters)
    place = report_folder(project, parameters)
    hashed_inputs, hashed_code = manifest.inputs(project), manifest.code()
    reviewed = manifest.review(project)
    key = manifest.fingerprint(parameters, hashed_inputs, hashed_code, formats, reviewed)
    last = manifest.read_manifest(place)
    if last.get("empreinte") == key and (place / HTML).is_file():
        # what failed since was undone: the partial report beside speaks of nothing any more
        shutil.rmtree(_beside(project, parameters), ignore_errors=True)
        return Outcome(place, unchanged=True)

    place.parent.mkdir(parents=True, exist_ok=True)
    if parameters.edition == "interne":
        os.chmod(place.parent, INSIDE)
    work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    outcome = Outcome(place)
    progress.plan(*_to_come(plan, parameters, last))
    try:
        with _timed(outcome, IMPORT, progress):
            outcome.imported = import_project(project)
            erased = erase_withdrawn(project, outcome.imported, reports_of(project))
            if erased is not None:
                outcome.told.append(erased.told())
                outcome.imported.failed.update(erased.left())
            # corrections typed into quarantine workbooks have just become corrections.csv
            hashed_inputs = manifest.inputs(project)
            key = manifest.fingerprint(
                parameters, hashed_inputs, hashed_code, formats, manifest.review(project)
            )
        with _timed(outcome, "carnets"):
            outcome.statuses = _run_all(plan, work, progress)
        with _timed(outcome, OUTPUTS, progress):
            _assemble(project, parameters, outcome, work, formats)
        _write_manifest(project, parameters, outcome, work, key, hashed_inputs, hashed_code)
        if parameters.edition != "interne" or not outcome.partial:
            # what kernels print to their terminal helps to mend a failure, inside the team only
            (work / KERNEL_LOG).unlink(missing_ok=True)
        if parameters.edition != "interne":
            # executed notebooks hold the analysis step by step: they never leave the team
            shutil.rmtree(work / "carnets", ignore_errors=True)
            with _timed(outcome, CHECK, progress):
                outcome.examined = clear_for_release(project, parameters, work)
            if outcome.examined.not_sought:
                outcome.told.append(
                    "Le contrôle de diffusion n’a pas cherché, parce que trop courts, mots du rapport "
                    f"lui-même ou illisibles : {', '.join(outcome.examined.not_sought)}."
                )
            if outcome.examined.found:
                outcome.held = write_faults(project, parameters, outcome.examined)
                return outcome
            clear_faults(project, parameters)
        inside = parameters.edition == "interne" or outcome.partial
        mode = INSIDE if inside else OPEN
        outcome.folder = _move(work, place, _beside(project, parameters), outcome.partial, mode)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return outcome


def _to_come(
    plan: list[list[Run]], parameters: RunParameters, last: Mapping[str, Any]
) -> tuple[list[str], dict[str, float]]:
    """The parts of a run, and the seconds that each took at the last one."""
    names = [IMPORT, *(run.name for runs in plan for run in runs), OUTPUTS]
    if parameters.edition != "interne":
        names.append(CHECK)
    taken = {
        **last.get("durees", {}),
        **{one["run"]: one["seconds"] for one in last.get("carnets", [])},
    }
    return names, {name: taken[name] for name in names if name in taken}


class _timed:
    """How long a part takes, for the manifest; `progress`: for whoever watches as well."""

    def __init__(self, outcome: Outcome, name: str, progress: Progress = SILENT) -> None:
        self.outcome, self.name, self.progress = outcome, name, progress

    def __enter__(self) -> None:
        self.progress.start(self.name)
        self.started = time.perf_counter()

    def __exit__(self, kind: object, *_: object) -> None:
        taken = round(time.perf_counter() - self.started, 3)
        self.outcome.seconds[self.name] = taken
        self.progress.done(self.name, taken, kind is not None)


def _run_all(plan: list[list[Run]], work: Path, progress: Progress) -> list[Status]:
    """Run each stage in parallel; one process a run at a time, never threads (papermill's working
    directory is process-wide)."""
    done: list[Status] = []
    workers = min(os.cpu_count() or 1, max(len(runs) for runs in plan))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=workers, mp_context=context, initializer=quiet, initargs=(work / KERNEL_LOG,)
    ) as pool:
        for runs in plan:
            waiting = iter(runs)
            # a pool takes them in this order, so many at a time
            for run in itertools.islice(waiting, workers):
                progress.start(run.name)
            for one in as_completed([pool.submit(execute, run, work) for run in runs]):
                status = one.result()
                done.append(status)
                progress.done(status.run, status.seconds, status.echec is not None)
                if (following := next(waiting, None)) is not None:
                    progress.start(following.name)
    order = [run.name for runs in plan for run in runs]
    return sorted(done, key=lambda status: order.index(status.run))


def _assemble(
    project: Project,
    parameters: RunParameters,
    outcome: Outcome,
    work: Path,
    formats: Collection[str],
) -> None:
    language = Language(parameters.langue, project.discretion(parameters.edition))
    today = date.today()
    inside = parameters.edition == "interne"
    front = cover(project, language, parameters.edition, today)
    imported = outcome.imported
    notices = [*imported.failed.values(), *imported.old] if imported else []
    findings = Register(work / "constats").read()
    numbers, refused = number_findings(project.folder, project.tables_folder, [*findings], today)
    if refused and imported:
        # told as any file that could not be used: on the screen, at the top of the report, partial
        imported.failed[NUMBERS] = refused
        notices.append(refused)
    executed = [
        Executed(s.run, s.notebook, s.result, work / "carnets" / f"{s.run}.ipynb", s.echec)
        for s in outcome.statuses
    ]
    merged = assemble(project, language, executed, notices)
    binding = fiche.Binding(project, language, front, today, numbers)
    notebooks = [one.run for one in executed if one.path.is_file()] if inside else None
    made = write_outputs(merged, binding, findings, work, formats, notebooks)
    outcome.statuses += made.failed
    outcome.told += made.told
    outcome.seconds |= made.seconds
    kept = list(findings.values())
    if not inside:
        kept = without_rows(kept, project.discretion(parameters.edition))
    outcome.changes = changes_since(report_folder(project, parameters), kept, parameters)
    write_all(work / FINDINGS, kept)
    shutil.rmtree(work / "constats", ignore_errors=True)


def _write_manifest(
    project: Project,
    parameters: RunParameters,
    outcome: Outcome,
    work: Path,
    key: str,
    hashed_inputs: dict[str, str],
    hashed_code: dict[str, str],
) -> None:
    imported = outcome.imported
    content = {
        "projet": project.code,
        "etabli_le": date.today().isoformat(),
        "parametres": {**parameters.scalars(), "projet": project.code},
        "empreinte": None if outcome.partial else key,
        "complet": not outcome.partial,
        "sujet": {
            "nom": project.content.nom[SOURCE_LANGUAGE],
            "sigle": project.content.sigle,
            "debut": project.content.debut.isoformat(),
            "fin": project.content.fin.isoformat(),
            "fictif": project.content.donnees_fictives,
        },
        "fichiers_a_reprendre": imported.failed if imported else {},
        "versions": manifest.versions(),
        "licences": licences(),
        "durees": outcome.seconds,
        "changements": outcome.changes,
        "a_savoir": outcome.told,
        "carnets": [asdict(status) for status in outcome.statuses],
        "lignes": imported.rows if imported else {},
        "comptes": [asdict(account) for account in imported.accounts] if imported else [],
        "entrees": hashed_inputs,
        "code": hashed_code,
    }
    if parameters.edition != "interne":
        # inputs, their rows and the people who failed to send them are the team's own affair
        content = {name: content[name] for name in _TOLD_OUTSIDE}
    shutil.rmtree(work / "etat", ignore_errors=True)
    (work / manifest.MANIFEST).write_text(
        json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def _beside(project: Project, parameters: RunParameters) -> Path:
    """Where a partial report goes: never in the place of a good one, and a public one stays inside."""
    if parameters.edition == "interne":
        place = report_folder(project, parameters)
    else:
        place = checks_folder(project, parameters) / parameters.langue
    return place.with_name(f"{place.name}-partiel")


def _move(work: Path, place: Path, beside: Path, partial: bool, mode: int) -> Path:
    """Put a finished folder in place: a partial report stands beside the good one, a good one takes
    away what was partial."""
    target = beside if partial else place
    target.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(work, target, mode)
    if not partial:
        shutil.rmtree(beside, ignore_errors=True)
    return target
