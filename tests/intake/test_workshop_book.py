"""The workbook into which the paper of the workshop is typed: written, filled in, brought back."""

import pytest
from lecons.intake.load import import_project
from lecons.intake.workshop_book import LISTS, README, SHEETS, import_line, write_workshop_book
from lecons.language import Language
from lecons.project import open_project, repository_root
from lecons.store.names import CRITERIA
from lecons.store.schemas import TABLES
from openpyxl import load_workbook

FRENCH = Language("fr")
NAME = "saisie_atelier.xlsx"
DECLARED = {
    "pratiques": [
        {
            "code": "mediation_mixte",
            "numero": "BP-1",
            "resultat": "R1",
            "titre": {"fr": "Médiation"},
        }
    ],
    "recommandations": [
        {
            "id": "REC-1",
            "texte": {"fr": "Faire"},
            "qui": {"fr": "Nous"},
            "quand": {"fr": "Demain"},
            "pratique": "mediation_mixte",
        }
    ],
    "imports": [{"fichier": f"brut/{NAME}", "forme": "atelier"}],
}


def typed_columns(table):
    """The columns that a person types: a reviewed text is written elsewhere."""
    return [one for one in TABLES[table].to_schema().columns if one != "texte_public"]


SCORE = ["A01", "gao", "jeune", "H", "18-35", "mediation_mixte", "4", "5", None, "3", "2", "Du riz"]
PRIORITY = ["A01", "gao", "jeune", "REC-1", "5", "4"]
SAID = [
    "C01", "debat", "gao", "femme", "R1", "contournement", "mediation_mixte", "reserve",
    "Nous avons marché", "interne",
]  # fmt: skip


@pytest.fixture
def folder(mini_project):
    return mini_project(**DECLARED)


@pytest.fixture
def written(folder):
    """Write the workbook, add typed rows by sheet, import; answers the report of the import."""

    def fill(**rows):
        project = open_project(folder)
        path = write_workshop_book(project, FRENCH, folder / "brut" / NAME)
        book = load_workbook(path)
        for sheet, typed in rows.items():
            for row in typed:
                book[sheet].append(row)
        book.save(path)
        return project, import_project(project)

    return fill


def rows_of(project, table):
    columns = typed_columns(table)
    frame = project.table(table, "interne")[columns].astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


def test_what_is_typed_comes_back_as_it_was_without_a_mapping(written):
    project, report = written(Notes=[SCORE], Priorités=[PRIORITY], Contributions=[SAID])
    assert not report.failed
    assert len(report.faults) == 0
    scores = [int(one) if isinstance(one, str) and one.isdigit() else one for one in SCORE]
    assert rows_of(project, "appreciations") == [scores]
    assert rows_of(project, "priorites") == [[*PRIORITY[:4], 5, 4]]
    assert rows_of(project, "contributions") == [SAID]


def test_a_workbook_that_nobody_filled_in_brings_no_row_and_fails_nothing(written):
    project, report = written()
    assert not report.partial
    assert {table: report.rows[table] for table in SHEETS.values()} == dict.fromkeys(
        SHEETS.values(), 0
    )
    assert [account.read for account in report.accounts] == [0, 0, 0]
    assert len(project.table("appreciations", "interne")) == 0


WRONG = [
    ("Notes", SCORE, "region", "mopti", "valeur hors de la liste"),
    ("Notes", SCORE, "pertinence", "7", "valeur impossible"),
    ("Notes", SCORE, "pratique", "mediation", "valeur hors de la liste"),
    ("Notes", SCORE, "categorie", "chef", "valeur hors de la liste"),
    ("Priorités", PRIORITY, "recommandation", "REC-9", "valeur hors de la liste"),
    ("Contributions", SAID, "objectif", "R7", "valeur hors de la liste"),
    ("Contributions", SAID, "nature", "avis", "valeur hors de la liste"),
]


def test_each_wrong_value_goes_to_quarantine_with_its_reason(written):
    typed = {sheet: [] for sheet in SHEETS}
    expected = set()
    for number, (sheet, row, column, value, reason) in enumerate(WRONG):
        columns = typed_columns(SHEETS[sheet])
        # each row has a number of its own: none is a copy of another
        cells = dict(zip(columns, [f"B{number}", *row[1:]], strict=True)) | {column: value}
        typed[sheet].append(list(cells.values()))
        expected.add((sheet, len(typed[sheet]) + 1, column, value, reason))
    typed["Notes"].append(SCORE)
    project, report = written(**typed)
    found = report.faults[["feuille", "ligne", "colonne", "trouvé", "raison"]]
    assert set(found.itertuples(index=False, name=None)) == expected
    assert len(found) == len(WRONG)
    assert all(account.balances for account in report.accounts)
    assert list(project.table("appreciations", "interne")["id_participant"]) == ["A01"]


