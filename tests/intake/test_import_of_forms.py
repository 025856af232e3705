"""Exports of forms brought into a project: versions, repeats of repeats, withdrawals, follow-up."""

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest
from lecons.intake.load import import_project
from lecons.project import open_project
from openpyxl import load_workbook

META = ["_id", "_uuid", "_submission_time", "_index"]
EARLY, LATE = "2017-06-01T10:00:00", "2017-06-09T10:00:00"
ACTIVITY = ["ident/date_activite", "ident/commune", "ident/resultat", "ident/type_activite"]
ACTIVITY += ["presence/hommes", "presence/femmes", *META]
CASE = ["cas/id", "cas/date_signalement", "cas/type_conflit", "cas/issue"]
LINKS = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
FORM = [
    ["type", "name", "label::Français (fr)", "label::English (en)"],
    ["text", "lieu", "Lieu", "Place"],
    ["begin repeat", "cas", "Cas", "Cases"],
    ["text", "type", "Type de conflit", "Type of conflict"],
    ["begin repeat", "parties", "Parties", "Parties"],
    ["text", "nom", "Nom", "Name"],
    ["end repeat"],
    ["end repeat"],
]


def activity(
    number, day="2017-05-30", *, hommes=4, sent=EARLY, uuid=None, kind="session_mediation"
):
    told = [day, "ML060101", "R1", kind, hommes, 3]
    return [*told, 100 + number, uuid or f"u{number}", sent, number]


def case(name, number, index=1, issue="regle", uuid=None):
    told = [name, "2017-05-30", "eau", issue]
    return [*told, index, "Fiche activité", number, 100 + number, uuid or f"u{number}"]


def activities_book(*rows, cases=()):
    return {
        "Fiche activité": [ACTIVITY, *rows],
        "cas": [[*CASE, *LINKS], *cases],
        "formation": [["formation/id_personne", *LINKS]],
    }


def followed(*visits):
    columns = ["id_cas", "date", "echeance", "etat", "note", *META]
    rows = [[*visit, "", 900 + at, f"v{at}", EARLY, at] for at, visit in enumerate(visits, 1)]
    return {"Suivi": [columns, *rows]}


def brought_in(mini_project, write_book, imports, files):
    folder = mini_project(
        imports=imports,
        acteurs={"jeune": {"fr": "jeune"}},
    )
    project = open_project(folder)
    for name, sheets in files.items():
        write_book(project.folder / name, sheets)
    report = import_project(project)
    assert report.failed == {}
    assert [one for one in report.accounts if not one.balances] == []
    return project, report


def table(project, name):
    return project.table(name, "interne")


def aside(report, file, of):
    (account,) = [one for one in report.accounts if (one.file, one.table) == (file, of)]
    return account.set_aside


# --- one of our forms -------------------------------------------------------------------------------


OURS = [{"fichier": "brut/activites_*.xlsx", "formulaire": "activite"}]


def test_an_old_export_of_our_form_comes_in_with_no_mapping(mini_project, write_book):
    book = activities_book(activity(1), cases=[case("CAS-1", 1)])
    project, report = brought_in(mini_project, write_book, OURS, {"brut/activites_1.xlsx": book})
    assert report.rows == {"activites": 1, "cas": 1, "formations": 0}
    (row,) = table(project, "activites").itertuples()
    assert (row.id, row.commune, row.hommes, row.femmes) == ("u1", "ML060101", 4, 3)
    (one,) = table(project, "cas").itertuples()
    assert (one.id, one.id_activite, one.commune, one.issue) == ("CAS-1", "u1", "ML060101", "regle")
    assert len(report.faults) == 0


