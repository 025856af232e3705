"""What changed between the findings of two reports: each finding in one class, and in one only."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lecons.evidence.finding import LEVELS, Finding

Kind = Literal["new", "gone", "reversed", "strengthened", "weakened", "moved", "unchanged"]
Why = Literal["rows", "failed", "not_computed"]


@dataclass(frozen=True)
class Change:
    """One finding in the last report (`before`) and in this one (`after`); None where it is not.

    `why` is told of a finding that is gone: `rows` (some that it rests on are no longer in the data),
    `failed` (its notebook failed this time), `not_computed` (its rows are there, but it is not
    published any more).
    """

    id: str
    kind: Kind
    before: Finding | None
    after: Finding | None
    why: Why | None = None

    @property
    def finding(self) -> Finding:
        """The finding as it stands now, else as it stood."""
        found = self.after or self.before
        assert found is not None, "a change is of a finding"
        return found

    @property
    def same(self) -> bool:
        """True when both reports give the same figures, in whatever words."""
        return (
            self.before is not None
            and self.after is not None
            and _same_figures(self.before, self.after)
        )


@dataclass(frozen=True)
class Changes:
    """All findings of both reports, those of this one first, each once."""

    all: tuple[Change, ...]

    def of(self, kind: Kind, *, describing: bool) -> tuple[Change, ...]:
        """Those of a class: findings that only describe the evidence, or those that judge the project."""
        return tuple(
            one for one in self.all if one.kind == kind and one.finding.describes == describing
        )


def compare(
    before: Mapping[str, Finding], after: Mapping[str, Finding], failed: Collection[str] = ()
) -> Changes:
    """Compare the findings of the last report, marked `stale` where their rows are gone today, with
    those of this one. `failed`: the runs that failed in this report, whose findings may be missing.

    The first class that holds is the finding's own: `new` or `gone`; `reversed` (a strength became an
    improvement, or the other way round); by its side, `strengthened` (it takes one now) or `weakened`
    (it takes none any more); by the confidence of the rule, without people’s judgements, the same two; `moved` (its value lies outside the old
    interval, or has none to lie in and its sentence gives other figures); `unchanged`.
    """
    both = [
        Change(name, _kind(before[name], finding), before[name], finding)
        if name in before
        else Change(name, "new", None, finding)
        for name, finding in after.items()
    ]
    gone = [
        Change(name, "gone", finding, None, _why(finding, failed))
        for name, finding in before.items()
        if name not in after
    ]
    return Changes((*both, *gone))


def _why(finding: Finding, failed: Collection[str]) -> Why:
    # a notebook that failed hides whatever else happened to its findings
    if finding.anchor is not None and finding.anchor.notebook in failed:
        return "failed"
    return "rows" if finding.stale else "not_computed"


def _kind(before: Finding, after: Finding) -> Kind:
    if before.polarity != after.polarity:
        if "neutre" not in (before.polarity, after.polarity):
            return "reversed"
        return "strengthened" if before.polarity == "neutre" else "weakened"
    steps = LEVELS.index(after.ruled) - LEVELS.index(before.ruled)
    if steps:
        return "strengthened" if steps > 0 else "weakened"
    return "moved" if _moved(before, after) else "unchanged"


def _moved(before: Finding, after: Finding) -> bool:
    old, new = before.estimate, after.estimate
    if old is None or (old.low is None and old.high is None):
        # a count of all has no interval: whatever it says otherwise has changed
        return not _same_figures(before, after)
    if new is None or new.value is None or new.unit != old.unit:
        return old != new
    if old.value is not None and _alike(old.value, new.value):
        return False
    under = old.low is not None and new.value < old.low
    over = old.high is not None and new.value > old.high
    return under or over


def _same_figures(before: Finding, after: Finding) -> bool:
    old, new = before.statement.values, after.statement.values
    return old.keys() == new.keys() and all(_alike(old[name], new[name]) for name in old)


def _alike(old: Any, new: Any) -> bool:
    # the same data computed by another version of a library may differ in the last digits
    if isinstance(old, float) and isinstance(new, float):
        return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)
    return bool(old == new)
