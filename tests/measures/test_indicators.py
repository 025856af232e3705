import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.errors import ProjectError
from lecons.estimates import Estimate, wilson
from lecons.measures.indicators import (
    COLUMNS,
    Achieved,
    Definition,
    calculations,
    compute,
    definitions,
    of_estimate,
    track,
)
from lecons.measures.indicators.halves import count_trend, months_of, periods, ratio_trend
from pydantic import ValidationError

CODES = ["personnes_touchees", "groupes_formes", "femmes_role_actif", "conflits_regles"]


def activities(rows):
    """Rows of (date, commune, type, hommes, femmes, jeunes, participants)."""
    columns = ["date", "commune", "type", "hommes", "femmes", "jeunes", "participants"]
    frame = pd.DataFrame(rows, columns=columns).assign(id=[f"a{i + 1}" for i in range(len(rows))])
    frame["date"] = pd.to_datetime(frame["date"])
    numbers = ["hommes", "femmes", "jeunes", "participants"]
    return frame.astype({**dict.fromkeys(numbers, "Int64"), "commune": "string", "type": "string"})


def cases(rows):
    """Rows of (date_signalement, issue, mediatrices, mediateurs, jeunes_mediateurs)."""
    numbers = ["mediatrices", "mediateurs", "jeunes_mediateurs"]
    frame = pd.DataFrame(rows, columns=["date_signalement", "issue", *numbers])
    frame["date_signalement"] = pd.to_datetime(frame["date_signalement"])
    return frame.assign(id=[f"c{i + 1}" for i in range(len(rows))]).astype(
        {**dict.fromkeys(numbers, "Int64"), "issue": "string"}
    )


def trainees(rows):
    """Rows of (id_activite, id_personne, organisation, sexe, age)."""
    columns = ["id_activite", "id_personne", "organisation", "sexe", "age"]
    frame = pd.DataFrame(rows, columns=columns).assign(id=[f"f{i + 1}" for i in range(len(rows))])
    return frame.astype({**dict.fromkeys(columns[:4], "string"), "age": "Int64"})


def half_years(achieved):
    return [
        (str(row.periode.date()), None if pd.isna(row.value) else row.value, row.n)
        for row in achieved.periods.itertuples()
    ]


ACTIVITIES = activities(
    [
        ("2017-01-10", "ML060101", "seance_animation", 10, 20, 12, None),
        ("2017-06-30", "ML060101", "espace_dialogue", 5, 30, None, None),
        ("2018-07-01", "ML060316", "reunion", None, None, None, 40),
        ("2018-08-01", "ML060316", "formation", 8, None, 3, 99),
        ("2018-08-02", "ML060316", "session_mediation", None, None, 7, None),
        ("2018-09-01", "ML060316", "emission_radio", 500, 500, None, None),
    ]
)
TRAINEES = trainees(
    [
        ("a4", "p1", "ORG1", "F", 18),
        ("a4", "p2", "ORG1", "H", 36),
        ("a1", "p1", " ORG1 ", "F", 18),
        ("a1", "p3", "ORG2", None, 35),
        ("a9", "p4", "ORG3", "H", None),
        ("a1", "p5", None, "F", 20),
        ("a1", "p6", "  ", "F", 20),
    ]
)
# women over mediators: 1/2, 0/3, 2/4, 1/4, 1/2
CASES = cases(
    [
        ("2017-02-01", "regle", 1, 1, 1),
        ("2017-03-01", "regle", 0, 3, None),
        ("2017-04-01", "echec", 2, 2, 0),
        ("2017-08-01", "en_cours", 1, 3, 2),
        ("2018-08-01", "regle", 1, 1, 1),
        ("2018-08-02", "sans_mediation", 5, 0, None),
        ("2018-08-03", "regle", None, 4, None),
        ("2018-08-04", "echec", 0, 0, 0),
    ]
)


# definitions


