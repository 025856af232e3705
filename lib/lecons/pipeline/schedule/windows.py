"""A schedule as a task of Windows (Task Scheduler schema 1.2, as `schtasks /XML` reads it)."""

import re
from datetime import date
from subprocess import list2cmdline
from xml.etree import ElementTree as ET

from lecons.errors import ParameterError
from lecons.pipeline.schedule.plan import DAYS, Schedule

_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# what Task Scheduler would replace in a command, and knows no way to write as it is
_EXPANDED = re.compile(r"%[^%]+%|\$\(")
# a machine on battery works too, one that slept catches up, and a run is never started beside itself
_SETTINGS = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "ExecutionTimeLimit": "P1D",
    "Priority": "7",
}


def task(schedule: Schedule, first: date) -> str:
    """The task, from that first day on; to be written in UTF-16. It runs while the account that made it
    is logged in: otherwise Windows would want its password. Raises ParameterError on a path that Windows
    would not take as it is."""
    for text in (schedule.folder, *schedule.command):
        if found := _EXPANDED.search(text):
            raise ParameterError(
                f"« {text} » : Windows remplacerait « {found[0]} » par autre chose.",
                "Renommez ce dossier sans « % » ni « $( ».",
            )
    ET.register_namespace("", _SPACE)
    root = ET.Element(f"{{{_SPACE}}}Task", version="1.2")
    _add(root, "RegistrationInfo", {"Description": f"{schedule.name} (lecons planifier)"})
    trigger = _add(root, "Triggers/CalendarTrigger", {})
    _add(trigger, "", {"StartBoundary": f"{first.isoformat()}T{schedule.time}:00"})
    if len(schedule.days) == len(DAYS):
        _add(trigger, "ScheduleByDay", {"DaysInterval": "1"})
    else:
        week = _add(trigger, "ScheduleByWeek", {"WeeksInterval": "1"})
        _add(week, "DaysOfWeek", dict.fromkeys((_DAYS[day] for day in schedule.days), ""))
    who = _add(root, "Principals/Principal", {"LogonType": "InteractiveToken"})
    who.set("id", "Author")
    _add(root, "Settings", _SETTINGS)
    program, *words = schedule.command
    done = {"Command": program, "Arguments": list2cmdline(words)}
    _add(root, "Actions/Exec", {**done, "WorkingDirectory": schedule.folder})
    root.find(f"{{{_SPACE}}}Actions").set("Context", "Author")  # type: ignore[union-attr]
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add(above: ET.Element, path: str, values: dict[str, str]) -> ET.Element:
    """Make the elements of a path below another, and in the last one a child for each value."""
    for name in filter(None, path.split("/")):
        above = ET.SubElement(above, f"{{{_SPACE}}}{name}")
    for name, value in values.items():
        ET.SubElement(above, f"{{{_SPACE}}}{name}").text = value or None
    return above
