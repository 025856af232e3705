"""The coders' journal: every action of coding, one line each, in a file that only grows.

One file a coder (`codage/journal/<codeur>.jsonl`), so that two people never write the same one; git
keeps both sides of a merge (`merge=union`), and order comes from the clock of each event.
"""

from lecons.intake.journal.events import (
    Coded,
    Declined,
    Erased,
    Event,
    Finished,
    Noted,
    Reopened,
)
from lecons.intake.journal.fingerprints import fingerprint, relocate
from lecons.intake.journal.fold import State, fold
from lecons.intake.journal.record import Fault, append, read

__all__ = [
    "Coded",
    "Declined",
    "Erased",
    "Event",
    "Fault",
    "Finished",
    "Noted",
    "Reopened",
    "State",
    "append",
    "fingerprint",
    "fold",
    "read",
    "relocate",
]
