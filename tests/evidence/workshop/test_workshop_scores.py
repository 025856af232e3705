"""Scores of practices, what peers would take up, and who was there."""

import pandas as pd
import pytest
from lecons.estimates import Estimate
from lecons.evidence.workshop import (
    appraisal_finding,
    appraise,
    conditions,
    known,
    obstacles,
    profile,
)
from lecons.evidence.workshop.obstacles import verdict_of
from lecons.language import Language
from scipy import stats

FR = Language("fr")
SAID = pd.DataFrame(columns=["nature", "pratique", "region"], dtype="object")


def people(region, notes, practice="p", start=0):
    return [(f"{region}{start + i}", region, practice, note) for i, note in enumerate(notes)]


@pytest.fixture
def table(scored):
    return scored(
        *people("tombouctou", [5, 5, 4, 5, 4, 5]),
        *people("gao", [4, 4, 3, 4, 4, 3]),
        *people("kidal", [2, 1, 2, 2, 3, 2]),
    )


def test_a_participant_counts_once_with_the_mean_of_the_criteria_they_scored(scored):
    found = appraise(scored(("A1", "gao", "p", [5, pd.NA, 3, pd.NA, 1])))["p"]
    assert (found.overall.value, found.overall.n) == (3, 1)
    assert (found.criteria["efficacite"].n, found.criteria["efficacite"].total) == (0, 1)


def test_who_is_for_and_against_is_told_by_their_own_mean(scored):
    found = appraise(scored(*people("gao", [4, 3, 2, 5])))["p"]
    assert (found.above, found.below, found.overall.n) == (2, 1, 4)


def test_the_peers_are_compared_with_tombouctou_in_one_family(table, scored):
    two = pd.concat([table, table.assign(pratique="q")])
    found = appraise(two)
    assert {gap.family for one in found.values() for gap in one.gaps.values()} == {4}
    gap = found["p"].gaps["kidal"]
    test = stats.ttest_ind([2, 1, 2, 2, 3, 2], [5, 5, 4, 5, 4, 5], equal_var=False)
    assert gap.value == pytest.approx(-8 / 3)
    assert (gap.low, gap.high) == pytest.approx(tuple(test.confidence_interval(0.95)))
    assert gap.strict == pytest.approx(tuple(test.confidence_interval(1 - 0.05 / 4)))


def test_a_region_alone_is_compared_with_nobody(scored):
    found = appraise(scored(*people("gao", [4, 5, 3, 4, 5])))["p"]
    assert found.gaps == {}
    assert set(found.regions) == {"gao"}


def test_a_handful_of_peers_has_a_gap_without_interval(scored):
    rows = people("tombouctou", [5, 4, 5, 4, 5, 4]) + people("gao", [1, 2])
    gap = appraise(scored(*rows))["p"].gaps["gao"]
    assert gap.value == pytest.approx(-3)
    assert gap.low is None
    assert not gap.excludes_zero


def test_each_region_of_peers_judges_transfer_for_itself(table):
    verdicts = {(one.region, one.verdict) for one in obstacles(appraise(table), SAID)}
    assert verdicts == {("gao", "transferable"), ("kidal", "non_transferable")}


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (3.01, 4, "transferable"), (3, 4, "incertain"), (2, 3, "incertain"),
        (2, 2.99, "non_transferable"), (None, None, "incertain"),
    ],
)  # fmt: skip
def test_a_practice_is_transferable_by_its_whole_interval(low, high, verdict):
    assert verdict_of(Estimate(4.0, low, high, 8, 8, "mean")) == verdict


def test_difficulties_are_counted_where_peers_tell_them(table):
    rows = [("difficulte", "p", "gao"), ("difficulte", "p", "tombouctou"), ("force", "p", "gao")]
    said = pd.DataFrame(rows, columns=SAID.columns)
    counts = {one.region: one.difficulties for one in obstacles(appraise(table), said)}
    assert counts == {"gao": 1, "kidal": 0}


