import math

import pytest
from lecons.testimony.quotations.typical import centre, likeness, rarity, vector


def test_what_few_say_weighs_more_than_what_all_say():
    weights = rarity(["le puits du village", "le puits du berger"])
    assert weights["puits"] == 1.0
    assert weights["berger"] == pytest.approx(1 + math.log(3 / 2))


def test_forms_of_a_word_are_one_word():
    weights = rarity(["les puits creusés"])
    assert (
        likeness(vector("le comité creuse", weights), vector("les comités creusent", weights)) == 1
    )


def test_passages_without_a_word_in_common_are_unlike():
    assert likeness(vector("radio", {}), vector("puits", {})) == 0
    assert likeness(vector("", {}), vector("puits", {})) == 0
    assert vector("et puis de la", {}) == {}


def test_a_vector_counts_repeated_words_less_and_less():
    found = vector("radio radio puits", {"radio": 1.0, "puits": 1.0})
    assert found["radio"] / found["puits"] == pytest.approx(1 + math.log(2))
    assert sum(weight**2 for weight in found.values()) == pytest.approx(1)


def test_each_person_weighs_the_same_in_the_centre():
    radio, well = vector("radio", {}), vector("puits", {})
    middle = centre({"T1": [radio] * 9, "T2": [well]})
    assert likeness(middle, radio) == likeness(middle, well) == pytest.approx(1 / math.sqrt(2))
    assert centre({}) == {}
