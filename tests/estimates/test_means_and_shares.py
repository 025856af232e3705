import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.estimates import (
    FEWEST,
    Estimate,
    difference_of_means,
    difference_of_shares,
    mean,
    paired_change,
    wilson,
)
from scipy import stats


def test_wilson_interval_of_53_in_81():
    share = wilson(53, 81)
    assert share.value == pytest.approx(53 / 81)
    assert (round(share.low, 3), round(share.high, 3)) == (0.546, 0.749)
    assert (share.n, share.total, share.unit) == (81, 81, "share")


def test_wilson_interval_at_the_edges_follows_the_closed_formula():
    z2 = stats.norm.ppf(0.975) ** 2
    none, every = wilson(0, 10), wilson(10, 10)
    assert (none.low, none.high) == (pytest.approx(0), pytest.approx(z2 / (10 + z2)))
    assert (every.low, every.high) == (pytest.approx(10 / (10 + z2)), pytest.approx(1))


def test_wilson_keeps_the_units_that_were_not_observed_in_its_total():
    share = wilson(3, 4, 9)
    assert (share.value, share.n, share.total) == (0.75, 4, 9)


def test_wilson_of_nobody_has_no_value_and_no_interval():
    assert wilson(0, 0, 7) == Estimate(None, None, None, 0, 7, "share")


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_bounds_surround_the_share_and_stay_between_0_and_1(counts):
    share = wilson(*counts)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_newcombe_example_of_56_in_70_against_48_in_80():
    gap = difference_of_shares(56, 70, 48, 80)
    assert gap.value == pytest.approx(0.2, abs=5e-5)
    assert (round(gap.low, 4), round(gap.high, 4)) == (0.0524, 0.3339)
    assert (gap.n, gap.total, gap.unit) == (150, 150, "difference_share")
    assert gap.excludes_zero


def test_newcombe_difference_changes_sign_when_the_groups_change_places():
    one, other = difference_of_shares(5, 20, 9, 14), difference_of_shares(9, 14, 5, 20)
    assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))


@pytest.mark.parametrize("counts", [(0, 0, 3, 5), (3, 5, 0, 0), (0, 0, 0, 0)])
def test_difference_of_shares_with_an_empty_group_has_no_value(counts):
    gap = difference_of_shares(*counts)
    assert (gap.value, gap.low, gap.high) == (None, None, None)
    assert gap.n == counts[1] + counts[3]


@given(
    st.tuples(*[st.integers(1, 300)] * 2).flatmap(
        lambda n: st.tuples(
            st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1])
        )
    )
)
def test_difference_of_shares_surrounds_its_value_and_stays_between_minus_1_and_1(counts):
    gap = difference_of_shares(*counts)
    if min(counts[1], counts[3]) < FEWEST:
        assert (gap.low, gap.high) == (None, None)
    else:
        assert -1 - 1e-12 <= gap.low <= gap.value <= gap.high <= 1 + 1e-12


def test_four_rows_never_carry_a_difference():
    # Newcombe's interval of 2/2 against 0/2 would leave zero out
    assert not difference_of_shares(2, 2, 0, 2).excludes_zero
    assert not difference_of_means([5.0, 5.1], [1.0, 1.1]).excludes_zero
    assert not paired_change([1, 2, 1, 2], [4, 5, 4, 5.5]).excludes_zero


def test_in_a_family_the_strict_interval_decides():
    alone, family = difference_of_shares(30, 50, 20, 50), difference_of_shares(30, 50, 20, 50, 3)
    assert (alone.low, alone.high) == (family.low, family.high)
    assert alone.strict is None
    assert family.strict[0] < family.low < family.high < family.strict[1]
    assert alone.excludes_zero
    assert not family.excludes_zero


def test_mean_has_the_t_interval_of_scipy():
    values = [2.0, 3.5, 4.0, 1.0, 5.0]
    expected = stats.t.interval(0.95, 4, loc=np.mean(values), scale=stats.sem(values))
    found = mean(values)
    assert found.value == pytest.approx(3.1)
    assert (found.low, found.high) == (pytest.approx(expected[0]), pytest.approx(expected[1]))
    assert (found.n, found.total, found.unit) == (5, 5, "mean")


def test_mean_leaves_missing_values_out_and_counts_them_in_its_total():
    found = mean([2.0, float("nan"), 4.0, None])
    assert (found.value, found.n, found.total) == (3.0, 2, 4)


def test_mean_of_one_value_has_no_interval():
    assert mean([4.5]) == Estimate(4.5, None, None, 1, 1, "mean")


@pytest.mark.parametrize("values", [[], [float("nan")] * 3])
def test_mean_of_nothing_has_no_value(values):
    assert mean(values) == Estimate(None, None, None, 0, len(values), "mean")


def test_paired_change_is_the_one_sample_t_interval_of_the_differences():
    before, after = [8, 10, 9, 12, 7, 10], [11, 12, 9, 16, 9, 12.5]
    expected = stats.ttest_rel(after, before).confidence_interval(0.95)
    found = paired_change(before, after)
    assert found.value == pytest.approx(13.5 / 6)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.unit == "difference_mean"


def test_paired_change_counts_only_complete_pairs_and_totals_all():
    found = paired_change([8, None, 9, 7], [11, 12, None, 8])
    assert (found.value, found.n, found.total) == (2.0, 2, 4)


def test_difference_of_means_has_the_welch_interval_of_scipy():
    a, b = [4.0, 5.0, 3.0, 4.5, 4.5], [2.0, 2.5, 3.5, 2.0, 3.0]
    expected = stats.ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    found = difference_of_means(a, b)
    assert found.value == pytest.approx(4.2 - 2.6)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert (found.n, found.unit) == (10, "difference_mean")


def test_difference_of_means_leaves_missing_values_out_and_counts_them_in_its_total():
    found = difference_of_means([1.0, float("nan"), 3.0], [2.0, 4.0, None])
    assert (found.value, found.n, found.total) == (-1.0, 4, 6)


@pytest.mark.parametrize(("a", "b"), [([], []), ([1.0], [1.0, 2.0]), ([1.0, 2.0], [1.0])])
def test_difference_of_means_with_fewer_than_two_in_a_group_has_no_value(a, b):
    found = difference_of_means(a, b)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert found.n == len(a) + len(b)


def test_difference_of_means_of_two_groups_that_do_not_vary_is_silent_and_never_nan():
    # everybody answered 3 in one group and 2 in the other: a small commune may well do so
    found = difference_of_means([3.0, 3.0], [2.0, 2.0])
    assert found.value == 1.0
    assert not any(bound is not None and math.isnan(bound) for bound in (found.low, found.high))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.1, 0.2, True), (-0.2, -0.1, True), (-0.1, 0.1, False), (0.0, 0.1, False)],
)
def test_an_interval_excludes_zero_only_when_it_lies_on_one_side(low, high, expected):
    assert Estimate(0.0, low, high, 2, 2, "mean").excludes_zero is expected


def test_an_estimate_without_interval_never_excludes_zero():
    assert not mean([4.5]).excludes_zero
