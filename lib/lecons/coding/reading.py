"""One testimony as its coder sees it at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lecons.coding.proposals import Proposal
from lecons.coding.standing import Passage
from lecons.intake.journal import relocate

TODO, STARTED, DONE = "a_faire", "en_cours", "fini"
STATES = {TODO: "à faire", STARTED: "en cours", DONE: "fini"}


@dataclass(frozen=True)
class Reading:
    """One testimony as its coder sees it now.

    `autres`: the passages of the other readings, None while they may not be seen. `sans_avis`: the
    spans of practices that no polarity stands on. `perdus`: how many passages stand nowhere in the
    text any more. `annuler`, `retablir`: what these would do, blank where there is nothing.
    """

    temoignage: str
    statut: str
    passages: tuple[Passage, ...]
    autres: tuple[Passage, ...] | None
    propositions: tuple[Proposal, ...]
    refusees: tuple[Proposal, ...]
    sans_avis: tuple[tuple[int, int], ...]
    perdus: int
    annuler: str
    retablir: str


def placed(text: str, passages: Sequence[Passage]) -> tuple[tuple[Passage, ...], int]:
    """The passages where their words stand in the text now, and how many stand nowhere."""
    found = [(one, relocate(text, one.debut, one.fin, one.empreinte)) for one in passages]
    here = [replace(one, debut=at[0], fin=at[1]) for one, at in found if at]
    return tuple(here), len(found) - len(here)
