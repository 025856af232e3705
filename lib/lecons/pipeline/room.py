"""Room for so many steps at a time: of those that may run, the first of the list goes first.

doit hands out what may run in no order at all; a step that takes long, begun last, would keep the others
waiting at the end.
"""

import bisect
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# steps that become free together come within this time of each other (seconds)
_TOGETHER = 0.01


class Room:
    """Places for so many at a time."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: list[int] = []
        self._changed = threading.Condition()

    @contextmanager
    def place(self, rank: int) -> Iterator[None]:
        """Wait for a place, after those of a lower rank (each rank is of one alone), and hold it within
        this context."""
        with self._changed:
            bisect.insort(self._waiting, rank)
        time.sleep(_TOGETHER)
        with self._changed:
            self._changed.wait_for(lambda: self._free and self._waiting[0] == rank)
            self._waiting.remove(rank)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
