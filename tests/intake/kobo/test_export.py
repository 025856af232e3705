"""A whole file in the shape of its form: which sheet is which, what is kept, what is said."""

import pandas as pd
import pytest
from lecons.intake.examine import canonical, examine
from lecons.intake.kobo.export import MAIN, hxl_rows, read_export, read_plain_export
from lecons.intake.sheet import Sheet, read_sheets

LISTS = {
    "publics": [("femmes", "Femmes", "Women"), ("jeunes", "Jeunes leaders", "Youth leaders")],
    "oui_non": [("oui", "Oui", "Yes"), ("non", "Non", "No")],
}
ROWS = [
    ("text", "lieu", "Lieu", "Place"),
    ("select_multiple publics", "publics", "Publics", "Audiences"),
    ("select_one oui_non", "accord", "Accord ?", "Agreement?"),
    ("geopoint", "gps", "Point", "Point"),
    ("begin_group", "presence", "Présence", "Attendance"),
    ("integer", "femmes", "Femmes", "Women"),
    ("end_group",),
    ("begin_repeat", "cas", "Cas", "Cases"),
    ("text", "type", "Type", "Type"),
    ("end_repeat",),
]
META = ["_uuid", "_index"]


@pytest.fixture(scope="module")
def form(kobo):
    return kobo.form_of(ROWS, LISTS)


def frame(columns, *rows):
    table = pd.DataFrame(rows, columns=columns, index=range(2, 2 + len(rows)), dtype="str")
    return table.replace("", None)


def main(columns, *rows, twice=()):
    return {"Fiche": Sheet("Fiche", frame(columns, *rows), twice=frozenset(twice))}


def column(export, path, key=MAIN):
    return [None if pd.isna(one) else one for one in export.sheets[key].frame[path]]


def faults(export, key=MAIN):
    return [(one.row, one.column, one.reason) for one in export.sheets[key].faults]


def read(path, *forms):
    return read_export(path.name, read_sheets(path, formulas_are_text=True), list(forms))


# --- questions of one sheet -------------------------------------------------------------------------


def test_points_keep_their_whole_and_their_parts(form):
    headers = ["gps", "_gps_latitude", "_gps_longitude", "_gps_altitude", "_gps_precision"]
    export = read_export(
        "e.xlsx",
        main([*headers, *META], ["16.5 -3.1 260 5", "16.5", "-3.1", "260", "5", "u1", "1"]),
        [form],
    )
    told = export.sheets[MAIN].frame.loc[2]
    assert told["gps"] == "16.5 -3.1 260 5"
    parts = [told[f"gps/{part}"] for part in ("latitude", "longitude", "altitude", "precision")]
    assert parts == ["16.5", "-3.1", "260", "5"]


def test_a_column_that_the_form_does_not_know_keeps_its_name_and_is_told(form):
    export = read_export(
        "e.xlsx", main(["lieu", "Météo", *META], ["Ber", "vent", "u", "1"]), [form]
    )
    assert column(export, "Météo") == ["vent"]
    assert any("ne connaît pas : Météo" in note for note in export.notes)


def test_a_column_that_can_be_two_questions_is_told_and_read_as_neither(kobo):
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_group", "femmes", "Femmes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
            ("begin_group", "hommes", "Hommes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
        ]
    )
    sheets = main(["Lieu", "Nombre", *META], ["Ber", "5", "u1", "1"])
    export = read_export("e.xlsx", sheets, [form])
    assert {"femmes/nombre", "hommes/nombre"} & set(export.sheets[MAIN].frame) == set()
    assert any("peuvent être plusieurs questions" in note for note in export.notes)


