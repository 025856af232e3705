"""Several projects beside each other: what holds across them, by the stated rules, and no more."""

import math
from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.declared import DeclaredPractice
from lecons.estimates import Estimate, wilson
from lecons.evidence.finding import LEVELS, Finding, Source, Statement
from lecons.evidence.judgements import COLUMNS
from lecons.evidence.portfolio import (
    Shared,
    SharedIndicator,
    SharedPractice,
    across_indicators,
    across_practices,
    shared_indicator,
    shared_practice,
)
from lecons.evidence.portfolio.pooled import pool
from lecons.evidence.practice import weigh
from lecons.measures.indicators import of_estimate, track
from pandas import DataFrame
from pydantic import ValidationError

FOR, AGAINST = ("mesure", "témoignage"), ("atelier",)
# Colditz et al. (1994), trials of BCG: cases and others, vaccinated then not; the data on which Viechtbauer
# (2010, J. Stat. Softw. 36(3)) shows metafor
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ]
)


def practice(level="modérée", kinds_for=FOR, kinds_against=(), code="mediation", **more):
    return SharedPractice(
        code=code,
        number="BP-1",
        title={"fr": "Médiation"},
        activities=("session_mediation",),
        verdict=more.pop("verdict", "lecon"),
        level=level,
        supporting=len(kinds_for),
        contradicting=len(kinds_against),
        open=0,
        kinds_for=kinds_for,
        kinds_against=kinds_against,
        **more,
    )


def indicator(value, low=None, high=None, n=80, unit="share", code="conflits_regles", **more):
    return SharedIndicator(
        code=code,
        id="IND-1",
        result=more.pop("result", "R1"),
        name={"fr": "Part réglée"},
        unit=unit,
        value=value,
        low=low,
        high=high,
        n=n,
        status=more.pop("status", "atteint"),
        **more,
    )


def project(code, *practices, indicators=(), fictional=False, organisation="", region=""):
    return Shared(
        project=code,
        edition="interne",
        name={"fr": code},
        acronym="",
        organisation=organisation or f"ONG {code}",
        start=date(2016, 1, 1),
        end=date(2018, 1, 1),
        fictional=fictional,
        regions=(region or f"ML{code[-2:]}",),
        practices=practices,
        indicators=indicators,
    )


def projects(*practices):
    return [project(f"p{at:02}", one) for at, one in enumerate(practices)]


def only(found):
    (one,) = found
    return one


def across(*practices):
    return only(across_practices(projects(*practices)))


def contrary(level="modérée"):
    return practice(level, (), AGAINST)


def divided(level="modérée"):
    return practice(level, ("mesure",), ("atelier",))


def test_one_project_says_nothing_of_others():
    found = across(practice("élevée"))
    assert (found.agreement, found.level, found.weighed) == ("un_seul", None, 1)
    unproven = across(practice(kinds_for=(), verdict="sans_preuve"))
    assert (unproven.agreement, unproven.weighed) == ("aucun", 0)


def test_two_projects_are_as_sure_together_as_the_less_sure_of_them():
    found = across(practice("élevée"), practice("faible"))
    assert (found.agreement, found.side, found.level, found.sure) == (
        "accord",
        "soutient",
        "faible",
        1,
    )
    assert found.directions == {"soutient": 2}
    more = across(practice("élevée"), practice("modérée"), practice("modérée"))
    assert (more.level, more.caps, more.sure) == ("modérée", (), 3)


def test_two_projects_may_agree_that_a_practice_is_to_be_reviewed():
    found = across(contrary(), contrary("élevée"))
    assert (found.side, found.level, found.agreement) == ("contredit", "modérée", "accord")


def test_projects_that_part_leave_no_more_than_low_confidence_and_it_is_said():
    found = across(practice("élevée"), practice("élevée"), contrary())
    assert (found.agreement, found.level, found.caps) == ("desaccord", "faible", ("contraires",))
    few = across(*[practice("élevée")] * 7, contrary())
    assert (few.level, few.caps) == ("modérée", ("quelques_contraires",))
    hardly = across(*[practice("élevée")] * 9, contrary())
    assert (hardly.level, hardly.caps) == ("élevée", ())


