import csv
import shutil
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.declared import FileMapping
from lecons.errors import IntakeError
from lecons.intake import propose as proposing
from lecons.intake.load import import_project
from lecons.intake.mapping import check_mappings
from lecons.intake.proposal import values
from lecons.intake.propose import propose
from lecons.project import open_project, repository_root
from lecons.store.tables import read_table
from openpyxl import Workbook, load_workbook

SHARED = repository_root().parent / "shared" / "kobo"
COMMUNES = ["Tonka", "Goundam", "Télé"]
PLACES = [
    {"pcode": "ML060316", "nom": "Tonka"},
    {"pcode": "ML060308", "nom": "Goundam"},
    {"pcode": "ML060313", "nom": "Télé"},
]
RESULTS = [
    {"code": code, "titre": {"fr": code}, "enonce": {"fr": code}, "analyses": []}
    for code in ("R1", "R2", "R3")
]


def loaded(text):
    """A proposal as projet.yaml would hold it; what it says is held against the tables."""
    files = [
        FileMapping.model_validate(one)
        for one in yaml.safe_load("imports:\n" + text)["imports"] or []
    ]
    check_mappings(files)
    return files


def only_sheet(text):
    (file,) = loaded(text)
    (sheet,) = file.feuilles
    return sheet


@pytest.fixture
def project(mini_project):
    return open_project(mini_project(communes=PLACES, resultats=RESULTS))


@pytest.fixture
def book(project, write_book):
    """Write a workbook into the project and propose how to read it."""

    def make(sheets, merged=()):
        path = write_book(project.folder / "brut" / "suivi.xlsx", sheets)
        if merged:
            whole = load_workbook(path)
            for cells in merged:
                whole.worksheets[0].merge_cells(cells)
            whole.save(path)
        return propose(path, project)

    return make


def imported(project, text):
    """Paste a proposal into projet.yaml and import: the report."""
    path = project.folder / "projet.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["imports"] = yaml.safe_load("imports:\n" + text)["imports"]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return import_project(open_project(project.folder))


# the demonstration project


def test_the_files_of_the_demonstration_come_in_as_they_do_today(demo_project, tmp_path):
    folder = demo_project.project.folder
    content = yaml.safe_load((folder / "projet.yaml").read_text(encoding="utf-8"))
    kept = [one for one in content["imports"] if not one["fichier"].startswith("brut/")]
    files = sorted((folder / "brut").iterdir())
    texts = [propose(path, demo_project.project) for path in files]
    assert not any(": ???" in text for text in texts)
    # the file of an observatory is known by its header: nothing is to be written for it
    assert sum("reconnu à son en-tête" in text for text in texts) == 1
    proposed = [one for text in texts for one in yaml.safe_load(text) or []]

    copy = tmp_path / "data" / "3p-amss"
    without = shutil.ignore_patterns("tables", "quarantaine")
    for one in (folder, folder.parent / "reference"):
        shutil.copytree(one, copy.parent / one.name, ignore=without)
    content["imports"] = kept + proposed
    (copy / "projet.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    report = import_project(open_project(copy))
    assert report.failed == {}
    assert report.rows == demo_project.report.rows
    assert len(report.faults) == len(demo_project.report.faults)


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("kobo_activites", "activite"),
        ("kobo_emissions", "emission"),
        ("kobo_enquete", "enquete"),
        ("kobo_incidents", "incident"),
        ("kobo_temoignages", "temoignage"),
    ],
)
def test_an_export_of_our_own_form_is_known_by_its_headers(demo_project, file, form):
    project = demo_project.project
    text = propose(project.folder / "brut" / f"{file}.xlsx", project)
    assert loaded(text) == [FileMapping(fichier=f"brut/{file}.xlsx", formulaire=form)]
    assert "en noms XML" in text


def test_a_form_of_ours_in_labels_says_its_language(project, write_book):
    headers = ["Jour de l’activité", "Commune", "Type d’activité", "Thème principal"]
    headers += [
        "Nombre d’hommes présents",
        "Nombre de femmes présentes",
        "_uuid",
        "_submission_time",
    ]
    path = write_book(project.folder / "brut" / "fiches.xlsx", {"Fiche": [headers, ["x"] * 8]})
    text = propose(path, project)
    (file,) = loaded(text)
    assert file.formulaire == "activite"
    assert "6 en-têtes compris sur 6, libellés en Français" in text
    # a required question is not in this export: the mappings are written out without it
    (activities,) = file.feuilles
    assert activities.table == "activites"
    assert activities.colonnes["hommes"] == "presence/hommes"
    assert "resultat" not in activities.colonnes
    assert "# resultat: ??? (obligatoire ; « ident/resultat » manque dans l’export)" in text
    assert "la feuille du groupe répété « Cas de conflit » manque" in text


