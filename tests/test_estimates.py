import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.estimates import (
    Estimate,
    difference_of_means,
    difference_of_shares,
    mean,
    paired_change,
    wilson,
)
from scipy import stats

MISSING = float("nan")


def test_wilson_gives_the_interval_of_the_settled_cases():
    estimate = wilson(53, 81)
    assert estimate.value == pytest.approx(53 / 81)
    assert (round(estimate.low, 3), round(estimate.high, 3)) == (0.546, 0.749)
    assert (estimate.n, estimate.total, estimate.unit) == (81, 81, "share")


def test_wilson_keeps_the_units_that_were_not_observed_in_its_total():
    assert (wilson(3, 4, total=9).n, wilson(3, 4, total=9).total) == (4, 9)


def test_wilson_of_nobody_has_no_value():
    assert wilson(0, 0, total=5) == Estimate(None, None, None, 0, 5, "share")


def test_wilson_of_one_unit_still_has_an_interval():
    estimate = wilson(1, 1)
    # n = 1, all successes: 1 / (1 + z²)
    assert (estimate.value, estimate.high) == (1.0, 1.0)
    assert estimate.low == pytest.approx(1 / (1 + 1.959964**2), abs=1e-6)


@given(st.data(), st.integers(1, 5000))
def test_wilson_stays_around_its_value_and_between_0_and_1(data, n):
    estimate = wilson(data.draw(st.integers(0, n)), n)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_newcombe_gives_the_interval_of_its_published_example():
    estimate = difference_of_shares(56, 70, 48, 80)
    assert round(estimate.value, 4) == 0.2
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (0.0524, 0.3339)
    assert (estimate.n, estimate.unit) == (150, "difference_share")


@pytest.mark.parametrize("counts", [(0, 0, 3, 5), (3, 5, 0, 0)])
def test_a_difference_with_an_empty_group_has_no_value(counts):
    assert difference_of_shares(*counts) == Estimate(None, None, None, 5, 5, "difference_share")


@given(st.data(), st.integers(1, 500), st.integers(1, 500))
def test_newcombe_stays_around_its_value_and_between_minus_1_and_1(data, n1, n2):
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    estimate = difference_of_shares(k1, n1, k2, n2)
    assert -1 - 1e-9 <= estimate.low <= estimate.value <= estimate.high <= 1 + 1e-9


def test_the_mean_has_the_interval_of_student():
    values = [3.0, 4.5, 2.0, 5.0, 4.0]
    estimate = mean(values)
    low, high = stats.t.interval(0.95, 4, loc=3.7, scale=stats.sem(values))
    assert estimate.value == pytest.approx(3.7)
    assert (estimate.low, estimate.high) == pytest.approx((low, high))
    assert (estimate.n, estimate.total) == (5, 5)


def test_the_mean_leaves_missing_values_out_and_counts_them_in_total():
    estimate = mean([1.0, MISSING, 3.0, MISSING])
    assert (estimate.value, estimate.n, estimate.total) == (2.0, 2, 4)


def test_the_mean_of_nothing_has_no_value():
    assert mean([]) == Estimate(None, None, None, 0, 0, "mean")
    assert mean([MISSING, MISSING]) == Estimate(None, None, None, 0, 2, "mean")


def test_the_mean_of_one_value_has_no_interval():
    assert mean([4.0, MISSING]) == Estimate(4.0, None, None, 1, 2, "mean")


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_the_interval_of_a_mean_holds_the_mean(values):
    estimate = mean(values)
    assert estimate.low <= estimate.value <= estimate.high


def test_a_paired_change_uses_the_complete_pairs_only():
    before, after = [10.0, 8.0, 6.0, MISSING], [12.0, 11.0, MISSING, 15.0]
    estimate = paired_change(before, after)
    low, high = stats.ttest_rel([12.0, 11.0], [10.0, 8.0]).confidence_interval(0.95)
    assert estimate.value == 2.5
    assert (estimate.low, estimate.high) == pytest.approx((low, high))
    assert (estimate.n, estimate.total, estimate.unit) == (2, 4, "difference_mean")


def test_two_independent_means_have_the_interval_of_welch():
    first, second = [4.0, 4.5, 5.0, 3.5], [2.0, 3.0, 4.0]
    estimate = difference_of_means(first, second)
    low, high = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert estimate.value == pytest.approx(1.25)
    assert (estimate.low, estimate.high) == pytest.approx((low, high))
    assert (estimate.n, estimate.unit) == (7, "difference_mean")


def test_a_difference_of_means_counts_missing_values_in_total():
    estimate = difference_of_means([1.0, 2.0, MISSING], [2.0, 4.0])
    assert (estimate.value, estimate.n, estimate.total) == (-1.5, 4, 5)


@pytest.mark.parametrize("second", [[], [2.0], [2.0, MISSING]])
def test_a_difference_of_means_with_fewer_than_two_values_in_a_group_has_no_interval(second):
    estimate = difference_of_means([1.0, 2.0, 3.0], second)
    assert (estimate.low, estimate.high, estimate.excludes_zero) == (None, None, False)


def test_groups_without_any_spread_have_a_difference_and_no_false_interval():
    # a handful of people may all give the same answer: the page must neither fail nor show « nan »
    estimate = difference_of_means([4.0, 4.0], [3.0, 3.0])
    assert estimate.value == 1.0
    assert estimate.low is None or not math.isnan(estimate.low)
    assert estimate.high is None or not math.isnan(estimate.high)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.1, 0.3, True), (-0.3, -0.1, True), (-0.1, 0.1, False), (0.0, 0.2, False)],
)
def test_an_interval_excludes_zero_only_when_it_lies_on_one_side(low, high, expected):
    assert Estimate(0.0, low, high, 5, 5, "mean").excludes_zero is expected
