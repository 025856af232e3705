"""The commands as an analyst types them, in a process of their own."""

import os
import subprocess
import sys

import pytest
from lecons.cli import main


def lecons(*arguments, cwd, **env):
    done = subprocess.run(
        [sys.executable, "-m", "lecons", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "COLUMNS": "120", **env},
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_a_new_project_opens_as_it_is_and_is_never_overwritten(tmp_path):
    code, said = lecons("nouveau", "data/gao-2019", cwd=tmp_path)
    assert code == 0
    assert "projet.yaml" in said
    code, said = lecons("importer", str(tmp_path / "data/gao-2019"), cwd=tmp_path)
    assert (code, "Traceback" in said) == (0, False)
    code, said = lecons("nouveau", "data/gao-2019", cwd=tmp_path)
    assert code == 1
    assert "n’est pas vide" in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["produire", "nulle-part"], "Le dossier de projet « nulle-part » n’existe pas"),
        (["produire", "data/3p-amss", "--resultat", "R9"], "Résultats déclarés : R1, R2, R3"),
        (["produire", "data/3p-amss", "--edition", "secrète"], "edition ('secrète')"),
        (["produire", "data/3p-amss", "--langue", "de"], "langue « de »"),
        (["produire", "data/3p-amss", "--depuis", "hier"], "debut ('hier')"),
    ],
)
def test_a_mistake_is_told_in_french_without_a_traceback(
    tmp_path, monkeypatch, capfd, arguments, expected
):
    # in this process: each one of its own takes three seconds
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lecons", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = " ".join("".join(capfd.readouterr()).split())
    assert stopped.value.code == 1
    assert expected in said
    assert "Traceback" not in said


def test_help_teaches_the_commands(tmp_path):
    code, said = lecons("--aide", cwd=tmp_path)
    assert code == 0
    for command in ("demo", "importer", "produire", "nouveau"):
        assert command in said
    assert "Show this message" not in said


def test_an_import_that_is_partial_says_which_file_and_exits_with_three(mini_project, write_book):
    columns = ["id", "date", "commune", "resultat", "type"]
    sheet = {"table": "activites", "colonnes": {name: name for name in columns}}
    names = ("bon.xlsx", "abime.xlsx")
    folder = mini_project(
        imports=[{"fichier": name, "forme": "excel", "feuilles": [sheet]} for name in names]
    )
    write_book(
        folder / "bon.xlsx", {"s": [columns, ["a1", "2017-03-01", "Alafia", "R1", "reunion"]]}
    )
    (folder / "abime.xlsx").write_bytes(b"PK\x03\x04 coupe")
    code, said = lecons("importer", str(folder), cwd=folder)
    assert code == 3
    assert "abime.xlsx : classeur illisible (fichier abîmé ou coupé)" in said
    assert "bon.xlsx · s → activites 1 1 0 0 juste" in said
    assert "Traceback" not in said


def test_one_file_is_examined_beside_its_form_and_nothing_is_written(tmp_path, write_book):
    form = write_book(
        tmp_path / "f.xlsx", {"survey": [["type", "name", "label"], ["date", "jour", "Jour"]]}
    )
    rows = [["Jour", "_uuid"], ["2017-03-01", "u1"], ["hier", "u2"]]
    export = write_book(tmp_path / "e.xlsx", {"Fiche": rows})
    code, said = lecons("importer", str(export), "--formulaire", str(form), cwd=tmp_path)
    assert code == 0
    assert "e.xlsx · Fiche → (fiches) 2 1 1 0 juste" in said
    assert "Fiche, ligne 3, colonne « Jour » : date illisible" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.xlsx", "f.xlsx"]


def test_the_forms_of_a_project_are_written_where_they_are_asked_for(tmp_path):
    code, said = lecons("formulaires", "data/3p-amss", "--dossier", str(tmp_path), cwd=tmp_path)
    assert code == 0
    assert "avertissement" not in said
    assert {path.name for path in tmp_path.iterdir()} >= {"activite.xlsx", "retrait.xlsx"}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["livre", "renomer"],
            "Vouliez-vous dire « renommer » ? Commandes : renommer, fusionner, scinder.",
        ),
        (["livre", "renommer", "peur"], "Il manque : nouveau."),
        (["importre"], "Vouliez-vous dire « importer » ?"),
    ],
)
def test_a_mistyped_command_is_told_the_commands_of_its_own_group(arguments, expected, tmp_path):
    code, said = lecons(*arguments, cwd=tmp_path)
    assert code == 2
    assert expected in said


def test_the_workshop_group_teaches_itself_and_asks_for_a_report_first(mini_project, tmp_path):
    code, said = lecons("atelier", cwd=tmp_path)
    assert code == 2
    assert "preparer" in said
    assert "Affiche cette aide." in said
    folder = mini_project()
    code, said = lecons(
        "atelier", "preparer", str(folder), cwd=tmp_path, LECONS_RAPPORTS=str(tmp_path)
    )
    assert code == 1
    assert "Lancez d’abord : lecons produire" in said
    assert "Traceback" not in said
