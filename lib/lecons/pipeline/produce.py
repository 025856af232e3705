"""One command from raw exports to a report: import, run, assemble, check, move into place."""

import json
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from lecons.errors import ReportError
from lecons.evidence.last_report import FINDINGS
from lecons.evidence.numbers import FILE as NUMBERS
from lecons.evidence.numbers import number_findings
from lecons.evidence.register import Register, without_rows, write_all
from lecons.intake.load import import_project
from lecons.intake.outcome import ImportReport
from lecons.language import Language
from lecons.parameters import RunParameters
from lecons.pipeline import manifest
from lecons.pipeline.clearance import clear_for_release
from lecons.pipeline.erasure import erase_withdrawn
from lecons.pipeline.execute import Status, execute, quiet
from lecons.pipeline.graph import Run, stages
from lecons.pipeline.licences import licences
from lecons.pipeline.place import INSIDE, OPEN, put_in_place
from lecons.pipeline.release import checks_folder, clear_faults, write_faults
from lecons.privacy.release import Examined
from lecons.project import Project, open_project
from lecons.report import fiche
from lecons.report.assemble import Executed, assemble
from lecons.report.evidence_book import write_evidence
from lecons.report.notebook import report_folder, reports_of
from lecons.report.page import cover, render_page
from lecons.report.pdf import compile_pdf, render_typst
from lecons.report.provenance import BOOK, SourceRows
from lecons.store.names import TABLE_NAMES
from lecons.store.tables import has_table

HTML, PDF = "synthese.html", "synthese.pdf"
KERNEL_LOG = "noyaux.log"
SHEETS_FROM = "50_bonnes_pratiques"
# of the manifest, what the public edition tells: what it is, and the software that made it
_TOLD_OUTSIDE = (
    "projet",
    "etabli_le",
    "parametres",
    "empreinte",
    "complet",
    "versions",
    "licences",
    "code",
)
Progress = Callable[[str, int, int], None]


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

    @property
    def failures(self) -> list[Status]:
        return [status for status in self.statuses if status.echec]

    @property
    def partial(self) -> bool:
        return bool(self.failures) or bool(self.imported and self.imported.partial)


def produce(parameters: RunParameters, progress: Progress = lambda *_: None) -> Outcome:
    """Make one report (one edition, one language).

    A whole report takes the place of the last one in one move. When a notebook failed or a file
    could not be read, the report goes beside it, in `<langue>-partiel/`, with a visible panel, and
    the last good one stays. When nothing changed since the last good one, nothing runs.

    A public report is read by the release check before it is moved. Where that finds anything nothing
    is moved, the last good one stays, and what was found is told among the internal files
    (`interne/controles/`). A partial one goes there too, checked as it is: whatever stands under
    `publique/` is whole and was cleared.
    """
    project = open_project(parameters.projet)
    plan = stages(project, parameters)
    place = report_folder(project, parameters)
    hashed_inputs, hashed_code = manifest.inputs(project), manifest.code()
    key = manifest.fingerprint(parameters, hashed_inputs, hashed_code, manifest.review(project))
    if manifest.read_manifest(place).get("empreinte") == key and (place / PDF).is_file():
        # what failed since was undone: the partial report beside speaks of nothing any more
        shutil.rmtree(_beside(project, parameters), ignore_errors=True)
        return Outcome(place, unchanged=True)

    place.parent.mkdir(parents=True, exist_ok=True)
    if parameters.edition == "interne":
        os.chmod(place.parent, INSIDE)
    work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    outcome = Outcome(place)
    try:
        with _timed(outcome, "import"):
            progress("import", 0, 1)
            outcome.imported = import_project(project)
            erased = erase_withdrawn(project, outcome.imported, reports_of(project))
            if erased is not None:
                outcome.told.append(erased.told())
                outcome.imported.failed.update(erased.left())
            # corrections typed into quarantine workbooks have just become corrections.csv
            hashed_inputs = manifest.inputs(project)
            key = manifest.fingerprint(
                parameters, hashed_inputs, hashed_code, manifest.review(project)
            )
        with _timed(outcome, "carnets"):
            outcome.statuses = _run_all(plan, work, progress)
        _assemble(project, parameters, plan, outcome, work, progress)
        _write_manifest(project, parameters, outcome, work, key, hashed_inputs, hashed_code)
        if parameters.edition != "interne" or not outcome.partial:
            # what kernels print to their terminal helps to mend a failure, inside the team only
            (work / KERNEL_LOG).unlink(missing_ok=True)
        if parameters.edition != "interne":
            # executed notebooks hold the analysis step by step: they never leave the team
            shutil.rmtree(work / "carnets", ignore_errors=True)
            progress("contrôle", 0, 1)
            with _timed(outcome, "controle"):
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


