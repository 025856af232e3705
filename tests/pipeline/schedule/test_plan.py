"""What is scheduled: hours, days, names, and the command itself."""

import sys
from pathlib import Path

import pytest
from lecons.cli import app
from lecons.errors import ParameterError
from lecons.pipeline.schedule.plan import (
    Schedule,
    command_of,
    journal_of,
    name_of,
    read_days,
    read_time,
)
from lecons.project import repository_root
from typer.main import get_command

ROOT = repository_root()


@pytest.mark.parametrize(
    ("typed", "expected"), [("02:00", (2, 0)), ("2:30", (2, 30)), (" 23:59 ", (23, 59))]
)
def test_an_hour_is_read(typed, expected):
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["24:00", "2h30", "02:60", "", "02:00:00", "-1:00"])
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(ParameterError, match="HH:MM attendu"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tous", (0, 1, 2, 3, 4, 5, 6)),
        ("lun,jeu", (0, 3)),
        ("Lundi, jeudi", (0, 3)),
        ("lun-ven", (0, 1, 2, 3, 4)),
        ("sam-lun", (0, 5, 6)),
        ("mer,mer-jeu", (2, 3)),
        ("lun-dim", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_are_read_in_french(typed, expected):
    assert read_days(typed) == expected


@pytest.mark.parametrize("typed", ["monday", "lun;jeu", "", "lunch", "lun-", "-"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ParameterError, match="n’est pas un jour"):
        read_days(typed)


def test_a_schedule_is_named_so_that_planning_again_takes_its_place():
    gao, menaka = Path("/d/data/gao-2019"), Path("/d/data/menaka")
    assert name_of(["gao-2019"], [gao], "interne") == "lecons-gao-2019"
    assert name_of(["gao-2019"], [gao], "publique") == "lecons-gao-2019-publique"
    assert name_of(["gao-2019", "menaka"], [gao, menaka], "interne") == "lecons-ensemble-data"


def test_the_command_names_all_from_the_repository_and_lecons_knows_it(tmp_path):
    journal = journal_of("lecons-3p-amss", ROOT / "rapports")
    words = command_of(
        [ROOT / "data" / "3p-amss"],
        "publique",
        ["fr", "en"],
        journal,
        notify=True,
        reports=tmp_path,
    )
    assert words == (
        sys.executable, "-m", "lecons", "produire", "data/3p-amss", "--edition", "publique",
        "--langue", "fr", "--langue", "en", "--sortie", str(tmp_path),
        "--journal", "rapports/_journal/lecons-3p-amss.log", "--ne-pas-ouvrir", "--prevenir",
    )  # fmt: skip
    get_command(app).commands["produire"].make_context("produire", [*words[4:]])


def test_several_projects_are_one_command_that_lecons_knows(tmp_path):
    folders = [ROOT / "data" / "3p-amss", tmp_path / "gao"]
    words = command_of(folders, "interne", ["fr"], ROOT / "r" / "l.log", notify=False)
    assert words[4:6] == ("data/3p-amss", str(tmp_path / "gao"))
    assert "--prevenir" not in words
    get_command(app).commands["produire"].make_context("produire", [*words[4:]])


def test_a_name_that_no_scheduler_can_hold_is_refused():
    with pytest.raises(ParameterError, match="retour à la ligne"):
        Schedule("n", 2, 0, (0,), ("python", "data/a\nb"), "/r", "/r/j")