def test_an_export_of_our_form_in_labels_gives_the_same_rows(mini_project, write_book):
    columns = ["L’activité/Jour de l’activité", "L’activité/Commune"]
    columns += ["L’activité/Résultat(s) du projet que l’activité vise"]
    columns += ["L’activité/Résultat(s) du projet que l’activité vise/R1 – Moins de conflits"]
    columns += ["L’activité/Type d’activité", "Les présents et les moyens/Nombre d’hommes présents"]
    row = ["2017-05-30", "Alafia", "R1 – Moins de conflits", "1", "Session de médiation", "4"]
    book = {"Fiche activité": [[*columns, *META], [*row, 101, "u1", EARLY, 1]]}
    book["cas"] = [[*CASE, *LINKS]]
    book["formation"] = [["formation/id_personne", *LINKS]]
    project, _ = brought_in(mini_project, write_book, OURS, {"brut/activites_1.xlsx": book})
    (one,) = table(project, "activites").itertuples()
    assert (one.commune, one.resultat, one.type, one.hommes) == (
        "ML060101",
        "R1",
        "session_mediation",
        4,
    )


def test_the_same_submission_in_two_exports_is_one_row_with_its_cases(mini_project, write_book):
    book = activities_book(activity(1), cases=[case("CAS-1", 1)])
    more = activities_book(activity(1), activity(2, kind="reunion"), cases=[case("CAS-1", 1)])
    files = {"brut/activites_1.xlsx": book, "brut/activites_2.xlsx": more}
    project, report = brought_in(mini_project, write_book, OURS, files)
    assert table(project, "activites")["id"].to_list() == ["u1", "u2"]
    assert table(project, "cas")["id"].to_list() == ["CAS-1"]
    first = "brut/activites_1.xlsx"
    assert aside(report, first, "activites") == {"copie d’une soumission déjà lue": 1}
    assert aside(report, first, "cas") == {"groupe d’une soumission déjà lue": 1}
    assert report.replaced == []
    assert len(report.faults) == 0


def test_a_corrected_version_wins_and_the_cases_of_the_old_one_do_not_linger(
    mini_project, write_book
):
    old = activities_book(activity(1), cases=[case("CAS-1", 1), case("CAS-2", 1, 2)])
    new = activities_book(activity(1, hommes=9, sent=LATE), cases=[case("CAS-1", 1, issue="echec")])
    files = {"brut/activites_1.xlsx": old, "brut/activites_2.xlsx": new}
    project, report = brought_in(mini_project, write_book, OURS, files)
    assert table(project, "activites")["hommes"].to_list() == [9]
    cases = table(project, "cas")
    assert list(zip(cases["id"], cases["issue"], strict=True)) == [("CAS-1", "echec")]
    assert aside(report, "brut/activites_1.xlsx", "cas") == {"groupe d’une version remplacée": 2}
    journal = json.loads((project.tables_folder / "journal.json").read_text("utf-8"))
    assert journal["remplacees"] == [
        {
            "uuid": "u1",
            "old": "brut/activites_1.xlsx, feuille « Fiche activité », ligne 2",
            "new": "brut/activites_2.xlsx, feuille « Fiche activité », ligne 2",
        }
    ]


def test_a_submission_edited_on_the_server_does_not_count_twice(mini_project, write_book):
    # KoboToolbox gives a new _uuid at each edit and keeps _id (kobotoolbox/kobocat#572)
    old = activities_book(activity(1), cases=[case("CAS-1", 1)])
    new = activities_book(
        activity(1, hommes=9, uuid="u1-corrigee"), cases=[case("CAS-1", 1, uuid="u1-corrigee")]
    )
    files = {"brut/activites_1.xlsx": old, "brut/activites_2.xlsx": new}
    project, _ = brought_in(mini_project, write_book, OURS, files)
    assert table(project, "activites")["hommes"].to_list() == [9]
    assert table(project, "cas")["id"].to_list() == ["CAS-1"]


def test_a_case_corrected_inside_its_submission_is_the_one_that_stays(mini_project, write_book):
    old = activities_book(activity(1), cases=[case("CAS-1", 1, issue="en_cours")])
    new = activities_book(activity(1), cases=[case("CAS-1", 1, issue="regle")])
    files = {"brut/activites_1.xlsx": old, "brut/activites_2.xlsx": new}
    project, report = brought_in(mini_project, write_book, OURS, files)
    assert table(project, "cas")["issue"].to_list() == ["regle"]
    assert len(report.replaced) == 1


