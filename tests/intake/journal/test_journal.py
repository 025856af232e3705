"""The coders' journal: nothing is lost, whatever happens to the file."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.journal import (
    Coded,
    Declined,
    Erased,
    Finished,
    Noted,
    Reopened,
    append,
    fingerprint,
    fold,
    read,
    relocate,
)
from pydantic import ValidationError

START = datetime(2018, 3, 12, 9, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def coded(segment: str, minute: int = 0, codeur: str = "awa", **more: object) -> Coded:
    given = {"temoignage": "T01", "debut": 3, "fin": 40, "code": "confiance", **more}
    return Coded(codeur=codeur, le=at(minute), segment=segment, **given)


def test_what_is_appended_is_read_back_in_the_order_of_the_clocks(tmp_path: Path) -> None:
    events = [coded("s2", 5, memo="« à revoir »\nلا 𞤀"), coded("s1", 1)]
    for event in events:
        append(tmp_path / "journal", event)
    assert read(tmp_path / "journal") == (events[::-1], [])


def test_each_coder_writes_a_file_of_their_own(tmp_path: Path) -> None:
    append(tmp_path, coded("s1"))
    append(tmp_path, coded("s2", codeur="issa"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["awa.jsonl", "issa.jsonl"]


def test_a_line_cut_by_a_breakdown_costs_itself_only(tmp_path: Path) -> None:
    append(tmp_path, coded("s1"))
    append(tmp_path, coded("s2", 1))
    path = tmp_path / "awa.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    append(tmp_path, coded("s3", 2))
    events, faults = read(tmp_path)
    assert [event.segment for event in events] == ["s1", "s3"]
    assert [(one.file, one.line) for one in faults] == [("awa.jsonl", 2)]
    assert "coupée" in faults[0].expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"quoi": "danser", "codeur": "awa"}', "coder, effacer, memo"),
        ('{"quoi": "effacer", "codeur": "awa", "le": "2018-03-12T09:00:00Z"}', "segment"),
        (
            '{"quoi": "effacer", "codeur": "../x", "segment": "s", "le": "2018-03-12T09:00Z"}',
            "codeur",
        ),
        ('{"quoi": "terminer", "codeur": "awa", "temoignage": "T", "le": "2018-03-12"}', "le"),
        ("[]", "à revoir"),
    ],
)
def test_a_line_that_is_no_action_is_told_and_the_rest_stays(
    tmp_path: Path, line: str, expected: str
) -> None:
    append(tmp_path, coded("s1"))
    with (tmp_path / "awa.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    events, faults = read(tmp_path)
    assert len(events) == 1
    assert [one.line for one in faults] == [2]
    assert expected in faults[0].expected


def test_git_merges_the_work_of_one_coder_on_two_laptops(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@y", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    journal = tmp_path / "data" / "gao" / "codage" / "journal"
    repository = Path(__file__).resolve().parents[3]
    (tmp_path / ".gitattributes").write_bytes((repository / ".gitattributes").read_bytes())
    append(journal, coded("before"))
    git("init")
    git("add", ".")
    git("commit", "-m", "start")
    git("checkout", "-b", "laptop")
    append(journal, coded("laptop", 2))
    git("commit", "-am", "laptop")
    git("checkout", "main")
    append(journal, coded("desk", 1))
    git("commit", "-am", "desk")
    git("merge", "laptop")
    events, faults = read(journal)
    assert [event.segment for event in events] == ["before", "desk", "laptop"]
    assert faults == []


def test_conflict_marks_and_copies_of_a_file_are_no_fault(tmp_path: Path) -> None:
    append(tmp_path, coded("s1"))
    line = (tmp_path / "awa.jsonl").read_text(encoding="utf-8")
    (tmp_path / "awa.jsonl").write_text(
        f"\ufeff<<<<<<< HEAD\n{line}=======\n\n{line}>>>>>>> autre\n", encoding="utf-8"
    )
    (tmp_path / "awa (copie).jsonl").write_text(line, encoding="utf-8")
    events, faults = read(tmp_path)
    assert [event.segment for event in events] == ["s1"]
    assert faults == []


def test_folding_follows_each_segment_to_its_last_state() -> None:
    state = fold(
        [
            coded("s1", 0, memo="premier"),
            coded("s2", 1),
            Noted(codeur="awa", le=at(2), segment="s1", memo="second"),
            Erased(codeur="awa", le=at(3), segment="s2"),
            Erased(codeur="awa", le=at(4), segment="T09-S1"),
            Noted(codeur="awa", le=at(5), segment="T09-S2", memo="venu d’ailleurs"),
            Declined(codeur="awa", le=at(6), segment="p1"),
        ]
    )
    rows = state.segments[["id", "memo", "date", "statut"]].to_numpy().tolist()
    assert rows == [["s1", "second", "2018-03-12", "valide"]]
    assert state.erased == {("awa", "s2"), ("awa", "T09-S1")}
    assert state.memos == {("awa", "T09-S2"): "venu d’ailleurs"}
    assert state.declined == {"p1"}


def test_undoing_an_erasure_brings_the_segment_back() -> None:
    events = [coded("s1"), Erased(codeur="awa", le=at(1), segment="s1"), coded("s1", 2)]
    state = fold(events)
    assert state.segments["id"].to_list() == ["s1"]
    assert state.erased == frozenset()


def test_nobody_acts_on_the_segments_of_somebody_else() -> None:
    events = [coded("s1"), Erased(codeur="issa", le=at(1), segment="s1")]
    assert fold(events).segments["id"].to_list() == ["s1"]


def test_a_reopened_testimony_is_no_longer_read_to_its_end() -> None:
    finished = [Finished(codeur="awa", le=at(0), temoignage=one) for one in ("T01", "T02")]
    state = fold([*finished, Reopened(codeur="awa", le=at(1), temoignage="T01")])
    assert state.readings.to_numpy().tolist() == [["T02", "awa", "2018-03-12"]]


def test_a_passage_that_ends_before_it_begins_is_no_action() -> None:
    with pytest.raises(ValidationError):
        coded("s1", debut=9, fin=9)


def test_the_journal_holds_no_words_of_the_testimony(tmp_path: Path) -> None:
    passage = "Le comité est venu voir la borne à pied"
    append(tmp_path, coded("s1", empreinte=fingerprint(passage)))
    written = (tmp_path / "awa.jsonl").read_text(encoding="utf-8")
    assert not any(word in written for word in passage.split() if len(word) > 4)
    assert fingerprint("Hadiatou") == ""


def test_a_passage_follows_a_correction_of_its_text() -> None:
    text = "Avant. Le comité est venu voir la borne à pied. Après."
    start, end = 7, 47
    mark = fingerprint(text[start:end])
    assert relocate(text, start, end, mark) == (7, 47)
    assert relocate("Bien avant. " + text[7:], start, end, mark) == (12, 52)
    assert relocate("Rien de tel.", start, end, mark) is None
    assert relocate(text[start:end] * 3, 5, 45, mark) is None
    assert relocate(text, 0, 5, "") == (0, 5)
    assert relocate(text, 50, 99, "") is None


@given(st.text(min_size=20, max_size=60), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_moved_passage_is_found_where_it_is_or_nowhere(
    passage: str, before: str, after: str
) -> None:
    text = before + passage + after
    found = relocate(text, 0, len(passage), fingerprint(passage))
    if found is None:
        assert text.count(passage) != 1 or text.find(passage) != text.rfind(passage)
    else:
        assert text[slice(*found)] == passage
