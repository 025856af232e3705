"""What the actions come to: the segments as they stand, the testimonies read, what was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from lecons.intake.journal.events import (
    Coded,
    Declined,
    Erased,
    Event,
    Finished,
    Noted,
    Reopened,
)

SEGMENTS = [
    "id",
    "id_temoignage",
    "debut",
    "fin",
    "code",
    "codeur",
    "date",
    "statut",
    "memo",
    "empreinte",
]
READINGS = ["id_temoignage", "codeur", "date"]


@dataclass(frozen=True)
class State:
    """`segments` (SEGMENTS, dates by day) and `readings` (READINGS) as the journal leaves them; and
    what it says of what came from elsewhere: segments by (coder, segment), erased or noted, and
    readings by (testimony, coder), `reopened` where that is its last word."""

    segments: pd.DataFrame
    readings: pd.DataFrame
    erased: frozenset[tuple[str, str]]
    memos: dict[tuple[str, str], str | None]
    declined: frozenset[str]
    reopened: frozenset[tuple[str, str]]


def fold(events: Iterable[Event]) -> State:
    """Play the actions in their order. Each coder acts on their own segments only."""
    coded: dict[tuple[str, str], Coded] = {}
    erased: set[tuple[str, str]] = set()
    memos: dict[tuple[str, str], str | None] = {}
    read: dict[tuple[str, str], Finished] = {}
    reopened: set[tuple[str, str]] = set()
    declined: set[str] = set()
    for event in events:
        match event:
            case Coded():
                key = event.codeur, event.segment
                coded[key] = event
                erased.discard(key)
                memos.pop(key, None)
            case Erased():
                key = event.codeur, event.segment
                coded.pop(key, None)
                erased.add(key)
            case Noted():
                key = event.codeur, event.segment
                memos[key] = event.memo
            case Finished():
                reading = event.temoignage, event.codeur
                read[reading] = event
                reopened.discard(reading)
            case Reopened():
                reading = event.temoignage, event.codeur
                read.pop(reading, None)
                reopened.add(reading)
            case Declined():
                declined.add(event.segment)
    segments = [
        (
            one.segment,
            one.temoignage,
            one.debut,
            one.fin,
            one.code,
            one.codeur,
            one.le.date().isoformat(),
            "valide",
            memos.get(key, one.memo),
            one.empreinte,
        )
        for key, one in coded.items()
    ]
    readings = [(*key, one.le.date().isoformat()) for key, one in read.items()]
    return State(
        pd.DataFrame(segments, columns=SEGMENTS),
        pd.DataFrame(readings, columns=READINGS),
        frozenset(erased),
        {key: memo for key, memo in memos.items() if key not in coded},
        frozenset(declined),
        frozenset(reopened),
    )
