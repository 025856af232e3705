"""Whoever watches a run: a person at a terminal, a log, nobody."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Progress(Protocol):
    """What is to come (with the seconds that each part took last time, where it is known), what begins,
    what is over, and what stands as it was."""

    def plan(self, names: Sequence[str], seconds: Mapping[str, float], /) -> None: ...

    def start(self, name: str, /) -> None: ...

    def done(self, name: str, seconds: float, failed: bool, /) -> None: ...

    def kept(self, name: str, /) -> None: ...


class _Silent:
    def plan(self, names: Sequence[str], seconds: Mapping[str, float], /) -> None:
        """Nobody is told."""

    def start(self, name: str, /) -> None:
        """Nobody is told."""

    def done(self, name: str, seconds: float, failed: bool, /) -> None:
        """Nobody is told."""

    def kept(self, name: str, /) -> None:
        """Nobody is told."""


SILENT: Progress = _Silent()
