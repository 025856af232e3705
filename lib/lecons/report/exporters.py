"""Two nbconvert exporters of our own: the page's body, and Typst. Both read the same notebook."""

from pathlib import Path
from typing import Any

import pypandoc
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default
from traitlets.config import Config

from lecons.report.clean import safe_html
from lecons.report.document import TYPST_MIME

TEMPLATES = Path(__file__).parent / "templates"
_OPTIONS = {
    "extra_template_basedirs": [str(TEMPLATES)],
    "exclude_input": True,
    "exclude_input_prompt": True,
    "exclude_output_prompt": True,
    # what they prepare (code, streams, widgets) is not for a report, and each would check it all again
    "default_preprocessors": [],
}


def _only(mime: str) -> Config:
    """Show one form of an output and no other (nbconvert's own filter reads it from here)."""
    return Config({"NbConvertBase": {"display_data_priority": [mime]}})


class BodyExporter(HTMLExporter):
    """The body of the HTML report: no code, no script, no address outside."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            template_name="synthese_html", exclude_anchor_links=True, **_OPTIONS, **options
        )
        self.register_filter("safe_html", safe_html)

    @property
    def default_config(self) -> Config:
        return _only("text/html")

    def from_notebook_node(  # type: ignore[override]  # nbconvert says a notebook, and returns text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        # not HTMLExporter's own: it parses and writes the whole once more, for pictures without words and
        # for cells of code, and the page has neither
        return TemplateExporter.from_notebook_node(self, nb, resources, **options)


class TypstExporter(TemplateExporter):
    """The body of the PDF as Typst: Markdown cells through pandoc, our blocks as they are."""

    output_mimetype = TYPST_MIME

    def __init__(self, **options: Any) -> None:
        super().__init__(template_name="synthese_typst", **_OPTIONS, **options)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".typ"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".typ.j2"

    @property
    def default_config(self) -> Config:
        return _only(TYPST_MIME)

    def from_notebook_node(  # type: ignore[override]  # nbconvert says a notebook, and returns text
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        markdown, resources = super().from_notebook_node(nb, resources, **options)
        typst = pypandoc.convert_text(
            markdown,
            "typst-smart",
            format="markdown-auto_identifiers-smart",
            extra_args=["--wrap=none"],
        )
        return typst, resources