def test_each_declared_indicator_is_computed_and_explained_in_both_languages():
    declared = definitions()
    assert list(declared) == CODES
    assert {code: one.mesure for code, one in declared.items()} == {
        "personnes_touchees": "count",
        "groupes_formes": "count",
        "femmes_role_actif": "share",
        "conflits_regles": "share",
    }
    for code, one in declared.items():
        assert compute(code, {}).table == one.table
        assert compute(code, {}).value.unit == one.mesure
        for text in (one.nom, one.definition, one.unite, one.double_compte, one.formule):
            assert set(text) == {"fr", "en"}
            assert text["fr"] != text["en"] or text is one.unite


def test_no_code_of_a_donor_is_given_that_nobody_could_check():
    said = [one.reference_standard["fr"] for one in definitions().values()]
    assert said[:3] == ["proche des indicateurs standard de l’aide américaine"] * 3
    assert not any(code in text for text in said for code in ("PS.", "GNDR", "1.6.2"))


def test_definitions_cannot_be_changed_or_extended():
    one = definitions()["conflits_regles"]
    with pytest.raises(ValidationError):
        one.table = "activites"
    with pytest.raises(ValidationError):
        Definition.model_validate({**one.model_dump(), "autre": 1})
    with pytest.raises(ValidationError, match="texte absent : en"):
        Definition.model_validate({**one.model_dump(), "nom": {"fr": "seul"}})
    definitions().clear()
    assert list(definitions()) == CODES


# personnes_touchees


def test_attendances_are_summed_over_peace_events_with_what_is_known_of_sex():
    found = compute("personnes_touchees", {"activites": ACTIVITIES})
    # 30 + 35 + 40 of unknown sex + 8; the mediation session has no count, the radio show no room
    assert found.value == Estimate(113.0, None, None, 4, 5, "count")
    assert found.parts == {"femmes": 50.0, "hommes": 23.0, "jeunes": 15.0, "inconnu": 40.0}
    assert found.ids == ("a1", "a2", "a3", "a4")
    assert found.table == "activites"


def test_the_cautious_minimum_adds_the_largest_event_of_each_commune():
    assert compute("personnes_touchees", {"activites": ACTIVITIES}).lower == 35 + 40
    without = ACTIVITIES.assign(commune=pd.Series([None] * 6, dtype="string"))
    assert compute("personnes_touchees", {"activites": without}).lower == 40


def test_half_years_include_the_gaps_of_a_count_as_zero():
    found = compute("personnes_touchees", {"activites": ACTIVITIES})
    assert half_years(found) == [
        ("2017-01-01", 65.0, 2),
        ("2017-07-01", 0.0, 0),
        ("2018-01-01", 0.0, 0),
        ("2018-07-01", 48.0, 2),
    ]
    # the table ends in September 2018: its last half-year is not complete
    assert found.trend is None


def test_an_undated_event_counts_but_belongs_to_no_half_year():
    frame = ACTIVITIES.assign(date=ACTIVITIES["date"].mask(ACTIVITIES["id"] == "a2"))
    found = compute("personnes_touchees", {"activites": frame})
    assert found.value.value == 113
    assert half_years(found)[0] == ("2017-01-01", 30.0, 1)


def test_what_was_not_noted_is_no_zero():
    frame = activities([("2017-01-10", "ML060101", "reunion", None, None, None, 12)])
    found = compute("personnes_touchees", {"activites": frame})
    assert found.parts == {"femmes": None, "hommes": None, "jeunes": None, "inconnu": 12.0}
    zero = activities([("2017-01-10", "ML060101", "reunion", 0, 0, 0, None)])
    assert compute("personnes_touchees", {"activites": zero}).value.value == 0


COUNTS = st.none() | st.integers(0, 2000)
ROWS = st.tuples(
    st.dates(pd.Timestamp("2016-01-01").date(), pd.Timestamp("2019-12-31").date()) | st.none(),
    st.sampled_from(["ML060101", "ML060316", None]),
    st.sampled_from(["seance_animation", "formation", "reunion", "emission_radio"]),
    *[COUNTS] * 4,
)


