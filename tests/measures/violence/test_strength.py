from datetime import date

import numpy as np
import pandas as pd
import pytest
from lecons.measures.violence.interrupted import interrupted
from lecons.measures.violence.strength import DEPENDENT, violence

START, END = date(2017, 1, 1), date(2018, 12, 31)
MINE = "ML0603"
OTHERS = ["ML0101", "ML0201", "ML0301", "ML0401", "ML0501"]


def incidents(counts, first, record="acled"):
    """The table `incidents` of these counts: {cercle: incidents of each month from the first on}."""
    rows = [
        (month, "jour", None, cercle, "attaque", 0, None, record)
        for cercle, series in counts.items()
        for month, k in zip(
            pd.date_range(first, periods=len(series), freq="MS"), series, strict=True
        )
        for _ in range(k)
    ]
    columns = ["date", "precision_date", "commune", "cercle", "type", "morts", "source", "releve"]
    table = pd.DataFrame(rows, columns=columns)
    table["date"] = pd.to_datetime(table["date"])
    table["releve"] = table["releve"].astype("string")
    table.insert(0, "id", [f"{record}{number}" for number in range(len(table))])
    return table


def even(seed=0, n=60, rate=6.0):
    """Months that owe nothing to each other, and show no change; the first has an incident at least."""
    return np.random.default_rng(seed).poisson(rate, n).clip(min=1)


def five(seed=1, n=60, rate=6.0):
    return {code: even(seed + k, n, rate) for k, code in enumerate(OTHERS)}


def read(counts, first="2014-01-01", start=START):
    return violence(incidents(counts, first), [MINE], start, END)


def test_without_incident_there_is_no_design():
    for table in (incidents({}, "2014-01-01"), incidents({MINE: even()}, "2020-01-01")):
        found = violence(table, [MINE], START, END)
        assert (found.design, found.doubts) == ("aucune", ())
        assert (found.series, found.placebo, found.compared) == (None, None, None)


def test_other_cercles_that_went_along_make_a_comparison_without_doubt():
    found = read({MINE: even(), **five()})
    assert (found.design, found.doubts) == ("comparaison", ())
    assert (found.compared.covered, found.compared.others) == (1, 5)
    assert found.series.change.n == 60
    assert found.months.record == "acled"


def test_a_comparison_shows_the_fall_that_a_common_rise_hides_from_the_series():
    rise = np.where(np.arange(60) >= 36, 2, 1)
    found = read({MINE: even(rate=20), **{code: k * rise for code, k in five(rate=20).items()}})
    assert found.design == "comparaison"
    assert found.compared.change.value == pytest.approx(-0.5, abs=0.06)
    assert found.compared.change.excludes_zero
    assert not found.series.change.excludes_zero


@pytest.mark.parametrize("others", [0, 3])
def test_too_few_other_cercles_leave_the_series_alone(others):
    found = read({MINE: even(), **dict(list(five().items())[:others])})
    assert (found.design, found.doubts) == ("serie", ("sans_comparaison",))
    assert found.compared is None
    assert (
        found.series.change.value == interrupted(found.months.mine, found.months.start).change.value
    )


def test_cercles_that_parted_before_the_start_leave_the_series_alone():
    parting = {code: np.r_[k[:18], 4 * k[18:]] for code, k in five().items()}
    found = read({MINE: even(), **parting})
    assert (found.design, found.doubts) == ("serie", ("tendances",))
    assert found.compared.placebo.high < 0


def test_the_false_start_is_in_the_middle_of_the_months_before():
    found = read({MINE: even()})
    before = found.months.mine.iloc[:36]
    assert found.placebo.change.n == 36
    assert found.placebo.change == interrupted(before, pd.Timestamp("2015-07-01")).change


def test_a_change_at_a_false_start_leaves_a_description():
    counts = np.r_[even(3, 18, 20), even(4, 42, 5)]
    found = read({MINE: counts})
    assert (found.design, found.doubts) == ("description", ("sans_comparaison", "fausse_date"))
    assert found.placebo.change.high < 0
    assert found.series is not None


def test_months_too_alike_leave_a_description():
    # runs of three months: no trend, no season, but each month foretells the next
    counts = np.repeat(np.random.default_rng(11).permutation([2, 14] * 10), 3)
    found = read({MINE: counts})
    assert found.series.autocorrelation > DEPENDENT
    assert not found.placebo.change.excludes_zero
    assert (found.design, found.doubts) == ("description", ("sans_comparaison", "dependance"))


def test_less_than_a_year_before_leaves_a_description():
    counts = {MINE: even(n=35), **five(n=35)}
    found = read(counts, "2016-02-01")
    assert (found.months.before, found.months.after) == (11, 24)
    assert (found.design, found.doubts) == ("description", ("pas_avant",))


def test_a_start_in_mid_month_gives_that_month_to_the_months_before():
    counts = {MINE: even(n=35), **five(n=35)}
    found = read(counts, "2016-02-01", date(2017, 1, 16))
    assert (found.months.before, found.design) == (12, "comparaison")


def test_less_than_half_a_year_after_leaves_a_description():
    found = read({MINE: even(n=41), **five(n=41)})
    assert (found.months.before, found.months.after) == (36, 5)
    assert (found.design, found.doubts) == ("description", ("trop_peu",))


def test_too_few_incidents_leave_a_description():
    found = read({MINE: np.tile([1, 0, 0, 0], 15)})
    assert found.months.mine.sum() == 15
    assert (found.design, found.doubts) == ("description", ("sans_comparaison", "trop_peu"))
    assert found.series is None


def test_covered_cercles_that_the_record_does_not_know_leave_a_description():
    found = read(five())
    assert found.months.mine.sum() == 0
    assert (found.design, found.doubts) == ("description", ("trop_peu",))


def test_a_record_that_ends_before_the_project_leaves_a_description():
    found = read({MINE: even(n=30), **five(n=30)})
    assert (found.months.before, found.months.after) == (30, 0)
    assert (found.design, found.doubts) == ("description", ("trop_peu",))


def test_cercles_that_part_before_the_start_are_not_compared():
    parting = {code: np.r_[k[:18], 4 * k[18:]] for code, k in five().items()}
    found = read({MINE: even(), **parting})
    assert not found.compared.parallel
    assert found.doubts[0] == "tendances"
    assert found.design != "comparaison"


def test_only_the_record_that_reaches_farthest_back_is_read():
    table = pd.concat(
        [
            incidents({MINE: even(), **five()}, "2014-01-01"),
            incidents({MINE: np.full(24, 50)}, "2017-01-01", "projet"),
        ],
        ignore_index=True,
    )
    found = violence(table, [MINE], START, END)
    assert found.months.mine.tolist() == even().tolist()
    assert found.compared.change.value == read({MINE: even(), **five()}).compared.change.value


def test_months_that_are_all_equal_do_not_stop_the_reading():
    found = read({MINE: np.full(60, 2), **five()})
    assert found.design == "comparaison"
