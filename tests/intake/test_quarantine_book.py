"""The quarantine workbook: what stands in it, what never does, and that it corrects only by hand."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.load import import_project
from lecons.intake.quarantine import COLUMNS, KEPT, OUT
from lecons.intake.quarantine_book import as_written, book_name, fingerprint, write_book
from lecons.project import open_project
from openpyxl import load_workbook

QUIET = {"derandomize": True, "deadline": None, "database": None}
FILE = "a.csv"
NAMES = ["id", "jour", "lieu", "R", "quoi", "notes"]
MAPPED = {
    "id": "id",
    "date": "jour",
    "commune": "lieu",
    "resultat": "R",
    "type": "quoi",
    "difficultes": "notes",
}
WRONG = ["u2", "2017-03-02", "Alafya", "R1", "reunion"]


@pytest.fixture
def field(mini_project):
    one = {"table": "activites", "colonnes": MAPPED}
    return open_project(
        mini_project(imports=[{"fichier": FILE, "forme": "excel", "feuilles": [one]}])
    )


def put(project, *rows, names=NAMES):
    with (project.folder / FILE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([names, *rows])


def book(project):
    return project.quarantine_folder / book_name(FILE)


def type_in(project, **cells):
    """Type into the first row in quarantine, as an analyst would."""
    opened = load_workbook(book(project))
    sheet = opened["(csv)"]
    names = [cell.value for cell in sheet[1]]
    for name, text in cells.items():
        sheet.cell(2, names.index(name) + 1).value = text
    opened.save(book(project))


def faults(*some):
    return pd.DataFrame(
        [("f", "s", row, column, "x", "y", "z", suite) for row, column, suite in some],
        columns=COLUMNS,
    )


def frame(*rows, first=2):
    made = pd.DataFrame(list(rows), columns=["id", "lieu"], dtype="str")
    return made.set_axis(range(first, first + len(rows)))


@pytest.mark.parametrize(
    ("file", "name"),
    [("brut/a.xlsx", "brut__a.xlsx"), ("a.csv", "a.csv.xlsx"), ("brut\\a.xls", "brut__a.xls.xlsx")],
)
def test_each_file_has_a_workbook_of_its_own_name(file, name):
    assert book_name(file) == name


def test_a_workbook_without_any_fault_goes_away(tmp_path):
    path = write_book(tmp_path, "f", {"s": frame(["a", "b"])}, faults((2, "lieu", OUT)))
    assert path.is_file()
    assert write_book(tmp_path, "f", {"s": frame(["a", "b"])}, faults()) is None
    assert list(tmp_path.iterdir()) == []


def test_wrong_cells_and_emptied_cells_have_two_colours_and_say_what_is_expected(tmp_path):
    path = write_book(
        tmp_path, "f", {"s": frame(["a", "b"])}, faults((2, "id", OUT), (2, "lieu", KEPT))
    )
    cells = {c.value: c for c in load_workbook(path)["s"][2]}
    assert [cells[v].fill.fgColor.rgb for v in "ab"] == ["00F8CBAD", "00FFE699"]
    assert cells["a"].comment.text == "z\nattendu : y"


def test_only_sheets_with_faults_are_shown_each_row_once_with_all_that_is_wrong(tmp_path):
    sheets = {"s": frame(["a", "b"], ["c", "d"], ["e", "f"]), "autre": frame(["x", "y"])}
    path = write_book(
        tmp_path, "f", sheets, faults((4, "id", OUT), (2, "id", OUT), (4, "lieu", OUT))
    )
    opened = load_workbook(path)
    assert opened.sheetnames == ["À corriger", "s"]
    assert [[c.value for c in row][:2] for row in opened["s"].iter_rows(min_row=2)] == [
        [2, "id : z (y)"],
        [4, "id : z (y) ; lieu : z (y)"],
    ]


def test_words_of_people_are_not_copied(tmp_path):
    path = write_book(
        tmp_path, "f", {"s": frame(["a", "un récit"])}, faults((2, "id", OUT)), {"s": ["lieu"]}
    )
    values = [
        c.value for sheet in load_workbook(path).worksheets for r in sheet.iter_rows() for c in r
    ]
    assert "un récit" not in values
    assert "(récit non recopié)" in values


def test_names_of_sheets_that_excel_forbids_or_cuts_are_told_apart(tmp_path):
    names = ["a/b:c*d?[e]", "x" * 40, "x" * 41]
    more = pd.concat([faults((2, "id", OUT)).assign(feuille=name) for name in names])
    path = write_book(tmp_path, "f", {name: frame(["a", "b"]) for name in names}, more)
    titles = load_workbook(path).sheetnames
    assert titles[:3] == ["À corriger", "a_b_c_d__e_", "x" * 31]
    assert len(set(titles)) == 4
    assert max(map(len, titles)) <= 31, "Excel repairs, and renames, what is longer"


def test_a_row_that_is_no_longer_in_the_file_is_told_without_cells(tmp_path):
    path = write_book(tmp_path, "f", {"s": frame(["a", "b"])}, faults((9, "id", OUT)))
    assert [c.value for c in load_workbook(path)["s"][2]] == [9, "id : z (y)"] + [None] * 4


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_nothing_that_is_written_is_a_formula(tmp_path, said):
    more = faults((2, "id", OUT)).assign(**dict.fromkeys(("trouvé", "attendu", "colonne"), said))
    sheets = {"s": frame(["a", said]).rename(columns={"lieu": said})}
    opened = load_workbook(write_book(tmp_path, "f", sheets, more))
    cells = [c for sheet in opened.worksheets for row in sheet.iter_rows() for c in row]
    found = [c for c in cells if c.value is not None and str(c.value).replace("\n", "\r") == said]
    assert len(found) == 5
    assert {(c.data_type, c.quotePrefix) for c in found} == {("s", True)}


@settings(max_examples=60, **QUIET)
@given(st.text(max_size=40))
def test_what_a_workbook_can_hold_is_written_as_it_is(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("livre")
    path = write_book(folder, "f", {"s": frame(["a", said])}, faults((2, "id", OUT)))
    shown = load_workbook(path)["s"].cell(2, 6).value or ""
    # control characters are replaced, the rest stays; only line ends are Excel's own
    assert shown.replace("\r\n", "\n").replace("\r", "\n") == as_written(said).replace(
        "\r\n", "\n"
    ).replace("\r", "\n")


def test_a_fingerprint_tells_rows_apart_and_ignores_what_no_workbook_holds():
    assert fingerprint(["a", "b"]) == fingerprint(["a", "b"])
    assert fingerprint(["a", None]) == fingerprint(["a", float("nan")])
    assert fingerprint(["a", "b"]) != fingerprint(["a", "c"])
    assert fingerprint(["a", "b"]) != fingerprint(["ab", ""])


WILD = [
    "_x0041_",
    "_x000D_",
    "a\rb",
    "a\r\nb",
    "a\x01b",
    "a\ufffeb",
    "a\uffffb",
    "a\tb",
    "'x",
    "'=1",
]
WILD += ["=1+1", "+1", "a\x85b", "a\u2028b", "é" * 33_000, "😀" * 20_000, "12", "1.0", "2017-01-01"]
WILD += ["VRAI", "a  b", "\u00a0x", "#N/A ?", "مرحبا", "ⵜⴰⵎⴰⵛⴻⵇ", "nan", "NULL"]


@pytest.mark.parametrize("cell", WILD, ids=lambda cell: ascii(cell[:9]))
def test_a_workbook_that_nobody_touched_corrects_nothing(field, cell):
    put(field, [*WRONG, cell])
    assert len(import_project(field).faults) == 1
    report = import_project(field)
    assert (report.corrected, len(report.faults)) == (0, 1)
    assert not (field.folder / "corrections.csv").exists()


@pytest.mark.parametrize("cell", WILD, ids=lambda cell: ascii(cell[:9]))
def test_a_correction_changes_its_cell_and_no_other(field, cell):
    put(field, [*WRONG, cell])
    import_project(field)
    before = import_project(field)
    assert before.corrected == 0
    type_in(field, lieu="Alafia")
    assert import_project(field).corrected == 1
    again = import_project(field)
    assert (again.corrected, len(again.faults)) == (1, 0)
    written = field.table("activites", "interne")["difficultes"].to_list()
    assert written == [cell.strip().replace("\r\n", "\n")]


@pytest.mark.parametrize(
    "name",
    [
        "ligne",
        "décision",
        "empreinte",
        "à corriger",
        "a\x01b",
        "_x0041_",
        "=x",
        "'x",
        "x" * 60,
        "a\nb",
    ],
)
def test_a_correction_comes_in_whatever_the_other_columns_are_called(field, name):
    put(field, [*WRONG, "crue", "y"], names=[*NAMES, name])
    import_project(field)
    type_in(field, lieu="Alafia")
    report = import_project(field)
    assert (report.corrected, len(report.faults)) == (1, 0)


@pytest.mark.parametrize(
    "cell", ["Ala\rfya", 'Ala"fya', "Ala,fya", "Ala\nfya", "=Alafya", "Ala\x01fya"]
)
def test_a_corrected_cell_is_registered_so_that_it_can_be_read_again(field, cell):
    put(field, ["u2", "2017-03-02", cell, "R1", "reunion", "crue"])
    import_project(field)
    type_in(field, lieu="Alafia")
    for _ in range(2):
        report = import_project(field)
        assert (report.corrected, len(report.faults)) == (1, 0)
