"""What must stay on the analysts' machine: git takes none of it, and the commands say what is open."""

import os
import shutil
import subprocess

import pytest
import typer
from lecons.cli import secrets
from lecons.errors import LeconsError
from lecons.privacy.pseudonyms import read_key
from lecons.privacy.vault import PLAIN, cipher, no_links, write_links
from lecons.privacy.vault.versioned import taken_by_git
from lecons.project import repository_root

git = pytest.mark.skipif(shutil.which("git") is None, reason="git n’est pas installé")

KEPT_OUT = [
    "data/gao-2019/projet.yaml",
    "data/gao-2019/brut/kobo_temoignages.xlsx",
    "data/gao-2019/codage/segments.csv",
    "data/gao-2019/prive/cle",
    "data/3p-amss/prive/cle",
    "data/3p-amss/prive/correspondances.csv",
    "data/3p-amss/prive/correspondances.chiffre",
    "data/3p-amss/prive/relecture.xlsx",
    "data/3p-amss/prive/decisions.csv",
    "data/3p-amss/tables/temoignages.parquet",
    "data/3p-amss/quarantaine/brut__x.xlsx",
    "data/3p-amss/relecture.xlsx",
    "data/3p-amss/codage/relecture_du_12.xlsx",
    "data/3p-amss/~$relecture.xlsx",
    "ailleurs/gao/brut/export.csv",
    "ailleurs/gao/prive/cle",
    "ailleurs/cle",
    "correspondances.csv",
    "correspondances (copie).csv",
    "sauvegarde.chiffre",
    "rapports/gao-2019/interne/fr/synthese.html",
    "rapports/3p-amss/interne/fr/carnets/30_temoignages-R1.ipynb",
    "rapports/3p-amss/publique/fr/synthese.pdf",
    "sorties/gao/interne/fr/synthese.html",
    "sorties/gao/publique/fr-partiel/synthese.html",
]
TAKEN = [
    "data/3p-amss/projet.yaml",
    "data/3p-amss/cadre.csv",
    "data/3p-amss/jugements.csv",
    "data/3p-amss/brut/kobo_temoignages.xlsx",
    "data/3p-amss/brut/evenements_demonstration.csv",
    "data/3p-amss/codage/segments.csv",
    "data/3p-amss/codage/passages_relus.csv",
    "data/reference/communes.csv",
    "data/formulaires/temoignage.yaml",
    "rapports/README.md",
    "lib/lecons/privacy/vault/links.py",
]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A new repository with our .gitignore, free of what the machine's git is set to."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    _git(tmp_path, "init", "-q")
    shutil.copy(repository_root() / ".gitignore", tmp_path)
    return tmp_path


def _git(folder, *arguments):
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def _fill(folder, names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


@git
def test_git_takes_the_demonstration_and_no_secret_no_export_no_internal_report(repository):
    _fill(repository, KEPT_OUT + TAKEN)
    said = _git(repository, "status", "--porcelain", "-uall").splitlines()
    assert sorted(line.removeprefix("?? ").strip('"') for line in said) == sorted(
        [".gitignore", *TAKEN]
    )
    _git(repository, "add", "-A")
    assert sorted(_git(repository, "ls-files").splitlines()) == sorted([".gitignore", *TAKEN])


@git
def test_without_our_rules_git_would_take_them_all(repository):
    (repository / ".gitignore").unlink()
    _fill(repository, KEPT_OUT)
    _git(repository, "add", "-A")
    assert sorted(_git(repository, "ls-files").splitlines()) == sorted(KEPT_OUT)


@git
def test_what_git_would_take_of_a_project_is_found(repository):
    folder = repository / "data" / "gao-2019"
    _fill(folder, ["brut/export.csv", "prive/cle"])
    assert taken_by_git(folder, [folder / "brut"]) == []
    (repository / ".gitignore").write_text("*.chiffre\n", encoding="utf-8")
    taken = [path.removeprefix(f"{folder}/") for path in taken_by_git(folder, [folder / "brut"])]
    assert taken == [
        "brut/export.csv",
        "prive/cle",
        "prive/correspondances.csv",
        "prive/relecture.xlsx",
    ]
    # fictional exports may be shared
    assert f"{folder}/brut/export.csv" not in taken_by_git(folder)


@git
def test_a_secret_that_git_has_already_is_found_though_it_is_ignored(repository):
    folder = repository / "data" / "gao-2019"
    _fill(folder, ["prive/cle"])
    _git(repository, "add", "-f", "data/gao-2019/prive/cle")
    assert taken_by_git(folder, [folder / "brut"]) == [f"{folder}/prive/cle"]


def test_a_project_in_no_repository_is_said_to_be_so(tmp_path):
    assert taken_by_git(tmp_path) is None


@pytest.fixture
def typed(monkeypatch):
    """Passphrases as they would be typed, one after the other."""
    waiting = []
    monkeypatch.setattr(secrets, "_ask", lambda what: waiting.pop(0))
    monkeypatch.setattr(cipher, "_COST", 2**15)
    return waiting


def test_a_table_is_locked_and_opened_by_hand_and_shown_on_the_screen_only(
    mini_project, typed, capsys
):
    from datetime import date

    from lecons.privacy.pseudonyms import enrolled

    project = mini_project()
    private = project / "prive"
    links = enrolled(
        no_links(), ["Aïcha Walet Moussa"], read_key(private), "relectrice_1", date(2018, 5, 2)
    )
    write_links(private, links)
    before = sorted(path.name for path in private.iterdir())
    assert before == ["cle", PLAIN]

    typed += ["cheval pile agrafe", "cheval pile agrafes"]
    with pytest.raises(LeconsError, match="ne sont pas les mêmes"):
        secrets.chiffrer(project)
    assert (private / PLAIN).is_file()
    typed += ["cheval pile agrafe"] * 2
    secrets.chiffrer(project)
    assert sorted(path.name for path in private.iterdir()) == ["cle", "correspondances.chiffre"]

    typed += ["cheval pile agrafe"]
    secrets.ouvrir(project, f"[personne {links['pseudonyme'][0].lower()}]")
    assert "Aïcha Walet Moussa (ajouté par relectrice_1, le 2018-05-02)" in capsys.readouterr().out
    typed += ["cheval pile agrafe"]
    with pytest.raises(LeconsError, match="« 9ZZZ » n’est pas dans la table"):
        secrets.ouvrir(project, "9ZZZ")
    held = b"".join(path.read_bytes() for path in project.rglob("*") if path.is_file())
    assert b"Walet" not in held
    assert b"cheval" not in held


def test_a_passphrase_in_a_pipe_is_refused(monkeypatch):
    monkeypatch.setattr(secrets.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(LeconsError, match="se tape au clavier"):
        secrets._ask("Phrase de passe")


@git
@pytest.mark.skipif(os.name != "posix", reason="les droits sont ceux de POSIX")
def test_verifying_exits_with_one_and_says_what_to_type(mini_project, monkeypatch, capsys):
    project = mini_project()
    monkeypatch.setenv("LECONS_RAPPORTS", str(project / "rapports"))
    read_key(project / "prive")
    secrets.verifier(project)
    assert "rien à corriger" in capsys.readouterr().out
    (project / "prive" / "cle").chmod(0o644)
    with pytest.raises(typer.Exit) as stopped:
        secrets.verifier(project)
    assert stopped.value.exit_code == 1
    assert "chmod 600" in capsys.readouterr().err
