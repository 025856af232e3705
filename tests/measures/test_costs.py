import pandas as pd
import pytest
from lecons.measures.costs import costs

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


def test_the_cost_of_an_attendance_is_a_ratio_of_sums():
    frame = activities(
        (5, 0, None, None, 10_000),
        (5, 5, None, None, 20_000),
        (None, None, None, 10, 30_000),
        (20, 0, None, None, 40_000),
        (15, None, None, None, 60_000),
        (0, 0, None, None, 7_000),  # nobody came
        (None, None, None, None, 3_000),
        (9, 9, None, None, None),
    )
    found = costs(frame).types.iloc[0]
    # by hand: 160,000 / 60; residuals -1, -2, 1, -4, 6 × 10,000/3; t(4) = 2.776445
    half = 2.776445 * (5 / 4 * 58) ** 0.5 * 10_000 / 3 / 60
    assert found["cout"].value == pytest.approx(8000 / 3)
    assert found["cout"].low == pytest.approx(8000 / 3 - half, rel=1e-6)
    assert found["cout"].high == pytest.approx(8000 / 3 + half, rel=1e-6)
    assert (found["cout"].unit, found["n"], found["total"]) == ("amount", 5, 8)
    assert found["cout_total"] == 170_000
    assert found["cout_par_activite"].value == pytest.approx(170_000 / 7)
    assert (found["cout_par_activite"].n, found["cout_par_activite"].total) == (7, 8)


def test_a_cost_is_never_under_zero():
    frame = activities(*[(10, 0, None, None, cost) for cost in (0, 0, 0, 0, 100_000)])
    found = costs(frame).types.iloc[0]
    assert (found["cout"].value, found["cout"].low) == (2000, 0.0)
    assert (found["cout_par_activite"].value, found["cout_par_activite"].low) == (20_000, 0.0)


def test_few_activities_or_one_price_give_no_interval():
    few = activities(*[(10, 0, None, None, cost) for cost in (1, 2, 3, 4)])
    same = activities(*[(size, 0, None, None, size * 3000) for size in (1, 2, 3, 4, 5, 6)])
    for frame in (few, same):
        found = costs(frame).types.iloc[0]["cout"]
        assert found.value is not None
        assert (found.low, found.high) == (None, None)


def test_a_radio_show_has_a_cost_and_no_cost_per_attendance():
    frame = activities(
        (None, None, None, 3, 50_000), (2, 2, None, None, None), type="emission_radio"
    )
    found = costs(frame).types.iloc[0]
    assert (found["cout"].value, found["n"], found["total"]) == (None, 0, 2)
    assert (found["cout_par_activite"].value, found["cout_total"]) == (50_000, 50_000)


def test_costs_that_nobody_noted_are_missing():
    found = costs(ACTIVITIES).types  # it has no column of costs
    assert found["type"].to_list() == ["seance_animation", "emission_radio", "formation"]
    assert found["cout_total"].isna().all()
    assert [one.value for one in found["cout"]] == [None, None, None]
    assert costs(ACTIVITIES.head(0)).types.empty
