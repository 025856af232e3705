"""What is coded at this moment: the store's segments, with the journal on top of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from lecons.coding.corpus import said
from lecons.intake.codebook.changes import Change, follow
from lecons.intake.journal import Coded, Event, Finished, Reopened, fold
from lecons.testimony.readings import ACCEPTED, CONSENSUS

Pair = tuple[str, str]
_COLUMNS = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "date", "memo", "empreinte"]


@dataclass(frozen=True)
class Passage:
    """A coded passage (code points, end exclusive)."""

    id: str
    debut: int
    fin: int
    code: str
    codeur: str
    memo: str
    empreinte: str = ""

    @property
    def span(self) -> tuple[int, int]:
        return self.debut, self.fin


@dataclass(frozen=True)
class Standing:
    """Accepted passages of all coders by testimony, in the order of the text; the readings that are
    finished, and those that came whole from a file, as (testimony, coder)."""

    passages: dict[str, tuple[Passage, ...]]
    finished: frozenset[Pair]
    delivered: frozenset[Pair]

    def of(self, testimony: str, coder: str) -> tuple[Passage, ...]:
        """The passages of one coder's reading."""
        return tuple(one for one in self.passages.get(testimony, ()) if one.codeur == coder)

    def others(self, testimony: str, coder: str) -> tuple[Passage, ...] | None:
        """The passages of the other readings that a coder may see; None while they may see none.

        A reading that knows the other one confirms it: reliability is measured between readings made
        apart, so they open when a coder has finished their own. The consensus is made from readings,
        and sees those that are done.
        """
        rest = [one for one in self.passages.get(testimony, ()) if one.codeur != coder]
        if (testimony, coder) in self.finished:
            return tuple(rest)
        if coder != CONSENSUS:
            return None
        done = self.finished | self.delivered
        return tuple(one for one in rest if (testimony, one.codeur) in done)


def standing(
    segments: pd.DataFrame,
    readings: pd.DataFrame,
    events: Sequence[Event],
    changes: list[Change],
    codes: Collection[str],
) -> Standing:
    """Put the journal on top of the store: the store may hold an earlier state of it.

    In: accepted or proposed `segments` and `readings` (`lectures`) as an edition reads them, the
    events of all coders in order, and the history of the codebook, which segments follow.
    """
    state = fold(events)
    journalled = {(one.codeur, one.segment) for one in events if isinstance(one, Coded)}
    stored = segments[segments["statut"].eq(ACCEPTED)]
    keys = list(zip(stored["codeur"], stored["id"], strict=True))
    kept = [key not in journalled and key not in state.erased for key in keys]
    memos = [
        said(state.memos.get(key, memo)) for key, memo in zip(keys, stored["memo"], strict=True)
    ]
    stored = stored.assign(memo=pd.Series(memos, stored.index, dtype="object"), empreinte="")[kept]
    parts = [part[_COLUMNS].astype(object) for part in (stored, state.segments) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else stored[_COLUMNS]
    rows = rows.assign(date=pd.to_datetime(rows["date"]))
    if changes:
        rows = rows.assign(code=follow(rows, changes, codes)[0])
    passages: dict[str, list[Passage]] = {}
    for row in rows.itertuples():
        passages.setdefault(row.id_temoignage, []).append(
            Passage(
                row.id,
                int(row.debut),
                int(row.fin),
                row.code,
                row.codeur,
                said(row.memo),
                said(row.empreinte),
            )
        )
    ordered = {
        testimony: tuple(sorted(some, key=lambda one: (one.debut, -one.fin, one.code)))
        for testimony, some in passages.items()
    }
    here = {(one.temoignage, one.codeur) for one in events if isinstance(one, Coded)}
    from_files = {
        (one[1], one[0]) for one in zip(stored["codeur"], stored["id_temoignage"], strict=True)
    }
    return Standing(ordered, _finished(readings, events), frozenset(from_files - here))


def _finished(readings: pd.DataFrame, events: Sequence[Event]) -> frozenset[Pair]:
    done = set(zip(readings["id_temoignage"], readings["codeur"], strict=True))
    for event in events:
        if isinstance(event, Finished):
            done.add((event.temoignage, event.codeur))
        elif isinstance(event, Reopened):
            done.discard((event.temoignage, event.codeur))
    return frozenset(done)
