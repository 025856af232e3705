import json

import pandas as pd
import pyarrow.parquet as pq
import pytest
from lecons.intake.load import import_project
from lecons.intake.quarantine_book import book_name
from lecons.project import open_project
from openpyxl import load_workbook

ACTIVITY_COLUMNS = ["id", "date", "commune", "resultat", "type", "hommes", "femmes", "jeunes"]
ACTIVITIES = [
    ["a1", "2017-03-01", "Alafia", "R1", "session_mediation", 5, 3, 2],
    ["a2", "2017-03-02", "Alafia", "R1", "session_mediation", 4, 4, 1],
    ["a3", "hier", "Alafia", "R1", "reunion", 4, 4, 1],
    [None] * 8,
    ["a2", "2017-03-02", "Alafia", "R1", "session_mediation", 4, 4, 1],
]
CASE_COLUMNS = ["id", "id_activite", "date_signalement", "commune", "type_conflit", "issue"]
CASES = [
    ["c1", "a1", "2017-03-01", "Alafia", "eau", "regle"],
    ["c2", "a3", "2017-03-01", "Alafia", "eau", "echec"],
    ["c3", "a9", "2017-03-01", "Alafia", "terre", "regle"],
    ["c4", "a2", "2017-03-01", "Alafia", "bornage", "regle"],
]
PEOPLE_COLUMNS = ["id", "date", "commune", "resultat", "acteur", "texte", "consentement"]
PEOPLE_COLUMNS += ["retrait_le"]
PEOPLE = [
    ["T1", "2017-05-01", "Alafia", "R1", "jeune", "RécitPermis", "citation_anonyme", None],
    ["T2", "2017-05-01", "Alafia", "R1", "jeune", "RécitRefusé", "aucun", None],
    ["T3", "2017-05-01", "Alafia", "R1", "jeune", "RécitRetiré", "interne", "2017-06-01"],
    ["T4", "2017-05-01", "Alafia", "R1", "jeune", "RécitSansRéponse", None, None],
    ["T5", "2017-05-01", "Alafia", "R1", "jeune", "RécitMalNoté", "oui", None],
    ["T6", "2017-05-01", "Alafia", "R1", "jeune", "RécitDouteux", "interne", "en juin"],
]
CODES = "code,libelle_fr,libelle_en,famille,definition\npaix,Paix,Peace,theme,On parle de paix.\n"
SEGMENT_COLUMNS = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut", "memo"]
SEGMENT_COLUMNS += ["extrait_public"]
SEGMENTS = [
    ["S1", "T1", 0, 5, "paix", "codeuse_1", "valide", "MémoPermis", "PassagePermis"],
    ["S2", "T2", 0, 5, "paix", "codeuse_1", "valide", "MémoRefusé", "PassageRefusé"],
    ["S3", "T3", 0, 5, "paix", "codeuse_1", "valide", "MémoRetiré", "PassageRetiré"],
    ["S4", "T9", 0, 5, "paix", "codeuse_1", "valide", None, None],
    ["S5", "T1", 0, 5, "guerre", "codeuse_1", "valide", None, None],
]


def file(name, **sheets):
    kind = "csv" if name.endswith(".csv") else "excel"
    mappings = []
    for table, columns in sheets.items():
        one = {"table": table, "colonnes": {column: column for column in columns}}
        mappings.append(one if kind == "csv" else {**one, "feuille": table})
    return {"fichier": name, "forme": kind, "feuilles": mappings}


IMPORTS = [
    file("codes.csv", livre_de_codes=["code", "libelle_fr", "libelle_en", "famille", "definition"]),
    file("brut/terrain.xlsx", activites=ACTIVITY_COLUMNS, cas=CASE_COLUMNS),
    file("brut/recits.xlsx", temoignages=PEOPLE_COLUMNS, segments=SEGMENT_COLUMNS),
]


@pytest.fixture
def field(mini_project, write_book):
    """A miniature project with mistakes of all kinds in its three files, ready to be imported."""
    project = open_project(mini_project(imports=IMPORTS))
    (project.folder / "codes.csv").write_text(CODES, encoding="utf-8")
    write_book(
        project.folder / "brut" / "terrain.xlsx",
        {"activites": [ACTIVITY_COLUMNS, *ACTIVITIES], "cas": [CASE_COLUMNS, *CASES]},
    )
    write_book(
        project.folder / "brut" / "recits.xlsx",
        {"temoignages": [PEOPLE_COLUMNS, *PEOPLE], "segments": [SEGMENT_COLUMNS, *SEGMENTS]},
    )
    return project


