"""A schedule as lines of a crontab, between marks: all other lines stay as they are."""

import shlex

from lecons.errors import ParameterError
from lecons.pipeline.schedule.plan import Schedule

# a longer command is cut, or refused with the whole crontab (Vixie cron, MAX_COMMAND)
LONGEST_COMMAND = 998


def block(schedule: Schedule) -> str:
    """The lines of a schedule: a mark, the line itself, a mark.

    What is said outside the log (a Python that is gone, a folder that cannot be made) goes to a file that
    holds the last run's only: cron would send it by mail. Raises ParameterError on a line that is longer
    than cron takes.
    """
    first, last = _marks(schedule.name)
    return f"{first}\n{_when(schedule)} {_command(schedule)}\n{last}\n"


def _when(schedule: Schedule) -> str:
    # 0 is Sunday for cron
    days = "*" if schedule.daily else ",".join(str(day + 1) for day in schedule.days)
    return f"{schedule.minute} {schedule.hour} * * {days.replace('7', '0')}"


def _command(schedule: Schedule) -> str:
    journals = shlex.quote(schedule.journals)
    stray = shlex.quote(f"{schedule.journals}/{schedule.name}.sortie.txt")
    shell = (
        f"mkdir -p -m 700 {journals} && cd {shlex.quote(schedule.folder)} && "
        f"{shlex.join(schedule.command)} >{stray} 2>&1"
    )
    # a bare % ends the command for cron, which takes away the backslash before it; another backslash
    # would protect that one, so the quotation is closed and opened again between the two
    line = shell.replace("\\%", "\\''%").replace("%", "\\%")
    if len(line.encode("utf-8")) > LONGEST_COMMAND:
        raise ParameterError(
            f"La ligne serait de {len(line.encode('utf-8'))} octets, et cron en lit {LONGEST_COMMAND}.",
            "Planifiez moins de projets à la fois, ou avec --systeme systemd.",
        )
    return line


def with_block(crontab: str, schedule: Schedule) -> str:
    """A crontab in which the schedule stands once, in the place of what had its name."""
    kept = without_block(crontab, schedule.name)
    if kept and not kept.endswith("\n"):
        kept += "\n"
    return kept + block(schedule)


def without_block(crontab: str, name: str) -> str:
    """A crontab without the schedule of that name; unchanged where it has none. Raises ParameterError
    where a mark is missing: what stands between is then not ours to guess."""
    first, last = _marks(name)
    lines = crontab.splitlines(keepends=True)
    marks = [line.rstrip("\r\n") for line in lines]
    if marks.count(first) != marks.count(last):
        raise ParameterError(
            f"La crontab a une marque « {first} » ou « {last} » sans l’autre : rien n’a été changé.",
            "Ouvrez-la (crontab -e), effacez la marque seule et la ligne qui l’accompagne.",
        )
    kept, inside = [], False
    for line, mark in zip(lines, marks, strict=True):
        if mark == first:
            inside = True
        if not inside:
            kept.append(line)
        if mark == last:
            inside = False
    return "".join(kept)


def _marks(name: str) -> tuple[str, str]:
    # ASCII: a crontab has no encoding of its own
    return f"# >>> {name} (lecons planifier)", f"# <<< {name} (lecons planifier)"
