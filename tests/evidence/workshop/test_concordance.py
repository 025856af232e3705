"""Kendall's W: published values, what it is equal to, and where it cannot be said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lecons.evidence.workshop import concordance, concordances, partings, rankings
from lecons.evidence.workshop.concordance import RESAMPLES
from scipy import stats

# Zar (1999, ch. 20): wing, tail and bill of twelve birds, taken up by Legendre (2005): W = 0.9241
BIRDS = [
    [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
    [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
    [17, 17, 20, 14.5, 15.5, 13, 19.5, 16, 21, 20, 18, 22],
]
# R, package irr, data set `anxiety` (20 subjects, 3 raters): kendall(anxiety, TRUE) gives Wt = 0.54
# and a chi-square of 30.8 on 19 degrees of freedom
ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]


def ranked(rows):
    return pd.DataFrame(rows).rank(axis=1)


def w(rows):
    return concordance(ranked(rows), 1).estimate.value


def test_published_values_come_back():
    assert w(BIRDS) == pytest.approx(0.9241, abs=5e-5)
    assert w(ANXIETY) == pytest.approx(0.54, abs=5e-3)
    assert 3 * 19 * w(ANXIETY) == pytest.approx(30.8, abs=0.05)


def test_ten_projects_ranked_by_four_judges_without_ties():
    # sums of ranks 10 8 12 16 21 22 25 31 37 38: S = 1048, W = 12 S / (m²(k³ - k))
    judges = [
        [1, 3, 4, 5, 2, 8, 6, 7, 10, 9],
        [2, 1, 4, 5, 6, 3, 8, 7, 10, 9],
        [3, 2, 1, 5, 7, 4, 6, 8, 9, 10],
        [4, 2, 3, 1, 6, 7, 5, 9, 8, 10],
    ]
    assert w(judges) == pytest.approx(12 * 1048 / (16 * 990))


GRIDS = st.tuples(st.integers(3, 9), st.integers(3, 6)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(1, 5))
)


@settings(max_examples=60, deadline=None)
@given(GRIDS)
def test_it_is_friedmans_statistic_over_its_largest_value(grid):
    found = concordance(ranked(grid), 1).estimate
    if all(len(set(row)) == 1 for row in grid.tolist()):
        assert found.value is None
        return
    people, practices = grid.shape
    friedman = stats.friedmanchisquare(*grid.T).statistic
    assert found.value == pytest.approx(friedman / (people * (practices - 1)), abs=1e-9)
    assert -1e-9 <= found.value <= 1 + 1e-9
    if found.low is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_everyone_alike_is_one_and_the_opposite_is_zero():
    assert w([[1, 2, 3]] * 6) == pytest.approx(1)
    assert concordance(ranked([[1, 2, 3]] * 6), 1).estimate.low is None  # nothing varies
    assert w([[1, 2, 3], [3, 2, 1]]) == pytest.approx(0)


def test_one_person_or_one_practice_or_no_preference_gives_no_w():
    for rows in ([[1, 2, 3]], [[1], [1], [1]], [[2, 2, 2]] * 6, np.empty((0, 3))):
        found = concordance(ranked(rows), 1)
        assert found.estimate.value is None
        assert found.estimate.n == len(rows)


def test_under_five_people_it_has_no_interval():
    rows = [[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4], [1, 3, 2, 4], [2, 1, 4, 3]]
    assert concordance(ranked(rows[:4]), 1).estimate.low is None
    five = concordance(ranked(rows), 1).estimate
    assert five.low < five.value < five.high


def test_the_interval_is_that_of_resampled_people():
    rng = np.random.default_rng(4)
    table = ranked(np.array([4.4, 4.2, 4.3, 3.9, 2.3]) + rng.normal(0, 0.5, (20, 5))).to_numpy()
    # the same W, one resample at a time, from its definition
    drawn = rng.integers(0, 20, (RESAMPLES, 20))
    again = [12 * np.var(table[one].sum(axis=0)) * 5 / (400 * 120) for one in drawn]
    half = stats.t.ppf(0.975, 19) * np.std(again, ddof=1) * np.sqrt(20 / 19)
    found = concordance(pd.DataFrame(table), 1).estimate
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.08)
    assert (found.high + found.low) / 2 == pytest.approx(found.value)
    assert concordance(pd.DataFrame(table), 1) == concordance(pd.DataFrame(table), 1)


def test_a_ranking_is_by_the_mean_of_the_criteria_and_ties_share_their_rank(scored):
    ranks = rankings(
        scored(
            ("A1", "gao", "p", [5, 5, 5, 5, 5]),
            ("A1", "gao", "q", [1, 2, 3, 4, 5]),
            ("A1", "gao", "r", [5, 4, 3, 2, 1]),
        )
    )
    assert ranks.loc["A1"].to_dict() == {"p": 1, "q": 2.5, "r": 2.5}


def test_who_left_a_practice_out_is_not_ranked_and_is_counted(scored):
    rows = [(who, "gao", one, 3 + n) for who in ("A1", "A2", "A3") for n, one in enumerate("pq")]
    found = concordances(scored(*rows[:-1]), 1)[("", "")].estimate
    assert (found.n, found.total) == (2, 3)


def test_a_practice_that_few_scored_is_left_out_rather_than_the_people(scored):
    rows = [(who, "gao", one, 3 + n) for who in ("A1", "A2", "A3") for n, one in enumerate("pq")]
    found = concordances(scored(*rows, ("A1", "gao", "rare", 5)), 1)[("", "")]
    assert set(found.ranks) == {"p", "q"}
    assert found.estimate.n == 3


def test_each_region_has_its_own_and_small_categories_have_none(scored):
    rows = [
        (f"A{i}", "gao" if i else "kidal", one, 3 + n)
        for i in range(6)
        for n, one in enumerate("pq")
    ]
    table = scored(*rows).assign(
        categorie=lambda t: t["region"].map({"gao": "ong", "kidal": "radio"})
    )
    found = concordances(table, 1)
    assert set(found) == {("", ""), ("region", "gao"), ("region", "kidal"), ("categorie", "ong")}
    assert found[("region", "gao")].estimate.value == 1
    assert found[("region", "gao")].chance == 0.2
    assert found[("region", "kidal")].estimate.value is None


def test_no_scores_give_no_ranks(scored):
    assert concordances(scored(), 1)[("", "")].estimate.total == 0
    assert partings(rankings(scored()), scored()) == []


@pytest.fixture
def apart(scored):
    """Twelve people of each region; Kidal turns the order of Tombouctou upside down, Gao keeps it."""
    rng = np.random.default_rng(1)
    rows = []
    for region, order in {"tombouctou": 1, "gao": 1, "kidal": -1}.items():
        for number in range(12):
            for at, practice in enumerate("pqrs"):
                notes = [
                    int(np.clip(3 + order * (1.5 - at) + rng.normal(0, 1.6), 1, 5))
                    for _ in range(5)
                ]
                rows.append((f"{region}{number}", region, practice, notes))
    return scored(*rows)


def test_regions_part_where_their_ranks_do(apart):
    gao, kidal = partings(rankings(apart), apart)
    assert (gao.region, gao.order, gao.clear) == ("gao", 1, {})
    assert (kidal.region, kidal.order, kidal.people) == ("kidal", -1, (12, 12))
    assert {one for one, gap in kidal.clear.items() if gap.value > 0} >= {"p"}
    assert {one for one, gap in kidal.clear.items() if gap.value < 0} >= {"s"}
    assert {gap.family for gap in kidal.gaps.values()} == {8}


def test_ranks_of_regions_are_compared_by_welchs_test(apart):
    ranks = rankings(apart)
    _, kidal = partings(ranks, apart)
    first, second = (
        ranks.loc[ranks.index.str.startswith(one), "q"] for one in ("kidal", "tombouctou")
    )
    test = stats.ttest_ind(first, second, equal_var=False)
    assert kidal.gaps["q"].low == pytest.approx(test.confidence_interval(0.95).low)
    assert kidal.gaps["q"].strict[0] == pytest.approx(test.confidence_interval(1 - 0.05 / 8).low)


def test_one_region_alone_parts_from_nobody(scored):
    rows = [(f"A{i}", "gao", one, 3 + n) for i in range(6) for n, one in enumerate("pqrs")]
    table = scored(*rows)
    assert partings(rankings(table), table) == []
