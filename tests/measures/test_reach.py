import pandas as pd
from lecons.measures.reach import (
    attendance_gap,
    by_commune,
    by_commune_and_month,
    by_commune_and_type,
    by_month,
    by_type,
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
    assert found.loc["seance_animation"].to_list() == [2, 1, 21, 5, 4]
    assert found.loc["formation"].to_list() == [1, 1, 12, 9, 2]
    assert found.loc["emission_radio", ["activites", "communes"]].to_list() == [1, 1]
    assert found.loc["emission_radio", ["participations", "femmes", "jeunes"]].isna().all()


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
