"""Reads `codage/changements.csv` and moves segments from the codes of before to those of now."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.dates import DAY, read_date
from lecons.intake.delimited import read_delimited
from lecons.intake.grid import CSV_SHEET, Grid
from lecons.intake.journal.record import Fault
from lecons.intake.recognise import recognise
from lecons.intake.sheet import Sheet, with_header

FILE = "codage/changements.csv"
COLUMNS = ["date", "auteur", "action", "de", "vers", "segments", "raison"]
RENAME, MERGE, SPLIT = "renommer", "fusionner", "scinder"
_SAVE_AGAIN = "Reprenez-le d’une sauvegarde, ou enregistrez-le de nouveau en CSV UTF-8."


@dataclass(frozen=True)
class Change:
    """One change of the codebook: `before` became `after`, for all its segments or, in a split, for
    those that are named."""

    day: date
    author: str
    action: str
    before: str
    after: str
    segments: frozenset[str]
    reason: str


def read_changes(path: Path) -> tuple[list[Change], list[Fault]]:
    """The changes in the order of their days, and the lines that say none; an absent file has none."""
    if not path.is_file():
        return [], []
    try:
        sheet = read_csv_sheet(path, COLUMNS)
    except IntakeError as error:
        expected = f"un CSV qui se lit, aux colonnes {', '.join(COLUMNS)} ({error.message})"
        return [], [Fault(path.name, 1, expected)]
    changes, faults = [], []
    for line, row in sheet.frame[COLUMNS].iterrows():
        number = int(str(line))
        change, expected = _change([str(value) for value in row])
        if number in sheet.outside:
            change, expected = None, "une cellule par colonne, un texte à virgule entre guillemets"
        if change is None:
            faults.append(Fault(path.name, number, expected))
        else:
            changes.append(change)
    return sorted(changes, key=lambda change: change.day), faults


def read_csv_sheet(path: Path, columns: Sequence[str]) -> Sheet:
    """A CSV as the import reads it, whatever its separator and its encoding; blank cells are « »,
    blank rows and blank columns without a name are left out.

    Raises IntakeError on a file that cannot be read, is empty, lacks one of `columns`, or names a
    column twice.
    """
    try:
        recognise(path)
        raw = path.read_bytes()
    except IntakeError as error:  # its remedy speaks of exports, and this file is written by hand
        raise IntakeError(error.message, _SAVE_AGAIN) from None
    except OSError:
        raise IntakeError(
            f"{path.name} ne s’ouvre pas.", "Fermez-le s’il est ouvert ailleurs, puis recommencez."
        ) from None
    try:
        cells = read_delimited(path.name, raw)
    except (ValueError, csv.Error):
        raise IntakeError(f"{path.name} : ce n’est pas un CSV lisible.", _SAVE_AGAIN) from None
    if not cells.notna().any(axis=None):
        raise IntakeError(
            f"{path.name} : fichier vide.",
            f"{_SAVE_AGAIN} S’il n’a jamais rien contenu, supprimez-le.",
        )
    sheet = with_header(path.name, CSV_SHEET, Grid(cells))
    missing = [column for column in columns if column not in sheet.frame]
    if missing:
        raise IntakeError(
            f"{path.name} : colonnes absentes : {', '.join(missing)}.",
            f"Remettez l’en-tête ; colonnes trouvées : {', '.join(map(str, sheet.frame.columns))}.",
        )
    if sheet.twice:
        raise IntakeError(
            f"{path.name} : plusieurs colonnes portent le nom {', '.join(sorted(sheet.twice))}.",
            "Renommez-en une, ou supprimez celle qui est de trop.",
        )
    frame = sheet.frame.dropna(how="all")
    nameless = [
        name
        for at, name in enumerate(frame, 1)
        if name == f"(colonne {at})" and frame[name].isna().all()
    ]
    return sheet.with_frame(frame.drop(columns=nameless).fillna(""))


def _change(values: list[str]) -> tuple[Change | None, str]:
    day, author, action, before, after, segments, reason = values
    when = read_date(day)  # a French Excel writes 2018-04-01 back as 01/04/2018
    if when is None or when[1] != DAY:
        return None, "une date AAAA-MM-JJ"
    if action not in (RENAME, MERGE, SPLIT):
        return None, f"une action : {RENAME}, {MERGE} ou {SPLIT}"
    if not before or not after or before == after:
        return None, "deux codes différents dans de et vers"
    named = frozenset(segments.split())
    if (action == SPLIT) != bool(named):
        return None, (
            f"dans segments, ceux qui changent de code (pour {SPLIT}), séparés d’une espace"
            if action == SPLIT
            else f"segments vide : « {action} » les déplace tous"
        )
    if not author or not reason:
        return None, "qui (auteur) et pourquoi (raison)"
    return Change(when[0], author, action, before, after, named, reason), ""


def follow(
    segments: pd.DataFrame, changes: list[Change], codes: Collection[str]
) -> tuple[pd.Series, int]:
    """The code of each segment after all changes, and how many segments moved.

    In: segments (id, code, date). A change moves what was coded up to its day; and what was coded
    later too, where the codebook (`codes`) no longer holds the old code: a coder who was offline
    still used it.
    """
    code = segments["code"].copy()
    for change in changes:
        mine = code.eq(change.before)
        if change.action == SPLIT:
            mine &= segments["id"].isin(change.segments)
        elif change.before in codes:
            mine &= segments["date"].notna() & segments["date"].le(pd.Timestamp(change.day))
        code = code.mask(mine, change.after)
    return code, int(code.ne(segments["code"]).sum())
