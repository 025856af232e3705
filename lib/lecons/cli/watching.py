"""What a person sees while a report is made: what runs, how long it still takes, how much is done."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

# the first step and those after all notebooks: one after the other
_ALONE = {
    "import": "import des exports",
    "assemblage": "mise en ordre",
    "rapport": "mise en place",
}
_FILES = {
    "html": "page",
    "pdf": "PDF",
    "docx": "document Word",
    "xlsx": "tableaux",
    "figures": "figures",
    "resume": "résumé",
    "fiches": "fiches",
    "preuves": "classeur des preuves",
}
_FIRST = "première fois"


class Watch:
    """The progress of a run (`pipeline.progress.Progress`), for who looks at the screen; in a log, one
    plain line for each part that is over, and no control character.

    On a screen nothing is left when it is over: what became of the run is told afterwards. `clock`
    answers seconds.
    """

    def __init__(
        self, console: Console, title: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.console, self.title, self.clock = console, title, clock
        self.names: list[str] = []
        self.expected: dict[str, float] = {}
        self.running: dict[str, float] = {}
        self.finished: dict[str, bool] = {}
        self.moves = console.is_terminal and not console.is_dumb_terminal
        self.live = Live(get_renderable=self.shown, console=console, transient=True)

    def __enter__(self) -> "Watch":
        if self.moves:
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.moves:
            self.live.stop()

    def plan(self, names: Sequence[str], seconds: Mapping[str, float], /) -> None:
        """What is to come, and the seconds that each part took last time, where it is known."""
        self.names, self.expected = [*names], {**seconds}
        self.running.clear()
        self.finished.clear()

    def start(self, name: str, /) -> None:
        self.running[name] = self.clock()

    def done(self, name: str, seconds: float, failed: bool, /) -> None:
        self.running.pop(name, None)
        self.finished[name] = failed
        if not self.moves:
            verb = "échec" if failed else "fait"
            self.console.print(
                f"{verb} : {named(name)} ({lasting(seconds)} ; {self._counted()})",
                markup=False,
                soft_wrap=True,
            )

    def kept(self, name: str, /) -> None:
        self.finished[name] = False

    def left(self, name: str) -> float | None:
        """Seconds that a part still takes if it takes as long as last time; None where that is not known."""
        if name not in self.expected:
            return None
        spent = self.clock() - self.running[name] if name in self.running else 0.0
        return max(0.0, self.expected[name] - spent)

    def left_in_all(self) -> float | None:
        """Seconds until the end: notebooks run as many at a time as the machine has cores."""
        known = {name: self.left(name) for name in self.names if name not in self.finished}
        if None in known.values():
            return None
        alone = sum(value or 0.0 for name, value in known.items() if name in _ALONE)
        together = [value or 0.0 for name, value in known.items() if name not in _ALONE]
        cores = os.cpu_count() or 1
        return alone + max([sum(together) / cores, *together], default=0.0)

    def shown(self) -> Group:
        """The lines on the screen: the whole first, then each part that runs."""
        whole = f"{self.title} : {self._counted()}, {still(self.left_in_all())}"
        now = self.clock()
        parts = [
            f"  {named(name)}, depuis {round(now - since)} s, {still(self.left(name))}"
            for name, since in self.running.items()
        ]
        return Group(*(_line(text) for text in (whole, *parts)))

    def _counted(self) -> str:
        return f"{len(self.finished)} sur {len(self.names)}"


def _line(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="ellipsis")


def named(part: str) -> str:
    """A part of a run as a person calls it."""
    return {**_ALONE, **_FILES}.get(part, f"carnet {part}")


def first_time(reasons: Mapping[str, str]) -> bool:
    """True where every step ran because it never had."""
    return set(reasons.values()) <= {_FIRST, ""}


def redone(reasons: Mapping[str, str]) -> str:
    """What ran again and why, steps of one reason together: « carnet 30_temoignages-R2 (données : table
    temoignages) »."""
    by_reason: dict[str, list[str]] = {}
    for part, reason in reasons.items():
        if reason:
            by_reason.setdefault(reason, []).append(named(part))
    return " ; ".join(f"{', '.join(parts)} ({reason})" for reason, parts in by_reason.items())


def lasting(seconds: float) -> str:
    """Seconds in words: « 4,6 s », « 1 min 20 s »."""
    if seconds < 10:
        return f"{seconds:.1f} s".replace(".", ",")
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def still(seconds: float | None) -> str:
    """Time left in words, also where nobody knows."""
    if seconds is None:
        return "durée inconnue"
    if seconds < 1:
        return "bientôt fini"
    return f"encore {lasting(max(10, seconds)) if seconds >= 10 else f'{round(seconds)} s'}"
