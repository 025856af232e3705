"""`codage/passages_relus.csv`: the passages that a person read again, as they may be published.

It names nobody and goes into git. A row is added at each decision and none is changed: of two that
speak of one passage, the latest counts, the last written where they are of one day. A row without
`extrait_public` says that the passage is not to be published.
"""

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.books import guarded, unguarded
from lecons.errors import IntakeError
from lecons.intake.dates import DAY, read_date
from lecons.intake.sheet import read_sheets

FILE = "codage/passages_relus.csv"
COLUMNS = ["source", "id", "debut", "fin", "empreinte", "extrait_public", "relecteur", "date"]
SOURCES = ("temoignages", "contributions")

_WORD = re.compile(r"\w+")
# what stands in the place of a name or a place is no word of the speaker's
_STANDS = re.compile(r"\[[^\[\]]*\]")

# a passage: source, id, start, end (code points, end exclusive)
Key = tuple[str, str, int, int]


@dataclass(frozen=True)
class Review:
    """What one person decided of one passage; `text` is empty where it is not to be published.
    `line` is its row in the file, 0 before it is written."""

    key: Key
    mark: str
    text: str
    reviewer: str
    day: date
    line: int = 0


def mark_of(text: str, start: int, end: int) -> str:
    """The fingerprint of a passage of `text`, for files that stay in `prive/`: sixteen hexadecimal
    digits of its SHA-256."""
    return _digest(text[start:end])


def published_mark(words: str, published: str) -> str:
    """The fingerprint of a passage beside the text that stands for it, for a file that leaves `prive/`:
    what the text does not hold (a name) is in it as a blank. Names tried one after the other would
    otherwise give back the one that was replaced."""
    kept = {word.casefold() for word in _WORD.findall(_STANDS.sub(" ", published))}
    told = (word.casefold() for word in _WORD.findall(words))
    return _digest(" ".join(word if word in kept else "·" for word in told))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def span_of(key: Key) -> str:
    """A passage as people are told of it: « T01:227-336 »."""
    return f"{key[1]}:{key[2]}-{key[3]}"


def read_reviews(path: Path) -> tuple[list[Review], list[str]]:
    """The decisions of the file in its order, and what is wrong with the rows that are none.

    An absent or blank file decides nothing. Raises IntakeError where no row can be read at all.
    """
    if not path.is_file() or not path.read_bytes().strip():
        return [], []
    (sheet,) = read_sheets(path).values()
    frame = sheet.frame
    missing = [column for column in COLUMNS if column not in frame]
    if missing:
        raise IntakeError(
            f"{path.name}, ligne 1 : colonne « {missing[0]} » absente.",
            f"Colonnes attendues : {', '.join(COLUMNS)}.",
        )
    found: list[Review] = []
    faults: list[str] = []
    for row in frame[frame[COLUMNS].notna().any(axis=1)][COLUMNS].fillna("").itertuples():
        review = _review(int(row.Index), row)
        if isinstance(review, Review):
            found.append(review)
        else:
            column, expected = review
            faults.append(
                f"ligne {row.Index}, colonne « {column} » : « {getattr(row, column)} » trouvé, "
                f"attendu {expected} ; cette ligne ne compte pas"
            )
    return found, faults


def _review(line: int, row) -> Review | tuple[str, str]:  # type: ignore[no-untyped-def]
    """The decision of a row, or the column that is wrong and what is expected there."""
    if row.source not in SOURCES:
        return "source", " ou ".join(SOURCES)
    for column in ("id", "empreinte", "relecteur"):
        if not getattr(row, column).strip():
            return column, "une cellule remplie"
    if not (row.debut.isascii() and row.debut.isdigit()):
        return "debut", "un nombre entier"
    if not (row.fin.isascii() and row.fin.isdigit()) or int(row.fin) <= int(row.debut):
        return "fin", "un nombre entier, plus grand que debut"
    day = read_date(row.date)
    if day is None or day[1] != DAY:
        return "date", "un jour, AAAA-MM-JJ"
    key = (row.source, row.id.strip(), int(row.debut), int(row.fin))
    text = unguarded(row.extrait_public).strip()
    return Review(key, row.empreinte.strip(), text, row.relecteur.strip(), day[0], line)


def latest(reviews: Iterable[Review]) -> dict[Key, Review]:
    """The decision that counts for each passage."""
    found: dict[Key, Review] = {}
    for one in reviews:
        if one.key not in found or one.day >= found[one.key].day:
            found[one.key] = one
    return found


def append_review(path: Path, review: Review) -> None:
    """Write a decision at the end of the file; it is on the disk when this returns."""
    cells = [*map(str, review.key), review.mark, review.text, review.reviewer, f"{review.day}"]
    append_row(path, COLUMNS, cells)


def drop_rows(path: Path, lines: Iterable[int], mode: int = 0o644) -> None:
    """Take rows out of a CSV, by their number: whole or not at all. The others keep their cells."""
    (sheet,) = read_sheets(path).values()
    kept = sheet.frame[~sheet.frame.index.isin(set(lines))]
    write_rows(path, list(kept.columns), kept, mode)


# what every file of the review is written with


def append_row(path: Path, columns: list[str], cells: list[str], mode: int = 0o644) -> None:
    """Add a row to a CSV, which is made with its header where it is not there. One that a
    spreadsheet saved its own way (semicolons, UTF-16) is first written back as ours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = _line(columns)
    content = path.read_bytes() if path.is_file() else b""
    if content.strip() and not content.startswith(head):
        (sheet,) = read_sheets(path).values()
        write_rows(path, columns, sheet.frame.reindex(columns=columns), mode)
        content = path.read_bytes()
    before = head if not content.strip() else b"" if content.endswith(b"\n") else b"\n"
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode)
    with os.fdopen(number, "ab") as file:
        file.write(before + _line([guarded(cell) for cell in cells]))
        file.flush()
        os.fsync(file.fileno())


def write_rows(path: Path, columns: list[str], rows: pd.DataFrame, mode: int = 0o644) -> None:
    """Write a CSV anew, in one move, its cells as they stand."""
    draft = path.with_name(f"{path.name}.part")
    content = _line(columns) + b"".join(
        _line(list(cells)) for cells in rows.fillna("").itertuples(index=False, name=None)
    )
    with open(draft, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
