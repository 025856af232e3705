"""Takes in what a reader wrote in the workbook: what is sound is on the disk, what is not is said with
its sheet, row and column, and kept for the next workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.books import as_written
from lecons.intake.cells import folded
from lecons.intake.dates import DAY, read_date
from lecons.intake.reviewed import Key
from lecons.intake.sheet import Sheet, read_sheets
from lecons.review.book import (
    ACCEPT,
    ASIDE,
    MENTION_COLUMNS,
    MENTIONS,
    NAME_COLUMNS,
    NAMES,
    PASSAGE_COLUMNS,
    PASSAGES,
    PUBLISH,
    REJECT,
    Entry,
    Kept,
)
from lecons.review.outcome import add_name, judge, publish, reviewer_name, set_aside
from lecons.review.queue import Passage, Queue
from lecons.review.refusal import ReviewError

_SHEETS = {PASSAGES: PASSAGE_COLUMNS, MENTIONS: MENTION_COLUMNS, NAMES: NAME_COLUMNS}
_DECISION, _CORRECTED, _CHANGE = "décision", "texte corrigé", "à changer"
_BY, _ON, _NUMBER, _SHOWN = "relu par", "relu le", "numéro", PASSAGE_COLUMNS[2][0]


@dataclass(frozen=True)
class Fault:
    """A cell that could not be taken, and why."""

    sheet: str
    row: int
    column: str
    why: str
    passage: str = ""

    def __str__(self) -> str:
        # the workbook is written again at once: its lines move, a passage keeps its number
        about = f", passage {self.passage}" if self.passage else ""
        place = f"feuille « {self.sheet} », ligne {self.row}{about}, colonne « {self.column} »"
        return f"{place} : {self.why}"


@dataclass
class Taken:
    """What came of a workbook: passages published and set aside, names added, mentions rejected, the
    faults, and what was typed and not taken."""

    published: int = 0
    aside: int = 0
    names: int = 0
    rejected: int = 0
    faults: list[Fault] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)


def take_book(queue: Queue, path: Path, today: date) -> Taken:
    """Take in a filled workbook. `today`: the day of a decision that tells none.

    Raises ReviewError where a sheet or a column is missing, IntakeError where the file cannot be
    read: nothing is taken then.
    """
    frames = _frames(path)
    taken = Taken()
    by_number = {passage.number: passage for passage in map(queue.passage, queue.waiting())}
    # the words as the reader saw them, before the names that they add change any
    shown = {number: one.proposal for number, one in by_number.items()}
    signed = {
        row[_NUMBER]: row[_BY] for row in frames[PASSAGES].to_dict("records") if row[_BY].strip()
    }
    _take_names(queue, frames[NAMES], taken, today)
    others, blocked = _take_mentions(queue, frames[MENTIONS], by_number, signed, taken, today)
    seen: set[str] = set()
    for row, cells in _rows(frames[PASSAGES]):
        fault = _take_passage(queue, cells, by_number, shown, others, blocked, seen, taken, today)
        if fault is not None:
            taken.faults.append(Fault(PASSAGES, row, *fault, cells[_NUMBER]))
        seen.add(cells[_NUMBER])
    return taken


def _frames(path: Path) -> dict[str, pd.DataFrame]:
    """The three sheets with the columns that we wrote, whatever the capitals and spaces of their
    names; blank cells are ""."""
    sheets: Mapping[str, Sheet] = {folded(name): one for name, one in read_sheets(path).items()}
    found = {}
    for name, columns in _SHEETS.items():
        sheet = sheets.get(folded(name))
        if sheet is None:
            raise ReviewError(
                f"{path.name} : la feuille « {name} » manque.",
                "Reprenez le classeur que « lecons relire » a écrit, sans ôter de feuille.",
            )
        named = {folded(str(one)): one for one in sheet.frame.columns}
        missing = [one for one, _, _ in columns if folded(one) not in named]
        if missing:
            raise ReviewError(
                f"{path.name}, feuille « {name} », ligne 1 : la colonne « {missing[0]} » manque.",
                "Remettez son titre, ou reprenez le classeur que « lecons relire » a écrit.",
            )
        wanted = {one: sheet.frame[named[folded(one)]] for one, _, _ in columns}
        found[name] = pd.DataFrame(wanted, index=sheet.frame.index).astype("object").fillna("")
    return found


def _rows(frame: pd.DataFrame) -> list[tuple[int, dict[str, str]]]:
    return [
        (int(row), cells)
        for row, cells in zip(frame.index, frame.to_dict("records"), strict=True)
        if any(str(cell).strip() for cell in cells.values())
    ]


def _take_names(queue: Queue, frame: pd.DataFrame, taken: Taken, today: date) -> None:
    for row, cells in _rows(frame):
        name, by = cells["nom"], cells["ajouté par"]
        if not name.strip():
            continue
        if not by.strip():
            why = f"vide, à côté du nom « {name} » : écrivez qui l’ajoute"
            taken.faults.append(Fault(NAMES, row, "ajouté par", why))
            taken.kept.names.append((name, by))
            continue
        try:
            add_name(queue, name, by, today)
            taken.names += 1
        except ReviewError as error:
            taken.faults.append(Fault(NAMES, row, "nom", str(error)))
            taken.kept.names.append((name, by))


def _take_mentions(
    queue: Queue,
    frame: pd.DataFrame,
    by_number: Mapping[str, Passage],
    signed: Mapping[str, str],
    taken: Taken,
    today: date,
) -> tuple[dict[Key, dict[int, str]], set[Key]]:
    """What is to be put instead of mentions, by passage and place, and the passages on which
    something could not be understood: they are not published."""
    others: dict[Key, dict[int, str]] = {}
    blocked: set[Key] = set()
    for row, cells in _rows(frame):
        passage = by_number.get(cells["numéro de passage"])
        decision, other = folded(cells[_DECISION]), cells["autre remplacement"].strip()
        if passage is None or not (decision or other):
            continue  # the sheet of passages tells what became of it
        one = next(
            (
                one
                for one in passage.found
                if str(one.at) == cells["place"]
                and folded(one.mention.text) == folded(cells["trouvé"])
            ),
            None,
        )
        fault = None
        if one is None:
            fault = (
                "trouvé",
                "cette mention n’est plus à cette place : reprenez la ligne telle qu’écrite",
            )
        elif decision not in ("", ACCEPT, REJECT):
            fault = _DECISION, f"« {cells[_DECISION]} » trouvé, attendu {ACCEPT} ou {REJECT}"
        elif decision == REJECT and other:
            fault = "autre remplacement", f"rempli à côté de « {REJECT} » : gardez l’un des deux"
        elif decision and not signed.get(passage.number) and (decision == REJECT) != one.rejected:
            fault = _DECISION, f"personne n’en répond : « {_BY} » est vide pour ce passage"
        if fault is not None:
            taken.faults.append(Fault(MENTIONS, row, *fault, cells[MENTION_COLUMNS[0][0]]))
            blocked.add(passage.key)
        elif one is not None:
            if other:
                others.setdefault(passage.key, {})[one.at] = other
            if decision and (decision == REJECT) != one.rejected:
                judge(queue, passage, one, decision == ACCEPT, signed[passage.number], today)
                taken.rejected += decision == REJECT
        if one is not None:
            taken.kept.mentions[passage.key, one.at] = (
                cells[_DECISION],
                cells["autre remplacement"],
            )
    return others, blocked


def _take_passage(
    queue: Queue,
    cells: Mapping[str, str],
    by_number: Mapping[str, Passage],
    shown: Mapping[str, str],
    others: Mapping[Key, Mapping[int, str]],
    blocked: set[Key],
    seen: set[str],
    taken: Taken,
    today: date,
) -> tuple[str, str] | None:
    """Take one row in; answers the column that is wrong, and why."""
    number, decision, corrected = cells[_NUMBER], folded(cells[_DECISION]), cells[_CORRECTED]
    typed = (cells[_DECISION], corrected, cells[_CHANGE], cells[_BY], cells[_ON])
    passage = by_number.get(number)
    if passage is None:
        if not decision:
            return None
        return _NUMBER, (
            f"« {number} » n’attend plus de relecture : déjà relu, écarté ou barré, ou la personne ne "
            "permet pas (ou plus) d’être citée ; cette ligne ne compte pas"
        )
    fault = _what_is_wrong(cells, passage, shown[number], blocked, number in seen, today)
    if fault is None and decision:
        try:
            day = _day(cells[_ON], today) or today
            fresh = queue.passage(passage.key)
            if decision == PUBLISH:
                publish(queue, fresh, cells[_BY], day, corrected, others.get(passage.key))
                taken.published += 1
            else:
                set_aside(queue, fresh, cells[_BY], day)
                taken.aside += 1
        except ReviewError as error:
            fault = (_CORRECTED, str(error))
    if (fault or not decision) and any(typed) and passage.key not in taken.kept.passages:
        taken.kept.passages[passage.key] = Entry(*typed, why=fault[1] if fault else "")
    return fault


def _what_is_wrong(
    cells: Mapping[str, str],
    passage: Passage,
    shown: str,
    blocked: set[Key],
    again: bool,
    today: date,
) -> tuple[str, str] | None:
    decision, corrected = folded(cells[_DECISION]), cells[_CORRECTED]
    if not decision:
        return None
    if decision not in (PUBLISH, folded(ASIDE)):
        return _DECISION, f"« {cells[_DECISION]} » trouvé, attendu {PUBLISH} ou {ASIDE}"
    try:
        reviewer_name(cells[_BY])
    except ReviewError as error:
        return _BY, str(error)
    if _day(cells[_ON], today) is None:
        return _ON, f"« {cells[_ON]} » trouvé, attendu un jour passé, AAAA-MM-JJ ou JJ/MM/AAAA"
    if again:
        return _NUMBER, "ce passage est déjà plus haut dans la feuille"
    if cells["empreinte"] != passage.mark:
        return "empreinte", "les mots de la personne ont changé depuis : relisez-les"
    if decision != PUBLISH:
        return None
    if passage.key in blocked:
        return _DECISION, "une mention de ce passage n’a pas été comprise (feuille « Mentions »)"
    if cells[_CHANGE].strip() and not corrected.strip():
        return _CHANGE, "rempli, et « texte corrigé » est vide : le passage attend ce changement"
    if not corrected.strip() and _plain(cells[_SHOWN]) != _plain(shown):
        return _SHOWN, (
            "ce n’est pas le texte qui serait publié : il a été changé dans cette colonne (écrivez "
            "dans « texte corrigé »), ou la recherche des noms a changé depuis (relisez-le)"
        )
    return None


def _day(cell: str, today: date) -> date | None:
    """The day of a decision; today where none is written, None where it is no day that has come."""
    if not cell.strip():
        return today
    read = read_date(cell)
    return read[0] if read and read[1] == DAY and read[0] <= today else None


def _plain(words: str) -> str:
    return " ".join(as_written(words).split())
