"""What `pybabel extract` finds of our words outside of code (the extractors of babel.cfg).

Notebooks and declared files bring French and English side by side. A third language finds the French
in its catalogue; the English catalogue may leave it out.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import nbformat
import yaml

from lecons.language import SOURCE_LANGUAGE
from lecons.report.cells import french_cells

# line, function, message, comments: what babel asks of an extractor
Found = Iterator[tuple[int, None, str, list[str]]]


def from_notebook(file: BinaryIO, keywords: object, comments: object, options: object) -> Found:
    """The French Markdown cells of a notebook."""
    for cell in french_cells(nbformat.read(file, as_version=4).cells):
        yield 1, None, cell, []


def from_declared(file: BinaryIO, keywords: object, comments: object, options: object) -> Found:
    """The French texts of a YAML file whose texts are `fr:` beside `en:`."""
    for text in french_texts(yaml.safe_load(file)):
        yield 1, None, text, []


def french_texts(content: Any, besides: str = "") -> Iterator[str]:
    """The texts under `fr`, however deep, but where they stand in `besides` as well."""
    if isinstance(content, dict):
        if SOURCE_LANGUAGE in content and not content.get(besides):
            yield content[SOURCE_LANGUAGE]
        for one in content.values():
            yield from french_texts(one, besides)
