import numpy as np
import pandas as pd
import pytest
from lecons.measures.violence.interrupted import enough, interrupted
from lecons.project import repository_root
from scipy import stats
from statsmodels.discrete.discrete_model import NegativeBinomial

BELTS = repository_root().parent / "shared" / "stats" / "datasets_Seatbelts.csv"
LAW = pd.Timestamp("1983-02-01")

needs_belts = pytest.mark.skipif(
    not BELTS.is_file(), reason="../shared/stats absent : ceintures de sécurité non relues"
)


def months(counts, first="2013-01-01"):
    index = pd.date_range(first, periods=len(counts), freq="MS")
    return pd.Series(np.asarray(counts), index)


def at(counts, before, **options):
    series = months(counts)
    return interrupted(series, series.index[before], **options)


@pytest.fixture(scope="module")
def belts():
    """Drivers killed in Great Britain, 1969–1984 (Harvey & Durbin, 1986; R's datasets::Seatbelts)."""
    return months(pd.read_csv(BELTS)["DriversKilled"].to_numpy(), "1969-01-01")


def design_of(series, start, waves=2):
    """The model of Bernal et al. (2017), written again: level, trend, waves, change of level."""
    place = np.arange(len(series))
    angle = 2 * np.pi * (series.index.month.to_numpy() - 1) / 12
    turning = [f(k * angle) for k in range(1, waves + 1) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones(len(series)), place / 12, *turning, series.index >= start])


def poisson(counts, design):
    """Quasi-Poisson by iterated least squares: coefficients, errors, dispersion, fitted counts."""
    mean = counts + 0.1
    for _ in range(50):
        target, weight = np.log(mean) + counts / mean - 1, np.sqrt(mean)
        beta = np.linalg.lstsq(design * weight[:, None], target * weight, rcond=None)[0]
        mean = np.exp(design @ beta)
    dispersion = ((counts - mean) ** 2 / mean).sum() / (len(counts) - design.shape[1])
    covariance = dispersion * np.linalg.inv(design.T @ (design * mean[:, None]))
    return beta, np.sqrt(np.diag(covariance)), dispersion, mean


@needs_belts
def test_without_trend_and_seasons_the_change_is_that_of_the_two_means(belts):
    found = interrupted(belts, LAW, trend=False, seasons=False)
    assert found.change.value == pytest.approx(100.2609 / 125.8698 - 1, abs=1e-5)
    assert (found.change.n, found.change.total, found.change.unit) == (192, 192, "change")
    assert found.expected.to_numpy() == pytest.approx(np.full(192, 125.8698), abs=1e-3)
    assert found.fitted.iloc[[0, -1]].to_numpy() == pytest.approx([125.8698, 100.2609], abs=1e-3)


@needs_belts
def test_the_dispersion_is_pearsons_by_hand(belts):
    found = interrupted(belts, LAW, trend=False, seasons=False)
    before, after = belts[belts.index < LAW], belts[belts.index >= LAW]
    pearson = sum(((one - one.mean()) ** 2).sum() / one.mean() for one in (before, after))
    assert found.dispersion == pytest.approx(pearson / 190)


@needs_belts
def test_with_trend_and_seasons_it_is_an_independent_quasi_poisson_regression(belts):
    beta, _, dispersion, mean = poisson(belts.to_numpy(float), design_of(belts, LAW))
    found = interrupted(belts, LAW)
    assert found.change.value == pytest.approx(np.expm1(beta[-1]), abs=1e-8)
    assert found.dispersion == pytest.approx(dispersion)
    assert found.fitted.to_numpy() == pytest.approx(mean)
    before = belts.index < LAW
    assert found.expected[before].to_numpy() == pytest.approx(mean[before])
    assert found.expected[~before].to_numpy() == pytest.approx(mean[~before] / np.exp(beta[-1]))


@needs_belts
def test_the_belts_of_1983_saved_as_many_drivers_as_published(belts):
    # Durbin & Harvey (1985), structural model: 18 % fewer drivers killed
    found = interrupted(belts, LAW)
    assert found.change.low < -0.18 < found.change.high < 0


@needs_belts
def test_months_that_resemble_each_other_widen_the_interval_as_fewer_months_would(belts):
    # n (1 - r) / (1 + r) months that owe nothing to each other are worth n that do
    beta, error, _, _ = poisson(belts.to_numpy(float), design_of(belts, LAW))
    found = interrupted(belts, LAW)
    alike = found.autocorrelation
    assert 0.3 < alike < 0.5
    half = 1.98 * error[-1] * np.sqrt((1 + alike) / (1 - alike))
    assert np.log1p([found.change.low, found.change.high]) == pytest.approx(
        [beta[-1] - half, beta[-1] + half], abs=0.03 * half
    )


@needs_belts
def test_the_negative_binomial_is_that_of_statsmodels_on_the_same_design(belts):
    fit = NegativeBinomial(belts.to_numpy(), design_of(belts, LAW)).fit(disp=0, maxiter=200)
    half = stats.t.ppf(0.975, 192 - 7) * fit.bse[6]
    found = interrupted(belts, LAW).negative_binomial
    expected = np.expm1([fit.params[6], fit.params[6] - half, fit.params[6] + half])
    assert (found.value, found.low, found.high) == pytest.approx(tuple(expected), abs=2e-4)


