"""What the last report knows before the workshop: findings of measures, of testimonies, of notes."""

import base64
from itertools import chain, zip_longest
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from bs4.element import Tag

from lecons.evidence.finding import LEVELS, Finding
from lecons.evidence.names import FINDINGS
from lecons.evidence.register import read_all
from lecons.parameters import Edition
from lecons.report.document import Figure
from lecons.report.notebook import Notebook, mark_of
from lecons.report.places import report_folder

# what people will say at the workshop is not known before it
KINDS = ("mesure", "témoignage", "note")
_KEY = ("mesure", "témoignage")
MOST, LEAST = 4, 2
PAGE = "synthese.html"
_SVG = "data:image/svg+xml;base64,"


def known_findings(notebook: Notebook) -> dict[str, Finding]:
    """The findings of the last internal report of this language, by id, without those of a workshop nor
    those whose rows are gone since; none before a first report."""
    found = notebook.checked(read_all(_last(notebook, "interne") / FINDINGS))
    return {
        key: finding
        for key, finding in found.items()
        if finding.kind in KINDS and not finding.stale
    }


def key_findings(findings: dict[str, Finding], result: str) -> list[Finding]:
    """The findings that open the talk on a result area, four at most.

    What worked and what did not by turns, the surest first; findings on a practice, which has its
    own slide, and those that do not conclude only where fewer than two are left. What describes the
    evidence itself is left out.
    """
    mine = [
        one
        for one in findings.values()
        if one.result == result and one.kind in _KEY and not one.describes
    ]
    mine.sort(key=lambda one: -LEVELS.index(one.confidence))
    own = [one for one in mine if one.practice is None]
    strengths = [one for one in own if one.polarity == "force"]
    improvements = [one for one in own if one.polarity == "amélioration"]
    turns = chain.from_iterable(zip_longest(strengths, improvements))
    chosen = [one for one in turns if one is not None][:MOST]
    left = [one for one in own if one not in chosen]
    left += [one for one in mine if one.practice is not None]
    return [*chosen, *left[: max(0, LEAST - len(chosen))]]


def about(findings: dict[str, Finding], practice: str) -> list[Finding]:
    """The findings on a practice, by kind of source, the surest first."""
    mine = [one for one in findings.values() if one.practice == practice]
    return sorted(mine, key=lambda f: (KINDS.index(f.kind), -LEVELS.index(f.confidence)))


def figure_beside(notebook: Notebook, findings: list[Finding]) -> Figure | None:
    """The first figure that the last report shows beside one of these findings, else the first of
    the notebooks that made them; None where there is none.

    For an audience that may not know all, of the last public report: those that its executed notebooks
    show are for the team.
    """
    first: Figure | None = None
    seen: dict[str, list[Tag]] = {}
    for finding in findings:
        run = finding.anchor.notebook if finding.anchor else ""
        if run not in seen:
            seen[run] = _shown(notebook, run)
        for output in seen[run]:
            drawn = output.select_one("figure.graphique")
            if drawn is None:
                continue
            if output.find(id=mark_of(finding.id)):
                return _figure(drawn)
            first = first or _figure(drawn)
    return first


def has_figures(notebook: Notebook) -> bool:
    """True where there is a report whose figures this audience may see."""
    edition: Edition = "interne" if notebook.discretion is None else "publique"
    return (_last(notebook, edition) / PAGE).is_file()


def _last(notebook: Notebook, edition: Edition) -> Path:
    asked = notebook.parameters.model_copy(update={"edition": edition})
    return report_folder(notebook.project, asked)


def _shown(notebook: Notebook, run: str) -> list[Tag]:
    """What each cell of a run shows, in HTML."""
    if notebook.discretion is not None:
        path = _last(notebook, "publique") / PAGE
        page = BeautifulSoup(path.read_text("utf-8") if path.is_file() else "", "html.parser")
        return [cell for cell in page.select("div.cellule") if cell.get("data-carnet") == run]
    path = _last(notebook, "interne") / "carnets" / f"{run}.ipynb"
    if not path.is_file():
        return []
    return [
        BeautifulSoup("".join(output.data["text/html"]), "html.parser")
        for cell in nbformat.reads(path.read_text(encoding="utf-8"), as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]


def _figure(drawn: Tag) -> Figure | None:
    image, caption = drawn.find("img"), drawn.find("figcaption")
    if not isinstance(image, Tag) or not str(image.get("src", "")).startswith(_SVG):
        return None
    svg = base64.b64decode(str(image["src"]).removeprefix(_SVG)).decode("utf-8")
    return Figure(svg, str(image["alt"]), caption.get_text() if caption else "")
