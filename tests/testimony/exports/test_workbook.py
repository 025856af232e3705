from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from lecons.testimony.exports.workbook import write_workbook

DANGEROUS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "_x0041_"]


def read(path, name="Segments"):
    return openpyxl.load_workbook(path)[name]


def test_texts_stay_texts(tmp_path):
    frame = pd.DataFrame({"passage": DANGEROUS})
    sheet = read(write_workbook(tmp_path / "a.xlsx", {"Segments": frame}))
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.quotePrefix for cell in cells] == [True] * 5 + [False]
    assert [cell.value for cell in cells][:4] == DANGEROUS[:4]


def test_a_header_stays_a_text_too(tmp_path):
    frame = pd.DataFrame({"=1+1": ["a"]})
    sheet = read(write_workbook(tmp_path / "a.xlsx", {"Segments": frame}))
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")


def test_numbers_and_days_are_numbers_and_days_and_what_is_missing_is_blank(tmp_path):
    frame = pd.DataFrame(
        {
            "début": [3, 4],
            "codé le": [pd.Timestamp("2018-03-12"), pd.NaT],
            "mémo": pd.Series(["a", None], dtype="str"),
        }
    )
    sheet = read(write_workbook(tmp_path / "a.xlsx", {"Segments": frame}))
    assert [cell.value for cell in sheet[2]] == [3, datetime(2018, 3, 12), "a"]
    assert [cell.value for cell in sheet[3]] == [4, None, None]
    assert sheet["B2"].number_format == "dd/mm/yyyy"


def test_a_column_may_mix_kinds(tmp_path):
    frame = pd.DataFrame({"quoi": pd.Series(["x", 3, date(2018, 4, 1), None], dtype="object")})
    sheet = read(write_workbook(tmp_path / "a.xlsx", {"Segments": frame}))
    assert [row[0].value for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        "x", 3, datetime(2018, 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("wild", ["a\x00b", "\ud800", "x" * 40_000, "سلام 👍"])
def test_what_a_workbook_cannot_hold_does_not_break_it(tmp_path, wild):
    frame = pd.DataFrame({"passage": pd.Series([wild], dtype="object")})
    sheet = read(write_workbook(tmp_path / "a.xlsx", {"Segments": frame}))
    assert sheet["A2"].value
    assert len(sheet["A2"].value) <= 32_767


def test_the_same_sheets_give_the_same_bytes_and_can_be_filtered(tmp_path):
    sheets = {"Segments": pd.DataFrame({"code": ["a", "b"]}), "Vide": pd.DataFrame({"code": []})}
    one, two = (write_workbook(tmp_path / name, sheets) for name in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == two.read_bytes()
    assert read(one).auto_filter.ref == "A1:A3"
    assert read(one).freeze_panes == "A2"
    assert read(one, "Vide").max_row == 1
