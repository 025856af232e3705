"""One submission in several exports is one row; what gives way is counted, with its groups."""

import pandas as pd
import pytest
from lecons.intake.examine import canonical
from lecons.intake.kobo.export import MAIN, Export
from lecons.intake.kobo.shape import metadata_of
from lecons.intake.kobo.versions import COPY, REJECTED, REPLACED, settle_versions
from lecons.intake.sheet import Sheet

COLUMNS = ["_uuid", "_submission_time", "lieu", "_id", "_index"]
EARLY, LATE = "2017-06-01T10:00:00", "2017-06-02T10:00:00"


def export(file, rows, cases=(), columns=COLUMNS):
    frame = pd.DataFrame(rows, columns=columns, index=range(2, 2 + len(rows)), dtype="str")
    children = pd.DataFrame(
        cases,
        columns=["_submission__uuid", "_parent_index", "type"],
        index=range(2, 2 + len(cases)),
        dtype="str",
    )
    sheets = {MAIN: Sheet("Fiche", frame.replace("", None)), "cas": Sheet("cas", children)}
    return Export(file, sheets, {"cas": MAIN})


def aside(one, key=MAIN):
    return {reason: sorted(rows) for reason, rows in one.aside.get(key, {}).items()}


def test_the_same_submission_in_two_exports_is_one_row():
    rows = [["u1", EARLY, "Ber", "1", "1"]]
    (first, second), replaced = settle_versions(
        [
            export("a.xlsx", rows, [["u1", "1", "eau"]]),
            export("b.xlsx", [["u1", EARLY, "Ber", "1", "7"]], [["u1", "7", "eau"]]),
        ]
    )
    assert [aside(first), aside(second)] == [{COPY: [2]}, {}]
    assert aside(first, "cas") == {"groupe d’une soumission déjà lue": [2]}
    assert aside(second, "cas") == {}
    assert replaced == []


def test_a_corrected_version_wins_with_its_groups_and_it_is_told():
    old = export("a.xlsx", [["u1", EARLY, "Ber", "1", "1"]], [["u1", "1", "eau"]])
    new = export("b.xlsx", [["u1", LATE, "Salam", "1", "1"]], [["u1", "1", "terre"]])
    (first, second), replaced = settle_versions([old, new])
    assert aside(first) == {REPLACED: [2]}
    assert aside(first, "cas") == {"groupe d’une version remplacée": [2]}
    assert (aside(second), aside(second, "cas")) == ({}, {})
    (line,) = replaced
    assert line.uuid == "u1"
    assert line.old == "a.xlsx, feuille « Fiche », ligne 2"
    assert line.new == "b.xlsx, feuille « Fiche », ligne 2"


def test_the_later_submission_wins_whatever_the_order_of_the_files():
    old = export("b.xlsx", [["u1", EARLY, "Ber", "1", "1"]])
    new = export("a.xlsx", [["u1", LATE, "Salam", "1", "1"]])
    (first, second), _ = settle_versions([new, old])
    assert (aside(first), aside(second)) == ({}, {REPLACED: [2]})


def test_a_correction_inside_a_group_only_wins_as_well():
    # Kobo keeps _uuid and _submission_time when a submission is edited: only the case has changed
    old = export("a.xlsx", [["u1", EARLY, "Ber", "1", "1"]], [["u1", "1", "eau"]])
    new = export("b.xlsx", [["u1", EARLY, "Ber", "1", "1"]], [["u1", "1", "terre"]])
    (first, second), replaced = settle_versions([old, new])
    assert len(aside(first)) == 1
    assert aside(second) == {}
    assert [canonical_type(one) for one in (first, second)] == [[], ["terre"]]
    assert [line.uuid for line in replaced] == ["u1"]


def canonical_type(one):
    out = [row for rows in one.aside.get("cas", {}).values() for row in rows]
    return one.sheets["cas"].frame.drop(index=out)["type"].to_list()


