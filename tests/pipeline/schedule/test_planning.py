"""`lecons planifier` as an analyst types it, with a crontab and a systemd that only keep what they are told."""

import stat
import sys
from types import SimpleNamespace

import pytest
import typer
from lecons.cli.french import Command
from lecons.cli.planning import planifier
from lecons.errors import LeconsError
from lecons.pipeline.notices import NoticeError, read_settings
from lecons.pipeline.schedule.install import ScheduleError

CRONTAB = """#!/bin/sh
test -n "$REFUSE" && { echo "not allowed" >&2; exit 1; }
test "$1" = -l && { cat "$0.kept" 2>/dev/null || { echo "no crontab for awa" >&2; exit 1; }; exit; }
cat >"$0.kept"
"""
SYSTEMCTL = '#!/bin/sh\necho "$*" >>"$0.kept"\n'
OTHERS = "# à moi\n5 4 * * * /bin/autre\n"


@pytest.fixture
def machine(tmp_path, monkeypatch, mini_project, capfd):
    """A machine of nobody: `plan` types the command on a tiny project and answers the exit code and what it
    said; `crontab` and `called` are what its scheduler was told, `units` where systemd looks."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        path = place / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    monkeypatch.delenv("LECONS_WEBHOOK", raising=False)
    folder = mini_project()
    app = typer.Typer()
    app.command(cls=Command)(planifier)

    def plan(*words):
        try:
            code = app([str(folder), *words], standalone_mode=False)
        except typer.Exit as stopped:
            code = stopped.exit_code
        return code or 0, " ".join("".join(capfd.readouterr()).split())

    def kept(name):
        path = place / f"{name}.kept"
        return path.read_text("utf-8") if path.is_file() else ""

    return SimpleNamespace(
        plan=plan,
        folder=folder,
        reports=tmp_path / "rapports",
        units=tmp_path / "config" / "systemd" / "user",
        kept=kept,
        keep=lambda text: (place / "crontab.kept").write_text(text, "utf-8"),
    )


def test_without_being_asked_nothing_is_installed_and_the_exact_text_is_shown(machine):
    for system, expected in (
        ("cron", "0 2 * * * mkdir -p -m 700"),
        ("systemd", "OnCalendar=*-*-* 02:00:00 Persistent=true"),
        ("windows", "<StartWhenAvailable>true</StartWhenAvailable>"),
    ):
        code, said = machine.plan("--systeme", system)
        assert code == 0
        assert expected in said
        assert "Rien n’est installé" in said
        assert "lecons-mini : tous les jours à 02:00" in said
    assert machine.kept("crontab") == machine.kept("systemctl") == ""
    assert not machine.units.exists()
    assert not machine.reports.exists()


def test_a_crontab_line_is_installed_once_changed_and_taken_away(machine):
    machine.keep(OTHERS)
    for hour in ("02:00", "02:00", "03:15"):
        code, said = machine.plan("--systeme", "cron", "--heure", hour, "--installer")
        assert (code, "à jour" in said) == (0, True)
    told = machine.kept("crontab")
    assert told.startswith(OTHERS)
    assert told.count("lecons produire") == 1
    assert "\n15 3 * * * " in told
    assert f"--sortie {machine.reports}" in told
    log = machine.reports / "_journal" / "lecons-mini.log"
    assert log.stat().st_mode & 0o777 == 0o600
    code, said = machine.plan("--systeme", "cron", "--retirer")
    assert "retiré : lecons-mini (cron)" in said
    assert machine.kept("crontab") == OTHERS
    assert "Rien à retirer" in machine.plan("--systeme", "cron", "--retirer")[1]


def test_an_account_without_a_crontab_gets_one(machine):
    assert machine.plan("--systeme", "cron", "--jours", "lun", "--installer")[0] == 0
    assert machine.kept("crontab").splitlines()[1].startswith("0 2 * * 1 ")


def test_units_of_systemd_are_installed_and_taken_away(machine):
    code, _ = machine.plan("--systeme", "systemd", "--jours", "lun-mer", "--installer")
    assert code == 0
    names = ["lecons-mini.service", "lecons-mini.timer"]
    assert sorted(path.name for path in machine.units.iterdir()) == names
    assert "OnCalendar=Mon,Tue,Wed " in (machine.units / names[1]).read_text()
    assert machine.kept("systemctl").splitlines() == [
        "--user daemon-reload",
        "--user enable lecons-mini.timer",
        "--user restart lecons-mini.timer",
    ]
    assert "retiré" in machine.plan("--systeme", "systemd", "--retirer")[1]
    assert list(machine.units.iterdir()) == []
    assert "Rien à retirer" in machine.plan("--systeme", "systemd", "--retirer")[1]


def test_a_machine_that_refuses_is_told_and_nothing_is_lost(machine, monkeypatch):
    machine.keep(OTHERS)
    monkeypatch.setenv("REFUSE", "1")
    with pytest.raises(ScheduleError, match="not allowed"):
        machine.plan("--systeme", "cron", "--installer")
    assert machine.kept("crontab") == OTHERS
    monkeypatch.setenv("PATH", "/nulle-part")
    with pytest.raises(ScheduleError, match="crontab n’existe pas sur cette machine"):
        machine.plan("--systeme", "cron", "--installer")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--heure", "25:00"], "HH:MM attendu"),
        (["--jours", "monday"], "n’est pas un jour"),
        (["--systeme", "launchd"], "Systèmes possibles : cron, systemd, windows"),
        (["--edition", "secrète"], "edition"),
        (["--langue", "de"], "langue « de »"),
        (["--courriel", "a@b.org"], "courriels et smtp vont ensemble"),
        (["--webhook", "--installer"], "se tape au clavier"),
    ],
)
def test_a_mistake_is_told_now_and_not_at_night(machine, monkeypatch, words, expected):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    with pytest.raises(LeconsError, match=expected):
        machine.plan("--systeme", "cron", *words)
    assert machine.kept("crontab") == ""


def test_secrets_are_typed_written_for_their_owner_and_shown_nowhere(machine, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    typed = iter(["s3cret", "http://localhost:9/AUSSI-SECRET"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    words = ["--courriel", "a@b.org", "--smtp", "localhost:9", "--utilisateur", "awa", "--webhook"]
    code, said = machine.plan("--systeme", "cron", "--installer", *words)
    # nothing listens there: it is planned all the same, and the analyst knows at once
    assert code == 3
    assert said.count("C’est planifié, mais l’essai n’est pas arrivé.") == 2
    path = machine.folder / "prive" / "avis.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_settings(machine.folder, {}).mot_de_passe.get_secret_value() == "s3cret"
    assert "--prevenir" in machine.kept("crontab")
    for text in (said, machine.kept("crontab")):
        assert "s3cret" not in text
        assert "AUSSI-SECRET" not in text
    # planned again without them, they stay
    machine.plan("--systeme", "cron", "--heure", "4:00", "--installer")
    assert "--prevenir" in machine.kept("crontab")
    path.chmod(0o644)
    with pytest.raises(NoticeError, match="aucun avis"):
        machine.plan("--systeme", "cron", "--installer")


def test_what_is_only_shown_asks_for_no_secret(machine, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _: pytest.fail("un secret est demandé"))
    words = ["--courriel", "a@b.org", "--smtp", "b.org", "--utilisateur", "awa", "--webhook"]
    code, said = machine.plan("--systeme", "cron", *words)
    assert (code, "--prevenir" in said) == (0, True)
    assert not (machine.folder / "prive").exists()
