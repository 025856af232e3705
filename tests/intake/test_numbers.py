"""Numbers as people write them; a mark that could mean two things is never guessed."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.numbers import read_number
from lecons.intake.places import gazetteer_of
from lecons.intake.typing import type_rows
from lecons.project import open_project
from lecons.store.schemas import TABLES

QUIET = {"derandomize": True, "deadline": None, "database": None, "max_examples": 60}
SPACES = [" ", "\u00a0", "\u202f", "\u2009", "'", "’"]
PROJECT = open_project("data/3p-amss")
GAZETTEER = gazetteer_of(PROJECT)
ACTIVITY = {"id": "a", "date": "2017-01-02", "commune": "Ber", "resultat": "R1", "type": "reunion"}


def typed(**cells):
    frame = pd.DataFrame([{**ACTIVITY, **cells}], index=[2], dtype="object")
    period = (date(2016, 8, 3), date(2018, 8, 2))
    return type_rows(frame, TABLES["activites"], GAZETTEER, {"ML060102"}, period)


@settings(**QUIET)
@given(value=st.integers(-(10**9), 10**9), space=st.sampled_from(["", *SPACES]))
def test_a_whole_number_is_read_whatever_stands_between_its_thousands(value, space):
    assert read_number(f"{value:,}".replace(",", space)) == value


@settings(**QUIET)
@given(
    value=st.integers(-(10**6), 10**6), mark=st.sampled_from(",."), space=st.sampled_from(SPACES)
)
def test_a_decimal_is_read_with_its_comma_or_its_point(value, mark, space):
    whole, _, part = f"{value / 100:,.2f}".partition(".")
    assert read_number(whole.replace(",", space) + mark + part) == value / 100


@settings(**QUIET)
@given(value=st.integers(1000, 10**9))
def test_two_different_marks_tell_which_is_which(value):
    english = f"{value / 100:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english) == value / 100
    assert read_number(german) == value / 100


@settings(**QUIET)
@given(st.one_of(st.text(max_size=12), st.text("0123456789,. '+-e%", max_size=8)))
def test_whatever_is_written_the_answer_is_a_finite_number_or_nothing(written):
    found = read_number(written)
    assert found is None or abs(found) < float("inf")


@pytest.mark.parametrize(
    "written",
    [
        *["", " ", "-", "12,", ",5", ".5", "1e3", "nan", "inf", "0x10", "1_000", "12 %", "²", "①"],
        *["une trentaine", "30 env.", "~30", "20-30", "20/30", "3+4", "1,2,3", "1.2.3", "--5", "٣"],
        *["½", "３", "1,00,000.5", "1.250,5,3", "#DIV/0!", "=1+1", "oui"],
    ],
)
def test_what_is_no_number_in_figures_is_not_read(written):
    assert read_number(written) is None


@pytest.mark.parametrize("written", ["12 15", "3 4", "1 2 3", "12 5", "1 25", "2017 2018", "5 30"])
def test_two_numbers_in_one_cell_are_not_one(written):
    # « 3 4 », 3 women and 4 men, is not 34: spaces stand before groups of three figures only
    assert read_number(written) is None


@pytest.mark.parametrize("written", ["5'", "'", "5’", "1'5"])
def test_an_apostrophe_that_parts_no_thousands_is_not_overlooked(written):
    # 5' is five minutes, or five feet; Excel's own apostrophe never reaches the cell
    assert read_number(written) is None


@pytest.mark.parametrize("written", ["150.000", "150,000", "1.000", "2,000"])
def test_a_mark_before_three_figures_is_never_guessed_in_a_count(written):
    # « 150.000 FCFA » is how a price is written in Bamako: 150 would be a wrong value in silence
    kept, faults = typed(cout_fcfa=written)
    assert len(kept) == 0
    assert [(f.row, f.column, f.found) for f in faults] == [(2, "cout_fcfa", written)]


@pytest.mark.parametrize(
    ("written", "value"),
    [("150 000", 150_000), ("150000", 150_000), ("12,0", 12), ("007", 7), ("+3", 3)],
)
def test_a_count_is_read_where_it_can_mean_one_thing(written, value):
    kept, faults = typed(cout_fcfa=written)
    assert (faults, kept["cout_fcfa"].to_list()) == ([], [value])


@pytest.mark.parametrize("written", ["2,5", "9007199254740993", "1" * 400])
def test_a_count_that_is_no_count_takes_its_row_out(written):
    kept, faults = typed(cout_fcfa=written)
    assert len(kept) == 0
    assert [(f.row, f.column) for f in faults] == [(2, "cout_fcfa")]