def test_edited_on_the_server_without_a_new_time_the_later_file_wins():
    old = export("a.xlsx", [["u1", EARLY, "Ber", "1", "1"]])
    new = export("b.xlsx", [["u1", EARLY, "Salam", "1", "1"]])
    (first, second), replaced = settle_versions([old, new])
    assert (aside(first), aside(second)) == ({REPLACED: [2]}, {})
    assert len(replaced) == 1


def test_copies_in_one_file_keep_the_last_row_and_its_groups():
    one = export(
        "a.xlsx",
        [["u1", EARLY, "Ber", "1", "1"], ["u1", EARLY, "Ber", "2", "2"]],
        [["u1", "1", "eau"], ["u1", "2", "eau"]],
    )
    (settled,), replaced = settle_versions([one])
    assert aside(settled) == {COPY: [2]}
    assert aside(settled, "cas") == {"groupe d’une soumission déjà lue": [2]}
    assert replaced == []


def test_three_versions_leave_one():
    files = [
        export(f"{at}.xlsx", [["u1", f"2017-06-0{at}T10:00:00", f"lieu {at}", "1", "1"]])
        for at in (1, 2, 3)
    ]
    settled, replaced = settle_versions(files)
    assert [aside(one) for one in settled] == [{REPLACED: [2]}, {REPLACED: [2]}, {}]
    assert len(replaced) == 2


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("2017-06-01T23:30:00", "2017-06-02T00:15:00"),
        ("2017-06-01T10:00:00+00:00", "2017-06-01T10:00:01+00:00"),
        ("2017-06-01 10:00:00", "2017-06-01T11:00:00"),
        ("2017-06-01T12:30:00+02:00", "2017-06-01T11:00:00+00:00"),
    ],
)
def test_times_are_compared_as_times(early, late):
    new = export("a.xlsx", [["u1", late, "Salam", "1", "1"]])
    old = export("b.xlsx", [["u1", early, "Ber", "1", "1"]])
    (first, second), _ = settle_versions([new, old])
    assert (aside(first), aside(second)) == ({}, {REPLACED: [2]})


def test_a_submission_edited_on_the_server_has_a_new_uuid_and_is_one_row_all_the_same():
    # each edit gives a new _uuid (OpenRosa's instanceID); _id stays (kobotoolbox/kobocat#572)
    old = export("a.xlsx", [["u1", EARLY, "Ber", "481", "1"]], [["u1", "1", "eau"]])
    new = export("b.xlsx", [["u2", EARLY, "Salam", "481", "1"]], [["u2", "1", "terre"]])
    (first, second), replaced = settle_versions([old, new])
    assert (aside(first), aside(second)) == ({REPLACED: [2]}, {})
    assert aside(first, "cas") == {"groupe d’une version remplacée": [2]}
    assert len(replaced) == 1


def test_the_root_uuid_that_newer_exports_hold_names_the_submission():
    # meta/rootUuid never changes (kobotoolbox/kpi#5435)
    columns = ["_uuid", metadata_of("meta/rootUuid"), "_submission_time", "lieu"]
    old = export("a.xlsx", [["u1", "u1", EARLY, "Ber"]], columns=columns)
    new = export("b.xlsx", [["u2", "u1", EARLY, "Salam"]], columns=columns)
    (first, second), _ = settle_versions([old, new])
    assert (aside(first), aside(second)) == ({REPLACED: [2]}, {})


def test_one_id_of_two_servers_does_not_make_one_submission_of_two():
    # without edit the numbers of two servers may meet by chance: their times then differ
    one = export("a.xlsx", [["u1", EARLY, "Ber", "481", "1"]])
    other = export("b.xlsx", [["u2", LATE, "Salam", "481", "1"]])
    (first, second), _ = settle_versions([one, other])
    assert (aside(first), aside(second)) == ({}, {})


# --- rejected submissions ---------------------------------------------------------------------------


