"""What is slow the first time, done once in the process that others are forked from."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from lecons.estimates import Estimate
from lecons.figures import charts
from lecons.language import Language, languages
from lecons.report.document import Paragraph
from lecons.report.exporters import BodyExporter
from lecons.testimony.lemmas import lemma


def prime() -> None:
    """Load what is loaded when it is first needed, by needing it: the fonts that figures measure, the
    dictionary of lemmas, the catalogues, the templates of the page. It starts no thread (a process that has some must not
    fork): neither Typst nor Arrow's reader, which do, and no pandoc, which is a process.
    """
    one = Estimate(0.5, 0.4, 0.6, 20, 20, "share")
    charts.dots({"paix": one}, lambda value: f"{value:.1f}", "part")
    lemma("paix")
    shown = Paragraph(("paix",))._repr_mimebundle_()
    cells = [
        new_markdown_cell("# paix", metadata={"lecons": {"carnet": "", "decalage": 0}}),
        new_code_cell(
            outputs=[new_output("display_data", data=shown)],
            metadata={"lecons": {"carnet": "", "decalage": 0}},
        ),
    ]
    BodyExporter().from_notebook_node(new_notebook(cells=cells))
    for code in languages():
        Language(code).number(1.5, 1)
