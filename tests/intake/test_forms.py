import re
import shutil
import zipfile

import lecons.books
import pytest
import yaml
from lecons.errors import IntakeError, ProjectError
from lecons.intake.form_book import build_forms, check_form, write_form_book
from lecons.intake.forms import declared_form, empty_lists, form_names, form_sheets
from lecons.intake.xlsform import read_xlsform
from lecons.project import open_project, repository_root
from lecons.store.schemas import TABLES
from openpyxl import load_workbook

DATA = repository_root() / "data"
FRENCH, ENGLISH = "Français (fr)", "English (en)"
FORMS = [
    "activite",
    "appreciation",
    "contribution",
    "emission",
    "enquete",
    "incident",
    "organisation",
    "priorite",
    "retrait",
    "suivi_mediation",
    "temoignage",
]
FILLED = {
    "activite": [(None, "activites"), ("cas", "cas"), ("formation", "formations")],
    "appreciation": [("note", "appreciations")],
    "contribution": [(None, "contributions")],
    "emission": [(None, "emissions")],
    "enquete": [(None, "enquete")],
    "incident": [(None, "incidents")],
    "organisation": [("evaluation", "organisations")],
    "priorite": [("priorite", "priorites")],
    "retrait": [(None, "retraits")],
    "suivi_mediation": [(None, "suivis")],
    "temoignage": [(None, "temoignages")],
}
# the demonstration's exports, and the form that each would have been filled in with
DEMO = {
    "brut/kobo_activites.xlsx": "activite",
    "brut/kobo_emissions.xlsx": "emission",
    "brut/kobo_enquete.xlsx": "enquete",
    "brut/kobo_temoignages.xlsx": "temoignage",
    "brut/kobo_incidents.xlsx": "incident",
}
TOLD = {"_uuid", "_submission_time", "_submission__uuid", "_submitted_by", "_cle"}


@pytest.fixture(scope="module")
def demo():
    return open_project(DATA / "3p-amss")


@pytest.fixture(scope="module")
def books(demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("formulaires")
    return {name: write_form_book(name, demo, folder) for name in FORMS}


def columns_of(table):
    return TABLES[table].to_schema().columns


def checks_of(table, column):
    """The bounds and the allowed values of a column: ge, le, isin."""
    found = {}
    for check in columns_of(table)[column].checks:
        for key, value in (check.statistics or {}).items():
            found[key] = value
    return found


def fillings(project, name):
    """(mapping, column, question) for every column that a question of the form fills."""
    declared = declared_form(name, project)
    by_path = {question.path: question for question in declared.form.questions}
    for sheet in declared.sheets:
        for column, source in sheet.colonnes.items():
            path = source
            while path.startswith("parent."):
                path = path.removeprefix("parent.")
            if path not in TOLD:
                yield declared.form, sheet, column, by_path[path]


def survey(project, name):
    """The rows that ask, tell or open something; those that close a group have no name."""
    return [row for row in form_sheets(name, project).survey if "name" in row]


# --- the forms are whole, and phones can open them ---------------------------------------------


def test_the_eleven_forms_are_declared():
    assert form_names() == FORMS


@pytest.mark.parametrize("name", FORMS)
def test_a_form_fills_its_tables_and_no_other(demo, name):
    sheets = declared_form(name, demo).sheets
    assert [(sheet.feuille, sheet.table) for sheet in sheets] == FILLED[name]
    assert {sheet.parent for sheet in sheets} == {None}


@pytest.mark.parametrize("name", FORMS)
def test_pyxform_accepts_a_form_without_any_warning(books, name):
    # none is tolerated: pyxform's warnings name what a phone or an export would get wrong
    assert check_form(books[name]) == []


@pytest.mark.skipif(
    shutil.which("java") is None, reason="Java absent : ODK Validate n’a pas ouvert les formulaires"
)
@pytest.mark.parametrize("name", FORMS)
def test_odk_validate_opens_a_form(books, name):
    assert check_form(books[name], odk_validate=True) == []


@pytest.mark.parametrize("name", FORMS)
def test_the_workbook_says_the_form_that_reads_its_exports(demo, books, name):
    assert read_xlsform(books[name]) == declared_form(name, demo).form


@pytest.mark.parametrize("name", FORMS)
def test_the_settings_name_the_form_and_its_language(books, name):
    headers, values = load_workbook(books[name])["settings"].iter_rows(values_only=True)
    settings = dict(zip(headers, values, strict=True))
    assert settings["form_id"] == f"lecons_{name}"
    assert re.fullmatch(r"\d{10}", settings["version"])
    assert settings["default_language"] == FRENCH


@pytest.mark.parametrize("name", FORMS)
def test_every_word_is_in_french_and_in_english(demo, name):
    sheets = form_sheets(name, demo)
    for row in sheets.survey:
        if row["type"] == "calculate" or row["type"].startswith("end_"):
            continue
        assert row.get(f"label::{FRENCH}"), row
        assert row.get(f"label::{ENGLISH}"), row
        for what in ("hint", "constraint_message"):
            assert (f"{what}::{FRENCH}" in row) == (f"{what}::{ENGLISH}" in row), row
        assert ("constraint" in row) == (f"constraint_message::{FRENCH}" in row), row
    for choices in sheets.choices.values():
        assert choices
        for choice in choices:
            assert set(choice.labels) == {FRENCH, ENGLISH}
            assert all(choice.labels.values())


def test_a_workbook_has_the_same_bytes_whenever_it_is_written(demo, books, tmp_path):
    again = write_form_book("activite", demo, tmp_path)
    assert again.read_bytes() == books["activite"].read_bytes()
    with zipfile.ZipFile(again) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}


