import numpy as np
import pytest
from lecons.estimates import Estimate
from lecons.estimates.effects import paired_effect


def pairs(n, difference, spread, correlation, seed=0):
    """Before and after with exactly these moments: mean difference, both deviations, correlation."""
    raw = np.random.default_rng(seed).normal(size=(n, 2))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    turn = np.linalg.cholesky(np.array([[1, correlation], [correlation, 1]]))
    both = 10 + spread * white @ turn.T
    return both[:, 0], both[:, 1] + difference


def j(n):
    return 1 - 3 / (4 * (n - 1) - 1)


def deviation(before, after):
    return np.sqrt((np.var(before, ddof=1) + np.var(after, ddof=1)) / 2)


def test_g_is_that_of_borensteins_paired_example():
    # Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, ch. 4, pre-post
    # scores: difference 3.0, S within 7.1005, r 0.7, n 50: d 0.4225, J 0.9846, g 0.4160
    before, after = pairs(50, 3.0, 7.1005, 0.7)
    assert np.std(after - before, ddof=1) == pytest.approx(5.5, abs=1e-4)
    found = paired_effect(before, after, 1)
    assert found.value == pytest.approx(0.4160, abs=5e-5)
    assert found.value / 0.9846 == pytest.approx(0.4225, abs=1e-4)
    assert (found.n, found.total, found.unit) == (50, 50, "effect")


def test_its_interval_is_near_the_one_of_the_published_standard_error():
    # the same example: SE of g 0.1127, for normal marks (0.195 to 0.637)
    before, after = pairs(50, 3.0, 7.1005, 0.7)
    found = paired_effect(before, after, 1)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.1127, rel=0.15)
    assert (found.high + found.low) / 2 == pytest.approx(found.value)
    assert found.excludes_zero


def test_deviations_that_differ_are_averaged_as_squares():
    before, after = np.array([8.0, 10, 9, 12, 7, 10]), np.array([11, 12, 9, 18, 9, 13.0])
    found = paired_effect(before, after, 1)
    assert found.value == pytest.approx(j(6) * (after - before).mean() / deviation(before, after))
    # by hand: variances 46/15 and 166/15 (of means 28/3 and 12), difference 8/3, J = 1 - 3/19
    squares = [((one - one.mean()) ** 2).sum() for one in (before, after)]
    assert squares == pytest.approx([46 / 3, 56])
    assert found.value == pytest.approx(16 / 19 * (8 / 3) / np.sqrt((46 / 15 + 56 / 5) / 2))


def test_beyond_a_thousand_pairs_the_error_is_that_of_normal_theory():
    # delta method for two normal marks of equal deviation: 2 (1 - r) / n + d² (1 + r²) / (4 n)
    before, after = pairs(4000, 0.5, 1.0, 0.6)
    found = paired_effect(before, after, 1)
    error = np.sqrt((2 * 0.4 + 0.25 * 1.36 / 4) / 4000)
    assert (found.high - found.low) / 2 == pytest.approx(1.9605 * error, rel=0.03)
    assert found == paired_effect(before, after, 2)


def test_the_bootstrap_and_the_formula_agree_where_one_takes_over_from_the_other():
    before, after = pairs(1001, 0.5, 1.0, 0.6)
    formula, bootstrap = (paired_effect(before[k:], after[k:], 1) for k in (0, 1))
    assert bootstrap.high - bootstrap.low == pytest.approx(formula.high - formula.low, rel=0.05)


def test_with_few_pairs_it_is_the_symmetric_bootstrap_t_of_a_plain_loop():
    # Efron & Tibshirani (1993), ch. 12: how far resamples fall from the sample taken as a population,
    # in their own errors; each error here by leaving one pair out at a time
    before, after = pairs(9, 3.0, 3.0, 0.5, 2)
    rng, far = np.random.default_rng(5), []

    def effect(at):
        gap = after[at] - before[at]
        return j(len(at)) * gap.mean() / deviation(before[at], after[at])

    def error(at):
        left = np.array([effect(np.delete(at, k)) for k in range(len(at))])
        return np.sqrt((len(at) - 1) / len(at) * ((left - left.mean()) ** 2).sum())

    every = np.arange(9)
    whole = (after - before).mean() / np.sqrt((before.var() + after.var()) / 2)
    for _ in range(1500):
        at = rng.choice(every, 9)
        if len(set(at)) > 2:
            far.append(abs(effect(at) - whole) / error(at))
    half = np.quantile(far, 0.95) * error(every)
    found = paired_effect(before, after, 1)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.12)