def test_conditions_are_counted_by_region_and_their_share_by_practice(scored):
    rows = people("gao", [4, 4, 4]) + people("kidal", [4], start=3)
    words = ["La  paix.", "La paix.", None, "Un budget."]
    shares, found = conditions(scored(*rows, condition=words))
    assert (shares["p"].value, shares["p"].n) == (0.75, 4)
    assert found["condition"].to_list() == ["La paix.", "Un budget."]
    assert found[["gao", "kidal"]].to_numpy().tolist() == [[2, 0], [0, 1]]
    assert found["pratiques"].to_list() == [("p",), ("p",)]


def test_without_any_condition_there_is_no_row(scored):
    shares, found = conditions(scored(*people("gao", [4])))
    assert shares["p"].value == 0
    assert found.empty
    assert conditions(scored())[0] == {}


def test_what_nobody_declared_is_set_apart(scored):
    kept, others = known(
        scored(*people("gao", [4]), *people("gao", [5], "autre")), "pratique", ["p"]
    )
    assert (kept["pratique"].to_list(), others["pratique"].to_list()) == (["p"], ["autre"])


# --- the finding -----------------------------------------------------------------------------------


def test_the_finding_tells_what_each_region_of_peers_thinks(table):
    finding = appraisal_finding("R1", appraise(table)["p"], {"fr": "Médiation"})
    facts = finding.facts
    assert finding.id == "R1-atelier-p"
    assert (facts["pour"], facts["contre"], facts["regions"], facts["pairs"]) == (10, 5, 3, 12)
    assert facts["transfert_gao"] == pytest.approx(22 / 6)
    assert facts["transfert_gao_bas"] > 3 > facts["transfert_kidal_haut"]
    assert "transfert_bas" in facts
    assert "fragile" not in facts


def test_a_region_of_a_few_peers_states_nothing_of_its_own(scored):
    rows = people("tombouctou", [5, 4, 5, 4, 5]) + people("gao", [4, 5])
    finding = appraisal_finding("R1", appraise(scored(*rows))["p"], {"fr": "P"})
    assert not [name for name in finding.facts if name.startswith("transfert_")]
    text = finding.statement.text(FR)
    assert "2 notes de Gao et de Kidal" in text
    assert "–" not in text
    assert finding.polarity == "force"


def test_scores_from_one_person_conclude_nothing(scored):
    finding = appraisal_finding("R1", appraise(scored(("A1", "gao", "p", 5)))["p"], {"fr": "P"})
    assert finding.statement.text(FR).endswith("Rien n’en est conclu.")
    assert (finding.polarity, finding.bears, finding.confidence) == (
        "neutre", None, "très faible",
    )  # fmt: skip


# --- who was there ---------------------------------------------------------------------------------


def test_people_are_counted_once_over_both_grids(scored, rated):
    scores = scored(*people("gao", [4, 4]), *people("gao", [3, 3], "q"))
    found = profile(scores, SAID, rated({"REC-1": [(5, 5)]}))
    assert sorted(found.people["id_participant"]) == ["A00", "gao0", "gao1"]
    assert (found.women, found.men, found.young, found.older) == (2, 0, 2, 0)
    assert found.by_place.at["ong", "gao"] == 3


def test_sex_and_age_are_what_was_told_on_any_row(scored):
    rows = people("gao", [4]) + people("gao", [4], "q")
    found = profile(scored(*rows, sexe=[None, "H"], tranche_age=[None, None]), SAID, scored())
    assert (found.men, found.young, found.older) == (1, 0, 0)


def test_somebody_of_two_regions_is_told_and_counted_once(scored):
    scores = scored(("A1", "gao", "p", 4), ("A1", "kidal", "q", 4))
    found = profile(scores, SAID, scored())
    assert found.unsure == ("A1",)
    assert found.people["region"].to_list() == ["gao"]


def test_nobody_is_an_empty_profile(scored):
    found = profile(scored(), SAID, scored())
    assert found.people.empty
    assert (found.women, found.young, found.older, found.unsure) == (0, 0, 0, ())