def test_a_failed_write_keeps_the_earlier_workbook(demo, tmp_path, monkeypatch):
    path = write_form_book("retrait", demo, tmp_path)
    earlier = path.read_bytes()

    def full_disk(draft, target):
        raise OSError("disk full")

    monkeypatch.setattr(lecons.books.os, "replace", full_disk)
    with pytest.raises(OSError, match="disk full"):
        write_form_book("retrait", demo, tmp_path)
    assert path.read_bytes() == earlier
    assert list(tmp_path.iterdir()) == [path]


# --- the answers fit the tables -----------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_form_fills_every_column_that_may_not_be_blank(demo, name):
    for sheet in declared_form(name, demo).sheets:
        required = {c for c, spec in columns_of(sheet.table).items() if not spec.nullable}
        filled = {*sheet.colonnes, *sheet.constantes}
        assert filled <= set(columns_of(sheet.table))
        assert required - filled == set()


@pytest.mark.parametrize("name", FORMS)
def test_what_a_table_demands_the_form_demands_too(demo, name):
    # a column that may not be blank, left blank on the phone, would send the whole row to quarantine
    required = {row["name"] for row in survey(demo, name) if row.get("required") == "yes"}
    calculated = {row["name"] for row in survey(demo, name) if row["type"] == "calculate"}
    checked = 0
    for _, sheet, column, question in fillings(demo, name):
        if not columns_of(sheet.table)[column].nullable:
            checked += 1
            assert question.name in required | calculated, column
    assert checked


def columns_with(fact):
    """(table, column) of every column of the tables that forms fill whose check states a fact."""
    tables = [table for sheets in FILLED.values() for _, table in sheets]
    return {(t, c) for t in tables for c in columns_of(t) if fact in checks_of(t, c)}


def test_a_list_offers_exactly_the_values_that_its_column_allows(demo):
    compared = set()
    for name in FORMS:
        for form, sheet, column, question in fillings(demo, name):
            allowed = checks_of(sheet.table, column).get("allowed_values")
            if allowed is not None:
                codes = sheet.valeurs.get(column, {})
                offered = [codes.get(c.name, c.name) for c in form.choices_of(question)]
                assert sorted(filter(None, offered)) == sorted(allowed), (name, column)
                compared.add((sheet.table, column))
    derived = {
        (t, "precision_date") for t in ("activites", "emissions", "incidents", "temoignages")
    }
    derived.add(("incidents", "releve"))  # a constant: our form is the project's own log
    assert compared == columns_with("allowed_values") - derived


def test_numbers_are_held_to_the_bounds_of_their_column(demo):
    compared = set()
    for name in FORMS:
        rules = {row["name"]: row.get("constraint", "") for row in survey(demo, name)}
        for form, sheet, column, question in fillings(demo, name):
            bounds = checks_of(sheet.table, column)
            low, high = bounds.get("min_value"), bounds.get("max_value")
            if low is None:
                continue
            compared.add((sheet.table, column))
            if question.type == "select_one":
                codes = sheet.valeurs.get(column, {})
                offered = [codes.get(c.name, c.name) for c in form.choices_of(question)]
                assert list(filter(None, offered)) == ["1", "2", "3", "4", "5"]
                assert (low, high) == (1, 5)
                continue
            if column != "participants":  # at least those counted: test_rules_between_answers
                assert re.search(rf"\. >= {low:g}\b", rules[question.name]), (name, column)
            if high is not None:
                assert re.search(rf"\. <= {high:g}\b", rules[question.name]), (name, column)
    assert compared == columns_with("min_value") - {("enquete", "poids")}


