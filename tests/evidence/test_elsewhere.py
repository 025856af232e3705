"""What to do with a practice where it was not carried out, and how sure that is."""

from itertools import product

import pytest
from lecons.declared import DeclaredRecommendation
from lecons.estimates import Estimate
from lecons.evidence.elsewhere import confidence_there, elsewhere, names, uptake_of
from lecons.evidence.finding import LEVELS
from lecons.evidence.practice import VERDICTS

OPINIONS = ("transferable", "incertain", "non_transferable")


def score(value, half, n=12):
    return Estimate(value, value - half, value + half, n, n, "mean")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("bonne_pratique", ["reprendre", "essayer", "ne_pas_reprendre"]),
        ("lecon", ["essayer", "attendre", "ne_pas_reprendre"]),
        ("a_revoir", ["ne_pas_reprendre"] * 3),
        ("sans_preuve", ["attendre", "attendre", "ne_pas_reprendre"]),
    ],
)
def test_the_word_follows_from_the_verdict_here_and_the_opinion_there(verdict, words):
    assert [uptake_of(verdict, opinion) for opinion in OPINIONS] == words


def test_confidence_there_is_at_least_a_level_under_that_here_unless_it_is_the_lowest():
    for here, verdict, opinion in product(LEVELS, VERDICTS, OPINIONS):
        there = LEVELS.index(confidence_there(here, verdict, opinion))
        assert there in (max(0, LEVELS.index(here) - 1), max(0, LEVELS.index(here) - 2))


def test_peers_who_settle_it_on_the_side_of_the_evidence_cost_one_level_others_two():
    assert confidence_there("élevée", "bonne_pratique", "transferable") == "modérée"
    assert confidence_there("élevée", "bonne_pratique", "incertain") == "faible"
    assert confidence_there("élevée", "bonne_pratique", "non_transferable") == "faible"
    # what does not work here, and is expected not to work there
    assert confidence_there("modérée", "a_revoir", "non_transferable") == "faible"
    assert confidence_there("modérée", "a_revoir", "transferable") == "très faible"


def test_a_good_practice_is_taken_up_tried_or_left_by_the_region_s_own_interval(made):
    good = made.one(made.measure, made.voices(20, 1), made.willing)

    def found(transfer):
        (only,) = elsewhere([good], {"p": transfer}, "kidal")
        return only.uptake, only.confidence

    assert found(score(4, 0.5)) == ("reprendre", "modérée")
    assert found(score(3.4, 0.5)) == ("essayer", "faible")
    assert found(score(2, 0.5)) == ("ne_pas_reprendre", "faible")
    # the middle of the scale, to the last digit, is not passed
    assert found(score(3.5, 0.5))[0] == "essayer"


def test_few_scores_or_none_settle_nothing(made):
    good = made.one(made.measure, made.voices(20, 1), made.willing)
    (few,) = elsewhere([good], {"p": score(4.5, 0.2, n=4)}, "gao")
    (none,) = elsewhere([good], {}, "gao")
    assert few.uptake == none.uptake == "essayer"
    assert none.transfer.n == 0


def test_what_may_be_taken_up_comes_first_and_what_nothing_bears_on_is_left_out(made):
    review = made.one(made.finding("a", "atelier", "contredit"))
    good = made.one(made.measure, made.voices(20, 1), made.willing)
    found = elsewhere([review, made.one(), good], {"p": score(4, 0.5)}, "gao")
    assert [one.uptake for one in found] == ["reprendre", "ne_pas_reprendre"]


def test_a_recommendation_names_a_place_as_a_word_whatever_its_accents():
    def one(what, who="L’équipe"):
        return DeclaredRecommendation(
            id="REC-1", texte={"fr": what}, qui={"fr": who}, quand={"fr": "x"}, pratique="p"
        )

    assert names(one("Essayer à Kidal, puis ailleurs."), "Kidal")
    assert names(one("Essayer.", "Les pairs de KIDÂL"), "Kidal")
    assert not names(one("Former les Kidalois."), "Kidal")
    assert not names(one("Essayer."), "Kidal")
