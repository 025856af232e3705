"""Consistent replacement of what could tell who is meant: the same name, the same pseudonym."""

from lecons.privacy.pseudonyms.key import KEY, read_key
from lecons.privacy.pseudonyms.people import enrolled, labels_of
from lecons.privacy.pseudonyms.replace import pseudonymise, replacement

__all__ = ["KEY", "enrolled", "labels_of", "pseudonymise", "read_key", "replacement"]
