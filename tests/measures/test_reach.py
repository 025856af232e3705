import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.measures.reach import (
    attendance_gap,
    blank_months,
    by_commune,
    by_commune_and_month,
    by_commune_and_type,
    by_month,
    by_type,
    left_out,
    people_by_month,
    per_thousand,
    reach,
)

ACTIVITIES = pd.DataFrame(
    [
        ("a1", "2017-01-10", "ML060101", "seance_animation", 10, 5, 4),
        ("a2", "2017-01-20", "ML060101", "seance_animation", 6, None, None),
        ("a3", "2017-04-05", "ML060311", "formation", 3, 9, 2),
        ("a4", "2017-04-06", "ML060311", "emission_radio", None, None, None),
    ],
    columns=["id", "date", "commune", "type", "hommes", "femmes", "jeunes"],
)
ACTIVITIES["date"] = pd.to_datetime(ACTIVITIES["date"])
for name in ("hommes", "femmes", "jeunes"):
    ACTIVITIES[name] = ACTIVITIES[name].astype("Int64")
COMMUNES = pd.DataFrame(
    {
        "pcode": ["ML060101", "ML060311", "ML060316"],
        "commune": ["Alafia", "M’Bouna", "Tonka"],
        "cercle": ["Tombouctou", "Goundam", "Goundam"],
        "lon": [-3.0, -3.5, -4.0],
        "lat": [16.5, 16.2, 16.1],
    }
)


def test_reach_counts_attendances_of_the_activities_that_noted_some():
    found = reach(ACTIVITIES)
    assert (found.activities, found.communes) == (4, 2)
    assert (found.attendances, found.women, found.youth) == (33, 14, 6)
    assert found.without_count == 1
    assert found.sensitised == 21
    assert found.ids == ("a1", "a2", "a3", "a4")


def test_the_same_people_at_two_sessions_are_two_attendances():
    again = pd.concat([ACTIVITIES, ACTIVITIES.head(1).assign(id="a5")])
    assert reach(again).attendances == 33 + 15


def test_reach_of_nothing_is_zero():
    found = reach(ACTIVITIES.head(0))
    assert (found.activities, found.attendances, found.without_count) == (0, 0, 0)


def test_each_type_has_its_attendances_and_radio_has_none():
    found = by_type(ACTIVITIES).set_index("type")
    assert found.index[0] == "seance_animation"
    assert found.loc["seance_animation"].to_list() == [2, 1, 21, 5, 4, 16]
    assert found.loc["formation"].to_list() == [1, 1, 12, 9, 2, 3]
    assert found.loc["emission_radio", ["activites", "communes"]].to_list() == [1, 1]
    people = ["participations", "femmes", "jeunes", "hommes"]
    assert found.loc["emission_radio", people].isna().all()


def test_a_commune_without_activity_is_there_with_zeros():
    found = by_commune(ACTIVITIES, COMMUNES).set_index("commune")
    columns = ["activites", "participations", "femmes", "mois"]
    assert found[columns].to_numpy().tolist() == [[2, 21, 5, 1], [2, 12, 9, 1], [0, 0, 0, 0]]


def test_months_are_filled_between_the_first_and_the_last():
    found = by_month(ACTIVITIES)
    assert [f"{day:%Y-%m-%d}" for day in found.index] == [
        "2017-01-01",
        "2017-02-01",
        "2017-03-01",
        "2017-04-01",
    ]
    assert found["seance_animation"].to_list() == [2, 0, 0, 0]
    assert found["formation"].to_list() == [0, 0, 0, 1]
    assert found.to_numpy().sum() == len(ACTIVITIES)


def test_no_activity_gives_no_month():
    assert by_month(ACTIVITIES.head(0)).empty


def test_communes_where_women_are_under_a_third_of_attendances_are_named():
    table = by_commune(ACTIVITIES, COMMUNES)
    assert attendance_gap(table) == ["Alafia"]
    assert attendance_gap(table, share=0.2) == []
    exactly = table.assign(participations=[15, 12, 0], femmes=[5, 9, 0])
    assert attendance_gap(exactly) == []


