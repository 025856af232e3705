"""Training marks, clustered by session, and the two assessments of organisations."""

import numpy as np
import pandas as pd
import pytest
from lecons.estimates import mean
from lecons.measures.capacity import organisations, training

SEED = 20180323
MARKS = ["score_avant", "score_apres", "score_6_mois"]


def trainees(*rows):
    """People P1, P2… from (session, sexe, before, after, at six months), typed as in the store."""
    frame = pd.DataFrame(rows, columns=["id_activite", "sexe", *MARKS])
    frame = frame.assign(id=[f"P{i}" for i in range(1, len(frame) + 1)])
    texts = dict.fromkeys(["id", "id_activite", "sexe"], "string")
    return frame.astype({**texts, **dict.fromkeys(MARKS, "float64")})


TRAINEES = trainees(
    ("s1", "F", 8.0, 12.0, 11.0),
    ("s1", "H", 10.0, 11.0, None),
    ("s2", "F", 6.0, None, 9.0),
    ("s2", None, None, 15.0, None),
)


def sessions(gains, kept=None, spread=0.5):
    """Two people a session, whose gains lie `spread` under and over the session's."""
    return trainees(
        *[
            (
                f"s{i}",
                "F",
                8.0 + i / 2,
                8.0 + i / 2 + gain + side,
                None if kept is None else 8 + kept,
            )
            for i, gain in enumerate(gains)
            for side in (-spread, spread)
        ]
    )


def test_a_gain_is_measured_on_people_who_have_both_marks():
    found = training(TRAINEES, SEED)
    assert (found.gain.value, found.gain.n, found.gain.total) == (2.5, 2, 4)
    assert (found.kept.value, found.kept.n, found.kept.total) == (3.0, 2, 4)
    assert found.pairs.to_numpy().tolist() == [[8.0, 12.0], [10.0, 11.0]]
    assert found.gain.unit == found.kept.unit == "difference_mean"


def test_marks_before_and_after_are_those_of_everybody_who_has_one():
    found = training(TRAINEES, SEED)
    assert (found.before.value, found.before.n, found.before.total) == (8.0, 3, 4)
    assert found.after.value == pytest.approx(38 / 3)
    assert found.ids == ("P1", "P2", "P3", "P4")
    assert found.sessions == 1  # the other gave no pair of marks


def test_the_share_of_women_is_of_people_whose_sex_is_known():
    found = training(TRAINEES, SEED).women
    # two sessions only: a share, and no interval
    assert (found.value, found.low, found.n, found.total) == (pytest.approx(2 / 3), None, 3, 4)


def test_the_interval_is_of_sessions_and_not_of_people():
    found = training(sessions([1, 2, 3, 4, 5]), SEED).gain
    # five sessions of equal size: t(4) = 2.776445 on their means, of which the sd is √2.5
    half = 2.776445 * (2.5 / 5) ** 0.5
    assert (found.value, found.n) == (pytest.approx(3), 10)
    assert (found.low, found.high) == pytest.approx((3 - half, 3 + half), abs=1e-5)
    alone = sessions([1, 2, 3, 4, 5]).assign(id_activite=[f"x{i}" for i in range(10)])
    apart = training(alone, SEED).gain
    people = mean([g + s for g in range(1, 6) for s in (-0.5, 0.5)])
    assert (apart.low, apart.high) == pytest.approx((people.low, people.high))
    assert apart.high - apart.low < found.high - found.low


def test_four_sessions_give_a_gain_without_interval_however_many_people():
    found = training(pd.concat([sessions([1, 2, 3, 4])] * 20, ignore_index=True), SEED).gain
    assert (found.value, found.n, found.low, found.high) == (pytest.approx(2.5), 160, None, None)
    assert not found.excludes_zero


def test_people_who_all_gain_the_same_give_no_interval():
    found = training(sessions([2] * 6, spread=0), SEED).gain
    assert (found.value, found.low) == (pytest.approx(2), None)


def test_what_is_left_of_a_clear_gain_is_a_share_of_it():
    found = training(sessions([1, 2, 3, 4, 5], kept=5), SEED)
    # marks at six months are 13, those before 8 to 10: 4 kept on average of a gain of 3
    assert found.kept.value == pytest.approx(4)
    assert found.retained.value == pytest.approx(4 / 3)
    assert (found.retained.unit, found.retained.n) == ("share", 10)


@pytest.mark.parametrize("gains", [[-3, 3, -2, 2, 0], [-1, -2, -3, -4, -5]])
def test_without_a_clear_gain_nothing_can_be_left_of_it(gains):
    found = training(sessions(gains, kept=2), SEED)
    assert (found.retained.value, found.retained.n, found.retained.total) == (None, 10, 10)
    assert found.kept.value is not None


def test_the_size_of_the_gain_is_in_standard_deviations_of_the_marks():
    found = training(sessions([2] * 6), SEED).effect
    before = np.repeat(np.arange(6) / 2, 2)
    after = before + 2 + np.tile([-0.5, 0.5], 6)
    pooled = np.sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
    assert found.value == pytest.approx((1 - 3 / (4 * 11 - 1)) * 2 / pooled)
    assert found.low < found.value < found.high
    assert training(sessions([2] * 6), SEED).effect == found


