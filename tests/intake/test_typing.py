from datetime import date

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lecons.declared import FileMapping
from lecons.intake.kobo.export import Export
from lecons.intake.mapping import apply_mapping
from lecons.intake.places import gazetteer_of
from lecons.intake.quarantine import REASONS
from lecons.intake.sheet import Sheet
from lecons.intake.typing import type_rows
from lecons.project import open_project
from lecons.store.schemas import TABLES

PROJECT = open_project("data/3p-amss")
GAZETTEER = gazetteer_of(PROJECT)
PERIMETER = {commune.pcode for commune in PROJECT.content.communes}
PERIOD = (date(2016, 8, 3), date(2018, 8, 2))

ACTIVITY = {
    "id": "a",
    "date": "2017-01-02",
    "commune": "Ber",
    "resultat": "R1",
    "type": "reunion",
    "hommes": "3",
    "femmes": "4",
    "jeunes": "2",
}
CASE = {
    "id": "c",
    "id_activite": "a",
    "date_signalement": "2018-07-01",
    "commune": "Ber",
    "type_conflit": "eau",
    "issue": "regle",
}
TRAINEE = {"id": "p", "id_activite": "a", "id_personne": "P1", "age": "30", "score_avant": "9.5"}
SEGMENT = {
    "id": "s",
    "id_temoignage": "T1",
    "debut": "0",
    "fin": "4",
    "code": "paix",
    "codeur": "codeuse_1",
    "statut": "valide",
}
ASSESSMENT = {
    "id": "ORG-1",
    "commune": "Ber",
    "type": "comité",
    "vague": "finale",
    "date": "15/11/2016",
    "domaine": "gestion",
    "score": "3",
}


def typed(table, *rows):
    frame = pd.DataFrame(list(rows), index=range(2, 2 + len(rows)), dtype="object")
    return type_rows(frame, TABLES[table], GAZETTEER, PERIMETER, PERIOD)


def faults_of(table, whole, **changed):
    kept, faults = typed(table, {**whole, **changed})
    assert len(kept) == (0 if faults else 1)
    return [(f.row, f.column, f.found, f.reason) for f in faults]


def one_fault(table, whole, **changed):
    found = set(faults_of(table, whole, **changed))
    assert len(found) == 1
    return found.pop()


def test_a_sound_row_is_typed_with_its_pcode_and_keeps_its_row_number():
    kept, faults = typed("activites", ACTIVITY)
    assert faults == []
    assert kept.index.to_list() == [2]
    row = kept.loc[2]
    assert (row["commune"], row["date"]) == ("ML060102", pd.Timestamp("2017-01-02"))
    assert (row["hommes"], row["femmes"]) == (3, 4)
    assert pd.isna(row["theme"])
    assert list(kept.columns) == list(TABLES["activites"].to_schema().columns)


@pytest.mark.parametrize(
    ("changed", "column", "found", "reason"),
    [
        ({"commune": "Tombouktou-Ville"}, "commune", "Tombouktou-Ville", "commune_inconnue"),
        ({"commune": "Bamba"}, "commune", "Bamba", "commune_inconnue"),
        ({"commune": "Gossi"}, "commune", "Gossi", "commune_hors_projet"),
        ({"commune": None}, "commune", "", "valeur_absente"),
        ({"date": "hier"}, "date", "hier", "date_illisible"),
        ({"date": "2017-02-30"}, "date", "2017-02-30", "date_illisible"),
        ({"date": "2016-08-02"}, "date", "2016-08-02", "date_hors_periode"),
        ({"date": "03/08/2018"}, "date", "03/08/2018", "date_hors_periode"),
        ({"date": None}, "date", "", "valeur_absente"),
        ({"id": None}, "id", "", "valeur_absente"),
        ({"type": None}, "type", "", "valeur_absente"),
        ({"type": "fete"}, "type", "fete", "valeur_hors_liste"),
        ({"hommes": "une trentaine"}, "hommes", "une trentaine", "nombre_illisible"),
        ({"hommes": "1e3"}, "hommes", "1e3", "nombre_illisible"),
        ({"hommes": "nan"}, "hommes", "nan", "nombre_illisible"),
        ({"resultat": "R1,R2"}, "resultat", "R1,R2", "valeur_impossible"),
        ({"resultat": "résultat 1"}, "resultat", "résultat 1", "valeur_impossible"),
    ],
)
def test_a_faulty_cell_is_told_with_its_place_and_its_reason(changed, column, found, reason):
    assert one_fault("activites", ACTIVITY, **changed) == (2, column, found, reason)


