"""The cohesion index: waves, weights, clusters, and exposures once a confounding is taken out."""

import numpy as np
import pandas as pd
import pytest
from lecons.estimates import mean
from lecons.measures.cohesion import asked, cohesion, with_index
from lecons.store.names import ITEMS

SEED = 20180323
TEXTS = ["id", "vague", "commune", "sexe", "tranche_age", "exposition"]


def survey(rows):
    """People from dicts; `v` answers every question, what is not told is blank or the default."""
    default = {"vague": "finale", "commune": "C0", "sexe": "F", "tranche_age": "18-35"}
    default |= {"exposition": None, "poids": None, **dict.fromkeys(ITEMS)}
    people = [
        {**default, "id": f"p{i}", **dict.fromkeys(ITEMS, row.get("v")), **row}
        for i, row in enumerate(rows)
    ]
    frame = pd.DataFrame(people, columns=["id", *default])
    numbers = dict.fromkeys([*ITEMS, "poids"], "float64")
    return frame.astype({**dict.fromkeys(TEXTS, "string"), **numbers})


def answered(*given):
    return dict(zip(ITEMS, [*given, *[None] * 6][:6], strict=True))


SURVEY = survey(
    [
        {"vague": "reference", "exposition": "aucune", "v": 2},
        {"vague": "reference", "exposition": "aucune", **answered(3, 3, 3, 3)},
        {"exposition": "aucune", "v": 3},
        {"exposition": "aucune", "v": 2},
        {"exposition": "dialogue", "v": 5},
        {"exposition": "dialogue", **answered(4, 4, 4, 4)},
        {"exposition": "dialogue", **answered(1, 1, 1)},
        {"v": 4},
    ]
)


def test_the_index_is_the_mean_of_the_answers_of_people_who_gave_four():
    found = with_index(SURVEY)["indice"]
    assert found.dropna().to_list() == [2, 3, 3, 2, 5, 4, 4]
    assert found.index[found.isna()].to_list() == [6]
    mixed = with_index(survey([answered(1, 2, 4, 5, 3)]))["indice"]
    assert mixed.to_list() == [3.0]


def test_the_two_waves_are_compared_final_first():
    found = cohesion(SURVEY, SEED)
    before, after = found.waves["reference"], found.waves["finale"]
    assert (before.value, before.n, before.total) == (2.5, 2, 2)
    assert after.value == pytest.approx(18 / 5)
    assert (after.n, after.total) == (5, 6)
    assert found.change.value == pytest.approx(1.1)
    assert (found.change.n, found.change.total) == (7, 8)
    assert found.ids["change"] == tuple(SURVEY["id"])
    # one commune: nothing tells how far communes differ
    assert (found.change.low, before.low, after.low) == (None, None, None)


def test_exposed_people_are_compared_with_unexposed_ones_of_the_final_wave():
    found = cohesion(SURVEY, SEED)
    assert found.exposures["dialogue"].value == 4.5
    assert found.exposures["aucune"].value == 2.5
    assert list(found.gaps) == ["dialogue"]
    assert found.gaps["dialogue"].value == pytest.approx(2.0)
    assert (found.gaps["dialogue"].n, found.gaps["dialogue"].total) == (4, 5)
    assert found.ids["dialogue"] == ("p4", "p5", "p6", "p2", "p3")


def in_communes(changes, people=3, weights=None):
    """Six communes or so, `people` a wave in each, whose index rises by their own change."""
    sides = np.linspace(-0.4, 0.4, people)
    return survey(
        [
            {
                "vague": wave,
                "commune": f"C{i}",
                "v": 2 + i / 5 + side + (change if wave == "finale" else 0),
                "poids": None if weights is None else weights[wave],
            }
            for i, change in enumerate(changes)
            for wave in ("reference", "finale")
            for side in sides
        ]
    )


CHANGES = (0.2, 0.5, 0.1, 0.7, 0.4, 0.5)


def test_the_interval_of_the_change_is_that_of_the_communes_changes():
    found = cohesion(in_communes(CHANGES), SEED).change
    # as many people in each commune at each wave: a paired t test of six communes
    expected = mean(CHANGES)
    assert (found.value, found.n) == (pytest.approx(0.4), 36)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.excludes_zero