def test_as_many_one_way_as_the_other_carry_nothing():
    found = across(practice("élevée"), contrary("élevée"))
    assert (found.agreement, found.side, found.level) == ("desaccord", None, None)
    nobody = across(divided(), divided())
    assert (nobody.agreement, nobody.side, nobody.level) == ("partage", None, None)


def test_one_project_among_those_that_do_not_settle_confirms_nothing():
    found = across(practice("élevée"), divided())
    assert (found.agreement, found.side, found.level) == ("majorite", "soutient", None)
    half = across(practice("élevée"), practice("élevée"), divided(), divided())
    assert (half.level, half.caps) == ("faible", ("minorite",))


def test_projects_of_one_organisation_or_region_are_not_independent():
    def two(**same):
        rows = [project(f"p{at}", practice("élevée"), **same) for at in "12"]
        found = only(across_practices(rows))
        return found.level, found.caps

    assert two() == ("élevée", ())
    assert two(organisation="AMSS ") == ("modérée", ("meme_organisation",))
    assert two(region="ML06") == ("modérée", ("meme_region",))


def test_an_invented_project_confirms_no_real_one():
    rows = [
        project("vrai", practice("élevée")),
        project("zz-demo", practice("élevée"), fictional=True),
    ]
    found = only(across_practices(rows))
    assert (found.agreement, found.weighed) == ("un_seul", 1)
    assert [one.counts for one in found.rows] == [True, False]
    invented = only(across_practices([one.model_copy(update={"fictional": True}) for one in rows]))
    assert (invented.agreement, invented.level) == ("accord", "élevée")


def test_practices_are_the_same_by_their_code_and_stand_by_family():
    one = practice(code="b"), practice(code="a").model_copy(update={"activities": ("formation",)})
    found = across_practices([project("p1", *one), project("p2", practice(code="b"))])
    assert [(each.code, each.activities, len(each.rows)) for each in found] == [
        ("a", ("formation",), 1),
        ("b", ("session_mediation",), 2),
    ]


ONE = st.builds(
    practice,
    st.sampled_from(LEVELS),
    st.sampled_from([(), ("mesure",), FOR]),
    st.sampled_from([(), AGAINST, ("témoignage", "note")]),
)


def rank(found):
    return -1 if found.level is None else LEVELS.index(found.level)


@given(st.lists(ONE, min_size=1, max_size=8))
def test_confidence_across_is_never_above_that_of_two_projects_on_its_side(several):
    found = across(*several)
    mine = sorted(LEVELS.index(one.level) for one in several if one.direction == found.side)
    assert rank(found) <= (mine[-2] if found.side and len(mine) > 1 else -1)


@given(st.lists(ONE, min_size=1, max_size=8), st.sampled_from(LEVELS))
def test_one_more_project_against_never_raises_the_confidence(several, level):
    before = across(*several)
    if before.side is None:
        return
    more = contrary(level) if before.side == "soutient" else practice(level)
    for one in (more, divided(level)):
        after = across(*several, one)
        assert after.side in (before.side, None)
        assert rank(after) <= rank(before)