def test_an_unsettled_column_never_takes_the_place_of_a_question_that_has_its_name(kobo):
    # « effectif » labels two questions; a third, absent from this old export, is *named* effectif
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("date", "jour", "Quand ?"),
            ("integer", "effectif", "Nombre de familles"),
            ("begin_group", "a", "A"),
            ("integer", "x", "effectif"),
            ("end_group",),
            ("begin_group", "b", "B"),
            ("integer", "y", "effectif"),
            ("end_group",),
        ],
    )
    sheets = main(["Lieu", "Quand ?", "effectif", *META], ["Ber", "2017-03-01", "5", "u1", "1"])
    export = read_export("e.xlsx", sheets, [form])
    assert "effectif" not in export.sheets[MAIN].frame
    assert "5" in export.sheets[MAIN].frame.loc[2].to_list()  # nothing is dropped


def test_details_of_which_one_cannot_be_told_do_not_give_half_an_answer(kobo):
    # two choices share a label, hence a header: who ticked one of them ticked something
    form = kobo.form_of(
        [("select_multiple l", "publics", "Publics")],
        {"l": [("f", "Femmes"), ("j1", "Jeunes"), ("j2", "Jeunes")]},
    )
    headers = ["Publics/Femmes", "Publics/Jeunes", "Publics/Jeunes (2)", *META]
    rows = [["1", "1", "0", "u1", "1"], ["0", "0", "1", "u2", "2"], ["1", "0", "0", "u3", "3"]]
    export = read_export("e.xlsx", main(headers, *rows, twice=["Publics/Jeunes"]), [form])
    told = column(export, "publics") if "publics" in export.sheets[MAIN].frame else [None] * 3
    assert told[0] is None
    assert told[1] is None
    rows_told = {row for row, path, _ in faults(export) if path == "publics"}
    assert rows_told >= {2, 3} or any("plusieurs questions" in note for note in export.notes)


def test_a_label_that_two_choices_share_is_a_fault_beside_details_that_cannot_be_told_apart(kobo):
    form = kobo.form_of(
        [("select_multiple l", "publics", "Publics")],
        {"l": [("f", "Femmes"), ("j1", "Jeunes"), ("j2", "Jeunes")]},
    )
    headers = ["Publics", "Publics/Femmes", "Publics/Jeunes", "Publics/Jeunes (2)", *META]
    rows = [["Femmes Jeunes", "1", "1", "0", "u1", "1"]]
    export = read_export("e.xlsx", main(headers, *rows, twice=["Publics/Jeunes"]), [form])
    (answer,) = column(export, "publics")
    assert answer is None
    assert faults(export) == [(2, "publics", "choix_indistincts")]


def test_an_answer_under_a_choice_of_an_earlier_form_is_kept(form):
    headers = ["publics/femmes", "publics/jeunes", "publics/chefs", *META]
    export = read_export("e.xlsx", main(headers, ["1", "0", "1", "u1", "1"]), [form])
    assert column(export, "publics") == ["femmes chefs"]


def test_or_other_and_what_was_said_are_two_answers(kobo):
    form = kobo.form_of([("select_multiple publics or_other", "publics", "Publics")], LISTS)
    headers = ["publics", "publics/femmes", "publics/jeunes", "publics/other", "publics_other"]
    row = ["femmes other", "1", "0", "1", "anciens", "u1", "1"]
    export = read_export("e.xlsx", main([*headers, *META], row), [form])
    assert column(export, "publics") == ["femmes other"]
    assert column(export, "publics_other") == ["anciens"]


def test_headers_that_r_changed_are_understood(form):
    headers = ["X.U.FEFF.lieu", "publics.femmes", "publics.jeunes", "presence.femmes", "X_uuid"]
    export = read_export("e.csv", main(headers, ["Ber", "TRUE", "FALSE", "12", "u1"]), [form])
    told = export.sheets[MAIN].frame.loc[2]
    assert told.to_dict() == {
        "lieu": "Ber",
        "publics": "femmes",
        "presence/femmes": "12",
        "_uuid": "u1",
    }


def test_a_uuid_of_its_own_comes_before_the_key_of_odk_and_both_are_kept(form):
    export = read_export("e.xlsx", main(["KEY", "_uuid", "lieu"], ["uuid:k1", "u1", "Ber"]), [form])
    assert column(export, "_uuid") == ["u1"]
    assert column(export, "_key") == ["k1"]