def test_rules_between_answers(demo):
    rules = {row["name"]: row.get("constraint", "") for row in survey(demo, "activite")}
    assert ". <= ${hommes} + ${femmes}" in rules["jeunes"]
    assert rules["participants"].startswith(". >= coalesce(${hommes}, 0) + coalesce(${femmes}, 0)")
    assert rules["date_issue"] == ". >= ${date_signalement} and . <= today()"
    for name in FORMS:
        for row in survey(demo, name):
            if row["type"] == "date":
                assert ". <= today()" in row["constraint"], (name, row["name"])


def test_a_domain_a_practice_or_a_recommendation_is_rated_once(demo):
    rules = {row["name"]: row.get("constraint", "") for row in survey(demo, "organisation")}
    assert "count(${evaluation}[domaine = current()/../domaine]) <= 1" in rules["score"]
    rules = {row["name"]: row.get("constraint", "") for row in survey(demo, "appreciation")}
    assert rules["pertinence"] == "count(${note}[pratique = current()/../pratique]) <= 1"
    rules = {row["name"]: row.get("constraint", "") for row in survey(demo, "priorite")}
    once = "count(${priorite}[recommandation = current()/../recommandation]) <= 1"
    assert rules["importance"] == once


def test_an_answer_nobody_knows_is_a_missing_value(demo):
    declared = declared_form("enquete", demo)
    (sheet,) = declared.sheets
    assert sheet.constantes == {"poids": "1"}
    for item in ("q1", "q2", "q3", "q4", "q5", "q6"):
        assert sheet.valeurs[item] == {"nsp": ""}
        (question,) = [q for q in declared.form.questions if q.path == item]
        names = [choice.name for choice in declared.form.choices_of(question)]
        assert names == ["1", "2", "3", "4", "5", "nsp"]


def test_rows_of_repeats_are_tied_to_their_submission(demo):
    _, cases, trainees = declared_form("activite", demo).sheets
    assert cases.colonnes["id"] == "cas/id"
    assert cases.colonnes["id_activite"] == "_submission__uuid"
    assert cases.colonnes["commune"] == "parent.ident/commune"
    assert trainees.colonnes["id"] == "_cle"
    assert trainees.colonnes["id_personne"] == "formation/id_personne"
    (ratings,) = declared_form("appreciation", demo).sheets
    assert ratings.colonnes["id_participant"] == "parent.id_participant"
    assert ratings.colonnes["pratique"] == "note/pratique"
    assert ratings.colonnes["sexe"] == "parent.sexe"
    (ratings,) = declared_form("priorite", demo).sheets
    assert ratings.colonnes["id_participant"] == "parent.id_participant"
    assert ratings.colonnes["recommandation"] == "priorite/recommandation"


def test_numbers_that_people_keep_are_drawn_once_and_shown(demo):
    for name, prefix, note in (("temoignage", "T-", "numero"), ("activite", "CAS-", "numero")):
        rows = {row["name"]: row for row in survey(demo, name) if "name" in row}
        assert rows["id"]["calculation"] == f"once(concat('{prefix}', substr(uuid(), 0, 8)))"
        assert "${id}" in rows[note][f"label::{FRENCH}"]


@pytest.mark.parametrize(
    ("form", "question", "accepted", "refused"),
    [
        ("retrait", "numero_carte", ["T-1a2b3c4d", "t-1A2B3C4D", "T07"], ["T-12", "1a2b3c4d", ""]),
        ("suivi_mediation", "numero_cas", ["CAS-1a2b3c4d", "cas-001"], ["CAS", "CAS-", "001"]),
        ("activite", "id_personne", ["P001"], ["Fatoumata", "fatou1", "P"]),
        ("organisation", "code", ["ORG-01"], ["org-01", "Comité de Ber"]),
        ("appreciation", "id_participant", ["A01"], ["01", "Ahmed"]),
        ("priorite", "id_participant", ["A01"], ["01", "Ahmed"]),
    ],
)
def test_numbers_and_codes_are_told_from_names(demo, form, question, accepted, refused):
    (rule,) = [row["constraint"] for row in survey(demo, form) if row.get("name") == question]
    pattern = re.fullmatch(r"regex\(\., '(.*)'\)", rule)[1]
    assert [said for said in accepted if not re.search(pattern, said)] == []
    assert [said for said in refused if re.search(pattern, said)] == []


