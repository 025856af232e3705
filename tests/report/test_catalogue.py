"""The catalogue holds every message of the product, translated, and nothing else."""

import re

import nbformat
import pytest
import yaml
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from lecons.language import CATALOGUES, Language, languages
from lecons.project import repository_root
from lecons.report.cells import french_cells
from lecons.report.extraction import french_texts
from lecons.report.labels import LABELS

AGREEING = re.compile(r"\{([a-z_0-9]+):\?([^{}]*)\}")
PLACES = re.compile(r"\{[a-z_0-9]+(?::[a-z]+)?\}")


NOTEBOOKS = sorted((repository_root() / "notebooks").glob("*0_*.ipynb"))
DECLARED = sorted(CATALOGUES.parent.rglob("indicators.yaml"))


@pytest.fixture(scope="module")
def messages():
    found = extract_from_dir(
        str(CATALOGUES.parent),
        method_map=[("**.py", "python"), ("**.html.j2", "jinja2")],
        keywords={"t": None, "mark": None},
    )
    return {message for _, _, message, _, _ in found if message}


def said_in_french(besides=""):
    """What notebooks and declared files say in French, and not in another language (`besides`) as well."""
    cells = [french_cells(nbformat.read(path, as_version=4).cells, besides) for path in NOTEBOOKS]
    declared = [french_texts(yaml.safe_load(path.read_text("utf-8")), besides) for path in DECLARED]
    return {text for one in [*cells, *declared] for text in one}


@pytest.fixture(scope="module", params=sorted(path.stem for path in CATALOGUES.glob("*.po")))
def catalogue(request):
    with (CATALOGUES / f"{request.param}.po").open("rb") as handle:
        return {str(m.id): str(m.string) for m in read_po(handle) if m.id}


def test_english_is_there():
    assert languages() == ["fr", "en"]


def test_the_product_has_messages_and_none_lacks_a_translation(messages, catalogue, request):
    assert len(messages) > 250
    said = messages | said_in_french(besides=request.node.callspec.params["catalogue"])
    assert sorted(m for m in said if not catalogue.get(m)) == []


def test_no_translation_is_left_that_nothing_says(messages, catalogue):
    assert sorted(set(catalogue) - messages - said_in_french()) == []


def test_english_has_cells_and_texts_of_its_own_and_a_third_language_has_a_catalogue():
    assert said_in_french(besides="en") == set()
    assert {
        "# L’essentiel",
        "Personnes touchées par les événements de paix (participations)",
    } < said_in_french(besides="de")


def test_pybabel_finds_what_notebooks_and_declared_files_say():
    mappings, options = parse_mapping_cfg((repository_root() / "babel.cfg").open(encoding="utf-8"))
    found = {
        message
        for place in ("notebooks", "lib/lecons/measures/indicators")
        for _, _, message, *_ in extract_from_dir(
            repository_root() / place, [one for one in mappings if "**.py" not in one], options
        )
    }
    assert found == said_in_french()


def test_words_agree_with_a_figure_that_the_message_has(messages, catalogue):
    for text in {*messages, *catalogue.values()}:
        for name, forms in AGREEING.findall(text):
            assert f"{{{name}:" in text.replace(f"{{{name}:?", ""), text
            assert "|" in forms, text


def test_a_translation_keeps_the_places_of_its_message(catalogue):
    for message, translation in catalogue.items():
        assert sorted(PLACES.findall(translation)) == sorted(PLACES.findall(message)), message


def test_every_label_says_something_in_english():
    english = Language("en")
    same = {words for words in LABELS.values() if english.t(words) == words}
    # words that are written alike in both languages
    assert same <= {"inclusion", "condition", "innovation", "Tombouctou", "Gao", "Kidal", "songhay",
                    "tamasheq", "hassanya"}  # fmt: skip
