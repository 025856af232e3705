"""How long a mediation takes and how long an agreement holds: Kaplan-Meier curves by hand."""

import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.measures.duration import durability, settlement

START = pd.Timestamp("2017-01-01")


def day(number):
    return pd.NaT if number is None else START + pd.Timedelta(days=number)


def cases(*rows):
    """Cases c1, c2… from (issue, day reported, day of the issue)."""
    frame = pd.DataFrame(
        {
            "id": [f"c{i}" for i in range(1, len(rows) + 1)],
            "issue": [row[0] for row in rows],
            "date_signalement": pd.Series([day(r[1]) for r in rows], dtype="datetime64[ns]"),
            "date_issue": pd.Series([day(r[2]) for r in rows], dtype="datetime64[ns]"),
        }
    )
    return frame.astype({"id": "string", "issue": "string"})


def agreements(*visits, issue="regle"):
    """Settled cases a1, a2… from (state at three months, state at six)."""
    frame = pd.DataFrame(visits, columns=["suivi_3_mois", "suivi_6_mois"])
    frame = frame.assign(id=[f"a{i}" for i in range(1, len(visits) + 1)], issue=issue)
    return frame.astype("string")


CASES = cases(
    ("regle", 0, 10),
    ("regle", 20, 50),  # after 30 days
    ("echec", 0, 5),  # followed to the last day: 100
    ("en_cours", 80, None),  # followed for 20 days
    ("regle", 40, 100),  # after 60 days
    ("sans_mediation", 0, None),
)


def test_open_cases_count_until_the_last_day_and_failed_ones_to_the_end():
    found = settlement(CASES)
    assert found.as_of == day(100)
    assert found.ids == ("c1", "c2", "c3", "c4", "c5")
    curve = found.curve
    # at risk: 5 at 10 days; then 3 at 30, the open case having left at 20; then 2 at 60
    assert (curve.times.tolist(), curve.at_risk.tolist()) == ([10, 30, 60], [5, 3, 2])
    assert curve.survival.tolist() == pytest.approx([4 / 5, 4 / 5 * 2 / 3, 4 / 15])
    assert (curve.n, curve.events, curve.total, curve.last) == (5, 3, 5, 100)
    assert found.settled_by(30).value == pytest.approx(7 / 15)
    assert found.settled_by(9).value == 0
    assert (found.median.value, found.median.unit) == (60, "days")


def test_a_failed_case_never_counts_as_settled():
    failed = settlement(cases(("echec", 0, 3), ("echec", 0, 9), ("en_cours", 0, None)))
    assert failed.curve.events == 0
    assert (failed.median.value, failed.settled_by(9).value) == (None, 0.0)


def test_a_case_that_fails_early_is_not_taken_out_as_if_it_could_still_settle():
    early = cases(*[("regle", 0, 40)] * 5, *[("echec", 0, 2)] * 5, ("en_cours", 0, None))
    late = cases(*[("regle", 0, 40)] * 5, *[("echec", 0, 39)] * 5, ("en_cours", 0, None))
    assert settlement(early).settled_by(40).value == pytest.approx(5 / 11)
    assert settlement(late).settled_by(40).value == pytest.approx(5 / 11)


def test_a_settled_case_without_its_day_is_missing_and_counted_in_the_total():
    found = settlement(cases(("regle", 0, None), ("regle", 0, 10), ("en_cours", 0, None)))
    assert (found.curve.n, found.curve.events, found.curve.total) == (2, 1, 3)
    assert (found.settled_by(10).n, found.settled_by(10).total) == (2, 3)
    assert found.settled_by(10).value == 0.5
    assert found.ids == ("c1", "c2", "c3")


def test_a_settlement_before_its_report_is_missing():
    found = settlement(cases(("regle", 10, 4), ("regle", 0, 10)))
    assert (found.curve.n, found.curve.total, found.median.value) == (1, 2, 10)


def test_nothing_is_said_beyond_the_longest_follow_up():
    found = settlement(cases(("regle", 0, 10), ("en_cours", 0, None)))
    assert found.curve.last == 10
    assert (found.settled_by(11).value, found.settled_by(11).n) == (None, 2)


def test_without_any_case_there_is_no_curve():
    for rows in ((), (("sans_mediation", 0, None),)):
        found = settlement(cases(*rows))
        assert (found.curve.n, found.as_of, found.ids) == (0, None, ())
        assert (found.median.value, found.settled_by(30).value) == (None, None)


def test_a_case_settled_on_the_day_of_its_report_took_no_day():
    found = settlement(cases(("regle", 7, 7), ("en_cours", 0, None)))
    assert found.settled_by(0).value == 0.5


def test_when_all_are_settled_the_share_settled_later_is_known():
    found = settlement(cases(*[("regle", 0, 10 + i) for i in range(10)]))
    assert found.settled_by(60).value == 1.0


def test_without_open_cases_the_interval_is_wilson_s_at_the_end_too():
    found = settlement(cases(*[("regle", 0, 10 + i) for i in range(10)]))
    assert found.settled_by(18).low == pytest.approx(wilson(9, 10).low)
    assert found.settled_by(19).low == pytest.approx(wilson(10, 10).low)


AGREEMENTS = agreements(
    ("respecte", "respecte"),
    ("respecte", None),
    ("rompu", None),
    (None, "rompu"),
    (None, None),
    ("respecte", "rompu"),
)


def test_an_agreement_seen_at_three_months_only_counts_for_these_three():
    found = durability(AGREEMENTS)
    # at three months 5 are at risk and 1 breaks; at six 3 are left and 2 break
    assert found.curve.at_risk.tolist() == [5, 3]
    assert found.holding(3).value == pytest.approx(4 / 5)
    assert found.holding(6).value == pytest.approx(4 / 5 * 1 / 3)
    assert (found.followed, found.broken) == (5, 3)


def test_an_agreement_never_visited_is_missing_and_counted_in_the_total():
    found = durability(AGREEMENTS)
    assert (found.holding(6).n, found.holding(6).total) == (5, 6)
    assert found.ids == ("a1", "a2", "a3", "a4", "a5", "a6")


def test_the_interval_is_wilson_s_on_the_units_that_the_variance_stands_for():
    found = durability(AGREEMENTS)
    assert found.holding(3).low == pytest.approx(wilson(4, 5).low)
    assert found.holding(3).high == pytest.approx(wilson(4, 5).high)
    # Greenwood: S²(1/(5×4) + 2/(3×1)), so 3.837 units; Rothman (1978), computed apart
    assert found.holding(6).low == pytest.approx(0.049545, abs=1e-5)
    assert found.holding(6).high == pytest.approx(0.717251, abs=1e-5)


def test_an_agreement_once_broken_stays_broken():
    found = durability(agreements(("rompu", "respecte"), ("respecte", "respecte")))
    assert (found.broken, found.holding(3).value, found.holding(6).value) == (1, 0.5, 0.5)


def test_only_settled_cases_have_an_agreement():
    found = durability(agreements(("rompu", "rompu"), issue="echec"))
    assert (found.followed, found.ids, found.holding(6).value) == (0, (), None)


def test_agreements_that_nobody_went_to_see_let_nothing_be_said():
    found = durability(agreements((None, None), (None, None)))
    assert (found.holding(6).value, found.holding(6).n, found.holding(6).total) == (None, 0, 2)


def test_agreements_seen_at_three_months_only_say_nothing_of_six():
    found = durability(agreements(*[("respecte", None)] * 8))
    assert (found.holding(3).value, found.holding(3).low) == (1.0, wilson(8, 8).low)
    assert found.holding(6).value is None
