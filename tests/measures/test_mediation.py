import pandas as pd
import pytest
from lecons.estimates import difference_of_shares, wilson
from lecons.measures.mediation import by_type, by_women_mediators, funnel

# issue, suivi_3_mois, suivi_6_mois, mediatrices, type_conflit
CASES = pd.DataFrame(
    [
        ("regle", "respecte", "respecte", 2, "eau"),
        ("regle", "respecte", "rompu", 1, "eau"),
        ("regle", "rompu", None, 0, "terre"),
        ("regle", None, None, None, "eau"),
        ("echec", None, None, 1, "terre"),
        ("en_cours", "respecte", None, 0, "eau"),
        ("sans_mediation", None, None, None, "vol"),
    ],
    columns=["issue", "suivi_3_mois", "suivi_6_mois", "mediatrices", "type_conflit"],
).assign(id=[f"c{i}" for i in range(1, 8)])
CASES["mediatrices"] = CASES["mediatrices"].astype("Int64")


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


def test_women_mediators_are_contrasted_among_mediated_cases_whose_mediators_are_known():
    found = by_women_mediators(CASES)
    assert found.first == wilson(2, 3)
    assert found.second == wilson(1, 2)
    assert found.difference == difference_of_shares(2, 3, 1, 2)
    assert found.difference.value == pytest.approx(1 / 6)
    assert found.ids == ("c1", "c2", "c3", "c5", "c6")


def test_types_of_conflict_are_counted_most_cases_first():
    found = by_type(CASES)
    assert found[["type_conflit", "cas", "regles"]].to_numpy().tolist() == [
        ["eau", 4, 3],
        ["terre", 2, 1],
        ["vol", 1, 0],
    ]
    assert found["share"].to_list() == [wilson(3, 4), wilson(1, 2), wilson(0, 1)]