def test_asking_more_people_of_the_same_communes_does_not_make_it_surer():
    few, many = (cohesion(in_communes(CHANGES, people=n), SEED).change for n in (3, 30))
    assert many.n == 10 * few.n
    assert (many.low, many.high) == pytest.approx((few.low, few.high))


def test_a_level_has_the_interval_of_its_communes():
    found = cohesion(in_communes([0.0] * 6), SEED).waves["reference"]
    expected = mean([2 + i / 5 for i in range(6)])
    assert (found.value, found.low) == pytest.approx((expected.value, expected.low))


def test_four_communes_give_a_change_without_interval():
    found = cohesion(in_communes(CHANGES[:4], people=40), SEED).change
    assert (found.value, found.n, found.low) == (pytest.approx(0.375), 320, None)


def weighed(**weights):
    """Two people a commune and wave, answering 2 and 4, the second weighing as told."""
    rows = [
        {"vague": wave, "commune": f"C{i}", "v": v + i / 20 * (v == 4), "poids": weight}
        for i in range(6)
        for wave in ("reference", "finale")
        for v, weight in ((2, 1.0), (4, weights[wave]))
    ]
    return survey(rows)


def test_weights_weigh_in_levels_changes_answers_and_intervals():
    plain = cohesion(weighed(reference=1.0, finale=1.0), SEED)
    heavy = cohesion(weighed(reference=1.0, finale=3.0), SEED)
    assert plain.waves["finale"].value == pytest.approx((2 + 4.125) / 2)
    assert plain.change.value == pytest.approx(0)
    # 1 × 2 + 3 × 4.125 over 4
    assert heavy.waves["finale"].value == pytest.approx((2 + 3 * 4.125) / 4)
    assert heavy.change.value == pytest.approx((2 + 3 * 4.125) / 4 - (2 + 4.125) / 2)
    width = {name: one.waves["finale"].high - one.waves["finale"].low
             for name, one in (("plain", plain), ("heavy", heavy))}  # fmt: skip
    assert width["heavy"] == pytest.approx(width["plain"] * 1.5)
    shares = heavy.answers.set_index(["question", "vague"]).loc[("q1", "finale")]
    assert shares[[2, 4]].to_list() == pytest.approx([0.25, 0.75])
    assert (shares[[1, 2, 3, 4, 5]].sum(), shares["n"]) == (pytest.approx(1), 12)


@pytest.mark.parametrize("weight", [None, 7.0])
def test_the_same_weight_for_all_or_none_is_no_weight(weight):
    plain = cohesion(in_communes(CHANGES), SEED)
    other = cohesion(in_communes(CHANGES, weights={"reference": weight, "finale": weight}), SEED)
    assert other.change.low == pytest.approx(plain.change.low)


def test_a_blank_weight_is_the_mean_one():
    blank = in_communes(CHANGES, weights={"reference": 1.0, "finale": 3.0})
    blank.loc[[0, 5], "poids"] = np.nan
    filled = blank.assign(poids=blank["poids"].fillna(blank["poids"].mean()))
    assert cohesion(blank, SEED).change == cohesion(filled, SEED).change


def exposed(share_of, level_of, effect=0.0, noise=0.0):
    """Final wave, twelve communes; `share_of` and `level_of` read (commune, sexe, age)."""
    rng, rows = np.random.default_rng(3), []
    for i in range(12):
        for sex in ("F", "H"):
            for age in ("18-35", "60+"):
                many = share_of(i, sex, age)
                for j in range(6):
                    group = "dialogue" if j < many else "aucune"
                    value = level_of(i, sex, age) + effect * (group == "dialogue")
                    rows.append({"commune": f"C{i}", "sexe": sex, "tranche_age": age,
                                 "exposition": group, "v": value + rng.normal(0, noise)})  # fmt: skip
    return survey(rows)


