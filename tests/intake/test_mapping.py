import pandas as pd
import pytest
from lecons.declared import FileMapping
from lecons.errors import IntakeError
from lecons.intake.kobo.export import read_plain_export
from lecons.intake.mapping import apply_mapping, pick_sheets
from lecons.intake.sheet import Sheet

PARENTS = {
    "_uuid": ["u1", "u2"],
    "_id": ["11", "12"],
    "ident/commune": ["Ber", "Lafia"],
}
CASES = {
    "cas/id": ["c1", "c2", "c3"],
    "cas/issue": ["regle", "echec", "regle"],
    "_index": ["1", "2", "3"],
    "_submission__id": ["12", "11", "12"],
    "_submission__uuid": ["u2", "u1", "u2"],
}


def sheet(columns):
    frame = pd.DataFrame(columns, dtype="str")
    return frame.set_axis(range(2, 2 + len(frame)))


def mapped(sheets, **mapping):
    whole = {"table": "activites", "colonnes": {"id": "id"}, **mapping}
    file = FileMapping(fichier="brut/kobo.xlsx", forme="kobo", feuilles=[whole])
    read = {name: Sheet(name, sheet(columns)) for name, columns in sheets.items()}
    export, asked = read_plain_export(file.fichier, read), file.feuilles[0]
    return apply_mapping(export, pick_sheets(export, asked)[0], asked)


def refusal(sheets, **mapping):
    with pytest.raises(IntakeError) as refused:
        mapped(sheets, **mapping)
    return refused.value.message


def of_parents(sheets, **mapping):
    return mapped(
        sheets,
        feuille="cas",
        parent="fiche",
        colonnes={"id": "cas/id", "commune": "parent.ident/commune"},
        **mapping,
    )


def test_columns_are_renamed_and_rows_keep_their_number():
    found = mapped({"s": {"_uuid": ["u1", "u2"], "x": ["1", None]}}, colonnes={"id": "_uuid"})
    assert found.frame.to_dict() == {"id": {2: "u1", 3: "u2"}}
    assert (found.read, found.set_aside) == (2, {})


def test_the_first_sheet_is_read_where_none_is_named_and_the_named_one_otherwise():
    sheets = {"a": {"id": ["1"]}, "b": {"id": ["2"]}}
    assert mapped(sheets).frame["id"].to_list() == ["1"]
    assert mapped(sheets, feuille="b").frame["id"].to_list() == ["2"]


def test_values_are_recoded_and_those_without_a_code_stay():
    found = mapped(
        {"s": {"id": ["1", "2", "3", "4"], "v": ["Finale", "Référence", "autre", None]}},
        colonnes={"id": "id", "vague": "v"},
        valeurs={"vague": {"Finale": "finale", "Référence": "reference"}},
    )
    assert found.frame["vague"].to_list()[:3] == ["finale", "reference", "autre"]
    assert found.frame["vague"].isna().to_list() == [False, False, False, True]


def test_rows_that_nobody_numbered_are_named_by_file_sheet_and_row():
    found = mapped({"s": {"x": ["1", "2"]}}, colonnes={"id": "@ligne", "theme": "@feuille"})
    assert found.frame["id"].to_dict() == {2: "kobo/s/2", 3: "kobo/s/3"}
    assert found.frame["theme"].to_list() == ["s", "s"]


def test_a_constant_fills_its_column():
    found = mapped({"s": {"id": ["1", "2"]}}, constantes={"poids": "1"})
    assert found.frame["poids"].to_list() == ["1", "1"]


def test_a_repeat_group_takes_columns_of_its_parent_by_submission():
    found = of_parents({"fiche": PARENTS, "cas": CASES})
    assert found.frame["commune"].to_list() == ["Lafia", "Ber", "Lafia"]
    assert found.frame["id"].to_list() == ["c1", "c2", "c3"]


def test_a_repeat_group_whose_parent_is_not_in_the_export_has_no_value():
    cases = {**CASES, "_submission__uuid": ["u9", "u1", "u2"]}
    found = of_parents({"fiche": PARENTS, "cas": cases})
    assert found.frame["commune"].isna().to_list() == [True, False, False]


def test_the_last_version_of_a_parent_sent_twice_is_taken():
    parents = {"_uuid": ["u1", "u1", "u2"], "ident/commune": ["Ber", "Tonka", "Lafia"]}
    found = of_parents({"fiche": parents, "cas": CASES})
    assert found.frame["commune"].to_list() == ["Lafia", "Tonka", "Lafia"]


