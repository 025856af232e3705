"""The matrix of evidence: persons and communes, and the name of how sources stand to each other."""

import pandas as pd
from lecons.evidence.triangulation import cell, communes_of, pattern_of

PLACES = {"cas": pd.Series({"1": "ML060101", "2": "ML060316", "3": "ML060316", "4": None})}


def test_testimonies_are_counted_in_persons_for_and_against(made):
    found = cell([made.voices(20, 7, persons=25)], "témoignage", {})
    assert (found.supporting, found.contradicting, found.n, found.communes) == (20, 7, 25, 8)
    assert found.bears == ("soutient",)


def test_measures_are_counted_in_units_and_communes_and_keep_both_sides(made):
    one = made.finding("m", "mesure", "soutient", n=40, ids=("1", "2"))
    other = made.finding("m2", "mesure", "contredit", n=60, ids=("3", "4"))
    found = cell([one, other], "mesure", PLACES)
    assert (found.supporting, found.contradicting) == (None, None)
    assert (found.n, found.unit, found.communes) == (60, "cas", 2)
    assert found.bears == ("soutient", "contredit")


def test_a_source_that_says_nothing_has_no_cell(made):
    assert cell([made.measure], "atelier", PLACES) is None


def test_communes_are_unknown_where_the_table_has_none(made):
    assert communes_of([made.finding("m", "mesure", "soutient", table="x")], PLACES) is None
    assert communes_of([made.finding("m", "mesure", "soutient", ids=("9",))], PLACES) == 0


def test_patterns_have_names(made):
    said, measure, willing = made.voices(20, 1), made.measure, made.willing
    assert pattern_of([]) == "aucune"
    assert pattern_of([said]) == "une_source"
    assert pattern_of([said, measure, willing]) == "convergence"
    assert pattern_of([measure, made.voices(5, 4, "partagé"), willing]) == "complementarite"
    assert pattern_of([made.no_effect, said, willing]) == "dissonance"
    # one source against many is not averaged away
    against = made.finding("m2", "mesure", "contredit")
    assert pattern_of([said, measure, willing, against]) == "dissonance"
    # what does not work, and shows no effect: no source parts
    two = [made.voices(1, 16, "contredit"), made.finding("a", "atelier", "contredit")]
    assert pattern_of([made.no_effect, *two]) == "complementarite"
