import pandas as pd
import pytest
from lecons.measures.quality import delays, missing, to_call

DAY = pd.Timestamp("2017-03-01")


def activities(*rows):
    sound = {
        "id": "a",
        "date": DAY,
        "precision_date": "jour",
        "soumis_le": DAY + pd.Timedelta(days=1),
        "type": "reunion",
        "hommes": 5,
        "femmes": 4,
    }
    frame = pd.DataFrame([{**sound, "id": f"a{i}", **row} for i, row in enumerate(rows)])
    return frame.astype(
        {
            "hommes": "Int64",
            "femmes": "Int64",
            "soumis_le": "datetime64[ns]",
            "date": "datetime64[ns]",
        }
    )


def sent(days):
    return {"soumis_le": DAY + pd.Timedelta(days=days)}


def test_blank_cells_are_counted_by_column_the_most_missing_first():
    tables = {
        "cas": pd.DataFrame({"issue": ["regle", None], "parties": [1, 2]}),
        "enquete": pd.DataFrame({"q1": [None, None, None]}),
        "vide": pd.DataFrame({"q1": []}),
    }
    columns = {"cas": ["issue", "parties", "absente"], "enquete": ["q1"], "vide": ["q1"]}
    assert missing(tables, columns).to_numpy().tolist() == [
        ["enquete", "q1", 3, 3, 1.0],
        ["cas", "issue", 1, 2, 0.5],
    ]


def test_delays_are_counted_on_the_sheets_whose_two_days_are_known():
    found = delays(
        activities(
            sent(0), sent(2), sent(40), {"soumis_le": pd.NaT}, {**sent(3), "precision_date": "mois"}
        )
    )
    assert (found.n, found.total, found.median, found.late) == (3, 5, 2.0, 1)
    assert found.within_week.value == pytest.approx(2 / 3)
    assert (found.within_week.n, found.within_week.total) == (3, 5)
    # Wilson (1927), 2 of 3
    assert found.within_week.low == pytest.approx(0.2077, abs=1e-4)
    assert found.within_week.high == pytest.approx(0.9385, abs=1e-4)


def test_a_sheet_sent_before_its_day_has_no_delay_and_deserves_a_call():
    rows = activities(sent(-2))
    assert delays(rows).n == 0
    assert to_call(rows)["pourquoi"].to_list() == ["avant"]


def test_without_any_known_day_there_is_no_estimate():
    found = delays(activities({"soumis_le": pd.NaT}))
    assert (found.n, found.median, found.ninth_decile, found.within_week.value) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (sent(30), None),
        (sent(31), "tardive"),
        ({"hommes": None, "femmes": None}, "sans_compte"),
        ({"hommes": None, "femmes": None, "type": "emission_radio"}, None),
        ({"hommes": 10, "femmes": 0}, "sans_femme"),
        ({"hommes": 9, "femmes": 0}, None),
        ({"hommes": 10, "femmes": None}, None),
        ({**sent(31), "hommes": 12, "femmes": 0}, "tardive sans_femme"),
    ],
)
def test_rows_that_deserve_a_call_say_why(changed, why):
    found = to_call(activities(changed, {}))
    assert found["pourquoi"].to_list() == ([] if why is None else [why])


def test_the_rows_with_most_reasons_come_first():
    found = to_call(
        activities({"hommes": 12, "femmes": 0}, {**sent(31), "hommes": 12, "femmes": 0})
    )
    assert found["id"].to_list() == ["a1", "a0"]
