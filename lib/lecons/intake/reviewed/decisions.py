"""`prive/decisions.csv`: what readers said of what the detection found, and of what it missed.

It holds names, so it never leaves `prive/`. A row is added at each decision; the last one on a
mention, or on a name, counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lecons.books import unguarded
from lecons.intake.cells import folded
from lecons.intake.reconcile import key_of
from lecons.intake.reviewed.file import Key, append_row, drop_rows
from lecons.intake.sheet import read_sheets

PRIVATE, FILE = "prive", "decisions.csv"
COLUMNS = ["decision", "source", "id", "debut", "fin", "empreinte", "place", "texte", "par", "le"]
ADD, REJECT, ACCEPT = "ajouter", "rejeter", "accepter"
# readable by their owner alone
_FOLDER, _FILE = 0o700, 0o600

# a mention: its passage, the fingerprint of that passage, where it starts in it, its words folded
Spoken = tuple[Key, str, int, str]


@dataclass(frozen=True)
class Decisions:
    """`added`: names that a person added, to be found everywhere, in the order they came in;
    `rejected`: mentions of which a person said that they name nobody."""

    added: tuple[str, ...] = ()
    rejected: frozenset[Spoken] = frozenset()

    def rejects(self, key: Key, mark: str) -> set[tuple[int, str]]:
        """The mentions of one passage that were rejected: where they start, their words folded."""
        return {(at, words) for one, was, at, words in self.rejected if (one, was) == (key, mark)}


def read_decisions(folder: Path) -> Decisions:
    """The decisions of a project (`folder`: its `prive/`); none where there is no file. Rows that say
    nothing known are passed over: they can only make the detection find more."""
    path = folder / FILE
    if not path.is_file() or not path.read_bytes().strip():
        return Decisions()
    (sheet,) = read_sheets(path).values()
    added: dict[str, str] = {}
    rejected: dict[Spoken, bool] = {}
    for row in sheet.frame.reindex(columns=COLUMNS).fillna("").itertuples():
        words = unguarded(row.texte)
        if not words:
            continue
        if row.decision == ADD:
            added.setdefault(folded(words), words)
        elif row.decision in (REJECT, ACCEPT) and all(
            one.isdigit() for one in (row.debut, row.fin, row.place)
        ):
            key = (row.source, row.id, int(row.debut), int(row.fin))
            spoken = (key, row.empreinte, int(row.place), folded(words))
            rejected[spoken] = row.decision == REJECT
    return Decisions(
        tuple(added.values()), frozenset(one for one, whether in rejected.items() if whether)
    )


def append_decision(
    folder: Path,
    decision: str,
    words: str,
    reviewer: str,
    day: date,
    mention: tuple[Key, str, int] | None = None,
) -> None:
    """Note that a reviewer adds a name, or rejects or accepts a mention (its passage, the fingerprint
    of the passage, where it starts); on the disk when this returns, readable by its owner alone."""
    folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    place = [""] * 6 if mention is None else [*map(str, mention[0]), mention[1], str(mention[2])]
    cells = [decision, *place, words, reviewer, f"{day}"]
    append_row(folder / FILE, COLUMNS, cells, _FILE)


def forget_people(folder: Path, gone: Collection[tuple[str, str]]) -> None:
    """Take out what was decided on words of people who are gone (`gone`: source, key_of number)."""
    path = folder / FILE
    if not gone or not path.is_file() or not path.read_bytes().strip():
        return
    (sheet,) = read_sheets(path).values()
    rows = sheet.frame.reindex(columns=["source", "id"]).fillna("")
    theirs = [
        int(row)
        for row, source, number in rows.itertuples(name=None)
        if (source, key_of(number)) in gone
    ]
    if theirs:
        drop_rows(path, theirs, _FILE)