# --- consent --------------------------------------------------------------------------------------


def test_consent_is_read_aloud_with_refusal_and_withdrawal_before_anything_is_asked_of_the_person(
    demo,
):
    rows = survey(demo, "temoignage")
    names = [row["name"] for row in rows]
    asked = names.index("consentement")
    for personal in ("sexe", "tranche_age", "texte", "acteur"):
        assert asked < names.index(personal)
    read = " ".join(row[f"label::{FRENCH}"] for row in rows[:asked] if row["type"] == "note")
    assert read.count("À VOIX HAUTE") == 2
    assert "Si vous refusez, il n’y a aucune conséquence" in read
    assert "Vous pouvez retirer votre témoignage à tout moment" in read
    assert "carte avec un numéro" in read
    assert rows[asked]["required"] == "yes"
    for level in ("« Non »", "« Oui, pour l’équipe seulement »", "sans mon nom", "avec mon nom"):
        assert level in read
    english = " ".join(row[f"label::{ENGLISH}"] for row in rows[:asked] if row["type"] == "note")
    assert "If you refuse, there is no consequence" in english
    assert "You may withdraw your testimony at any time" in english


@pytest.mark.parametrize("name", ["temoignage", "contribution"])
def test_words_are_asked_only_of_people_who_consent(demo, name):
    (row,) = [row for row in survey(demo, name) if row["name"] == "texte"]
    assert row["relevant"] == "${consentement} != '' and ${consentement} != 'aucun'"
    assert row["required"] == "yes"


def test_workshop_consent_tells_of_refusal_and_withdrawal(demo):
    (read,) = [row for row in survey(demo, "contribution") if row["type"] == "note"]
    assert "libre de refuser, sans aucune conséquence" in read[f"label::{FRENCH}"]
    assert "retirer vos paroles à tout moment" in read[f"label::{FRENCH}"]


# --- the demonstration's exports ----------------------------------------------------------------


@pytest.mark.parametrize(("file", "name"), DEMO.items())
def test_a_form_has_every_question_that_the_demonstration_exports_answer(demo, file, name):
    form = declared_form(name, demo).form
    known = {question.path for question in form.questions}
    known |= {f"{q.path}/{c.name}" for q in form.questions for c in form.choices_of(q)}
    book = load_workbook(demo.folder / file, read_only=True)
    headers = [str(cell) for sheet in book for cell in next(sheet.iter_rows(values_only=True))]
    book.close()
    answers = [header for header in headers if not header.startswith("_")]
    assert answers
    assert [header for header in answers if header not in known] == []


@pytest.mark.parametrize(("file", "name"), DEMO.items())
def test_the_demonstration_is_mapped_by_its_forms_alone_and_answers_all_that_they_map(
    demo, file, name
):
    (imported,) = [one for one in demo.content.imports if one.fichier == file]
    assert (imported.forms, imported.feuilles) == ([name], [])
    book = load_workbook(demo.folder / file, read_only=True)
    headers = {str(cell) for sheet in book for cell in next(sheet.iter_rows(values_only=True))}
    book.close()
    told = {"_cle"}  # the intake names the rows of a repeat itself
    for mapping in declared_form(name, demo).sheets:
        sources = {source.removeprefix("parent.") for source in mapping.colonnes.values()}
        assert sources
        assert sources - told - headers == set()


# --- what a project brings, and what it may change ---------------------------------------------


def test_the_project_gives_its_own_lists(demo):
    choices = form_sheets("activite", demo).choices
    assert len(choices["communes"]) == 22
    assert choices["communes"][10].name == "ML060305"
    assert choices["communes"][10].labels == {FRENCH: "Doukouria", ENGLISH: "Doukouria"}
    assert choices["resultats"][0].name == "R1"
    assert choices["resultats"][0].labels[ENGLISH] == "R1 – Fewer violent conflicts"
    assert [c.name for c in form_sheets("incident", demo).choices["cercles"]] == [
        "ML0601",
        "ML0603",
    ]
    assert [c.name for c in form_sheets("contribution", demo).choices["objectifs"]] == [
        "R1",
        "R2",
        "R3",
        "transversal",
    ]
    assert "femme_leader" in [c.name for c in form_sheets("temoignage", demo).choices["acteurs"]]
    practices = form_sheets("appreciation", demo).choices["pratiques"]
    assert [c.name for c in practices][:2] == ["mediation_mixte", "formation_suivie"]


