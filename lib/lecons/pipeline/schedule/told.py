"""What a person is told of a schedule: when it runs, what happens otherwise, how to look at it."""

import time
from collections.abc import Sequence

from lecons.pipeline.schedule.clock import ClockChange
from lecons.pipeline.schedule.plan import DAYS, Schedule

SYSTEMS = ("cron", "systemd", "windows")
# a machine that is off or asleep at that hour
_ASLEEP = {
    "cron": "Machine éteinte ou en veille à cette heure : ce passage n’a pas lieu (systemd, lui, le "
    "rattrape).",
    "systemd": "Machine éteinte ou en veille à cette heure : le passage se fait au réveil. Il a lieu tant que "
    "votre session est ouverte ; pour qu’il ait lieu sans elle, tapez une fois : loginctl enable-linger",
    "windows": "Machine éteinte ou en veille à cette heure : le passage se fait au réveil. Il a lieu tant que "
    "votre session est ouverte.",
}
# measured for systemd 252 (systemd-analyze calendar), cron(8) of Debian for cron; Microsoft promises
# nothing for either (KB 325413)
_ABSENT = {
    "cron": "cron (de Debian) produit le rapport aussitôt après le changement",
    "systemd": "systemd saute ce jour-là",
    "windows": "Windows ne promet rien",
}
_TWICE = {
    "cron": "cron (de Debian) ne produit le rapport qu’une fois",
    "systemd": "systemd ne produit le rapport qu’une fois",
    "windows": "Windows ne promet rien",
}


def explained(schedule: Schedule, system: str, changes: Sequence[ClockChange]) -> list[str]:
    """What to know of a schedule on one of SYSTEMS, a sentence or two a line, in French."""
    days = "tous les jours" if schedule.daily else ", ".join(DAYS[day] for day in schedule.days)
    return [
        f"{schedule.name} : {days} à {schedule.time}, heure de cette machine ({time.tzname[0]}).",
        "Un rapport dont rien n’a changé n’est pas refait ; deux passages ne se font jamais à la fois.",
        _ASLEEP[system],
        *(_changed(schedule, system, one) for one in changes),
        f"Journal : {schedule.journals}/{schedule.name}.log. {_LOOK[system].format(name=schedule.name)}",
    ]


_LOOK = {
    "cron": "S’il ne dit rien d’une nuit, voyez {name}.sortie.txt, à côté.",
    "systemd": "L’issue du dernier passage : systemctl --user status {name} ; le prochain : "
    "systemctl --user list-timers",
    "windows": "L’issue du dernier passage : schtasks /Query /TN {name} /V /FO LIST",
}


def _changed(schedule: Schedule, system: str, change: ClockChange) -> str:
    if change.kind == "absente":
        what, then = "n’existe pas", _ABSENT[system]
    else:
        what, then = "vient deux fois", _TWICE[system]
    return (
        f"Changement d’heure : le {change.day.isoformat()}, {schedule.time} {what} ; {then}. Une autre heure "
        "évite la question."
    )
