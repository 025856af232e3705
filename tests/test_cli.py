"""The commands as an analyst types them, in a process of their own."""

import io
import os
import shlex
import subprocess
import sys
import webbrowser
from types import SimpleNamespace

import pytest
from lecons.cli import app, main
from lecons.cli.browser import somebody_watches
from lecons.cli.watching import Watch, still
from lecons.errors import ReportError
from lecons.pipeline.graph import FORMATS
from lecons.pipeline.produce import Outcome
from lecons.project import repository_root
from rich.console import Console
from typer.main import get_command

DEMO = str(repository_root() / "data" / "3p-amss")


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


def typed(monkeypatch, capfd, *arguments):
    """A command in this process, because each one of its own takes seconds: its exit code and what it
    said, on one line."""
    monkeypatch.setattr(sys, "argv", ["lecons", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code, " ".join("".join(capfd.readouterr()).split())


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["produire", "nulle-part"], 1, "Le dossier de projet « nulle-part » n’existe pas"),
        (["produire", "data/3p-amss", "--resultat", "R9"], 1, "Résultats déclarés : R1, R2, R3"),
        (["produire", "data/3p-amss", "--edition", "secrète"], 2, "edition ('secrète')"),
        (["produire", "data/3p-amss", "--langue", "de"], 2, "langue « de »"),
        (["produire", "data/3p-amss", "--depuis", "hier"], 2, "debut ('hier')"),
        (["produire", "data/3p-amss", "--format", "doc"], 2, "Formats possibles : html, pdf, docx"),
        (["produire", "data/3p-amss", "--sortie", __file__], 2, "test_cli.py » est un fichier"),
        (["etape", "20_activites", "data/3p-amss"], 2, "Étape inconnue : 20_activites. Étapes : "),
        (["etape", "pdf", "data/3p-amss", "--langue", "de"], 2, "langue « de »"),
    ],
)
def test_a_mistake_is_told_in_french_without_a_traceback(
    tmp_path, monkeypatch, capfd, arguments, code, expected
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    ended, said = typed(monkeypatch, capfd, *arguments)
    assert ended == code
    assert expected in said
    assert "Traceback" not in said


def test_help_teaches_the_way_from_excel_to_a_report_and_speaks_french(monkeypatch, capfd):
    code, said = typed(monkeypatch, capfd, "--aide")
    assert code == 0
    steps = ("lecons nouveau", "lecons importer", "lecons produire")
    assert [*steps] == sorted(steps, key=said.index)
    assert "3 partiel" in said
    assert "4 retenu" in said
    assert "rapports/index.html" in said
    for command in ("demo", "importer", "produire", "nouveau", "index"):
        assert command in said
    for one in ("--help", "produire --help", "livre scinder --help"):
        _, shown = typed(monkeypatch, capfd, *one.split())
        for english in ("Usage", "required", "default", "<str>", "COMMAND ", "Show this"):
            assert english not in shown


def commands(group, path=()):
    """Every command, those of groups as well, with the words that call it."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, (*path, name))
        else:
            yield (*path, name), one


def test_every_command_has_an_example_that_can_be_typed():
    found = dict(commands(get_command(app)))
    assert {("produire",), ("index",), ("livre", "scinder"), ("prive", "ouvrir")} <= found.keys()
    for path, one in found.items():
        lecons, *words = shlex.split(one.epilog.removeprefix("Exemple : "))
        assert (lecons, *words[: len(path)]) == ("lecons", *path)
        one.make_context("lecons", words[len(path) :])


@pytest.fixture
def produced(monkeypatch, tmp_path):
    """`lecons produire` without the work: what was asked for, and, by language, what comes of it."""
    asked, outcomes = [], {}

    def produce(parameters, progress, formats, *, listed):
        asked.append((parameters, formats))
        progress.plan(["import", "10_donnees"], {"import": 1.0})
        progress.start("10_donnees")
        progress.done("10_donnees", 12.0, parameters.langue in outcomes)
        outcome = outcomes.get(parameters.langue)
        if isinstance(outcome, Exception):
            raise outcome
        folder = tmp_path / parameters.langue
        folder.mkdir(exist_ok=True)
        for name in ("synthese.html", "tableaux.xlsx", "manifeste.json"):
            (folder / name).write_text("…")
        return outcome or Outcome(folder)

    monkeypatch.setattr("lecons.pipeline.produce.produce", produce)
    monkeypatch.setattr("lecons.pipeline.bilingual.put_together", lambda *_: tmp_path / "deux.html")
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    return SimpleNamespace(asked=asked, outcomes=outcomes, folder=tmp_path)


def test_one_command_makes_several_languages_in_the_asked_formats(produced, monkeypatch, capfd):
    given = f"produire {DEMO} --langue en --langue fr --langue en --format pdf --resultat R2"
    code, said = typed(monkeypatch, capfd, *given.split(), "--depuis", "2017-01-01")
    assert code == 0
    assert [(p.langue, p.resultat, str(p.debut)) for p, _ in produced.asked] == [
        ("en", "R2", "2017-01-01"),
        ("fr", "R2", "2017-01-01"),
    ]
    assert {formats for _, formats in produced.asked} == {frozenset({"html", "pdf"})}
    assert (
        f"Rapport interne (en) : {produced.folder}/en/synthese.html à côté : tableaux.xlsx" in said
    )
    assert "manifeste" not in said


def test_all_formats_are_made_in_french_where_nothing_is_asked(produced, monkeypatch, capfd):
    typed(monkeypatch, capfd, "produire", DEMO)
    ((parameters, formats),) = produced.asked
    assert (parameters.langue, parameters.edition) == ("fr", "interne")
    assert formats == frozenset(FORMATS)


def test_a_log_gets_one_plain_line_a_notebook_and_nobodys_browser_opens(
    produced, monkeypatch, capfd
):
    monkeypatch.setattr("webbrowser.open", lambda _: pytest.fail("un navigateur s’ouvre"))
    monkeypatch.setattr(sys, "argv", ["lecons", "produire", DEMO])
    with pytest.raises(SystemExit):
        main()
    said = capfd.readouterr().out
    assert said.splitlines()[0] == "fait : carnet 10_donnees (12 s ; 1 sur 2)"
    assert "\x1b" not in said
    assert "\r" not in said


def test_reports_go_where_they_are_asked_for_and_open_if_asked(produced, monkeypatch, capfd):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    place = produced.folder / "ailleurs"
    code, _ = typed(monkeypatch, capfd, "produire", DEMO, "--sortie", place, "--ouvrir")
    assert code == 0
    assert os.environ["LECONS_RAPPORTS"] == str(place)
    assert opened == [(produced.folder / "fr" / "synthese.html").as_uri()]
    code, said = typed(monkeypatch, capfd, "index", "--sortie", place)
    assert code == 0
    assert said == f"écrit : {place}/index.html"


def test_a_browser_that_does_not_open_is_told_and_costs_nothing(produced, monkeypatch, capfd):
    def no_browser(_):
        raise webbrowser.Error("aucun")

    monkeypatch.setattr("webbrowser.open", no_browser)
    code, said = typed(monkeypatch, capfd, "produire", DEMO, "--ouvrir")
    assert code == 0
    assert "ouvrez la page vous-même" in said


@pytest.mark.parametrize(
    ("environment", "terminal", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, True, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True, "linux", True),
        ({"DISPLAY": ":0"}, False, "linux", False),
        ({"DISPLAY": ":0", "CI": "true"}, True, "linux", False),
        ({}, True, "linux", False),
        ({}, True, "win32", True),
        ({}, True, "darwin", True),
        ({"SSH_CONNECTION": "10.0.0.1"}, True, "darwin", False),
    ],
)
def test_a_report_opens_by_itself_only_before_a_person(environment, terminal, platform, expected):
    assert somebody_watches(environment, terminal, platform) is expected


def test_exit_codes_of_several_reports_tell_the_worst_that_matters(produced, monkeypatch, capfd):
    partial = Outcome(produced.folder, failures={"20_activites-R1": "[b] : faute"})
    (produced.folder / "synthese.html").write_text("…")
    both = ("produire", DEMO, "--langue", "fr", "--langue", "en")
    produced.outcomes["en"] = partial
    code, said = typed(monkeypatch, capfd, *both)
    assert code == 3
    assert "Carnet 20_activites-R1 : échec, [b] : faute" in said
    assert "Ce rapport est partiel." in said
    produced.outcomes["fr"] = ReportError("Plus de place.", "Libérez le disque.")
    assert typed(monkeypatch, capfd, *both)[0] == 3
    produced.outcomes["en"] = produced.outcomes["fr"]
    code, said = typed(monkeypatch, capfd, *both)
    assert code == 1
    assert "Erreur. Plus de place. Libérez le disque." in said
    held = produced.folder / "fr.txt"
    held.write_text("2 point(s) à corriger")
    produced.outcomes["fr"] = Outcome(produced.folder, held=held)
    code, said = typed(monkeypatch, capfd, *both)
    assert code == 4
    assert f"Tout est dans {held}" in said


def test_a_bilingual_file_waits_for_two_whole_reports(produced, monkeypatch, capfd):
    code, said = typed(monkeypatch, capfd, "produire", DEMO, "--bilingue")
    assert code == 0
    assert [parameters.langue for parameters, _ in produced.asked] == ["fr", "en"]
    assert f"En un seul fichier : {produced.folder}/deux.html" in said
    produced.outcomes["en"] = ReportError("Plus de place.")
    code, said = typed(monkeypatch, capfd, "produire", DEMO, "--bilingue")
    assert code == 3
    assert "deux.html" not in said
    code, said = typed(monkeypatch, capfd, "produire", DEMO, "--bilingue", "--langue", "fr")
    assert code == 2
    assert "une seule est demandée (fr)" in said


def watch(terminal, seconds, expected):
    """A watch at a moment of a run, and what it wrote: `seconds` since each running part began."""
    now = [100.0]
    console = Console(file=io.StringIO(), force_terminal=terminal, width=60)
    made = Watch(console, "Rapport interne (fr)", lambda: now[0])
    made.plan(["import", "a", "b", "c", "rapport"], expected)
    for name, since in seconds.items():
        now[0] = 100.0 - since
        made.start(name)
    now[0] = 100.0
    return made, console.file


def test_time_left_is_told_for_each_notebook_and_in_all(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    last = {"import": 2.0, "a": 60.0, "b": 50.0, "c": 40.0, "rapport": 8.0}
    made, _ = watch(True, {"a": 10.0, "b": 50.5}, last)
    made.done("import", 2.0, False)
    console = Console(file=io.StringIO(), width=60)
    console.print(made.shown())
    assert console.file.getvalue().splitlines() == [
        "Rapport interne (fr) : 1 sur 5, encore 58 s",  # the longest, 50 s, then the page
        "  carnet a, depuis 10 s, encore 50 s",
        "  carnet b, depuis 50 s, bientôt fini",
    ]
    made.done("a", 61.0, False)
    made.done("b", 61.0, False)
    assert made.left_in_all() == 48.0


def test_time_left_is_unknown_the_first_time():
    made, _ = watch(True, {"a": 3.0}, {"b": 5.0})
    assert made.left("a") is None
    assert made.left("b") == 5.0
    assert made.left_in_all() is None
    assert [still(value) for value in (None, 0.2, 4.4, 80.0)] == [
        "durée inconnue", "bientôt fini", "encore 4 s", "encore 1 min 20 s",
    ]  # fmt: skip


def test_a_screen_is_left_clean_and_a_log_keeps_each_part_that_is_over():
    made, written = watch(True, {"a": 3.0}, {})
    with made:
        made.done("a", 3.25, False)
    assert "fait" not in written.getvalue()
    assert "\x1b[2K" in written.getvalue()
    made, written = watch(False, {"import": 1.0, "a": 3.0}, {})
    with made:
        made.done("import", 1.25, False)
        made.kept("b")
        made.done("a", 75.0, True)
    assert written.getvalue().splitlines() == [
        "fait : import des exports (1,2 s ; 1 sur 5)",
        "échec : carnet a (1 min 15 s ; 3 sur 5)",
    ]


def test_an_import_that_is_partial_says_which_file_and_exits_with_three(
    mini_project, write_book, monkeypatch, capfd
):
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
    code, said = typed(monkeypatch, capfd, "importer", folder)
    assert code == 3
    assert "abime.xlsx : classeur illisible (fichier abîmé ou coupé)" in said
    assert "bon.xlsx · s → activites 1 1 0 0 juste" in said
    assert "Traceback" not in said


def test_one_file_is_examined_beside_its_form_and_nothing_is_written(
    tmp_path, write_book, monkeypatch, capfd
):
    form = write_book(
        tmp_path / "f.xlsx", {"survey": [["type", "name", "label"], ["date", "jour", "Jour"]]}
    )
    rows = [["Jour", "_uuid"], ["2017-03-01", "u1"], ["hier", "u2"]]
    export = write_book(tmp_path / "e.xlsx", {"Fiche": rows})
    code, said = typed(monkeypatch, capfd, "importer", export, "--formulaire", form)
    assert code == 0
    assert "e.xlsx · Fiche → (fiches) 2 1 1 0 juste" in said
    assert "Fiche, ligne 3, colonne « Jour » : date illisible" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.xlsx", "f.xlsx"]


def test_the_forms_of_a_project_are_written_where_they_are_asked_for(monkeypatch, capfd, tmp_path):
    code, said = typed(monkeypatch, capfd, "formulaires", DEMO, "--dossier", tmp_path)
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
        (["livre", "renommer", "peur", "crainte"], "Il manque : --auteur."),
        (["produire", "--langue"], "Il manque une valeur après --langue."),
        (["produire", "--formt"], "L’option --formt n’existe pas. Vouliez-vous dire --format ?"),
    ],
)
def test_a_mistyped_command_is_told_the_commands_of_its_own_group(
    monkeypatch, capfd, arguments, expected
):
    code, said = typed(monkeypatch, capfd, *arguments)
    assert code == 2
    assert expected in said


def test_the_workshop_group_teaches_itself_and_asks_for_a_report_first(
    mini_project, monkeypatch, capfd, tmp_path
):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    code, said = typed(monkeypatch, capfd, "atelier")
    assert code == 2
    assert "preparer" in said
    assert "Affiche cette aide." in said
    folder = mini_project()
    code, said = typed(monkeypatch, capfd, "atelier", "preparer", folder)
    assert code == 1
    assert "Lancez d’abord : lecons produire" in said
    assert "Traceback" not in said