def test_a_rejected_submission_stays_out_with_its_cases_in_every_export(mini_project, write_book):
    book = activities_book(activity(1), activity(2), cases=[case("CAS-1", 1), case("CAS-2", 2)])
    book["Fiche activité"] = [
        [*row, said]
        for row, said in zip(
            book["Fiche activité"], ["_validation_status", "Not Approved", "Approved"], strict=True
        )
    ]
    project, report = brought_in(mini_project, write_book, OURS, {"brut/activites_1.xlsx": book})
    assert table(project, "activites")["id"].to_list() == ["u2"]
    assert table(project, "cas")["id"].to_list() == ["CAS-2"]
    assert aside(report, "brut/activites_1.xlsx", "cas") == {"groupe d’une soumission rejetée": 1}


def test_an_export_without_its_repeat_sheets_is_named_and_its_activities_come(
    mini_project, write_book
):
    folder = mini_project(imports=OURS)
    project = open_project(folder)
    book = activities_book(activity(1))
    write_book(folder / "brut/activites_1.xlsx", {"Fiche activité": book["Fiche activité"]})
    report = import_project(project)
    assert report.rows["activites"] == 1
    assert sorted(report.failed) == [
        "brut/activites_1.xlsx · cas",
        "brut/activites_1.xlsx · formations",
    ]
    assert all(
        "Exportez de nouveau avec tous les groupes" in said for said in report.failed.values()
    )


# --- repeats of repeats -----------------------------------------------------------------------------


def nested(uuid, *, cases, parties, sent=EARLY, number=7):
    """A book of one submission: `cases` types, `parties` (case number, name)."""
    links = [number, uuid]
    return {
        "Fiche": [["lieu", *META], ["Alafia", number, uuid, sent, 1]],
        "cas": [
            ["cas/type", *LINKS],
            *([kind, at, "Fiche", 1, *links] for at, kind in enumerate(cases, 1)),
        ],
        "parties": [
            ["cas/parties/nom", *LINKS],
            *([name, at, "cas", of, *links] for at, (of, name) in enumerate(parties, 1)),
        ],
    }


@pytest.fixture
def with_parties(mini_project, write_book):
    """Import books whose second level of repeats fills `formations`, from three levels."""

    def bring(files):
        imports = [
            {
                "fichier": "brut/n_*.xlsx",
                "formulaire": "formulaires/n.xlsx",
                "feuilles": [
                    {
                        "feuille": "cas/parties",
                        "table": "formations",
                        "colonnes": {
                            "id": "_cle",
                            "id_activite": "parent.parent._uuid",
                            "id_personne": "cas/parties/nom",
                            "organisation": "parent.parent.lieu",
                            "sexe": "parent.cas/type",
                        },
                        "valeurs": {"sexe": {"eau": "F", "terre": "H"}},
                    }
                ],
            }
        ]
        project = open_project(mini_project(imports=imports))
        write_book(project.folder / "formulaires/n.xlsx", {"survey": FORM})
        for name, book in files.items():
            write_book(project.folder / name, book)
        report = import_project(project)
        assert report.failed == {}
        assert all(account.balances for account in report.accounts)
        rows = table(project, "formations")
        told = ["id", "id_activite", "id_personne", "organisation", "sexe"]
        return rows[told].to_numpy().tolist(), report

    return bring


def test_a_row_of_the_second_level_takes_columns_from_both_levels_above(with_parties):
    book = nested("u1", cases=["eau", "terre"], parties=[(2, "P1"), (1, "P2"), (2, "P3")])
    rows, report = with_parties({"brut/n_1.xlsx": book})
    assert rows == [
        ["u1/cas[2]/parties[1]", "u1", "P1", "Alafia", "H"],
        ["u1/cas[1]/parties[1]", "u1", "P2", "Alafia", "F"],
        ["u1/cas[2]/parties[2]", "u1", "P3", "Alafia", "H"],
    ]
    assert len(report.faults) == 0