def test_a_radio_is_named_again_in_full_on_the_way_in(mini_project):
    project = open_project(mini_project(radios=["Radio Élan", "radio élan", "Al-Farouk"]))
    (sheet,) = declared_form("emission", project).sheets
    assert sheet.valeurs["radio"] == {"radio_elan": "Radio Élan", "radio_elan_2": "radio élan"}
    names = [choice.name for choice in form_sheets("emission", project).choices["radios"]]
    assert names == ["radio_elan", "radio_elan_2", "Al-Farouk"]


def test_forms_for_which_the_project_has_no_list_yet_are_named_and_the_others_written(
    mini_project, tmp_path
):
    project = open_project(mini_project())
    assert empty_lists("emission", project) == ["radios"]
    built = {path.stem: said for path, said in build_forms(project, tmp_path / "sortie")}
    assert list(built) == FORMS
    missing = {name: said for name, said in built.items() if said}
    assert missing == {
        "appreciation": ["Remplissez d’abord pratiques dans projet.yaml."],
        "contribution": ["Remplissez d’abord pratiques dans projet.yaml."],
        "emission": ["Remplissez d’abord radios dans projet.yaml."],
        "priorite": ["Remplissez d’abord recommandations dans projet.yaml."],
        "temoignage": ["Remplissez d’abord acteurs dans projet.yaml."],
    }
    written = {path.stem for path in (tmp_path / "sortie").iterdir()}
    assert written == set(FORMS) - set(missing)
    with pytest.raises(ProjectError, match="la liste « radios » est vide"):
        form_sheets("emission", project)
    # its exports are read all the same: their answers are given already
    assert declared_form("emission", project).sheets[0].table == "emissions"


SMALL = {
    "formulaire": "petit",
    "version": "2026112401",
    "titre": {"fr": "Petit", "en": "Small"},
    "table": "incidents",
    "colonnes": {"id": "_uuid"},
    "questions": [
        {"nom": "jour", "type": "date", "fr": "Jour", "en": "Day", "colonne": "date"},
        {
            "nom": "type",
            "type": "choix",
            "liste": "genres",
            "fr": "Type",
            "en": "Type",
            "colonne": "type",
        },
    ],
    "listes": {"genres": {"rixe": {"fr": "Rixe", "en": "Brawl"}}},
}


@pytest.fixture
def with_form(mini_project):
    """A tiny project whose own form `petit` is SMALL with some keys replaced (left out where None),
    or the text given."""

    def make(text=None, **changed):
        folder = mini_project()
        path = folder / "formulaires" / "petit.yaml"
        path.parent.mkdir(exist_ok=True)
        content = {k: v for k, v in {**SMALL, **changed}.items() if v is not None}
        said = text or yaml.safe_dump(content, allow_unicode=True)
        path.write_text(said, encoding="utf-8")
        return open_project(folder)

    return make


def asking(**changed):
    return [{**SMALL["questions"][0], **changed}, SMALL["questions"][1]]


def test_a_project_may_add_a_form(with_form):
    project = with_form()
    assert "petit" in form_names(project)
    (sheet,) = declared_form("petit", project).sheets
    assert sheet.colonnes == {"id": "_uuid", "date": "jour", "type": "type"}


def test_a_project_may_replace_a_form_and_a_list_of_ours(mini_project):
    folder = mini_project(radios=["Radio A"])
    ours = (DATA / "formulaires" / "emission.yaml").read_text(encoding="utf-8")
    (folder / "formulaires").mkdir()
    (folder / "formulaires" / "emission.yaml").write_text(
        ours.replace("Jour de diffusion", "Jour à l’antenne"), encoding="utf-8"
    )
    (folder / "formulaires" / "listes.yaml").write_text(
        "listes: {langues: {dogon: {fr: Dogon, en: Dogon}}}", encoding="utf-8"
    )
    sheets = form_sheets("emission", open_project(folder))
    assert sheets.survey[0][f"label::{FRENCH}"] == "Jour à l’antenne"
    assert [choice.name for choice in sheets.choices["langues"]] == ["dogon"]
    assert sheets.choices["themes"][0].name == "vivre_ensemble"