def test_a_practice_of_the_codebook_of_the_same_import_is_known(folder, mini_project, written):
    header = (
        "code,libelle_fr,libelle_en,famille,parent,resultat,definition,inclusion,exclusion,exemple"
    )
    (folder / "codage").mkdir()
    (folder / "codage" / "livre_de_codes.csv").write_text(
        f"{header}\ntontine,Tontines,,pratique,,R1,,,,\n", encoding="utf-8"
    )
    book = {
        "fichier": "codage/livre_de_codes.csv",
        "forme": "csv",
        "feuilles": [
            {"table": "livre_de_codes", "colonnes": {one: one for one in header.split(",")}}
        ],
    }
    mini_project(**{**DECLARED, "imports": [book, *DECLARED["imports"]]})
    project, report = written(Notes=[[*SCORE[:5], "tontine", *SCORE[6:]]])
    assert len(report.faults) == 0
    assert list(project.table("appreciations", "interne")["pratique"]) == ["tontine"]


def test_a_sheet_that_was_taken_out_is_named(written, folder):
    project, _ = written(Notes=[SCORE])
    book = load_workbook(folder / "brut" / NAME)
    del book["Priorités"]
    book.save(folder / "brut" / NAME)
    report = import_project(project)
    assert "la feuille « Priorités » manque" in report.failed[f"brut/{NAME} · priorites"]
    assert len(project.table("appreciations", "interne")) == 1


def test_the_sheets_have_the_headers_of_the_tables_and_no_row(folder, tmp_path):
    book = load_workbook(write_workshop_book(open_project(folder), FRENCH, tmp_path / NAME))
    assert book.sheetnames == [README, *SHEETS, LISTS]
    for sheet, table in SHEETS.items():
        assert [cell.value for cell in book[sheet][1]] == typed_columns(table)
        assert book[sheet].max_row == 1


def test_each_coded_column_offers_the_codes_of_the_project_as_text(folder, tmp_path):
    book = load_workbook(write_workshop_book(open_project(folder), FRENCH, tmp_path / NAME))
    listed = {column[0].value: [c.value for c in column[1:] if c.value] for column in book[LISTS]
              .iter_cols()}  # fmt: skip
    assert listed["pratique"] == ["mediation_mixte"]
    assert listed["recommandation"] == ["REC-1"]
    assert listed["tranche_age"] == ["18-35", "36-59", "60+"]
    assert listed["note"] == ["1", "2", "3", "4", "5"]
    for sheet, table in SHEETS.items():
        offered = {
            book[sheet].cell(1, area.min_col).value: one.formula1
            for one in book[sheet].data_validations.dataValidation
            for area in one.sqref.ranges
        }
        free = {"id", "id_participant", "texte", "condition"}
        assert set(offered) == set(typed_columns(table)) - free
        assert all(formula.startswith(f"={LISTS}!$") for formula in offered.values())
        # Excel would make a date of 18-35
        assert {one.number_format for one in book[sheet].column_dimensions.values()} == {"@"}
    assert set(CRITERIA) <= {cell.value for cell in book["Notes"][1]}


def test_the_page_that_explains_has_an_example_the_codes_and_the_line_to_paste(folder, tmp_path):
    book = load_workbook(write_workshop_book(open_project(folder), FRENCH, tmp_path / NAME))
    told = {row[0].value: row[1].value for row in book[README].iter_rows() if row[1].value}
    assert told["id_participant"].startswith("A000")
    assert told["mediation_mixte"] == "Médiation"
    everything = [cell.value for row in book[README].iter_rows() for cell in row]
    assert f"- {import_line(NAME)}" in everything


def test_a_project_with_nothing_to_score_has_its_workbook_all_the_same(mini_project, tmp_path):
    path = write_workshop_book(open_project(mini_project()), FRENCH, tmp_path / NAME)
    notes = load_workbook(path)["Notes"]
    assert len(notes.data_validations.dataValidation) == 4 + len(CRITERIA)


def test_the_same_project_gives_the_same_bytes(folder, tmp_path):
    project = open_project(folder)
    one, two = (write_workshop_book(project, FRENCH, tmp_path / n) for n in ("a.xlsx", "b.xlsx"))
    assert one.read_bytes() == two.read_bytes()


def test_the_workbook_of_the_demonstration_comes_in_the_same_way():
    """Its sheets have these names and these headers."""
    book = load_workbook(repository_root() / "data" / "3p-amss" / "brut" / "atelier_bamako.xlsx")
    for sheet, table in SHEETS.items():
        assert [cell.value for cell in book[sheet][1]] == typed_columns(table)