def ids(project, table):
    return project.table(table, "interne")["id"].to_list()


def told(report, column):
    found = report.faults[report.faults["colonne"] == column]
    return sorted(zip(found["ligne"], found["trouvé"], found["raison"], strict=True))


def test_every_account_balances(field):
    report = import_project(field)
    counts = {
        a.table: (a.read, a.kept, a.quarantined, sum(a.set_aside.values())) for a in report.accounts
    }
    assert counts == {
        "livre_de_codes": (1, 1, 0, 0),
        "activites": (5, 2, 1, 2),
        "cas": (4, 1, 3, 0),
        "temoignages": (6, 3, 3, 0),
        "segments": (5, 3, 2, 0),
    }
    assert all(account.balances for account in report.accounts)
    assert report.rows == {table: kept for table, (_, kept, _, _) in counts.items()}
    assert not report.partial


def test_what_was_set_aside_is_told_by_reason(field):
    account = import_project(field).accounts[1]
    assert account.set_aside == {"ligne vide": 1, "copie exacte d’une autre ligne": 1}


def test_only_sound_rows_are_stored(field):
    import_project(field)
    assert ids(field, "activites") == ["a1", "a2"]
    assert ids(field, "cas") == ["c1"]
    assert ids(field, "segments") == ["S1", "S2", "S3"]


def test_a_broken_reference_is_quarantined_with_its_place(field):
    report = import_project(field)
    reason = "ligne liée absente ou en quarantaine"
    assert told(report, "id_activite") == [(3, "a3", reason), (4, "a9", reason)]
    assert told(report, "id_temoignage") == [(5, "T9", reason)]
    assert told(report, "code") == [(6, "guerre", reason)]


def test_each_fault_names_file_sheet_row_and_column(field):
    report = import_project(field)
    found = report.faults[report.faults["trouvé"] == "hier"].to_dict("records")
    assert found == [
        {
            "fichier": "brut/terrain.xlsx",
            "feuille": "activites",
            "ligne": 4,
            "colonne": "date",
            "trouvé": "hier",
            "attendu": "AAAA-MM-JJ ou JJ/MM/AAAA",
            "raison": "date illisible",
            "suite": "ligne en quarantaine",
        }
    ]


def test_each_file_has_a_quarantine_workbook_with_every_fault_of_it(field):
    report = import_project(field)
    told = {}
    for file in ("brut/terrain.xlsx", "brut/recits.xlsx"):
        sheet = load_workbook(field.quarantine_folder / book_name(file)).worksheets[0]
        mine = report.faults[report.faults["fichier"] == file]
        assert sheet.max_row == 2 + len(mine)
        told[file] = {row[4].value for row in sheet.iter_rows(min_row=3)}
    assert told["brut/terrain.xlsx"] >= {"hier", "a9", "bornage"}
    assert told["brut/recits.xlsx"] >= {"oui", "en juin"}
    assert sorted(path.name for path in field.quarantine_folder.iterdir()) == [
        "brut__recits.xlsx",
        "brut__terrain.xlsx",
    ]


def test_the_journal_repeats_the_accounts(field):
    report = import_project(field)
    journal = json.loads((field.tables_folder / "journal.json").read_text(encoding="utf-8"))
    assert [(one["table"], one["read"], one["kept"]) for one in journal["comptes"]] == [
        (a.table, a.read, a.kept) for a in report.accounts
    ]
    assert sum(journal["raisons"].values()) == len(report.faults)
    assert journal["lignes"]["activites"] == 2
    assert journal["echecs"] == {}


def test_a_stored_row_leads_back_to_its_cell(field):
    import_project(field)
    row = field.table("activites", "interne").iloc[1]
    assert (row["source_fichier"], row["source_feuille"], row["source_ligne"]) == (
        "brut/terrain.xlsx",
        "activites",
        3,
    )


def stored_words(project, table):
    """All that a stored file holds, as bytes and, because bytes are compressed, as cells."""
    path = project.tables_folder / f"{table}.parquet"
    return path.read_bytes() + pq.read_table(path).to_pandas().to_csv().encode()


