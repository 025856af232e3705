"""What is told of an hour when clocks change."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from lecons.pipeline.schedule.clock import ClockChange, clock_changes
from lecons.pipeline.schedule.plan import Schedule
from lecons.pipeline.schedule.told import SYSTEMS, explained

FIRST = date(2026, 11, 26)


def test_in_paris_half_past_two_is_skipped_once_a_year_and_comes_twice_once():
    assert clock_changes(2, 30, FIRST, ZoneInfo("Europe/Paris")) == [
        ClockChange(date(2027, 3, 28), "absente"),
        ClockChange(date(2027, 10, 31), "double"),
    ]


@pytest.mark.parametrize(
    ("zone", "hour", "minute"),
    [("Africa/Bamako", 2, 30), ("Europe/Paris", 1, 59), ("Europe/Paris", 3, 0), ("UTC", 2, 30)],
)
def test_elsewhere_and_at_other_hours_nothing_happens(zone, hour, minute):
    assert clock_changes(hour, minute, FIRST, ZoneInfo(zone)) == []


def test_this_machines_own_zone_is_the_one_that_is_meant(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    try:
        assert clock_changes(2, 0, FIRST) == clock_changes(2, 0, FIRST, ZoneInfo("Europe/Paris"))
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_says_what_it_does_on_those_days(system):
    plan = Schedule("lecons-x", 2, 30, (0, 6), ("python",), "/r", "/r/_journal")
    change = ClockChange(date(2027, 3, 28), "absente")
    said = explained(plan, system, [change])
    (told,) = [line for line in said if line.startswith("Changement d’heure")]
    assert "le 2027-03-28, 02:30 n’existe pas" in told
    assert said[0].startswith("lecons-x : lun, dim à 02:30, heure de cette machine")
    assert "/r/_journal/lecons-x.log" in said[-1]
    assert len(explained(plan, system, [])) == len(said) - 1
