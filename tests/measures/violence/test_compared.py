import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.measures.violence.compared import FEWEST_OTHERS, compared
from lecons.measures.violence.monthly import Monthly
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects


def months(counts, before, covered=1, first="2014-01-01"):
    """Incidents by month (rows) and cercle (columns); the first `covered` are those of the project."""
    counts = np.asarray(counts)
    index = pd.date_range(first, periods=len(counts), freq="MS")
    codes = [f"ML{number:04d}" for number in range(1, counts.shape[1] + 1)]
    table = pd.DataFrame(counts, index, codes)
    return Monthly(table, "acled", tuple(codes[:covered]), index[before], ())


def drawn(seed, cercles, rate=6.0, before=24, after=12, fall=0.0, covered=1, apart=0.0):
    """Counts that fall in the covered cercles alone; `apart`: how far cercles differ by themselves."""
    rng = np.random.default_rng(seed)
    own = np.exp(rng.normal(0, apart, cercles)) * np.where(
        np.arange(cercles) < covered, 1 - fall, 1
    )
    return np.vstack(
        [rng.poisson(rate, (before, cercles)), rng.poisson(rate * own, (after, cercles))]
    )


def logs(counts, before):
    """Log ratio of each cercle and its variance by chance, half an incident added (Haldane, 1956)."""
    one, two = counts[:before].sum(axis=0) + 0.5, counts[before:].sum(axis=0) + 0.5
    return np.log(two / one), 1 / one + 1 / two


def test_with_large_counts_the_change_is_the_ratio_of_ratios():
    counts = np.vstack(
        [np.tile([100, 200, 100, 300, 200], (24, 1)), np.tile([50, 190, 95, 285, 190], (12, 1))]
    )
    found = compared(months(counts, 24))
    assert found.change.value == pytest.approx(0.5 / 0.95 - 1, abs=1e-3)
    # all others changed alike, so chance alone makes the interval, by the normal law
    error = np.sqrt(1 / 2400 + 1 / 600 + 1 / (24 * 800) + 1 / (12 * 760))
    half = 1.959964 * error
    assert np.log1p([found.change.low, found.change.high]) == pytest.approx(
        [np.log(0.5 / 0.95) - half, np.log(0.5 / 0.95) + half], abs=1e-3
    )
    assert (found.change.n, found.change.total, found.change.unit) == (5, 5, "change")
    assert (found.covered, found.others) == (1, 4)


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_one_covered_cercle_is_set_against_the_paule_mandel_mean_of_the_others(seed):
    # statsmodels' combine_effects, "iterated", is Paule & Mandel (1982)
    counts = drawn(seed, 9, rate=8, apart=0.5)
    y, chance = logs(counts, 24)
    others = combine_effects(y[1:], chance[1:], method_re="iterated", atol=1e-12)
    assert others.tau2 > 0.01
    gap = y[0] - others.mean_effect_re
    error = np.sqrt(chance[0] + others.tau2 + others.var_eff_w_re)
    half = stats.t.ppf(0.975, 9 - 2) * error
    change = compared(months(counts, 24)).change
    assert np.log1p([change.value, change.low, change.high]) == pytest.approx(
        [gap, gap - half, gap + half], abs=1e-5
    )


def test_where_cercles_differ_no_more_than_chance_the_normal_law_is_enough():
    counts = drawn(3, 9)
    y, chance = logs(counts, 24)
    assert combine_effects(y[1:], chance[1:], method_re="iterated").tau2 == 0
    mean = np.average(y[1:], weights=1 / chance[1:])
    half = 1.959964 * np.sqrt(chance[0] + 1 / (1 / chance[1:]).sum())
    change = compared(months(counts, 24)).change
    assert np.log1p([change.value, change.low, change.high]) == pytest.approx(
        [y[0] - mean, y[0] - mean - half, y[0] - mean + half], abs=1e-6
    )


def test_what_doubles_everywhere_changes_nothing():
    counts = drawn(3, 8, rate=60, fall=0.3, covered=2)
    doubled = counts * np.where(np.arange(36) >= 24, 2, 1)[:, None]
    one, two = (compared(months(each, 24, 2)).change for each in (counts, doubled))
    assert one.value == pytest.approx(two.value, abs=0.005)
    assert one.value == pytest.approx(-0.3, abs=0.05)


def test_the_detectable_fall_and_rise_follow_from_the_interval():
    found = compared(months(drawn(3, 9), 24))  # by the normal law, as above
    half = np.log1p(found.change.high) - np.log1p(found.change.value)
    reach = half * (1.959964 + 0.841621) / 1.959964
    assert found.detectable.fall == pytest.approx(np.expm1(-reach))
    assert found.detectable.rise == pytest.approx(np.expm1(reach))


def test_a_cercle_without_incident_is_left_out_and_counted_in_total():
    counts = drawn(4, 8, covered=2)
    more = np.column_stack([counts, np.zeros((36, 2), dtype=int)])
    one, two = (compared(months(each, 24, 2)).change for each in (counts, more))
    assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))
    assert (two.n, two.total) == (8, 10)


