from lecons.estimates import Estimate


def test_intervals_are_kept_where_the_figure_can_be():
    wide = Estimate(0.1, -0.2, 1.3, 9, 9, "share", 2, (-0.4, 1.5))
    kept = wide.within(0, 1)
    assert (kept.low, kept.high, kept.strict) == (0, 1, (0, 1))
    assert (kept.value, kept.n, kept.family) == (0.1, 9, 2)


def test_an_estimate_without_interval_is_given_none():
    alone = Estimate(0.1, None, None, 3, 9, "share")
    assert alone.within(0, 1) == alone
    assert Estimate(45.0, 37.0, None, 9, 9, "days").within(40, 60).low == 40
