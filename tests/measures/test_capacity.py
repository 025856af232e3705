import pandas as pd
import pytest
from lecons.measures.capacity import organisations, training

TRAINEES = pd.DataFrame(
    [
        ("P1", "F", 8.0, 12.0, 11.0),
        ("P2", "H", 10.0, 11.0, None),
        ("P3", "F", 6.0, None, 9.0),
        ("P4", None, None, 15.0, None),
    ],
    columns=["id", "sexe", "score_avant", "score_apres", "score_6_mois"],
)


def test_a_gain_is_measured_on_people_who_have_both_marks():
    found = training(TRAINEES)
    assert (found.gain.value, found.gain.n, found.gain.total) == (2.5, 2, 4)
    assert (found.kept.value, found.kept.n, found.kept.total) == (3.0, 2, 4)
    assert found.pairs.to_numpy().tolist() == [[8.0, 12.0], [10.0, 11.0]]


def test_marks_before_and_after_are_those_of_everybody_who_has_one():
    found = training(TRAINEES)
    assert (found.before.value, found.before.n, found.before.total) == (8.0, 3, 4)
    assert found.after.value == pytest.approx(38 / 3)
    assert found.ids == ("P1", "P2", "P3", "P4")


def test_the_share_of_women_is_of_people_whose_sex_is_known():
    assert training(TRAINEES).women_share == pytest.approx(2 / 3)


def assessments(*rows):
    return pd.DataFrame(rows, columns=["id", "domaine", "vague", "score"])


TWICE = assessments(
    ("A", "gestion", "reference", 2.0),
    ("A", "gestion", "finale", 3.0),
    ("A", "inclusion", "reference", 2.0),
    ("A", "inclusion", "finale", 5.0),
    ("B", "gestion", "reference", 3.0),
    ("B", "gestion", "finale", 3.0),
)


def test_an_organisation_counts_once_however_many_domains_it_has():
    found = organisations(TWICE)
    # A gains (1 + 3) / 2 and B nothing: 1.0, where three rows would say 4 / 3
    assert (found.overall.value, found.overall.n) == (1.0, 2)
    assert (found.organisations, found.ids) == (2, ("A", "B"))


def test_each_domain_has_its_own_change():
    found = organisations(TWICE)
    assert {name: (e.value, e.n) for name, e in found.domains.items()} == {
        "gestion": (0.5, 2),
        "inclusion": (3.0, 1),
    }


def test_a_domain_assessed_once_does_not_weigh_in_the_change():
    extra = assessments(("B", "inclusion", "finale", 5.0))
    assert organisations(pd.concat([TWICE, extra])).overall.value == 1.0


def test_an_organisation_assessed_once_is_missing_and_counted_in_total():
    extra = assessments(("C", "gestion", "reference", 4.0))
    found = organisations(pd.concat([TWICE, extra]))
    gestion = found.domains["gestion"]
    assert (gestion.n, gestion.total) == (2, 3)
    assert found.organisations == 3
    assert (found.overall.n, found.overall.total) == (2, 3)


def test_organisations_assessed_at_one_wave_only_have_no_change():
    found = organisations(TWICE[TWICE["vague"] == "reference"])
    assert (found.overall.value, found.overall.n) == (None, 0)