def test_the_order_of_cercles_does_not_matter():
    table = months(drawn(5, 8, covered=2), 24, 2)
    mixed = Monthly(
        table.table[table.table.columns[::-1]], "acled", table.covered[::-1], table.start, ()
    )
    one, two = compared(table).change, compared(mixed).change
    assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))


@pytest.mark.parametrize(
    ("cercles", "covered", "before", "after", "carries"),
    [
        (1 + FEWEST_OTHERS, 1, 12, 6, True),
        (FEWEST_OTHERS, 1, 12, 6, False),
        (6, 3, 12, 6, False),
        (6, 0, 12, 6, False),
        (6, 1, 11, 6, False),
        (6, 1, 12, 5, False),
    ],
)
def test_too_few_cercles_or_months_carry_no_comparison(cercles, covered, before, after, carries):
    counts = drawn(6, cercles, before=before, after=after)
    assert (compared(months(counts, before, covered)) is not None) is carries


def test_half_years_are_counted_from_the_start_and_the_last_one_before_is_the_measure():
    counts = drawn(7, 6, rate=20, before=20, after=15)
    found = compared(months(counts, 20))
    # 2014-01 and -02, and the last three months, are no whole half-year; 2015-03 is the measure
    expected = ["2014-03-01", "2014-09-01", "2015-09-01", "2016-03-01"]
    assert [f"{day:%Y-%m-%d}" for day in found.semesters] == expected
    assert list(found.before) == [pd.Timestamp("2014-03-01"), pd.Timestamp("2014-09-01")]
    later = compared(months(counts[14:26], 6))
    assert later is None  # six months before do not make a comparison
    y, chance = logs(counts[14:26], 6)
    gap = y[0] - np.average(y[1:], weights=1 / chance[1:])
    assert np.log1p(found.semesters[found.start].value) == pytest.approx(gap, abs=0.03)


def test_half_years_before_are_a_family_and_those_after_stand_alone():
    found = compared(months(drawn(8, 6, before=24, after=12), 24))
    assert [one.family for one in found.semesters.values()] == [3, 3, 3, 1, 1]
    for one in found.before.values():
        assert one.strict[0] < one.low < one.high < one.strict[1]


def test_cercles_that_went_apart_before_the_start_are_not_parallel():
    counts = drawn(9, 8, rate=30, before=24, after=12)
    assert compared(months(counts, 24)).parallel
    rising = counts.copy()
    rising[:24, 0] = np.linspace(10, 80, 24).astype(int)
    found = compared(months(rising, 24))
    assert not found.parallel
    assert found.placebo.low > 0


def test_one_half_year_alone_that_stands_out_is_enough_not_to_be_parallel():
    counts = drawn(9, 8, rate=30, before=24, after=12)
    # the second half-year rises, the third falls as much less: the halves stay as they were
    counts[6:12, 0], counts[0:6, 0] = 60, 2
    found = compared(months(counts, 24))
    assert not found.placebo.excludes_zero
    assert not found.parallel


def test_a_fall_in_the_covered_cercles_alone_is_found():
    change = compared(months(drawn(10, 12, rate=10, fall=0.5, covered=2), 24, 2)).change
    assert change.low < -0.5 < change.high < -0.25


def test_no_difference_is_called_one_as_seldom_as_the_level_says():
    called = [
        compared(months(drawn(seed, 12, rate=3, covered=2, apart=0.2), 24, 2)).change.excludes_zero
        for seed in range(200)
    ]
    assert sum(called) <= 19  # of 200, 10 are expected, 19 are passed once in 200


# Many cercles with few incidents each: adding one half lifts the smaller side of their ratio, and
# weighing by the counts favours those that rose by chance. Nothing shows in the placebo, whose two
# halves are as long as each other.
def test_many_cercles_with_few_incidents_each_do_not_make_a_fall():
    rates = np.r_[2.0, 2.0, np.full(40, 0.05)]
    called, values = 0, []
    for seed in range(80):
        counts = np.random.default_rng(seed).poisson(rates, (75, 42))
        counts = counts[:, (np.arange(42) < 2) | (counts[:60].sum(axis=0) > 0)]
        change = compared(months(counts, 60, 2)).change
        called += change.high < 0
        values.append(change.value)
    assert abs(np.median(values)) < 0.1
    assert called <= 7


wild = st.integers(12, 15).flatmap(
    lambda before: st.tuples(
        st.just(before),
        st.integers(1, 3),
        st.lists(
            st.lists(st.sampled_from([0, 0, 0, 1, 2, 40]), min_size=7, max_size=7),
            min_size=before + 6,
            max_size=before + 8,
        ),
    )
)


@given(wild)
@settings(deadline=None, max_examples=120)
def test_whatever_the_counts_every_figure_is_finite_inside_its_interval_or_absent(case):
    before, covered, counts = case
    found = compared(months(np.array(counts), before, covered))
    if found is None:  # too few incidents
        return
    for one in (found.change, found.placebo, *found.semesters.values()):
        if one.value is None:
            assert (one.low, one.high) == (None, None)
        else:
            assert -1 < one.low <= one.value <= one.high < np.inf
            assert 5 <= one.n <= one.total == 7
    if found.change.value is not None:
        assert -1 < found.detectable.fall < 0 < found.detectable.rise < np.inf