def test_the_grid_of_communes_holds_every_commune_and_every_month():
    rows = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "date": pd.to_datetime(["2017-01-05", "2017-03-06", "2017-03-30"]),
            "commune": ["ML060101", "ML060101", "ML060101"],
            "type": ["reunion", "formation", "formation"],
        }
    )
    communes = pd.DataFrame({"pcode": ["ML060101", "ML060316"], "commune": ["Alafia", "Tonka"]})
    months = by_commune_and_month(rows, communes)
    assert months.index.to_list() == ["Alafia", "Tonka"]
    assert months.to_numpy().tolist() == [[1, 0, 2], [0, 0, 0]]
    types = by_commune_and_type(rows, communes)
    assert types.to_dict("index") == {
        "Alafia": {"formation": 2, "reunion": 1},
        "Tonka": {"formation": 0, "reunion": 0},
    }
    assert by_commune_and_month(rows.head(0), communes).shape == (2, 0)


PEOPLE = ["hommes", "femmes", "jeunes", "participants", "cout_fcfa"]


def activities(*rows, **columns):
    """Activities from (hommes, femmes, jeunes, participants, cout_fcfa), at Alafia in January 2017
    unless told otherwise."""
    frame = pd.DataFrame(rows, columns=PEOPLE).astype(dict.fromkeys(PEOPLE, "Int64"))
    told = {
        "id": [f"a{i}" for i in range(len(frame))],
        "date": pd.to_datetime(["2017-01-15"] * len(frame)),
        "commune": "ML060101",
        "type": "formation",
        **columns,
    }
    return frame.assign(**told)


def population(**known):
    rows = [(pcode, "commune", people) for pcode, people in known.items()]
    rows.append(("ML0601", "cercle", 124546))
    frame = pd.DataFrame(rows, columns=["pcode", "niveau", "population"])
    return frame.astype({"population": "Int64"})


def test_a_total_without_sexes_counts_as_attendances_of_unknown_sex():
    found = reach(
        activities(
            (10, 5, 3, 15, None),  # both sexes noted: the total says nothing more
            (None, None, 6, 20, None),
            (None, None, None, None, None),
            (4, None, None, 9, None),  # nine came, of whom four men
        )
    )
    assert (found.men, found.women, found.unknown_sex) == (14, 5, 25)
    assert found.attendances == 44
    assert found.without_count == 1
    assert found.women_share == 5 / 19
    assert (found.youth, found.youth_base) == (9, 35)
    assert found.youth_share == 9 / 35


def test_shares_of_nothing_are_missing():
    found = reach(activities((None, None, None, 20, None), (0, 0, None, None, None)))
    assert found.attendances == 20
    assert found.women_share is None
    assert found.youth_share is None


def test_young_people_are_never_more_than_all():
    # eight young people where only six men were noted: eight came at least
    found = reach(activities((6, None, 8, None, None), (2, 8, 1, None, None)))
    assert (found.youth, found.youth_base, found.youth_share) == (9, 18, 0.5)
    # the young of an activity that counted nobody have nothing to be a share of
    assert reach(activities((None, None, 8, None, None))).youth == 0


COUNT = st.one_of(st.none(), st.integers(0, 50))


@given(st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT, st.none()), max_size=8))
def test_attendances_are_their_parts_whatever_is_blank(rows):
    frame = activities(*rows)
    found = reach(frame)
    assert found.attendances == found.women + found.men + found.unknown_sex
    assert found.youth <= found.youth_base
    table = by_commune(frame, COMMUNES)
    assert table["participations"].sum() == found.attendances
    assert table["sexe_inconnu"].sum() == found.unknown_sex
    assert by_type(frame)["participations"].sum() == found.attendances


def test_communes_have_their_rate_only_where_their_population_is_known():
    frame = activities(
        (10, 5, 3, None, None),
        (None, None, None, 25, None),
        (8, 2, 1, None, None),
        commune=["ML060101", "ML060101", "ML060311"],
    )
    table = by_commune(frame, COMMUNES, population(ML060101=2000, ML060316=500))
    assert table["population"].to_list() == [2000, pd.NA, 500]
    assert table["pour_mille"].to_list() == [20.0, pd.NA, 0.0]
    assert table["sexe_inconnu"].to_list() == [25, 0, 0]
    found = per_thousand(table)
    assert (found.value, found.attendances, found.population) == (16.0, 40, 2500)
    assert (found.communes, found.of, found.covered) == (2, 3, 0.8)


