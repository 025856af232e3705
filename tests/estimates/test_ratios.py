import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import Estimate
from lecons.estimates.ratios import ratio_of_sums
from scipy import stats

# By hand, with the estimator of Cochran (1977), Sampling Techniques, ch. 6 (no finite population):
# R = 20/40; residuals 0, 1/2, 1/2, -1, 0, of squares 3/2; s² = 3/8; variance = 3/8 / (5 × 8²)
TOP, BOTTOM = [2, 3, 5, 4, 6], [4, 5, 9, 10, 12]
HALF = 2.776445 * np.sqrt(0.375 / (5 * 64))  # t of 97.5 % with 4 degrees of freedom


def test_a_ratio_has_cochrans_interval():
    found = ratio_of_sums(TOP, BOTTOM, "amount")
    assert found.value == 0.5
    assert (found.low, found.high) == pytest.approx((0.5 - HALF, 0.5 + HALF), abs=1e-6)
    assert (found.n, found.total, found.unit) == (5, 5, "amount")


def test_a_big_unit_weighs_more_than_a_small_one():
    # the mean of the five own ratios would be 0.42
    found = ratio_of_sums([100, 1, 1, 1, 1], [1000, 2, 2, 2, 2], "share")
    assert found.value == pytest.approx(104 / 1008)


def test_where_all_have_the_same_bottom_it_is_the_t_interval_of_the_mean():
    top = np.array([3.0, 5, 4, 8, 6, 7])
    found = ratio_of_sums(top, [2] * 6, "amount")
    low, high = stats.t.interval(0.95, 5, top.mean() / 2, stats.sem(top / 2))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_the_interval_covers_as_often_as_it_says():
    rng, held = np.random.default_rng(4), 0
    for _ in range(600):
        size = rng.gamma(4, 10, 40)
        found = ratio_of_sums(size * rng.normal(0.3, 0.1, 40), size, "share")
        held += found.low <= 0.3 <= found.high
    assert 0.925 < held / 600 < 0.97


def test_the_interval_is_kept_inside_its_limits():
    free = ratio_of_sums([1, 0, 0, 0, 1], [2, 3, 1, 2, 1], "share")
    kept = ratio_of_sums([1, 0, 0, 0, 1], [2, 3, 1, 2, 1], "share", (0.0, 1.0))
    assert free.low < 0
    assert (kept.value, kept.low, kept.high) == (free.value, 0.0, free.high)
    over = ratio_of_sums([1, 3, 1, 2, 0], [2, 3, 1, 2, 1], "share", (0.0, 1.0))
    assert over.high == 1.0


def test_incomplete_pairs_are_left_out_and_counted_in_total():
    found = ratio_of_sums([*TOP, None, 7, np.nan], [*BOTTOM, 3, None, np.nan], "amount")
    whole = ratio_of_sums(TOP, BOTTOM, "amount")
    assert (found.value, found.low, found.high) == (whole.value, whole.low, whole.high)
    assert (found.n, found.total) == (5, 8)


@pytest.mark.parametrize("n", [1, 2, 4])
def test_under_five_units_there_is_no_interval(n):
    found = ratio_of_sums(TOP[:n], BOTTOM[:n], "amount")
    assert found == Estimate(sum(TOP[:n]) / sum(BOTTOM[:n]), None, None, n, n, "amount")


@pytest.mark.parametrize(
    ("top", "bottom", "n"),
    [([], [], 0), ([None, 2], [1, None], 0), ([1, 2], [0, 0], 2), ([1, 2], [3, -3], 2)],
)
def test_nothing_to_divide_by_gives_no_value(top, bottom, n):
    assert ratio_of_sums(top, bottom, "share") == Estimate(None, None, None, n, len(top), "share")


def test_a_bottom_that_sums_to_nothing_but_rounding_gives_no_value():
    assert ratio_of_sums([1, 2, 3, 0, 0], [0.1, 0.2, -0.3, 0, 0], "share").value is None


def test_a_unit_with_nothing_below_still_counts_above():
    # a session that cost and that nobody attended makes the others dearer
    assert ratio_of_sums([*TOP, 8], [*BOTTOM, 0], "amount").value == pytest.approx(28 / 40)


@pytest.mark.parametrize("bottom", [[3, 6, 9, 12, 15], [1, 2, 4, 8, 16], [5] * 7])
def test_the_same_ratio_everywhere_has_no_interval(bottom):
    found = ratio_of_sums(np.array(bottom) / 2, bottom, "share")
    assert found == Estimate(0.5, None, None, len(bottom), len(bottom), "share")


@pytest.mark.parametrize("ratio", [0.1, 2 / 7, 0.7])
def test_the_same_ratio_everywhere_has_no_interval_whatever_the_rounding(ratio):
    bottom = np.array([7.0, 11, 13, 17, 19, 23])
    found = ratio_of_sums(bottom * ratio, bottom, "share")
    assert found.value == pytest.approx(ratio)
    assert (found.low, found.high) == (None, None)


pairs = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=5, max_size=30)


@given(pairs, st.sampled_from([0.25, 2.0, 1024.0]))  # powers of two: no rounding comes in
@settings(deadline=None)
def test_the_unit_of_the_top_scales_value_and_interval_alike(rows, by):
    top, bottom = np.array(rows, dtype=float).T
    one, other = ratio_of_sums(top, bottom, "amount"), ratio_of_sums(top * by, bottom, "amount")
    assert other.value == one.value * by
    if one.low is not None:
        assert one.low <= one.value <= one.high
        assert (other.low, other.high) == (one.low * by, one.high * by)
