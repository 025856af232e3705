import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import Estimate, wilson
from lecons.estimates.durations import kaplan_meier

# Freireich et al. (1963), Blood 21: weeks of remission of 21 children on 6-mercaptopurine (0: still in
# remission) and of 21 on placebo; the table is that of Cox & Oakes (1984), table 1.1
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
# survival and Greenwood's standard error in Klein & Moeschberger (2003), table 4.1A, to four figures
PUBLISHED = {
    6: (0.8571, 0.0764),
    7: (0.8067, 0.0869),
    10: (0.7529, 0.0963),
    13: (0.6902, 0.1068),
    16: (0.6275, 0.1141),
    22: (0.5378, 0.1282),
    23: (0.4482, 0.1346),
}


@pytest.fixture(scope="module")
def treated():
    return kaplan_meier(np.array(WEEKS), np.array(RELAPSE))


def rothman(share, error):
    """Rothman (1978): the roots of (S - p)² = z² p (1 - p) / m, with m = S (1 - S) / error²."""
    m, z2 = share * (1 - share) / error**2, 1.959964**2
    return tuple(np.sort(np.roots([1 + z2 / m, -(2 * share + z2 / m), share**2]).real))


def product_limit(time, event):
    """Survival and Greenwood's standard error after each time of an event, by their definitions."""
    share, summed, found = 1.0, 0.0, []
    for one in np.unique(time[event]):
        at_risk, gone = (time >= one).sum(), (event & (time == one)).sum()
        share *= 1 - gone / at_risk
        summed += gone / (at_risk * (at_risk - gone)) if at_risk > gone else np.inf
        found.append((one, at_risk, share, share * np.sqrt(summed) if share else 0.0))
    return np.array(found).T


def test_remission_under_6_mp_survives_as_published(treated):
    assert (treated.n, treated.events, treated.total, treated.last) == (21, 9, 21, 35.0)
    assert treated.times.tolist() == list(PUBLISHED)
    assert treated.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    for week, (share, _) in PUBLISHED.items():
        assert treated.at(week).value == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize("week", PUBLISHED)
def test_the_interval_is_rothmans_on_the_published_standard_error(treated, week):
    found = treated.at(week)
    low, high = rothman(*PUBLISHED[week])
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))


def test_half_have_relapsed_by_23_weeks_under_6_mp_and_by_8_under_placebo(treated):
    placebo = kaplan_meier(np.array(PLACEBO), np.ones(21))
    assert (treated.median("weeks").value, placebo.median().value) == (23.0, 8.0)
    assert treated.median("weeks").unit == "weeks"


def test_a_bound_of_the_median_that_the_follow_up_does_not_reach_is_none(treated):
    # at 23 weeks the interval is 0.23 to 0.69: the upper curve never comes down to one half; the
    # lower one first does at 13 weeks (0.46; at 10 weeks it is 0.53)
    assert treated.median() == Estimate(23.0, 13.0, None, 21, 21, "days")


def test_the_curve_holds_its_step_until_the_next_event(treated):
    assert treated.at(9.9).value == treated.at(7).value
    assert treated.at(35).value == treated.at(23).value


def test_happened_is_the_rest_of_survived(treated):
    left, gone = treated.at(10), treated.happened_by(10)
    assert gone.value == pytest.approx(1 - 0.7529, abs=1e-4)
    assert (gone.low, gone.high) == (1 - left.high, 1 - left.low)


def test_before_the_first_event_everybody_is_there(treated):
    found = treated.at(5)
    assert found.value == found.high == 1.0
    assert found.low == pytest.approx(wilson(21, 21).low)


def test_beyond_the_last_follow_up_nothing_is_known(treated):
    assert treated.at(35.5) == Estimate(None, None, None, 21, 21, "share")
    assert treated.happened_by(36).value is None


def test_the_stanford_transplants_have_the_product_limit_and_greenwoods_variance():
    # Miller (1976), 69 heart transplants, as statsmodels ships them; ties, and 24 censored
    data = sm.datasets.heart.load_pandas().data
    time, event = data["survival"].to_numpy(), data["censors"].to_numpy() == 1
    curve = kaplan_meier(time, event)
    times, at_risk, share, error = product_limit(time, event)
    assert np.array_equal(curve.times, times)
    assert np.array_equal(curve.at_risk, at_risk)
    assert curve.survival == pytest.approx(share)
    bounds = np.array([rothman(s, e) for s, e in zip(share, error, strict=True)])
    assert curve.low == pytest.approx(bounds[:, 0], abs=1e-6)
    assert curve.high == pytest.approx(bounds[:, 1], abs=1e-6)


