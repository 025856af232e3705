from datetime import date

import pandas as pd
import pytest
from lecons.measures.violence.monthly import monthly

START, END = date(2017, 1, 1), date(2018, 12, 31)
COLUMNS = ["date", "precision_date", "commune", "cercle", "type", "morts", "source", "releve"]


def incidents(*rows):
    """The table `incidents` from (day, cercle, record); a day of seven letters is a month."""
    table = pd.DataFrame(
        [
            (
                f"{day}-01" if len(day) == 7 else day,
                "mois" if len(day) == 7 else "jour",
                None,
                cercle,
                "attaque",
                0,
                None,
                record,
            )
            for day, cercle, record in rows
        ],
        columns=COLUMNS,
    )
    table.insert(0, "id", [f"i{number}" for number in range(len(table))])
    table["date"] = pd.to_datetime(table["date"])
    for name in ("precision_date", "commune", "cercle", "source", "releve"):
        table[name] = table[name].astype("string")
    table["morts"] = table["morts"].astype("Int64")
    return table


def test_incidents_are_counted_by_month_and_cercle():
    found = monthly(
        incidents(
            ("2016-11-03", "ML0603", "acled"),
            ("2016-11-28", "ML0603", "acled"),
            ("2016-11-28", "ML0605", "acled"),
            ("2017-02-01", "ML0605", "acled"),
        ),
        ["ML0603"],
        START,
        END,
    )
    assert found.table.index.tolist() == list(pd.date_range("2016-11-01", "2017-02-01", freq="MS"))
    assert found.table["ML0603"].tolist() == [2, 0, 0, 0]
    assert found.table["ML0605"].tolist() == [1, 0, 0, 1]
    assert (found.record, found.covered, found.ids) == (
        "acled",
        ("ML0603",),
        ("i0", "i1", "i2", "i3"),
    )
    assert (found.start, found.before, found.after) == (pd.Timestamp("2017-01-01"), 2, 2)


def test_the_covered_cercles_are_summed_and_the_others_named():
    rows = [("2016-12-01", cercle, None) for cercle in ("ML0603", "ML0605", "ML0607", "ML0605")]
    found = monthly(incidents(*rows), ["ML0605", "ML0603", "ML0801"], START, END)
    assert found.mine.tolist() == [3]
    assert found.others == ["ML0607"]
    # a covered cercle that the record does not know stays covered
    assert found.covered == ("ML0603", "ML0605", "ML0801")


def test_the_record_that_reaches_farthest_back_is_used_alone():
    # the same attack in three records must count once
    found = monthly(
        incidents(
            ("2017-03-05", "ML0603", None),
            ("2017-03-05", "ML0603", "acled"),
            ("2017-03-06", "ML0603", "ucdp"),
            ("2016-12-20", "ML0603", "ucdp"),
            ("2017-01-20", "ML0603", "acled"),
        ),
        ["ML0603"],
        START,
        END,
    )
    assert found.record == "ucdp"
    assert found.mine.tolist() == [1, 0, 0, 1]
    assert found.ids == ("i2", "i3")


def test_a_blank_record_is_the_projects_own():
    found = monthly(
        incidents(
            ("2016-12-01", "ML0603", None),
            ("2017-02-01", "ML0603", "projet"),
            ("2017-01-10", "ML0603", "acled"),
        ),
        ["ML0603"],
        START,
        END,
    )
    assert (found.record, found.ids) == ("projet", ("i0", "i1"))


@pytest.mark.parametrize(
    ("start", "first", "before"),
    [
        (date(2017, 1, 1), "2017-01-01", 1),
        (date(2017, 1, 2), "2017-02-01", 2),
        (date(2017, 1, 31), "2017-02-01", 2),
        (date(2016, 12, 15), "2017-01-01", 1),
    ],
)
def test_a_month_that_the_project_began_in_its_middle_counts_as_before(start, first, before):
    rows = [("2016-12-05", "ML0603", None), ("2017-01-20", "ML0603", None)]
    found = monthly(incidents(*rows, ("2017-03-01", "ML0603", None)), ["ML0603"], start, END)
    assert (found.start, found.before) == (pd.Timestamp(first), before)
    assert found.before + found.after == len(found.table) == 4


