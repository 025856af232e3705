"""Rows that a finding rests on: named where they are few, told by their marks where they are many."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.evidence.finding import Finding, Statement, check_sources
from lecons.evidence.register import Register, mark_stale, read_all, without_rows, write_all
from lecons.evidence.rows import MOST_NAMED, Many, Source, marks_of, together
from lecons.privacy.cells import Discretion

CROWD = tuple(f"a{n}" for n in range(MOST_NAMED + 1))


def finding(*sources):
    return Finding(
        id="R1-portee",
        result="R1",
        criterion="efficience",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="Une phrase.", values={}),
        sources=sources,
    )


def marked(*ids):
    marks = np.unique(marks_of(ids)).astype("<u8").view(np.uint8).reshape(-1, 8)[:, :6]
    return Source(table="cas", many=Many(n=len(set(ids)), marks=marks.tobytes()))


@pytest.fixture
def kept(tmp_path):
    """A finding on CROWD as a report's file gives it back, and the size of that file."""
    write_all(tmp_path / "constats.json", [finding(Source(table="cas", ids=CROWD))])
    (found,) = read_all(tmp_path / "constats.json").values()
    return found, (tmp_path / "constats.json").stat().st_size


def test_few_rows_are_named_as_ever(tmp_path):
    named = Source(table="cas", ids=CROWD[:MOST_NAMED])
    assert named.written() is named
    Register(tmp_path).publish("20_activites-R1", [finding(Source(table="cas", ids=("a", "b")))])
    (one,) = json.loads((tmp_path / "20_activites-R1.json").read_text("utf-8"))
    assert one["sources"] == [{"table": "cas", "ids": ["a", "b"]}]


def test_many_rows_are_told_by_marks_in_a_file_of_eight_bytes_a_row(kept):
    found, size = kept
    (source,) = found.sources
    assert source.ids == ()
    assert (source.n, found.n) == (len(CROWD), len(CROWD))
    assert size < 9 * len(CROWD)
    assert check_sources(found) is found


def test_the_mark_of_a_row_never_changes():
    # what an earlier report wrote must be found again
    assert [f"{mark:012x}" for mark in marks_of(["T01", "é·1"])] == ["ea98fa6d214f", "bc126f0328fd"]


def test_marks_tell_which_rows_are_meant_and_which_are_gone(kept):
    (source,) = kept[0].sources
    asked = pd.Series(["a7", "b7", "a10000", None, ""], dtype="str")
    assert source.among(asked).tolist() == [True, False, True, False, False]
    assert source.lost(CROWD) == []
    assert source.lost([*CROWD[1:], "b"]) == [f"{int(marks_of(['a0'])[0]):012x}"]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.text(max_size=4)), st.sets(st.text(max_size=4)), st.sets(st.text(max_size=4)))
def test_named_or_marked_the_answers_are_the_same(mine, others, present):
    named = Source(table="cas", ids=tuple(sorted(mine)))
    told = marked(*sorted(mine))
    asked = pd.Series(sorted(present), dtype="str")
    assert told.among(asked).tolist() == named.among(asked).tolist()
    assert len(told.lost(present)) == len(named.lost(present)) == len(mine - present)
    other = Source(table="suivis", ids=tuple(sorted(others)))
    assert together([told, other]) == together([named, other]) == len(mine | others)


def test_a_finding_on_many_rows_is_stale_once_one_of_them_is_gone(kept):
    found = {"R1-portee": kept[0]}
    assert not mark_stale(found, {"cas": set(CROWD)})["R1-portee"].stale
    assert mark_stale(found, {"cas": set(CROWD[1:])})["R1-portee"].stale
    assert mark_stale(found, {})["R1-portee"].stale


@pytest.mark.parametrize("already_written", [True, False])
def test_what_leaves_the_team_says_how_many_and_has_no_mark(kept, already_written):
    whole = kept[0] if already_written else finding(Source(table="cas", ids=CROWD))
    (out,) = without_rows([whole], Discretion(5))
    assert out.sources == (Source(table="cas", many=Many(n=len(CROWD))),)
    assert out.n == len(CROWD)