def test_the_name_of_a_row_is_the_same_in_two_exports_where_its_index_is_not(with_parties):
    book = nested("u1", cases=["eau"], parties=[(1, "P1")])
    other = nested("u0", cases=["terre", "terre"], parties=[(1, "P8"), (2, "P9")], number=9)
    both = {
        "Fiche": [*other["Fiche"], ["Alafia", 7, "u1", EARLY, 2]],
        "cas": [*other["cas"], ["eau", 3, "Fiche", 2, 7, "u1"]],
        "parties": [*other["parties"], ["P1", 3, "cas", 3, 7, "u1"]],
    }
    rows, report = with_parties({"brut/n_1.xlsx": book, "brut/n_2.xlsx": both})
    assert sorted(row[0] for row in rows) == [
        "u0/cas[1]/parties[1]",
        "u0/cas[2]/parties[1]",
        "u1/cas[1]/parties[1]",
    ]
    assert len(report.faults) == 0


def test_an_orphan_of_the_second_level_is_quarantined_and_the_others_keep_their_names(
    with_parties,
):
    book = nested("u1", cases=["eau"], parties=[(1, "P1"), (9, "P2")])
    rows, report = with_parties({"brut/n_1.xlsx": book})
    assert [row[0] for row in rows] == ["u1/cas[1]/parties[1]"]
    assert report.faults["raison"].to_list() == ["ligne d’un groupe dont la fiche manque"]


# --- withdrawals ------------------------------------------------------------------------------------


PEOPLE = ["id", "date", "commune", "resultat", "acteur", "texte", "consentement", *META]
WITHDRAWALS = [
    {"fichier": "brut/recits.xlsx", "formulaire": "temoignage"},
    {"fichier": "brut/retraits.xlsx", "formulaire": "retrait"},
]


def people(*numbers):
    told = ["2017-05-01", "ML060101", "R1", "jeune"]
    rows = [
        [one, *told, f"Récit {one}", "interne", 500 + at, f"p{at}", EARLY, at]
        for at, one in enumerate(numbers, 1)
    ]
    return {"Témoignages": [PEOPLE, *rows]}


def withdrawals(*asked):
    columns = ["numero_carte", "id_temoignage", "date", *META]
    rows = [
        [number, number, day, 700 + at, f"r{at}", EARLY, at]
        for at, (number, day) in enumerate(asked, 1)
    ]
    return {"Retrait": [columns, *rows]}


def words(project):
    stored = pq.read_table(project.tables_folder / "temoignages.parquet").to_pylist()
    return {row["id"]: row["texte"] for row in stored}


@pytest.mark.parametrize("day", ["2017-06-15", "en juin", "2031-01-01", None])
@pytest.mark.parametrize("number", ["T-1a2b3c4d", "t-1A2B3C4D", " T-1a2b 3c4d "])
def test_words_that_were_withdrawn_are_not_stored(mini_project, write_book, number, day):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d", "T-99999999"),
        "brut/retraits.xlsx": withdrawals((number, day)),
    }
    project, report = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert words(project) == {"T-1a2b3c4d": None, "T-99999999": "Récit T-99999999"}
    assert "retraits" not in report.notes
    for path in project.tables_folder.iterdir():
        assert "Récit T-1a2b3c4d".encode() not in path.read_bytes()


