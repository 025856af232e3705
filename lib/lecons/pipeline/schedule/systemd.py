"""A schedule as two units of a user's systemd: a service, and the timer that starts it."""

import re

from lecons.pipeline.schedule.plan import Schedule

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def service(schedule: Schedule) -> str:
    """The .service: one run, which ends all the processes that it started (systemd.service(5))."""
    words = " ".join(_quoted(word) for word in _started(schedule.command))
    return f"""\
[Unit]
Description={schedule.name} (lecons planifier)

[Service]
Type=oneshot
WorkingDirectory={schedule.folder.replace("%", "%%")}
ExecStart={words}
Nice=10
"""


def timer(schedule: Schedule) -> str:
    """The .timer; `Persistent`: a machine that slept at that hour catches up when it wakes."""
    days = "" if schedule.daily else ",".join(_DAYS[day] for day in schedule.days) + " "
    return f"""\
[Unit]
Description={schedule.name} (lecons planifier)

[Timer]
OnCalendar={days}*-*-* {schedule.time}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def _started(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command as systemd takes it: it starts no program whose path holds a quotation mark, a backslash
    or a dollar; a shell starts that one, and is told its words apart."""
    if set(command[0]) & set("\"'\\$"):
        return ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    return command


def _quoted(word: str) -> str:
    """A word of ExecStart: systemd would expand % and $, and reads backslashes as C does."""
    if re.fullmatch(r"[\w@+=:,./-]+", word):
        return word
    for char, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$")):
        word = word.replace(char, written)
    return f'"{word}"'
