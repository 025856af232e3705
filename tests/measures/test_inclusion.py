"""Women and young people on boards and among mediators: shares and changes by hand."""

import pandas as pd
import pytest
from lecons.estimates import difference_of_shares, mean, wilson
from lecons.measures.inclusion import boards, committees

NUMBERS = ["femmes_bureau", "jeunes_bureau", "taille_bureau"]


def seats(*rows):
    """Rows of (organisation, wave, domain, women, youth, seats), typed as in the store."""
    frame = pd.DataFrame(rows, columns=["id", "vague", "domaine", *NUMBERS])
    texts = dict.fromkeys(["id", "vague", "domaine"], "string")
    return frame.astype({**texts, **dict.fromkeys(NUMBERS, "Int64")})


BOARDS = seats(
    ("A", "reference", "gestion", 2, 1, 10),
    ("A", "reference", "inclusion", 2, 1, 10),  # the same board: it counts once
    ("A", "finale", "gestion", 4, 1, 10),
    ("B", "reference", "gestion", 1, 2, 8),
    ("B", "finale", "gestion", 2, None, 8),
    ("C", "reference", "gestion", 9, 0, 9),  # never seen again
    ("D", "reference", "gestion", 3, 3, None),
    ("D", "finale", "gestion", 3, 3, 0),
)


def test_a_board_is_a_share_of_its_seats_and_counts_once():
    found = boards(BOARDS)
    women = found.levels["femmes_bureau"]
    assert women["reference"].value == pytest.approx((0.2 + 0.125 + 1.0) / 3)
    assert (women["reference"].n, women["reference"].total) == (3, 4)
    assert (women["finale"].value, women["finale"].n) == (pytest.approx((0.4 + 0.25) / 2), 2)
    assert found.levels["jeunes_bureau"]["finale"].value == pytest.approx(0.1)


def test_the_change_is_of_organisations_seen_twice_the_others_are_missing():
    change = boards(BOARDS).change
    assert change["femmes_bureau"].value == pytest.approx((0.2 + 0.125) / 2)
    assert (change["femmes_bureau"].n, change["femmes_bureau"].total) == (2, 4)
    assert (change["jeunes_bureau"].value, change["jeunes_bureau"].n) == (0.0, 1)
    assert change["femmes_bureau"].unit == "difference_share"
    assert boards(BOARDS).pairs["femmes_bureau"].index.to_list() == ["A", "B"]
    assert boards(BOARDS).ids == ("A", "B", "C", "D")


def test_the_two_changes_are_read_together():
    gains = (1, 2, 3, 1, 2, 3)
    frame = seats(
        *[
            row
            for i, gain in enumerate(gains)
            for row in (
                (f"O{i}", "reference", "gestion", 2, 1, 10),
                (f"O{i}", "finale", "gestion", 2 + gain, 1, 10),
            )
        ]
    )
    found = boards(frame).change["femmes_bureau"]
    alone = mean([gain / 10 for gain in gains])
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high))
    assert found.family == 2
    assert found.strict[0] < found.low < found.high < found.strict[1]
    assert found.excludes_zero
    # nobody's seats moved: there is a change of zero, and nothing tells how sure it is
    youth = boards(frame).change["jeunes_bureau"]
    assert (youth.value, youth.low, youth.excludes_zero) == (0.0, None, False)


def test_more_women_than_seats_are_all_of_the_seats():
    found = boards(seats(("A", "reference", "gestion", 12, 0, 10)))
    assert found.levels["femmes_bureau"]["reference"].value == 1.0


def test_a_board_noted_in_another_domain_of_the_same_day_is_known():
    found = boards(
        seats(
            ("A", "reference", "gestion", 2, 1, None),
            ("A", "reference", "inclusion", 2, 1, 10),
            ("A", "finale", "gestion", 4, 1, 10),
        )
    )
    assert found.change["femmes_bureau"].value == pytest.approx(0.2)


