"""Reads `codage/changements.csv` and moves segments from the codes of before to those of now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.intake.journal.record import Fault

FILE = "codage/changements.csv"
COLUMNS = ["date", "auteur", "action", "de", "vers", "segments", "raison"]
RENAME, MERGE, SPLIT = "renommer", "fusionner", "scinder"


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
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError):
        return [], [Fault(path.name, 1, "un CSV en UTF-8")]
    missing = [column for column in COLUMNS if column not in rows]
    if missing:
        return [], [Fault(path.name, 1, f"les colonnes {', '.join(COLUMNS)}")]
    changes, faults = [], []
    for line, row in enumerate(rows[COLUMNS].itertuples(index=False), 2):
        values = [str(value).strip() for value in row]
        change, expected = _change(values)
        if change is None:
            faults.append(Fault(path.name, line, expected))
        else:
            changes.append(change)
    return sorted(changes, key=lambda change: change.day), faults


def _change(values: list[str]) -> tuple[Change | None, str]:
    day, author, action, before, after, segments, reason = values
    try:
        when = date.fromisoformat(day)
    except ValueError:
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
    return Change(when, author, action, before, after, named, reason), ""


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
