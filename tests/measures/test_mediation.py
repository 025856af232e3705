"""The funnel of cases, who mediated, communes, and conflicts that came back."""

import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.measures.mediation import by_commune, by_mediators, by_type, funnel, returned

COLUMNS = [
    "issue",
    "suivi_3_mois",
    "suivi_6_mois",
    "mediatrices",
    "jeunes_mediateurs",
    "type_conflit",
    "commune",
    "revient_de",
]
COMMUNES = pd.DataFrame(
    {
        "pcode": [f"ML06010{i}" for i in range(1, 7)],
        "commune": ["Alafia", "Ber", "Bourem-Inaly", "Lafia", "Salam", "Tombouctou"],
    }
)


def cases(*rows):
    """Cases c1, c2… typed as in the store; a row may stop early, the rest is blank."""
    frame = pd.DataFrame([[*row, *[None] * (len(COLUMNS) - len(row))] for row in rows])
    frame = frame.set_axis(COLUMNS, axis=1) if len(frame) else pd.DataFrame(columns=COLUMNS)
    numbers = dict.fromkeys(["mediatrices", "jeunes_mediateurs"], "Int64")
    frame = frame.assign(id=[f"c{i}" for i in range(1, len(frame) + 1)])
    return frame.astype({**dict.fromkeys(frame.columns, "string"), **numbers})


CASES = cases(
    ("regle", "respecte", "respecte", 2, 0, "eau"),
    ("regle", "respecte", "rompu", 1, 1, "eau"),
    ("regle", "rompu", None, 0, 1, "terre"),
    ("regle", None, None, None, 2, "eau"),
    ("echec", None, None, 1, None, "terre"),
    ("en_cours", "respecte", None, 0, 0, "eau"),
    ("sans_mediation", None, None, None, None, "vol"),
)


def contrasted(*groups):
    """Mediated cases from (women mediators, settled, not settled)."""
    rows = []
    for women, settled, not_settled in groups:
        rows += [("regle", None, None, women, 0)] * settled
        rows += [("echec", None, None, women, 0)] * not_settled
    return cases(*rows)


def test_each_step_of_the_funnel_has_its_count_and_its_denominator():
    steps = {step.name: step for step in funnel(CASES)}
    assert list(steps) == ["signales", "medies", "regles", "respectes_3", "respectes_6"]
    counts = {name: (s.count, s.of, s.share.n, s.share.total) for name, s in steps.items()}
    assert counts == {
        "signales": (7, "signales", 7, 7),
        "medies": (6, "signales", 7, 7),
        "regles": (4, "signales", 7, 7),
        # three settled cases were followed up at three months, two at six; one was never
        "respectes_3": (2, "suivis", 3, 4),
        "respectes_6": (1, "suivis", 2, 4),
    }
    assert steps["regles"].share == wilson(4, 7)
    assert steps["respectes_3"].share.value == pytest.approx(2 / 3)


def test_each_step_carries_the_cases_it_counts():
    steps = {step.name: step.ids for step in funnel(CASES)}
    assert steps["regles"] == ("c1", "c2", "c3", "c4")
    assert steps["respectes_3"] == ("c1", "c2")
    assert steps["respectes_6"] == ("c1",)


def test_a_funnel_without_cases_counts_nothing():
    steps = funnel(CASES.head(0))
    assert [(step.count, step.share.value, step.share.n) for step in steps] == [(0, None, 0)] * 5


def test_the_published_figure_is_found_again(demo_project):
    steps = {s.name: s for s in funnel(demo_project.project.table("cas", "interne"))}
    share = steps["regles"].share
    assert (steps["regles"].count, share.n, share.total) == (53, 81, 81)
    assert [round(100 * x, 1) for x in (share.value, share.low, share.high)] == [65.4, 54.6, 74.9]


def test_mediators_are_contrasted_among_mediated_cases_whose_mediators_are_known():
    women, youth = (by_mediators(CASES)[k] for k in ("mediatrices", "jeunes_mediateurs"))
    assert (women.first, women.second) == (wilson(2, 3), wilson(1, 2))
    assert women.difference.value == pytest.approx(1 / 6)
    assert women.ids == ("c1", "c2", "c3", "c5", "c6")
    assert (youth.first, youth.second) == (wilson(3, 3), wilson(1, 2))
    assert youth.ids == ("c1", "c2", "c3", "c4", "c6")
    # under five cases in a group there is a difference and no interval
    assert (women.difference.low, women.difference.strict) == (None, None)


def test_the_two_contrasts_are_read_together_at_a_stricter_level():
    found = by_mediators(contrasted((1, 39, 7), (0, 14, 14)))["mediatrices"].difference
    assert (found.family, found.n, found.total) == (2, 74, 74)
    assert found.value == pytest.approx(39 / 46 - 14 / 28)
    # Newcombe (1998), method 10, at 95 % and at 97.5 %, computed apart
    assert (found.low, found.high) == pytest.approx((0.130851, 0.537577), abs=1e-6)
    assert found.strict == pytest.approx((0.100541, 0.559988), abs=1e-6)
    assert found.excludes_zero