def test_an_incident_known_to_the_month_counts_in_that_month():
    found = monthly(
        incidents(("2016-12", "ML0603", None), ("2016-12-30", "ML0603", None)),
        ["ML0603"],
        START,
        END,
    )
    assert found.mine.tolist() == [2]


def test_incidents_after_the_end_are_left_out():
    found = monthly(
        incidents(
            ("2016-12-01", "ML0603", None),
            ("2018-12-31", "ML0603", None),
            ("2019-01-01", "ML0603", None),
        ),
        ["ML0603"],
        START,
        END,
    )
    assert found.ids == ("i0", "i1")
    assert (found.table.index[-1], found.mine.sum()) == (pd.Timestamp("2018-12-01"), 2)


def test_an_incident_without_cercle_is_left_out():
    found = monthly(
        incidents(("2016-12-01", "ML0603", None), ("2017-02-03", None, None)),
        ["ML0603"],
        START,
        END,
    )
    assert (found.ids, found.table.columns.tolist()) == (("i0",), ["ML0603"])


def test_another_cercle_without_incident_before_the_start_stays():
    found = monthly(
        incidents(
            ("2016-12-01", "ML0605", None),
            ("2017-01-01", "ML0607", None),
            ("2017-02-03", "ML0603", None),
        ),
        ["ML0603"],
        START,
        END,
    )
    assert found.others == ["ML0605", "ML0607"]
    assert found.mine.tolist() == [0, 0, 1]


@pytest.mark.parametrize("rows", [[], [("2020-01-05", "ML0603", "acled")]])
def test_without_incident_in_the_window_there_is_no_month(rows):
    found = monthly(incidents(*rows), ["ML0603"], START, END)
    assert found.table.empty
    assert (found.ids, found.others, len(found.mine)) == ((), [], 0)
    assert found.record == ("acled" if rows else "projet")


def test_without_incident_no_month_is_before_nor_after():
    found = monthly(incidents(), ["ML0603"], START, END)
    assert (found.before, found.after) == (0, 0)


def test_quiet_months_before_the_end_count_when_the_record_goes_on_after_it():
    # the record knows of an incident in March 2019: so October to December 2018 were quiet
    days = ["2016-12-01", "2018-09-05", "2019-03-01"]
    found = monthly(incidents(*[(day, "ML0603", "acled") for day in days]), ["ML0603"], START, END)
    assert found.table.index[-1] == pd.Timestamp("2018-12-01")


def test_a_month_in_whose_middle_the_project_ends_is_no_whole_month():
    # as for the month of the start: half a month of incidents would look like a fall by half
    days = ["2016-12-01", "2018-11-20", "2018-12-10", "2018-12-20", "2019-03-01"]
    table = incidents(*[(day, "ML0603", "acled") for day in days])
    found = monthly(table, ["ML0603"], START, date(2018, 12, 15))
    last = found.mine.iloc[-1]
    assert found.table.index[-1] == pd.Timestamp("2018-11-01") or last == 2


def test_the_ids_are_those_of_the_incidents_that_are_counted():
    found = monthly(
        incidents(("2016-12-01", "ML0603", None), ("2017-02-03", "ML0607", None)),
        ["ML0603"],
        START,
        END,
    )
    assert len(found.ids) == found.table.to_numpy().sum() == 2


def test_a_cercle_named_twice_counts_once():
    found = monthly(incidents(("2016-12-01", "ML0603", None)), ["ML0603", "ML0603"], START, END)
    assert found.mine.sum() == 1


def test_a_record_that_names_no_cercle_is_not_the_one_that_reaches_farthest_back():
    found = monthly(
        incidents(("2015-01-05", None, "acled"), ("2016-12-01", "ML0603", None)),
        ["ML0603"],
        START,
        END,
    )
    assert found.record == "projet"
