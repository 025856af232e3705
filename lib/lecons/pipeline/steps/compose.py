"""The steps that make the files of a report from what the notebooks left: the page, then each format."""

import shutil
from datetime import date

from lecons.evidence.names import NUMBERS
from lecons.evidence.numbers import number_findings
from lecons.evidence.register import Register
from lecons.language import Language
from lecons.pipeline.graph import IMPORT, PAGE, Node
from lecons.pipeline.keys import MERGED, state_path
from lecons.pipeline.outputs import Material, make_output, make_page
from lecons.pipeline.state import digest, read_state
from lecons.pipeline.steps.perform import Done
from lecons.pipeline.steps.run import statuses
from lecons.pipeline.worksite import HTML, Worksite
from lecons.report.assemble import Executed, assemble
from lecons.report.fiche import FOLDER, Binding
from lecons.report.page import cover


def compose_page(site: Worksite, node: Node) -> Done:
    """Put the executed notebooks together, number the findings, and make the page."""
    project = site.project
    imported = read_state(state_path(site, IMPORT))
    assert imported is not None
    notices = [*imported.value["echecs"].values(), *imported.value["anciennes"]]
    today = site.today or date.today()
    found = Register(site.findings).read()
    numbers, refused = number_findings(project.folder, project.tables_folder, [*found], today)
    if refused:
        # told as any file that could not be used: on the screen, at the top of the report, partial
        notices.append(refused)
    executed = [
        Executed(s.run, s.notebook, s.result, site.notebooks / f"{s.run}.ipynb", s.echec)
        for s in statuses(site, node.after)
    ]
    inside = site.parameters.edition == "interne"
    notebooks = [one.run for one in executed if one.path.is_file()] if inside else []
    material = _material(site, today, numbers)
    merged = assemble(project, material.binding.language, executed, notices)
    content = make_page(merged, material, notebooks)
    value = {
        "jour": today.isoformat(),
        "numeros": numbers,
        "contenu": digest(content.encode("utf-8")),
        "echecs": {NUMBERS: refused} if refused else {},
    }
    # a file of numbers that is refused may be put right
    return Done([site.made / HTML, site.folder / MERGED], value, refused)


def compose_output(site: Worksite, node: Node) -> Done:
    """Make one format."""
    page = read_state(state_path(site, PAGE))
    assert page is not None
    if node.name == FOLDER:
        # the sheet of a practice that is gone
        shutil.rmtree(site.made / FOLDER, ignore_errors=True)
    material = _material(site, date.fromisoformat(page.value["jour"]), page.value["numeros"])
    made = make_output(node.name, material)
    value = {"fichiers": made.files, "echecs": made.failed, "a_savoir": made.told}
    failure = next(iter(made.failed.values()), None)
    return Done([site.made / name for name in made.files], value, failure)


def _material(site: Worksite, today: date, numbers: dict[str, str]) -> Material:
    project, parameters = site.project, site.parameters
    language = Language(parameters.langue, project.discretion(parameters.edition))
    front = cover(project, language, parameters.edition, today)
    binding = Binding(project, language, front, today, numbers)
    return Material(binding, Register(site.findings).read(), site.folder, site.made)
