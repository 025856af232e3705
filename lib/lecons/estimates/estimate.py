"""An estimate: one figure, how sure it is, and what it was counted on."""

from collections.abc import Callable
from dataclasses import dataclass, replace

LEVEL = 0.95
# under five units an interval by formula is a promise that nothing keeps: none is given
FEWEST = 5


@dataclass(frozen=True)
class Estimate:
    """One figure with its 95 % interval.

    `n` is the number of units observed; `total` the number of units that could have been (the
    denominator before missing data), so that `total - n` are missing. `unit` is `share` (0 to 1),
    `difference_share`, `mean`, `difference_mean`, `change` (0.1: a tenth more), `effect` (standard
    deviations), `days`, `amount`, `count`, `coefficient`.
    `low` and `high` are None when too few units allow no interval.

    `family` comparisons are read together; `strict` is then the interval at 1 - 0.05/family
    (Bonferroni), by which alone a difference is called clear: looking at more groups must not find
    more.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    total: int
    unit: str
    family: int = 1
    strict: tuple[float, float] | None = None

    @property
    def excludes_zero(self) -> bool:
        """True when the whole interval (the strict one, in a family) lies on one side of zero."""
        if self.low is None or self.high is None:
            return False
        low, high = self.strict or (self.low, self.high)
        return low > 0 or high < 0

    def within(self, lowest: float, highest: float) -> "Estimate":
        """The same, with intervals kept where the figure can be: a share is not under 0."""

        def kept(bound: float) -> float:
            return min(max(bound, lowest), highest)

        return replace(
            self,
            low=None if self.low is None else kept(self.low),
            high=None if self.high is None else kept(self.high),
            strict=None if self.strict is None else (kept(self.strict[0]), kept(self.strict[1])),
        )


def unknown(n: int, total: int, unit: str) -> Estimate:
    """Nothing can be said: no unit, or no figure."""
    return Estimate(None, None, None, n, total, unit)


def estimate(
    value: float,
    bounds: Callable[[float], tuple[float, float]],
    n: int,
    total: int,
    unit: str,
    family: int = 1,
) -> Estimate:
    """An estimate whose interval at any level is given by `bounds`."""
    low, high = bounds(LEVEL)
    strict = bounds(1 - (1 - LEVEL) / family) if family > 1 else None
    return Estimate(
        float(value),
        float(low),
        float(high),
        int(n),
        int(total),
        unit,
        family,
        None if strict is None else (float(strict[0]), float(strict[1])),
    )