CONFOUNDINGS = {
    "sexe": (lambda i, sex, age: 5 if sex == "F" else 1, lambda i, sex, age: 3 + (sex == "F")),
    "tranche_age": (lambda i, sex, age: 5 if age == "60+" else 1, lambda i, s, a: 3 + (a == "60+")),
    "commune": (lambda i, sex, age: 5 if i < 6 else 1, lambda i, sex, age: 3 + (i < 6)),
}


@pytest.mark.parametrize("confounder", CONFOUNDINGS)
@pytest.mark.parametrize("effect", [0.0, 0.5, -0.5])
def test_adjustment_takes_a_planted_confounding_out(confounder, effect):
    share, level = CONFOUNDINGS[confounder]
    found = cohesion(exposed(share, level, effect), SEED)
    raw = found.exposures["dialogue"].value - found.exposures["aucune"].value
    assert raw == pytest.approx(effect + 4 / 6)
    assert found.gaps["dialogue"].value == pytest.approx(effect, abs=1e-9)


@pytest.mark.parametrize("confounder", CONFOUNDINGS)
def test_a_confounding_alone_is_not_called_clear_and_an_effect_is(confounder):
    share, level = CONFOUNDINGS[confounder]
    none, some = (cohesion(exposed(share, level, e, noise=0.3), SEED) for e in (0.0, 0.4))
    assert not none.gaps["dialogue"].excludes_zero
    assert some.gaps["dialogue"].low < 0.4 < some.gaps["dialogue"].high
    assert some.gaps["dialogue"].excludes_zero


def test_several_exposures_are_a_family():
    share, level = CONFOUNDINGS["sexe"]
    three = exposed(share, level, 0.3, noise=0.5)
    listened = three["exposition"].eq("dialogue") & (np.arange(len(three)) % 2 == 0)
    found = cohesion(three.assign(exposition=three["exposition"].mask(listened, "radio")), SEED)
    assert {name: gap.family for name, gap in found.gaps.items()} == {"dialogue": 2, "radio": 2}
    gap = found.gaps["radio"]
    assert gap.strict[0] < gap.low < gap.high < gap.strict[1]


def test_an_exposure_that_only_one_sex_had_cannot_be_told_from_sex():
    rows = [
        {"commune": f"C{i}", "sexe": sex, "exposition": group, "v": v + j / 10}
        for i in range(10)
        for j, (sex, group, v) in enumerate([("F", "dialogue", 4), ("H", "aucune", 3)] * 3)
    ]
    assert cohesion(survey(rows), SEED).gaps["dialogue"].value is None


def test_under_five_people_at_a_wave_there_is_no_interval():
    one = in_communes(CHANGES)
    one = one[one["vague"].eq("finale") | (one.index == 0)]
    assert cohesion(one, SEED).change.low is None


def test_under_five_exposed_people_there_is_no_interval():
    final = exposed(*CONFOUNDINGS["sexe"], noise=0.3)
    single = final[final["exposition"].eq("aucune") | (final.index == 0)]
    assert cohesion(single, SEED).gaps["dialogue"].low is None


def test_without_unexposed_people_there_is_no_gap_to_tell():
    found = cohesion(SURVEY[SURVEY["exposition"] == "dialogue"], SEED)
    assert found.gaps["dialogue"].value is None
    assert found.waves["reference"].n == 0
    assert found.change.value is None


def test_who_was_asked_is_told_with_what_is_missing():
    told = asked(SURVEY.assign(sexe=["F", "H", "F", "F", None, "H", "H", None]))
    assert (told["reference"].people, told["reference"].with_index) == (2, 2)
    assert (told["finale"].people, told["finale"].with_index, told["finale"].communes) == (6, 5, 1)
    assert told["finale"].women == 0.5
    # two answers blank of twelve, then five of thirty-six
    assert (told["reference"].blank, told["finale"].blank) == (2 / 12, 5 / 36)
    nobody = asked(SURVEY.head(0))["finale"]
    assert (nobody.people, nobody.women, nobody.blank) == (0, None, None)


def test_nobody_asked_gives_nothing():
    found = cohesion(SURVEY.head(0), SEED)
    assert [one.value for one in (*found.waves.values(), found.change)] == [None] * 3
    assert (found.gaps, found.exposures, len(found.answers)) == ({}, {}, 0)
    assert not found.consistency.holds
