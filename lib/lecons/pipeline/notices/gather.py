"""Gathers how the reports of one project end, and tells it once, when all are over."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from lecons.errors import LeconsError
from lecons.parameters import RunParameters
from lecons.pipeline.notices.ended import ended, stopped
from lecons.pipeline.notices.message import Ended, tell
from lecons.pipeline.notices.send import notify
from lecons.project import find_folder
from lecons.report.places import reports_root

if TYPE_CHECKING:
    from lecons.pipeline.produce import Outcome


class Notices:
    """The notices of a run of one project: `project`, its folder as typed; `runs`, what is asked; `journal`,
    the log of the run; `say`, what tells the run itself that a notice did not leave.

    A context: at its end one message leaves for all reports, or none where nobody needs to know. What ends
    it without having been foreseen is told as well, and goes on its way.
    """

    def __init__(
        self,
        project: str,
        runs: Sequence[RunParameters],
        journal: Path | None,
        say: Callable[[str], None],
    ) -> None:
        self.project, self.runs, self.journal, self.say = project, runs, journal, say
        self.reports: list[Ended] = []

    def made(self, parameters: RunParameters, outcome: "Outcome") -> None:
        """A report was made, whole, partial or held."""
        self.reports.append(ended(parameters, outcome))

    def stopped(self, parameters: RunParameters, error: LeconsError) -> None:
        """An error stopped a report."""
        self.reports.append(stopped(parameters, error))

    def __enter__(self) -> "Notices":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # neither a person who stops it nor an exit code is a failure
        if isinstance(error, Exception) and not hasattr(error, "exit_code"):
            which = self.runs[min(len(self.reports), len(self.runs) - 1)]
            cause = f"{type(error).__name__}: "
            self.reports.append(Ended(which.edition, which.langue, "echec", cause=cause))
        try:
            folder = find_folder(self.project)
        except LeconsError as missing:
            self.say(f"Personne n’est averti. {missing}")
            return
        message = tell(folder.name.lower(), self.reports, reports_root(), self.journal)
        for said in notify(folder, message) if message is not None else ():
            self.say(said)
