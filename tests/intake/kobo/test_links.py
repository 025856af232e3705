"""Each row of a repeat group finds the row that it stands in, and carries one name for ever."""

import pandas as pd
import pytest
from lecons.declared import SheetMapping
from lecons.intake.kobo.export import MAIN, Export, read_export, read_plain_export
from lecons.intake.kobo.links import KEY, add_keys, parent_rows
from lecons.intake.mapping import apply_mapping
from lecons.intake.sheet import Sheet, read_sheets

ROWS = [
    ("text", "lieu", "Lieu"),
    ("begin_repeat", "cas", "Cas"),
    ("text", "type", "Type"),
    ("begin_repeat", "parties", "Parties"),
    ("text", "nom", "Nom"),
    ("end_repeat",),
    ("end_repeat",),
]
PARTIES = "cas/parties"


@pytest.fixture(scope="module")
def form(kobo):
    return kobo.form_of(ROWS)


@pytest.fixture(scope="module")
def rows(kobo):
    """Three submissions: two cases (the first with two parties), none, one case with a party."""

    def case(name, *parties):
        inside = [kobo.Row({"cas/parties/nom": one}) for one in parties]
        return kobo.Row({"cas/type": name}, {PARTIES: inside})

    return [
        kobo.Row({"lieu": "Ber"}, {"cas": [case("eau", "A", "B"), case("terre")]}),
        kobo.Row({"lieu": "Salam"}, {"cas": []}),
        kobo.Row({"lieu": "Tonka"}, {"cas": [case("vol", "C")]}),
    ]


def sheet(name, columns, *rows):
    index = range(2, 2 + len(rows))
    frame = pd.DataFrame(rows, columns=columns, index=index, dtype="str").replace("", None)
    return Sheet(name, frame)


def keys(export, key):
    frame = add_keys(export, parent_rows(export)).sheets[key].frame
    return [None if pd.isna(one) else one for one in frame[KEY]]


def parents(export, key):
    return [None if pd.isna(one) else int(one) for one in parent_rows(export)[key]]


def read(path, form):
    return read_export(path.name, read_sheets(path, formulas_are_text=True), [form])


def test_two_levels_are_joined_and_a_parent_without_children_takes_none(kobo, form, rows, tmp_path):
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows), form)
    assert export.parents == {"cas": MAIN, PARTIES: "cas"}
    assert parents(export, "cas") == [2, 2, 4]
    assert parents(export, PARTIES) == [2, 2, 4]
    first, third = kobo.uuid_of(0), kobo.uuid_of(2)
    assert keys(export, "cas") == [f"{first}/cas[1]", f"{first}/cas[2]", f"{third}/cas[1]"]
    assert keys(export, PARTIES) == [
        f"{first}/cas[1]/parties[1]",
        f"{first}/cas[1]/parties[2]",
        f"{third}/cas[1]/parties[1]",
    ]


def test_an_archive_of_odk_gives_the_same_links_and_the_same_names(kobo, form, rows, tmp_path):
    path = tmp_path / "e.zip"
    kobo.write_odk(path, form, rows)
    export = read(path, form)
    workbook = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows), form)
    assert export.parents == {"cas": MAIN, PARTIES: "cas"}
    for key in ("cas", PARTIES):
        assert parents(export, key) == parents(workbook, key)
        assert keys(export, key) == keys(workbook, key)


@pytest.mark.parametrize("flavour", ["tags", "none"])
def test_the_name_of_a_row_is_the_same_with_hxl_tags_in_its_sheet(
    kobo, form, rows, tmp_path, flavour
):
    how = kobo.Flavour(hxl=flavour == "tags")
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, how), form)
    named = [key for key in keys(export, "cas") if key]
    assert named[0] == f"{kobo.uuid_of(0)}/cas[1]"
    assert len(named) == 3


def test_an_orphan_does_not_change_the_names_of_the_others():
    main = sheet("fiche", ["_uuid"], ["u1"])
    cases = sheet("cas", ["_submission__uuid"], ["u1"], ["u9"], ["u1"])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [2, None, 2]
    assert keys(export, "cas") == ["u1/cas[1]", None, "u1/cas[2]"]


