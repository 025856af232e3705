import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import Estimate
from lecons.estimates.clusters import clustered_mean, regression
from scipy import optimize, stats

SIZES = [3, 9, 4, 12, 6, 2, 7]


def error_and_df(fit, chosen, family=20):
    """The standard error and degrees of freedom behind an interval, from its widths at two levels."""
    found = fit.combination(np.asarray(chosen, dtype=float), fit.n, "mean", family)
    half, strict = (found.high - found.low) / 2, (found.strict[1] - found.strict[0]) / 2

    def gap(df):
        wide = stats.t.ppf(1 - 0.025 / family, df)
        return np.log(wide / stats.t.ppf(0.975, df)) - np.log(strict / half)

    df = optimize.brentq(gap, 1.5, 5000)
    return half / stats.t.ppf(0.975, df), df


def by_hand(y, x, labels, chosen, weights=None):
    """CR2 and Satterthwaite as Bell & McCaffrey (2002) and Pustejovsky & Tipton (2018, eq. 11) write
    them: whole hat matrix, inverse square root by eigenvalues, working variance the identity."""
    root = np.sqrt(np.ones(len(y)) if weights is None else weights)
    y, x = y * root, x * root[:, None]
    keep = np.linalg.pinv(x.T @ x, hermitian=True, rcond=1e-12)
    rest = np.eye(len(y)) - x @ keep @ x.T
    residual, columns = rest @ y, []
    for one in np.unique(labels):
        at = np.flatnonzero(labels == one)
        values, vectors = np.linalg.eigh(rest[np.ix_(at, at)])
        turn = np.array([v**-0.5 if v > 1e-9 else 0.0 for v in values])
        lean = np.zeros(len(y))
        lean[at] = vectors @ (turn * (vectors.T @ (x[at] @ keep @ chosen)))
        columns.append(lean)
    error = np.sqrt(sum((one @ residual) ** 2 for one in columns))
    spread = np.array([[one @ rest @ other for other in columns] for one in columns])
    return error, np.trace(spread) ** 2 / (spread**2).sum()