WITH_STATUS = ["_uuid", "_submission_time", "lieu", "_validation_status"]


@pytest.mark.parametrize(
    "status",
    ["Rejeté", "Not approved", "Not Approved", "validation_status_not_approved", "rejected"],
)
def test_a_rejected_submission_is_set_aside_with_its_groups(status):
    one = export(
        "a.xlsx",
        [["u1", EARLY, "Ber", status], ["u2", EARLY, "Salam", "Approved"]],
        [["u1", "1", "eau"], ["u2", "2", "terre"]],
        WITH_STATUS,
    )
    (settled,), _ = settle_versions([one])
    assert aside(settled) == {REJECTED: [2]}
    assert aside(settled, "cas") == {"groupe d’une soumission rejetée": [2]}
    sheets = canonical(one)
    assert sheets[MAIN]["_uuid"].to_list() == ["u2"]
    assert sheets["cas"]["type"].to_list() == ["terre"]


@pytest.mark.parametrize("status", ["Approuvé", "Approved", "On hold", ""])
def test_a_submission_that_nobody_rejected_stays(status):
    (settled,), _ = settle_versions(
        [export("a.xlsx", [["u1", EARLY, "Ber", status]], columns=WITH_STATUS)]
    )
    assert aside(settled) == {}


def test_a_submission_rejected_since_does_not_come_back_by_its_earlier_export():
    # January's export holds it; in March the supervisor rejects it: the latest word is « rejected »
    old = export("a.xlsx", [["u1", EARLY, "Ber", "Approved"]], columns=WITH_STATUS)
    new = export("b.xlsx", [["u1", EARLY, "Ber", "Rejeté"]], columns=WITH_STATUS)
    (first, second), _ = settle_versions([old, new])
    assert list(aside(second)) == [REJECTED]
    assert [row for rows in aside(first).values() for row in rows] == [2]


def test_a_child_of_a_child_goes_with_its_submission():
    main = Sheet("Fiche", pd.DataFrame({"_uuid": ["u1"], "_validation_status": ["Rejeté"]}, [2]))
    cases = Sheet("cas", pd.DataFrame({"_submission__uuid": ["u1"], "_index": ["1"]}, [2]))
    links = {"_submission__uuid": ["u1"], "_parent_index": ["1"]}
    parties = Sheet("parties", pd.DataFrame(links, [2]))
    one = Export(
        "a.xlsx",
        {MAIN: main, "cas": cases, "cas/parties": parties},
        {"cas": MAIN, "cas/parties": "cas"},
    )
    (settled,), _ = settle_versions([one])
    assert [list(aside(settled, key)) for key in ("cas", "cas/parties")] == [
        ["groupe d’une soumission rejetée"]
    ] * 2


def test_a_row_is_set_aside_once_only():
    rows = [["u1", EARLY, "Ber", "Rejeté"], ["u1", EARLY, "Ber", "Rejeté"]]
    (settled,), _ = settle_versions([export("a.xlsx", rows, columns=WITH_STATUS)])
    gone = [row for some in settled.aside[MAIN].values() for row in some]
    assert sorted(gone) == [2, 3]


# --- exports that tell less -------------------------------------------------------------------------


def test_without_uuid_nothing_is_taken_for_a_version():
    columns = ["_id", "lieu"]
    (first, second), replaced = settle_versions(
        [export(f"{at}.xlsx", [["1", "Ber"]], columns=columns) for at in (1, 2)]
    )
    assert (aside(first), aside(second), replaced) == ({}, {}, [])


def test_rows_without_uuid_are_never_versions_of_each_other():
    one = export("a.xlsx", [["", EARLY, "Ber", "1", "1"], ["", EARLY, "Salam", "2", "2"]])
    (settled,), _ = settle_versions([one])
    assert aside(settled) == {}


def test_an_empty_main_sheet_settles():
    (settled,), replaced = settle_versions([export("a.xlsx", [])])
    assert (aside(settled), replaced) == ({}, [])
