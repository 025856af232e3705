import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import scales
from lecons.estimates.scales import Consistency, alpha, consistency, item_rest, omega

# Chatterjee & Price (1977), Regression Analysis by Example, section 3.7; R's datasets::attitude
ATTITUDE = pd.read_csv(
    io.StringIO("""
    rating complaints privileges learning raises critical advance
    43 51 30 39 61 92 45
    63 64 51 54 63 73 47
    71 70 68 69 76 86 48
    61 63 45 47 54 84 35
    81 78 56 66 71 83 47
    43 55 49 44 54 49 34
    58 67 42 56 66 68 35
    71 75 50 55 70 66 41
    72 82 72 67 71 83 31
    67 61 45 47 62 80 41
    64 53 53 58 58 67 34
    67 60 47 39 59 74 41
    69 62 57 42 55 63 25
    68 83 83 45 59 77 35
    77 77 54 72 79 77 46
    81 90 50 72 60 54 36
    74 85 64 69 79 79 63
    65 60 65 75 55 80 60
    65 70 46 57 75 85 46
    50 58 68 54 64 78 52
    50 40 33 34 43 64 33
    64 61 52 62 66 80 41
    53 66 52 50 63 80 37
    40 37 42 58 50 57 49
    63 54 42 48 66 75 33
    66 77 66 63 88 76 72
    78 75 58 74 80 78 49
    48 57 44 45 51 83 38
    85 85 71 71 77 74 55
    82 82 39 59 64 78 39
    """),
    sep=r"\s+",
    skipinitialspace=True,
)

# pingouin's dataset cronbach_wide_missing, three rows of twelve incomplete
PINGOUIN = pd.read_csv(
    io.StringIO(
        "1,1,1,1,1,1,1,1,1,1,1\n1,1,1,1,1,1,1,1,0,1,0\n,0,1,1,,1,1,1,1,0,0\n1,1,1,0,1,1,0,1,1,0,0\n"
        "1,1,1,1,1,0,0,0,1,0,0\n0,1,,0,1,1,1,1,0,0,0\n1,1,1,1,0,0,1,0,0,0,0\n1,1,1,1,1,0,0,0,0,0,0\n"
        "0,1,0,1,1,0,0,0,0,1,0\n1,0,0,1,0,1,0,0,,0,0\n1,1,1,0,0,0,0,0,0,0,0\n1,0,0,1,0,0,0,0,0,0,0\n"
    ),
    header=None,
)

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5])
# W. Revelle, Psychology 350 (personality-project.org), week 4: sim.congeneric(), and fa() of it
CONGENERIC = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)
# StatsBase.jl, documentation of cronbachalpha: tau-equivalent, so that omega is alpha
TAU = np.array([[10, 6, 6, 6], [6, 11, 6, 6], [6, 6, 12, 6], [6, 6, 6, 13.0]])


def table(covariance, n):
    """n rows whose sample covariance is exactly this one."""
    k = len(covariance)
    raw = np.random.default_rng(1).normal(size=(n, k))
    raw -= raw.mean(axis=0)
    basis, _ = np.linalg.qr(raw)
    return basis @ np.linalg.cholesky(covariance).T * np.sqrt(n - 1)


def five_points(n, loadings=(0.5, 0.6, 0.7, 0.8, 0.4, 0.65), seed=3):
    rng, strength = np.random.default_rng(seed), np.asarray(loadings)
    noise = rng.normal(size=(n, len(strength))) * np.sqrt(1 - strength**2)
    return np.digitize(rng.normal(size=(n, 1)) * strength + noise, [-1.5, -0.5, 0.5, 1.5]) + 1.0


def empty(estimate):
    return (estimate.value, estimate.low, estimate.high) == (None, None, None)


def test_the_attitude_data_are_the_published_ones():
    means = [64.63, 66.60, 53.13, 56.37, 64.63, 74.77, 42.93]  # summary(attitude) in R
    assert ATTITUDE.shape == (30, 7)
    assert ATTITUDE.mean().round(2).tolist() == means


def test_alpha_and_item_rest_of_the_attitude_data():
    # psych, overview vignette (Revelle): alpha(attitude) has raw_alpha 0.84 and these r.drop
    found = alpha(ATTITUDE)
    assert round(found.value, 2) == 0.84
    assert (found.n, found.total, found.unit) == (30, 30, "coefficient")
    r_drop = [0.67, 0.74, 0.56, 0.71, 0.79, 0.27, 0.46]
    assert item_rest(ATTITUDE).round(2).tolist() == r_drop
    # the standardised one, of the same output: alpha of the correlations
    assert round(scales._alpha(ATTITUDE.corr().to_numpy()[None])[0], 2) == 0.84


