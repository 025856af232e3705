"""An indicator in several projects: each with its figure, interval, n and target; a mean where one is
sensible, and where not, why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.estimates import FEWEST, Estimate
from lecons.evidence.portfolio.pooled import POOLED_UNITS, Pool, pool
from lecons.evidence.portfolio.practices import counting
from lecons.evidence.portfolio.shared import Shared, SharedIndicator

FEWEST_PROJECTS = FEWEST
Unpooled = Literal["compte", "unite", "peu", "bord"]


@dataclass(frozen=True)
class Measured:
    """An indicator as one project measures it, for one of its result areas; `counts`: False where the
    project is only shown."""

    project: Shared
    indicator: SharedIndicator
    counts: bool

    @property
    def bounded(self) -> bool:
        one = self.indicator
        return one.value is not None and one.low is not None and one.high is not None


@dataclass(frozen=True)
class AcrossIndicator:
    """An indicator across projects.

    `rows` by project, then by result area, all of one `unit`. `name`: what most projects call it.
    `statuses`: how many rows of the projects that count reached their target or not. `compared`: the
    projects that count and have an interval; `lowest` and `highest` their figures. `pool`: their mean, or
    `unpooled` why there is none: a count (it tells the size of a project), a unit that is not averaged,
    fewer than FEWEST_PROJECTS, or a share at 0 or 1 whose n is not told.
    """

    code: str
    unit: str | None
    name: dict[str, str]
    rows: tuple[Measured, ...]
    statuses: Counter[str]
    compared: int
    lowest: float | None
    highest: float | None
    pool: Pool | None
    unpooled: Unpooled | None

    @property
    def projects(self) -> int:
        return len({one.project.project for one in self.rows})


def across_indicators(projects: Sequence[Shared]) -> list[AcrossIndicator]:
    """Each indicator of the projects' frameworks, those of more projects first, then by code."""
    counts = counting(projects)
    rows: dict[str, list[Measured]] = {}
    for project in sorted(projects, key=lambda one: one.project):
        for indicator in project.indicators:
            one = Measured(project, indicator, project.project in counts)
            rows.setdefault(indicator.code, []).append(one)
    found = [
        _across(code, unit, mine)
        for code, all_of_it in rows.items()
        for unit, mine in _by_unit(all_of_it).items()
    ]
    return sorted(found, key=lambda one: (-one.projects, one.code, one.unit or ""))


def _by_unit(rows: Sequence[Measured]) -> dict[str | None, list[Measured]]:
    """The rows by unit: figures in two units are not beside each other. What has no figure yet has no
    unit either, and stands with the first."""
    units = [one.indicator.unit for one in rows if one.indicator.unit is not None]
    first = units[0] if units else None
    found: dict[str | None, list[Measured]] = {}
    for one in rows:
        found.setdefault(one.indicator.unit or first, []).append(one)
    return found


def _across(code: str, unit: str | None, rows: Sequence[Measured]) -> AcrossIndicator:
    names = Counter(one.indicator.name["fr"] for one in rows)
    common = max(names, key=lambda name: (names[name], name))
    chosen = _one_a_project(rows)
    values = [one.indicator.value for one in chosen if one.indicator.value is not None]
    pooled = pool([_estimate(one.indicator, unit) for one in chosen])
    return AcrossIndicator(
        code,
        unit,
        next(one.indicator.name for one in rows if one.indicator.name["fr"] == common),
        tuple(rows),
        Counter(one.indicator.status for one in rows if one.counts),
        len(chosen),
        min(values, default=None),
        max(values, default=None),
        pooled,
        None if pooled else _why(unit, len(chosen)),
    )


def _why(unit: str | None, compared: int) -> Unpooled:
    if unit == "count":
        return "compte"
    if unit not in POOLED_UNITS:
        return "unite"
    return "peu" if compared < FEWEST_PROJECTS else "bord"


def _one_a_project(rows: Sequence[Measured]) -> list[Measured]:
    """The row of each project that counts and has an interval; of several result areas, the one with the
    most units: areas of one project are no independent projects."""
    best: dict[str, Measured] = {}
    for one in rows:
        if not (one.counts and one.bounded):
            continue
        known = best.get(one.project.project)
        if known is None or (one.indicator.n or 0) > (known.indicator.n or 0):
            best[one.project.project] = one
    return list(best.values())


def _estimate(one: SharedIndicator, unit: str | None) -> Estimate:
    n = one.n or 0
    return Estimate(one.value, one.low, one.high, n, n, unit or "")
