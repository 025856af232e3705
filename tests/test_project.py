import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from lecons.errors import LeconsError, ProjectError
from lecons.intake.load import import_project
from lecons.project import open_project, read_population, repository_root
from lecons.store.tables import write_table

TEXT = {"fr": "texte"}
ENGLISH = re.compile(r"\b(should|must|input|valid|unable|or|provided)\b", re.IGNORECASE)


RECOMMENDATION = {
    "id": "REC-1",
    **{key: {"fr": "x"} for key in ("texte", "qui", "quand")},
    "pratique": "mediation",
}


def practice(**changes):
    return {
        "code": "mediation",
        "numero": "BP-1",
        "titre": TEXT,
        "resultat": "R1",
        "pour_qui": TEXT,
        "conditions": TEXT,
        **changes,
    }


def import_of(**changes):
    return {"fichier": "a.csv", "forme": "csv", "feuilles": [changes]}


def test_the_demonstration_project_opens_with_its_22_communes(demo_project):
    communes = demo_project.project.communes()
    assert communes["cercle"].value_counts().to_dict() == {"Goundam": 16, "Tombouctou": 6}
    assert communes.set_index("pcode").at["ML060311", "commune"] == "M’Bouna"
    assert demo_project.project.code == "3p-amss"
    assert demo_project.project.results == ["R1", "R2", "R3"]


def test_a_relative_path_is_found_below_the_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    project = open_project("data/3p-amss")
    assert project.folder == repository_root() / "data" / "3p-amss"


def test_a_missing_folder_is_named():
    with pytest.raises(ProjectError, match="dossier de projet « data/absent » n’existe pas"):
        open_project("data/absent")


def test_a_folder_without_project_file_is_named(tmp_path):
    (tmp_path / "vide").mkdir()
    with pytest.raises(ProjectError, match=re.escape("vide/ n’a pas de fichier projet.yaml")):
        open_project(tmp_path / "vide")


@pytest.mark.parametrize(
    ("content", "line"), [(b"code: mini\nnom: : x\n", 2), (b"code: mini\nnom:\n\tfr: x\n", 3)]
)
def test_yaml_that_cannot_be_read_has_its_line_named(tmp_path, content, line):
    (tmp_path / "projet.yaml").write_bytes(content)
    with pytest.raises(ProjectError, match=f"projet.yaml ne se lit pas à la ligne {line}"):
        open_project(tmp_path)


def test_a_project_file_of_another_encoding_is_told_as_unreadable(tmp_path):
    (tmp_path / "projet.yaml").write_bytes("nom: Douékiré".encode("cp1252"))
    with pytest.raises(ProjectError, match="ne se lit pas"):
        open_project(tmp_path)


