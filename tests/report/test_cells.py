"""A reader sees the cells of their language, and French ones in its words where there is none."""

from lecons.language import Language
from lecons.report.cells import for_reader, french_cells
from nbformat.v4 import new_code_cell, new_markdown_cell

FR, EN = Language("fr"), Language("en")


def markdown(source, *tags):
    return new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})


def cells():
    return [
        markdown("Titre", "fr"),
        markdown("Title", "en"),
        new_code_cell("1"),
        markdown("Sommaire", "fr"),
        markdown("Pour tous"),
        markdown("Only here", "en"),
    ]


def told(language):
    return [cell.source for cell in for_reader(cells(), language)]


def test_each_reader_sees_the_cells_of_their_language_and_those_of_none():
    assert told(FR) == ["Titre", "1", "Sommaire", "Pour tous"]


def test_a_cell_that_is_french_only_is_translated():
    assert told(EN) == ["Title", "1", "Contents", "Pour tous", "Only here"]


def test_the_catalogue_of_a_language_needs_the_cells_that_it_has_not():
    assert french_cells(cells()) == french_cells(cells(), "de") == ["Titre", "Sommaire"]
    assert french_cells(cells(), "en") == ["Sommaire"]
