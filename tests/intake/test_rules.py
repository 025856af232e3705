"""What cannot be, whatever each cell says by itself; an unknown value contradicts nothing."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.rules import impossible, overcrowded, probable_copies
from lecons.store.names import PROBABLE_COPIES, TABLE_NAMES
from lecons.store.schemas import TABLES

QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}
COUNT = st.none() | st.integers(0, 6)


def rows(table, *some, first=5):
    """Typed rows of a table, blank where nothing is said, numbered from `first`."""
    columns = TABLES[table].to_schema().columns
    index = range(first, first + len(some))
    return pd.DataFrame(
        {
            name: pd.Series([one.get(name) for one in some], index=index, dtype=str(spec.dtype))
            for name, spec in columns.items()
            if spec.nullable or any(name in one for one in some)
        },
        index=index,
    )


def told(table, **cells):
    faults = impossible(table, rows(table, cells))
    return [(f.row, f.column, f.found, f.reason, f.expected, f.mild) for f in faults]


@settings(**QUIET)
@given(men=COUNT, women=COUNT, young=COUNT, total=COUNT)
def test_young_people_and_totals_are_weighed_against_men_and_women_that_are_known(
    men, women, young, total
):
    found = told("activites", hommes=men, femmes=women, jeunes=young, participants=total)
    expected = []
    if men is not None and women is not None:
        present = men + women
        if young is not None and young > present:
            limit = f"au plus hommes + femmes ({present})"
            expected.append((5, "jeunes", str(young), "valeur_impossible", limit, False))
        if total is not None and total != present:
            limit = f"hommes + femmes ({present}), ou rien"
            expected.append((5, "participants", str(total), "valeur_impossible", limit, False))
    assert found == expected


@pytest.mark.parametrize(
    ("known", "ended", "possible"),
    [
        ("2017-03-02", "2017-03-01", False),
        ("2017-03-02", "2017-03-02", True),
        ("2017-03-02", "2017-03-03", True),
        ("2017-03-02", None, True),
    ],
)
def test_no_conflict_ends_before_it_is_known(known, ended, possible):
    days = {"date_signalement": pd.Timestamp(known), "date_issue": ended and pd.Timestamp(ended)}
    expected = "au plus tôt le 02/03/2017 (signalement)"
    fault = (5, "date_issue", "01/03/2017", "valeur_impossible", expected, False)
    assert told("cas", **days) == ([] if possible else [fault])


@settings(**QUIET)
@given(women=COUNT, young=COUNT, board=COUNT)
def test_women_and_young_people_of_a_board_are_members_of_it(women, young, board):
    found = told("organisations", femmes_bureau=women, jeunes_bureau=young, taille_bureau=board)
    wrong = {
        column
        for column, count in (("femmes_bureau", women), ("jeunes_bureau", young))
        if None not in (count, board) and count > board
    }
    assert {column for _, column, *_ in found} == wrong
    assert len(found) == len(wrong)


@pytest.mark.parametrize(("start", "end", "possible"), [(3, 4, True), (3, 3, False), (8, 3, False)])
def test_a_passage_ends_after_it_begins(start, end, possible):
    assert [f[:3] for f in told("segments", debut=start, fin=end)] == (
        [] if possible else [(5, "fin", str(end))]
    )


def test_each_fault_names_its_own_row():
    some = rows(
        "activites",
        {"hommes": 1, "femmes": 1, "jeunes": 1},
        {"hommes": 1, "femmes": 1, "jeunes": 3},
        {"hommes": 4, "femmes": 1, "jeunes": 9},
    )
    faults = impossible("activites", some)
    assert [(f.row, f.found, f.expected[-3:]) for f in faults] == [(6, "3", "(2)"), (7, "9", "(5)")]


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_a_table_without_rows_contradicts_nothing(table):
    empty = pd.DataFrame(
        {n: pd.Series(dtype=str(s.dtype)) for n, s in TABLES[table].to_schema().columns.items()}
    )
    assert impossible(table, empty) == []
    assert probable_copies(table, empty).to_list() == []


@pytest.mark.parametrize(
    ("kind", "men", "women", "registered", "crowded"),
    [
        ("formation", 20, 3, 2, True),
        ("formation", 3, 20, 2, True),
        ("formation", 19, 3, 2, False),
        ("formation", None, 20, 2, True),
        ("formation", None, None, 2, False),
        ("formation", 2000, 3, 0, False),
        ("reunion", 20, 3, 2, False),
    ],
)
def test_a_training_with_ten_times_more_people_than_registered_has_a_nought_too_many(
    kind, men, women, registered, crowded
):
    activities = rows(
        "activites",
        {"id": "a", "type": kind, "hommes": men, "femmes": women},
        {"id": "b", "type": "formation", "hommes": 1, "femmes": 1},
    )
    people = rows(
        "formations",
        {"id": "p0", "id_activite": "b"},
        *({"id": f"q{at}", "id_activite": "a"} for at in range(registered)),
    )
    found = overcrowded({"activites": activities, "formations": people})
    assert found.to_dict() == {5: crowded, 6: False}
    assert found.dtype == bool


SAME = {
    "date": pd.Timestamp("2017-03-01"),
    "commune": "ML060101",
    "type": "reunion",
    "theme": "paix",
    "hommes": 5,
    "femmes": 4,
    "duree_min": 60,
}


def test_rows_that_say_the_same_under_another_identifier_are_probable_copies_but_for_the_first():
    some = rows("activites", *({**SAME, "id": name} for name in "abc"), {**SAME, "hommes": 6})
    assert probable_copies("activites", some).to_dict() == {5: False, 6: True, 7: True, 8: False}


@pytest.mark.parametrize("column", PROBABLE_COPIES["activites"])
def test_rows_that_leave_out_what_would_tell_them_apart_are_no_copies(column):
    some = rows("activites", {**SAME, column: None, "id": "a"}, {**SAME, column: None, "id": "b"})
    assert probable_copies("activites", some).to_list() == [False, False]


def test_a_table_whose_rows_may_well_say_the_same_has_no_probable_copies():
    one = {"sexe": "F", "age": 30, "id_activite": "a", "id_personne": "P"}
    some = rows("formations", {**one, "id": "a"}, {**one, "id": "b"})
    assert probable_copies("formations", some).to_list() == [False, False]
