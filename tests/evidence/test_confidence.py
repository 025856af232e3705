"""Confidence: each rule, what caps it, and that neither less evidence nor contrary evidence raises it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.declared import ConfidenceRules
from lecons.estimates import wilson
from lecons.evidence.confidence import assess, overrule
from lecons.evidence.finding import LEVELS

LIMITS, COHERENCE, ADEQUACY, RELEVANCE = range(4)


def concern(component, *findings, **options):
    return assess(list(findings), **options).components[component].concern


def rank(*findings, **options):
    return LEVELS.index(assess(list(findings), **options).level)


def test_a_full_set_of_evidence_is_high(made):
    whole = assess([made.measure, made.voices(20, 1), made.willing])
    assert [one.concern for one in whole.components] == [1, 0, 0, 0]
    assert (whole.level, whole.points, whole.caps, whole.sources) == ("élevée", 1, (), 3)


def test_a_single_source_can_never_be_more_than_low(made):
    assert assess([made.measure]).level in LEVELS[:2]
    alone = assess([made.voices(30, 0)])
    assert (alone.level, alone.caps) == ("faible", ("une_source",))
    # a measure on the other side is no second source
    assert assess([made.voices(30, 0), made.no_effect]).sources == 1


def test_a_small_sample_can_never_be_high(made):
    small_measure = made.finding("m", "mesure", "soutient", n=29)
    small = assess([small_measure, made.voices(20, 0), made.willing])
    assert (small.level, small.points, small.caps) == ("modérée", 2, ("petit_effectif",))
    assert assess([made.measure, made.voices(9, 0), made.willing]).level != "élevée"


def test_a_coding_that_nobody_checked_or_that_readers_disagree_on_is_a_concern(made):
    def unchecked(coders):
        said = made.voices(20, 1, codeurs=coders)
        facts = {k: v for k, v in said.facts.items() if k != "alpha"}
        return said.model_copy(update={"facts": facts})

    assert concern(LIMITS, made.measure, made.voices(20, 1)) == 1
    assert concern(LIMITS, made.measure, made.voices(20, 1, alpha=0.667)) == 1
    assert concern(LIMITS, made.measure, made.voices(20, 1, alpha=0.6)) == 2
    assert concern(LIMITS, made.measure, unchecked(1)) == 2
    # work shared out between two, no testimony read twice: nobody knows whether they agree
    assert concern(LIMITS, made.measure, unchecked(2)) == 2


def test_weak_measures_and_missing_data_are_concerns(made):
    said = made.voices(20, 1)
    weak = made.finding("m", "mesure", "soutient", fragile=1)
    assert concern(LIMITS, weak, said) == 2
    # one sound measure is enough
    assert concern(LIMITS, weak, made.finding("m2", "mesure", "soutient"), said) == 1
    assert concern(LIMITS, made.finding("m", "mesure", "soutient", n=80, total=100), said) == 1
    assert concern(LIMITS, made.finding("m", "mesure", "soutient", n=79, total=100), said) == 2
    assert concern(LIMITS, said) == 2


def test_the_minority_is_counted_in_persons_and_who_is_missing_may_think_otherwise(made):
    assert concern(COHERENCE, made.measure, made.voices(18, 2)) == 0
    assert concern(COHERENCE, made.measure, made.voices(17, 3)) == 1
    assert concern(COHERENCE, made.measure, made.voices(20, 8)) == 2
    # 7 of 28 opinions, of 25 persons: 28 % of persons
    assert concern(COHERENCE, made.measure, made.voices(21, 7, persons=25)) == 2
    # unanimous, but 5 of the 15 persons wanted are missing
    assert concern(COHERENCE, made.measure, made.voices(10, 0)) == 2


def test_sources_that_part_are_a_serious_concern_and_cap_at_low(made):
    for odd in (made.no_effect, made.finding("m", "mesure", "contredit")):
        parted = assess([odd, made.voices(20, 0), made.willing])
        assert (parted.components[COHERENCE].concern, parted.level) == (3, "faible")
    # with fewer voices the doubt does not go away: they lean still
    leaning = made.voices(4, 2, "partagé")
    assert concern(COHERENCE, made.no_effect, leaning) == 3
    assert concern(COHERENCE, made.no_effect, made.voices(2, 4, "partagé")) < 3


def test_adequacy_counts_who_says_it_and_whether_new_codes_still_came(made):
    steps = {15: 0, 14: 1, 10: 1, 9: 2, 5: 2, 4: 3, 0: 3}
    assert {n: concern(ADEQUACY, made.measure, made.voices(n, 0)) for n in steps} == steps
    assert concern(ADEQUACY, made.measure, made.voices(20, 0), saturated=False) == 1
    ten = made.finding("m", "mesure", "soutient", n=10)
    assert concern(ADEQUACY, ten, made.voices(20, 0)) == 1
    assert concern(ADEQUACY, made.finding("m", "mesure", "soutient", n=9), made.voices(20, 0)) == 2


def test_relevance_wants_places_and_both_sexes(made):
    said = made.voices
    assert concern(RELEVANCE, made.measure, said(20, 0)) == 0
    assert concern(RELEVANCE, made.measure, said(20, 0, communes_pour=4)) == 1
    assert concern(RELEVANCE, made.measure, said(20, 0, cercles_pour=1, femmes_pour=2)) == 2
    assert concern(RELEVANCE, made.measure, said(20, 0, ailleurs_pour=4)) == 1


def test_the_thresholds_are_the_project_s(made):
    strict = ConfidenceRules(personnes=30)
    said = made.voices(20, 0)
    assert concern(ADEQUACY, made.measure, said) == 0
    assert concern(ADEQUACY, made.measure, said, rules=strict) == 1


def test_who_speaks_against_adds_no_place_and_no_woman(made):
    # the tester's case: one voice against, from another cercle, raised the level
    alone = made.voices(20, 0, cercles_pour=1, femmes_pour=2)
    joined = made.voices(20, 1, cercles_pour=1, femmes_pour=2, cercles_contre=1, femmes_contre=1)
    rest = made.measure, made.willing
    assert concern(RELEVANCE, *rest, joined) == concern(RELEVANCE, *rest, alone) == 2


def test_what_concludes_nothing_is_no_source(made):
    unknown = made.finding("m", "mesure", None, n=0)
    said, willing = made.voices(25, 0), made.willing
    assert assess([unknown, said, willing]) == assess([said, willing])
    against = made.voices(2, 30, "contredit")
    assert assess([unknown, against]) == assess([against])
    assert assess([against]).caps == ("une_source",)


def test_testimonies_that_lean_the_other_way_carry_no_statement(made):
    # the tester's case: 6 for, 18 against, beside a workshop in favour
    against = made.voices(6, 18, "contredit")
    assert rank(made.willing, against) <= rank(made.willing)
    assert concern(ADEQUACY, made.willing, against) == 3


def test_a_weaker_measure_beside_a_sound_one_takes_nothing_away(made):
    sound = made.finding("m1", "mesure", "soutient", n=200)
    weak = made.finding("m2", "mesure", "soutient", n=29, total=60, fragile=1)
    rest = made.voices(20, 0), made.willing
    assert assess([sound, weak, *rest]).level == assess([sound, *rest]).level == "élevée"


def test_most_people_against_what_a_measure_shows_is_a_dissonance_however_few(made):
    for pour, contre in ((4, 12), (2, 6), (1, 2)):
        parted = [made.measure, made.voices(pour, contre, "partagé"), made.willing]
        assert concern(COHERENCE, *parted) == 3
        assert made.one(*parted).lacks == ("accord",)


counts = st.integers(0, 60)


def side(pour, contre):
    """As statements.voices says it: a side when the whole Wilson interval is beyond one half."""
    share = wilson(pour, pour + contre) if pour + contre else None
    if share is None or share.low is None:
        return "partagé"
    return "soutient" if share.low > 0.5 else "contredit" if share.high < 0.5 else "partagé"


@given(st.data(), counts, counts, st.sampled_from(["soutient", "sans effet visible"]))
def test_half_of_the_voices_never_give_more_when_their_side_is_judged_anew(
    made, data, pour, contre, shown
):
    left = data.draw(st.integers(0, pour // 2))
    against = data.draw(st.integers((contre + 1) // 2, contre))
    rest = made.finding("m", "mesure", shown), made.willing
    whole = assess([*rest, made.voices(pour, contre, side(pour, contre))])
    half = assess([*rest, made.voices(left, against, side(left, against))])
    if whole.side == half.side:
        assert LEVELS.index(half.level) <= LEVELS.index(whole.level)


@given(counts, counts, st.booleans())
def test_one_more_contrary_voice_never_raises_confidence(made, pour, contre, saturated):
    rest = made.measure, made.willing
    before = rank(*rest, made.voices(pour, contre), saturated=saturated)
    assert rank(*rest, made.voices(pour, contre + 1), saturated=saturated) <= before


@given(counts, counts, st.booleans())
def test_one_voice_less_in_favour_never_raises_confidence(made, pour, contre, saturated):
    rest = made.measure, made.willing
    before = rank(*rest, made.voices(pour + 1, contre), saturated=saturated)
    assert rank(*rest, made.voices(pour, contre), saturated=saturated) <= before


@given(st.data(), counts, counts)
def test_half_of_the_voices_never_give_more_confidence(made, data, pour, contre):
    # of those in favour, half at most are left; of the others, half at least
    left = data.draw(st.integers(0, pour // 2))
    against = data.draw(st.integers((contre + 1) // 2, contre))
    rest = made.measure, made.willing
    assert rank(*rest, made.voices(left, against)) <= rank(*rest, made.voices(pour, contre))


@given(counts, counts, st.sampled_from(["mesure", "témoignage", "atelier"]), st.integers(1, 200))
def test_one_more_contradicting_finding_never_raises_confidence(made, pour, contre, kind, n):
    whole = [made.measure, made.voices(pour, contre), made.willing]
    more = [*whole, made.finding("x", kind, "contredit", n=n, pour=0, contre=0)]
    # while the side stays the same: past it, another statement is judged
    assert assess(more).side == assess(whole).side
    assert LEVELS.index(assess(more).level) <= LEVELS.index(assess(whole).level)


@given(counts, counts, st.sampled_from(["m", "v", "a"]))
def test_a_finding_less_never_raises_confidence(made, pour, contre, lost):
    whole = [made.measure, made.voices(pour, contre), made.willing]
    left = [finding for finding in whole if finding.id != lost]
    assert LEVELS.index(assess(left).level) <= LEVELS.index(assess(whole).level)


def test_a_judgement_overrules_a_component_and_the_rule_stays_beside(made):
    findings = made.measure, made.voices(20, 1), made.willing
    practice = made.one(*findings, judgements=made.judgement("coherence", "3"))
    coherence = practice.confidence.components[COHERENCE]
    assert coherence.concern == 3
    assert coherence.overruled == (0, "A. B., 2018-03-20", "Deux récits se contredisent.")
    assert (practice.confidence.level, practice.confidence.ruled) == ("faible", "élevée")
    assert practice.confidence.caps == ("serieuse",)


def test_no_judgement_makes_a_single_source_or_a_small_sample_more_than_it_is(made):
    alone = assess([made.voices(30, 0)])
    for component in ("limites", "coherence", "adequation", "pertinence"):
        alone = overrule(alone, made.judgement(component, "0"))
    assert alone.level == "faible"


@pytest.mark.parametrize("reached", [True, False])
def test_saturation_is_that_of_the_result_area(made, reached):
    practice = made.one(made.measure, made.voices(20, 1), made.willing, saturated=reached)
    assert practice.confidence.components[ADEQUACY].concern == (0 if reached else 1)