@given(st.lists(ROWS, max_size=12))
def test_parts_make_the_figure_and_persons_are_fewer(rows):
    found = compute("personnes_touchees", {"activites": activities(rows)})
    if found.value.value is None:
        assert found.lower is None
        assert set(found.parts.values()) == {None}
        return
    known = [found.parts[name] or 0 for name in ("femmes", "hommes", "inconnu")]
    assert sum(known) == found.value.value
    assert found.lower <= found.value.value
    dated = [row for row in rows if row[0] is not None]
    if len(dated) == len(rows):
        assert found.periods["value"].sum() == found.value.value


def test_a_million_activities_are_summed():
    n = 1_000_000
    frame = pd.DataFrame(
        {
            "id": pd.Series(np.arange(n).astype("str"), dtype="string"),
            "date": pd.Timestamp("2016-01-01") + pd.to_timedelta(np.arange(n) % 731, unit="D"),
            "commune": pd.Series(np.tile(["ML060101", "ML060316"], n // 2), dtype="string"),
            "type": pd.Series(np.tile(["reunion", "emission_radio"], n // 2), dtype="string"),
            "hommes": pd.Series(np.full(n, 3), dtype="Int64"),
            "femmes": pd.Series(np.full(n, 4), dtype="Int64"),
            "jeunes": pd.Series(pd.NA, index=range(n), dtype="Int64"),
            "participants": pd.Series(pd.NA, index=range(n), dtype="Int64"),
        }
    )
    found = compute("personnes_touchees", {"activites": frame})
    assert found.value == Estimate(3_500_000.0, None, None, n // 2, n // 2, "count")
    assert found.lower == 7
    assert len(found.ids) == n // 2
    assert len(found.periods) == 4
    assert found.periods["n"].sum() == n // 2


# groupes_formes


def test_an_organisation_counts_once_and_its_trainees_are_the_detail():
    found = compute("groupes_formes", {"formations": TRAINEES, "activites": ACTIVITIES})
    assert found.value == Estimate(3.0, None, None, 5, 7, "count")
    # p1 F 18, p2 H 36, p3 ? 35, p4 H ?
    assert found.parts == {"femmes": 1.0, "hommes": 2.0, "jeunes": 2.0, "inconnu": 1.0}
    assert found.ids == ("f1", "f2", "f3", "f4", "f5")
    assert found.lower is None


def test_groups_are_dated_by_their_training_once_a_half_year():
    found = compute("groupes_formes", {"formations": TRAINEES, "activites": ACTIVITIES})
    # ORG1 in both half-years; ORG3's training is not in the table
    assert half_years(found) == [
        ("2017-01-01", 2.0, 2),
        ("2017-07-01", 0.0, 0),
        ("2018-01-01", 0.0, 0),
        ("2018-07-01", 1.0, 2),
    ]
    alone = compute("groupes_formes", {"formations": TRAINEES})
    assert alone.value == found.value
    assert alone.periods.empty
    assert alone.trend is None


def test_a_training_recorded_twice_dates_its_groups_once():
    twice = pd.concat([ACTIVITIES, ACTIVITIES])
    found = compute("groupes_formes", {"formations": TRAINEES, "activites": twice})
    assert half_years(found)[0] == ("2017-01-01", 2.0, 2)


def test_trainees_without_pseudonym_are_different_persons():
    frame = TRAINEES.assign(id_personne=pd.Series([None] * 7, dtype="string"))
    parts = compute("groupes_formes", {"formations": frame}).parts
    assert parts == {"femmes": 2.0, "hommes": 2.0, "jeunes": 3.0, "inconnu": 1.0}


# femmes_role_actif


def test_the_share_of_women_is_a_ratio_of_sums_over_mediated_cases():
    found = compute("femmes_role_actif", {"cas": CASES})
    # 5 women of 15; residuals 1/3, -1, 2/3, -1/3, 1/3: variance 5/4 × 16/9 / 15²
    assert found.value.value == pytest.approx(1 / 3)
    half = 2.7764451 * (20 / 2025) ** 0.5
    assert found.value.low == pytest.approx(1 / 3 - half)
    assert found.value.high == pytest.approx(1 / 3 + half)
    # seven mediated cases: one with an unknown number of women, one mediated by nobody
    assert (found.value.n, found.value.total, found.value.unit) == (5, 7, "share")
    assert found.ids == ("c1", "c2", "c3", "c4", "c5")
    # 4 young mediators of 12, where their number is noted
    assert found.parts == {"jeunes": pytest.approx(4 / 12)}


def test_half_years_leave_the_gaps_of_a_share_missing():
    found = compute("femmes_role_actif", {"cas": CASES})
    assert half_years(found) == [
        ("2017-01-01", pytest.approx(3 / 9), 3),
        ("2017-07-01", 0.25, 1),
        ("2018-01-01", None, 0),
        ("2018-07-01", 0.5, 1),
    ]
    # one case in each of the last two half-years allows no interval
    assert found.trend == "incertaine"


def womens_share(teams):
    """The indicator over cases given as (women, men)."""
    rows = [("2017-02-01", "regle", women, men, None) for women, men in teams]
    return compute("femmes_role_actif", {"cas": cases(rows)}).value


def test_the_share_of_women_has_no_interval_where_cases_are_few_or_nothing_varies():
    few = womens_share([(1, 1), (0, 3), (1, 3), (2, 2)])
    assert (few.value, few.low, few.high) == (pytest.approx(4 / 13), None, None)
    same = womens_share([(1, 2), (2, 4), (1, 2), (2, 4), (1, 2)])
    assert (same.value, same.low, same.high) == (pytest.approx(1 / 3), None, None)
    assert womens_share([(0, 2)] * 9) == Estimate(0.0, None, None, 9, 9, "share")


def test_the_share_of_women_stays_within_0_and_1():
    assert womens_share([(0, 2)] * 4 + [(1, 1)]).low == 0
    assert womens_share([(2, 0)] * 4 + [(1, 1)]).high == 1


def test_the_womens_share_moves_only_when_the_interval_of_the_difference_leaves_zero_out():
    before = [("2017-02-01", "regle", women, 3 - women, None) for women in (0, 0, 1, 0, 0, 0)]
    after = [("2017-08-01", "regle", women, 3 - women, None) for women in (2, 2, 3, 2, 2, 2)]
    assert compute("femmes_role_actif", {"cas": cases(before + after)}).trend == "hausse"
    falling = [("2016-08-01", *row[1:]) for row in after] + before
    assert compute("femmes_role_actif", {"cas": cases(falling)}).trend == "baisse"
    near = Estimate(0.3, 0.2, 0.4, 9, 9, "share")
    assert ratio_trend(near, Estimate(0.4, 0.3, 0.5, 9, 9, "share")) == "incertaine"
    # they touch, yet 0.2 is farther than √(0.1² + 0.1²)
    assert ratio_trend(near, Estimate(0.5, 0.4, 0.6, 9, 9, "share")) == "hausse"
    assert ratio_trend(near, Estimate(0.9, None, None, 2, 2, "share")) == "incertaine"


# conflits_regles


def test_settled_conflicts_are_a_share_of_reported_cases():
    found = compute("conflits_regles", {"cas": CASES})
    assert found.value == wilson(4, 8)
    # with a woman: settled, failed, ongoing, settled; without: settled, failed
    assert found.parts == {"avec_mediatrice": 0.5, "sans_mediatrice": 0.5}
    assert found.ids == tuple(CASES["id"])
    assert half_years(found) == [
        ("2017-01-01", pytest.approx(2 / 3), 3),
        ("2017-07-01", 0.0, 1),
        ("2018-01-01", None, 0),
        ("2018-07-01", 0.5, 4),
    ]


def test_a_case_whose_outcome_is_blank_is_missing_not_unsettled():
    frame = CASES.assign(issue=CASES["issue"].mask(CASES["id"] == "c8"))
    found = compute("conflits_regles", {"cas": frame})
    assert found.value == wilson(4, 7, 8)
    assert len(found.ids) == 7


@pytest.mark.parametrize(
    ("settled", "expected"), [((4, 16), "hausse"), ((16, 4), "baisse"), ((9, 11), "incertaine")]
)
def test_the_settled_share_moves_only_when_newcombes_interval_leaves_zero_out(settled, expected):
    rows = [
        (date, "regle" if i < k else "echec", 0, 1, 0)
        for date, k in zip(("2017-02-01", "2018-08-01"), settled, strict=True)
        for i in range(20)
    ]
    assert compute("conflits_regles", {"cas": cases(rows)}).trend == expected


def test_one_half_year_has_no_trend():
    rows = [("2017-02-01", "regle", 0, 1, 0)] * 9
    assert compute("conflits_regles", {"cas": cases(rows)}).trend is None
    assert compute("femmes_role_actif", {"cas": cases(rows)}).trend is None


# trends of counts


def count_table(dates, values):
    return periods(months_of(pd.Series(pd.to_datetime(dates))), np.array(values, dtype=float))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((100, 111), "hausse"),
        ((100, 110), "stable"),
        ((100, 90), "stable"),
        ((100, 89), "baisse"),
        ((0, 0), "stable"),
        ((0, 1), "hausse"),
        ((1, 0), "baisse"),
    ],
)
def test_a_count_moves_when_it_changes_by_more_than_a_tenth(values, expected):
    recorded = pd.Series(pd.to_datetime(["2017-01-31", "2017-12-01"]))
    assert count_trend(count_table(["2017-03-01", "2017-09-01"], values), recorded) == expected


def test_only_complete_half_years_with_data_are_compared():
    # July 2016 to March 2018: the last half-year stops in the middle, one in between is empty
    dates = ["2016-07-05", "2017-09-01", "2018-03-01"]
    recorded = pd.Series(pd.to_datetime(dates))
    assert count_trend(count_table(dates, [10, 20, 1]), recorded) == "hausse"
    late = pd.Series(pd.to_datetime(["2016-08-05", "2018-03-01"]))
    assert count_trend(count_table(dates, [10, 20, 1]), late) is None
    whole = pd.Series(pd.to_datetime(["2016-07-05", "2018-06-30"]))
    assert count_trend(count_table(dates, [10, 20, 1]), whole) == "baisse"


def test_dates_before_1970_fall_in_their_own_half_year():
    table = count_table(["1969-12-31", "1970-01-01"], [1, 2])
    assert [str(day.date()) for day in table["periode"]] == ["1969-07-01", "1970-01-01"]
    assert months_of(pd.Series(pd.to_datetime(["1969-12-31", "1970-02-01"]))).tolist() == [-1, 1]


# bad input


@pytest.mark.parametrize("code", CODES)
def test_nothing_recorded_gives_no_figure(code):
    tables = {"activites": ACTIVITIES, "formations": TRAINEES, "cas": CASES}
    empty = {name: frame.head(0) for name, frame in tables.items()}
    blank = {
        name: pd.DataFrame({column: [None, None] for column in frame})
        for name, frame in tables.items()
    }
    bare = {name: frame[["id"]] for name, frame in tables.items()}
    for given_tables in ({}, empty, blank, bare, dict.fromkeys(tables, pd.DataFrame())):
        found = compute(code, given_tables)
        assert found.value.value is None
        assert found.value.low is None
        assert found.lower is None
        assert found.ids == ()
        assert found.trend is None
        assert set(found.parts.values()) == {None}
        assert list(found.periods.columns) == ["periode", "value", "n"]
        assert found.periods.empty


@pytest.mark.parametrize("code", CODES)
def test_one_row_is_enough_for_a_figure(code):
    tables = {
        "activites": ACTIVITIES.head(1),
        "formations": TRAINEES.head(1),
        "cas": CASES.head(1),
    }
    values = {
        "personnes_touchees": 30,
        "groupes_formes": 1,
        "femmes_role_actif": 0.5,
        "conflits_regles": 1,
    }
    found = compute(code, tables)
    assert found.value.value == values[code]
    assert (found.value.n, len(found.ids), found.trend) == (1, 1, None)


def test_one_commune_has_as_its_minimum_its_largest_event():
    frame = ACTIVITIES.assign(commune="ML060101")
    assert compute("personnes_touchees", {"activites": frame}).lower == 40


def test_tables_are_left_as_they_were():
    tables = {"activites": ACTIVITIES, "formations": TRAINEES, "cas": CASES}
    before = {name: frame.copy() for name, frame in tables.items()}
    for code in CODES:
        compute(code, tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_code_that_is_not_declared_is_refused_with_those_that_are():
    with pytest.raises(ProjectError, match="« gens » n’existe pas") as caught:
        compute("gens", {})
    assert "personnes_touchees, groupes_formes" in caught.value.remedy


# the tracking table


def framework(*rows):
    """Rows of (id, calcul, constat, sens, reference, cible)."""
    frame = pd.DataFrame(rows, columns=["id", "calcul", "constat", "sens", "reference", "cible"])
    frame[["reference", "cible"]] = frame[["reference", "cible"]].astype(float)
    texts = {"resultat": "R1", "indicateur": "Part", "indicateur_en": "Share", "source": "plan"}
    return frame.assign(**texts)


def finding(value, low=None, high=None, unit="share", n=20):
    return of_estimate(Estimate(value, low, high, n, n, unit), "enquete", ("e1",))


def tracked(estimate, **row):
    row = {"sens": "hausse", "reference": None, "cible": None, **row}
    table = framework(("I", None, "R1-x", row["sens"], row["reference"], row["cible"]))
    return track(table, {"I": estimate} if estimate else {}).iloc[0]


def test_a_findings_figure_is_taken_as_it_is():
    found = finding(0.4, 0.3, 0.5)
    assert found.value.value == 0.4
    assert (found.parts, found.lower, found.table, found.ids) == ({}, None, "enquete", ("e1",))
    assert found.periods.empty
    assert found.trend is None
    assert isinstance(found, Achieved)


def test_the_table_keeps_the_frameworks_order_and_its_rows_without_data():
    table = track(
        framework(
            ("I-2", "conflits_regles", None, "hausse", None, 0.4),
            ("I-1", None, "R1-x", None, 0.1, 0.5),
            ("I-3", "groupes_formes", None, "hausse", 0, 22),
            ("I-4", None, None, "hausse", None, 3),
        ),
        {
            "I-1": finding(0.4, 0.3, 0.5),
            "I-2": compute("conflits_regles", {"cas": CASES}),
        },
    )
    assert list(table.columns) == COLUMNS
    assert table["id"].tolist() == ["I-2", "I-1", "I-3", "I-4"]
    assert table["statut"].tolist() == ["a_la_limite", "a_la_limite", "sans_donnee", "sans_donnee"]
    assert table["unite"].tolist() == ["share", "share", "count", None]
    assert table["sens"].tolist() == ["hausse"] * 4
    assert table["n"].tolist() == [8, 20, None, None]
    assert table["tendance"].tolist() == ["incertaine", None, None, None]
    assert table["valeur"].tolist() == [0.5, 0.4, None, None]
    assert table["source"].tolist() == ["plan"] * 4
    # never nan: a report would write it
    assert all(value is None for value in table.to_numpy().ravel() if pd.isna(value))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding(0.6, 0.55, 0.7), "atteint"),
        (finding(0.6, 0.5, 0.7), "atteint"),
        (finding(0.6, 0.4, 0.7), "a_la_limite"),
        (finding(0.4, 0.3, 0.6), "a_la_limite"),
        (finding(0.4, 0.3, 0.5), "a_la_limite"),
        (finding(0.3, 0.2, 0.4), "non_atteint"),
        (finding(0.5), "atteint"),
        (finding(0.49), "non_atteint"),
        (finding(0.1 + 0.4 - 1e-16), "atteint"),
        (finding(None), "sans_donnee"),
        (finding(float("nan"), float("nan"), float("nan")), "sans_donnee"),
        (None, "sans_donnee"),
    ],
)
def test_a_target_above_is_reached_when_the_whole_interval_is_there(found, expected):
    assert tracked(found, cible=0.5)["statut"] == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding(0.4, 0.3, 0.45), "atteint"),
        (finding(0.4, 0.3, 0.5), "atteint"),
        (finding(0.4, 0.3, 0.6), "a_la_limite"),
        (finding(0.6, 0.5, 0.7), "a_la_limite"),
        (finding(0.7, 0.6, 0.8), "non_atteint"),
        (finding(0.5), "atteint"),
        (finding(0.51), "non_atteint"),
    ],
)
def test_a_target_below_is_mirrored(found, expected):
    assert tracked(found, cible=0.5, sens="baisse")["statut"] == expected