@pytest.mark.parametrize("number", ["-1", "2001", "99999999999999999999999"])
def test_a_number_out_of_bounds_is_impossible(number):
    assert one_fault("activites", ACTIVITY, hommes=number)[1::2] == ("hommes", "valeur_impossible")


def test_a_fraction_of_a_person_is_impossible_and_the_others_still_come_in():
    kept, faults = typed("activites", {**ACTIVITY, "hommes": "2.5"}, {**ACTIVITY, "id": "b"})
    assert kept["id"].to_list() == ["b"]
    assert {(f.row, f.column) for f in faults} == {(2, "hommes")}


def test_a_fraction_is_never_cut_to_a_whole_number():
    assert {fault[1] for fault in faults_of("segments", SEGMENT, debut="1.5")} == {"debut"}


def test_a_cell_that_fails_several_checks_is_told_once():
    assert len(faults_of("activites", ACTIVITY, cout_fcfa="9" * 23)) == 1


def test_a_row_with_several_faulty_cells_is_told_for_each():
    found = faults_of("activites", ACTIVITY, commune="Gossi", date="hier", hommes="dix")
    assert {(column, reason) for _, column, _, reason in found} == {
        ("commune", "commune_hors_projet"),
        ("date", "date_illisible"),
        ("hommes", "nombre_illisible"),
    }


def test_one_faulty_row_takes_no_other_with_it():
    rows = [{**ACTIVITY, "id": f"a{i}"} for i in range(4)]
    rows[1]["type"], rows[2]["date"] = "fete", "hier"
    kept, faults = typed("activites", *rows)
    assert kept.index.to_list() == [2, 5]
    assert sorted((f.row, f.reason) for f in faults) == [
        (3, "valeur_hors_liste"),
        (4, "date_illisible"),
    ]


def test_two_contents_under_one_identifier_both_go_out():
    kept, faults = typed("activites", ACTIVITY, {**ACTIVITY, "hommes": "9"})
    assert len(kept) == 0
    assert {(f.row, f.column, f.found, f.reason) for f in faults} == {
        (2, "id", "a", "identifiant_double"),
        (3, "id", "a", "identifiant_double"),
    }


def test_an_identifier_made_of_several_columns_is_kept_unique():
    other = {**ASSESSMENT, "domaine": "inclusion"}
    kept, faults = typed("organisations", ASSESSMENT, {**ASSESSMENT, "score": "4"}, other)
    assert kept.index.to_list() == [4]
    assert {(f.row, f.reason) for f in faults} == {
        (2, "identifiant_double"),
        (3, "identifiant_double"),
    }


@pytest.mark.parametrize("written", ["2017-03-01", "01/03/2017", "1/3/2017", "2017-03-01T18:00"])
def test_days_are_read_as_iso_or_french(written):
    kept, _ = typed("activites", {**ACTIVITY, "date": written})
    assert kept["date"].to_list() == [pd.Timestamp("2017-03-01")]


@pytest.mark.parametrize("day", ["2016-08-03", "2018-08-02"])
def test_the_first_and_last_day_of_the_project_are_inside(day):
    assert faults_of("activites", ACTIVITY, date=day) == []


def test_an_agreement_may_end_after_the_project():
    assert faults_of("cas", CASE, date_issue="2018-12-01") == []
    assert one_fault("cas", CASE, date_signalement="2018-12-01")[3] == "date_hors_periode"


def test_a_passage_may_be_coded_after_the_project():
    # `date` of a segment is the day of coding, and the workshop is often after the last activity
    assert faults_of("segments", SEGMENT, date="2018-09-15") == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("12", 12), ("12.5", 12.5), ("12,5", 12.5), ("+3", 3)],
)
def test_numbers_are_read_with_a_comma_or_a_point_and_with_spaces(written, value):
    kept, faults = typed("formations", {**TRAINEE, "score_avant": written})
    assert faults == []
    assert kept["score_avant"].to_list() == [value]


def test_the_expected_value_is_told_with_the_fault():
    expected = {
        f.column: f.expected
        for f in typed(
            "activites",
            {**ACTIVITY, "date": "2015-05-02"},
            {**ACTIVITY, "id": "b", "commune": "Bamba"},
            {**ACTIVITY, "id": "c", "type": "fete"},
            {**ACTIVITY, "id": "d", "hommes": "2001"},
        )[1]
    }
    assert expected["date"] == "entre le 03/08/2016 et le 02/08/2018"
    assert expected["commune"] == (
        "plus proches : Bamba (ML050701, cercle de Koro), Bamba (ML070301, cercle de Bourem)"
    )
    assert expected["type"].startswith("une de : seance_animation, emission_radio")
    assert expected["hommes"] == "entre 0 et 2000"


