import pandas as pd
import pytest
from lecons.intake.quarantine import COLUMNS, REASONS, Account, neutral, write_quarantine
from openpyxl import load_workbook


def faults(*found):
    rows = [
        ["brut/a.xlsx", "fiche", 2 + i, "presence/hommes", text, "un nombre", "nombre illisible"]
        for i, text in enumerate(found)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def cells(path):
    return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_neutralised(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "une trentaine", "12", "a=b", "’t", "2-3"])
def test_plain_text_is_left_as_it_is(text):
    assert neutral(text) == text


def test_the_workbook_tells_each_fault_in_its_columns(tmp_path):
    path = write_quarantine(tmp_path, faults("une trentaine"))
    assert path.name == "quarantaine.xlsx"
    assert cells(path) == [
        ["fichier", "feuille", "ligne", "colonne", "trouvé", "attendu", "raison"],
        [
            "brut/a.xlsx",
            "fiche",
            2,
            "presence/hommes",
            "une trentaine",
            "un nombre",
            "nombre illisible",
        ],
    ]


def test_a_formula_in_a_faulty_cell_is_written_as_text(tmp_path):
    path = write_quarantine(tmp_path, faults('=HYPERLINK("http://x")'))
    cell = load_workbook(path).active["E2"]
    assert cell.data_type == "s"
    assert cell.value == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize("text", ["dix\x0bhommes", "\x00", "a\x1fb"])
def test_a_control_character_in_a_faulty_cell_does_not_stop_the_import(tmp_path, text):
    path = write_quarantine(tmp_path, faults(text, "douze"))
    assert [row[4] for row in cells(path)][2] == "douze"


def test_an_empty_quarantine_has_its_header_and_replaces_the_earlier_one(tmp_path):
    write_quarantine(tmp_path, faults("dix", "douze"))
    path = write_quarantine(tmp_path, faults())
    assert cells(path) == [COLUMNS]
    assert [p.name for p in tmp_path.iterdir()] == ["quarantaine.xlsx"]


@pytest.mark.parametrize(
    ("kept", "quarantined", "aside", "balances"),
    [
        (10, 0, {}, True),
        (6, 2, {"ligne vide": 1, "copie": 1}, True),
        (6, 2, {"ligne vide": 1}, False),
        (11, 0, {}, False),
        (0, 0, {}, False),
    ],
)
def test_an_account_balances_when_every_row_read_is_somewhere(kept, quarantined, aside, balances):
    assert Account("f", "s", "t", 10, kept, quarantined, aside).balances is balances


def test_each_reason_has_its_own_words():
    assert len(set(REASONS.values())) == len(REASONS) == 10
