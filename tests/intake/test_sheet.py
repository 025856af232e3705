"""Headers as people lay them out: titles above, two levels, merged cells, cells to repeat."""

import pytest
from lecons.errors import IntakeError
from lecons.intake.reading import read_grids
from lecons.intake.sheet import read_sheets, with_header
from openpyxl import Workbook


@pytest.fixture
def register(tmp_path):
    """A register as an officer keeps it: a title, two levels of headings, a commune for two rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2017"
    for row in (
        ["Registre des séances 2017"],
        ["Commune", "Présents", None, "Date"],
        [None, "Hommes", "Femmes", None],
        ["Ber", 3, 4, "1er mars 2017"],
        [None, 5, 6, "2 mars 2017"],
        [None, None, None, None],
        ["Total", 8, 10, None],
    ):
        sheet.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "A4:A5"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")
    return read_grids(tmp_path / "a.xlsx")["2017"]


def test_two_levels_of_headings_are_joined_and_merged_ones_spread(register):
    sheet = with_header("a.xlsx", "2017", register, [2, 3])
    assert list(sheet.frame.columns) == [
        "Commune",
        "Présents / Hommes",
        "Présents / Femmes",
        "Date",
    ]
    assert sheet.frame.at[4, "Présents / Femmes"] == "4"
    assert sheet.frame.index.to_list() == [4, 5, 6, 7]


def test_a_cell_is_repeated_only_where_it_is_asked_for_and_not_on_blank_rows(register):
    plain = with_header("a.xlsx", "2017", register, [2, 3])
    assert plain.frame["Commune"].isna().to_list() == [False, True, True, False]
    filled = with_header("a.xlsx", "2017", register, [2, 3], ["Commune"])
    assert filled.frame["Commune"].to_list()[:2] == ["Ber", "Ber"]
    assert filled.frame["Commune"].isna().to_list() == [False, False, True, False]


def test_without_a_header_row_the_first_that_is_not_blank_is_taken(register):
    sheet = with_header("a.xlsx", "2017", register)
    assert sheet.frame.columns[0] == "Registre des séances 2017"


def test_a_header_row_that_the_sheet_does_not_have_is_refused(register):
    with pytest.raises(IntakeError) as refused:
        with_header("a.xlsx", "2017", register, [40])
    assert refused.value.message == (
        "a.xlsx, feuille « 2017 » : l’en-tête est attendu ligne 40, la feuille a 7 lignes."
    )


def test_a_column_to_repeat_that_is_not_there_is_named(register):
    with pytest.raises(IntakeError, match="la colonne « Lieu » à répéter manque"):
        with_header("a.xlsx", "2017", register, [2, 3], ["Lieu"])


def test_rows_with_a_cell_beyond_the_header_are_remembered(tmp_path):
    (tmp_path / "a.csv").write_text("id,lieu\na,Ber\nb,Ber,Lafia\n", "utf-8")
    (sheet,) = read_sheets(tmp_path / "a.csv").values()
    assert sheet.outside == (3,)


def test_a_heading_on_two_lines_is_one_heading(tmp_path):
    (tmp_path / "a.csv").write_text('id,"Nombre\n de  femmes"\na,3\n', "utf-8")
    (sheet,) = read_sheets(tmp_path / "a.csv").values()
    assert list(sheet.frame.columns) == ["id", "Nombre de femmes"]