def test_uuids_lose_their_prefix_in_odk_files(form):
    sheets = main(["KEY", "lieu"], ["uuid:0000-1", "Ber"])
    export = read_export("e.csv", sheets, [form])
    assert column(export, "_uuid") == ["0000-1"]


# --- several versions of the form -------------------------------------------------------------------


@pytest.fixture(scope="module")
def versions(kobo):
    """The question moved into a group, and its label changed: its path and header did too."""
    old = kobo.form_of([("integer", "femmes", "Femmes"), ("text", "lieu", "Lieu")])
    new = kobo.form_of([("integer", "femmes", "Nombre de femmes"), ("text", "lieu", "Lieu")])
    return [old, new]


def test_columns_of_two_versions_of_the_form_are_one_answer(versions):
    sheets = main(
        ["Femmes", "Nombre de femmes", "Lieu", *META],
        ["3", "", "Ber", "u1", "1"],
        ["", "4", "Ber", "u2", "2"],
        ["5", "5", "Ber", "u3", "3"],
    )
    export = read_export("e.xlsx", sheets, versions)
    assert column(export, "femmes") == ["3", "4", "5"]
    assert faults(export) == []


def test_versions_that_contradict_each_other_are_a_fault(versions):
    sheets = main(["Femmes", "Nombre de femmes", "Lieu", *META], ["3", "4", "Ber", "u1", "1"])
    export = read_export("e.xlsx", sheets, versions)
    assert faults(export) == [(2, "femmes", "valeur_impossible")]


def test_two_labels_of_one_choice_are_no_contradiction(kobo):
    old = kobo.form_of(
        [("select_one l", "accord", "Accord")], {"l": [("oui", "Oui"), ("non", "Non")]}
    )
    new = kobo.form_of(
        [("select_one l", "accord", "Accord conclu")],
        {"l": [("oui", "Oui, conclu"), ("non", "Non")]},
    )
    sheets = main(["Accord", "Accord conclu", *META], ["Oui", "Oui, conclu", "u1", "1"])
    export = read_export("e.xlsx", sheets, [old, new])
    assert column(export, "accord") == ["oui"]
    assert faults(export) == []


def test_a_choice_whose_label_changed_between_versions_is_read_under_both(kobo):
    old = kobo.form_of(
        [("select_one l", "accord", "Accord")], {"l": [("oui", "Oui"), ("non", "Non")]}
    )
    new = kobo.form_of(
        [("select_one l", "accord", "Accord")], {"l": [("oui", "Oui, conclu"), ("non", "Non")]}
    )
    sheets = main(["Accord", *META], ["Oui", "u1", "1"], ["Oui, conclu", "u2", "2"])
    assert column(read_export("e.xlsx", sheets, [old, new]), "accord") == ["oui", "oui"]


def test_details_of_two_versions_are_joined_row_by_row(kobo):
    # the label of the question changed: its details stand in two sets of columns
    old = kobo.form_of([("select_multiple publics", "publics", "Publics")], LISTS)
    new = kobo.form_of([("select_multiple publics", "publics", "Publics visés")], LISTS)
    headers = ["Publics/Femmes", "Publics/Jeunes leaders"]
    headers += ["Publics visés/Femmes", "Publics visés/Jeunes leaders", *META]
    sheets = main(headers, ["1", "0", "", "", "u1", "1"], ["", "", "0", "1", "u2", "2"])
    assert column(read_export("e.xlsx", sheets, [old, new]), "publics") == ["femmes", "jeunes"]


def test_a_repeat_that_only_an_earlier_form_had_is_read(kobo, form):
    old = kobo.form_of(
        [*ROWS, ("begin_repeat", "visites", "Visites"), ("text", "qui", "Qui"), ("end_repeat",)],
        LISTS,
    )
    sheets = main(["lieu", *META], ["Ber", "u1", "1"])
    sheets["visites"] = Sheet("visites", frame(["visites/qui", "_submission__uuid"], ["Awa", "u1"]))
    export = read_export("e.xlsx", sheets, [old, form])
    assert column(export, "visites/qui", "visites") == ["Awa"]


