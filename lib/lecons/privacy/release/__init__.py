"""The finished files, read as a stranger would, before they go to anybody."""

from lecons.privacy.release.check import Examined, check, examine
from lecons.privacy.release.found import Found
from lecons.privacy.release.needles import Needles

__all__ = ["Examined", "Found", "Needles", "check", "examine"]
