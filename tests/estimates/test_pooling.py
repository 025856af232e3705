import numpy as np
import pytest
from lecons.estimates import Estimate, wilson
from lecons.estimates.pooling import pooled_shares
from scipy import special

# Efron & Morris (1975), JASA 70, table 1: hits of 18 players in their first 45 at bats of 1970, and
# their averages over the rest of the season
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
SEASON = (
    """.346 .298 .276 .222 .273 .270 .263 .210 .269 .230 .264 .256 .303 .264 .226 .285 .316 .200"""
)
# Tarone (1982), in Gelman et al. (2013), table 5.1: rats with a tumour, in 71 groups
RATS = """0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20
1/19 1/19 1/18 1/18 2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27 2/17 7/49
7/47 3/20 3/20 2/13 9/48 10/50 4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19 4/19 5/22 11/46
12/49 5/20 5/20 6/23 5/19 6/22 6/20 6/20 6/20 16/52 15/47 15/46 9/24 4/14"""


@pytest.fixture(scope="module")
def players():
    return pooled_shares(HITS, np.full(18, 45))


@pytest.fixture(scope="module")
def rats():
    counts = np.array([one.split("/") for one in RATS.split()], dtype=int)
    return counts, pooled_shares(counts[:, 0], counts[:, 1])


def values(pooled):
    return np.array([one.value for one in pooled.groups])


def exact(successes, units):
    """The same model, integrated on a fine grid: means of the groups, quantiles of the spread."""
    mean = (np.arange(300) + 0.5)[:, None] / 300
    step = (np.arange(800) + 0.5) / 800
    size = 1 / step**3 - 1  # 1/(1+κ) = step³ is uniform: its density over the steps is 3 step²
    a, b = mean * size, (1 - mean) * size
    logs = np.log(step**2) + sum(
        special.betaln(a + k, b + n - k) - special.betaln(a, b)
        for k, n in zip(successes, units, strict=True)
    )
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    spread = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1))).ravel()
    order = np.argsort(spread)
    at = np.searchsorted(np.cumsum(weight.ravel()[order]), [0.025, 0.5, 0.975])
    groups = [(weight * (a + k) / (a + b + n)).sum() for k, n in zip(successes, units, strict=True)]
    return groups, spread[order][at]


def test_each_player_is_drawn_towards_the_whole_and_keeps_his_place(players):
    raw, whole = HITS / 45, HITS.sum() / (18 * 45)
    pooled = values(players)
    assert whole == pytest.approx(0.265, abs=1e-3)
    low, high = np.minimum(raw, whole), np.maximum(raw, whole)
    # the whole is itself not known to the third figure, and one player is that near it
    assert ((pooled > low - 0.001) & (pooled < high + 0.001)).all()
    assert np.abs(pooled - whole) == pytest.approx(np.abs(raw - whole) / 3, abs=0.01)
    assert (np.diff(pooled)[np.diff(HITS) < 0] < 0).all()
    assert (np.diff(pooled)[np.diff(HITS) == 0] == 0).all()


def test_pooled_averages_foretell_the_season_three_times_better(players):
    # Efron & Morris report 3.5 times, in their transformed scale
    season = np.array(SEASON.split(), dtype=float)
    raw, pooled = (((one - season) ** 2).sum() for one in (HITS / 45, values(players)))
    assert raw == pytest.approx(0.0753, abs=1e-4)
    assert 3 < raw / pooled < 3.7


def test_players_shrink_about_as_much_as_james_and_stein_have_it(players):
    # Efron & Morris (1975), table 2: Clemente .400 to .290, Alvis .156 to .247 (their shrinkage, of
    # 0.79, is at its best value; here what is not known of it is averaged over, and shrinks less)
    first, last = players.groups[0], players.groups[-1]
    assert 0.290 < first.value < 0.320
    assert 0.220 < last.value < 0.247
    assert first.low < 0.346 < first.high
    assert last.low < 0.200 < last.high


def test_players_are_as_in_the_model_integrated_on_a_fine_grid(players):
    groups, spread = exact(HITS, [45] * 18)
    assert values(players) == pytest.approx(np.array(groups), abs=5e-4)
    found = players.spread
    assert (found.low, found.value, found.high) == pytest.approx(tuple(spread), abs=0.003)


def test_rats_are_as_in_the_model_integrated_on_a_fine_grid(rats):
    counts, pooled = rats
    groups, spread = exact(*counts.T)
    assert values(pooled) == pytest.approx(np.array(groups), abs=1e-3)
    found = pooled.spread
    assert (found.low, found.value, found.high) == pytest.approx(tuple(spread), abs=0.002)


