"""The short numbers of findings: for good, for one finding each, whoever numbers at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import ReportError
from lecons.evidence import numbers
from lecons.evidence.numbers import (
    COLUMNS,
    FILE,
    WHOLE,
    area_of,
    assign,
    by_finding,
    number_findings,
    read_numbers,
)

DAY = date(2018, 3, 23)
LATER = date(2018, 6, 1)
NONE = pd.DataFrame(columns=COLUMNS)
IDS = st.lists(st.from_regex(r"(R[1-3]|R10|atelier)-[a-d]", fullmatch=True), max_size=8)


def test_findings_are_numbered_by_result_area_in_the_order_given():
    numbered = assign(NONE, ["R2-b", "R1-z", "R2-a", "priorites", "R10-x"], DAY)
    assert numbered.to_numpy().tolist() == [
        ["R1-F1", "R1-z", "2018-03-23"],
        ["R2-F1", "R2-b", "2018-03-23"],
        ["R2-F2", "R2-a", "2018-03-23"],
        ["R10-F1", "R10-x", "2018-03-23"],
        ["P-F1", "priorites", "2018-03-23"],
    ]


def test_a_number_stays_and_that_of_a_finding_that_is_gone_is_not_given_again():
    first = assign(NONE, ["R1-a", "R1-b"], DAY)
    second = assign(first, ["R1-c", "R1-a"], LATER)
    assert by_finding(second) == {"R1-a": "R1-F1", "R1-b": "R1-F2", "R1-c": "R1-F3"}
    assert second["depuis"].to_list() == ["2018-03-23", "2018-03-23", "2018-06-01"]


def test_a_hole_left_by_hand_is_not_filled():
    known = pd.DataFrame([("R1-F4", "R1-a", "")], columns=COLUMNS)
    assert by_finding(assign(known, ["R1-b"], DAY))["R1-b"] == "R1-F5"


@settings(max_examples=25, deadline=None)
@given(st.lists(IDS, max_size=4))
def test_whatever_the_runs_no_number_changes_nor_serves_twice(runs):
    known = NONE
    for findings in runs:
        now = assign(known, findings, DAY)
        assert by_finding(known).items() <= by_finding(now).items()
        assert set(findings) <= set(now["constat"])
        assert now["numero"].is_unique
        assert now["constat"].is_unique
        assert all(row.numero.startswith(f"{area_of(row.constat)}-F") for row in now.itertuples())
        pd.testing.assert_frame_equal(assign(now, findings, LATER), now)
        known = now


def test_a_project_keeps_its_numbers_and_writes_only_what_is_new(tmp_path):
    shop = tmp_path / "tables"
    assert number_findings(tmp_path, shop, ["R1-a"], DAY) == ({"R1-a": "R1-F1"}, None)
    assert (tmp_path / FILE).read_text("utf-8") == (
        "numero,constat,depuis\nR1-F1,R1-a,2018-03-23\n"
    )
    written = (tmp_path / FILE).stat().st_mtime_ns
    told, fault = number_findings(tmp_path, shop, ["R1-a"], LATER)
    assert (told, fault) == ({"R1-a": "R1-F1"}, None)
    assert (tmp_path / FILE).stat().st_mtime_ns == written
    told, _ = number_findings(tmp_path, shop, ["R1-b"], LATER)
    assert told == {"R1-a": "R1-F1", "R1-b": "R1-F2"}
    assert list(shop.iterdir()) == []


def test_a_file_that_a_spreadsheet_saved_is_read_as_it_was(tmp_path):
    (tmp_path / FILE).write_bytes(
        "numero;constat;depuis\r\nR1-F1;R1-é;23/03/2018\r\n".encode("cp1252")
    )
    assert by_finding(read_numbers(tmp_path)) == {"R1-é": "R1-F1"}
    told, fault = number_findings(tmp_path, tmp_path / "tables", ["R1-b"], LATER)
    assert (told, fault) == ({"R1-é": "R1-F1", "R1-b": "R1-F2"}, None)
    assert "R1-F1,R1-é,23/03/2018\n" in (tmp_path / FILE).read_text("utf-8")


GOOD = "numero,constat,depuis\nR1-F1,R1-a,2018-03-23\n"
DAMAGED = {
    "": "ligne 1 : la colonne « numero » manque",
    "numero,depuis\nR1-F1,2018-03-23\n": "ligne 1 : la colonne « constat » manque",
    GOOD + "R1-F1,R1-b,2018-03-23\n": "ligne 3, colonne numero : « R1-F1 » est déjà à la ligne 2",
    GOOD + "R1-F2,R1-a,2018-03-23\n": "ligne 3, colonne constat : « R1-a » est déjà à la ligne 2",
    GOOD + "F2,R1-b,2018-03-23\n": "ligne 3, colonne numero : « F2 » trouvé, un numéro comme R2-F7",
    GOOD + "R1-F02,R1-b,\n": "ligne 3, colonne numero : « R1-F02 » trouvé",
    GOOD + "\nR1-F2,,2018-03-23\n": "ligne 4, colonne constat : vide",
    GOOD + "R2-F1,R1-b,2018-03-23\n": "« R2-F1 » trouvé pour R1-b ; un numéro en R1-F attendu",
    # two branches of git that were not merged to the end
    GOOD + "<<<<<<< HEAD\nR1-F2,R1-b,\n=======\nR1-F2,R1-c,\n>>>>>>> x\n": (
        "ligne 3, colonne numero : « <<<<<<< HEAD » trouvé"
    ),
}


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_told_where_and_gives_no_number_and_is_left_as_it_is(tmp_path, content):
    (tmp_path / FILE).write_text(content, "utf-8")
    with pytest.raises(ReportError) as refused:
        read_numbers(tmp_path)
    assert f"{FILE}, " in str(refused.value)
    assert DAMAGED[content] in str(refused.value)
    told, fault = number_findings(tmp_path, tmp_path / "tables", ["R1-a"], DAY)
    assert (told, fault) == ({}, str(refused.value))
    assert (tmp_path / FILE).read_text("utf-8") == content


def test_a_quote_that_never_closes_is_told_as_any_damage(tmp_path):
    (tmp_path / FILE).write_text(GOOD + '"R1-F2,R1-b,\nR1-F3,R1-c,\n', "utf-8")
    with pytest.raises(ReportError, match=r"numeros.csv, ligne 3 : un guillemet"):
        read_numbers(tmp_path)


def test_reports_made_at_the_same_time_never_share_a_number(tmp_path):
    runs = [[f"R1-{letter}{i}" for i in range(4)] for letter in "abcdef"]
    with ThreadPoolExecutor(len(runs)) as pool:
        told = list(
            pool.map(lambda ids: number_findings(tmp_path, tmp_path / "tables", ids, DAY), runs)
        )
    assert [fault for _, fault in told] == [None] * len(runs)
    kept = by_finding(read_numbers(tmp_path))
    assert sorted(kept.values(), key=lambda n: int(n[4:])) == [f"R1-F{i}" for i in range(1, 25)]
    for ids, (mine, _) in zip(runs, told, strict=True):
        assert all(mine[finding] == kept[finding] for finding in ids)


def test_a_lock_that_a_stopped_computer_left_is_told_and_known_numbers_stay(tmp_path, monkeypatch):
    shop = tmp_path / "tables"
    number_findings(tmp_path, shop, ["R1-a"], DAY)
    (shop / "numeros.verrou").touch()
    monkeypatch.setattr(numbers, "_WAIT_SECONDS", -1.0)
    told, fault = number_findings(tmp_path, shop, ["R1-a", "R1-b"], DAY)
    assert told == {"R1-a": "R1-F1"}
    assert "effacez tables/numeros.verrou" in fault
    assert "R1-b" not in (tmp_path / FILE).read_text("utf-8")


def test_a_file_held_by_a_spreadsheet_is_told_and_known_numbers_stay(tmp_path, monkeypatch):
    shop = tmp_path / "tables"
    number_findings(tmp_path, shop, ["R1-a"], DAY)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(numbers.os, "replace", refuse)
    told, fault = number_findings(tmp_path, shop, ["R1-b"], DAY)
    assert told == {"R1-a": "R1-F1"}
    assert fault.startswith("numeros.csv ne peut pas être écrit : les constats nouveaux")
    assert not (shop / "numeros.verrou").exists()


def test_what_bears_on_no_result_area_has_numbers_of_the_project():
    assert [area_of(one) for one in ("R12-x", "Rx-1", "R1", "atelier-x")] == ["R12", *[WHOLE] * 3]
