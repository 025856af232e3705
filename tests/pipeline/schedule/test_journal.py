"""The log of runs that nobody watches."""

import re
import subprocess
import sys

import pytest
import typer
from lecons.errors import LeconsError, ReportError
from lecons.pipeline.schedule.journal import journal, open_log

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} \[\d+\] (.*)")
WRITER = """
import sys
from pathlib import Path
from lecons.pipeline.schedule.journal import open_log
log = open_log(Path(sys.argv[1]), 2000, 99)
for n in range(100):
    log.info("%s-%d", sys.argv[2], n)
"""


def said(path):
    return [LINE.fullmatch(line)[1] for line in path.read_text("utf-8").splitlines()]


def test_two_runs_at_once_lose_no_line_while_the_log_turns_over(tmp_path):
    path = tmp_path / "l.log"
    both = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("a", "b")
    ]
    assert [one.wait(60) for one in both] == [0, 0]
    files = sorted(tmp_path.glob("l.log*"))
    assert len(files) > 3
    assert all(file.stat().st_size <= 2000 for file in files)
    lines = [line for file in files for line in said(file)]
    assert sorted(lines) == sorted(f"{name}-{n}" for name in "ab" for n in range(100))


def test_a_log_is_bounded_and_its_owners_alone(tmp_path):
    path = tmp_path / "_journal" / "l.log"
    log = open_log(path, 200, 2)
    for n in range(60):
        log.info("ligne %d", n)
    files = sorted(path.parent.glob("l.log*"))
    assert [file.name for file in files] == ["l.log", "l.log.1", "l.log.2"]
    assert said(path)[-1] == "ligne 59"
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_all_that_a_command_says_is_kept_line_by_line_and_nothing_is_echoed(tmp_path, capfd):
    path = tmp_path / "l.log"
    with journal(path):
        print("un ", end="")
        print("deux\n\ntrois")
        print("faute", file=sys.stderr)
        print("sans fin", end="")
        assert not sys.stdout.isatty()
    assert said(path) == ["début", "un deux", "trois", "faute", "sans fin", "fin, code 0"]
    assert capfd.readouterr() == ("", "")


def test_without_a_log_a_command_speaks_as_ever(capfd):
    with journal(None):
        print("ici")
    assert capfd.readouterr().out == "ici\n"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            ReportError("Plus de place.", "Libérez le disque."),
            "Erreur. Plus de place. Libérez le disque.",
        ),
        (typer.Exit(3), None),
        (KeyError("x"), "KeyError: 'x'"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
    ],
)
def test_what_ends_a_run_is_kept_and_goes_on_its_way(tmp_path, error, told):
    path = tmp_path / "l.log"
    with pytest.raises(type(error)), journal(path):
        raise error
    text = path.read_text("utf-8")
    assert text.rstrip().endswith("fin, code 3" if told is None else "fin, code d’erreur")
    assert told is None or told in text
    assert ("Traceback" in text) == isinstance(error, KeyError | KeyboardInterrupt)


def test_a_log_that_cannot_be_written_any_more_costs_the_run_nothing(tmp_path, monkeypatch, capfd):
    path = tmp_path / "l.log"

    def full(*_):
        raise OSError(28, "No space left on device")

    with journal(path):
        monkeypatch.setattr("logging.StreamHandler.flush", full)
        monkeypatch.setattr("sys.__stderr__", sys.stderr.screen)
        print("dite ailleurs")
        monkeypatch.undo()
        print("après")
    assert "dite ailleurs" in capfd.readouterr().err
    assert "après" in said(path)


def test_a_place_where_no_log_can_be_is_told_at_once(tmp_path):
    (tmp_path / "fichier").write_text("")
    with pytest.raises(LeconsError, match="ne peut pas être écrit"):
        open_log(tmp_path / "fichier" / "l.log")