def test_parents_that_have_only_a_number_are_joined_by_it():
    parents = {name: cells for name, cells in PARENTS.items() if name != "_uuid"}
    found = of_parents({"fiche": parents, "cas": CASES})
    assert found.frame["commune"].to_list() == ["Lafia", "Ber", "Lafia"]


def test_rejected_submissions_are_set_aside_and_counted_by_their_rule():
    found = mapped(
        {"s": {"id": ["1", "2", "3"], "statut": ["Validé", "Rejeté", None]}},
        ecarter={"statut": "Rejeté"},
    )
    assert found.frame["id"].to_list() == ["1", "3"]
    assert (found.read, found.set_aside) == (3, {"statut = Rejeté": 1})


def test_a_rule_on_a_column_that_is_not_exported_sets_nothing_aside():
    found = mapped({"s": {"id": ["1"]}}, ecarter={"_validation_status": "Rejeté"})
    assert (len(found.frame), found.set_aside) == (1, {})


def test_exact_copies_are_set_aside_whatever_the_counters_of_the_export_say():
    found = mapped(
        {
            "s": {
                "id": ["1", "1", "1"],
                "n": ["5", "5", "6"],
                "_id": ["7", "8", "9"],
                "_index": ["1", "2", "3"],
            }
        },
        colonnes={"id": "id", "hommes": "n"},
    )
    assert found.frame["hommes"].to_dict() == {2: "5", 4: "6"}
    assert found.set_aside == {"copie exacte d’une autre ligne": 1}


def test_blank_rows_are_set_aside_and_are_not_copies_of_each_other():
    found = mapped({"s": {"id": ["1", None, None], "n": ["2", None, None]}})
    assert found.frame.index.to_list() == [2]
    assert found.set_aside == {"ligne vide": 2}


def test_a_row_is_set_aside_once_only():
    found = mapped(
        {"s": {"id": ["1", "1", None], "statut": ["Rejeté", "Rejeté", None]}},
        ecarter={"statut": "Rejeté"},
    )
    assert len(found.frame) == 0
    assert found.set_aside == {"ligne vide": 1, "statut = Rejeté": 2}


def test_a_sheet_with_a_header_only_gives_no_row():
    found = mapped({"s": {"id": []}})
    assert (found.read, len(found.frame), found.set_aside) == (0, 0, {})


def test_a_missing_sheet_is_named_with_the_file_and_those_that_were_found():
    assert refusal({"a": {"id": ["1"]}, "b": {"id": ["1"]}}, feuille="cas") == (
        "brut/kobo.xlsx : la feuille « cas » manque (feuilles trouvées : a, b)."
    )


def test_a_file_without_any_sheet_is_named():
    assert refusal({}) == "brut/kobo.xlsx : aucune ligne."
    assert "(feuilles trouvées : aucune)" in refusal({}, feuille="cas")


def test_a_missing_column_is_named_with_its_file_and_sheet():
    assert refusal({"fiche": {"x": ["1"]}}, feuille="fiche") == (
        "brut/kobo.xlsx, feuille « fiche » : la colonne « id » manque."
    )


def test_a_missing_main_sheet_is_named():
    message = refusal(
        {"cas": CASES}, feuille="cas", parent="fiche", colonnes={"x": "parent.ident/commune"}
    )
    assert message == "brut/kobo.xlsx : la feuille principale « fiche » manque."


def test_a_main_sheet_without_its_key_is_named():
    message = refusal(
        {"fiche": {"ident/commune": ["Ber"]}, "cas": CASES},
        feuille="cas",
        parent="fiche",
        colonnes={"x": "parent.ident/commune"},
    )
    assert message == "brut/kobo.xlsx, feuille « fiche » : la colonne « _uuid » manque."


def test_a_column_missing_in_the_main_sheet_is_named_with_the_main_sheet():
    message = refusal(
        {"fiche": PARENTS, "cas": CASES},
        feuille="cas",
        parent="fiche",
        colonnes={"x": "parent.ident/village"},
    )
    assert "feuille « fiche » : la colonne « ident/village » manque" in message


def test_a_repeat_sheet_without_its_link_to_the_submission_is_named():
    cases = {name: cells for name, cells in CASES.items() if not name.startswith("_submission")}
    message = refusal(
        {"fiche": PARENTS, "cas": cases},
        feuille="cas",
        parent="fiche",
        colonnes={"x": "parent.ident/commune"},
    )
    assert "feuille « cas » : la colonne « _submission__uuid » manque" in message
