"""Amounts that give one contributor away: of too few, or of one that makes nearly all of it.

The rules on magnitude tables of Hundepool et al., Statistical Disclosure Control (2012), ch. 4.2.2:
least number of contributors, dominance, or (n, k), and p %.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal, TypeVar

Why = Literal["few", "dominated", "rest"]
Key = TypeVar("Key", bound=Hashable)

# what one contributor may make of an amount, and how closely the second may know the first
SHARE, CLOSE = 0.75, 0.10
# of two contributors each knows the other
FEWEST = 3


def dominated(amounts: Sequence[float], n: int = 1, share: float = SHARE) -> bool:
    """True when the `n` largest of these amounts (FCFA, not negative) are more than `share` of all."""
    whole = sum(amounts)
    return whole > 0 and sum(sorted(amounts)[-n:]) > share * whole


def guessed(amounts: Sequence[float], close: float = CLOSE) -> bool:
    """True when the second contributor, who takes his own amount from the sum, would know the largest
    to within `close` of it (the p % rule)."""
    ordered = sorted(amounts)
    return bool(ordered) and ordered[-1] > 0 and sum(ordered[:-2]) < close * ordered[-1]


def telling(amounts: Sequence[float], fewest: int = FEWEST) -> Why | None:
    """Why the sum or the mean of these amounts may not be told; None when it may, or there is none."""
    if 0 < len(amounts) < max(fewest, FEWEST):
        return "few"
    return "dominated" if dominated(amounts) or guessed(amounts) else None


def masked(amounts: Mapping[Key, Sequence[float]], fewest: int = FEWEST) -> dict[Key, Why]:
    """The amounts of a table that may not be told, where a reader may know the sum of all.

    `amounts`: of each row, what its contributors make of it (FCFA). What the sum less the rows told
    would give, the hidden rows together, must be no more telling than a row: the smallest rows that are
    told go with them ("rest") until it is not.
    """
    why: dict[Key, Why] = {}
    for name, row in amounts.items():
        reason = telling(row, fewest)
        if reason is not None:
            why[name] = reason
    told = sorted(
        (name for name in amounts if name not in why and amounts[name]),
        key=lambda name: sum(amounts[name]),
    )
    while (
        why
        and told
        and (len(why) == 1 or telling([one for name in why for one in amounts[name]], fewest))
    ):
        why[told.pop(0)] = "rest"
    return why
