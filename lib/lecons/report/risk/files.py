"""The page on risks as files: one HTML page without network, one A4 page of PDF/UA-1."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from lecons.language import Language, mark
from lecons.report.exporters import TEMPLATES
from lecons.report.pdf import compile_pages
from lecons.report.policy import allowed
from lecons.report.risk.facts import ReleaseFacts
from lecons.report.risk.page import risk_page
from lecons.report.to_html import html
from lecons.report.to_typst import literal, typst

HTML, PDF = "analyse_de_risques.html", "analyse_de_risques.pdf"
TITLE = mark("Analyse de risques et partage")
# tried from the most readable on (letters in points, files listed), until one page holds it
_FITS = ((9.2, 18), (8.8, 14), (8.4, 10), (8.0, 7), (7.6, 4))


def write_risk(folder: Path, facts: ReleaseFacts, language: Language) -> int:
    """Write `analyse_de_risques.html` and `.pdf` in `folder`, and answer the pages of the PDF: one,
    unless names of the project are so long that nothing fits.

    Raises ReportError where the PDF cannot be made; the HTML is then there all the same.
    """
    (folder / HTML).write_text(_html(facts, language), encoding="utf-8")
    pages = 0
    for size, most in _FITS:
        pdf, pages = compile_pages(Path(PDF).stem, _typst(facts, language, size, most), folder)
        (folder / PDF).write_bytes(pdf)
        if pages == 1:
            break
    return pages


def _warning(facts: ReleaseFacts, language: Language) -> str:
    return language.t("Données de démonstration fictives") if facts.fictional else ""


def _foot(facts: ReleaseFacts, language: Language) -> str:
    return language.t(
        "Établie le {jour:date}, d’après les directives de l’IASC sur la responsabilité en matière de données "
        "(2023).",
        jour=facts.established,
    )


def _html(facts: ReleaseFacts, language: Language) -> str:
    style = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("synthese.css", "fiche.css")
    )
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "analyse_de_risques.html.j2"
    )
    return template.render(
        lang=language.code,
        title=language.t(TITLE),
        style=style,
        styles=allowed(style),
        warning=_warning(facts, language),
        project=facts.project,
        foot=_foot(facts, language),
        body=html(risk_page(facts, language)),
    )


def _typst(facts: ReleaseFacts, language: Language, size: float, most: int) -> str:
    styles = "\n".join(
        (TEMPLATES / name).read_text(encoding="utf-8")
        for name in ("synthese.typ", "fiche.typ", "analyse_de_risques.typ")
    )
    day = facts.established
    return (
        f"{styles}\n#show: analyse.with(titre: {literal(language.t(TITLE))}, "
        f"projet: {literal(facts.project)}, pied: {literal(_foot(facts, language))}, "
        f"marque: {literal(_warning(facts, language))}, langue: {literal(language.code)}, "
        f"corps-de: {size}pt, "
        f"date-du-jour: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n\n"
        f"{typst(risk_page(facts, language, most))}\n"
    )