def test_the_interval_of_the_effect_is_of_sessions_too():
    few = training(pd.concat([sessions([1, 2, 3, 4])] * 20, ignore_index=True), SEED)
    assert (few.gain.low, few.effect.low) == (None, None)


def test_nobody_trained_gives_nothing():
    found = training(TRAINEES.head(0), SEED)
    said = [found.before, found.after, found.gain, found.effect, found.kept, found.women]
    assert [(one.value, one.n, one.total) for one in said] == [(None, 0, 0)] * 6
    assert (found.sessions, found.ids, len(found.pairs)) == (0, (), 0)


def assessments(*rows):
    """Rows of (organisation, domain, wave, score), typed as in the store."""
    frame = pd.DataFrame(rows, columns=["id", "domaine", "vague", "score"])
    return frame.astype({**dict.fromkeys(["id", "domaine", "vague"], "string"), "score": "float64"})


TWICE = assessments(
    ("A", "gestion", "reference", 2.0),
    ("A", "gestion", "finale", 3.0),
    ("A", "inclusion", "reference", 2.0),
    ("A", "inclusion", "finale", 5.0),
    ("B", "gestion", "reference", 3.0),
    ("B", "gestion", "finale", 3.0),
)


def test_an_organisation_counts_once_however_many_domains_it_has():
    found = organisations(TWICE, SEED)
    # A gains (1 + 3) / 2 and B nothing: 1.0, where three rows would say 4 / 3
    assert (found.overall.value, found.overall.n) == (1.0, 2)
    assert (found.organisations, found.ids) == (2, ("A", "B"))
    assert found.each.to_numpy().tolist() == [[2.0, 4.0], [3.0, 3.0]]


def test_each_domain_has_its_own_change():
    found = organisations(TWICE, SEED)
    assert {name: (e.value, e.n) for name, e in found.domains.items()} == {
        "gestion": (0.5, 2),
        "inclusion": (3.0, 1),
    }
    assert list(found.effects) == ["gestion", "inclusion"]


def test_a_domain_assessed_once_does_not_weigh_in_the_change():
    extra = assessments(("B", "inclusion", "finale", 5.0))
    assert organisations(pd.concat([TWICE, extra]), SEED).overall.value == 1.0


@pytest.mark.parametrize("wave", ["reference", "finale"])
def test_an_organisation_assessed_once_is_missing_and_not_zero(wave):
    extra = assessments(("C", "gestion", wave, 4.0))
    found = organisations(pd.concat([TWICE, extra]), SEED)
    gestion = found.domains["gestion"]
    assert (gestion.value, gestion.n, gestion.total) == (0.5, 2, 3)
    assert found.organisations == 3
    assert (found.overall.value, found.overall.n, found.overall.total) == (1.0, 2, 3)
    assert found.each.index.to_list() == ["A", "B"]


def test_a_score_left_blank_is_missing_and_not_zero():
    blank = assessments(("C", "gestion", "reference", 4.0), ("C", "gestion", "finale", None))
    found = organisations(pd.concat([TWICE, blank]), SEED)
    assert (found.overall.value, found.overall.n, found.overall.total) == (1.0, 2, 3)


def changed(*gains, domain="gestion"):
    return assessments(
        *[
            row
            for i, gain in enumerate(gains)
            for row in (
                (f"O{i}", domain, "reference", 2.0 + i / 10),
                (f"O{i}", domain, "finale", 2.0 + i / 10 + gain),
            )
        ]
    )


def test_domains_are_a_family_and_the_overall_change_is_not():
    gains = (0.2, 0.8, 1.3, -0.2, 0.9, 0.7)
    found = organisations(pd.concat([changed(*gains), changed(*gains, domain="inclusion")]), SEED)
    alone = mean(gains)
    assert (found.overall.low, found.overall.family) == (pytest.approx(alone.low), 1)
    one = found.domains["gestion"]
    assert (one.low, one.high) == pytest.approx((alone.low, alone.high))
    # t(5) at 97.5 % is 3.163382, at 95 % 2.570582
    half = (one.strict[1] - one.strict[0]) / 2
    assert half / ((one.high - one.low) / 2) == pytest.approx(3.163382 / 2.570582, abs=1e-5)


@pytest.mark.parametrize("wave", ["reference", "finale"])
def test_organisations_assessed_at_one_wave_only_have_no_change(wave):
    found = organisations(TWICE[TWICE["vague"] == wave], SEED)
    assert (found.overall.value, found.overall.n, found.overall.total) == (None, 0, 2)
    assert {name: one.value for name, one in found.domains.items()} == {
        "gestion": None,
        "inclusion": None,
    }
    assert len(found.each) == 0


def test_without_any_organisation_there_is_nothing():
    found = organisations(TWICE.head(0), SEED)
    assert (found.overall.value, found.organisations, found.domains, found.ids) == (None, 0, {}, ())