@pytest.mark.parametrize("given_population", [None, population(), population(ML060101=0)])
def test_without_any_population_there_is_no_rate(given_population):
    table = by_commune(ACTIVITIES, COMMUNES, given_population)
    assert table[["population", "pour_mille"]].isna().all(axis=None)
    found = per_thousand(table)
    assert (found.value, found.communes, found.of, found.covered) == (None, 0, 3, 0.0)
    assert per_thousand(by_commune(ACTIVITIES.head(0), COMMUNES)).covered is None


def test_communes_that_leave_out_women_or_the_young_are_told_why():
    frame = activities(
        (10, 2, 1, None, None),  # women 2/12, young 1/12
        (10, 5, 3, None, None),  # exactly a third of women; young 3/15
        (None, None, None, 30, None),  # nothing is known of who came
        commune=["ML060101", "ML060311", "ML060316"],
    )
    found = left_out(by_commune(frame, COMMUNES))
    assert found["commune"].to_list() == ["Alafia", "M’Bouna"]
    assert found["pourquoi"].to_list() == ["femmes jeunes", "jeunes"]
    assert found["part_femmes"].to_list() == [2 / 12, 5 / 15]
    assert found["part_jeunes"].to_list() == [1 / 12, 3 / 15]
    assert found["participations"].to_list() == [12, 15]
    assert left_out(by_commune(frame, COMMUNES), women=0.1, youth=0.05).empty


def test_a_share_that_nothing_tells_is_missing_and_names_no_commune():
    frame = activities((10, 2, None, None, None))
    found = left_out(by_commune(frame, COMMUNES))
    assert found["pourquoi"].to_list() == ["femmes"]
    assert found["part_jeunes"].to_list() == [pd.NA]
    # people of unknown sex are no reason to say that women did not come
    unknown = activities((3, 3, None, None, None), (None, None, None, 90, None))
    assert attendance_gap(by_commune(unknown, COMMUNES)) == []


def test_months_without_activity_are_counted_with_the_longest_pause():
    days = ["2017-01-05", "2017-03-06", "2017-03-30", "2017-08-01"]
    frame = activities(
        *[(1, 1, 1, None, None)] * 4,
        date=pd.to_datetime(days),
        commune=["ML060101", "ML060101", "ML060101", "ML060311"],
    )
    found = blank_months(frame, COMMUNES)
    assert found.to_numpy().tolist() == [
        ["ML060101", "Alafia", 8, 6, 5],
        ["ML060311", "M’Bouna", 8, 7, 7],
        ["ML060316", "Tonka", 8, 8, 8],
    ]
    one = blank_months(frame.head(1), COMMUNES.head(1))
    assert one.to_numpy().tolist() == [["ML060101", "Alafia", 1, 0, 0]]
    none = blank_months(frame.head(0), COMMUNES)
    assert none[["mois", "mois_vides", "plus_longue_pause"]].to_numpy().tolist() == [[0, 0, 0]] * 3


def test_activities_of_other_communes_are_not_counted_in_the_project():
    frame = activities((5, 5, 1, None, None), commune="ML010101")
    table = by_commune(frame, COMMUNES)
    assert table[["activites", "participations", "mois"]].to_numpy().sum() == 0
    assert blank_months(frame, COMMUNES)["mois_vides"].to_list() == [1, 1, 1]


def test_nothing_gives_empty_tables():
    nothing = ACTIVITIES.head(0)
    assert by_type(nothing).empty
    assert by_commune(nothing, COMMUNES)["activites"].to_list() == [0, 0, 0]
    assert left_out(by_commune(nothing, COMMUNES)).empty


def test_attendances_by_month_keep_the_months_without_any():
    found = people_by_month(ACTIVITIES)
    assert found.index.strftime("%Y-%m").to_list() == ["2017-01", "2017-02", "2017-03", "2017-04"]
    assert found["activites"].to_list() == [2, 0, 0, 2]
    assert found[["femmes", "hommes", "jeunes"]].to_numpy().tolist() == [
        [5, 16, 4],
        [0, 0, 0],
        [0, 0, 0],
        [9, 3, 2],
    ]
    assert people_by_month(ACTIVITIES.head(0)).empty
