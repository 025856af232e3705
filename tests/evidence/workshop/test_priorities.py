"""The order of the recommendations, and what no difference tells apart."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.evidence.workshop import prioritise
from scipy import stats


def order(found):
    return [(one.recommendation, one.rank, one.tied_with) for one in found]


def test_no_scores_give_no_priority(rated):
    assert prioritise(rated({})) == []


def test_a_clear_difference_ranks_and_an_unclear_one_ties(rated):
    low = [(1, 2), (2, 1), (1, 1), (2, 2), (1, 2), (2, 1), (1, 1), (2, 2)]
    high = [(5, 4), (4, 4), (5, 5), (4, 5), (5, 4), (4, 4), (5, 5), (4, 5)]
    as_high = [(4, 5), (5, 5), (4, 4), (5, 4), (4, 5), (5, 5), (4, 4), (5, 4)]
    found = prioritise(rated({"REC-1": low, "REC-2": high, "REC-3": as_high}))
    assert order(found) == [("REC-2", 1, ("REC-3",)), ("REC-3", 1, ("REC-2",)), ("REC-1", 3, ())]


def test_the_pairs_are_one_family_of_paired_tests(rated):
    a = [(5, 4), (4, 3), (5, 5), (3, 4), (5, 4), (4, 4)]
    b = [(4, 4), (4, 3), (5, 4), (3, 3), (5, 4), (3, 4)]
    test = stats.ttest_1samp(
        [sum(one) / 2 - sum(other) / 2 for one, other in zip(a, b, strict=True)], 0
    )
    assert test.confidence_interval(0.95).low > 0  # alone, the two would be told apart
    assert test.confidence_interval(1 - 0.05 / 3).low < 0  # among three pairs, they are not
    assert order(prioritise(rated({"REC-1": a, "REC-2": b}))) == [
        ("REC-1", 1, ()),
        ("REC-2", 2, ()),
    ]
    three = prioritise(rated({"REC-1": a, "REC-2": b, "REC-3": [(1, 1), (2, 1)] * 3}))
    assert order(three)[:2] == [("REC-1", 1, ("REC-2",)), ("REC-2", 1, ("REC-1",))]


def test_a_score_is_the_mean_of_both_and_a_blank_leaves_it_out(rated):
    (found,) = prioritise(rated({"REC-1": [(5, 2), (4, pd.NA), (3, 4)]}))
    assert found.score.value == pytest.approx(3.5)
    assert (found.score.n, found.score.total) == (2, 3)
    assert (found.importance.value, found.importance.n) == (4, 3)
    assert (found.feasibility.value, found.feasibility.n) == (3, 2)


def test_one_person_ranks_nothing(rated):
    found = prioritise(rated({"REC-1": [(1, 1)], "REC-2": [(5, 5)]}))
    assert order(found) == [("REC-2", 1, ("REC-1",)), ("REC-1", 1, ("REC-2",))]
    assert found[0].score.low is None


def test_what_nobody_scored_in_full_has_no_rank(rated):
    found = prioritise(rated({"REC-1": [(5, pd.NA)] * 6, "REC-2": [(5, 4)] * 6}))
    assert order(found) == [("REC-2", 1, ())]


SCORE = st.one_of(st.none(), st.integers(1, 5))
PAIRS = st.lists(st.tuples(SCORE, SCORE), min_size=0, max_size=9)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from(["REC-1", "REC-2", "REC-3", "REC-4"]), PAIRS))
def test_ranks_and_ties_hold_together_whatever_the_scores(given_scores):
    rows = [
        (f"A{number}", "gao", "ong", name, *pair)
        for name, pairs in given_scores.items()
        for number, pair in enumerate(pairs)
    ]
    columns = ["id_participant", "region", "categorie", "recommandation"]
    table = pd.DataFrame(rows, columns=[*columns, "importance", "faisabilite"]).astype(
        {"importance": "Int64", "faisabilite": "Int64"}
    )
    found = {one.recommendation: one for one in prioritise(table)}
    for name, one in found.items():
        assert 1 <= one.rank <= len(found) - len(one.tied_with)
        assert name not in one.tied_with
        for other in one.tied_with:
            assert name in found[other].tied_with
    assert [one.rank for one in prioritise(table)] == sorted(one.rank for one in found.values())