def test_a_mean_over_projects_is_the_published_one():
    a, b, c, d = BCG.T.astype(float)
    effects = np.log(a / (a + b)) - np.log(c / (c + d))
    errors = np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    found = pool(
        [
            Estimate(y, y - 1.959964 * se, y + 1.959964 * se, 100, 100, "effect")
            for y, se in zip(effects, errors, strict=True)
        ]
    )
    # metafor, rma(yi, vi, data=dat.bcg, method="PM", test="knha")
    assert found.k == 13
    assert found.value == pytest.approx(-0.7150, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((-1.1091, -0.3208), abs=1e-4)
    # Paule and Mandel's variance is the one at which Q is k - 1
    spread = (found.next_high - found.value) / 2.200985
    tau2 = spread**2 - ((found.high - found.value) / 2.178813) ** 2
    assert tau2 == pytest.approx(0.3181, abs=1e-4)
    weights = 1 / (errors**2 + tau2)
    assert (weights * (effects - found.value) ** 2).sum() == pytest.approx(12, abs=1e-3)


def test_shares_are_averaged_as_odds_and_stay_shares():
    alike = pool([wilson(53, 81)] * 5)
    assert alike.value == pytest.approx(53 / 81)
    # no variance between: Student's interval on 4 degrees around the log-odds
    one = wilson(53, 81)
    width = math.log(one.high / (1 - one.high)) - math.log(one.low / (1 - one.low))
    reach = 2.776445 * width / (2 * 1.959964) / math.sqrt(5)
    odds = math.log(53 / 28)
    assert alike.low == pytest.approx(1 / (1 + math.exp(reach - odds)))
    assert alike.high == pytest.approx(1 / (1 + math.exp(-reach - odds)))
    at_the_edge = pool([*[wilson(k, 20) for k in (3, 5, 8, 10)], wilson(20, 20)])
    assert 0 < at_the_edge.next_low < at_the_edge.low < at_the_edge.value < at_the_edge.high < 1


def test_changes_are_averaged_as_ratios():
    halved = Estimate(-0.5, -0.6, -0.375, 30, 30, "change")
    doubled = Estimate(1.0, 0.6, 1.5, 30, 30, "change")
    found = pool([halved, doubled, halved, doubled, Estimate(0.0, -0.2, 0.25, 30, 30, "change")])
    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.next_low > -1


def test_no_mean_of_four_projects_of_counts_or_of_money():
    share = wilson(53, 81)
    assert pool([share] * 4) is None
    for unit in ("count", "amount", "days"):
        assert pool([Estimate(5, 4, 6, 9, 9, unit)] * 6) is None
    assert pool([share] * 5 + [Estimate(0.5, None, None, 3, 3, "share")]) is None
    assert pool([share] * 5 + [Estimate(3, 2, 4, 9, 9, "mean")]) is None


def test_indicators_are_compared_project_by_project_and_not_added_up():
    rows = [
        project("p1", indicators=[indicator(0.6, 0.5, 0.7), indicator(0.2, 0.1, 0.3, n=20)]),
        project("p2", indicators=[indicator(0.4, 0.3, 0.5, status="non_atteint")]),
        project("p3", indicators=[indicator(None, n=None, unit=None, status="sans_donnee")]),
    ]
    found = only(across_indicators(rows))
    assert (found.projects, len(found.rows), found.unit) == (3, 4, "share")
    assert found.statuses == Counter({"atteint": 2, "non_atteint": 1, "sans_donnee": 1})
    # of the two areas of p1, the one with more units; what has no interval is not compared
    assert (found.compared, found.lowest, found.highest) == (2, 0.4, 0.6)
    assert (found.pool, found.unpooled) == (None, "peu")


def test_one_figure_a_project_enters_the_mean_and_none_of_an_invented_project():
    rows = [
        project(
            f"p{at}",
            indicators=[indicator(one.value, one.low, one.high), indicator(0.9, 0.8, 0.95, n=5)],
        )
        for at, one in enumerate([wilson(53, 81)] * 5)
    ]
    invented = project("zz", indicators=[indicator(0.1, 0.05, 0.2)], fictional=True)
    found = only(across_indicators([*rows, invented]))
    assert found.pool.k == 5
    assert found.pool.value == pytest.approx(53 / 81)
    assert [one.counts for one in found.rows] == [True] * 10 + [False]


def test_figures_in_two_units_are_two_indicators_and_a_count_has_no_mean():
    rows = [
        project("p1", indicators=[indicator(0.6, 0.5, 0.7, code="x")]),
        project("p2", indicators=[indicator(3.0, 2.0, 4.0, code="x", unit="mean")]),
        project("p3", indicators=[indicator(900, unit="count", code="y")]),
    ]
    found = {(one.code, one.unit): one.unpooled for one in across_indicators(rows)}
    assert found == {("x", "share"): "peu", ("x", "mean"): "peu", ("y", "count"): "compte"}


def test_what_is_hidden_carries_no_figure_and_a_public_file_no_scores_of_peers():
    with pytest.raises(ValidationError, match="masqué"):
        indicator(0.5, hidden=True)
    scored = practice(transferable=True, transfer={"value": 4, "low": 3.5, "high": 4.5, "n": 9})
    inside = project("p1", scored).model_dump()
    assert Shared.model_validate(inside).practices[0].transfer.n == 9
    with pytest.raises(ValidationError, match="pairs"):
        Shared.model_validate({**inside, "edition": "publique"})


def finding(name, kind, bears, **facts):
    return Finding(
        id=f"R1-{name}",
        result="R1",
        criterion="efficacité",
        kind=kind,
        polarity="neutre",
        statement=Statement(key="Dit.", values={}),
        sources=(Source(table="cas", ids=("1",)),),
        practice="mediation",
        bears=bears,
        facts=facts,
    )


def test_a_report_leaves_of_a_practice_what_its_page_says():
    declared = DeclaredPractice(
        code="mediation", numero="BP-1", titre={"fr": "Médiation"}, resultat="R1"
    )
    scores = {"transfert": 3.8, "transfert_bas": 3.4, "transfert_haut": 4.1, "pairs": 20}
    found = {
        one.id: one
        for one in (
            finding("ecart", "mesure", "soutient"),
            finding("voix", "témoignage", "contredit"),
            finding("note", "note", None),
            finding("atelier", "atelier", "soutient", **scores),
        )
    }
    (weighed,) = weigh([declared], found, DataFrame(columns=COLUMNS))
    told = shared_practice(weighed, inside=True)
    assert (told.supporting, told.contradicting, told.open) == (2, 1, 1)
    assert (told.kinds_for, told.kinds_against) == (("atelier", "mesure"), ("témoignage",))
    assert (told.direction, told.level) == ("soutient", weighed.confidence.level)
    assert (told.transferable, told.transfer.n) == (True, 20)
    assert shared_practice(weighed, inside=False).transfer is None
    (nothing,) = weigh([declared], {}, DataFrame(columns=COLUMNS))
    assert (shared_practice(nothing, inside=True).direction, nothing.verdict) == (
        None,
        "sans_preuve",
    )


def row(estimate, **more):
    given = {"id": "IND-1", "resultat": "R2", "indicateur": "Gain", "cible": 3, **more}
    table = track(DataFrame([given]), {"IND-1": of_estimate(estimate, "formations", ("1",))})
    return table.to_dict("records")[0]


def test_a_report_leaves_of_an_indicator_the_digits_of_its_page_and_no_small_n():
    gain = Estimate(3.2545454, 2.9778, 3.5312, 165, 168, "difference_mean")
    told = {"inside": False, "hidden": False, "tells_n": False}
    public = shared_indicator(row(gain, constat="R2-gain-formation"), gain, None, **told)
    assert (public.code, public.value, public.low, public.n) == ("gain-formation", 3.25, 2.98, None)
    inside = {"inside": True, "hidden": False, "tells_n": True}
    own = shared_indicator(row(gain, constat="R2-gain-formation"), gain, None, **inside)
    assert (own.value, own.n, own.level, own.status) == (3.2545454, 165, "modérée", "a_la_limite")
    masked = shared_indicator(
        row(gain, constat="R2-gain-formation"), gain, None, **{**told, "hidden": True}
    )
    assert (masked.value, masked.high, masked.n, masked.hidden) == (None, None, None, True)
    assert masked.status == "a_la_limite"
    # nobody computes it: no other project can have it in common
    assert shared_indicator(row(gain), gain, None, **inside) is None
