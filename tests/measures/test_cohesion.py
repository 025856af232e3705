import pandas as pd
import pytest
from lecons.estimates import difference_of_means
from lecons.measures.cohesion import cohesion, with_index
from lecons.store.names import ITEMS

SURVEY = pd.DataFrame(
    [
        ("r1", "reference", "aucune", 2, 2, 2, 2, 2, 2),
        ("r2", "reference", "aucune", 3, 3, 3, 3, None, None),
        ("f1", "finale", "aucune", 3, 3, 3, 3, 3, 3),
        ("f2", "finale", "aucune", 2, 2, 2, 2, 2, 2),
        ("f3", "finale", "dialogue", 5, 5, 5, 5, 5, 5),
        ("f4", "finale", "dialogue", 4, 4, 4, 4, None, None),
        ("f5", "finale", "dialogue", 1, 1, 1, None, None, None),
        ("f6", "finale", None, 4, 4, 4, 4, 4, 4),
    ],
    columns=["id", "vague", "exposition", *ITEMS],
)


def test_the_index_is_the_mean_of_the_answers_of_people_who_gave_four():
    found = with_index(SURVEY)["indice"]
    assert found.dropna().to_list() == [2, 3, 3, 2, 5, 4, 4]
    assert found.index[found.isna()].to_list() == [6]


def test_the_two_waves_are_compared_final_first():
    found = cohesion(SURVEY)
    before, after = found.waves["reference"], found.waves["finale"]
    assert (before.value, before.n, before.total) == (2.5, 2, 2)
    assert after.value == pytest.approx(18 / 5)
    assert (after.n, after.total) == (5, 6)
    assert found.change.value == pytest.approx(1.1)
    expected = difference_of_means([3, 2, 5, 4, 4], [2, 3])
    assert (found.change.low, found.change.high) == (
        pytest.approx(expected.low),
        pytest.approx(expected.high),
    )
    assert found.ids["change"] == tuple(SURVEY["id"])


def test_people_without_an_index_are_counted_in_the_total_of_the_change():
    change = cohesion(SURVEY).change
    assert (change.n, change.total) == (7, 8)


def test_exposed_people_are_compared_with_unexposed_ones_of_the_final_wave():
    found = cohesion(SURVEY)
    assert found.exposures["dialogue"].value == 4.5
    assert found.exposures["aucune"].value == 2.5
    assert list(found.gaps) == ["dialogue"]
    assert found.gaps["dialogue"].value == 2.0
    assert found.ids["dialogue"] == ("f3", "f4", "f5", "f1", "f2")


def test_without_unexposed_people_there_is_no_gap_to_tell():
    found = cohesion(SURVEY[SURVEY["exposition"] == "dialogue"])
    assert found.gaps["dialogue"].value is None
    assert found.waves["reference"].n == 0