# a workbook made by hand

HEAD = ["N°", "Date", "Commune", "Type d’activité", "Résultat visé", "Participants"]
HAND_MADE = {
    "Suivi 2017": [
        ["AMSS – suivi des activités 2017"],
        [None],
        [*HEAD, None, None, "Coût (FCFA)", "Durée (heures)", "Observations"],
        [None] * 5 + ["Hommes", "Femmes", "Jeunes"],
        ["A1", "1er mars 2017", "Tonka", "Médiation", "Résultat 1", 12, 8, "5", "12500", 2, "rien"],
        ["A2", "2 mars 2017", None, "Sensibilisation", "R3", 20, 30, "-", "45 000", 1],
        [None, "Sous-total", None, None, None, 32, 38, 5, "57500"],
        ["A3", "mardi 7 mars 2017", "Goundam", "Formation des comités", "R2", 10, 9, 3, "1000", 3],
        ["A4", "8 mars 2017", None, "Kermesse", "R1 et R2", 10, 9, 3, "900", 3],
        ["Total général", None, None, None, None, 52, 56, 11, "59400"],
    ]
}
MERGED = ["A1:K1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "C5:C6", "C8:C9"]


def test_a_table_under_a_title_with_a_header_of_two_levels_is_found(book):
    sheet = only_sheet(book(HAND_MADE, MERGED))
    assert (sheet.feuille, sheet.table, sheet.entete) == ("Suivi 2017", "activites", [3, 4])
    assert sheet.colonnes == {
        "id": "N°",
        "date": "Date",
        "commune": "Commune",
        "resultat": "Résultat visé",
        "type": "Type d’activité",
        "hommes": "Participants / Hommes",
        "femmes": "Participants / Femmes",
        "jeunes": "Participants / Jeunes",
        "cout_fcfa": "Coût (FCFA)",
    }
    assert sheet.repeter == ["Commune"]
    assert sheet.ecarter == {"N°": "Total*", "Date": "Sous-total*"}
    assert sheet.dates == "jma"


def test_words_become_codes_where_it_is_clear_and_are_asked_where_it_is_not(book):
    text = book(HAND_MADE, MERGED)
    assert only_sheet(text).valeurs == {
        "resultat": {"Résultat 1": "R1", "R1 et R2": "R1 R2"},
        "type": {
            "Médiation": "session_mediation",
            "Sensibilisation": "seance_animation",
            "Formation des comités": "formation",
        },
        "jeunes": {"-": ""},
    }
    assert "# Kermesse: ???  (1 ligne)" in text
    assert "Formation des comités: formation  # à vérifier : 1 ligne" in text
    assert "# duree_min: ???  (« Durée (heures) » ne convient pas : il compte en « heures »" in text
    assert "cout_fcfa: Coût (FCFA)  # sûr" in text
    assert "sans place dans la table : « Durée (heures) », « Observations »" in text


def test_a_proposal_for_a_hand_made_workbook_imports_all_that_it_understood(book, project):
    text = book(HAND_MADE, MERGED)
    report = imported(project, text)
    assert report.failed == {}
    assert report.rows == {"activites": 3}
    assert list(report.faults["trouvé"]) == ["Kermesse"]
    rows = read_table(project.tables_folder, "activites", "interne").set_index("id")
    assert list(rows["commune"]) == ["ML060316", "ML060316", "ML060308"]
    assert str(rows.loc["A1", "date"].date()) == "2017-03-01"
    assert list(rows["cout_fcfa"]) == [12500, 45000, 1000]


def test_decimal_commas_are_numbers(book):
    rows = [
        ["Code de la personne", "Formation", "Sexe", "Pré-test", "Post-test"],
        ["P1", "F1", "Femme", "10,5", "14"],
        ["P2", "F1", "M", "8", "12,25"],
    ]
    text = book({"Formés": rows})
    sheet = only_sheet(text)
    assert sheet.table == "formations"
    assert sheet.colonnes["score_avant"] == "Pré-test"
    assert sheet.colonnes["score_apres"] == "Post-test"
    assert "score_apres: Post-test  # sûr" in text
    assert sheet.valeurs["sexe"] == {"Femme": "F", "M": "H"}
    assert "# id: ???" in text
    assert 'ou écrivez id: "@ligne"' in text


def test_a_header_of_three_levels_without_title(book):
    rows = [
        ["Code", "Jour", "Commune", "Type", "Axe", "Participants", None, None],
        [None, None, None, None, None, "Adultes", None, "Jeunes"],
        [None, None, None, None, None, "Hommes", "Femmes", None],
        ["A1", "2017-03-01", "Tonka", "Réunion", "R1", 4, 5, 2],
        ["A2", "2017-03-02", "Tonka", "Réunion", "R1", 6, 5, 2],
    ]
    merged = ["A1:A3", "B1:B3", "C1:C3", "D1:D3", "E1:E3", "F1:H1", "F2:G2", "H2:H3"]
    sheet = only_sheet(book({"Activités": rows}, merged))
    assert sheet.entete == [1, 2, 3]
    assert sheet.colonnes["hommes"] == "Participants / Adultes / Hommes"
    assert sheet.colonnes["jeunes"] == "Participants / Jeunes"


def test_a_cell_merged_over_amounts_is_never_repeated(book):
    rows = [
        ["Code", "Jour", "Commune", "Type", "Résultat", "Hommes", "Montant"],
        ["A1", "2017-03-01", "Tonka", "Réunion", "R1", 4, 90000],
        ["A2", "2017-03-02", "Tonka", "Réunion", "R1", 6, None],
    ]
    text = book({"Activités": rows}, ["G2:G3"])
    assert only_sheet(text).repeter == []
    assert "cout_fcfa: Montant  # à vérifier : cellules fusionnées, non répétées" in text


def test_a_commune_written_once_without_merging_is_repeated_and_said(book):
    rows = [["Code", "Jour", "Commune", "Type", "Résultat", "Hommes", "Observations"]]
    rows += [
        [f"A{n}", f"2017-03-0{n}", COMMUNES[n // 4] if n in (1, 4) else None, "Réunion", "R1", n]
        for n in range(1, 7)
    ]
    text = book({"Activités": rows})
    assert only_sheet(text).repeter == ["Commune"]
    assert "repeter: [Commune]  # à vérifier : cellules vides sous une valeur" in text


def test_words_that_begin_like_a_total_are_no_total(book):
    rows = [["Code", "Jour", "Commune", "Type", "Résultat", "Thème", "Hommes"]]
    rows += [
        ["A1", "2017-03-01", "Tonka", "Réunion", "R1", "Ensemble pour la paix", 5],
        ["A2", "2017-03-02", "Tonka", "Réunion", "R1", "Eau", 6],
        ["A3", "2017-03-03", "Tonka", "Réunion", "R1", "Eau", 6],
    ]
    sheet = only_sheet(book({"Activités": rows}))
    assert sheet.ecarter == {}
    assert sheet.colonnes["theme"] == "Thème"


def test_an_identifier_that_comes_back_is_refused_and_said(book):
    rows = [["N°", "Jour", "Commune", "Type", "Résultat", "Hommes"]]
    rows += [["1", f"2017-03-0{n}", "Tonka", "Réunion", "R1", n] for n in (1, 2)]
    text = book({"Activités": rows})
    assert "id" not in only_sheet(text).colonnes
    assert "# id: ???  (« N° » ne convient pas : la même valeur sur plusieurs lignes" in text


def test_two_columns_that_would_do_are_both_named(book):
    rows = [["Code", "Jour", "Commune", "Lieu", "Type", "Résultat"]]
    rows += [["A1", "2017-03-01", "Tonka", "Télé", "Réunion", "R1"]]
    rows += [["A2", "2017-03-02", "Tonka", "Télé", "Réunion", "R1"]]
    text = book({"Activités": rows})
    assert only_sheet(text).colonnes["commune"] == "Commune"
    assert "commune: Commune  # à vérifier : « Lieu » conviendrait aussi" in text


def test_an_incident_is_placed_by_its_cercle_where_it_has_no_commune(book):
    rows = [["Code", "Date de l’incident", "Cercle", "Type d’incident", "Morts"]]
    rows += [[f"I{n}", f"2017-03-0{n}", "Goundam", "Attaque", n] for n in (1, 2, 3)]
    text = book({"Incidents": rows})
    sheet = only_sheet(text)
    assert sheet.table == "incidents"
    assert sheet.colonnes["cercle"] == "Cercle"
    without = [[row[0], row[1], *row[3:]] for row in rows]
    assert "# cercle: ???  (obligatoire" in book({"Incidents": without})
    assert "# cercle" not in text


def test_consent_is_read_to_the_letter_only(book):
    spoken = "Oui, on peut répéter mes paroles sans mon nom"
    rows = [["Code", "Date", "Commune", "Résultat", "Profil", "Récit", "Consentement"]]
    for n, said in enumerate([spoken, f"{spoken}.", f"{spoken} de famille", "Oui", "Non"], 1):
        rows.append([f"T{n}", "2017-03-01", "Tonka", "R1", "jeune", "Secret " * 9, said])
    text = book({"Témoignages": rows})
    # accents and points are no other letters; one word more is another answer
    assert only_sheet(text).valeurs["consentement"] == {
        spoken: "citation_anonyme",
        f"{spoken}.": "citation_anonyme",
        "Non": "aucun",
    }
    assert "# Oui: ???  (1 ligne)" in text
    assert f"# {spoken} de famille: ???"[:40] in text
    assert "Secret" not in text


def test_a_sheet_that_suits_no_table_is_left_out_with_the_reason(book):
    budget = [["Rubrique", "Prévu", "Réalisé"], ["Salaires", 3, 4], ["Carburant", 5, 6]]
    text = book({"Budget": budget})
    assert loaded(text) == []
    assert "feuille « Budget » : aucune table ne lui convient" in text
    assert "« Rubrique », « Prévu », « Réalisé »" in text


def test_data_without_a_header_are_said_to_lack_one(book):
    text = book({"Feuil1": [["2017-03-01", "Tonka", 3, 4], ["2017-03-02", "Tonka", 5, 6]]})
    assert loaded(text) == []
    assert "aucune ligne ne ressemble à un en-tête" in text


# a sheet for each commune

BY_COMMUNE = ["Code", "Jour", "Type", "Objectif", "H", "F", "Montant"]


def sheets_by_commune(*names):
    return {
        name: [
            [f"Fiche de suivi – {name}"],
            BY_COMMUNE,
            [f"{name[:2]}1", "03/25/2017", "Réunion", "R1", 3, 4, 1000],
            [f"{name[:2]}2", "04/02/2017", "Dialogue", "R3", 5, 6, 2000],
        ]
        for name in names
    }


def test_a_sheet_a_commune_is_one_block_whose_commune_is_the_sheet(book, project):
    text = book(sheets_by_commune(*COMMUNES))
    sheet = only_sheet(text)
    assert (sheet.feuille, sheet.entete, sheet.dates) == ("*", 2, "mja")
    assert sheet.colonnes["commune"] == "@feuille"
    assert (sheet.colonnes["hommes"], sheet.colonnes["femmes"]) == ("H", "F")
    report = imported(project, text)
    assert report.failed == {}
    rows = read_table(project.tables_folder, "activites", "interne")
    assert rows.groupby("commune")["femmes"].sum().to_dict() == {
        place["pcode"]: 10 for place in PLACES
    }
    assert set(rows["date"].dt.date) == {date(2017, 3, 25), date(2017, 4, 2)}


def test_another_sheet_beside_them_makes_a_block_for_each_commune(book, project):
    summary = [["Commune", "Nombre"], ["Tonka", 2]]
    text = book({**sheets_by_commune(*COMMUNES), "Récapitulatif": summary})
    (file,) = loaded(text)
    assert [one.feuille for one in file.feuilles] == COMMUNES
    assert {one.colonnes["commune"] for one in file.feuilles} == {"@feuille"}
    assert imported(project, text).rows == {"activites": 6}


def test_numbers_that_begin_again_in_each_sheet_are_no_identifier(book):
    sheets = sheets_by_commune(*COMMUNES)
    for rows in sheets.values():
        rows[2][0], rows[3][0] = "1", "2"
    text = book(sheets)
    assert "id" not in only_sheet(text).colonnes
    assert "# id: ???  (« Code » ne convient pas" in text


# CSV files

CASES = (
    "N° du cas;N° activité;Date du signalement;Localité;Objet du conflit;Violence;État du cas\r\n"
    "C1;A1;12/03/2017;Tonka;Foncier;Oui;Réglé\r\n"
    "C2;A1;14/03/2017;Télé;Pâturage;Non;En cours\r\n"
    "C3;A2;20/05/2017;Goundam;Puits;oui;Échec\r\n"
)


def test_a_semicolon_csv_of_windows_is_mapped(project):
    path = project.folder / "brut" / "cas.csv"
    path.parent.mkdir()
    path.write_bytes(CASES.encode("cp1252"))
    (file,) = loaded(propose(path, project))
    (sheet,) = file.feuilles
    assert (file.fichier, file.forme, sheet.feuille) == ("brut/cas.csv", "csv", None)
    assert sheet.table == "cas"
    assert sheet.colonnes == {
        "id": "N° du cas",
        "id_activite": "N° activité",
        "date_signalement": "Date du signalement",
        "commune": "Localité",
        "type_conflit": "Objet du conflit",
        "violence": "Violence",
        "issue": "État du cas",
    }
    assert sheet.valeurs == {
        "type_conflit": {"Foncier": "terre", "Pâturage": "paturage", "Puits": "eau"},
        "violence": {"Oui": "oui", "Non": "non"},
        "issue": {"Réglé": "regle", "En cours": "en_cours", "Échec": "echec"},
    }


@pytest.mark.parametrize(
    ("days", "order", "said"),
    [
        (["03/25/2017", "04/02/2017"], "mja", "1 date le prouve"),
        (["25/03/2017", "04/02/2017"], "jma", ""),
        (["03/04/2017", "04/02/2017"], "jma", "aucune ne prouve si le jour ou le mois"),
        (["25/03/2017", "04/22/2017"], "jma", "1 avec le jour d’abord, 1 avec le mois d’abord"),
        (["2017-03-25", "2017-04-02"], "jma", ""),
    ],
)
def test_month_first_dates_are_proposed_only_where_figures_prove_it(book, days, order, said):
    rows = [["Code", "Jour", "Commune", "Type", "Résultat", "Hommes"]]
    rows += [[f"A{n}", day, "Tonka", "Réunion", "R1", 5] for n, day in enumerate(days)]
    text = book({"Activités": rows})
    assert only_sheet(text).dates == order
    assert ("mois d’abord" in text or "vient d’abord" in text) == bool(said)
    assert said in text


def test_a_file_outside_of_the_project_goes_to_brut(project, write_book, tmp_path):
    rows = [BY_COMMUNE, ["A1", "2017-03-25", "Réunion", "R1", 3, 4, 1000]]
    text = propose(write_book(tmp_path / "ailleurs" / "Tonka.xlsx", {"Tonka": rows}), project)
    assert loaded(text)[0].fichier == "brut/Tonka.xlsx"


def test_a_file_that_cannot_be_read_says_why(project):
    with pytest.raises(IntakeError, match="fichier absent"):
        propose(project.folder / "brut" / "rien.xlsx", project)


# exports of forms that are not ours


def test_an_export_of_another_form_asks_for_its_form(project, write_book):
    main = ["ident/date_visite", "ident/commune", "hommes", "femmes", "type_activite", "publics"]
    main += ["publics/femmes", "publics/jeunes", "_id", "_uuid", "_submission_time", "_index"]
    rows = [
        [f"2017-03-0{n}", "Tonka", n, 2, "reunion", "femmes", 1, 0, n, f"u{n}", "2017-03-09", n]
        for n in (1, 2, 3)
    ]
    path = write_book(project.folder / "brut" / "visites.xlsx", {"Activités": [main, *rows]})
    text = propose(path, project)
    (file,) = loaded(text)
    (sheet,) = file.feuilles
    assert (file.forme, file.formulaire, sheet.table) == ("kobo", None, "activites")
    assert "ajoutez « formulaire: brut/formulaire.xlsx »" in text
    assert sheet.colonnes == {
        "id": "_uuid",
        "date": "ident/date_visite",
        "commune": "ident/commune",
        "type": "type_activite",
        "hommes": "hommes",
        "femmes": "femmes",
        "acteurs": "publics",
        "soumis_le": "_submission_time",
    }
    assert "# resultat: ???  (obligatoire" in text


@pytest.mark.parametrize(
    "name", ["noms_xml.xlsx", "libelles_fr_hierarchie.xlsx", "noms_xml_hxl.xlsx"]
)
def test_the_shared_exports_of_kobotoolbox_find_their_tables(project, name):
    if not SHARED.is_dir():
        pytest.skip(f"pas d’exports partagés dans {SHARED}")
    (file,) = loaded(propose(SHARED / "exports" / name, project))
    main, cases = file.feuilles
    assert (main.table, cases.table) == ("activites", "cas")
    assert main.colonnes["id"] == "_uuid"
    assert main.colonnes["femmes"].casefold().rpartition("/")[2] == "femmes"
    assert cases.colonnes["id"] == "_cle"
    assert cases.colonnes["id_activite"] == "_submission__uuid"
    assert cases.colonnes["commune"] == f"parent.{main.colonnes['commune']}"


# whatever a file holds


def test_long_names_and_broken_lines_stay_valid_yaml(book):
    long = "Observations " * 90
    rows = [["Code", "Jour", "Commune", "Type", "Résultat", "Hommes", long]]
    rows += [[f"A{n}", f"2017-03-0{n}", "Tonka", "Réunion", "R1", n, "rien"] for n in (1, 2, 3)]
    rows += [["A4", "2017-03-04", "Ville\ninconnue: #2", "Fête\nau village", "R1", 4, "x"]]
    rows += [["A5", "2017-03-05", "Tonka", "Réunion " * 200, "R1", 4, "y"]]
    rows += [[None, None, None, None, None, 14, "Total"]]
    text = book({"Activités": rows})
    sheet = only_sheet(text)
    assert sheet.colonnes["hommes"] == "Hommes"
    # YAML wants keys short: what is longer is left to the analyst
    assert sheet.ecarter == {}
    assert "Total*  (nom trop long : raccourcissez l’en-tête)" in text
    assert sheet.valeurs["type"] == {"Réunion": "reunion"}
    assert "communes inconnues : « Ville inconnue: #2 »" in text
    assert "# Fête au village: ???  (1 ligne)" in text


WORDS = [
    *("Date", "Commune", "Hommes", "Total", "Type", "N°", "_uuid", "_id", "id", "Résultat", "R1"),
    *(
        "Tonka",
        "12/13/2017",
        "1er mars 2017",
        "12,5",
        "- a: b",
        "# x",
        "a #b",
        "{x}",
        "*",
        "'",
        '"',
    ),
    *("yes", "~", "null", "a\nb", "é: [", "\u2028", "\x85x", "%TAG", "@feuille", "Consentement"),
    *("réunion", "oui", "x" * 1100, "\ufeff", "🙂", "!!python", "? a", "|", ">", "&a", "`"),
]
WILD = st.one_of(
    st.sampled_from(WORDS),
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
        max_size=12,
    ),
    st.integers(-5, 50000),
    st.dates(date(2016, 1, 1), date(2018, 12, 31)),
    st.none(),
)


@pytest.fixture
def quick(project, monkeypatch):
    """The words of the forms read once, for the many files of a property."""
    words = values.wording_of(project)
    monkeypatch.setattr(proposing, "wording_of", lambda _: words)
    return project


ROWS = st.lists(st.lists(WILD, min_size=1, max_size=6), min_size=1, max_size=7)
TITLES = st.sampled_from(["Feuil1", "Tonka", "a, b", "- x", "é #1", "oui", "2017", "'q'", "{a}"])
ANY = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADED = st.permutations(["Code", "Date", "Commune", "Type", "Résultat", "Hommes"])


def save(path, sheets, merged):
    whole = Workbook()
    whole.remove(whole.worksheets[0])
    for name, rows in sheets.items():
        sheet = whole.create_sheet(name)
        for row in rows:
            for at, cell in enumerate(row, 1):
                target = sheet.cell(sheet.max_row if at > 1 else sheet.max_row + 1, at)
                target.value = cell
                if isinstance(cell, str):
                    target.data_type = "s"
        for cells in merged:
            sheet.merge_cells(cells)
    whole.save(path)


@ANY
@given(
    sheets=st.dictionaries(TITLES, st.tuples(st.none() | HEADED, ROWS), min_size=1, max_size=3),
    merged=st.lists(st.sampled_from(["A1:C1", "B2:C2", "A3:A5", "D2:D3"]), max_size=2, unique=True),
)
def test_any_workbook_gives_yaml_that_loads(quick, tmp_path, sheets, merged):
    path = tmp_path / "sauvage.xlsx"
    whole = {name: [head, *rows] if head else rows for name, (head, rows) in sheets.items()}
    save(path, whole, merged)
    for file in loaded(propose(path, quick)):
        assert file.fichier == "brut/sauvage.xlsx"
        assert all(one.colonnes for one in file.feuilles)


@ANY
@given(head=st.none() | HEADED, rows=ROWS)
def test_any_csv_gives_yaml_that_loads(quick, tmp_path, head, rows):
    path = tmp_path / "sauvage.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows] if head else rows)
    try:
        text = propose(path, quick)
    except IntakeError:
        return
    for one in loaded(text):
        assert one.fichier == "brut/sauvage.csv"
        assert all(sheet.colonnes for sheet in one.feuilles)
