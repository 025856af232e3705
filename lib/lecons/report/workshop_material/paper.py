"""Paper: what the discussion sheets and the appraisal grid share, in Typst."""

from pathlib import Path

from lecons.report.exporters import TEMPLATES
from lecons.report.notebook import Notebook
from lecons.report.pdf import compile_pdf
from lecons.report.to_typst import literal

STYLES = ("synthese.typ", "atelier.typ")


def words(text: str) -> str:
    """Words as Typst content: never read as markup."""
    return f"[#{literal(text)};]"


def pairs(rows: list[tuple[str, str]]) -> str:
    """A Typst array of pairs of contents."""
    return "(" + "".join(f"({words(one)}, {words(two)}), " for one, two in rows) + ")"


def print_paper(notebook: Notebook, title: str, body: str, folder: Path) -> bytes:
    """The PDF (A4, PDF/UA-1) of a body that calls the functions of `atelier.typ`.

    Raises ReportError with Typst's own words.
    """
    content = notebook.project.content
    fictional = notebook.t("Données de démonstration fictives")
    styles = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in STYLES)
    document = (
        f"{styles}\n#show: papier.with(titre: {literal(title)}, "
        f"marque: {literal(fictional) if content.donnees_fictives else 'none'}, "
        f"langue: {literal(notebook.language.code)}, "
        f"pied: {literal(f'{content.sigle} · {title}')})\n\n{body}"
    )
    return compile_pdf(document, folder)
