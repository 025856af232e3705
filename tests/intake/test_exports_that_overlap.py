"""Exports as they pile up in a folder: the same rows sent again, and what a person refused."""

import pyarrow.parquet as pq
import pytest
from lecons.intake.load import import_project
from lecons.project import open_project

ACTIVITY = ["id", "date", "commune", "resultat", "type"]
ROW = ["a1", "2017-03-01", "Alafia", "R1", "reunion"]
ORGANISATION = ["id", "commune", "type", "vague", "date", "domaine", "score"]


def mapping(name, table, columns):
    kind = "csv" if name.endswith(".csv") else "excel"
    sheet = {"table": table, "colonnes": {column: column for column in columns}}
    return {"fichier": name, "forme": kind, "feuilles": [sheet]}


def imported(mini_project, write_book, table, columns, files):
    project = open_project(mini_project(imports=[mapping(name, table, columns) for name in files]))
    for name, rows in files.items():
        write_book(project.folder / name, {"s": [columns, *rows]})
    return project, import_project(project)


def test_a_submission_that_two_exports_repeat_to_the_cell_comes_in_once(mini_project, write_book):
    files = {"2017.xlsx": [ROW], "2018.xlsx": [ROW, ["a2", *ROW[1:]]]}
    project, report = imported(mini_project, write_book, "activites", ACTIVITY, files)
    assert project.table("activites", "interne")["id"].to_list() == ["a1", "a2"]
    assert len(report.faults) == 0
    assert all(account.balances for account in report.accounts)


def test_one_organisation_scored_twice_in_two_files_is_for_a_person_to_settle(
    mini_project, write_book
):
    row = ["O1", "Alafia", "comité", "finale", "2018-02-10", "gestion"]
    files = {"a.xlsx": [[*row, 2]], "b.xlsx": [[*row, 4]]}
    project, report = imported(mini_project, write_book, "organisations", ORGANISATION, files)
    assert len(project.table("organisations", "interne")) == 0
    assert [account.quarantined for account in report.accounts] == [1, 1]


def test_what_a_workshop_participant_refused_is_not_stored(mini_project, write_book):
    columns = ["id", "seance", "region", "categorie", "objectif", "nature", "texte", "consentement"]
    said = ["debat", "gao", "jeune", "R1", "force"]
    files = {"atelier.xlsx": [["C1", *said, "permis", "interne"], ["C2", *said, "refusé", "aucun"]]}
    project, _ = imported(mini_project, write_book, "contributions", columns, files)
    stored = pq.read_table(project.tables_folder / "contributions.parquet")
    assert stored["texte"].to_pylist() == ["permis", None]


@pytest.mark.parametrize("content", ["", "a,b\n" + "z" * 140_000 + ",2\n"], ids=["empty", "long"])
def test_a_csv_that_cannot_be_read_is_named_while_the_others_come_in(
    mini_project, write_book, content
):
    imports = [mapping("x.csv", "cas", ["id"]), mapping("ok.xlsx", "activites", ACTIVITY)]
    project = open_project(mini_project(imports=imports))
    (project.folder / "x.csv").write_text(content)
    write_book(project.folder / "ok.xlsx", {"s": [ACTIVITY, ROW]})
    report = import_project(project)
    assert [name.partition(" ")[0] for name in report.failed] == ["x.csv"]
    assert report.rows == {"activites": 1}


@pytest.mark.parametrize("written", ["2017-03-011", "12/03/2017 ou 13/03/2017"])
def test_a_day_with_something_after_it_is_not_guessed(mini_project, write_book, written):
    files = {"a.xlsx": [["a1", written, *ROW[2:]]]}
    _, report = imported(mini_project, write_book, "activites", ACTIVITY, files)
    assert report.faults["raison"].to_list() == ["date illisible"]