def lone(seed=3, n=60, fall=0.0, rate=8.0):
    """Months that owe nothing to each other, and whose residuals happen to alternate a little."""
    rng = np.random.default_rng(seed)
    return rng.poisson(rate * np.where(np.arange(n) >= n - 24, 1 - fall, 1.0))


def test_the_interval_of_months_that_owe_nothing_to_each_other_is_by_t():
    found = at(lone(), 36, trend=False, seasons=False)
    assert found.autocorrelation <= 0
    series = months(lone())
    design = np.column_stack([np.ones(60), np.arange(60) >= 36])
    beta, error, _, _ = poisson(series.to_numpy(float), design)
    half = stats.t.ppf(0.975, 58) * error[1]
    expected = np.expm1([beta[1], beta[1] - half, beta[1] + half])
    change = found.change
    assert (change.value, change.low, change.high) == pytest.approx(tuple(expected))
    reach = (stats.t.ppf(0.975, 58) + stats.t.ppf(0.8, 58)) * error[1]
    assert found.detectable.fall == pytest.approx(np.expm1(-reach))
    assert found.detectable.rise == pytest.approx(np.expm1(reach))


def test_a_fall_of_the_detectable_size_lies_as_far_out_as_power_asks():
    # whatever the degrees of freedom: 0.80 of chances ask for 1.35 to 1.43 times the half interval
    found = at(lone(7), 36)
    half = np.log1p(found.change.high) - np.log1p(found.change.value)
    reach = np.log1p(found.detectable.rise)
    assert np.log1p(found.detectable.fall) == pytest.approx(-reach)
    assert 1.34 < reach / half < 1.44


@pytest.mark.parametrize(("n", "waves"), [(23, 0), (24, 1), (59, 1), (60, 2)])
def test_waves_are_asked_of_two_years_and_a_second_one_of_five(n, waves):
    series = months(lone(11, n))
    start = series.index[14]
    beta, *_ = poisson(series.to_numpy(float), design_of(series, start, waves))
    assert interrupted(series, start).change.value == pytest.approx(np.expm1(beta[-1]), abs=1e-7)


def test_a_fall_of_forty_per_cent_is_found_in_a_long_series():
    found = at(lone(5, 108, 0.4, 10), 84)
    assert found.change.low < -0.4 < found.change.high < 0
    assert found.change.value == pytest.approx(-0.4, abs=0.12)


def test_no_change_is_called_one_as_seldom_as_the_level_says():
    called = sum(at(lone(seed), 36).change.excludes_zero for seed in range(150))
    assert called <= 15  # of 150, 7.5 are expected, 15 are passed once in 100


def test_months_that_resemble_each_other_are_told_from_those_that_do_not():
    rng = np.random.default_rng(9)
    pull = np.zeros(240)
    for k in range(1, 240):
        pull[k] = 0.7 * pull[k - 1] + rng.normal(0, 0.35)
    alike, alone = at(rng.poisson(20 * np.exp(pull)), 120), at(lone(2, 240, rate=20), 120)
    assert alike.autocorrelation > 0.4
    assert abs(alone.autocorrelation) < 0.15


@pytest.mark.parametrize(
    ("before", "after", "carries"),
    [
        ([2] * 12, [2] * 6, True),
        ([2] * 11, [2] * 6, False),
        ([2] * 12, [2] * 5, False),
        ([1] * 12, [1] * 7, False),  # 19 incidents
        ([0] * 8 + [1] * 4, [5] * 6, False),  # 4 before
        ([3] * 12, [1] * 4 + [0] * 8, False),  # 4 after
        ([3] * 12, [0] * 12, False),
    ],
)
def test_a_series_too_short_or_with_too_few_incidents_carries_no_model(before, after, carries):
    series = months(before + after)
    start = series.index[len(before)]
    assert enough(series, start) is carries
    if not carries:
        assert interrupted(series, start) is None


def test_a_start_outside_of_the_series_carries_no_model():
    series = months(lone())
    for start in ("2012-01-01", "2013-01-01", "2017-12-01", "2019-01-01"):
        assert interrupted(series, pd.Timestamp(start)) is None


def test_where_the_negative_binomial_does_not_converge_it_is_none():
    # months that vary less than chance leave it no dispersion to estimate
    assert at([5, 3] * 20, 20).negative_binomial is None


CONSTANT = [([3] * 40, 20), ([1] * 30, 15), ([3] * 24 + [2] * 12, 24)]


@pytest.mark.parametrize(("counts", "before"), CONSTANT)
def test_months_that_are_all_equal_have_no_interval_of_no_width(counts, before):
    found = at(counts, before)
    assert found is None or found.change.low is None or found.change.high - found.change.low > 0.1


LOPSIDED = [
    ([0] * 14 + [48] + [0] * 4 + [1, 0, 0, 0, 0, 1, 1, 1] + [0] * 16 + [1], 19),
    ([0] * 23 + [49] + [0] * 10 + [1, 0, 1, 1, 1, 1], 27),
]


@pytest.mark.parametrize(("counts", "before"), LOPSIDED, ids=["overflow", "refus"])
def test_one_month_with_all_incidents_gives_finite_figures_or_none(counts, before):
    found = at(counts, before)
    figures = [] if found is None else [found.change.low, found.change.high, found.detectable.rise]
    assert np.isfinite(np.array(figures, dtype=float)).all()
