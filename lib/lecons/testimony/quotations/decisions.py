"""What analysts decide of quotations: pinned, barred, translated (`codage/citations.csv`).

A bar is about words and not about a row: whatever overlaps a barred passage is barred with it,
under any other code and from any other coder. Nothing lifts it but taking its line out of the file.
"""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError, ReportError

FILE = "codage/citations.csv"
COLUMNS = ["id_segment", "decision", "traduction_en", "auteur", "date", "raison"]
# a person states that the translation says nothing more than the reviewed passage (extrait_public)
REVIEWED = "traduction_relue"
PIN, BAR = "épingler", "écarter"

# a passage: testimony, start, end (code points, end exclusive)
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Decision:
    """What one person decided of one passage; `action` is empty where they only translated it."""

    segment: str
    action: str
    translation: str
    reviewed: bool
    author: str
    day: date
    reason: str


@dataclass(frozen=True)
class Decisions:
    """Decisions and translations by passage, pins in the order of the file: a passage that carries
    several codes is several segments, and any of them names it.

    `unknown` says in French which lines speak of no segment; `lost_bars` are the segments of those
    that barred something: nobody knows any more which words.
    """

    pinned: Mapping[Place, Decision] = field(default_factory=dict)
    barred: Mapping[Place, Decision] = field(default_factory=dict)
    translated: Mapping[Place, Decision] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    lost_bars: tuple[str, ...] = ()

    def bar_on(self, place: Place) -> Decision | None:
        """The decision that bars these words, or a part of them."""
        person, start, end = place
        for (other, first, last), decision in self.barred.items():
            if other == person and start < last and first < end:
                return decision
        return None


NO_DECISIONS = Decisions()


def read_decisions(path: Path, known: pd.DataFrame) -> Decisions:
    """Read `codage/citations.csv`; an absent file decides nothing.

    In: the file as Excel may have saved it, and all segments of the project (id, id_temoignage,
    debut, fin), whoever coded them. A line needs an author and a day, and a reason where it bars;
    it may hold a translation alone. Raises IntakeError naming the line and the column; a segment
    that is not `known` is told in `unknown`.
    """
    if not path.is_file():
        return NO_DECISIONS
    places: dict[str, Place] = {
        segment: (person, int(start), int(end))
        for segment, person, start, end in known[
            ["id", "id_temoignage", "debut", "fin"]
        ].itertuples(index=False)
    }
    pinned: dict[Place, Decision] = {}
    barred: dict[Place, Decision] = {}
    translated: dict[Place, Decision] = {}
    unknown: list[str] = []
    lost: list[str] = []
    for line, cells in _lines(path):
        one = _decision(f"{path.name}, ligne {line}", cells)
        place = places.get(one.segment)
        if place is None:
            unknown.append(
                f"{path.name}, ligne {line} : le segment « {one.segment} » n’existe pas (ou plus)."
            )
            if one.action == BAR:
                lost.append(one.segment)
            continue
        if one.action == BAR:
            barred[place] = one
        elif one.action == PIN:
            pinned[place] = one
        if one.translation:
            translated[place] = one
    return Decisions(pinned, barred, translated, tuple(unknown), tuple(lost))


def require_bars(decisions: Decisions, edition: str) -> None:
    """Raise ReportError where a public edition would forget a bar whose segment is gone."""
    if edition != "interne" and decisions.lost_bars:
        raise ReportError(
            f"{FILE} écarte des passages qui ne se retrouvent plus : "
            f"{', '.join(decisions.lost_bars)}. Leurs mots pourraient être publiés.",
            "Écrivez le nouvel identifiant du segment, ou retirez la ligne si le passage n’est "
            "plus codé.",
        )


def _decision(where: str, cells: Mapping[str, str]) -> Decision:
    def refuse(column: str, expected: str) -> IntakeError:
        return IntakeError(
            f"{where}, colonne {column} : « {cells.get(column, '')} » trouvé.",
            f"Attendu : {expected}.",
        )

    if not cells["id_segment"]:
        raise refuse("id_segment", "l’identifiant du segment, par exemple T01-S1")
    actions = {"epingler": PIN, "ecarter": BAR, "": ""}
    action = actions.get(_folded(cells["decision"]))
    if action is None or not (action or cells["traduction_en"]):
        raise refuse("decision", f"{PIN} ou {BAR} (ou rien, à côté d’une traduction)")
    answers = {"oui": True, "non": False, "": False}
    reviewed = answers.get(_folded(cells.get(REVIEWED, "")))
    if reviewed is None:
        raise refuse(REVIEWED, "oui ou non")
    if not cells["auteur"]:
        raise refuse("auteur", "qui a décidé")
    if action == BAR and not cells["raison"]:
        raise refuse("raison", "pourquoi le passage est écarté")
    day = _day(cells["date"])
    if day is None:
        raise refuse("date", "une date AAAA-MM-JJ ou JJ/MM/AAAA")
    return Decision(
        cells["id_segment"], action, cells["traduction_en"], reviewed, cells["auteur"], day,
        cells["raison"],
    )  # fmt: skip


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines that say something, each with its number as a spreadsheet counts it."""
    text = _text(path)
    head = text.split("\n", 1)[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise IntakeError(
            f"{path.name} : un guillemet s’ouvre et ne se ferme pas.",
            "Ouvrez le fichier dans un tableur, vérifiez les guillemets, enregistrez en CSV.",
        ) from None
    header = [name.strip() for name in rows[0]] if rows else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise IntakeError(
            f"{path.name}, ligne 1 : colonne « {missing[0]} » absente.",
            f"Colonnes attendues : {', '.join(COLUMNS)} (et {REVIEWED} s’il le faut).",
        )
    found = []
    for line, row in enumerate(rows[1:], 2):
        cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
        if any(cells[len(header) :]):
            raise IntakeError(
                f"{path.name}, ligne {line} : plus de cellules que de colonnes.",
                "Mettez entre guillemets les textes qui contiennent « "
                f"{separator} », ou enregistrez depuis un tableur.",
            )
        if any(cells):
            found.append((line, dict(zip(header, [*cells, *[""] * len(header)], strict=False))))
    return found


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        # what Excel writes under « CSV » on a French Windows
        text = raw.decode("windows-1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.strip().lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _day(cell: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    return None
