"""Prepares the workshop: slides, discussion sheets, appraisal grid, forms, a workbook to type into."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lecons.errors import ReportError
from lecons.evidence.names import FINDINGS
from lecons.intake.declarations import empty_lists
from lecons.intake.form_book import check_form, write_form_book
from lecons.intake.workshop_book import write_workshop_book
from lecons.parameters import RunParameters
from lecons.pipeline.execute import GRACE, NOTEBOOK_SECONDS, Status, execute, quiet
from lecons.pipeline.graph import Run
from lecons.pipeline.kernels.apart import apart
from lecons.pipeline.place import put_in_place
from lecons.pipeline.release import let_out
from lecons.project import PROJECT_FILE, Project, open_project
from lecons.report.notebook import Notebook, open_notebook
from lecons.report.places import report_folder
from lecons.report.workshop_material.exporter import render_slides
from lecons.report.workshop_material.grid import appraisal_grid
from lecons.report.workshop_material.known import has_figures, known_findings
from lecons.report.workshop_material.sheets import discussion_sheets

NOTEBOOK = "preparation_atelier"
SLIDES, SHEETS, GRID = "diapositives.html", "fiches_de_discussion.pdf", "grille_appreciation.pdf"
WORKBOOK = "saisie_atelier.xlsx"
# the file that people get → the form of data/formulaires that it is
FORMS = {
    "grille_appreciation.xlsx": "appreciation",
    "priorites.xlsx": "priorite",
    "contribution.xlsx": "contribution",
}
Progress = Callable[[str], None]


@dataclass
class Prepared:
    """What was written, in `folder`, and what is to be said: what is missing, and what it changes."""

    folder: Path
    written: list[Path] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def prepare_workshop(parameters: RunParameters, progress: Progress = lambda _: None) -> Prepared:
    """Write the material of the workshop in `rapports/<projet>/atelier/<langue>/`, whole or not at all.

    It rests on the last internal report of that language, told as the public edition may tell it, and
    has the figures of the last public one. Raises ReportError where there is none, or
    where the notebook of the slides fails, HeldError where the release check finds a name, words that
    nobody reviewed, a telephone; the material that stood there stays.
    """
    project = open_project(parameters.projet)
    report = report_folder(project, parameters)
    if not (report / FINDINGS).is_file():
        option = "" if parameters.langue == "fr" else f" --langue {parameters.langue}"
        raise ReportError(
            f"Il n’y a pas encore de rapport interne en « {parameters.langue} » : les diapositives et "
            "les fiches se font de ses constats.",
            f"Lancez d’abord : lecons produire {parameters.projet}{option}",
        )
    # a kernel runs at the top of the repository, wherever the command was typed; participants are no
    # team: what is said and shown to them is what the public edition may say
    asked = {"projet": str(project.folder), "edition": "publique"}
    parameters = parameters.model_copy(update=asked)
    place = report.parent.parent / "atelier" / parameters.langue
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        names, said = _write(project, parameters, work, progress)
        let_out(project, parameters, work, f"atelier-{parameters.langue}")
        put_in_place(work, place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Prepared(place, [place / name for name in names], said)


def _write(
    project: Project, parameters: RunParameters, work: Path, progress: Progress
) -> tuple[list[str], list[str]]:
    """Write every file; answers their names and what is to be said."""
    notebook = open_notebook(NOTEBOOK, **parameters.scalars())
    findings = known_findings(notebook)
    names, said = [SLIDES, SHEETS], _missing(project)
    if not findings:
        said.append(
            "Le dernier rapport n’a aucun constat de mesure ni de témoignage : les diapositives et les "
            "fiches ne montrent que des questions."
        )
    elif not has_figures(notebook):
        said.append(
            "Les diapositives n’ont pas de figure : celles de l’édition interne ne sortent pas de l’équipe. "
            f"Pour en avoir : lecons produire {parameters.projet} --edition publique, puis relancez."
        )
    progress(SHEETS)
    (work / SHEETS).write_bytes(discussion_sheets(notebook, findings, work))
    progress(GRID)
    grid = appraisal_grid(notebook, work)
    if grid is not None:
        (work / GRID).write_bytes(grid)
        names.append(GRID)
    for name, form in FORMS.items():
        progress(name)
        if missing := empty_lists(form, project):
            said.append(
                f"{name} non écrit : remplissez d’abord {', '.join(missing)} dans {PROJECT_FILE}."
            )
            continue
        os.replace(path := write_form_book(form, project, work), work / name)
        said += [f"{name} : {warning}" for warning in check_form(path.with_name(name))]
        names.append(name)
    progress(WORKBOOK)
    write_workshop_book(project, notebook.language, work / WORKBOOK)
    # last: running the notebook takes the longest
    progress(SLIDES)
    _write_slides(notebook, parameters, work)
    return [*names, WORKBOOK], said


def _write_slides(notebook: Notebook, parameters: RunParameters, work: Path) -> None:
    """Run the notebook of the slides in a process of its own, and export it; raises ReportError."""
    log = work / "noyau.log"
    run = Run(NOTEBOOK, None, parameters)
    status = apart(_run_slides, run, work, log, seconds=NOTEBOOK_SECONDS + GRACE)
    if status.echec:
        raise ReportError(
            f"Le carnet {NOTEBOOK} a échoué, {status.echec}",
            "Rien n’a été écrit ; le matériel précédent, s’il y en a un, est resté en place.",
        )
    content, language = notebook.project.content, notebook.language
    title = f"{content.sigle} · {language.of(content.nom)}"
    warning = language.t("Données de démonstration fictives") if content.donnees_fictives else ""
    page = render_slides(work / "carnets" / f"{NOTEBOOK}.ipynb", title, warning, language)
    (work / SLIDES).write_text(page, encoding="utf-8")
    for folder in ("carnets", "etat", "constats"):
        shutil.rmtree(work / folder, ignore_errors=True)
    log.unlink(missing_ok=True)


def _run_slides(run: Run, work: Path, log: Path) -> Status:
    quiet(log)
    return execute(run, work)


def _missing(project: Project) -> list[str]:
    """What projet.yaml does not say, and what that changes."""
    content, said = project.content, []
    if content.atelier is None:
        said.append(f"Clé atelier absente de {PROJECT_FILE} : ni date, ni lieu, ni ordre du jour.")
    elif not content.atelier.ordre_du_jour:
        said.append(f"Clé atelier.ordre_du_jour vide dans {PROJECT_FILE} : pas d’ordre du jour.")
    if content.atelier is None or not content.atelier.groupes:
        said.append(
            f"Aucun groupe (clé atelier.groupes de {PROJECT_FILE}) : une fiche par résultat, et une pour "
            "Gao et Kidal s’il y a des pratiques."
        )
    if not project.practices():
        said.append(
            f"Aucune pratique (clé pratiques de {PROJECT_FILE}) : rien à noter sur cinq critères."
        )
    if not content.recommandations:
        said.append(
            f"Aucune recommandation (clé recommandations de {PROJECT_FILE}) : pas de priorités à noter."
        )
    return said
