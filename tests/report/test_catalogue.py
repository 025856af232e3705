"""The catalogue holds every message of the product, translated, and nothing else."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from lecons.language import CATALOGUES, Language, languages
from lecons.report.labels import LABELS

AGREEING = re.compile(r"\{([a-z_0-9]+):\?([^{}]*)\}")
PLACES = re.compile(r"\{[a-z_0-9]+(?::[a-z]+)?\}")


@pytest.fixture(scope="module")
def messages():
    found = extract_from_dir(
        str(CATALOGUES.parent),
        method_map=[("**.py", "python"), ("**.html.j2", "jinja2")],
        keywords={"t": None, "mark": None},
    )
    return {message for _, _, message, _, _ in found if message}


@pytest.fixture(scope="module", params=sorted(path.stem for path in CATALOGUES.glob("*.po")))
def catalogue(request):
    with (CATALOGUES / f"{request.param}.po").open("rb") as handle:
        return {str(m.id): str(m.string) for m in read_po(handle) if m.id}


def test_english_is_there():
    assert languages() == ["fr", "en"]


def test_the_product_has_messages_and_none_lacks_a_translation(messages, catalogue):
    assert len(messages) > 250
    assert sorted(m for m in messages if not catalogue.get(m)) == []


def test_no_translation_is_left_that_nothing_says(messages, catalogue):
    assert sorted(set(catalogue) - messages) == []


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
