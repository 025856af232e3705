"""From the executed notebook to one offline file of slides: nbconvert's SlidesExporter and reveal.js."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from traitlets.config import Config

from lecons.errors import ReportError
from lecons.language import Language, mark
from lecons.report.clean import safe_html, unturned
from lecons.report.exporters import TEMPLATES
from lecons.report.workshop_material.deck import DECK_MIME

# what reveal.js says to the speaker in English, in the window that S opens
_SPEAKER = {
    "Loading speaker view...": mark("Ouverture des notes…"),
    ">Upcoming<": mark("Ensuite"),
    ">Time <": mark("Temps"),
    ">Click to Reset<": mark("cliquer pour remettre à zéro"),
    ">Pacing – Time to finish current slide<": mark("Rythme : temps pour finir cette diapositive"),
    ">Notes<": mark("Notes"),
    "'Layout'": mark("Disposition"),
    "'Default'": mark("Usuelle"),
    "'Wide'": mark("Large"),
    "'Tall'": mark("Haute"),
    "'Notes only'": mark("Notes seules"),
}


class DeckExporter(SlidesExporter):
    """The sections of the slides: no code, no script, no address outside."""

    def __init__(self, warning: str, **options: Any) -> None:
        self._warning = warning
        super().__init__(
            template_name="diapositives",
            extra_template_basedirs=[str(TEMPLATES)],
            exclude_input=True,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
            exclude_anchor_links=True,
            **options,
        )
        self.register_filter("safe_html", safe_html)

    @property
    def default_config(self) -> Config:
        return Config({"NbConvertBase": {"display_data_priority": ["text/html"]}})

    def _init_resources(self, resources: Any) -> Any:
        whole = super()._init_resources(resources)
        whole["lecons"] = {"warning": self._warning}
        return whole


def slides_of(executed: NotebookNode, language: str) -> NotebookNode:
    """A notebook of slides alone: a cell for what the room sees, one for the speaker's notes.

    The slides are those of the decks that the cells show, and the Markdown cells that an analyst
    made slides of; one tagged with another language is not for this room. Raises ReportError where
    there is no slide at all.
    """
    made = new_notebook()
    for cell in executed.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type == "markdown" and kind not in ("-", "skip"):
            if not tags or language in tags:
                made.cells.append(cell)
            continue
        for output in cell.get("outputs", []):
            for slide in output.get("data", {}).get(DECK_MIME, ()):
                seen = _cell(slide["html"], "subslide" if slide["below"] else "slide")
                seen.metadata["lecons"] = {"kind": slide["kind"]}
                made.cells += [seen, _cell(slide["notes"], "notes")]
    if not made.cells:
        raise ReportError(
            "Le carnet preparation_atelier ne montre aucune diapositive.",
            "Remettez ses cellules telles que lecons les donne.",
        )
    return made


def render_slides(path: Path, title: str, warning: str, language: Language) -> str:
    """The finished page from an executed notebook; `warning` stands on every slide ("" : none)."""
    executed = nbformat.read(path, as_version=4)
    slides, _ = DeckExporter(warning).from_notebook_node(slides_of(executed, language.code))
    notes = speaker_notes(language)
    scripts = [_inline(one) for one in (_read("reveal/reveal.js"), notes, _read("diapositives.js"))]
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template(
        "diapositives.html.j2"
    )
    page = template.render(
        t=language.t,
        lang=language.code,
        title=title,
        styles=[_read("reveal/reveal.css"), _read("diapositives.css")],
        slides=slides,
        scripts=scripts,
        # the window of the notes takes over the rules of this page: its own script is let through
        digests=[_digest(one) for one in (*scripts, _window_script(notes))],
    )
    return unturned(page)


def speaker_notes(language: Language) -> str:
    """The notes plugin of reveal.js, its window speaking the language of the room."""
    source = _read("reveal/notes.js")
    for english, message in _SPEAKER.items():
        bare = english.strip(">'<").strip()
        # it goes inside strings of a script: a straight quotation mark would end them
        said = language.t(message).replace('"', "”").replace("'", "’")
        source = source.replace(english, english.replace(bare, said))
    return source


def _window_script(notes: str) -> str:
    """The script that the plugin writes into the window of the notes, as the browser reads it."""
    found = re.search(r"<script>(.*?)<\\/script>", notes, re.DOTALL)
    assert found is not None, "reveal.js's notes plugin has changed"
    script: str = json.loads(f'"{found[1]}"')
    return script


def _cell(fragment: str, kind: str) -> NotebookNode:
    cell = new_code_cell(outputs=[new_output("display_data", data={"text/html": fragment})])
    cell.metadata["slideshow"] = {"slide_type": kind}
    return cell


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _inline(script: str) -> str:
    """A script as it may stand inside a page: HTML reads « <!-- » in a script its own way."""
    return script.replace("<!--", "\\x3c!--")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