def test_a_difference_that_only_the_looser_interval_shows_is_not_clear():
    found = by_mediators(contrasted((2, 19, 5), (0, 12, 12)))["mediatrices"].difference
    assert found.low == pytest.approx(0.021378, abs=1e-6)
    assert found.strict[0] == pytest.approx(-0.016109, abs=1e-6)
    assert not found.excludes_zero


def test_without_anybody_to_compare_with_there_is_no_difference():
    found = by_mediators(contrasted((1, 6, 4)))["mediatrices"]
    assert (found.first.value, found.second.value, found.difference.value) == (0.6, None, None)
    unmediated = by_mediators(cases(("regle", None, None, 0), ("sans_mediation", None, None, 1)))
    assert (unmediated["mediatrices"].first.n, unmediated["mediatrices"].ids) == (0, ("c1",))
    blank = by_mediators(cases(("regle",), ("echec",)))["mediatrices"]
    assert (blank.first.n, blank.second.n, blank.ids) == (0, 0, ())


def test_types_of_conflict_are_counted_most_cases_first():
    found = by_type(CASES)
    assert found[["type_conflit", "cas", "regles"]].to_numpy().tolist() == [
        ["eau", 4, 3],
        ["terre", 2, 1],
        ["vol", 1, 0],
    ]
    assert found["share"].to_list() == [wilson(3, 4), wilson(1, 2), wilson(0, 1)]


def in_communes(counts):
    """Cases from pcode → (settled, failed)."""
    rows = []
    for pcode, (settled, failed) in counts.items():
        for issue, count in (("regle", settled), ("echec", failed)):
            rows += [(issue, None, None, None, None, "eau", pcode)] * count
    return cases(*rows)


def test_each_commune_is_drawn_towards_the_whole_and_keeps_its_place():
    counts = {"ML060101": (4, 0), "ML060102": (3, 1), "ML060103": (2, 2), "ML060104": (0, 4)}
    found = by_commune(in_communes(counts), COMMUNES)
    assert found.table["commune"].to_list() == COMMUNES["commune"].to_list()
    assert found.table[["cas", "regles"]].to_numpy().tolist() == [
        [4, 4], [4, 3], [4, 2], [4, 0], [0, 0], [0, 0],
    ]  # fmt: skip
    high, second, middle, low, blank, other = (one.value for one in found.table["share"])
    assert 0 < low < middle < second < high < 1
    assert 0.5 < second < 0.75
    # a commune without any case is guessed from the others only, with the widest interval
    assert blank == other == pytest.approx(9 / 16, abs=0.06)
    widths = [one.high - one.low for one in found.table["share"]]
    assert widths[4] == max(widths) > 0.7
    assert [one.n for one in found.table["share"]] == [4, 4, 4, 4, 0, 0]
    assert (found.spread.n, found.spread.unit) == (16, "difference_share")


def test_a_commune_with_more_cases_is_drawn_less():
    counts = {f"ML06010{i}": (5, 5) for i in range(1, 5)}
    few = by_commune(in_communes({**counts, "ML060105": (2, 0)}), COMMUNES).table["share"][4]
    many = by_commune(in_communes({**counts, "ML060105": (20, 0)}), COMMUNES).table["share"][4]
    assert few.value < many.value
    assert many.high - many.low < few.high - few.low


def test_communes_that_settle_alike_differ_less_than_communes_that_do_not():
    alike = by_commune(in_communes(dict.fromkeys(COMMUNES["pcode"], (6, 4))), COMMUNES).spread
    apart = {p: ((10, 0), (0, 10))[i % 2] for i, p in enumerate(COMMUNES["pcode"])}
    assert alike.high < by_commune(in_communes(apart), COMMUNES).spread.low


def test_four_communes_are_too_few_to_be_read_together():
    found = by_commune(in_communes({"ML060101": (4, 4)}), COMMUNES.head(4))
    assert (found.spread.value, found.spread.n) == (None, 8)
    assert [one.value for one in found.table["share"]] == [None] * 4


def back(*rows):
    """Cases from (issue, revient_de)."""
    return cases(*[(issue, *[None] * 6, first) for issue, first in rows])


def test_settled_conflicts_that_came_back_are_counted_once_each():
    found = returned(
        back(
            ("regle", None),
            ("regle", None),
            ("echec", None),
            ("en_cours", "c1"),
            ("regle", "c1"),
            ("en_cours", "c3"),  # comes back from a case that was never settled
            ("en_cours", "c99"),
            ("regle", None),
        )
    )
    # c1 of c1, c2, c5, c8; Wilson on 1 of 4
    assert (found.share.value, found.share.n) == (0.25, 4)
    assert (found.share.low, found.share.high) == pytest.approx((0.045587, 0.699358), abs=1e-6)
    assert found.ids == ("c1", "c4", "c5")
    assert found.unknown == 1


def test_nothing_that_came_back_is_a_share_of_zero_among_settled_cases():
    found = returned(back(("regle", None), ("echec", None)))
    assert (found.share.value, found.share.n, found.ids, found.unknown) == (0.0, 1, (), 0)
    none = returned(back(("echec", None)))
    assert (none.share.value, none.share.n) == (None, 0)


def test_a_case_that_names_itself_did_not_come_back():
    found = returned(back(("regle", "c1"), ("regle", None)))
    assert (found.share.value, found.ids) == (0.0, ())
