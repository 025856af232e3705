"""The order of practices: exact probabilities where they are known, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.declared import RankingWeights
from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.ranking import DRAWS, rank
from lecons.evidence.ranking.sources import of_testimonies, of_workshop
from lecons.store.names import CRITERIA

EVEN = RankingWeights()


def people(*communes):
    """Persons P000, P001, … by the commune where each was heard."""
    names = [f"P{number:03}" for number in range(len(communes))]
    return pd.DataFrame({"id": names, "commune": list(communes)}, dtype=object)


def opinions(**said):
    """practice=[what the first persons think of it]; None says nothing."""
    rows = [
        (f"P{number:03}", code, value)
        for code, values in said.items()
        for number, value in enumerate(values)
        if value is not None
    ]
    table = pd.DataFrame(rows, columns=["id_temoignage", "code", "favorable"])
    return table.astype({"favorable": float})


def scores(regions=None, **marks):
    """practice=[mark of each participant on every criterion]; regions by participant."""
    rows = [
        (f"A{number:02}", (regions or ["gao"] * 99)[number], code, *[mark] * len(CRITERIA))
        for code, values in marks.items()
        for number, mark in enumerate(values)
    ]
    table = pd.DataFrame(rows, columns=["id_participant", "region", "pratique", *CRITERIA])
    return table.astype(dict.fromkeys(CRITERIA, "Int64"))


def measure(practice, value, error=1.0, **given):
    """A measured difference whose 95 % interval is that of a standard error."""
    low, high = given.pop("bounds", (value - 1.96 * error, value + 1.96 * error))
    return Finding(
        id=given.pop("id", f"R1-{practice}"),
        result="R1",
        criterion="efficacité",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="x", values={}),
        estimate=Estimate(value, low, high, 50, 50, "difference_mean"),
        sources=(Source(table="cas", ids=("C1",)),),
        practice=practice,
        **given,
    )


def order(codes, weights=EVEN, seed=1, **given):
    sources = {"opinions": opinions(), "people": people(), "scores": scores(), "findings": []}
    return rank(codes, weights=weights, seed=seed, **{**sources, **given})


def by_code(found):
    return {one.practice: one for one in found.practices}


def test_without_any_practice_or_any_source_nothing_is_ranked():
    assert order([]).practices == ()
    found = order(["a", "b"])
    assert found.practices == ()
    assert found.unranked == ("a", "b")
    assert found.absent == ("mesures", "temoignages", "atelier")
    assert found.scenarios == ()


def test_one_practice_alone_is_first_for_sure():
    found = order(["a"], findings=[measure("a", 1.0)])
    (only,) = found.practices
    assert (only.rank, only.low, only.high, only.first, only.tied_with) == (1, 1, 1, 1.0, ())


def test_under_five_persons_a_source_is_silent():
    four, five = [1, 1, 1, 1], [1, 1, 1, 1, 1]
    found = order(["a", "b"], people=people(*"vwxyz"), opinions=opinions(a=four, b=five))
    assert found.unranked == ("a",)
    assert by_code(found)["b"].n == {"mesures": 0, "temoignages": 5, "atelier": 0}
    assert order(["a"], people=people("v"), opinions=opinions(a=[1])).practices == ()


def test_where_a_source_is_silent_it_says_a_half_and_the_rank_is_open():
    all_for, mixed = [1] * 10, [1, 0] * 5
    found = order(
        ["a", "b"],
        people=people(*"aabbccddee"),
        opinions=opinions(a=all_for, b=mixed),
        scores=scores(b=[4] * 10),
    )
    a, b = by_code(found)["a"], by_code(found)["b"]
    assert a.sources == {"mesures": None, "temoignages": 1.0, "atelier": None}
    assert a.score.value == pytest.approx((1 + 0.5) / 2)
    assert b.score.value == pytest.approx((0.5 + 0.75) / 2)
    assert found.absent == ("mesures",)
    # what the workshop would say of a is not known: from 0 to 1
    assert a.score.low < 0.55
    assert a.score.high > 0.95
    assert (a.low, a.high) == (b.low, b.high) == (1, 2)
    assert a.tied_with == ("b",)


def test_the_share_of_draws_is_the_exact_probability_for_measures():
    # an effect of one standard error is favourable in 84.1 % of draws, of minus one in 15.9 %
    found = order(["a", "b"], findings=[measure("a", 1.0), measure("b", -1.0)])
    assert found.above.loc["a", "b"] == pytest.approx(0.8413**2, abs=0.04)
    assert found.above.loc["b", "a"] == pytest.approx(0.1587**2, abs=0.02)
    assert by_code(found)["a"].score.value == pytest.approx(0.84)
    assert by_code(found)["b"].score.value == pytest.approx(0.16)


def test_several_measures_of_a_practice_are_averaged():
    findings = [measure("a", 9.0, id="R1-x"), measure("a", -9.0, id="R1-y"), measure("b", 9.0)]
    found = by_code(order(["a", "b"], findings=findings))
    assert (found["a"].score.value, found["a"].n["mesures"]) == (0.5, 2)
    assert found["a"].tied_with == ()


@pytest.mark.parametrize(
    ("value", "bears", "score"),
    [(-3, "soutient", 1.0), (3, "contredit", 0.0), (3, "soutient", 1.0), (-3, "contredit", 0.0)],
)
def test_a_measure_is_read_on_the_side_that_its_finding_calls_good(value, bears, score):
    found = order(["a"], findings=[measure("a", value, bears=bears)])
    assert found.practices[0].score.value == pytest.approx(score, abs=0.005)


def test_what_concludes_nothing_or_is_stale_weighs_nothing():
    nothing = [
        measure("a", 3.0, bounds=(None, None)),
        measure("b", 3.0, stale=True),
        measure("c", 3.0).model_copy(update={"kind": "note"}),
    ]
    assert order(["a", "b", "c"], findings=nothing).unranked == ("a", "b", "c")


def test_an_interval_bounded_on_one_side_is_read_by_that_half():
    found = order(["a"], findings=[measure("a", 1.0, bounds=(1 - 1.96, None))])
    assert found.practices[0].score.value == pytest.approx(0.84)


def test_an_effect_without_spread_is_as_it_is():
    findings = [measure("a", 0.2, 0.0), measure("b", 0.0, 0.0), measure("c", -0.2, 0.0)]
    found = order(["a", "b", "c"], findings=findings)
    assert [one.score.value for one in found.practices] == [1.0, 0.5, 0.0]
    assert [(one.low, one.high) for one in found.practices] == [(1, 1), (2, 2), (3, 3)]


def test_persons_of_one_commune_vary_as_a_binomial_share():
    table = opinions(a=[1] * 15 + [0] * 5)
    rng = np.random.default_rng(3)
    said = of_testimonies(["a"], table, people(*["v"] * 20), 20_000, rng)
    assert said.score == pytest.approx([0.75])
    assert said.replicates.mean() == pytest.approx(0.75, abs=0.003)
    assert said.replicates.std() == pytest.approx(np.sqrt(0.75 * 0.25 / 20), rel=0.03)


def test_two_stages_vary_between_communes_and_within_them():
    # four communes of ten persons: 10, 8, 4 and 2 in favour (variances of Davison & Hinkley, 1997)
    favour = np.array([10, 8, 4, 2])
    values = [v for k in favour for v in [1] * k + [0] * (10 - k)]
    where = [place for place in "abcd" for _ in range(10)]
    rng = np.random.default_rng(3)
    said = of_testimonies(["a"], opinions(a=values), people(*where), 20_000, rng)
    shares = favour / 10
    expected = shares.var() / 4 + (shares * (1 - shares)).mean() / 40
    assert said.replicates.var() == pytest.approx(expected, rel=0.04)


def test_participants_are_drawn_within_their_region():
    # each region is of one mind: drawn within it, nothing moves
    marks, regions = [5] * 5 + [1] * 5, ["gao"] * 5 + ["kidal"] * 5
    said = of_workshop(["a"], scores(regions, a=marks), 500, np.random.default_rng(1))
    assert (said.replicates == 0.5).all()
    # alone in each region, participants make one stratum, and the mean moves
    regions = [f"r{number}" for number in range(10)]
    said = of_workshop(["a"], scores(regions, a=marks), 20_000, np.random.default_rng(1))
    assert said.replicates.std() == pytest.approx(0.5 / np.sqrt(10), rel=0.03)


def test_a_participant_counts_once_by_the_criteria_answered():
    table = scores(a=[5, 5, 5, 5, 3])
    table.loc[4, ["inclusion", "durabilite"]] = pd.NA
    table.loc[0, CRITERIA] = pd.NA
    said = of_workshop(["a"], table, 10, np.random.default_rng(1))
    assert said.n.tolist() == [4]
    assert said.silent.tolist() == [True]
    table = scores(a=[5, 5, 5, 5, 3, 3])
    table.loc[5, CRITERIA[1:]] = pd.NA
    assert of_workshop(["a"], table, 10, np.random.default_rng(1)).score == pytest.approx([5 / 6])


def test_a_practice_better_for_everyone_is_first_in_every_draw():
    found = order(
        ["a", "b"],
        people=people(*"aabbccdd"),
        opinions=opinions(a=[0] * 8, b=[1] * 8),
        scores=scores(["gao", "kidal"] * 4, a=[2, 3] * 4, b=[3, 4] * 4),
        findings=[measure("a", -9.0), measure("b", 9.0)],
    )
    best, worst = found.practices
    assert (best.practice, best.low, best.high, best.first, best.tied_with) == ("b", 1, 1, 1.0, ())
    assert (worst.low, worst.high, worst.first) == (2, 2, 0.0)
    assert found.above.loc["b", "a"] == 1.0
    assert all(one.ranks == {"a": 2, "b": 1} for one in found.scenarios)


def test_two_practices_that_nothing_tells_apart_are_ex_aequo_and_share_the_best_rank():
    same = [1, 0, 1, 1, 0, 1, 1, 0]
    found = order(
        ["a", "b", "c"],
        people=people(*"aabbccdd"),
        opinions=opinions(a=same, b=same, c=[0] * 8),
        scores=scores(a=[4, 5] * 4, b=[4, 5] * 4, c=[1] * 8),
    )
    assert [(one.practice, one.rank) for one in found.practices] == [("a", 1), ("b", 1), ("c", 3)]
    assert [one.tied_with for one in found.practices] == [("b",), ("a",), ()]
    assert found.above.loc["a", "b"] == found.above.loc["b", "a"] == 0.0
    assert found.practices[0].first == found.practices[1].first == 1.0


def test_a_source_without_weight_changes_nothing():
    given = {"people": people(*"aabbccdd"), "opinions": opinions(a=[1] * 8, b=[0] * 8)}
    without = RankingWeights(atelier=0)
    alone = order(["a", "b"], without, **given)
    with_it = order(["a", "b", "c"], without, **given, scores=scores(a=[1] * 8, c=[5] * 8))
    assert [one.practice for one in with_it.practices] == ["a", "b"]
    assert with_it.unranked == ("c",)
    assert with_it.practices[0].score.value == alone.practices[0].score.value == 1


def test_scenarios_that_say_the_same_are_given_once():
    given = {"people": people(*"aabbccdd"), "opinions": opinions(a=[1, 1, 1, 0] * 2, b=[0] * 8)}
    assert [s.change for s in order(["a", "b"], **given).scenarios] == ["declared"]
    found = order(["a", "b"], **given, scores=scores(a=[1] * 8, b=[5] * 8))
    named = [(one.change, one.source) for one in found.scenarios]
    # with two sources, to leave one out is to keep the other
    assert named == [
        ("declared", None),
        ("only", "temoignages"),
        ("only", "atelier"),
        ("twice", "temoignages"),
        ("twice", "atelier"),
    ]
    first = [min(one.ranks, key=one.ranks.get) for one in found.scenarios]
    assert first == ["b", "a", "b", "a", "b"]


MARKS = st.lists(st.one_of(st.none(), st.sampled_from([0, 0.5, 1])), min_size=0, max_size=12)


@settings(max_examples=25, deadline=None)
@given(
    said=st.lists(MARKS, min_size=1, max_size=5),
    marks=st.lists(st.lists(st.integers(1, 5), max_size=9), min_size=1, max_size=5),
    effects=st.lists(st.floats(-4, 4), max_size=5),
    communes=st.integers(1, 5),
    shuffled=st.randoms(use_true_random=False),
)
def test_whatever_is_given_ranks_hold_together(said, marks, effects, communes, shuffled):
    codes = [f"p{number}" for number in range(5)]
    given = {
        "people": people(*[f"c{number % communes}" for number in range(12)]),
        "opinions": opinions(**dict(zip(codes, said, strict=False))),
        "scores": scores(["gao", "kidal", "gao"] * 3, **dict(zip(codes, marks, strict=False))),
        "findings": [measure(c, value) for c, value in zip(codes, effects, strict=False)],
    }
    found = order(codes, **given)
    ranked = found.practices
    assert {one.practice for one in ranked} | set(found.unranked) == set(codes)
    values = [one.score.value for one in ranked]
    assert [one.rank for one in ranked] == [1 + sum(v > mine for v in values) for mine in values]
    if len(set(values)) == len(values):
        assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
    for one in ranked:
        assert 1 <= one.low <= one.high <= len(ranked)
        assert 0 <= one.score.low <= one.score.high <= 1
        assert all(one.practice in by_code(found)[other].tied_with for other in one.tied_with)
    assert not found.above.isna().any().any()
    assert (found.above + found.above.T <= 1 + 1e-12).all().all()
    if ranked:
        assert sum(one.first for one in ranked) >= 1 - 1e-12

    mixed = {
        name: rows if isinstance(rows, list) else rows.sample(frac=1, random_state=7)
        for name, rows in given.items()
    }
    shuffled.shuffle(mixed["findings"])
    again = order(codes[::-1], **mixed)
    assert again.practices == found.practices
    assert again.scenarios == found.scenarios


def test_another_seed_moves_the_draws_and_not_the_rank():
    given = {
        "people": people(*"aabbccddee"),
        "opinions": opinions(a=[1, 1, 1, 0, 1] * 2, b=[1, 0] * 5),
    }
    one, other = order(["a", "b"], seed=1, **given), order(["a", "b"], seed=2, **given)
    assert [r.rank for r in one.practices] == [r.rank for r in other.practices]
    shares = [found.above.loc["a", "b"] for found in (one, other)]
    assert shares[0] != shares[1]
    assert abs(shares[0] - shares[1]) < 4 * np.sqrt(0.25 * 2 / DRAWS)