def test_omega_of_the_attitude_data_is_near_that_of_maximum_likelihood():
    # MBESS::ci.reliability(attitude, type = "omega"): 0.8563268 (S. D. Winter, ESCP 8082 R labs)
    assert omega(ATTITUDE, 1).value == pytest.approx(0.8563268, abs=0.005)


def test_alpha_and_its_interval_on_complete_rows_of_a_table_with_gaps():
    # pingouin 0.5, documentation of cronbach_alpha, nan_policy="listwise"; checked there against psych
    found = alpha(PINGOUIN)
    assert found.value == pytest.approx(0.8016949152542373, abs=1e-12)
    assert (found.n, found.total) == (9, 12)
    # its interval there, 0.581 to 0.933, is that of twelve rows: the incomplete ones were counted
    filled = alpha(PINGOUIN.fillna(PINGOUIN.median()))
    assert filled.value == pytest.approx(0.7380191693290734, abs=1e-12)
    assert (round(filled.low, 3), round(filled.high, 3)) == (0.447, 0.911)


def test_feldts_interval_at_a_published_alpha():
    # C. Evans, feldt1.return(0.913, 873, 20), in the MRC CBU statistics wiki: 0.9044024 to 0.9211588
    n, k, value = 873, 20, 0.913
    r = value / (k - (k - 1) * value)
    found = alpha(table(np.full((k, k), r) + np.eye(k) * (1 - r), n))
    assert found.value == pytest.approx(value, abs=1e-12)
    assert (found.low, found.high) == (
        pytest.approx(0.9044024, abs=1e-7),
        pytest.approx(0.9211588, abs=1e-7),
    )


def test_alpha_by_hand():
    # variances 20/12, 8/12, 35/12, of the sum 171/12: 3/2 (1 - 63/171) = 18/19
    found = alpha(np.array([[1, 2, 1], [2, 3, 3], [3, 3, 4], [4, 4, 5]]))
    assert found.value == pytest.approx(18 / 19, abs=1e-12)
    assert (found.low, found.high) == (None, None)


def test_loadings_of_a_published_matrix_are_found_again():
    assert np.abs(scales._loadings(CONGENERIC[None])[0]) == pytest.approx(LOADINGS, abs=1e-7)
    expected = 2.6**2 / (2.6**2 + 2.26)
    assert scales._omega(CONGENERIC[None])[0] == pytest.approx(expected, abs=1e-7)


def test_omega_of_equally_good_items_is_alpha():
    assert scales._alpha(TAU[None])[0] == pytest.approx(0.8136, abs=5e-5)
    assert scales._omega(TAU[None])[0] == pytest.approx(scales._alpha(TAU[None])[0], abs=1e-9)
    rows = table(TAU, 40)
    assert omega(rows, 1).value == pytest.approx(alpha(rows).value, abs=1e-9)


@given(
    st.lists(
        st.tuples(st.floats(0.3, 3), st.floats(0.3, 3)),
        min_size=4,
        max_size=8,
    )
)
@settings(max_examples=40, deadline=None)
def test_omega_of_a_one_factor_covariance_is_exact(items):
    strength, noise = np.array(items).T
    covariance = np.outer(strength, strength) + np.diag(noise)
    expected = strength.sum() ** 2 / (strength.sum() ** 2 + noise.sum())
    assert scales._omega(covariance[None])[0] == pytest.approx(expected, abs=1e-6)
    assert scales._alpha(covariance[None])[0] <= expected + 1e-12


def test_many_matrices_at_once_are_each_one_alone():
    many = np.array([np.cov(five_points(50, seed=seed), rowvar=False) for seed in range(20)])
    alone = [scales._omega(one[None])[0] for one in many]
    assert scales._omega(many) == pytest.approx(alone, abs=1e-12)


def test_minres_leaves_the_smallest_residuals():
    correlations = ATTITUDE.corr().to_numpy()
    off = ~np.eye(7, dtype=bool)

    def left(loadings):
        return float(((correlations - np.outer(loadings, loadings))[off] ** 2).sum())

    best, rng = scales._loadings(correlations[None])[0], np.random.default_rng(5)
    others = [best + rng.normal(size=7) * size for size in (1e-3, 1e-2, 0.1) for _ in range(50)]
    assert left(best) < min(left(one) for one in others)


def test_a_heywood_case_is_held_at_one():
    # 0.9 × 0.9 / 0.5 would ask a squared loading of 1.62; at 1, the others solve x³ + x / 2 = 0.9
    heywood = np.array([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1.0]])
    loadings = np.abs(scales._loadings(heywood[None])[0])
    assert loadings[0] == 1
    assert loadings[1:] ** 3 + loadings[1:] / 2 == pytest.approx([0.9, 0.9], abs=1e-7)
    assert 0 < scales._omega(heywood[None])[0] <= 1