def test_without_censoring_the_interval_is_wilsons():
    curve = kaplan_meier(np.array(PLACEBO), np.ones(21))
    for time in curve.times[:-1]:
        share = wilson(int((np.array(PLACEBO) > time).sum()), 21)
        found = curve.at(time)
        assert (found.value, found.low, found.high) == pytest.approx(
            (share.value, share.low, share.high)
        )


def test_without_censoring_the_interval_is_wilsons_down_to_the_last_event():
    found = kaplan_meier(np.array(PLACEBO), np.ones(21)).at(23)
    assert found.value == 0.0
    assert found.high == pytest.approx(wilson(0, 21).high)  # 0.155; 0.793 comes out


def test_a_curve_that_has_come_down_to_zero_stays_there():
    # all 21 relapsed within 23 weeks: by 30 weeks all 21 have
    assert kaplan_meier(np.array(PLACEBO), np.ones(21)).happened_by(30).value == 1.0


@pytest.mark.parametrize("n", [4, 6, 8, 24])
def test_the_median_is_the_time_when_exactly_half_have_had_the_event(n):
    curve = kaplan_meier(np.arange(1, n + 1), np.ones(n))
    assert curve.median().value == n / 2  # the next event's time comes out


def test_without_event_the_interval_rests_on_those_still_followed():
    curve = kaplan_meier(np.array([1.0] * 99 + [50.0]), np.zeros(100))
    assert curve.at(50).value == 1.0
    assert curve.at(50).low == pytest.approx(wilson(1, 1).low)  # 0.207; 0.963 comes out


def test_without_event_nobody_is_lost_and_there_is_no_median():
    curve = kaplan_meier(np.full(8, 30.0), np.zeros(8))
    assert (curve.n, curve.events, len(curve.times)) == (8, 0, 0)
    assert curve.at(30).value == 1.0
    assert curve.at(30).low == pytest.approx(wilson(8, 8).low)
    assert curve.median() == Estimate(None, None, None, 8, 8, "days")


def test_when_all_have_the_event_on_one_day_none_is_left_and_that_day_is_the_median():
    curve = kaplan_meier(np.full(8, 30.0), np.ones(8))
    found = curve.at(30)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(wilson(0, 8).high)
    assert curve.median().value == 30.0


@pytest.mark.parametrize("durations", [[], [np.nan] * 3, [-1.0, -2.0, np.nan]])
def test_nothing_known_gives_nothing_and_counts_everybody(durations):
    curve = kaplan_meier(np.array(durations), np.zeros(len(durations)))
    nothing = Estimate(None, None, None, 0, len(durations), "share")
    assert curve.at(0) == curve.happened_by(10) == nothing
    assert (curve.median().value, curve.events) == (None, 0)


def test_missing_and_negative_durations_are_left_out_and_counted_in_total(treated):
    more = kaplan_meier(np.array([*WEEKS, np.nan, -3.0]), np.array([*RELAPSE, 1, 1]))
    assert (more.n, more.total, more.events) == (21, 23, 9)
    assert np.array_equal(more.survival, treated.survival)
    assert (more.at(6).n, more.at(6).total) == (21, 23)


def test_an_event_on_the_day_of_a_censoring_comes_first():
    # Kaplan & Meier (1958): who is lost on the day of an event is still at risk in it
    assert kaplan_meier(np.array([5, 5, 8]), np.array([1, 0, 1])).at(5).value == pytest.approx(
        2 / 3
    )


units = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@given(units)
@settings(deadline=None, max_examples=150)
def test_survival_never_rises_and_its_bounds_surround_it_between_0_and_1(rows):
    time, event = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    curve = kaplan_meier(time, event)
    found = [curve.at(when) for when in range(int(curve.last) + 1)]
    values = np.array([one.value for one in found])
    assert (np.diff(values) <= 1e-12).all()
    assert all(0 <= one.low <= one.value <= one.high <= 1 for one in found)
    assert all((one.n, one.total) == (len(rows), len(rows)) for one in found)
    middle = curve.median()
    if (np.abs(values - 0.5) > 1e-9).all():  # exactly one half: see above
        reached = np.flatnonzero(values < 0.5)
        assert middle.value == (reached[0] if len(reached) else None)
    if middle.low is not None and middle.high is not None:
        assert middle.low <= middle.value <= middle.high
