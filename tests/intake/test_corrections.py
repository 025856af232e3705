"""What an analyst corrects in a quarantine workbook comes in at the next import, and stays."""

import csv

import pytest
from lecons.intake.load import import_project
from lecons.intake.quarantine_book import book_name
from lecons.project import open_project
from openpyxl import load_workbook

COLUMNS = ["_uuid", "jour", "lieu", "R", "quoi", "h", "f", "notes"]
MAPPED = {
    "id": "_uuid",
    "date": "jour",
    "commune": "lieu",
    "resultat": "R",
    "type": "quoi",
    "hommes": "h",
    "femmes": "f",
    "difficultes": "notes",
}
SOUND = ["u1", "2017-03-01", "Alafia", "R1", "reunion", "5", "4", "=1+1"]
WRONG = ["u2", "2017-03-02", "Alafya", "R1", "reunion", "une trentaine", "4", "=2+2 chaises"]
FILE = "brut/a.xlsx"


@pytest.fixture
def field(mini_project, write_book):
    mapping = {"fichier": FILE, "forme": "excel"}
    mapping["feuilles"] = [{"feuille": "fiche", "table": "activites", "colonnes": MAPPED}]
    project = open_project(mini_project(imports=[mapping]))
    rows = [COLUMNS, SOUND, WRONG]
    write_book(
        project.folder / FILE,
        {"fiche": [[f"'{c}" if c[:1] == "=" else c for c in r] for r in rows]},
    )
    return project


def book(project):
    return project.quarantine_folder / book_name(FILE)


def type_in(project, **cells):
    """Type into the cells of the first row in quarantine, as an analyst would."""
    opened = load_workbook(book(project))
    sheet = opened["fiche"]
    names = [cell.value for cell in sheet[1]]
    for name, text in cells.items():
        sheet.cell(2, names.index(name) + 1).value = text
    opened.save(book(project))


def register(project):
    with (project.folder / "corrections.csv").open(encoding="utf-8", newline="") as file:
        return [(one["colonne"], one["avant"], one["apres"]) for one in csv.DictReader(file)]


def test_the_workbook_shows_the_row_as_it_stands_and_colours_what_is_wrong(field):
    import_project(field)
    sheet = load_workbook(book(field))["fiche"]
    names = [cell.value for cell in sheet[1]]
    row = {name: sheet.cell(2, at) for at, name in enumerate(names, 1)}
    assert [row[name].value for name in COLUMNS] == [f"'{c}" if c[:1] == "=" else c for c in WRONG]
    assert row["(ligne)"].value == 3
    coloured = {name for name in COLUMNS if row[name].fill.fgColor.rgb == "00F8CBAD"}
    assert coloured == {"lieu", "h"}
    assert "Alafia (ML060101" in row["lieu"].comment.text
    assert row["f"].comment is None


def test_a_cell_that_begins_like_a_formula_is_text_and_stays_text_after_an_edit(field, write_book):
    write_book(field.folder / FILE, {"fiche": [COLUMNS, [*SOUND[:-1], "x"], WRONG]})
    path = field.folder / FILE
    opened = load_workbook(path)
    cell = opened["fiche"]["H3"]
    cell.value, cell.data_type = "=HYPERLINK(1)", "s"
    opened.save(path)
    import_project(field)
    written = load_workbook(book(field))["fiche"]
    cell = written.cell(2, [c.value for c in written[1]].index("notes") + 1)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_corrections_come_in_at_the_next_import_and_are_registered(field):
    import_project(field)
    before = (field.folder / FILE).read_bytes()
    type_in(field, lieu="Alafia", h="30")
    report = import_project(field)
    assert report.corrected == 2
    assert len(report.faults) == 0
    assert field.table("activites", "interne")["hommes"].to_list() == [5, 30]
    assert register(field) == [("lieu", "Alafya", "Alafia"), ("h", "une trentaine", "30")]
    assert (field.folder / FILE).read_bytes() == before
    assert not book(field).exists()


def test_corrections_are_applied_again_at_each_import(field):
    import_project(field)
    type_in(field, lieu="Alafia", h="30")
    import_project(field)
    report = import_project(field)
    assert (report.corrected, len(report.faults)) == (2, 0)
    assert len(register(field)) == 2


def test_a_row_is_corrected_in_two_goes(field):
    import_project(field)
    type_in(field, lieu="Alafia")
    assert import_project(field).faults["colonne"].to_list() == ["h"]
    type_in(field, h="30")
    report = import_project(field)
    assert len(report.faults) == 0
    assert register(field) == [("lieu", "Alafya", "Alafia"), ("h", "une trentaine", "30")]


def test_a_correction_of_a_correction_keeps_what_the_cell_said_at_first(field):
    import_project(field)
    type_in(field, h="trente")
    import_project(field)
    type_in(field, h="30", lieu="Alafia")
    import_project(field)
    assert ("h", "une trentaine", "30") in register(field)
    assert field.table("activites", "interne")["hommes"].to_list() == [5, 30]


def test_a_workbook_saved_without_a_change_corrects_nothing(field):
    import_project(field)
    type_in(field)
    report = import_project(field)
    assert (report.corrected, len(report.faults)) == (0, 2)
    assert not (field.folder / "corrections.csv").exists()


def test_a_row_that_a_person_leaves_is_set_aside_and_counted(field):
    import_project(field)
    type_in(field, **{"(décision)": "Écarter"})
    report = import_project(field)
    (account,) = report.accounts
    assert (account.read, account.kept, account.quarantined) == (2, 1, 0)
    assert account.set_aside == {"écartée à la main (corrections.csv)": 1}
    assert len(import_project(field).faults) == 0