def test_an_empty_project_file_is_refused(tmp_path):
    (tmp_path / "projet.yaml").write_text("")
    with pytest.raises(ProjectError, match="le fichier entier : bloc de clés attendu"):
        open_project(tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sigle": None}, "sigle : clé absente"),
        ({"siggle": "x"}, "siggle : clé inconnue (trouvé : 'x')"),
        ({"debut": "demain"}, "debut : date AAAA-MM-JJ attendue"),
        ({"communes": []}, "communes : liste vide"),
        ({"communes": ["ML060101"]}, "communes.0 : bloc de clés attendu"),
        ({"nom": {"en": "Small"}}, "nom : texte français (fr) absent"),
        (
            {"communes": [{"pcode": "ML999999", "nom": "Nulle part"}]},
            "clé communes : code inconnu ML999999",
        ),
        ({"pratiques": [practice(resultat="R9")]}, "Le résultat « R9 » n’existe pas"),
        (
            {"pratiques": [practice(), practice(numero="BP-2")]},
            "pratiques, code : « mediation » est écrit deux fois",
        ),
        (
            {"pratiques": [practice(), practice(code="radio")]},
            "pratiques, numero : « BP-1 » est écrit deux fois",
        ),
        (
            {
                "pratiques": [
                    practice(mesures=["R1-x"]),
                    practice(code="radio", numero="BP-2", mesures=["R1-x"]),
                ]
            },
            "pratiques, mesures : « R1-x » est écrit deux fois",
        ),
        ({"pratiques": [practice(numero="BP-01")]}, "pratiques.0.numero : écriture inattendue"),
        (
            {"recommandations": [RECOMMENDATION, RECOMMENDATION]},
            "recommandations, id : « REC-1 » est écrit deux fois",
        ),
        (
            {"confiance": {"minorite_mineure": 0.4}},
            "confiance : minorite_mineure dépasse minorite_moderee",
        ),
    ],
)
def test_a_fault_of_the_project_file_names_its_key(mini_project, change, said):
    with pytest.raises(ProjectError) as raised:
        open_project(mini_project(**change))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "change",
    [
        {"nom": "3P"},
        {"donnees_fictives": "peut-être"},
        {"budget_usd": "beaucoup"},
        {"debut": "2017-01-01T10:00:00"},
        {"imports": [{"fichier": "a.ods", "forme": "ods", "feuilles": []}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_fault_of_the_project_file_is_told_in_french(mini_project, change):
    with pytest.raises(ProjectError) as raised:
        open_project(mini_project(**change))
    assert next(iter(change)) in raised.value.message
    assert not ENGLISH.findall(raised.value.message)


@pytest.mark.parametrize(
    "change",
    [{"nom": {"ar": "x"}}, {"nom": {}}, {"acteurs": {"jeune": {"en": "young person"}}}],
    ids=["other language", "no language", "inside acteurs"],
)
def test_a_text_without_french_is_refused(mini_project, change):
    with pytest.raises(ProjectError, match="fr"):
        open_project(mini_project(**change))


def test_a_project_that_ends_before_it_starts_is_refused(mini_project):
    with pytest.raises(ProjectError, match="debut"):
        open_project(mini_project(debut="2019-01-01", fin="2018-12-31"))


def test_an_import_into_an_unknown_table_is_told_in_french(mini_project):
    with pytest.raises(LeconsError, match="activite"):
        _open_and_import(mini_project, table="activite", colonnes={"id": "id"})


def test_an_import_into_an_unknown_column_is_told_in_french(mini_project):
    with pytest.raises(LeconsError, match="comune"):
        _open_and_import(mini_project, table="activites", colonnes={"id": "id", "comune": "lieu"})


def test_a_recoding_of_an_unmapped_column_is_told_in_french(mini_project):
    with pytest.raises(LeconsError, match="issue"):
        _open_and_import(
            mini_project, table="cas", colonnes={"id": "id"}, valeurs={"issue": {"oui": "regle"}}
        )


def _open_and_import(mini_project, **sheet):
    # the fault may be told when the project is opened or when its file is imported
    folder = mini_project()
    (folder / "a.csv").write_text("id,lieu\n1,Alafia\n")
    import_project(open_project(mini_project(imports=[import_of(**sheet)])))


@pytest.mark.parametrize("path", ["../a.csv", "brut/../../a.csv", "/etc/passwd"])
def test_a_path_that_leaves_the_folder_is_refused(mini_project, path):
    with pytest.raises(ProjectError, match="sort du dossier du projet"):
        open_project(mini_project()).file_of(path)


def test_a_path_inside_the_folder_is_given_whole(mini_project):
    project = open_project(mini_project())
    assert project.file_of("brut/a.csv") == project.folder.resolve() / "brut" / "a.csv"


def test_a_result_is_found_by_its_code_and_an_unknown_one_is_named(mini_project):
    project = open_project(mini_project())
    assert project.result("R1").titre == {"fr": "Moins de conflits"}
    with pytest.raises(ProjectError, match=r"« R7 » n’existe pas .* déclarés : R1"):
        project.result("R7")


def test_reference_data_beside_the_project_come_first(mini_project):
    project = open_project(mini_project())
    beside = project.folder.parent / "reference"
    assert project.reference_folder == beside
    (beside / "communes.csv").unlink()
    with pytest.raises(ProjectError, match="communes de référence manquent"):
        project.communes()
    shutil.rmtree(beside)
    assert project.reference_folder == repository_root() / "data" / "reference"


def test_known_populations_are_read_by_level():
    found = read_population(repository_root() / "data" / "reference").set_index("pcode")
    assert list(found) == ["niveau", "population"]
    assert found["niveau"].value_counts().to_dict() == {"commune": 8, "cercle": 5}
    # the five cercles make the region, as its own figure says
    assert found.loc[found["niveau"] == "cercle", "population"].sum() == 681_691
    assert found.at["ML060316", "population"] == 53_438


def test_without_a_file_no_population_is_known(tmp_path):
    found = read_population(tmp_path)
    assert found.empty
    assert list(found) == ["pcode", "niveau", "population"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"pcode,population_2009\nML060101,5\n",
        b"pcode,niveau,population_2009\nML060101,commune,13 318\n",
    ],
    ids=["empty", "a column lacks", "a space in a number"],
)
def test_populations_that_cannot_be_read_are_told_in_french(tmp_path, content):
    (tmp_path / "population.csv").write_bytes(content)
    with pytest.raises(ProjectError, match=r"population.csv ne se lit pas. .* pcode, niveau"):
        read_population(tmp_path)


def test_a_project_opens_without_waiting_for_pandas(mini_project):
    opened = (
        "import sys\n"
        "from lecons.project import open_project\n"
        f"print(open_project({str(mini_project())!r}).code)\n"
        "print(*({'pandas', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", opened], capture_output=True, text=True, check=True
    ).stdout
    assert said == "mini\n\n"


def test_practices_and_communes_follow_what_they_are_read_from(mini_project):
    project = open_project(mini_project())
    assert project.practices() == []
    line = {"code": "veillee", "famille": "pratique", "libelle_fr": "Veillée", "resultat": "R1"}
    empty = project.table("livre_de_codes", "interne")
    coded = pd.DataFrame([{**dict.fromkeys(empty.columns), **line}])
    write_table(project.tables_folder, "livre_de_codes", coded)
    assert [one.numero for one in project.practices()] == ["BP-1"]
    project.practices().clear()
    assert [one.code for one in project.practices()] == ["veillee"]

    changed = project.communes()
    changed["lon"] = 0.0
    assert (project.communes()["lon"] != 0).all()
    path = project.reference_folder / "communes.csv"
    kept = [one for one in path.read_text("utf-8").splitlines() if "ML060316" not in one]
    path.write_text("\n".join(kept), "utf-8")
    assert project.communes()["pcode"].to_list() == ["ML060101"]
