import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.privacy.cells.money import dominated, guessed, masked, telling


def test_one_that_makes_more_than_three_quarters_dominates():
    assert dominated([76, 10, 14])
    assert not dominated([75, 10, 15])
    assert dominated([50, 40, 10], n=2, share=0.85)
    assert not dominated([50, 35, 15], n=2, share=0.85)
    assert not dominated([])
    assert not dominated([0, 0, 0])


def test_the_second_knows_the_first_when_the_others_are_little():
    # 100 and 60 of 169: who paid 60 knows that the largest is at most 109
    assert guessed([100, 60, 9])
    assert not guessed([100, 60, 10])
    assert guessed([100, 60])
    assert guessed([100])
    assert not guessed([])


@pytest.mark.parametrize(
    ("amounts", "why"),
    [
        ([], None),
        ([40], "few"),
        ([40, 50], "few"),
        ([40, 50, 60], None),
        ([4, 5, 600], "dominated"),
        ([100, 60, 5], "dominated"),
    ],
)
def test_an_amount_is_told_when_no_contributor_shows_in_it(amounts, why):
    assert telling(amounts) == why


def test_more_contributors_may_be_asked_for_and_never_fewer_than_three():
    assert telling([40, 50, 60, 70], fewest=5) == "few"
    assert telling([40, 50], fewest=1) == "few"


def test_a_row_that_is_hidden_alone_takes_the_smallest_with_it():
    rows = {
        "radio": [900.0],
        "formation": [30.0, 40.0, 50.0],
        "séance": [1.0, 2.0, 3.0],
        "vide": [],
    }
    # the 900 would dominate the two together, and the three
    assert masked(rows) == {"radio": "few", "séance": "rest", "formation": "rest"}
    even = {"radio": [20.0], "formation": [30.0, 40.0, 50.0], "séance": [11.0, 12.0, 13.0]}
    assert masked(even) == {"radio": "few", "séance": "rest"}
    assert masked({"formation": [30.0, 40.0, 50.0], "vide": []}) == {}


amounts = st.lists(st.integers(0, 100).map(float), max_size=6)


@given(st.dictionaries(st.sampled_from("abcde"), amounts))
def test_what_is_hidden_together_is_not_telling_unless_nothing_is_told(rows):
    why = masked(rows)
    told = [name for name in rows if name not in why and rows[name]]
    assert all(telling(rows[name]) is None for name in told)
    together = [one for name in why for one in rows[name]]
    assert not why or not told or (len(why) > 1 and telling(together) is None)
