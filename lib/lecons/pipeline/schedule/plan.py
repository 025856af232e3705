"""What is scheduled: which command, at what hour, on which days, under which name."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lecons.errors import ParameterError
from lecons.project import repository_root

# Monday first, as datetime.weekday() counts
DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
EVERY_DAY = "tous"
# beside the projects' own folders: no project's code holds an underscore
JOURNALS = "_journal"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Schedule:
    """A command at an hour of the machine's own clock. `days`: 0 is Monday; `folder`: where it runs;
    `journals`: the folder of its logs, for the team alone. Paths are text: those of another machine may
    be written here."""

    name: str
    hour: int
    minute: int
    days: tuple[int, ...]
    command: tuple[str, ...]
    folder: str
    journals: str

    def __post_init__(self) -> None:
        for text in (self.folder, self.journals, *self.command):
            if not text.isprintable():
                raise ParameterError(
                    f"Un nom de fichier à planifier contient un retour à la ligne ou un caractère de "
                    f"commande : {text!r}.",
                    "Renommez ce dossier : aucun système ne sait planifier un tel nom.",
                )

    @property
    def time(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def daily(self) -> bool:
        return len(self.days) == len(DAYS)


def read_time(typed: str) -> tuple[int, int]:
    """The hour and the minute of « 02:00 »; raises ParameterError."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        raise ParameterError(
            f"Heure « {typed} » : HH:MM attendu.", "Par exemple --heure 02:00 ou --heure 18:30."
        )
    return int(found[1]), int(found[2])


def read_days(typed: str) -> tuple[int, ...]:
    """The days of « tous », « lun,jeu » or « lun-ven », Monday being 0; raises ParameterError."""
    words = [word.strip().lower() for word in typed.split(",")]
    if words == [EVERY_DAY]:
        return tuple(range(len(DAYS)))
    days: set[int] = set()
    for word in words:
        first, dash, last = word.partition("-")
        start, end = _day(first, typed), _day(last if dash else first, typed)
        # « sam-lun » goes over the week's end
        days |= {day % len(DAYS) for day in range(start, end + (0 if end >= start else 7) + 1)}
    return tuple(sorted(days))


def _day(word: str, typed: str) -> int:
    """A day by its first three letters or in full: « lundi » is « lun »."""
    short = word.strip()[:3]
    full = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    if short not in DAYS or not full[DAYS.index(short)].startswith(word.strip()):
        raise ParameterError(
            f"Jours « {typed} » : « {word} » n’est pas un jour.",
            f"Écrivez {EVERY_DAY}, ou des jours parmi {', '.join(DAYS)} : lun,jeu ou lun-ven.",
        )
    return DAYS.index(short)


def name_of(codes: Sequence[str], folders: Sequence[Path], edition: str) -> str:
    """What a schedule is called: by its project, or by the folder that its projects stand in, so that
    planning again takes the place of what was planned."""
    if len(codes) == 1:
        name = f"lecons-{codes[0]}"
    else:
        parent = re.sub(r"[^a-z0-9]+", "-", folders[0].parent.name.lower()).strip("-")
        name = f"lecons-ensemble-{parent or 'projets'}"
    return name if edition == "interne" else f"{name}-{edition}"


def journal_of(name: str, reports: Path) -> Path:
    """The log of a schedule."""
    return reports / JOURNALS / f"{name}.log"


def command_of(
    folders: Sequence[Path],
    edition: str,
    languages: Sequence[str],
    journal: Path,
    *,
    notify: bool,
    reports: Path | None = None,
) -> tuple[str, ...]:
    """The command that makes the reports, word by word: with this very Python, because a scheduler knows
    no PATH. `reports`: where they go, where that is not the ordinary place."""
    words = [sys.executable, "-m", "lecons", "produire", *(_from_root(one) for one in folders)]
    if edition != "interne":
        words += ["--edition", edition]
    for language in languages:
        words += ["--langue", language]
    if reports is not None:
        words += ["--sortie", str(reports)]
    words += ["--journal", _from_root(journal), "--ne-pas-ouvrir"]
    return (*words, "--prevenir") if notify else tuple(words)


def _from_root(path: Path) -> str:
    """A path as it is read from where the command runs, the repository."""
    path, root = path.absolute(), repository_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