# --- sheets -----------------------------------------------------------------------------------------


def test_a_repeat_sheet_that_was_dropped_is_named(kobo, form, tmp_path):
    rows = [kobo.Row({"lieu": "Ber"}, {"cas": [kobo.Row({"cas/type": "eau"})]})]
    tables = kobo.tables_of(form, rows, kobo.Flavour())
    path = kobo.write_tables(tmp_path / "e.xlsx", tables[:1])
    export = read(path, form)
    assert list(export.sheets) == [MAIN]
    assert export.missing["cas"] in export.notes
    assert "la feuille du groupe répété « Cas » manque" in export.missing["cas"]


def test_a_sheet_that_no_form_knows_is_told_and_not_read(form):
    sheets = main(["lieu", *META], ["Ber", "u1", "1"])
    sheets["Notes de bureau"] = Sheet("Notes de bureau", frame(["à faire"], ["appeler"]))
    export = read_export("e.xlsx", sheets, [form])
    assert list(export.sheets) == [MAIN]
    assert any("« Notes de bureau »" in note for note in export.notes)


def test_names_cut_at_31_and_numbered_find_their_repeats(kobo, tmp_path):
    stem = "cas_de_conflit_traites_pendant_"
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_repeat", f"{stem}la_seance", "Cas de la séance"),
            ("text", "type", "Type"),
            ("end_repeat",),
            ("begin_repeat", f"{stem}la_visite", "Cas de la visite"),
            ("text", "issue", "Issue"),
            ("end_repeat",),
        ]
    )
    rows = [
        kobo.Row(
            {"lieu": "Ber"},
            {
                f"{stem}la_seance": [kobo.Row({f"{stem}la_seance/type": "eau"})],
                f"{stem}la_visite": [kobo.Row({f"{stem}la_visite/issue": "accord"})],
            },
        )
    ]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows)
    names = list(read_sheets(path))
    assert names[1:] == ["cas_de_conflit_traites_penda...", "cas_de_conflit_traites_p... (1)"]
    export = read(path, form)
    assert column(export, f"{stem}la_seance/type", f"{stem}la_seance") == ["eau"]
    assert column(export, f"{stem}la_visite/issue", f"{stem}la_visite") == ["accord"]


def test_twin_repeats_with_the_same_questions_are_told_apart_by_the_order_of_the_exporter(
    kobo, tmp_path
):
    # without hierarchy their headers are the same: only the order of the sheets is left
    stem = "cas_de_conflit_traites_pendant_"
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_repeat", f"{stem}la_seance", "Séance"),
            ("text", "type", "Type"),
            ("end_repeat",),
            ("begin_repeat", f"{stem}la_visite", "Visite"),
            ("text", "type", "Type"),
            ("end_repeat",),
        ]
    )
    rows = [
        kobo.Row(
            {"lieu": "Ber"},
            {
                f"{stem}{one}": [kobo.Row({f"{stem}{one}/type": one})]
                for one in ("la_seance", "la_visite")
            },
        )
    ]
    how = kobo.Flavour(hierarchy=False)
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, how), form)
    for one in ("la_seance", "la_visite"):
        assert column(export, f"{stem}{one}/type", f"{stem}{one}") == [one]


