"""One export examined beside its form, without a project."""

import pytest
from lecons.intake.examine import examine
from lecons.intake.xlsform import read_xlsform
from openpyxl import load_workbook

SURVEY = [
    ["type", "name", "label::Français (fr)"],
    ["date", "jour", "Jour"],
    ["select_one sexe", "sexe", "Sexe"],
    ["integer", "age", "Âge"],
    ["begin repeat", "cas", "Cas"],
    ["text", "objet", "Objet"],
    ["end repeat", "", ""],
]
CHOICES = [
    ["list_name", "name", "label::Français (fr)"],
    ["sexe", "f", "Femme"],
    ["sexe", "h", "Homme"],
]
MAIN = ["Jour", "Sexe", "Âge", "_uuid", "_index"]
CASES = ["Objet", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"]


@pytest.fixture
def form(tmp_path, write_book):
    return read_xlsform(write_book(tmp_path / "f.xlsx", {"survey": SURVEY, "choices": CHOICES}))


def account(report, sheet=0):
    one = report.accounts[sheet]
    return one.read, one.kept, one.quarantined, one.set_aside


def test_every_row_of_every_sheet_is_accounted_for(tmp_path, write_book, form):
    path = write_book(
        tmp_path / "e.xlsx",
        {
            "Fiche": [
                MAIN,
                ["2017-03-01", "Femme", "31", "u1", 1],
                ["hier", "Homme", "31", "u2", 2],
                ["2017-03-01", "Homme", "trente", "u3", 3],
                [None] * 5,
                ["2017-03-01", "Femme", "31", "u1", 5],
            ],
            "cas": [CASES, ["eau", 1, "Fiche", 1, "u1"], ["terre", 2, "Fiche", 9, "u9"]],
        },
    )
    report = examine(path, [form])
    aside = {"copie d’une soumission déjà lue": 1, "ligne vide": 1}
    assert account(report) == (5, 1, 2, aside)
    assert account(report, 1) == (2, 1, 1, {})
    assert all(one.balances for one in report.accounts)
    told = report.faults[["feuille", "ligne", "colonne", "raison"]].to_numpy().tolist()
    assert told == [
        ["Fiche", 3, "Jour", "date illisible"],
        ["Fiche", 4, "Âge", "nombre illisible"],
        ["cas", 3, "_submission__uuid", "ligne d’un groupe dont la fiche manque"],
    ]


def test_an_answer_on_no_list_is_told_and_its_row_stays(tmp_path, write_book, form):
    rows = [MAIN, ["2017-03-01", "Autre", "31", "u1", 1], ["2017-03-01", "Femme", "3", "u2", 2]]
    report = examine(write_book(tmp_path / "e.xlsx", {"Fiche": rows}), [form])
    assert account(report)[:3] == (2, 2, 0)
    assert (
        "question « Sexe » : 1 réponse hors de la liste du formulaire (Autre…)"
        in (report.notes["e.xlsx"])
    )


def test_nothing_is_written_beside_the_file(tmp_path, write_book, form):
    path = write_book(tmp_path / "seul" / "e.xlsx", {"Fiche": [MAIN, ["x", "y", "z", "u", 1]]})
    before = load_workbook(path).active["A2"].value
    examine(path, [form])
    assert [one.name for one in path.parent.iterdir()] == ["e.xlsx"]
    assert load_workbook(path).active["A2"].value == before