def test_columns_that_the_table_does_not_have_are_left_out():
    kept, _ = typed("organisations", {**ASSESSMENT, "telephone": "70 00 00 00"})
    assert "telephone" not in kept
    assert list(kept.columns) == list(TABLES["organisations"].to_schema().columns)


@pytest.mark.parametrize("name", TABLES)
def test_no_row_gives_an_empty_table_with_its_columns(name):
    empty = pd.DataFrame(columns=list(TABLES[name].to_schema().columns), dtype="object")
    kept, faults = type_rows(empty, TABLES[name], GAZETTEER, PERIMETER, PERIOD)
    assert (len(kept), faults) == (0, [])
    assert list(kept.columns) == list(TABLES[name].to_schema().columns)


SOUND = {
    "activites": ACTIVITY,
    "cas": CASE,
    "formations": TRAINEE,
    "organisations": ASSESSMENT,
    "segments": SEGMENT,
}
# cells as people leave them: sound ones, near misses, and anything at all
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["0", "12,5", "2.5", "-1", "1e9", "9" * 30]),
    st.sampled_from(["2017-01-02", "02/01/2017", "2015-01-01", "2017-02-30"]),
    st.sampled_from(["Ber", "Bamba", "Gossi", "ML060101", "R1 R3", "reunion", "F", "oui", "x"]),
    st.text(max_size=6),
)


@st.composite
def wild_sheets(draw):
    """Rows that are sound but for a few cells, some of them twice."""
    table = draw(st.sampled_from(sorted(SOUND)))
    columns = [*TABLES[table].to_schema().columns, "_validation_status"]
    wild = st.dictionaries(st.sampled_from(columns), CELLS, max_size=3)
    rows = [
        {**dict.fromkeys(columns), **SOUND[table], "id": f"i{number}", **changed}
        for number, changed in enumerate(draw(st.lists(wild, max_size=6)))
    ]
    rows += [rows[i] for i in draw(st.lists(st.integers(0, 5), max_size=3)) if i < len(rows)]
    frame = pd.DataFrame(rows, columns=columns, dtype="object")
    return table, columns[:-1], frame.set_axis(range(2, 2 + len(frame)))


# a failing example is small already: looking for a smaller one takes half a minute
@settings(max_examples=80, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(wild_sheets())
def test_every_row_of_a_wild_sheet_is_kept_quarantined_or_set_aside(wild):
    table, columns, sheet = wild
    file = FileMapping(
        fichier="sauvage.csv",
        forme="csv",
        feuilles=[
            {
                "table": table,
                "colonnes": {name: name for name in columns},
                "ecarter": {"_validation_status": "x"},
            }
        ],
    )
    export = Export("sauvage.csv", {"s": Sheet("s", sheet.astype("str"))})
    mapped = apply_mapping(export, "s", file.feuilles[0])
    kept, faults = type_rows(mapped.frame, TABLES[table], GAZETTEER, PERIMETER, PERIOD)
    quarantined = {fault.row for fault in faults}
    assert mapped.read == len(sheet)
    assert mapped.read == len(kept) + len(quarantined) + sum(mapped.set_aside.values())
    assert quarantined.isdisjoint(kept.index)
    assert quarantined <= set(sheet.index)
    assert {fault.reason for fault in faults} <= set(REASONS)


def test_a_column_in_the_other_order_is_held_whole_and_the_cure_is_told():
    days = ["01/06/2017", "02/03/2017", "03/25/2017", "04/30/2017"]
    rows = [{**ACTIVITY, "id": f"a{i}", "date": day} for i, day in enumerate(days)]
    kept, faults = typed("activites", *rows)
    assert len(kept) == 0
    assert [fault.row for fault in faults] == [2, 3, 4, 5]
    assert "écrivez « dates: mja » dans projet.yaml" in faults[0].expected


def test_one_day_that_does_not_read_takes_no_other_with_it():
    days = ["01/06/2017", "02/03/2017", "03/25/2017"]
    rows = [{**ACTIVITY, "id": f"a{i}", "date": day} for i, day in enumerate(days)]
    kept, faults = typed("activites", *rows)
    assert (len(kept), [fault.row for fault in faults]) == (2, [4])