def test_repeats_of_one_name_in_two_groups_of_an_odk_archive_are_told_apart(kobo, tmp_path):
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_group", "a", "A"),
            ("begin_repeat", "cas", "Cas"),
            ("text", "type", "Type"),
            ("end_repeat",),
            ("end_group",),
            ("begin_group", "b", "B"),
            ("begin_repeat", "cas", "Cas"),
            ("text", "issue", "Issue"),
            ("end_repeat",),
            ("end_group",),
        ]
    )
    rows = [
        kobo.Row(
            {"lieu": "Ber"},
            {
                "a/cas": [kobo.Row({"a/cas/type": "eau"})],
                "b/cas": [kobo.Row({"b/cas/issue": "accord"})],
            },
        )
    ]
    path = tmp_path / "e.zip"
    kobo.write_odk(path, form, rows)
    export = read(path, form)
    assert column(export, "a/cas/type", "a/cas") == ["eau"]
    assert column(export, "b/cas/issue", "b/cas") == ["accord"]


def test_a_group_inside_a_repeat_is_read_from_an_odk_archive(kobo, tmp_path):
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_repeat", "cas", "Cas"),
            ("begin_group", "detail", "Détail"),
            ("text", "issue", "Issue"),
            ("end_group",),
            ("end_repeat",),
        ]
    )
    rows = [kobo.Row({"lieu": "Ber"}, {"cas": [kobo.Row({"cas/detail/issue": "accord"})]})]
    path = tmp_path / "e.zip"
    kobo.write_odk(path, form, rows)
    assert column(read(path, form), "cas/detail/issue", "cas") == ["accord"]


def test_a_submission_sheet_named_as_a_repeat_is_still_the_submissions(kobo, tmp_path):
    form = kobo.form_of(ROWS, LISTS, title="cas")
    rows = [kobo.Row({"lieu": "Ber"}, {"cas": [kobo.Row({"cas/type": "eau"})]})]
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows), form)
    assert column(export, "lieu") == ["Ber"]
    assert column(export, "cas/type", "cas") == ["eau"]


def test_a_form_without_repeats_is_one_sheet_and_nothing_is_missed(kobo, tmp_path):
    form = kobo.form_of([("text", "lieu", "Lieu")])
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, [kobo.Row({"lieu": "Ber"})]), form)
    assert (list(export.sheets), export.missing, export.notes) == ([MAIN], {}, ())


def test_an_export_of_no_submission_gives_empty_sheets_and_a_balanced_account(kobo, form, tmp_path):
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, [])
    sheets = canonical(read(path, form))
    assert [len(sheet) for sheet in sheets.values()] == [0, 0]
    report = examine(path, [form])
    assert [(one.read, one.kept) for one in report.accounts] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("given", ["form", "none"])
def test_a_file_of_one_blank_sheet_is_read_as_nothing(form, given):
    export = (
        read_export("e.xlsx", {}, [form]) if given == "form" else read_plain_export("e.xlsx", {})
    )
    assert dict(export.sheets) == {}


# --- HXL --------------------------------------------------------------------------------------------


def test_tags_are_set_aside_and_counted_in_each_sheet_that_has_them(kobo, form, tmp_path):
    rows = [kobo.Row({"lieu": "Ber"}, {"cas": [kobo.Row({"cas/type": "eau"})]})]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, kobo.Flavour(hxl=True))
    report = examine(path, [form])
    assert [one.set_aside for one in report.accounts] == [{"étiquettes HXL": 1}] * 2
    assert all(one.balances for one in report.accounts)
    assert [one.kept for one in report.accounts] == [1, 1]
    assert len(report.faults) == 0


@pytest.mark.parametrize(
    ("cells", "is_tags"),
    [
        (["#adm3+name", "", "#date"], True),
        (["#adm3 +name +fr", "", ""], True),
        (["#urgent", "Ber", ""], False),
        (["# 1", "", ""], False),
        (["", "", ""], False),
    ],
)
def test_tags_are_a_row_of_nothing_else(cells, is_tags):
    table = pd.DataFrame([[one or None for one in cells]], index=[2], dtype="str")
    assert hxl_rows(table) == ((2,) if is_tags else ())


def test_no_row_is_no_tag():
    assert hxl_rows(pd.DataFrame({"a": []}, dtype="str")) == ()


# --- what examine tells -----------------------------------------------------------------------------


