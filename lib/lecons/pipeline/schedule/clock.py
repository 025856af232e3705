"""What becomes of an hour when clocks change: once a year it may not exist, once it comes twice."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

Kind = Literal["absente", "double"]
_YEAR = 366


class ClockChange(NamedTuple):
    """A day on which the chosen hour does not exist, or comes twice."""

    day: date
    kind: Kind


def clock_changes(
    hour: int, minute: int, first: date, zone: tzinfo | None = None
) -> list[ClockChange]:
    """The days of the year from `first` on when clocks change at that very hour, in a time zone; in that
    of this machine where it is None (PEP 495: what a local time that is skipped or repeated stands for)."""
    found = []
    for day in (first + timedelta(days=ahead) for ahead in range(_YEAR)):
        said = datetime.combine(day, time(hour, minute), zone)
        at = said.timestamp()
        if datetime.fromtimestamp(at, zone).replace(fold=0) != said:
            found.append(ClockChange(day, "absente"))
        elif said.replace(fold=1).timestamp() != at:
            found.append(ClockChange(day, "double"))
    return found