def test_an_orphan_is_a_fault_that_takes_its_row_out():
    main = sheet("fiche", ["_uuid", "lieu"], ["u1", "Ber"])
    cases = sheet("cas", ["_submission__uuid", "type"], ["u1", "eau"], ["u9", "terre"])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    mapped = apply_mapping(
        export, "cas", SheetMapping(table="cas", colonnes={"type_conflit": "type"})
    )
    (fault,) = mapped.faults
    assert (fault.row, fault.reason, fault.found, fault.mild) == (3, "orphelin", "u9", False)


def test_an_index_that_restarts_in_exports_pasted_together_misleads_nobody():
    # two exports under each other: every _index is there twice, the submissions are not
    main = sheet("fiche", ["_index", "_uuid"], ["1", "u1"], ["2", "u2"], ["1", "u3"])
    cases = sheet(
        "cas",
        ["_index", "_parent_index", "_submission__uuid"],
        ["1", "1", "u1"],
        ["2", "2", "u2"],
        ["1", "1", "u3"],
    )
    parties = sheet(
        "parties",
        ["_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
        ["1", "cas", "1", "u1"],
        ["1", "cas", "1", "u3"],
        ["2", "cas", "2", "u2"],
    )
    export = Export(
        "e.xlsx", {MAIN: main, "cas": cases, PARTIES: parties}, {"cas": MAIN, PARTIES: "cas"}
    )
    assert parents(export, "cas") == [2, 3, 4]
    assert parents(export, PARTIES) == [2, 4, 3]
    assert keys(export, PARTIES) == [
        "u1/cas[1]/parties[1]",
        "u3/cas[1]/parties[1]",
        "u2/cas[1]/parties[1]",
    ]


def test_without_any_uuid_the_id_joins():
    main = sheet("fiche", ["_id", "_index"], ["10", "1"], ["11", "2"])
    cases = sheet("cas", ["_submission__id"], ["11"], ["10"])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [3, 2]
    assert keys(export, "cas") == ["11/cas[1]", "10/cas[1]"]


def test_with_an_index_only_the_index_joins():
    main = sheet("fiche", ["_index"], ["1"], ["2"])
    cases = sheet("cas", ["_parent_index"], ["2"], ["1"], ["3"])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [3, 2, None]


def test_an_index_that_stands_for_two_rows_joins_nothing_by_itself():
    # only _index, in two exports pasted together: which « 1 » is meant cannot be known
    main = sheet("fiche", ["_index"], ["1"], ["2"], ["1"])
    cases = sheet("cas", ["_parent_index"], ["1"], ["2"])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [None, 3]


def test_a_submission_sent_twice_in_one_file_keeps_the_groups_of_each_of_its_versions():
    main = sheet("fiche", ["_index", "_uuid"], ["1", "u1"], ["2", "u1"])
    cases = sheet(
        "cas", ["_parent_index", "_submission__uuid"], ["1", "u1"], ["2", "u1"], ["2", "u1"]
    )
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [2, 3, 3]
    assert keys(export, "cas") == ["u1/cas[1]", "u1/cas[1]", "u1/cas[2]"]


def test_a_repeat_whose_parent_sheet_is_not_there_is_joined_to_nothing():
    parties = sheet("parties", ["_parent_index", "_submission__uuid"], ["1", "u1"])
    main = sheet("fiche", ["_uuid", "_index"], ["u1", "1"])
    export = Export("e.xlsx", {MAIN: main, PARTIES: parties}, {PARTIES: "cas"})
    assert PARTIES not in parent_rows(export)


def test_a_row_that_says_half_of_what_joins_it_is_an_orphan():
    main = sheet("fiche", ["_index", "_uuid"], ["1", "u1"], ["2", "u1"])
    cases = sheet("cas", ["_parent_index", "_submission__uuid"], ["", "u1"], ["1", ""])
    export = Export("e.xlsx", {MAIN: main, "cas": cases}, {"cas": MAIN})
    assert parents(export, "cas") == [None, None]


def test_numbers_written_as_decimals_join_all_the_same():
    # a workbook opened in R or pandas and saved again: _index and _id have become 1.0
    main = sheet("fiche", ["_id", "_index"], ["10", "1"])
    cases = sheet("cas", ["_submission__id", "_parent_index"], ["10.0", "1.0"])
    export = read_plain_export("e.csv", {"fiche": main, "cas": cases})
    assert parents(export, "cas") == [2]