def test_the_words_withdrawn_are_in_no_quarantine_workbook(mini_project, write_book):
    book = people("T-1a2b3c4d")
    book["Témoignages"][1][2] = "Atlantide"  # a fault of its own: the row is in quarantine
    files = {
        "brut/recits.xlsx": book,
        "brut/retraits.xlsx": withdrawals(("T-1a2b3c4d", "2017-06-15")),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert words(project) == {}
    for path in project.quarantine_folder.rglob("*.xlsx"):
        cells = [str(c) for s in load_workbook(path) for row in s.values for c in row]
        assert not any("Récit T-1a2b3c4d" in cell for cell in cells)


def test_the_withdrawal_says_its_day_where_it_is_known(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d", "T-00000002"),
        "brut/retraits.xlsx": withdrawals(("T-1a2b3c4d", "2017-06-15"), ("T-00000002", "juin ?")),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    days = table(project, "temoignages").set_index("id")["retrait_le"].astype(str).to_dict()
    # a day that cannot be read counts from the day of the testimony
    assert days == {"T-1a2b3c4d": "2017-06-15", "T-00000002": "2017-05-01"}


def test_an_unknown_number_is_said_loudly(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d"),
        "brut/retraits.xlsx": withdrawals(("T-deadbeef", "2017-06-15")),
    }
    project, report = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert words(project) == {"T-1a2b3c4d": "Récit T-1a2b3c4d"}
    (note,) = report.notes["retraits"]
    assert "deadbeef" in note
    assert "n’existe pas" in note
    journal = json.loads((project.tables_folder / "journal.json").read_text("utf-8"))
    assert journal["avis"]["retraits"] == [note]


def test_a_withdrawal_whose_testimony_is_in_quarantine_is_not_called_unknown(
    mini_project, write_book
):
    book = people("T-1a2b3c4d")
    book["Témoignages"][1][2] = "Atlantide"
    files = {
        "brut/recits.xlsx": book,
        "brut/retraits.xlsx": withdrawals(("T-1a2b3c4d", "2017-06-15")),
    }
    _, report = brought_in(mini_project, write_book, WITHDRAWALS, files)
    said = " ".join(report.notes.get("retraits", []))
    assert "ses mots sont encore lus" not in said


def test_a_withdrawal_stands_when_its_file_can_no_longer_be_read(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d"),
        "brut/retraits.xlsx": withdrawals(("T-1a2b3c4d", "2017-06-15")),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    (project.folder / "brut/retraits.xlsx").write_bytes(b"PK\x03\x04coupe")
    report = import_project(project)
    assert "brut/retraits.xlsx" in report.failed
    assert words(project) == {"T-1a2b3c4d": None}


def test_a_quarantined_withdrawal_stands_when_its_file_can_no_longer_be_read(
    mini_project, write_book
):
    # its date was unreadable, so no table holds it: the words must not come back all the same
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d"),
        "brut/retraits.xlsx": withdrawals(("t-1A2B3C4D", "en juin")),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    (project.folder / "brut/retraits.xlsx").write_bytes(b"PK\x03\x04coupe")
    import_project(project)
    assert words(project) == {"T-1a2b3c4d": None}


def test_a_withdrawal_typed_in_small_letters_keeps_its_row(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d"),
        "brut/retraits.xlsx": withdrawals(("t-1A2B3C4D", "2017-06-15")),
    }
    _, report = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert report.rows["retraits"] == 1
    assert len(report.faults) == 0


def test_a_withdrawal_that_is_rejected_at_validation_is_no_withdrawal(mini_project, write_book):
    book = withdrawals(("T-1a2b3c4d", "2017-06-15"))
    book["Retrait"] = [
        [*row, said]
        for row, said in zip(book["Retrait"], ["_validation_status", "Not Approved"], strict=True)
    ]
    files = {"brut/recits.xlsx": people("T-1a2b3c4d"), "brut/retraits.xlsx": book}
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert words(project) == {"T-1a2b3c4d": "Récit T-1a2b3c4d"}


# --- follow-up visits -------------------------------------------------------------------------------


FOLLOWED = [
    {"fichier": "brut/activites_1.xlsx", "formulaire": "activite"},
    {"fichier": "brut/suivis.xlsx", "formulaire": "suivi_mediation"},
]


@pytest.fixture
def visited(mini_project, write_book):
    """The state of CAS-1 and CAS-2 at three months after some visits, and the report."""

    def bring(*visits):
        book = activities_book(activity(1), cases=[case("CAS-1", 1), case("CAS-2", 1, 2)])
        files = {"brut/activites_1.xlsx": book, "brut/suivis.xlsx": followed(*visits)}
        project, report = brought_in(mini_project, write_book, FOLLOWED, files)
        cases = table(project, "cas")
        states = cases.set_index("id")["suivi_3_mois"]
        return {key: None if pd.isna(said) else said for key, said in states.items()}, report

    return bring


def test_a_visit_fills_the_state_of_its_case(visited):
    states, report = visited(("CAS-1", "2017-09-01", "3", "respecte"))
    assert states == {"CAS-1": "respecte", "CAS-2": None}
    assert report.rows["suivis"] == 1


def test_the_latest_visit_of_a_term_counts(visited):
    states, report = visited(
        ("CAS-1", "2017-09-20", "3", "rompu"), ("CAS-1", "2017-09-01", "3", "respecte")
    )
    assert states["CAS-1"] == "rompu"
    assert report.rows["suivis"] == 2


def test_two_visits_of_one_day_that_contradict_each_other_are_quarantined(visited):
    states, report = visited(
        ("CAS-1", "2017-09-01", "3", "rompu"),
        ("CAS-1", "2017-09-01", "3", "respecte"),
        ("CAS-2", "2017-09-01", "3", "respecte"),
    )
    assert states == {"CAS-1": None, "CAS-2": "respecte"}
    assert report.rows["suivis"] == 1
    assert report.faults["raison"].to_list() == ["valeur impossible"] * 2


def test_a_visit_of_an_unknown_case_is_quarantined(visited):
    states, report = visited(("CAS-9", "2017-09-01", "3", "respecte"))
    assert states == {"CAS-1": None, "CAS-2": None}
    assert report.faults["raison"].to_list() == ["ligne liée absente ou en quarantaine"]


def test_a_visit_that_contradicts_the_sheet_of_its_case_is_quarantined(mini_project, write_book):
    book = activities_book(activity(1), cases=[case("CAS-1", 1)])
    book["cas"] = [
        [*row[:4], said, *row[4:]]
        for row, said in zip(book["cas"], ["cas/suivi_3_mois", "rompu"], strict=True)
    ]
    visit = ("CAS-1", "2017-09-01", "3", "respecte")
    files = {"brut/activites_1.xlsx": book, "brut/suivis.xlsx": followed(visit)}
    project, report = brought_in(mini_project, write_book, FOLLOWED, files)
    assert table(project, "cas")["suivi_3_mois"].to_list() == ["rompu"]
    assert report.rows["suivis"] == 0
    assert report.faults["raison"].to_list() == ["valeur impossible"]


# --- exports that pile up: what a newcomer's month brought -------------------------------------------

PILED = [{"fichier": "brut/activites_*.xlsx", "formulaire": "activite"}]


def men(project):
    return project.table("activites", "interne").set_index("id")["hommes"].to_dict()


def test_the_tenth_export_comes_after_the_ninth(mini_project, write_book):
    files = {
        "brut/activites_9.xlsx": activities_book(activity(1, hommes=13)),
        "brut/activites_10.xlsx": activities_book(activity(1, hommes=99)),
    }
    project, report = brought_in(mini_project, write_book, PILED, files)
    assert men(project) == {"u1": 99}
    assert "activites_9" in report.replaced[0].old


def test_the_export_that_goes_furthest_in_time_wins_whatever_its_name(mini_project, write_book):
    files = {
        "brut/activites_fevrier.xlsx": activities_book(
            activity(1, hommes=99), activity(2, sent=LATE)
        ),
        "brut/activites_janvier.xlsx": activities_book(activity(1, hommes=13)),
    }
    project, _ = brought_in(mini_project, write_book, PILED, files)
    assert men(project)["u1"] == 99


def test_an_export_that_is_refused_replaces_nothing(mini_project, write_book):
    project = open_project(mini_project(imports=PILED))
    write_book(project.folder / "brut/activites_1.xlsx", activities_book(activity(1, hommes=13)))
    broken = activities_book(activity(1, hommes=99))
    broken["Fiche activité"] = [row[:1] + row[2:] for row in broken["Fiche activité"]]
    write_book(project.folder / "brut/activites_2.xlsx", broken)
    report = import_project(project)
    assert men(project) == {"u1": 13}
    assert list(report.failed) == ["brut/activites_2.xlsx"]
    assert (
        "la question « Commune » (ident/commune) manque" in report.failed["brut/activites_2.xlsx"]
    )


def test_a_question_left_out_of_a_newer_export_erases_nothing(mini_project, write_book):
    newer = activities_book(activity(1, hommes=99, sent=LATE), activity(2, hommes=7, sent=LATE))
    at = ACTIVITY.index("presence/hommes")
    newer["Fiche activité"] = [row[:at] + row[at + 1 :] for row in newer["Fiche activité"]]
    files = {
        "brut/activites_1.xlsx": activities_book(activity(1, hommes=13)),
        "brut/activites_2.xlsx": newer,
    }
    project, report = brought_in(mini_project, write_book, PILED, files)
    found = men(project)
    assert (found["u1"], pd.isna(found["u2"])) == (13, True)
    assert any(
        "reprises de brut/activites_1.xlsx : presence/hommes" in note
        for note in report.notes["brut/activites_2.xlsx"]
    )


def test_a_table_whose_files_all_failed_is_said_to_be_old(mini_project, write_book):
    files = {"brut/activites_1.xlsx": activities_book(activity(1, hommes=13))}
    project, _ = brought_in(mini_project, write_book, PILED, files)
    (project.folder / "brut/activites_1.xlsx").write_bytes(b"PK\x03\x04 coupe")
    report = import_project(project)
    assert men(project) == {"u1": 13}
    assert next(told.partition(" :")[0] for told in report.old) == "Table activites"


def test_a_withdrawal_reaches_words_whose_own_file_can_no_longer_be_read(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d", "T-5e6f7a8b"),
        "brut/retraits.xlsx": withdrawals(),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    assert words(project)["T-1a2b3c4d"] == "Récit T-1a2b3c4d"
    (project.folder / "brut/recits.xlsx").write_bytes(b"PK\x03\x04 coupe")
    write_book(project.folder / "brut/retraits.xlsx", withdrawals(("t-1A2B3C4D", "2017-06-15")))
    report = import_project(project)
    assert report.partial
    assert words(project) == {"T-1a2b3c4d": None, "T-5e6f7a8b": "Récit T-5e6f7a8b"}
    stored = (project.tables_folder / "temoignages.parquet").read_bytes()
    assert "Récit T-1a2b3c4d".encode() not in stored
    told = table(project, "temoignages").set_index("id")["retrait_le"]
    assert told["T-1a2b3c4d"] == pd.Timestamp("2017-06-15")


def test_a_withdrawal_takes_its_coded_passages_with_it_when_they_are_not_imported_again(
    mini_project, write_book
):
    segments = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut", "memo"]
    codes = ["code", "libelle_fr", "libelle_en", "famille", "definition"]
    coded = [
        {"fichier": "codage/s.xlsx", "forme": "excel", "feuilles": [
            {"feuille": "s", "table": "segments", "colonnes": {one: one for one in segments}},
        ]},
        {"fichier": "codage/c.xlsx", "forme": "excel", "feuilles": [
            {"feuille": "c", "table": "livre_de_codes", "colonnes": {one: one for one in codes}},
        ]},
    ]  # fmt: skip
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d"),
        "brut/retraits.xlsx": withdrawals(),
        "codage/c.xlsx": {"c": [codes, ["paix", "Paix", "Peace", "theme", "On parle de paix."]]},
        "codage/s.xlsx": {
            "s": [segments, ["S1", "T-1a2b3c4d", 0, 5, "paix", "c1", "valide", "MémoDeLui"]]
        },
    }
    project, _ = brought_in(mini_project, write_book, [*WITHDRAWALS, *coded], files)
    path = project.tables_folder / "segments.parquet"
    assert pq.read_table(path)["memo"].to_pylist() == ["MémoDeLui"]
    (project.folder / "codage/s.xlsx").write_bytes(b"PK\x03\x04 coupe")
    write_book(project.folder / "brut/retraits.xlsx", withdrawals(("T-1a2b3c4d", "2017-06-15")))
    import_project(project)
    assert pq.read_table(path)["memo"].to_pylist() == [None]


def test_a_withdrawal_stands_when_a_later_export_leaves_it_out(mini_project, write_book):
    files = {
        "brut/recits.xlsx": people("T-1a2b3c4d", "T-5e6f7a8b"),
        "brut/retraits.xlsx": withdrawals(("T-1a2b3c4d", "2017-06-15")),
    }
    project, _ = brought_in(mini_project, write_book, WITHDRAWALS, files)
    write_book(project.folder / "brut/retraits.xlsx", withdrawals(("T-5e6f7a8b", "2017-07-01")))
    report = import_project(project)
    assert words(project) == {"T-1a2b3c4d": None, "T-5e6f7a8b": None}
    assert ["maintenu" in note for note in report.notes["retraits"]] == [True]
    assert "« t-1a2b3c4d »" in report.notes["retraits"][0]
