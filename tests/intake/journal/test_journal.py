"""The coders' journal: nothing is lost, whatever happens to the file."""

import json
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
    Event,
    Finished,
    Noted,
    Reopened,
    append,
    fingerprint,
    fingerprints,
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


def erased(segment: str, minute: int, codeur: str = "awa") -> Erased:
    return Erased(codeur=codeur, le=at(minute), segment=segment)


def written(folder: Path, *events: Event, name: str = "awa.jsonl") -> Path:
    """A file as an earlier version or a merge left it: the clocks as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [event.model_dump_json(exclude_none=True) + "\n" for event in events]
    (folder / name).write_text("".join(lines), encoding="utf-8")
    return folder / name


def test_what_is_appended_is_read_back_in_the_order_of_the_clocks(tmp_path: Path) -> None:
    events = [coded("s2", 5, memo="« à revoir »\nلا 𞤀"), coded("s1", 1, "issa")]
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


def test_a_reopened_reading_is_told_until_it_is_finished_again() -> None:
    events = [
        Reopened(codeur="awa", le=at(0), temoignage="T01"),  # T01 was read in another file
        Finished(codeur="awa", le=at(1), temoignage="T02"),
        Reopened(codeur="awa", le=at(2), temoignage="T02"),
        Finished(codeur="awa", le=at(3), temoignage="T02"),
        Finished(codeur="issa", le=at(4), temoignage="T01"),
    ]
    state = fold(events)
    assert state.reopened == {("T01", "awa")}
    assert state.readings[["id_temoignage", "codeur"]].to_numpy().tolist() == [
        ["T02", "awa"],
        ["T01", "issa"],
    ]


def test_a_note_that_is_taken_away_is_read_back(tmp_path: Path) -> None:
    append(tmp_path, coded("s1", 0, memo="à revoir"))
    append(tmp_path, Noted(codeur="awa", le=at(1), segment="s1", memo=None))
    events, faults = read(tmp_path)
    assert faults == []
    assert fold(events).segments["memo"].to_list() == [None]


def test_a_clock_that_goes_back_revives_no_erased_passage(tmp_path: Path) -> None:
    append(tmp_path, coded("s1", 60))
    append(tmp_path, erased("s1", 0))
    append(tmp_path, coded("s2", 0))
    lines = (tmp_path / "awa.jsonl").read_text(encoding="utf-8").splitlines()
    moments = [datetime.fromisoformat(json.loads(line)["le"]) for line in lines]
    step = timedelta(microseconds=1)
    assert moments == [at(60), at(60) + step, at(60) + 2 * step]
    assert fold(read(tmp_path)[0]).segments["id"].to_list() == ["s2"]


def test_the_moment_comes_after_the_last_action_whatever_stands_behind_it(tmp_path: Path) -> None:
    path = written(tmp_path, *(coded(f"s{n}", n, memo="x" * 900) for n in range(100)))
    with path.open("ab") as file:
        file.write(b'=======\n{"quoi": "effa\n\n{"id": "a", "quoi"')
    append(tmp_path, coded("last", 0))
    last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    assert datetime.fromisoformat(last["le"]) == at(99) + timedelta(microseconds=1)


def test_a_time_that_is_later_is_written_as_it_is(tmp_path: Path) -> None:
    append(tmp_path, coded("s1", 0))
    append(tmp_path, coded("s2", 1))
    append(tmp_path, coded("s3", 0, codeur="issa"))
    assert [event.le for event in read(tmp_path)[0]] == [at(0), at(0), at(1)]


def test_a_clock_at_the_end_of_the_calendar_stops_nothing(tmp_path: Path) -> None:
    end = datetime.max.replace(tzinfo=UTC)
    append(tmp_path, coded("s1").model_copy(update={"le": end}))
    append(tmp_path, erased("s1", 0))
    events, faults = read(tmp_path)
    assert faults == []
    assert fold(events).segments.empty


def test_a_file_of_before_is_cured_where_its_clock_went_back(tmp_path: Path) -> None:
    written(
        tmp_path,
        coded("gone", 60),
        erased("gone", 0),
        coded("back", 61),
        erased("back", 5),
        coded("back", 6),
        Finished(codeur="awa", le=at(62), temoignage="T01"),
        Reopened(codeur="awa", le=at(7), temoignage="T01"),
        Noted(codeur="awa", le=at(8), segment="back", memo="enfin"),
    )
    state = fold(read(tmp_path)[0])
    assert state.segments[["id", "memo"]].to_numpy().tolist() == [["back", "enfin"]]
    assert state.readings.empty
    assert state.reopened == {("T01", "awa")}


def test_a_copy_with_less_lines_does_not_bring_the_wrong_clock_back(tmp_path: Path) -> None:
    first, second = coded("s1", 60), erased("s1", 0)
    written(tmp_path, first, second)
    written(tmp_path, second, name="awa (copie).jsonl")
    events, faults = read(tmp_path)
    assert faults == []
    assert events[0] == first
    assert fold(events).segments.empty


def test_blocks_of_two_laptops_keep_their_own_clocks(tmp_path: Path) -> None:
    base = coded("s0", 0)
    desk = [coded("s1", 10), coded("s2", 30), Finished(codeur="awa", le=at(31), temoignage="T01")]
    laptop = [coded("s3", 5, temoignage="T02"), coded("s4", 20, temoignage="T02"), erased("s3", 21)]
    # git may leave a line of before twice: it is no later action
    written(tmp_path, base, *desk, base, *laptop)
    events, faults = read(tmp_path)
    assert faults == []
    assert events == sorted([base, *desk, *laptop], key=lambda event: event.le)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 9)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_last_line_on_a_segment_has_the_last_word(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool, int]]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    written(folder, *(coded(s, n) if on else erased(s, n) for s, on, n in steps))
    last = {segment: on for segment, on, _ in steps}
    standing = set(fold(read(folder)[0]).segments["id"])
    assert standing == {segment for segment, on in last.items() if on}


def test_one_id_for_two_actions_is_told_and_a_copy_is_not(tmp_path: Path) -> None:
    event = coded("s1", memo="premier")
    other = event.model_copy(update={"memo": "autre"})
    written(tmp_path, event)
    written(tmp_path, coded("s2", 1, "issa"), other, event, name="issa.jsonl")
    events, faults = read(tmp_path)
    assert [one.segment for one in events] == ["s1", "s2"]
    assert events[0] == event
    assert [(one.file, one.line) for one in faults] == [("issa.jsonl", 2)]
    assert "awa.jsonl, ligne 1" in faults[0].expected


def test_a_folder_or_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, coded("s1"))
    append(tmp_path, coded("s2", codeur="issa"))
    (tmp_path / "dossier.jsonl").mkdir()
    whole = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "issa.jsonl":
            raise PermissionError(13, "refusé")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    events, faults = read(tmp_path)
    assert [event.segment for event in events] == ["s1"]
    assert [(one.file, one.line) for one in faults] == [("dossier.jsonl", 0), ("issa.jsonl", 0)]
    assert "ce n’en est pas un" in faults[0].expected
    assert "droits" in faults[1].expected


def test_a_line_of_broken_bytes_is_told_and_not_read_with_other_letters(tmp_path: Path) -> None:
    append(tmp_path, coded("s1", memo="un été"))
    path = tmp_path / "awa.jsonl"
    path.write_bytes(path.read_bytes().replace("été".encode(), "été".encode("latin-1")))
    append(tmp_path, coded("s2", 1))
    events, faults = read(tmp_path)
    assert [event.segment for event in events] == ["s2"]
    assert [(one.file, one.line) for one in faults] == [("awa.jsonl", 1)]
    assert "UTF-8" in faults[0].expected


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


def test_a_fingerprint_that_is_none_is_found_nowhere() -> None:
    text = "Le comité est venu voir la borne à pied. " * 2
    for mark in ("é", "x" * 16, "0", "0" * 40, "\ud800"):
        assert relocate(text, 0, 40, mark) is None
    assert relocate("\ud800𞤀é" + text, 0, 80, fingerprint(text[:80])) == (3, 83)


def test_the_lost_passages_of_a_text_are_looked_for_in_one_pass_a_length() -> None:
    text = " ".join(f"phrase {n} du récit 𞤀" for n in range(1_500))[:8_000]
    before = fingerprints._windows.cache_info().misses
    for n in range(300):
        start, end = n * 20, n * 20 + 40 + n % 10
        assert relocate(text, start, end, fingerprint(f"des mots qui ne sont plus là {n}")) is None
    assert fingerprints._windows.cache_info().misses - before == 10