def test_an_export_that_shifted_still_finds_its_corrections(field, write_book):
    import_project(field)
    type_in(field, lieu="Alafia", h="30")
    import_project(field)
    newer = ["u0", *SOUND[1:5], "1", "1", "x"]
    write_book(
        field.folder / FILE, {"fiche": [COLUMNS, newer, [*SOUND[:-1], "y"], [*WRONG[:-1], "z"]]}
    )
    report = import_project(field)
    assert len(report.faults) == 0
    assert field.table("activites", "interne")["hommes"].to_list() == [1, 5, 30]


def test_a_cell_that_changed_at_its_source_is_not_overwritten_and_it_is_said(field, write_book):
    import_project(field)
    type_in(field, lieu="Alafia", h="30")
    import_project(field)
    write_book(
        field.folder / FILE,
        {"fiche": [COLUMNS, [*WRONG[:2], "Tonka", *WRONG[3:5], "28", "4", "x"]]},
    )
    report = import_project(field)
    assert field.table("activites", "interne")["hommes"].to_list() == [28]
    assert field.table("activites", "interne")["commune"].to_list() == ["ML060316"]
    assert [note.partition(",")[0] for note in report.notes[FILE]] == ["correction périmée"] * 2


def test_an_unreadable_quarantine_workbook_is_left_as_it_is(field):
    import_project(field)
    book(field).write_bytes(b"PK\x03\x04 coupe")
    report = import_project(field)
    assert report.partial
    assert "brut__a.xlsx" in report.failed[FILE]
    assert book(field).read_bytes() == b"PK\x03\x04 coupe"


def test_a_probable_copy_waits_for_a_decision(mini_project, write_book):
    columns = ["_uuid", "jour", "lieu", "R", "quoi", "theme", "h", "f", "d"]
    row = ["2017-03-01", "Alafia", "R1", "reunion", "paix", "5", "4", "60"]
    mapped = {**MAPPED, "theme": "theme", "duree_min": "d"}
    mapped.pop("difficultes")
    mapping = {"fichier": FILE, "forme": "excel"}
    mapping["feuilles"] = [{"feuille": "fiche", "table": "activites", "colonnes": mapped}]
    project = open_project(mini_project(imports=[mapping]))
    write_book(project.folder / FILE, {"fiche": [columns, ["u1", *row], ["u2", *row]]})
    report = import_project(project)
    assert report.faults[["ligne", "raison"]].to_numpy().tolist() == [
        [3, "doublon probable, à trancher"]
    ]
    type_in(project, **{"(décision)": "garder"})
    report = import_project(project)
    assert report.rows["activites"] == 2
    assert len(report.faults) == 0


def exports(project, write_book, **books):
    for name, rows in books.items():
        write_book(project.folder / "brut" / f"{name}.xlsx", {"fiche": [COLUMNS, *rows]})


@pytest.fixture
def piled(mini_project):
    mapping = {"fichier": "brut/a_*.xlsx"}
    mapping["feuilles"] = [{"feuille": "fiche", "table": "activites", "colonnes": MAPPED}]
    return open_project(mini_project(imports=[mapping]))


def test_a_correction_follows_its_submission_into_the_next_export(piled, write_book):
    sound, wrong = [*SOUND[:-1], "x"], [*WRONG[:2], "Alafya", *WRONG[3:5], "6", "4", "y"]
    exports(piled, write_book, a_1=[sound, wrong])
    import_project(piled)
    path = piled.quarantine_folder / "brut__a_1.xlsx"
    opened = load_workbook(path)
    names = [cell.value for cell in opened["fiche"][1]]
    opened["fiche"].cell(2, names.index("lieu") + 1).value = "Alafia"
    opened.save(path)
    assert import_project(piled).rows["activites"] == 2
    # the next export holds the same submission, still wrong on the server, one row further down
    exports(piled, write_book, a_2=[["u0", *sound[1:]], sound, wrong])
    report = import_project(piled)
    assert len(report.faults) == 0
    assert sorted(piled.table("activites", "interne")["id"]) == ["u0", "u1", "u2"]
    assert report.notes == {}


def test_a_correction_never_moves_to_another_row_that_says_the_same(mini_project, write_book):
    columns = ["n", *COLUMNS[1:]]
    mapping = {"fichier": FILE, "forme": "excel"}
    mapped = {**MAPPED, "id": "n"}
    mapping["feuilles"] = [{"feuille": "fiche", "table": "activites", "colonnes": mapped}]
    project = open_project(mini_project(imports=[mapping]))
    rows = [
        [f"N{i}", f"2017-03-0{i}", "Alafia", "R1", "reunion", "vingt", "4", "x"] for i in (1, 2)
    ]
    write_book(project.folder / FILE, {"fiche": [columns, *rows]})
    import_project(project)
    opened = load_workbook(book(project))
    sheet = opened["fiche"]
    at = [cell.value for cell in sheet[1]].index("h") + 1
    sheet.cell(2, at).value, sheet.cell(3, at).value = "20", "25"
    opened.save(book(project))
    import_project(project)
    newer = ["N0", "2017-03-09", "Alafia", "R1", "reunion", "7", "4", "x"]
    write_book(project.folder / FILE, {"fiche": [columns, newer, *rows]})
    import_project(project)
    found = project.table("activites", "interne").set_index("id")["hommes"].to_dict()
    assert found == {"N0": 7, "N1": 20, "N2": 25}
