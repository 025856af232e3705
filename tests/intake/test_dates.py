"""Days as people write them; what could be two days, or none, is set aside."""

from datetime import date, timedelta

import pandas as pd
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.dates import DAY, MONTH, read_date
from lecons.intake.places import gazetteer_of
from lecons.intake.typing import type_rows
from lecons.project import open_project
from lecons.store.schemas import TABLES

DAYS = [date(2016, 1, 1) + timedelta(days=at) for at in range(1461)]
BEGINNING = date(1899, 12, 30)  # Excel's day 0
QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}
WRITTEN = {
    "2017-01-31": lambda d: f"{d:%Y-%m-%d}",
    "2017-1-9": lambda d: f"{d.year}-{d.month}-{d.day}",
    "2017-01-31T18:00": lambda d: f"{d:%Y-%m-%d}T18:00:00",
    "2017-01-31 of KoboToolbox": lambda d: f"{d:%Y-%m-%d}T18:00:00.000+00:00",
    "31/01/2017": lambda d: f"{d:%d/%m/%Y}",
    "31/01/2017 18:00": lambda d: f"{d:%d/%m/%Y} 18:00",
    "31/1/17": lambda d: f"{d.day}/{d.month}/{d:%y}",
    "31.1.17": lambda d: f"{d.day}.{d.month}.{d:%y}",
    "31-01-2017": lambda d: f"{d:%d-%m-%Y}",
    "serial": lambda d: str((d - BEGINNING).days),
    "serial and hour": lambda d: f"{(d - BEGINNING).days}.75",
    "31 janvier 2017": lambda d: format_date(d, "d MMMM y", "fr"),
    "31 janv. 2017": lambda d: format_date(d, "d MMM y", "fr"),
    "31 JANVIER 2017": lambda d: format_date(d, "d MMMM y", "fr").upper(),
    "1er janvier 2017": lambda d: format_date(d, "d'er' MMMM y", "fr"),
    "mardi 31 janvier 2017": lambda d: format_date(d, "full", "fr"),
    "Mar. 31 janv. 2017": lambda d: format_date(d, "EEE d MMM y", "fr").capitalize(),
    "Tuesday, January 31, 2017": lambda d: format_date(d, "full", "en"),
    "January 31, 2017": lambda d: format_date(d, "long", "en"),
    "Jan 31, 2017": lambda d: format_date(d, "medium", "en"),
    "31 January 2017": lambda d: format_date(d, "d MMMM y", "en"),
    "31st of January 2017": lambda d: format_date(d, "d'st of' MMMM y", "en"),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_every_day_of_four_years_is_read_back(form):
    wrong = [WRITTEN[form](d) for d in DAYS if read_date(WRITTEN[form](d)) != (d, DAY)]
    assert wrong == []


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y"])
def test_every_day_is_read_back_where_the_month_is_said_to_come_first(form):
    assert [d for d in DAYS if read_date(d.strftime(form), "mja") != (d, DAY)] == []


@pytest.mark.parametrize("form", ["2017-01-31", "31 janvier 2017", "January 31, 2017", "serial"])
def test_the_order_of_figures_changes_no_other_way_of_writing(form):
    assert [d for d in DAYS if read_date(WRITTEN[form](d), "mja") != (d, DAY)] == []


MONTHS = [date(year, month, 1) for year in (2016, 2017, 2018) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("pattern", "language"),
    [
        ("MMMM y", "fr"),
        ("MMM y", "fr"),
        ("MMMM y", "en"),
        ("MMM y", "en"),
        ("MM/y", "fr"),
        ("y-MM", "fr"),
    ],
)
def test_a_month_without_its_day_is_read_as_a_month(pattern, language):
    said = {first: format_date(first, pattern, language) for first in MONTHS}
    assert [text for first, text in said.items() if read_date(text) != (first, MONTH)] == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1er janvier 2017", date(2017, 1, 1)),
        ("1ᵉʳ janvier 2017", date(2017, 1, 1)),
        ("23/03/2018", date(2018, 3, 23)),
        ("23.3.18", date(2018, 3, 23)),
        ("23 MARS 2018", date(2018, 3, 23)),
        ("vendredi 23 mars 2018", date(2018, 3, 23)),
        ("15 aout 2017", date(2017, 8, 15)),
        ("15 Août 2017", date(2017, 8, 15)),
        ("1 fév. 2017", date(2017, 2, 1)),
        ("Friday, 23rd of March 2018", date(2018, 3, 23)),
        ("  23/03/2018 ", date(2018, 3, 23)),
        ("23\u00a0mars\u00a02018", date(2018, 3, 23)),
        ("29/02/2016", date(2016, 2, 29)),
        ("43182", date(2018, 3, 23)),
    ],
)
def test_ways_of_writing_seen_in_the_field(written, day):
    assert read_date(written) == (day, DAY)


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2018",
        "29/02/2017",
        "31 avril 2018",
        "February 30, 2018",
        "2018-02-30",
        "00/03/2018",
        "10/00/2018",
        "32/01/2018",
        "13/13/2018",
        "13/2018",
        "2018-13",
        "0000-01-01",
        "mars",
        "12",
        "2018",
        "1000",
        "99999",
        "lundi",
        "lundi 12",
        "hier",
        "aujourd’hui",
        "la semaine dernière",
        "mi-mars 2018",
        "début mars 2018",
        "après le 12 mars 2018",
        "12 ou 13 mars 2018",
        "12-13 mars 2018",
        "12/13/03/2018",
        "23/03",
        "23 mars",
        "23/03-2018",
        "23 marsouin 2018",
        "3 2018",
        "1/2/201",
        "?",
        "",
        "=TODAY()",
        "#N/A",
    ],
)
def test_what_is_no_day_or_several_is_no_date(written):
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("03/04/2018", "jma", date(2018, 4, 3)),
        ("03/04/2018", "mja", date(2018, 3, 4)),
        ("03/23/2018", "jma", None),
        ("23/03/2018", "mja", None),
    ],
)
def test_day_and_month_are_never_exchanged_to_make_a_date_fit(written, order, day):
    assert read_date(written, order) == (day and (day, DAY))