def test_words_of_people_who_refused_or_withdrew_are_not_stored(field):
    import_project(field)
    stored = stored_words(field, "temoignages")
    assert "RécitPermis".encode() in stored
    for word in ("Refusé", "Retiré", "SansRéponse", "MalNoté", "Douteux"):
        assert f"Récit{word}".encode() not in stored
    assert ids(field, "temoignages") == ["T1", "T2", "T3"]


@pytest.mark.parametrize("word", ["PassageRefusé", "PassageRetiré", "MémoRefusé", "MémoRetiré"])
def test_passages_of_people_who_refused_or_withdrew_are_not_stored(field, word):
    import_project(field)
    stored = stored_words(field, "segments")
    assert "MémoPermis".encode() in stored
    assert word.encode() not in stored


def test_a_passage_typed_beside_a_segment_is_not_stored_to_be_quoted(field):
    import_project(field)
    assert b"PassagePermis" not in stored_words(field, "segments")


def test_no_account_of_a_quarantined_testimony_is_told_in_quarantine_or_journal(field):
    report = import_project(field)
    journal = (field.tables_folder / "journal.json").read_text(encoding="utf-8")
    assert {"oui", "en juin"} <= set(report.faults["trouvé"])
    assert "Récit" not in report.faults.to_csv() + journal


def test_an_unreadable_workbook_is_named_while_the_others_come_in(field):
    (field.folder / "brut" / "terrain.xlsx").write_text("abîmé")
    report = import_project(field)
    assert report.partial
    assert list(report.failed) == ["brut/terrain.xlsx"]
    assert report.failed["brut/terrain.xlsx"].startswith("terrain.xlsx : classeur illisible")
    assert ids(field, "temoignages") == ["T1", "T2", "T3"]
    assert all(account.balances for account in report.accounts)
    journal = json.loads((field.tables_folder / "journal.json").read_text(encoding="utf-8"))
    assert list(journal["echecs"]) == ["brut/terrain.xlsx"]


def test_a_table_whose_file_became_unreadable_keeps_its_earlier_version(field):
    import_project(field)
    before = (field.tables_folder / "activites.parquet").read_bytes()
    (field.folder / "brut" / "terrain.xlsx").write_text("abîmé")
    report = import_project(field)
    assert "activites" not in report.rows
    assert (field.tables_folder / "activites.parquet").read_bytes() == before
    assert ids(field, "activites") == ["a1", "a2"]
    assert ids(field, "cas") == ["c1"]


def test_references_to_a_table_that_did_not_come_in_are_not_called_broken(field, write_book):
    import_project(field)
    write_book(field.folder / "brut" / "terrain.xlsx", {"cas": [CASE_COLUMNS, CASES[0], CASES[2]]})
    report = import_project(field)
    assert list(report.failed) == ["brut/terrain.xlsx · activites"]
    assert "la feuille « activites » manque" in report.failed["brut/terrain.xlsx · activites"]
    assert ids(field, "cas") == ["c1", "c3"]
    assert ids(field, "activites") == ["a1", "a2"]


def test_a_missing_column_loses_its_sheet_only(field, write_book):
    without = [row[:-1] for row in [CASE_COLUMNS, *CASES]]
    write_book(
        field.folder / "brut" / "terrain.xlsx",
        {"activites": [ACTIVITY_COLUMNS, *ACTIVITIES], "cas": without},
    )
    report = import_project(field)
    assert list(report.failed) == ["brut/terrain.xlsx · cas"]
    assert (
        "feuille « cas » : la colonne « issue » manque" in report.failed["brut/terrain.xlsx · cas"]
    )
    assert ids(field, "activites") == ["a1", "a2"]


def test_importing_again_gives_the_same_tables(field):
    import_project(field)
    names = sorted(path.name for path in field.tables_folder.iterdir())
    first = {name: (field.tables_folder / name).read_bytes() for name in names}
    import_project(field)
    assert {p.name: p.read_bytes() for p in field.tables_folder.iterdir()} == first
    assert not [name for name in names if name.endswith(".part")]