@pytest.mark.parametrize("wave", ["reference", "finale"])
def test_boards_seen_at_one_wave_only_have_no_change(wave):
    found = boards(BOARDS[BOARDS["vague"] == wave])
    assert [one.value for one in found.change.values()] == [None, None]
    assert found.levels["femmes_bureau"][wave].n >= 2
    nothing = boards(BOARDS.head(0))
    assert [(one.value, one.n, one.total) for one in nothing.change.values()] == [(None, 0, 0)] * 2


def cases(*rows):
    """Cases c1, c2… from (day, women, youth, issue)."""
    frame = pd.DataFrame(
        rows, columns=["date_signalement", "mediatrices", "jeunes_mediateurs", "issue"]
    )
    frame["date_signalement"] = pd.to_datetime(frame["date_signalement"])
    frame = frame.assign(id=[f"c{i}" for i in range(1, len(frame) + 1)])
    return frame.astype(
        {"id": "string", "issue": "string", "mediatrices": "Int64", "jeunes_mediateurs": "Int64"}
    )


CASES = cases(
    ("2017-01-01", 1, 0, "regle"),
    ("2017-06-30", 0, 1, "echec"),
    ("2017-07-01", 2, None, "en_cours"),
    ("2017-12-31", 3, 2, "regle"),
    ("2018-01-01", 0, 0, "regle"),
    ("2018-01-02", None, 1, "regle"),
    ("2018-06-01", 5, 5, "sans_mediation"),
)


def test_mediations_with_women_are_counted_by_half_year():
    found = committees(CASES).halves
    assert {str(day.date()): one for day, one in found["mediatrices"].items()} == {
        "2017-01-01": wilson(1, 2),
        "2017-07-01": wilson(2, 2),
        "2018-01-01": wilson(0, 1),
    }
    assert [(one.value, one.n) for one in found["jeunes_mediateurs"].values()] == [
        (0.5, 2),
        (1.0, 1),
        (0.5, 2),
    ]
    assert committees(CASES).ids == ("c1", "c2", "c3", "c4", "c5", "c6")


def halves(early, late, column="mediatrices"):
    """(with, without) women in the first half of 2017, then in the second."""
    rows = []
    for month, (present, absent) in (("01", early), ("11", late)):
        days = [f"2017-{month}-{1 + i % 28:02d}" for i in range(present + absent)]
        rows += [(day, int(i < present), 0, "regle") for i, day in enumerate(days)]
    return cases(*rows)


def test_the_second_half_of_the_period_is_compared_with_the_first():
    change = committees(halves((4, 16), (17, 3))).change["mediatrices"]
    expected = difference_of_shares(17, 20, 4, 20, family=2)
    assert change == expected
    assert change.value == pytest.approx(0.65)
    assert change.excludes_zero


def test_the_middle_of_the_period_still_belongs_to_its_first_half():
    found = committees(cases(*[(day, 1, 0, "regle") for day in ("2017-01-01", "2017-01-03")] * 5,
                             *[("2017-01-02", 0, 0, "regle")] * 5))  # fmt: skip
    assert found.change["mediatrices"].value == pytest.approx(1 - 5 / 10)


def test_a_change_seen_at_the_looser_level_only_is_not_clear():
    change = committees(halves((12, 12), (19, 5))).change["mediatrices"]
    assert change.low > 0 > change.strict[0]
    assert not change.excludes_zero


def test_youth_that_never_mediate_are_a_share_of_zero_and_not_missing():
    found = committees(halves((4, 16), (17, 3)))
    assert [one.value for one in found.halves["jeunes_mediateurs"].values()] == [0.0, 0.0]
    assert found.change["jeunes_mediateurs"].value == 0.0


def test_without_two_halves_there_is_no_change():
    one_day = cases(*[("2017-03-03", 1, 0, "regle")] * 8)
    found = committees(one_day)
    assert found.change["mediatrices"].value is None
    assert list(found.halves["mediatrices"].values()) == [wilson(8, 8)]
    nothing = committees(CASES.tail(1))
    assert (nothing.ids, nothing.halves["mediatrices"]) == ((), {})
    assert nothing.change["mediatrices"].value is None
    assert committees(CASES.head(0)).change["jeunes_mediateurs"].n == 0