def test_omega_does_not_change_with_the_unit_or_the_order_of_rows():
    rows = five_points(80)
    first = omega(rows, 1)
    assert omega(rows * 10 - 3, 1).value == pytest.approx(first.value)
    assert omega(rows[::-1], 1).value == pytest.approx(first.value)


def test_the_same_seed_gives_the_same_interval_and_another_nearly_the_same():
    rows = five_points(120)
    first, again, other = omega(rows, 7), omega(rows, 7), omega(rows, 8)
    assert first == again
    assert first.low != other.low
    assert first.low == pytest.approx(other.low, abs=0.02)
    assert first.low < first.value < first.high < 1


def test_resampled_covariances_are_those_of_rows_drawn_with_replacement():
    rows = five_points(30)
    found = scales._resampled_covariances(rows, np.arange(30), 4)
    picks = np.random.default_rng(4).integers(30, size=(100, 30))
    for which in (0, 1, 99):
        expected = np.cov(rows[picks[which]], rowvar=False, bias=True)
        assert found[which] == pytest.approx(expected, abs=1e-12)


def test_people_of_one_commune_widen_the_interval():
    rng = np.random.default_rng(2)
    commune = np.repeat([f"ML{c:02d}" for c in range(12)], 12)
    shared = rng.normal(size=(12, 7))[np.repeat(np.arange(12), 12)] * 0.7
    latent = shared + rng.normal(size=(144, 7)) * 0.7
    rows = np.round(3 + latent[:, :1] + latent[:, 1:])
    for coefficient in (omega, alpha):
        alone, together = coefficient(rows, 1), coefficient(rows, 1, commune)
        assert together.value == alone.value
        assert together.high - together.low > alone.high - alone.low


def test_one_person_a_commune_is_people_for_themselves():
    rows = five_points(40)
    assert omega(rows, 1, np.arange(40)) == omega(rows, 1)


def test_under_five_communes_there_is_a_value_and_no_interval():
    rows = five_points(60)
    for coefficient in (omega, alpha):
        found = coefficient(rows, 1, np.arange(60) % 4)
        assert found.value is not None
        assert (found.low, found.high) == (None, None)


def test_rows_without_a_commune_are_read():
    communes = np.array([None, np.nan, "a", "b", "c", "d"] * 10, dtype=object)
    assert omega(five_points(60), 1, communes).low is not None


def test_clusters_must_be_one_a_row():
    with pytest.raises(ValueError, match="one label a row"):
        consistency(five_points(40), 1, np.arange(39))


def test_incomplete_rows_leave_with_their_commune():
    rows, communes = five_points(60), np.arange(60) % 10
    gaps = np.vstack([rows, [[np.nan, 1, 2, 3, 4, 5]]])
    found = omega(gaps, 1, np.append(communes, 99))
    plain = omega(rows, 1, communes)
    assert (found.low, found.high, found.n, found.total) == (plain.low, plain.high, 60, 61)


def test_an_item_that_says_nothing_changes_nothing():
    rows = pd.DataFrame(five_points(60), columns=list("abcdef"))
    plain = consistency(rows, 1)
    for useless in (3.0, np.nan, None):
        found = consistency(rows.assign(g=useless), 1)
        assert (found.alpha, found.omega) == (plain.alpha, plain.omega)
        assert found.item_rest.pop("g") is None
        assert found.item_rest == pytest.approx(plain.item_rest)
        assert (found.weak, found.holds) == (plain.weak, plain.holds)


def test_nullable_and_whole_number_columns_are_read():
    rows = pd.DataFrame(five_points(40), columns=list("abcdef"))
    nullable = rows.astype("Int64")
    nullable.iloc[0, 0] = pd.NA
    assert alpha(nullable) == replace(alpha(rows.iloc[1:].astype(int)), total=40)


def test_a_scale_that_holds():
    found = consistency(five_points(200, (0.6, 0.6, 0.7, 0.8, 0.6, 0.65)), 1)
    assert found.holds
    assert (found.weak, found.why_not) == ((), None)
    assert list(found.item_rest) == ["1", "2", "3", "4", "5", "6"]


def test_a_weak_item_keeps_the_scale_from_holding():
    found = consistency(ATTITUDE, 1)
    assert found.alpha.value > 0.7
    assert found.weak == ("critical",)
    assert not found.holds
    assert found.why_not is None


def test_a_low_alpha_keeps_the_scale_from_holding():
    found = consistency(five_points(400, (0.45,) * 4), 1)
    assert 0 < found.alpha.value < 0.7
    assert not found.holds
    assert found.why_not is None