def test_a_label_that_begins_as_a_formula_stays_a_label(with_form, tmp_path):
    project = with_form(questions=asking(fr="=1+1 jour"))
    form = read_xlsform(write_form_book("petit", project, tmp_path))
    assert form.questions[0].labels[FRENCH] == "=1+1 jour"


def test_yes_no_and_numbers_are_words_in_a_form(with_form):
    text = yaml.safe_dump(SMALL, allow_unicode=True).replace(
        "listes:", "listes:\n  autres: {no: {fr: Non, en: No}, 3: {fr: Trois, en: Three}}", 1
    )
    project = with_form(text.replace("liste: genres", "liste: autres"))
    choices = form_sheets("petit", project).choices["autres"]
    assert [(choice.name, choice.labels[ENGLISH]) for choice in choices] == [
        ("no", "No"),
        ("3", "Three"),
    ]


# --- faults are told ------------------------------------------------------------------------------


def test_a_repeat_takes_what_was_asked_above_it_through_parent(mini_project):
    folder = mini_project()
    ours = (DATA / "formulaires" / "organisation.yaml").read_text(encoding="utf-8")
    (folder / "formulaires").mkdir()
    mine = folder / "formulaires" / "organisation.yaml"
    mine.write_text(ours.replace("id: parent.code", "id: code"), encoding="utf-8")
    with pytest.raises(ProjectError, match="colonne id : « code » n’est pas à ce niveau"):
        declared_form("organisation", open_project(folder))


def test_an_unknown_form_is_refused_with_those_that_exist(demo):
    with pytest.raises(ProjectError, match="« activites » n’existe pas") as told:
        declared_form("activites", demo)
    assert told.value.remedy == f"Formulaires : {', '.join(FORMS)}."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"listes": {}}, "petit.yaml, question type : la liste « genres » n’existe pas"),
        (
            {"listes": {"genres": {"vol armé": {"fr": "Vol", "en": "Theft"}}}},
            "liste genres : « vol armé » ne peut pas nommer une réponse",
        ),
        ({"table": "incident"}, "formulaire : la table « incident » n’existe pas"),
        ({"table": None, "colonnes": {}}, "jour remplit une colonne, d’aucune table"),
        (
            {"questions": asking(colonne="jour")},
            "la table incidents n’a pas de colonne « jour »",
        ),
        ({"questions": asking(colonne="type")}, "la colonne « type » est remplie deux fois"),
        (
            {"colonnes": {"id": "numero"}},
            "colonne id : « numero » n’est pas une question du formulaire",
        ),
        (
            {"colonnes": {"id": "parent._uuid"}},
            "colonne id : « parent._uuid » n’est pas à ce niveau du formulaire",
        ),
        ({"valeurs": {"source": {"a": "b"}}}, "la colonne « source » n’est remplie par rien"),
        ({"questions": asking(en="")}, "jour : un texte fr et un texte en sont attendus"),
        ({"questions": asking(liste="genres")}, "clé liste sans objet pour le type date"),
        ({"questions": asking(type="choix")}, "jour : clé liste absente"),
        ({"questions": asking(contrainte=". > 0")}, "contrainte et message vont ensemble"),
        ({"questions": asking(obligatoir="oui")}, r"obligatoir : clé inconnue"),
        ({"formulaire": "grand"}, "clé formulaire : « grand » .attendu : « petit »"),
    ],
)
def test_a_fault_of_a_declaration_is_told_where_it_is(with_form, changed, said):
    project = with_form(**changed)
    with pytest.raises(ProjectError, match=said):
        declared_form("petit", project)
    with pytest.raises(ProjectError, match=said):
        form_sheets("petit", project)


def test_unreadable_yaml_is_told_with_its_line(with_form):
    project = with_form('formulaire: petit\ntitre: {fr: "Petit\nquestions: []\n')
    with pytest.raises(ProjectError, match=r"petit\.yaml ne se lit pas à la ligne \d"):
        declared_form("petit", project)


def test_what_pyxform_refuses_is_told_in_its_words(with_form, tmp_path):
    project = with_form(questions=asking(si="${absente} = '1'"))
    path = write_form_book("petit", project, tmp_path)
    with pytest.raises(IntakeError, match="pyxform refuse ce formulaire") as told:
        check_form(path)
    assert "absente" in told.value.message
    assert "petit.yaml" in told.value.remedy
