"""The commands as an analyst types them, in a process of their own."""

import os
import subprocess
import sys

import pytest


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
def test_a_mistake_is_told_in_french_without_a_traceback(tmp_path, arguments, expected):
    code, said = lecons(*arguments, cwd=tmp_path)
    assert code == 1
    assert expected in said
    assert "Traceback" not in said


def test_help_teaches_the_commands(tmp_path):
    code, said = lecons("--aide", cwd=tmp_path)
    assert code == 0
    for command in ("demo", "importer", "produire", "nouveau"):
        assert command in said
    assert "Show this message" not in said