def people(seed, sizes=SIZES):
    """An unbalanced sample: labels, outcome, design (constant, treated clusters, age), weights."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    treated, age = (labels % 2).astype(float), rng.normal(40, 12, len(labels))
    outcome = 3 + treated + age / 30 + rng.normal(0, 0.5, len(sizes))[labels]
    outcome += rng.normal(0, 1, len(labels))
    design = np.column_stack([np.ones(len(labels)), treated, age])
    return labels, outcome, design, rng.uniform(0.3, 2.5, len(labels))


def test_equal_clusters_give_the_t_interval_of_their_means_with_g_minus_1_degrees_of_freedom():
    rng = np.random.default_rng(1)
    values = rng.normal(3, 1, (8, 5)) + rng.normal(0, 1, (8, 1))
    found = clustered_mean(values.ravel(), np.repeat(np.arange(8), 5))
    means = values.mean(axis=1)
    low, high = stats.t.interval(0.95, 7, means.mean(), stats.sem(means))
    assert (found.value, found.low, found.high) == pytest.approx((means.mean(), low, high))
    assert (found.n, found.total, found.unit) == (40, 40, "mean")


def test_treatment_of_whole_equal_clusters_gives_the_two_sample_t_of_their_means():
    rng = np.random.default_rng(2)
    values = rng.normal(3, 1, (10, 6)) + rng.normal(0, 1, (10, 1))
    labels, treated = np.repeat(np.arange(10), 6), np.repeat(np.arange(10) % 2, 6)
    fit = regression(values.ravel(), np.column_stack([np.ones(60), treated]), labels)
    means = values.mean(axis=1)
    classic = stats.ttest_ind(means[1::2], means[::2]).confidence_interval(0.95)
    found = fit.combination(np.array([0, 1]), 60, "difference_mean")
    assert found.value == pytest.approx(means[1::2].mean() - means[::2].mean())
    assert (found.low, found.high) == pytest.approx((classic.low, classic.high))
    assert error_and_df(fit, [0, 1])[1] == pytest.approx(8, rel=1e-5)


def test_unequal_clusters_give_the_closed_formula_of_the_mean():
    # the formulas of clubSandwich's own test of CR2 for a mean (test_intercept_formulas.R)
    labels, outcome, _, _ = people(3)
    sizes, n = np.array(SIZES), sum(SIZES)
    gaps = np.array([outcome[labels == g].mean() for g in range(len(SIZES))]) - outcome.mean()
    error = np.sqrt((sizes**2 * gaps**2 / (1 - sizes / n)).sum()) / n
    cubes = (sizes**3 / (n - sizes) ** 2).sum()
    squares = n**2 * (sizes**2 / (n - sizes) ** 2).sum() + (sizes**2 / (n - sizes)).sum() ** 2
    found = error_and_df(regression(outcome, np.ones((n, 1)), labels), [1])
    assert found == pytest.approx((error, n**2 / (squares - 2 * n * cubes)), rel=1e-6)


def test_singleton_clusters_give_the_hc2_errors_of_stata():
    # dfadjust (Kolesár, 2023), tests/testthat/test_clustervar.R: `reg y x, vce(hc2)` in Stata
    y = np.r_[np.cos(np.arange(10)), np.tan(np.arange(1, 11))]
    x = np.r_[np.sin(np.arange(1, 11)), np.sin(np.arange(2, 12))]
    fit = regression(y, np.column_stack([np.ones(20), x]), np.arange(20))
    assert fit.coefficients == pytest.approx([-0.4456202905, 0.3241183110])
    assert error_and_df(fit, [1, 0])[0] == pytest.approx(0.4227339762, rel=1e-6)
    assert error_and_df(fit, [0, 1])[0] == pytest.approx(0.4421048122, rel=1e-6)


# vignette of dfadjust (Kolesár, 2023), method of Bell & McCaffrey: they rest on the design alone
ELEVEN = np.r_[np.repeat(np.arange(1, 11), 50), np.full(500, 11)]


@pytest.mark.parametrize(
    ("labels", "treated", "published"),
    [(ELEVEN, 150, (2.42, 2.70)), (np.arange(1000), 3, (996.00, 2.01))],
    ids=["eleven clusters", "three people"],
)
def test_the_degrees_of_freedom_are_those_published(labels, treated, published):
    design = np.column_stack([np.ones(1000), np.arange(1000) < treated])
    fit = regression(np.sin(np.arange(1000) ** 2), design, labels)
    found = [error_and_df(fit, chosen)[1] for chosen in ([1, 0], [0, 1])]
    assert found == pytest.approx(published, abs=0.006)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weighted", [False, True])
def test_errors_and_degrees_of_freedom_are_those_of_the_whole_hat_matrix(seed, weighted):
    labels, outcome, design, weights = people(seed)
    weights = weights if weighted else None
    fit = regression(outcome, design, labels, weights)
    for chosen in ([0, 1, 0], [0, 0, 1], [1, 0, 40]):
        expected = by_hand(outcome, design, labels, np.array(chosen), weights)
        assert error_and_df(fit, chosen) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_absorbed_clusters_give_what_their_dummies_give(seed):
    # Pustejovsky & Tipton (2018), theorem 2: not the coefficient only, the error and df as well
    labels, outcome, _, weights = people(seed)
    rng = np.random.default_rng(seed)
    exposed = rng.integers(0, 2, (len(labels), 2)).astype(float)
    dummies = (labels[:, None] == np.arange(len(SIZES))).astype(float)
    fit = regression(outcome, exposed, labels, weights, absorb=labels)
    whole = regression(outcome, np.column_stack([exposed, dummies]), labels, weights)
    assert fit.coefficients == pytest.approx(whole.coefficients[:2])
    chosen = np.eye(2 + len(SIZES))[0]
    expected = by_hand(outcome, np.column_stack([exposed, dummies]), labels, chosen, weights)
    assert error_and_df(fit, [1, 0]) == pytest.approx(expected, rel=1e-5)


def test_absorbed_levels_need_not_be_the_clusters():
    labels, outcome, design, _ = people(5)
    sex = np.where(np.arange(len(labels)) % 3 == 0, "F", "H")
    fit = regression(outcome, design[:, 1:], labels, absorb=sex)
    whole = regression(outcome, np.column_stack([design, sex == "F"]), labels)
    assert fit.coefficients == pytest.approx(whole.coefficients[1:3])


def test_weights_of_one_are_none_and_doubled_weights_change_nothing():
    labels, outcome, design, weights = people(6)
    chosen = np.array([0, 1, 0])

    def found(w):
        return regression(outcome, design, labels, w).combination(chosen, 9, "mean", 3)

    assert found(np.ones(len(labels))) == found(None)
    one, two = found(weights), found(2 * weights)
    assert (one.value, one.low, one.high) == pytest.approx((two.value, two.low, two.high))
    assert one.value != pytest.approx(found(None).value, rel=1e-3)


def test_neither_the_order_of_rows_nor_the_type_of_labels_matters():
    labels, outcome, design, weights = people(7)
    chosen, names = np.array([0, 1, 0]), np.array([f"ML{one:06d}" for one in labels])
    expected = error_and_df(regression(outcome, design, labels, weights), chosen)
    mixed = np.random.default_rng(0).permutation(len(labels))
    for named in (names, names.astype(object), pd.Series(names, dtype="string"), labels * 1.5):
        fit = regression(outcome[mixed], design[mixed], np.asarray(named)[mixed], weights[mixed])
        assert error_and_df(fit, chosen) == pytest.approx(expected, rel=1e-6)
        assert fit.clusters == len(SIZES)


@pytest.mark.parametrize("clusters", [1, 4, 5])
def test_under_five_clusters_there_is_no_interval(clusters):
    rng = np.random.default_rng(8)
    labels, values = np.repeat(np.arange(clusters), 20), rng.normal(size=20 * clusters)
    found = clustered_mean(values, labels)
    assert found.value == pytest.approx(values.mean())
    assert (found.low is None) == (found.high is None) == (clusters < 5)


def test_degrees_of_freedom_under_two_give_no_interval():
    # two people in 30 are treated: what their effect could be rests on one difference
    outcome, design = np.arange(30) % 7, np.column_stack([np.ones(30), np.arange(30) < 2])
    fit = regression(outcome, design, np.arange(30))
    found = fit.combination(np.array([0, 1]), 30, "mean")
    assert found == Estimate(found.value, None, None, 30, 30, "mean")
    assert fit.combination(np.array([1, 0]), 30, "mean").low is not None


def test_an_effect_seen_in_one_cluster_only_has_no_interval():
    labels, outcome, _, _ = people(4)
    fit = regression(outcome, np.column_stack([np.ones(43), labels == 0]), labels)
    assert fit.combination(np.array([0, 1]), 43, "mean").low is None


def test_an_exposure_offered_in_one_commune_only_has_no_interval_as_narrow_as_its_covariates():
    rng = np.random.default_rng(0)
    labels, n = np.repeat(np.arange(20), 25), 500
    exposed, woman = (labels == 0) & (rng.random(n) < 0.5), rng.random(n) < 0.5
    outcome = 3 + rng.normal(0, 1, n)
    fit = regression(outcome, np.column_stack([exposed, woman]), labels, absorb=labels)
    found = fit.combination(np.array([1, 0]), n, "mean")
    least = 2 * 1.96 * np.sqrt(1 / exposed.sum() + 1 / (25 - exposed.sum()))
    assert found.low is None or found.high - found.low > 0.7 * least


@pytest.mark.parametrize("value", [0.1, 3.3])
def test_where_nothing_varies_there_is_no_interval(value):
    labels, _, _, weights = people(9)
    for w in (None, weights):
        found = clustered_mean(np.full(43, value), labels, weights=w)
        assert found == Estimate(pytest.approx(value), None, None, 43, 43, "mean")


def test_where_nothing_varies_there_is_no_interval_however_big_the_figure():
    labels, _, _, weights = people(9)
    assert clustered_mean(np.full(len(labels), 1_234_567.1), labels, weights=weights).low is None


def test_a_column_said_twice_changes_no_difference_that_the_design_can_tell():
    labels, outcome, design, weights = people(10)
    twice = np.column_stack([design, 1 - design[:, 1]])
    expected = error_and_df(regression(outcome, design, labels, weights), [0, 1, 0])
    fit = regression(outcome, twice, labels, weights)
    assert error_and_df(fit, [0, 1, 0, -1]) == pytest.approx(expected, rel=1e-5)


def test_a_coefficient_that_the_design_cannot_tell_has_no_interval():
    # treated twice: each of the two coefficients could be anything
    labels, outcome, design, _ = people(10)
    fit = regression(outcome, np.column_stack([design, design[:, 1]]), labels)
    assert fit.combination(np.array([0, 1, 0, 0]), 43, "mean").low is None


def test_in_a_family_the_strict_interval_is_bonferronis():
    labels, outcome, design, _ = people(11)
    fit = regression(outcome, design, labels)
    one, three = (fit.combination(np.array([0, 1, 0]), 99, "mean", family) for family in (1, 3))
    error, df = by_hand(outcome, design, labels, np.array([0, 1, 0]))
    half = stats.t.ppf(1 - 0.05 / 3 / 2, df) * error
    assert (one.low, one.high, one.strict) == (three.low, three.high, None)
    assert three.strict == pytest.approx((three.value - half, three.value + half))
    assert (three.n, three.total, three.family) == (43, 99, 3)


def test_missing_values_are_left_out_of_a_mean_with_their_weights_and_counted_in_total():
    labels, outcome, _, weights = people(12)
    gone = outcome.copy()
    gone[::4] = np.nan
    left = ~np.isnan(gone)
    found = clustered_mean(gone, labels, weights=weights)
    expected = clustered_mean(outcome[left], labels[left], weights=weights[left])
    assert (found.value, found.low, found.high) == (expected.value, expected.low, expected.high)
    assert (found.n, found.total) == (left.sum(), 43)
    assert found.value == pytest.approx(np.average(outcome[left], weights=weights[left]))


def test_the_mean_of_nothing_is_unknown():
    assert clustered_mean([np.nan] * 3, ["a", "b", "c"]) == Estimate(None, None, None, 0, 3, "mean")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.floats(-50, 50)), min_size=12, max_size=60),
    st.booleans(),
)
def test_a_design_of_one_column_gives_what_the_general_way_gives(people, weighted):
    clusters = np.array([cluster for cluster, _ in people])
    values = np.array([value for _, value in people])
    weights = np.linspace(0.5, 2, len(people)) if weighted else None
    one = regression(values, np.ones((len(people), 1)), clusters, weights)
    # a second column that says nothing sends the same sum through the general way
    beside = np.column_stack([np.ones(len(people)), np.zeros(len(people))])
    both = regression(values, beside, clusters, weights)
    found = one.combination(np.ones(1), len(people), "mean")
    told = both.combination(np.array([1.0, 0.0]), len(people), "mean")
    assert (found.low is None) == (told.low is None)
    assert found.value == pytest.approx(told.value, abs=1e-9)
    if found.low is not None:
        assert (found.low, found.high) == pytest.approx((told.low, told.high), rel=1e-6, abs=1e-6)


def test_ten_thousand_clusters_take_no_matrix_of_their_square():
    clusters = np.repeat(np.arange(10_000), 3)
    values = np.random.default_rng(1).normal(12, 2, len(clusters))
    tracemalloc.start()
    found = clustered_mean(values, clusters)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100e6  # 10,000 × 10,000 numbers are 800 MB
    # so many independent triples: the interval of an ordinary mean
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    assert found.high - found.value == pytest.approx(half, rel=0.03)
