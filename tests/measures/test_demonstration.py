"""What is planted in the demonstration (lecons.demo.effects) is found, and what is not stays silent."""

import pytest
from lecons.demo import effects as planted
from lecons.measures import capacity, cohesion, duration, inclusion, mediation
from lecons.measures.violence.strength import violence

SEED = planted.SEED


@pytest.fixture(scope="module")
def tables(demo_project):
    names = ("cas", "formations", "organisations", "enquete", "incidents")
    return {name: demo_project.project.table(name, "interne") for name in names}


@pytest.fixture(scope="module")
def survey(tables):
    return cohesion.cohesion(tables["enquete"], SEED)


def inside(estimate, value):
    return estimate.low < value < estimate.high


def test_mixed_committees_settle_more_as_planted(tables):
    found = mediation.by_mediators(tables["cas"])["mediatrices"]
    cases = planted.CASES_BY_ISSUE
    mixed = {issue: n for (issue, women), n in cases.items() if women}
    assert (found.first.n, found.first.value) == (46, mixed["regle"] / sum(mixed.values()))
    assert (found.second.n, found.second.value) == (28, 14 / 28)
    assert found.difference.excludes_zero
    assert found.difference.value > 0.3


def test_young_mediators_change_nothing_as_planted(tables):
    found = mediation.by_mediators(tables["cas"])["jeunes_mediateurs"].difference
    assert inside(found, planted.YOUTH_EFFECT)
    assert not found.excludes_zero


def test_the_published_cases_are_all_there(tables):
    steps = {step.name: step.count for step in mediation.funnel(tables["cas"])}
    assert steps["signales"] == planted.CASES
    assert steps["regles"] == 53
    back = mediation.returned(tables["cas"])
    assert round(back.share.value * back.share.n) == planted.CAME_BACK
    assert back.unknown == 0


def test_agreements_hold_about_as_planted(tables):
    found = duration.durability(tables["cas"])
    assert inside(found.holding(3), planted.KEPT_3_MONTHS)
    assert inside(found.holding(6), planted.KEPT_3_MONTHS * planted.KEPT_6_MONTHS)
    assert found.followed < found.curve.total == 53


def test_mediations_last_a_few_weeks_as_planted(tables):
    found = duration.settlement(tables["cas"])
    # settled cases last 4 to 74 days; a fifth of the mediated ones are never settled
    assert found.curve.events == 53
    assert 39 <= found.median.value <= 60
    assert found.settled_by(74).value < 1


def test_communes_hardly_differ_as_nothing_was_planted(tables, demo_project):
    found = mediation.by_commune(tables["cas"], demo_project.project.communes())
    assert found.table["cas"].sum() == planted.CASES
    assert found.spread.value < 0.12
    values = [one.value for one in found.table["share"]]
    assert max(values) - min(values) < 0.15


def test_the_gain_of_training_is_found_and_mostly_stays(tables):
    found = capacity.training(tables["formations"], SEED)
    gain, loss = planted.SCORE_GAIN[0], planted.SCORE_LOSS_6_MONTHS[0]
    assert found.gain.excludes_zero
    assert inside(found.gain, gain)
    assert found.kept.excludes_zero
    assert inside(found.kept, gain - loss)
    assert inside(found.retained, (gain - loss) / gain)
    assert found.effect.low > 0.8
    assert found.sessions == planted.ACTIVITIES["formation"]


def test_the_gains_of_organisations_are_found_by_domain(tables):
    found = capacity.organisations(tables["organisations"], SEED)
    assert found.organisations == found.overall.n == planted.ORGANISATIONS
    assert found.overall.excludes_zero
    clear = {name for name, one in found.domains.items() if one.excludes_zero}
    assert {"mediation", "inclusion"} <= clear
    for name, gain in planted.ORGANISATION_GAIN.items():
        low, high = found.domains[name].strict
        assert low < gain < high


def test_women_gain_seats_in_one_organisation_of_two_and_youth_none(tables):
    change = inclusion.boards(tables["organisations"]).change
    assert change["femmes_bureau"].excludes_zero
    assert 1 / 2 / 12 < change["femmes_bureau"].value < 1 / 2 / 7
    assert not change["jeunes_bureau"].excludes_zero


def test_committees_do_not_change_over_time_as_nothing_was_planted(tables):
    change = inclusion.committees(tables["cas"]).change
    assert [one.excludes_zero for one in change.values()] == [False, False]


def test_people_of_dialogue_spaces_are_more_cohesive_and_no_others(survey):
    clear = {name: gap.excludes_zero for name, gap in survey.gaps.items()}
    assert clear == {"animation": False, "dialogue": True, "radio": False}
    for name, gap in survey.gaps.items():
        assert gap.strict[0] < planted.COHESION_EFFECT[name] < gap.strict[1]


def test_cohesion_rises_as_planted(survey):
    shares, effects = planted.EXPOSURE_SHARES, planted.COHESION_EFFECT
    expected = planted.COHESION_TREND + sum(shares[name] * effects[name] for name in shares)
    assert survey.change.excludes_zero
    assert abs(survey.change.value - expected) < 0.12
    assert survey.change.n == len(survey.ids["change"])


def test_questions_with_much_noise_hang_together_weakly(survey):
    # loadings of 0.45 against a noise of 0.8 and rounding: alpha is about 0.6 by construction
    assert 0.5 < survey.consistency.alpha.value < 0.7
    assert not survey.consistency.holds


def test_violence_is_compared_and_nothing_is_claimed(tables, demo_project):
    project = demo_project.project
    covered = set(project.communes()["cercle_pcode"])
    found = violence(tables["incidents"], covered, project.content.debut, project.content.fin)
    assert found.months.record == "acled"
    assert found.design == "comparaison"
    assert found.doubts == ()
    assert found.months.covered == planted.COVERED_CERCLES
    assert (found.compared.covered, found.compared.others) == (2, len(planted.EVENTS_A_MONTH) - 2)
    assert inside(found.compared.change, planted.VIOLENCE_EFFECT)
    assert not found.compared.change.excludes_zero