def test_the_spread_of_rats_is_the_published_one(rats):
    # Gelman et al. (2013), ch. 5.3, with another flat prior: Beta(2.4, 14.3) fits the groups
    spread = rats[1].spread
    assert spread.value == pytest.approx(np.sqrt(2.4 * 14.3 / (16.7**2 * 17.7)), abs=0.006)
    assert spread.low < spread.value < spread.high
    assert (spread.n, spread.total, spread.unit) == (1739, 1739, "difference_share")


def test_a_smaller_group_is_drawn_more_than_a_bigger_one_of_the_same_share(rats):
    counts, pooled = rats
    found = {tuple(one): group for one, group in zip(counts.tolist(), pooled.groups, strict=True)}
    # 2 in 20 and 5 in 49 are both a tenth: under the whole of 0.153, and drawn up
    small, big = found[2, 20], found[5, 49]
    assert 0.102 < big.value < small.value < 0.153
    assert big.high - big.low < small.high - small.low


def test_the_intervals_hold_the_true_shares_as_often_as_they_say():
    rng, held, every = np.random.default_rng(3), 0, 0
    for _ in range(40):
        true, units = rng.beta(4, 6, 22), rng.integers(2, 12, 22)
        pooled = pooled_shares(rng.binomial(units, true), units)
        held += sum(g.low <= t <= g.high for g, t in zip(pooled.groups, true, strict=True))
        every += 22
    assert 0.925 < held / every < 0.975


def test_a_group_without_unit_has_the_mean_of_the_others_and_the_widest_interval(players):
    pooled = pooled_shares(np.r_[HITS, 0], np.r_[np.full(18, 45), 0])
    found = pooled.groups[-1]
    assert (found.n, found.total) == (0, 0)
    assert found.value == pytest.approx(0.265, abs=0.005)
    assert found.high - found.low > max(one.high - one.low for one in pooled.groups[:-1])
    assert values(pooled)[:-1] == pytest.approx(values(players), abs=1e-6)


def test_the_order_of_groups_is_that_given(players):
    mixed = np.random.default_rng(0).permutation(18)
    pooled = pooled_shares(HITS[mixed], np.full(18, 45))
    assert values(pooled) == pytest.approx(values(players)[mixed])


def test_big_groups_that_are_alike_have_hardly_any_spread():
    rng = np.random.default_rng(1)
    pooled = pooled_shares(rng.binomial(1000, 0.4, 20), np.full(20, 1000))
    assert pooled.spread.value < 0.02
    assert pooled.spread.high < 0.04
    assert np.ptp(values(pooled)) < 0.02


def test_big_groups_that_differ_keep_their_own_share_and_show_the_true_spread():
    rng = np.random.default_rng(2)
    true = rng.beta(2, 3, 25)
    successes = rng.binomial(1500, true)
    pooled = pooled_shares(successes, np.full(25, 1500))
    assert values(pooled) == pytest.approx(successes / 1500, abs=0.003)
    assert pooled.spread.low < 0.2 < pooled.spread.high  # of Beta(2, 3), exactly
    assert pooled.spread.value == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("n", [1500, 2000, 2001, 4000])
def test_a_very_big_group_has_the_share_and_interval_it_has_alone(n):
    pooled = pooled_shares(np.array([n // 4, n // 2, n // 3, n // 2, n // 5]), np.full(5, n))
    alone = wilson(n // 4, n)
    found = pooled.groups[0]
    assert found.value == pytest.approx(alone.value, abs=0.002)
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=0.003)


@pytest.mark.parametrize(("successes", "edge"), [(0, 0.0), (4, 1.0)])
def test_groups_all_at_one_end_stay_near_it_with_an_interval_that_has_the_rest_in_view(
    successes, edge
):
    pooled = pooled_shares(np.full(22, successes), np.full(22, 4))
    for one in pooled.groups:
        assert abs(one.value - edge) < 0.05
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert 0.05 < max(abs(one.low - edge), abs(one.high - edge)) < 0.4


def test_the_share_of_a_group_where_all_succeeded_is_not_left_out_of_its_interval():
    pooled = pooled_shares(np.array([1000, 1000, 1000, 0, 0, 0]), np.full(6, 1000))
    assert pooled.groups[0].high > 0.9999
    assert pooled.groups[0].value > 0.9995  # fine grid: 1.0000


@pytest.mark.parametrize("groups", [0, 1, 4])
def test_under_five_groups_nothing_is_pooled(groups):
    pooled = pooled_shares(np.full(groups, 3), np.full(groups, 6))
    assert pooled.groups == (Estimate(None, None, None, 6, 6, "share"),) * groups
    whole = 6 * groups
    assert pooled.spread == Estimate(None, None, None, whole, whole, "difference_share")


def test_without_any_unit_nothing_is_known():
    pooled = pooled_shares(np.zeros(6), np.zeros(6))
    assert pooled.groups == (Estimate(None, None, None, 0, 0, "share"),) * 6
    assert pooled.spread.value is None
