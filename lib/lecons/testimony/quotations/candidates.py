"""The passages that may be quoted, with what decides between them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pandas as pd

from lecons.testimony.quotations.decisions import Decision, Decisions
from lecons.testimony.quotations.passages import MOST_WORDS, count_words, cuts
from lecons.testimony.quotations.typical import Vector, centre, likeness, rarity, vector

# what makes another voice of it: another subject, another place, another kind of person
_DIFFERENCES = ("code", "commune", "acteur", "sexe")
# how far a passage may be quoted: as long as a quotation should be, too long, too short
FITS, LONG, SHORT = 0, 1, 2


@dataclass(frozen=True)
class Candidate:
    """A passage that the edition may read and that nobody barred; `at` is its row."""

    at: int
    person: str
    place: tuple[str, int, int]
    words: str
    length: int
    whole: bool
    differences: tuple[str | None, ...]
    vector: Vector
    pin: Decision | None
    pin_order: int
    spoken_for: bool  # another passage of this person is pinned, and speaks for them

    @property
    def order(self) -> tuple[str, int, int, int]:
        return (*self.place, self.at)


def candidates(
    rows: pd.DataFrame, said: pd.DataFrame, decisions: Decisions, taken: Collection[str]
) -> list[Candidate]:
    """The quotable ones of `rows`, themselves rows of `said`; one a passage and sense.

    What a person pinned or translated is quoted whole, whatever its length: they chose the words.
    """
    weights = rarity(dict.fromkeys(said["extrait"].dropna()))
    pinned = _readable_pins(said, decisions)
    orders = {place: order for order, place in enumerate(decisions.pinned)}
    found: dict[tuple[object, ...], Candidate] = {}
    for at, row in _in_order(rows):
        place = (row["id_temoignage"], int(row["debut"]), int(row["fin"]))
        words = row["extrait"]
        if not isinstance(words, str) or not words.strip() or decisions.bar_on(place):
            continue
        pin = decisions.pinned.get(place)
        whole = pin is not None or place in decisions.translated
        same = (*place, words)
        if same in found:
            continue
        found[same] = Candidate(
            at=at,
            person=place[0],
            place=place,
            words=words,
            length=FITS if whole or cuts(words) else _misfit(words),
            whole=whole,
            differences=tuple(
                row[name] if isinstance(row.get(name), str) else None for name in _DIFFERENCES
            ),
            vector=vector(words, weights),
            pin=pin,
            pin_order=orders.get(place, len(orders)),
            spoken_for=place[0] in taken or (pin is None and place[0] in pinned),
        )
    return list(found.values())


def _in_order(rows: pd.DataFrame) -> Iterator[tuple[int, pd.Series]]:
    """The rows with their numbers, in an order that owes nothing to the file they came from."""
    ordered = rows.sort_values(["id_temoignage", "debut", "fin", "code", "id"], kind="stable")
    for at, row in ordered.iterrows():
        yield int(str(at)), row


def _readable_pins(said: pd.DataFrame, decisions: Decisions) -> set[str]:
    readable = said.loc[said["extrait"].notna(), ["id_temoignage", "debut", "fin"]]
    places = {(person, int(a), int(b)) for person, a, b in readable.itertuples(index=False)}
    return {
        place[0] for place in decisions.pinned if place in places and not decisions.bar_on(place)
    }


def _misfit(words: str) -> int:
    return LONG if count_words(words) > MOST_WORDS else SHORT


def typicality(pool: list[Candidate]) -> tuple[dict[int, float], Vector]:
    """How near each candidate (by row) is to the middle of the pool, 0 to 1; and that middle."""
    by_person: dict[str, list[Vector]] = {}
    for one in pool:
        by_person.setdefault(one.person, []).append(one.vector)
    middle = centre(by_person)
    near = {one.at: likeness(one.vector, middle) for one in pool}
    highest = max(near.values(), default=0.0)
    return {at: value / highest if highest else 0.0 for at, value in near.items()}, middle


def novelty(one: Candidate, chosen: list[Candidate]) -> float:
    """What a candidate adds to those chosen, from 0 (the same kind of person, the same words) to 2:
    as much for other words as for another kind of person."""
    new = [
        trait is not None and all(trait != other.differences[n] for other in chosen)
        for n, trait in enumerate(one.differences)
    ]
    alike = max((likeness(one.vector, other.vector) for other in chosen), default=0.0)
    return sum(new) / len(new) + 1 - alike


def shown(one: Candidate, middle: Vector) -> str:
    """The words as they are quoted: cut to what is nearest to the middle, where they are long."""
    ways = [one.words] if one.whole else cuts(one.words) or [one.words]
    # the first of those that are as near as each other
    return max(ways, key=lambda way: likeness(vector(way, {}), middle))
