"""The finished HTML page: numbered headings, table of contents, title, one file, no network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup
from bs4.element import Tag
from jinja2 import Environment, FileSystemLoader
from nbformat import NotebookNode

from lecons.language import Language
from lecons.project import Project
from lecons.report.clean import unturned
from lecons.report.exporters import TEMPLATES, BodyExporter
from lecons.report.policy import allowed

NUMBERED, LISTED = 3, 2


@dataclass(frozen=True)
class Cover:
    """What the title page of both forms says."""

    title: str
    subtitle: str
    lines: tuple[str, ...]
    warning: str | None


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
    lines = [
        who(project, language),
        t("Période : {debut:date} – {fin:date}", debut=content.debut, fin=content.fin),
        t(
            "Communes : {n:int} · Résultats : {resultats}",
            n=len(content.communes),
            resultats=language.listing(project.results),
        ),
    ]
    if content.subvention:
        lines.append(t("Subvention : {numero}", numero=content.subvention))
    lines.append(
        t("Édition interne · établi le {jour:date}", jour=today)
        if edition == "interne"
        else t("Édition publique · établi le {jour:date}", jour=today)
    )
    fictional = t("Données de démonstration fictives") if content.donnees_fictives else None
    return Cover(
        t("Leçons et bonnes pratiques"),
        language.of(content.nom),
        tuple(lines),
        fictional,
    )


def render_page(
    notebook: NotebookNode, language: Language, front: Cover, numbers: Mapping[str, str]
) -> str:
    """The whole page from an assembled notebook. `numbers`: finding id → number."""
    body, _ = BodyExporter().from_notebook_node(notebook)
    soup = BeautifulSoup(body, "html.parser")
    contents = _number(soup)
    number_findings(soup, numbers)
    _bury_dead_links(soup)
    style = (TEMPLATES / "synthese.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "synthese.js").read_text(encoding="utf-8").strip()
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "page.html.j2"
    )
    page = template.render(
        t=language.t,
        lang=language.code,
        cover=front,
        style=style,
        script=script,
        styles=allowed(style),
        scripts=allowed(script),
        contents=contents,
        body=str(soup),
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
