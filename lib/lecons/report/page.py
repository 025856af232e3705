"""The finished HTML page: numbered headings, table of contents, title, one file, no network."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.element import Tag
from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode

from lecons.language import SOURCE_LANGUAGE, Language
from lecons.project import Project
from lecons.report.clean import unturned
from lecons.report.exporters import TEMPLATES, BodyExporter
from lecons.report.pictures import lighten
from lecons.report.policy import allowed

NUMBERED, LISTED = 3, 2
NOTEBOOKS = "carnets"
_SCRIPTS = ("synthese.js", "paroles.js", "tableaux.js")
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLANK_LINES = re.compile(r"\n\s*\n+")
# run as soon as the contents stand: a phone that still waits for the rest shows the first chapter
_EARLY = "foldOnPhones(document.currentScript);"


@dataclass(frozen=True)
class Cover:
    """What the title page of both forms says: `about`, the lines on the project, folded on a phone;
    `edition`, which edition it is and of which day."""

    title: str
    subtitle: str
    about: tuple[str, ...]
    warning: str | None
    edition: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All that stands under the title."""
        return (*self.about, self.edition) if self.edition else self.about


def who(project: Project, language: Language) -> str:
    """The organisation, with its partners where it has any."""
    content = project.content
    if not content.partenaires:
        return content.organisation
    return language.t(
        "{organisation}, avec {partenaires}",
        organisation=content.organisation,
        partenaires=language.listing(content.partenaires),
    )


def cover(project: Project, language: Language, edition: str, today: date) -> Cover:
    """The cover of a report; its warning stands on every page of it."""
    content, t = project.content, language.t
    about = [
        who(project, language),
        t("Période : {debut:date} – {fin:date}", debut=content.debut, fin=content.fin),
        t(
            "Communes : {n:int} · Résultats : {resultats}",
            n=len(content.communes),
            resultats=language.listing(project.results),
        ),
    ]
    if content.subvention:
        about.append(t("Subvention : {numero}", numero=content.subvention))
    if language.code != SOURCE_LANGUAGE:
        about.append(
            t(
                "Les paroles sont en français, la langue dans laquelle elles ont été relues, là où personne "
                "ne les a traduites."
            )
        )
    told = (
        t("Édition interne · {jour:date}", jour=today)
        if edition == "interne"
        else t("Édition publique · {jour:date}", jour=today)
    )
    fictional = t("Données de démonstration fictives") if content.donnees_fictives else None
    return Cover(
        t("Leçons et bonnes pratiques"),
        language.of(content.nom),
        tuple(about),
        fictional,
        told,
    )


def render_page(
    notebook: NotebookNode,
    language: Language,
    front: Cover,
    numbers: Mapping[str, str],
    notebooks: Collection[str] = (),
) -> str:
    """The whole page from an assembled notebook. `numbers`: finding id → number; `notebooks`: the runs
    whose executed notebooks stand beside the page, in `carnets/`: their titles lead to them. A public
    page has none."""
    body, _ = BodyExporter().from_notebook_node(notebook)
    soup = BeautifulSoup(body, "html.parser")
    contents = _number(soup)
    number_findings(soup, numbers)
    _bury_dead_links(soup)
    _lead_to_notebooks(soup, notebooks, language.t("carnet exécuté, à ouvrir dans JupyterLab"))
    lighten(soup)
    style = (TEMPLATES / "synthese.css").read_text(encoding="utf-8")
    script = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "page.html.j2"
    )
    page = template.render(
        t=language.t,
        lang=language.code,
        cover=front,
        style=style,
        script=script,
        early=_EARLY,
        styles=allowed(style),
        scripts=allowed(script, _EARLY),
        contents=contents,
        body=_BLANK_LINES.sub("\n", str(soup)),
    )
    return unturned(page)


def _number(soup: BeautifulSoup) -> list[dict[str, str | int]]:
    """Shift each notebook's headings down, number them, give them ids; return those to list.

    The page's only h1 is the report's title: a notebook's own title becomes an h2, or an h3 inside
    a result area.
    """
    counters = [0] * 6
    contents: list[dict[str, str | int]] = []
    for cell in soup.select("div.cellule"):
        shift = int(str(cell["data-decalage"]))
        for heading in cell.find_all(["h1", "h2", "h3", "h4"]):
            depth = int(heading.name[1]) + shift
            heading.name = f"h{min(depth + 1, 6)}"
            counters[depth - 1] += 1
            counters[depth:] = [0] * (6 - depth)
            number = ".".join(str(count) for count in counters[:depth])
            words = heading.get_text()
            heading["id"] = heading.get("id") or f"s-{number.replace('.', '-')}"
            if depth <= NUMBERED:
                mark = soup.new_tag("span", attrs={"class": "numero"})
                mark.string = f"{number} "
                heading.insert(0, mark)
            if depth <= LISTED:
                contents.append(
                    {"id": str(heading["id"]), "text": words, "number": number, "depth": depth}
                )
        del cell["data-decalage"]
        if not cell.get_text(strip=True) and not cell.find("img"):
            cell.decompose()
    return contents


def _lead_to_notebooks(soup: BeautifulSoup, notebooks: Collection[str], words: str) -> None:
    """Under the first title of each notebook, a link to it as it was executed."""
    waiting = set(notebooks)
    for cell in soup.select("div.cellule"):
        run = str(cell["data-carnet"])
        title = cell.find(_HEADINGS)
        if title is not None and run in waiting:
            waiting.remove(run)
            line = soup.new_tag("p", attrs={"class": "carnet"})
            link = soup.new_tag("a", attrs={"href": f"{NOTEBOOKS}/{quote(run)}.ipynb"})
            link.string = words
            line.append(link)
            title.insert_after(line)


def number_findings(soup: BeautifulSoup, numbers: Mapping[str, str]) -> None:
    """Links to findings show their number; a finding that has none keeps its id."""
    for link in soup.select("a.renvoi"):
        link.string = numbers.get(link.get_text(), link.get_text())


def _bury_dead_links(soup: BeautifulSoup) -> None:
    """A link to something that this report does not hold becomes plain text."""
    marks = {tag["id"] for tag in soup.find_all(id=True)}
    for link in soup.find_all("a", href=True):
        assert isinstance(link, Tag)
        if str(link["href"]).removeprefix("#") not in marks:
            link.unwrap()