def test_one_identifier_in_two_files_goes_out_of_both(mini_project, write_book):
    names = ("brut/2017.xlsx", "brut/2018.xlsx")
    project = open_project(
        mini_project(imports=[file(name, activites=ACTIVITY_COLUMNS) for name in names])
    )
    for name, changed in zip(names, (5, 6), strict=True):
        rows = [["a1", *ACTIVITIES[0][1:5], changed, 3, 2], [f"id {name}", *ACTIVITIES[0][1:]]]
        write_book(project.folder / name, {"activites": [ACTIVITY_COLUMNS, *rows]})
    report = import_project(project)
    assert [(a.kept, a.quarantined, a.balances) for a in report.accounts] == [(1, 1, True)] * 2
    assert ids(project, "activites") == [f"id {name}" for name in names]
    assert told(report, "id") == [(2, "a1", "même identifiant, contenu différent")] * 2


@pytest.mark.parametrize(
    ("men", "women", "youth", "kept"),
    [(5, 3, 8, 1), (5, 3, 9, 0), (0, 0, 1, 0), (None, None, None, 1)],
)
def test_more_young_people_than_people_is_impossible(
    mini_project, write_book, men, women, youth, kept
):
    project = open_project(mini_project(imports=[file("a.xlsx", activites=ACTIVITY_COLUMNS)]))
    row = [*ACTIVITIES[0][:5], men, women, youth]
    write_book(project.folder / "a.xlsx", {"activites": [ACTIVITY_COLUMNS, row]})
    report = import_project(project)
    assert report.rows["activites"] == kept
    found = [(2, str(youth), "valeur impossible")] if not kept else []
    assert told(report, "jeunes") == found


def test_young_people_are_not_too_many_where_the_others_were_not_counted(mini_project, write_book):
    # women were not counted: nothing says that 9 young people out of 5 men and … are too many
    project = open_project(mini_project(imports=[file("a.xlsx", activites=ACTIVITY_COLUMNS)]))
    row = [*ACTIVITIES[0][:5], 5, None, 9]
    write_book(project.folder / "a.xlsx", {"activites": [ACTIVITY_COLUMNS, row]})
    assert import_project(project).rows["activites"] == 1


def test_one_fraction_of_a_person_does_not_stop_the_import(field, write_book):
    rows = [[*ACTIVITIES[0][:5], 2.5, 3, 1], ACTIVITIES[1]]
    write_book(
        field.folder / "brut" / "terrain.xlsx",
        {"activites": [ACTIVITY_COLUMNS, *rows], "cas": [CASE_COLUMNS]},
    )
    report = import_project(field)
    assert ids(field, "activites") == ["a2"]
    assert [row for row, _, _ in told(report, "hommes")] == [2]


def test_a_table_emptied_in_its_file_is_emptied_in_the_store(field, write_book):
    import_project(field)
    write_book(
        field.folder / "brut" / "terrain.xlsx",
        {"activites": [ACTIVITY_COLUMNS], "cas": [CASE_COLUMNS]},
    )
    report = import_project(field)
    assert report.rows["activites"] == 0
    assert len(field.table("activites", "interne")) == 0


def test_a_project_without_any_import_gives_an_empty_account(mini_project):
    report = import_project(open_project(mini_project()))
    assert (report.accounts, len(report.faults), report.rows) == ([], 0, {})
    assert not report.partial


def test_the_name_of_each_file_is_told_as_it_is_read(field):
    names = []
    import_project(field, names.append)
    assert names == ["codes.csv", "brut/terrain.xlsx", "brut/recits.xlsx"]


def test_day_columns_are_stored_as_days(field):
    import_project(field)
    assert field.table("activites", "interne")["date"].to_list() == [
        pd.Timestamp("2017-03-01"),
        pd.Timestamp("2017-03-02"),
    ]


def test_a_passage_that_ends_before_it_begins_is_quarantined(mini_project, write_book):
    columns = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut"]
    project = open_project(mini_project(imports=[file("s.xlsx", segments=columns)]))
    row = ["S1", "T1", 8, 3, "c", "x", "valide"]
    write_book(project.folder / "s.xlsx", {"segments": [columns, row]})
    report = import_project(project)
    assert report.rows["segments"] == 0
    assert report.faults[["ligne", "colonne", "raison"]].to_numpy().tolist() == [
        [2, "fin", "valeur impossible"]
    ]
