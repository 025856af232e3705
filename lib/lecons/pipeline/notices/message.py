"""What is told of a run to people who are elsewhere: what leaves the team's disk says nothing of anybody.

Words come from here alone. What a run says itself (the text of an error, the name of a file, a path) may
hold a name or a testimony, so nothing of it passes but what has the form of our own names: of a notebook,
of a cell, of a kind of error.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lecons.counts import number_of
from lecons.pipeline.graph import FORMATS, PROOFS
from lecons.report.places import CHECKS

State = Literal["entier", "inchange", "partiel", "retenu", "echec", "occupe"]
_RUN = re.compile(r"\d\d_[a-z_]{3,40}(-R\d{1,3})?")
_CELL = re.compile(r"cellule « ([a-z0-9-]{1,40}) » : ")
_PATH = re.compile(r"[a-z0-9_.-]+(/[a-z0-9_.-]+)*")
_CODE = re.compile(r"[a-z0-9-]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLASS = re.compile(r"([A-Z][A-Za-z]{2,40}(?:Error|Exception|Exit))\b")
_CAUSES = (
    (r"MemoryError|mémoire|signal 9|SIGKILL", "mémoire épuisée, ou arrêté de force"),
    (r"n’a pas démarré", "le carnet n’a pas démarré"),
    (r"s’est arrêté", "le carnet s’est arrêté"),
    (r"[Tt]imeout|plus de \d+ (?:secondes|minutes)", "trop long"),
    (
        r"Errno 28|No space left|disque (?:est )?plein|[Pp]lus de place|place accordée",
        "disque plein",
    ),
    (r"Errno 13|Errno 30|PermissionError|accès est refusé|lecture seule", "droits d’écriture"),
)
_GRAVEST: tuple[State, ...] = ("echec", "retenu", "partiel", "occupe")
_SUBJECTS = {
    "echec": "échec",
    "retenu": "retenu par le contrôle de diffusion",
    "partiel": "rapport partiel",
    "occupe": "pas fait, un autre passage durait encore",
}
_STATES = {
    "entier": "fait",
    "inchange": "rien n’a changé",
    "partiel": "partiel ; le dernier bon rapport, s’il y en a un, est resté en place",
    "retenu": "retenu par le contrôle de diffusion ; rien n’est sorti ; le dernier bon rapport, s’il y "
    "en a un, est resté en place",
    "echec": "échec ; le dernier bon rapport, s’il y en a un, est resté en place",
    "occupe": "pas fait : un autre passage de ce projet durait encore",
}
_ELSEWHERE = (
    "Chemins : dans le dossier des rapports, sur la machine de l’équipe. Ce message ne dit rien des "
    "personnes ni des causes en détail : le journal, si."
)


@dataclass(frozen=True)
class Broken:
    """A step that failed: its name (`20_activites-R1`, `pdf`), and what it said of itself."""

    step: str
    said: str = ""


@dataclass(frozen=True)
class Ended:
    """How one report ended. `files`: how many exports could not be read; `held`: how many places the release
    check found; `changes`: the counts of pipeline.since; `cause`: what an error that stopped it said."""

    edition: str
    language: str
    state: State
    broken: tuple[Broken, ...] = ()
    files: int = 0
    held: int = 0
    changes: Mapping[str, Any] | None = None
    cause: str | None = None

    @property
    def changed(self) -> int:
        told = self.changes or {}
        return sum(int(told.get(key) or 0) for key in ("nouveaux", "changes", "disparus"))


@dataclass(frozen=True)
class Message:
    """What is sent, in French: short enough for a telephone."""

    subject: str
    text: str


def tell(
    project: str, ended: Sequence[Ended], reports: Path, journal: Path | None = None
) -> Message | None:
    """The message on a run of one project (its code), whose reports ended so; None where nobody needs to
    know: all is whole, and no finding is new, changed or gone.

    `reports`: where reports stand, so that paths are told from there; `journal`: the log of the run.
    """
    worst = next((one for one in _GRAVEST if any(report.state == one for report in ended)), None)
    whole = [one for one in ended if one.state == "entier"]
    if worst is None and not any(one.changed for one in whole):
        return None
    code = project if _CODE.fullmatch(project) else "projet"
    if worst is None:
        most = max(one.changed for one in whole)
        what = number_of(
            most, "constat nouveau, changé ou disparu", "constats nouveaux, changés ou disparus"
        )
    else:
        what = _SUBJECTS[worst]
    lines = [line for one in ended for line in _lines(code, one)]
    if journal is not None and worst is not None:
        lines.append(f"Journal : {_place(journal, reports) or 'celui du passage'}")
    return Message(f"[lecons] {code} : {what}", "\n".join([*lines, "", _ELSEWHERE, ""]))


def _lines(code: str, ended: Ended) -> list[str]:
    """What is told of one report."""
    edition = "publique" if ended.edition == "publique" else "interne"
    language = ended.language if re.fullmatch("[a-z]{2}", ended.language) else "?"
    lines = [f"{code}, édition {edition} ({language}) : {_STATES[ended.state]}."]
    if ended.cause is not None:
        lines.append(f"- cause : {kind_of(ended.cause)}")
    lines += [f"- {_step(one.step)}{_cell(one.said)} : {kind_of(one.said)}" for one in ended.broken]
    if ended.files:
        lines.append(f"- {number_of(ended.files, 'fichier', 'fichiers')} à corriger")
    if ended.state == "retenu":
        found = number_of(ended.held, "point", "points")
        lines.append(f"- {found} à corriger : voir {code}/interne/{CHECKS}/")
    if ended.changed:
        lines += [f"- {_changes(ended.changes or {})}"]
    if ended.state == "entier":
        lines.append(f"- rapport : {code}/{edition}/{language}/synthese.html")
    return lines


def _step(name: str) -> str:
    if _RUN.fullmatch(name):
        return f"carnet {name}"
    first = name.partition(" ")[0]
    return f"fichier {first}" if first in (*FORMATS, PROOFS) else "une étape"


def _cell(said: str) -> str:
    found = _CELL.match(said)
    return f", cellule {found[1]}" if found else ""


def _changes(changes: Mapping[str, Any]) -> str:
    """« constats : 1 nouveau, 2 changés, 0 disparu, depuis le 2018-03-20 »."""
    said = (
        number_of(int(changes.get("nouveaux") or 0), "nouveau", "nouveaux"),
        number_of(int(changes.get("changes") or 0), "changé", "changés"),
        number_of(int(changes.get("disparus") or 0), "disparu", "disparus"),
    )
    since = str(changes.get("depuis") or "")
    day = f", depuis le {since}" if _DAY.fullmatch(since) else ""
    return f"constats : {', '.join(said)}{day}"


def kind_of(said: str) -> str:
    """What kind of failure an error's own words tell of, in words of ours."""
    said = re.sub(r"^cellule « [^»]* » : ", "", said)
    for pattern, cause in _CAUSES:
        if re.search(pattern, said):
            return cause
    found = _CLASS.match(said)
    return f"erreur {found[1]}" if found else "dite dans le journal"


def _place(path: Path, reports: Path) -> str | None:
    """A path from the folder of reports; None where it stands elsewhere or is not written as we do."""
    path, reports = path.absolute(), reports.absolute()
    if not path.is_relative_to(reports):
        return None
    told = path.relative_to(reports).as_posix()
    return told if _PATH.fullmatch(told) else None