def test_a_figure_without_target_has_no_status_to_reach():
    row = tracked(finding(0.4, 0.3, 0.5))
    assert (row["statut"], row["part_cible"], row["valeur"]) == ("sans_cible", None, 0.4)


@pytest.mark.parametrize(
    ("sens", "reference", "cible", "expected"),
    [
        ("hausse", None, 8, 0.5),
        ("hausse", 2, 8, 0.5),
        ("hausse", None, 0, None),
        ("hausse", None, -2, None),
        ("baisse", 10, 2, 0.75),
        ("baisse", 10, 0, 0.6),
        ("baisse", None, 2, None),
        ("baisse", 2, 2, None),
        ("baisse", 3, 2, -1),
    ],
)
def test_the_part_of_the_target(sens, reference, cible, expected):
    row = tracked(finding(4, unit="count"), sens=sens, reference=reference, cible=cible)
    assert row["part_cible"] == (expected if expected is None else pytest.approx(expected))


def test_an_unknown_calculation_names_the_row_and_what_can_be_written():
    table = framework(
        ("I-1", "conflits_regles", None, "hausse", None, 0.5),
        ("I-2", "conflits_reglees", None, "hausse", None, 0.5),
    )
    for refuse in (lambda: track(table, {}), lambda: calculations(table)):
        with pytest.raises(ProjectError) as caught:
            refuse()
        assert caught.value.message == (
            "cadre.csv, indicateur I-2 : le calcul « conflits_reglees » n’existe pas."
        )
        assert ", ".join(CODES) in caught.value.remedy
        assert "Corrigez la colonne calcul" in caught.value.remedy


def test_the_framework_says_which_rows_are_computed():
    table = framework(
        ("I-1", "conflits_regles", None, "hausse", None, 0.5),
        ("I-2", None, "R1-x", "hausse", None, 0.5),
        ("I-3", " ", None, "hausse", None, 0.5),
        ("I-4", "conflits_regles", None, "hausse", None, 0.6),
    )
    assert calculations(table) == {"I-1": "conflits_regles", "I-4": "conflits_regles"}


def test_a_framework_without_rows_or_without_the_newer_columns_is_tracked():
    empty = track(framework(), {})
    assert empty.empty
    assert list(empty.columns) == COLUMNS
    old = framework(("I", None, "R1-x", None, None, 0.5)).drop(columns=["calcul", "indicateur_en"])
    row = track(old, {"I": finding(0.6)}).iloc[0]
    assert (row["calcul"], row["indicateur_en"], row["statut"]) == (None, None, "atteint")
