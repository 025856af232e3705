"""The steps that make the files of a report from what the notebooks left: these in reading order, the page,
then each format."""

import shutil
from datetime import date

import nbformat

from lecons.evidence.names import NUMBERS
from lecons.evidence.numbers import number_findings
from lecons.evidence.register import Register
from lecons.language import Language
from lecons.pipeline.graph import ASSEMBLY, IMPORT, Node
from lecons.pipeline.keys import MERGED, state_path
from lecons.pipeline.outputs import Material, make_output, make_page
from lecons.pipeline.state import digest, read_state
from lecons.pipeline.steps.perform import Done
from lecons.pipeline.steps.run import statuses
from lecons.pipeline.worksite import HTML, Worksite
from lecons.report.assemble import Executed, assemble
from lecons.report.fiche import FOLDER, Binding
from lecons.report.page import cover


def put_in_order(site: Worksite, node: Node) -> Done:
    """Number the findings, and put the executed notebooks together in reading order."""
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
    language = Language(site.parameters.langue, project.discretion(site.parameters.edition))
    merged = assemble(project, language, executed, notices)
    nbformat.write(merged, site.folder / MERGED)
    value = {
        "jour": today.isoformat(),
        "numeros": numbers,
        "echecs": {NUMBERS: refused} if refused else {},
    }
    # a file of numbers that is refused may be put right
    return Done([site.folder / MERGED], value, refused)


def compose_page(site: Worksite, _: Node) -> Done:
    """Make the page; answers what the formats that are read off it rest on."""
    inside = site.parameters.edition == "interne"
    notebooks = {path.stem for path in site.notebooks.glob("*.ipynb")} if inside else set()
    content = make_page(_material(site), notebooks)
    return Done([site.made / HTML], {"contenu": digest(content.encode("utf-8"))})


def compose_output(site: Worksite, node: Node) -> Done:
    """Make one format."""
    if node.name == FOLDER:
        # the sheet of a practice that is gone
        shutil.rmtree(site.made / FOLDER, ignore_errors=True)
    made = make_output(node.name, _material(site))
    value = {"fichiers": made.files, "echecs": made.failed, "a_savoir": made.told}
    failure = next(iter(made.failed.values()), None)
    return Done([site.made / name for name in made.files], value, failure)


def _material(site: Worksite) -> Material:
    project, parameters = site.project, site.parameters
    assembled = read_state(state_path(site, ASSEMBLY))
    assert assembled is not None
    today, numbers = date.fromisoformat(assembled.value["jour"]), assembled.value["numeros"]
    language = Language(parameters.langue, project.discretion(parameters.edition))
    front = cover(project, language, parameters.edition, today)
    binding = Binding(project, language, front, today, numbers)
    return Material(binding, Register(site.findings).read(), site.folder, site.made)
