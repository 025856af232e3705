"""A sheet outside of the report: one HTML file without network, and one PDF/UA-1 of one or two pages.

The notebook composes a sheet and hands it over as JSON, in both forms; the pipeline makes the files.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from lecons.language import Language
from lecons.project import Project
from lecons.report.clean import safe_html, unturned
from lecons.report.exporters import TEMPLATES
from lecons.report.page import Cover, number_findings
from lecons.report.pdf import compile_pages
from lecons.report.policy import allowed
from lecons.report.to_typst import dictionary, literal

FOLDER = "fiches"
MOST_PAGES = 2
REPORT = "../synthese.html"


@dataclass(frozen=True)
class Sheet:
    """A sheet as a notebook hands it over: the number and title of its practice, its two forms."""

    numero: str
    titre: str
    html: str
    typst: str


def place(number: str) -> str:
    """Where the PDF of a practice's sheet stands, from the folder of the report."""
    return f"{FOLDER}/{number}.pdf"


def write_sheets(folder: Path, sheets: list[Sheet]) -> None:
    """Write the sheets of one run as JSON; those of an earlier run leave the folder."""
    for path in folder.glob("*.json"):
        path.unlink()
    for sheet in sheets:
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{sheet.numero}.json.part"
        draft.write_text(json.dumps(asdict(sheet), ensure_ascii=False), encoding="utf-8")
        os.replace(draft, folder / f"{sheet.numero}.json")


def read_sheets(folder: Path) -> list[Sheet]:
    """The sheets that a run handed over, by number; none where it has no such folder."""
    paths = sorted(folder.glob("*.json"), key=lambda path: (len(path.stem), path.stem))
    return [Sheet(**json.loads(path.read_text(encoding="utf-8"))) for path in paths]


@dataclass(frozen=True)
class Binding:
    """What the sheets of one report share: its cover, its day, and the numbers of findings by id."""

    project: Project
    language: Language
    front: Cover
    today: date
    numbers: Mapping[str, str]

    @property
    def heading(self) -> str:
        content = self.project.content
        return f"{content.sigle} · {self.language.of(content.nom)}"

    @property
    def foot(self) -> str:
        return self.language.t(
            "Fiche établie le {jour:date}. Les numéros entre crochets sont ceux des constats du rapport.",
            jour=self.today,
        )


def make_sheet(sheet: Sheet, binding: Binding, folder: Path) -> int:
    """Write `<numero>.html` and `<numero>.pdf` in `folder`, and answer the pages of the PDF.

    Raises ReportError where the PDF cannot be made; the HTML is then there all the same.
    """
    (folder / f"{sheet.numero}.html").write_text(render_sheet(sheet, binding), encoding="utf-8")
    pdf, pages = compile_pages(sheet.numero, typst_sheet(sheet, binding), folder)
    (folder / f"{sheet.numero}.pdf").write_bytes(pdf)
    return pages


def render_sheet(sheet: Sheet, binding: Binding) -> str:
    """The HTML file. What it links to is in the report beside it."""
    soup = BeautifulSoup(safe_html(sheet.html), "html.parser")
    number_findings(soup, binding.numbers)
    for link in soup.find_all("a", href=True):
        link["href"] = f"{REPORT}{link['href']}"
    style = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("synthese.css", "fiche.css")
    )
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "fiche.html.j2"
    )
    page = template.render(
        lang=binding.language.code,
        style=style,
        styles=allowed(style),
        sheet=sheet,
        binding=binding,
        body=str(soup),
    )
    return unturned(page)


def typst_sheet(sheet: Sheet, binding: Binding) -> str:
    """The Typst document."""
    styles = "\n".join(
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("synthese.typ", "fiche.typ")
    )
    warning = literal(binding.front.warning) if binding.front.warning else "none"
    today = binding.today
    return (
        f"{styles}\n#show: fiche.with(numero: {literal(sheet.numero)}, "
        f"titre: {literal(sheet.titre)}, projet: {literal(binding.heading)}, "
        f"pied: {literal(binding.foot)}, marque: {warning}, "
        f"langue: {literal(binding.language.code)}, constats: {dictionary(binding.numbers)}, "
        f"date-du-jour: datetime(year: {today.year}, month: {today.month}, day: {today.day}))"
        f"\n\n{sheet.typst}\n"
    )
