from datetime import date, datetime, time

import pytest
from lecons.errors import IntakeError
from lecons.intake import sheet
from lecons.intake.grid import CSV_SHEET
from openpyxl import Workbook


def read_sheets(path):
    return {name: one.frame for name, one in sheet.read_sheets(path).items()}


def csv_of(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_bytes(content.encode(encoding))
    return read_sheets(path)[CSV_SHEET]


def test_every_sheet_is_read_with_its_rows_numbered_as_excel_counts(tmp_path, write_book):
    sheets = read_sheets(
        write_book(tmp_path / "a.xlsx", {"un": [["id"], ["a"], ["b"]], "deux": [["n"], [3]]})
    )
    assert list(sheets) == ["un", "deux"]
    assert sheets["un"]["id"].to_dict() == {2: "a", 3: "b"}
    assert sheets["deux"]["n"].to_dict() == {2: "3"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (12, "12"),
        (12.0, "12"),
        (2.5, "2.5"),
        (True, "oui"),
        (False, "non"),
        (date(2017, 3, 1), "2017-03-01"),
        (datetime(2017, 3, 1), "2017-03-01"),
        (datetime(2017, 3, 1, 18, 30), "2017-03-01T18:30:00"),
        (time(18, 30), "18:30:00"),
        ("  Bèr  ", "Bèr"),
    ],
)
def test_a_cell_is_read_as_its_reader_would_write_it(tmp_path, write_book, cell, expected):
    sheets = read_sheets(write_book(tmp_path / "a.xlsx", {"s": [["x"], [cell]]}))
    assert sheets["s"].at[2, "x"] == expected


def test_blank_cells_are_missing_and_blank_rows_keep_their_number(tmp_path, write_book):
    path = write_book(
        tmp_path / "a.xlsx", {"s": [["a", "b"], ["1", "  "], [None, None], [None, "2"]]}
    )
    frame = read_sheets(path)["s"]
    assert frame.index.to_list() == [2, 3, 4]
    assert frame.isna().to_numpy().tolist() == [[False, True], [True, True], [True, False]]
    assert frame.at[4, "b"] == "2"


def test_rows_below_an_empty_first_line_keep_the_number_that_excel_shows(tmp_path):
    # a title line that was emptied: the header stands on row 3, the first record on row 4
    book = Workbook()
    book.active["A3"] = "id"
    book.active["A4"] = "a"
    book.save(tmp_path / "a.xlsx")
    assert read_sheets(tmp_path / "a.xlsx")["Sheet"]["id"].to_dict() == {4: "a"}


def test_a_sheet_with_a_header_only_has_its_columns_and_no_row(tmp_path, write_book):
    frame = read_sheets(write_book(tmp_path / "a.xlsx", {"s": [["id", "date"]]}))["s"]
    assert list(frame.columns) == ["id", "date"]
    assert len(frame) == 0


def test_a_sheet_without_any_cell_is_not_a_sheet(tmp_path, write_book):
    sheets = read_sheets(write_book(tmp_path / "a.xlsx", {"vide": [], "s": [["id"], ["a"]]}))
    assert list(sheets) == ["s"]


def test_columns_without_a_name_are_told_apart_by_their_place(tmp_path, write_book):
    path = write_book(tmp_path / "a.xlsx", {"s": [["id", None, None], ["a", "x", "y"]]})
    assert list(read_sheets(path)["s"].columns) == ["id", "(colonne 2)", "(colonne 3)"]


def test_two_columns_of_one_name_are_told_apart_and_remembered(tmp_path, write_book):
    path = write_book(tmp_path / "a.xlsx", {"fiche": [["id", "sexe", "sexe"], ["a", "F", "H"]]})
    read = sheet.read_sheets(path)["fiche"]
    assert list(read.frame.columns) == ["id", "sexe", "sexe (2)"]
    assert read.twice == {"sexe"}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(IntakeError) as refused:
        read_sheets(tmp_path / "absent.xlsx")
    assert refused.value.message == "absent.xlsx : fichier absent."


@pytest.mark.parametrize("content", [b"bonjour", b"PK\x03\x04 coupe"])
def test_a_file_that_is_no_workbook_is_named(tmp_path, content):
    (tmp_path / "faux.xlsx").write_bytes(content)
    with pytest.raises(IntakeError, match=r"^faux\.xlsx : classeur illisible"):
        read_sheets(tmp_path / "faux.xlsx")


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_a_csv_is_read_whatever_its_separator_and_encoding(tmp_path, separator, encoding):
    content = f"id{separator}thème\nx{separator}Médiation\ny{separator}\n"
    frame = csv_of(tmp_path, content, encoding)
    assert list(frame.columns) == ["id", "thème"]
    assert frame.at[2, "thème"] == "Médiation"
    assert frame["thème"].isna().to_dict() == {2: False, 3: True}


def test_typographic_marks_of_windows_are_read(tmp_path):
    frame = csv_of(tmp_path, "id,t\na,l’accord… œuvre\n", "windows-1252")
    assert frame.at[2, "t"] == "l’accord… œuvre"


def test_a_quoted_cell_holds_separators_and_new_lines(tmp_path):
    frame = csv_of(tmp_path, 'id;t\r\na;"un; deux\r\ntrois"\r\nb;x\r\n')
    assert frame.at[2, "t"].splitlines() == ["un; deux", "trois"]
    assert frame.at[3, "id"] == "b"


@pytest.mark.parametrize("mark", ["\u2028", "\x0b", "\x0c", "\x85"])
def test_only_a_new_line_ends_a_row(tmp_path, mark):
    # pasted from a word processor: other line marks are part of the cell
    frame = csv_of(tmp_path, f"id,t\na,un{mark}deux\nb,x\n")
    assert frame["id"].to_list() == ["a", "b"]


def test_short_rows_are_completed_and_long_ones_widen_the_sheet(tmp_path):
    frame = csv_of(tmp_path, "a,b\n1\n1,2,3\n")
    assert frame["a"].to_list() == ["1", "1"]
    assert frame["b"].isna().to_list() == [True, False]
    assert frame.at[3, "b"] == "2"


def test_cells_beyond_the_header_are_kept_under_a_column_of_their_own(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,lieu\na,Ber,Lafia\n", "utf-8")
    (frame,) = read_sheets(path).values()
    assert frame.loc[2].to_list() == ["a", "Ber", "Lafia"]
    assert list(frame.columns) == ["id", "lieu", "(colonne 3)"]
