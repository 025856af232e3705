"""How a run ended, as notices tell it."""

from typing import TYPE_CHECKING

from lecons.errors import BusyError, HeldError, LeconsError
from lecons.parameters import RunParameters
from lecons.pipeline.notices.message import Broken, Ended, State

if TYPE_CHECKING:
    from lecons.pipeline.produce import Outcome


def ended(parameters: RunParameters, outcome: "Outcome") -> Ended:
    """How a report ended that was made, whole, partial or held."""
    state: State = "entier"
    if outcome.held is not None:
        state = "retenu"
    elif outcome.partial:
        state = "partiel"
    elif outcome.unchanged:
        state = "inchange"
    return Ended(
        parameters.edition,
        parameters.langue,
        state,
        tuple(Broken(step, said) for step, said in outcome.failures.items()),
        len(outcome.refused),
        _held(outcome),
        outcome.changes,
    )


def stopped(parameters: RunParameters, error: LeconsError) -> Ended:
    """How a report ended that an error stopped."""
    if isinstance(error, BusyError):
        return Ended(parameters.edition, parameters.langue, "occupe")
    state: State = "retenu" if isinstance(error, HeldError) else "echec"
    return Ended(parameters.edition, parameters.langue, state, cause=str(error))


def _held(outcome: "Outcome") -> int:
    """How many places the release check found (see release.write_faults)."""
    if outcome.held is None:
        return 0
    lines = outcome.held.read_text(encoding="utf-8").splitlines()
    return sum(line.startswith("- ") for line in lines)