def test_two_columns_of_one_name_do_not_stop_the_examination_of_the_rest(kobo, tmp_path):
    # without hierarchy « nombre » stands twice: told as unsettled; every other column still reads
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_group", "femmes", "Femmes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
            ("begin_group", "hommes", "Hommes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
        ]
    )
    rows = [kobo.Row({"lieu": "Ber", "femmes/nombre": "3", "hommes/nombre": "4"})]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, kobo.Flavour(hierarchy=False))
    report = examine(path, [form])
    (account,) = report.accounts
    assert (account.read, account.kept) == (1, 1)
    assert any(
        "plusieurs questions" in note and "nombre" in note for note in report.notes[path.name]
    )


def test_an_unknown_separator_is_told_header_by_header(kobo, tmp_path):
    form = kobo.form_of([("text", "lieu", "Lieu"), *ROWS[4:7]], LISTS)
    rows = [kobo.Row({"lieu": "Ber", "presence/femmes": "3"})]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, kobo.Flavour(separator="__"))
    notes = examine(path, [form]).notes[path.name]
    assert any("presence__femmes" in note for note in notes)


def test_labels_that_cross_names_are_not_guessed(kobo, tmp_path):
    # labelled « hommes » the question named femmes, and the reverse: both languages understand all
    form = kobo.form_of([("integer", "femmes", "hommes"), ("integer", "hommes", "femmes")])
    rows = [kobo.Row({"femmes": "3", "hommes": "40"})]
    how = kobo.Flavour(language="Français (fr)")
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, how)
    export = read(path, form)
    told = export.sheets[MAIN].frame.loc[2]
    assert told.get("femmes") != "40"
    assert told.get("hommes") != "3"


def test_an_answer_is_not_read_in_a_language_that_only_the_tie_of_headers_chose(kobo, tmp_path):
    # the questions are the same in both languages; « Chat » is an answer of each, not the same
    form = kobo.form_of(
        [("text", "lieu", "Place", "Place"), ("select_one l", "type", "Type", "Type")],
        {"l": [("causerie", "Causerie", "Chat"), ("chat", "Chat", "Cat")]},
    )
    rows = [kobo.Row({"lieu": "Ber", "type": "causerie"})]
    how = kobo.Flavour(language="English (en)")
    export = read(kobo.write_xlsx(tmp_path / "e.xlsx", form, rows, how), form)
    told = export.sheets[MAIN].frame.loc[2]
    assert told.get("type") != "chat" or ("type" in {path for _, path, _ in faults(export)})


# --- without a form ---------------------------------------------------------------------------------


def test_without_a_form_the_export_tells_its_own_sheets(kobo, form, tmp_path):
    rows = [kobo.Row({"lieu": "Ber"}, {"cas": [kobo.Row({"cas/type": "eau"})]})]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows)
    export = read_plain_export(path.name, read_sheets(path))
    assert export.parents == {"cas": MAIN}
    assert export.find(None) == MAIN
    assert export.find("Fiche") == MAIN
    assert export.find("cas") == "cas"
    assert export.find("absente") is None


def test_without_a_form_a_cut_name_is_found_from_the_whole_one(kobo, tmp_path):
    long = "cas_de_conflit_traites_pendant_la_seance"
    form = kobo.form_of(
        [
            ("text", "lieu", "Lieu"),
            ("begin_repeat", long, "Cas"),
            ("begin_repeat", "parties", "Parties"),
            ("text", "nom", "Nom"),
            ("end_repeat",),
            ("end_repeat",),
        ]
    )
    party = kobo.Row({f"{long}/parties/nom": "A"})
    rows = [kobo.Row({"lieu": "Ber"}, {long: [kobo.Row({}, {f"{long}/parties": [party]})]})]
    path = kobo.write_xlsx(tmp_path / "e.xlsx", form, rows)
    export = read_plain_export(path.name, read_sheets(path))
    cut = "cas_de_conflit_traites_penda..."
    assert export.parents == {cut: MAIN, "parties": cut}
