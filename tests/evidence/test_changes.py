"""What changed between two reports: one class a finding, by a stated order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.estimates import Estimate
from lecons.evidence.changes import compare
from lecons.evidence.finding import Anchor, Finding, Source, Statement

KINDS = ("new", "gone", "reversed", "strengthened", "weakened", "moved", "unchanged")


def estimate(value=0.6, low=0.5, high=0.7, n=20, unit="share"):
    return Estimate(value, low, high, n, n, unit)


def finding(name="R1-x", *, k=1, **changes):
    given = {
        "id": name,
        "result": "R1",
        "criterion": "impact",
        "kind": "mesure",
        "polarity": "neutre",
        "statement": Statement(key="{k:int}", values={"k": k}),
        "estimate": estimate(),
        "sources": (Source(table="cas", ids=("a",)),),
        "anchor": Anchor(notebook="20_activites-R1", cell="constat-R1-x"),
    }
    return Finding(**{**given, **changes})


def kind(before, after):
    (one,) = compare({"R1-x": before}, {"R1-x": after}).all
    return one.kind


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, "unchanged"),
        ({"polarity": "force"}, {"polarity": "amélioration"}, "reversed"),
        ({"polarity": "amélioration"}, {"polarity": "force"}, "reversed"),
        ({}, {"polarity": "amélioration"}, "strengthened"),
        ({"polarity": "force"}, {}, "weakened"),
        ({}, {"estimate": estimate(n=40)}, "strengthened"),
        ({}, {"estimate": estimate(n=9)}, "weakened"),
        # 0.65 is where it might have been; 0.75 is not, and neither is 0.45
        ({}, {"estimate": estimate(0.65)}, "unchanged"),
        ({}, {"estimate": estimate(0.75, 0.7, 0.8)}, "moved"),
        ({}, {"estimate": estimate(0.45, 0.4, 0.5)}, "moved"),
        ({}, {"estimate": estimate(0.7)}, "unchanged"),  # on the bound is inside
        # figures of two units are not on one scale
        ({}, {"estimate": estimate(0.6, 0.5, 0.7, unit="change")}, "moved"),
        ({}, {"estimate": estimate(None, None, None)}, "moved"),
        # one bound alone is still a bound
        ({"estimate": estimate(60, 50, None, unit="days")},
         {"estimate": estimate(90, 70, None, unit="days")}, "unchanged"),
        ({"estimate": estimate(60, 50, None, unit="days")},
         {"estimate": estimate(40, 30, None, unit="days")}, "moved"),
    ],
)  # fmt: skip
def test_a_finding_is_in_the_class_of_what_changed(before, after, expected):
    assert kind(finding(**before), finding(**after)) == expected


def test_a_side_goes_before_a_level_and_a_level_before_a_value():
    surer = estimate(0.9, 0.8, 0.95, n=40)
    assert kind(finding(polarity="force"), finding(estimate=surer)) == "weakened"
    assert kind(finding(), finding(estimate=surer)) == "strengthened"
    turned = finding(polarity="force", estimate=surer)
    assert kind(finding(polarity="amélioration"), turned) == "reversed"


def test_a_weaker_method_weakens_a_finding_on_as_many_rows():
    assert kind(finding(), finding(facts={"fragile": 1})) == "weakened"


def test_a_count_of_all_has_moved_when_it_counts_otherwise():
    sources = (Source(table="activites", ids=tuple(map(str, range(40)))),)
    count = {"estimate": None, "sources": sources}
    assert kind(finding(k=40, **count), finding(k=41, **count)) == "moved"
    assert kind(finding(k=40, **count), finding(k=40, **count)) == "unchanged"
    assert kind(finding(k=0.3, **count), finding(k=0.1 + 0.2, **count)) == "unchanged"


def test_other_words_for_the_same_figures_are_no_change():
    said = {"statement": Statement(key="soit {k:int}", values={"k": 1}), "estimate": None}
    (one,) = compare({"R1-x": finding(estimate=None)}, {"R1-x": finding(**said)}).all
    assert (one.kind, one.same) == ("unchanged", True)


def test_a_value_inside_the_old_interval_is_unchanged_but_not_the_same():
    (one,) = compare({"R1-x": finding()}, {"R1-x": finding(k=2, estimate=estimate(0.65))}).all
    assert (one.kind, one.same) == ("unchanged", False)


def test_why_a_finding_is_gone_is_told():
    def why(failed=(), **changes):
        (one,) = compare({"R1-x": finding(**changes)}, {}, failed).all
        return one.kind, one.why

    assert why(stale=True) == ("gone", "rows")
    assert why() == ("gone", "not_computed")
    # its notebook failed: whether it would still be there is not known
    assert why(["20_activites-R1"], stale=True) == ("gone", "failed")
    assert why(["20_activites-R2"]) == ("gone", "not_computed")


def test_a_finding_that_only_describes_is_told_apart():
    describing = finding("R1-saturation", facts={"descriptif": 1})
    found = compare({}, {"R1-x": finding(), "R1-saturation": describing})
    assert [one.id for one in found.of("new", describing=False)] == ["R1-x"]
    assert [one.id for one in found.of("new", describing=True)] == ["R1-saturation"]


numbers = st.floats(-5, 5)
estimates = st.none() | st.builds(
    lambda value, low, high, n, unit: Estimate(value, low, high, n, n, unit),
    st.none() | numbers,
    st.none() | numbers,
    st.none() | numbers,
    st.integers(0, 50),
    st.sampled_from(["share", "change"]),
)
findings = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        lambda polarity, estimate, k, facts, stale: finding(
            polarity=polarity, estimate=estimate, k=k, facts=facts, stale=stale
        ),
        st.sampled_from(["force", "amélioration", "neutre"]),
        estimates,
        st.none() | numbers,
        st.sampled_from([{}, {"fragile": 1}, {"fragile": 2}, {"descriptif": 1}]),
        st.booleans(),
    ),
)


def ids(found, kind):
    return {one.id for one in found.all if one.kind == kind}


@given(findings)
def test_a_report_does_not_differ_from_itself(one):
    found = compare(one, one)
    assert ids(found, "unchanged") == set(one)
    assert all(change.same for change in found.all)


@given(findings, findings)
def test_each_finding_is_in_one_class_and_the_other_way_round_in_the_opposite(before, after):
    found, back = compare(before, after), compare(after, before)
    assert sorted(one.id for one in found.all) == sorted({*before, *after})
    shown = [
        one.id
        for kind in KINDS
        for describing in (False, True)
        for one in found.of(kind, describing=describing)
    ]
    assert sorted(shown) == sorted({*before, *after})
    for kind, opposite in (
        ("new", "gone"), ("strengthened", "weakened"), ("reversed", "reversed"),
        ("gone", "new"), ("weakened", "strengthened"),
    ):  # fmt: skip
        assert ids(found, kind) == ids(back, opposite)
