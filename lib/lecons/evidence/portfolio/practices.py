"""A practice in several projects: which way each points, and what holds across them by a stated rule.

No project is counted as « significant » or not: where few were heard a project shows nothing even though
the practice works, and the more such projects there are the surer such a count errs (Hedges & Olkin,
1980). What is compared is the direction of each project's sources and its confidence (GRADE-CERQual
adapted, Lewin et al., 2018; see evidence.confidence).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.evidence.confidence import DEFAULT
from lecons.evidence.finding import LEVELS, Level
from lecons.evidence.portfolio.shared import Direction, Shared, SharedPractice

Agreement = Literal["aucun", "un_seul", "accord", "majorite", "desaccord", "partage"]
Cap = Literal["contraires", "quelques_contraires", "minorite", "meme_organisation", "meme_region"]
_CAPPED: Mapping[Cap, Level] = {
    "contraires": "faible",
    "quelques_contraires": "modérée",
    "minorite": "faible",
    "meme_organisation": "modérée",
    "meme_region": "modérée",
}


@dataclass(frozen=True)
class Held:
    """A practice as one project holds it; `counts`: False where the project is only shown."""

    project: Shared
    practice: SharedPractice
    counts: bool


@dataclass(frozen=True)
class Across:
    """A practice across projects.

    `rows`: each project that declares it, by code. Of those that count and weigh it (`weighed` of them),
    `directions` tells how many point each way; `side` is the way that more of them point, and `sure` how
    many of these have at least moderate confidence. `level` is the confidence that it holds in more than
    one project, None where no two of them point the same way; `caps` what forbids a higher one.
    """

    code: str
    rows: tuple[Held, ...]
    weighed: int
    directions: Mapping[Direction, int]
    agreement: Agreement
    side: Direction | None
    sure: int
    level: Level | None
    caps: tuple[Cap, ...]

    @property
    def activities(self) -> tuple[str, ...]:
        """The types of activity that carry it out, where most projects declare so: its family."""
        told = Counter(row.practice.activities for row in self.rows)
        return min(told, key=lambda one: (-told[one], one))


def counting(projects: Iterable[Shared]) -> set[str]:
    """The projects that count (by code): the real ones as soon as there is one, for an invented project
    confirms nothing; else all of them, and the page says that all of it is invented."""
    listed = list(projects)
    real = {one.project for one in listed if not one.fictional}
    return real or {one.project for one in listed}


def across_practices(projects: Sequence[Shared]) -> list[Across]:
    """Each practice that a project declares, by family (activities), then by code."""
    counts = counting(projects)
    rows: dict[str, list[Held]] = {}
    for project in sorted(projects, key=lambda one: one.project):
        for practice in project.practices:
            held = Held(project, practice, project.project in counts)
            rows.setdefault(practice.code, []).append(held)
    found = [_across(code, mine) for code, mine in rows.items()]
    return sorted(found, key=lambda one: (one.activities, one.code))


def _across(code: str, rows: Sequence[Held]) -> Across:
    weighed = [one for one in rows if one.counts and one.practice.direction is not None]
    directions: Counter[Direction] = Counter()
    for one in weighed:
        if one.practice.direction is not None:
            directions[one.practice.direction] += 1
    side = _side(directions)
    on_side = [one for one in weighed if one.practice.direction == side]
    levels = sorted((LEVELS.index(one.practice.level) for one in on_side), reverse=True)
    level, caps = _level(levels, on_side, directions, len(weighed)) if side else (None, ())
    return Across(
        code,
        tuple(rows),
        len(weighed),
        dict(directions),
        _agreement(directions, side, len(weighed)),
        side,
        sum(one >= LEVELS.index("modérée") for one in levels) if side else 0,
        level,
        caps,
    )


def _side(directions: Mapping[Direction, int]) -> Direction | None:
    support, against = directions.get("soutient", 0), directions.get("contredit", 0)
    if support == against:
        return None
    return "soutient" if support > against else "contredit"


def _level(
    levels: Sequence[int],
    on_side: Sequence[Held],
    directions: Mapping[Direction, int],
    weighed: int,
) -> tuple[Level | None, tuple[Cap, ...]]:
    """How sure it is that the practice does so in more than one project: as sure as the second surest,
    since both must hold; never above what the caps allow. More projects never raise it above that: their
    agreement is no new evidence inside any of them."""
    if len(levels) < 2:
        return None, ()
    # the shares at which people of another opinion raise a concern inside one project
    contrary = min(directions.get(way, 0) for way in ("soutient", "contredit"))
    share = contrary / (contrary + len(levels))
    holds: dict[Cap, bool] = {
        "contraires": share > DEFAULT.minorite_moderee,
        "quelques_contraires": DEFAULT.minorite_mineure < share <= DEFAULT.minorite_moderee,
        "minorite": 2 * len(levels) <= weighed,
        "meme_organisation": len({_same(one.project.organisation) for one in on_side}) == 1,
        "meme_region": len({area for one in on_side for area in one.project.regions}) <= 1,
    }
    level = levels[1]
    caps = tuple(name for name, met in holds.items() if met and level > LEVELS.index(_CAPPED[name]))
    highest = min((LEVELS.index(_CAPPED[name]) for name in caps), default=level)
    return LEVELS[min(level, highest)], caps


def _agreement(
    directions: Mapping[Direction, int], side: Direction | None, weighed: int
) -> Agreement:
    if weighed < 2:
        return "un_seul" if weighed else "aucun"
    if directions.get("soutient") and directions.get("contredit"):
        return "desaccord"
    if side is None:
        return "partage"
    return "accord" if directions[side] == weighed else "majorite"


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
