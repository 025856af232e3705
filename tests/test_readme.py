"""The README's commands, tried as a newcomer would: a clean clone in an empty folder."""

import re

import pytest
from lecons.project import repository_root

ROOT = repository_root()


def commands(name):
    """The shell lines of a file's code blocks, comments left out."""
    text = (ROOT / name).read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]


def test_both_languages_give_the_same_first_commands():
    for name in ("README.md", "LISEZMOI.md"):
        said = commands(name)
        assert said[:2] == ["make rapport", "make test"]
        assert "conda env create -f environment.yml" in said
        assert "lecons produire data/3p-amss" in said


def test_ci_runs_the_test_command_and_nothing_weaker():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().splitlines()[-1] == "make test"
    assert "|| true" not in script


def test_every_command_of_the_readme_exists():
    from lecons.cli import app
    from typer.main import get_command

    known = set(get_command(app).commands)
    used = {line.split()[1] for line in commands("README.md") if line.startswith("lecons ")}
    assert {"nouveau", "importer", "produire"} <= used <= known
    makefile = (ROOT / "Makefile").read_text("utf-8")
    mentioned = set(re.findall(r"`?make (\w+)", (ROOT / "README.md").read_text("utf-8")))
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in mentioned)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="ce dossier n’est pas un dépôt git")
def test_make_rapport_works_from_a_clean_clone_and_is_quick_when_repeated(
    clean_clone, rapport_again
):
    first, report = clean_clone.first, clean_clone.report
    assert first.returncode == 0, first.stdout[-2000:] + first.stderr[-2000:]
    said = "".join(first.stdout.split())
    assert f"{report}/synthese.html" in said
    assert f"{report}/synthese.pdf" in said
    assert sorted(path.name for path in report.iterdir()) == [
        "carnets", "constats.json", "fiches", "manifeste.json", "preuves.xlsx", "synthese.html",
        "synthese.pdf",
    ]  # fmt: skip
    second, status = rapport_again(clean_clone.clone)
    assert second.returncode == 0
    assert "Rien n’a changé" in second.stdout
    assert "pip" not in second.stdout
    # a run leaves nothing for git to see
    assert status == clean_clone.before