class _timed:
    def __init__(self, outcome: Outcome, name: str) -> None:
        self.outcome, self.name = outcome, name

    def __enter__(self) -> None:
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.outcome.seconds[self.name] = round(time.perf_counter() - self.started, 3)


def _run_all(plan: list[list[Run]], work: Path, progress: Progress) -> list[Status]:
    """Run each stage in parallel; one process a run at a time, never threads (papermill's working
    directory is process-wide)."""
    total = sum(len(runs) for runs in plan)
    done: list[Status] = []
    workers = min(os.cpu_count() or 1, max(len(runs) for runs in plan))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=workers, mp_context=context, initializer=quiet, initargs=(work / KERNEL_LOG,)
    ) as pool:
        for runs in plan:
            for waiting in as_completed([pool.submit(execute, run, work) for run in runs]):
                done.append(waiting.result())
                progress(done[-1].run, len(done), total)
    order = [run.name for runs in plan for run in runs]
    return sorted(done, key=lambda status: order.index(status.run))


def _assemble(
    project: Project,
    parameters: RunParameters,
    plan: list[list[Run]],
    outcome: Outcome,
    work: Path,
    progress: Progress,
) -> None:
    language = Language(parameters.langue, project.discretion(parameters.edition))
    today = date.today()
    front = cover(project, language, parameters.edition, today)
    imported = outcome.imported
    notices = [*imported.failed.values(), *imported.old] if imported else []
    total = sum(len(runs) for runs in plan)
    findings = Register(work / "constats").read()
    numbers, refused = number_findings(project.folder, project.tables_folder, [*findings], today)
    if refused and imported:
        # told as any file that could not be used: on the screen, at the top of the report, partial
        imported.failed[NUMBERS] = refused
        notices.append(refused)
    with _timed(outcome, "fiches"):
        binding = fiche.Binding(project, language, front, today, numbers)
        _sheets(binding, work / fiche.FOLDER, outcome)
    executed = [
        Executed(s.run, s.notebook, s.result, work / "carnets" / f"{s.run}.ipynb", s.echec)
        for s in outcome.statuses
    ]
    with _timed(outcome, "assemblage"):
        progress(HTML, total, total)
        merged = assemble(project, language, executed, notices)
        (work / HTML).write_text(render_page(merged, language, front, numbers), encoding="utf-8")
        if parameters.edition == "interne":
            rows = SourceRows(project)
            tables = {
                name: project.table(name, "interne")
                for name in TABLE_NAMES
                if has_table(project.tables_folder, name)
            }
            write_evidence(work / BOOK, findings.values(), numbers, rows, language, tables)
    with _timed(outcome, "pdf"):
        progress(PDF, total, total)
        document = render_typst(merged, language, front, today, numbers)
        (work / PDF).write_bytes(compile_pdf(document, work))
    kept = list(findings.values())
    if parameters.edition != "interne":
        kept = without_rows(kept, project.discretion(parameters.edition))
    write_all(work / FINDINGS, kept)
    shutil.rmtree(work / "constats", ignore_errors=True)


def _sheets(binding: fiche.Binding, folder: Path, outcome: Outcome) -> None:
    """Make the files of each sheet that 50_bonnes_pratiques handed over. One that fails costs neither
    the others nor the report: it is a failure of that notebook, and the report is partial."""
    for sheet in fiche.read_sheets(folder):
        started = time.perf_counter()
        try:
            pages = fiche.make_sheet(sheet, binding, folder)
        except ReportError as error:
            run, taken = f"{SHEETS_FROM}-{sheet.numero}", time.perf_counter() - started
            outcome.statuses.append(Status(run, SHEETS_FROM, None, taken, None, str(error)))
            continue
        if pages > fiche.MOST_PAGES:
            outcome.told.append(
                f"La fiche {sheet.numero} tient sur {pages} pages, plus que {fiche.MOST_PAGES} : rien "
                "n’y est coupé. Raccourcissez ses textes dans projet.yaml si elle doit être imprimée."
            )
    for path in folder.glob("*.json*"):
        path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


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
        "versions": manifest.versions(),
        "licences": licences(),
        "durees": outcome.seconds,
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
