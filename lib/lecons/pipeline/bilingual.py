"""One file with the page in several languages, from reports that stand already."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from babel import Locale

from lecons.errors import ReportError
from lecons.language import Language
from lecons.parameters import RunParameters
from lecons.pipeline.place import INSIDE, OPEN, put_in_place, work_beside
from lecons.pipeline.release import let_out
from lecons.pipeline.worksite import HTML
from lecons.project import open_project
from lecons.report.bilingual import both
from lecons.report.places import report_folder


def put_together(parameters: RunParameters, languages: Sequence[str]) -> Path:
    """Write `rapports/<projet>/<édition>/<fr-en>/synthese.html` from the page of each language, whole or
    not at all; what it answers.

    Raises ReportError where a language has no report, HeldError where the release check of a public
    file finds something (its parts were checked, the whole is checked again).
    """
    project = open_project(parameters.projet)
    pages = {}
    for code in languages:
        page = report_folder(project, parameters.model_copy(update={"langue": code})) / HTML
        if not page.is_file():
            raise ReportError(
                f"Il n’y a pas de rapport entier en « {code} » : le fichier bilingue ne peut pas se faire.",
                f"Lancez d’abord : lecons produire {parameters.projet} --langue {code} "
                f"--edition {parameters.edition}",
            )
        pages[code] = page.read_text(encoding="utf-8")
    name = "-".join(languages)
    place = report_folder(project, parameters).parent / name
    work = work_beside(place)
    try:
        names = {code: _called(code) for code in languages}
        (work / HTML).write_text(both(pages, names), encoding="utf-8")
        if parameters.edition != "interne":
            let_out(project, parameters, work, name)
        put_in_place(work, place, INSIDE if parameters.edition == "interne" else OPEN)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return place / HTML


def _called(code: str) -> str:
    """What those who read a language call it (CLDR)."""
    return str(Locale(Language(code).locale.language).display_name).capitalize()