@settings(**QUIET)
@given(
    a=st.integers(0, 40),
    b=st.integers(0, 40),
    year=st.integers(0, 2200),
    mark=st.sampled_from("/.-"),
)
def test_figures_give_the_day_of_their_order_or_none(a, b, year, mark):
    for order, day, month in (("jma", a, b), ("mja", b, a)):
        try:
            # a year beyond is a slip of the keyboard
            expected = (date(year, month, day), DAY) if 1900 <= year <= 2100 else None
        except ValueError:
            expected = None
        assert read_date(f"{a}{mark}{b}{mark}{year:04}", order) == expected


SCRAPS = [
    "1",
    "12",
    "31",
    "2018",
    "/",
    ".",
    "-",
    " ",
    "mars",
    "Mar",
    "lundi",
    "er",
    ",",
    "T",
    ":",
    "٣",
    "½",
]


@settings(**QUIET)
@given(st.one_of(st.text(max_size=20), st.lists(st.sampled_from(SCRAPS), max_size=8).map("".join)))
def test_whatever_is_written_the_answer_is_a_day_a_month_or_nothing(written):
    found = read_date(written)
    assert found is None or found[1] == DAY or (found[1] == MONTH and found[0].day == 1)


# --- in a table ---------------------------------------------------------------------------------

PROJECT = open_project("data/3p-amss")
GAZETTEER = gazetteer_of(PROJECT)
ACTIVITY = {"id": "a", "date": "2017-01-02", "commune": "Ber", "resultat": "R1", "type": "reunion"}
CASE = {"id": "c", "id_activite": "a", "commune": "Ber", "type_conflit": "eau", "issue": "regle"}


def typed(table, *rows):
    frame = pd.DataFrame(list(rows), index=range(2, 2 + len(rows)), dtype="object")
    period = (date(2016, 8, 3), date(2018, 8, 2))
    return type_rows(frame, TABLES[table], GAZETTEER, {"ML060102"}, period)


@pytest.mark.parametrize("column", ["date", "soumis_le"])
@pytest.mark.parametrize("written", ["3017-03-01", "01/03/0217", "1er mars 3018", "9999-12-31"])
def test_a_year_with_a_figure_too_many_takes_its_row_out_and_not_the_import(column, written):
    kept, faults = typed("activites", {**ACTIVITY, column: written}, {**ACTIVITY, "id": "b"})
    assert kept["id"].to_list() == ["b"]
    assert [(f.row, f.column, f.found) for f in faults] == [(2, column, written)]


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("mars 2018", "2018-03-01", "mois"),
        ("03/2018", "2018-03-01", "mois"),
        ("23/3/18", "2018-03-23", "jour"),
    ],
)
def test_the_precision_of_a_date_stands_beside_it(written, day, precision):
    kept, faults = typed("activites", {**ACTIVITY, "date": written})
    assert faults == []
    assert kept[["date", "precision_date"]].to_numpy().tolist() == [[pd.Timestamp(day), precision]]


@pytest.mark.parametrize(
    ("written", "inside"),
    [("07/2016", False), ("08/2016", True), ("08/2018", True), ("09/2018", False)],
)
def test_a_month_is_in_the_project_as_soon_as_one_of_its_days_is(written, inside):
    kept, faults = typed("activites", {**ACTIVITY, "date": written})
    assert (len(kept), [f.reason for f in faults]) == (
        (1, []) if inside else (0, ["date_hors_periode"])
    )


@pytest.mark.parametrize("written", ["mars 2018", "03/2018"])
def test_a_month_is_refused_where_the_table_needs_the_day(written):
    kept, faults = typed("cas", {**CASE, "date_signalement": written})
    assert len(kept) == 0
    assert [(f.column, f.reason) for f in faults] == [("date_signalement", "date_illisible")]
    assert faults[0].expected.startswith("le jour aussi")