def test_the_same_seed_gives_the_same_interval_and_another_a_near_one():
    before, after = pairs(24, 2.0, 3.0, 0.5)
    one, again, other = (paired_effect(before, after, seed) for seed in (7, 7, 8))
    assert one == again
    assert (one.value, one.low) != (other.value, other.low)
    assert one.low == pytest.approx(other.low, abs=0.1)


def test_before_and_after_swapped_change_the_sign_of_all():
    before, after = pairs(24, 2.0, 3.0, 0.5)
    one, other = paired_effect(before, after, 7), paired_effect(after, before, 7)
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


def test_neither_the_scale_of_marks_nor_where_it_starts_matters():
    before, after = pairs(24, 2.0, 3.0, 0.5)
    one, other = paired_effect(before, after, 7), paired_effect(5 * before - 9, 5 * after - 9, 7)
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high))


@pytest.mark.parametrize("n", [0, 1])
def test_under_two_pairs_there_is_no_effect(n):
    found = paired_effect([1.0, np.nan, 3.0][:n], [2.0, 5.0, np.nan][:n], 1)
    assert found == Estimate(None, None, None, n, n, "effect")


def test_under_five_pairs_there_is_no_interval():
    four, five = (paired_effect([1, 2, 4, 3, 5][:n], [2, 4, 4, 5, 9][:n], 1) for n in (4, 5))
    assert four.value == pytest.approx(j(4) * 1.25 / np.sqrt((5 / 3 + 19 / 12) / 2))
    assert (four.low, four.high) == (None, None)
    assert five.low < five.value < five.high


def test_incomplete_pairs_are_left_out_and_counted_in_total():
    before, after = pairs(12, 2.0, 3.0, 0.5)
    found = paired_effect([*before, 4.0, None, None], [*after, np.nan, 5.0, np.nan], 7)
    whole = paired_effect(before, after, 7)
    assert (found.value, found.low, found.high) == (whole.value, whole.low, whole.high)
    assert (found.n, found.total) == (12, 15)


@pytest.mark.parametrize("after", [3.0, 4.0])
def test_marks_that_are_all_the_same_have_no_deviation_to_measure_with(after):
    found = paired_effect([3.0] * 6, [after] * 6, 1)
    assert found == Estimate(None, None, None, 6, 6, "effect")


def test_marks_that_were_all_the_same_before_only_have_an_effect():
    found = paired_effect([3.0] * 6, [3.0, 4, 5, 4, 3, 5], 1)
    assert found.value == pytest.approx(j(6) * 1.0 / np.sqrt(0.8 / 2))


def test_a_gain_that_is_the_same_for_all_has_no_interval():
    found = paired_effect([1.0, 2, 3, 5, 8, 9], [3.0, 4, 5, 7, 10, 11], 1)
    assert found.value == pytest.approx(j(6) * 2 / np.std([1, 2, 3, 5, 8, 9], ddof=1))
    assert (found.low, found.high) == (None, None)


def test_a_gain_that_is_the_same_for_all_has_no_interval_whatever_the_rounding():
    before = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.7])
    assert paired_effect(before, before + 0.3, 1).low is None


# The resamples in which nobody changes have no error of their own; left out, the others make an
# interval that is too short. The paired t-tests of these changes have p of 0.07, 0.16 and 0.16.
@pytest.mark.parametrize(("n", "changed"), [(5, 3), (40, 2), (100, 2)])
def test_a_change_of_very_few_is_no_clear_effect(n, changed):
    before = np.random.default_rng(n).integers(5, 15, n).astype(float)
    after = before + 2 * (np.arange(n) < changed)
    assert not paired_effect(before, after, 1).excludes_zero


def test_one_change_in_five_is_no_clear_effect():
    assert not paired_effect([1.0, 2, 3, 4, 5], [1.0, 2, 3, 4, 6], 1).excludes_zero  # 0.01 to 0.17