def test_an_item_worded_the_other_way_round_shows():
    rows = five_points(200)
    rows[:, 3] = 6 - rows[:, 3]
    found = consistency(rows, 1)
    assert "4" in found.weak
    assert not found.holds


def test_items_that_pull_apart_are_negative():
    up, other = np.tile([1.0, 2, 3, 4, 5], 8), np.repeat([1.0, 2, 3, 4], 10)
    found = consistency(np.column_stack([up, 6 - up + np.arange(40) % 2, other]), 1)
    assert found.alpha.value < 0
    assert found.why_not == "negatif"


def test_items_that_cancel_out_have_no_alpha():
    up = np.tile([1.0, 2, 3, 4, 5], 8)
    found = consistency(np.column_stack([up, up, -2 * up]), 1)
    assert found.alpha.value is None
    assert found.why_not == "negatif"


def test_copies_of_one_item_are_perfect_and_have_no_interval():
    rows = np.repeat(np.tile([1.0, 2, 3, 4, 5], 8)[:, None], 4, axis=1)
    found = consistency(rows, 1)
    assert found.alpha.value == pytest.approx(1)
    assert found.omega.value == pytest.approx(1)
    assert (found.alpha.low, found.omega.low) == (None, None)
    assert found.holds


@pytest.mark.parametrize(
    ("rows", "why_not"),
    [
        (five_points(29), "trop_peu"),
        (five_points(30), None),
        (five_points(60)[:, :2], "trop_peu"),
        (np.full((60, 6), 3.0), "constantes"),
        (np.full((10, 6), 3.0), "trop_peu"),
        (np.full((60, 6), np.nan), "trop_peu"),
        (five_points(60)[:, :1], "trop_peu"),
        (five_points(60)[:, 0], "trop_peu"),
        (five_points(1), "trop_peu"),
        (np.empty((0, 6)), "trop_peu"),
        (np.empty((60, 0)), "trop_peu"),
        (np.empty((0, 0)), "trop_peu"),
        (np.array([]), "trop_peu"),
        (pd.DataFrame(), "trop_peu"),
        (pd.DataFrame({"a": [], "b": []}), "trop_peu"),
    ],
)
def test_why_nothing_can_be_built_on_a_scale(rows, why_not):
    found = consistency(rows, 1)
    assert found.why_not == why_not
    assert well_formed(found)
    if why_not:
        assert not found.holds


def test_two_items_have_an_alpha_and_no_omega():
    rows = five_points(60)[:, :2]
    assert alpha(rows).value is not None
    assert empty(omega(rows, 1))


def test_four_people_have_values_and_no_interval():
    rows = np.array([[1, 2, 1], [2, 3, 3], [3, 3, 4], [4, 4, 5.0]])
    assert alpha(rows).value > 0
    assert omega(rows, 1).value > 0
    assert (omega(rows, 1).low, omega(rows, 1).high) == (None, None)


def well_formed(found: Consistency) -> bool:
    """No nan anywhere, bounds on the right side, omega between 0 and 1."""
    for one in (found.alpha, found.omega):
        figures = [x for x in (one.value, one.low, one.high) if x is not None]
        assert all(isinstance(x, float) and np.isfinite(x) for x in figures)
        assert figures == [] or max(figures) <= 1
        assert (one.low is None) == (one.high is None)
        assert one.low is None or one.low <= one.value <= one.high
    assert found.omega.value is None or found.omega.low is None or found.omega.low >= 0
    assert all(x is None or -1 <= x <= 1 for x in found.item_rest.values())
    assert all(found.item_rest[name] < 0.3 for name in found.weak)
    return True


def test_a_resample_of_one_answer_many_times_counts_for_nothing():
    gap = [np.nan, np.nan]
    rows = [[3, 3], [5, 3], [3, 3], gap, [1, 3], gap, [3, 3], [1, 2], gap]
    assert well_formed(consistency(np.array(rows), 1, np.array([0, 1, 4, 0, 2, 0, 0, 3, 0])))


answer = st.one_of(st.integers(1, 5).map(float), st.just(float("nan")), st.just(3.0))


@given(st.data(), st.integers(0, 12), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_no_table_breaks_it(data, n, k):
    cells = st.lists(answer, min_size=n * k, max_size=n * k)
    rows = np.array(data.draw(cells), dtype=float).reshape(n, k)
    communes = np.array(data.draw(st.lists(st.integers(0, 6), min_size=n, max_size=n)), dtype=int)
    assert well_formed(consistency(rows, 1))
    assert well_formed(consistency(rows, 1, communes))
