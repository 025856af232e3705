"""Finds what could tell who is meant in a French testimony of northern Mali: names of people, places
smaller than a cercle, telephone numbers, exact dates, identifiers, e-mail addresses."""

from lecons.privacy.names.find import by_rules, find, merge
from lecons.privacy.names.measured import Measured, Score, measured
from lecons.privacy.names.mention import Kind, Mention
from lecons.privacy.names.model import by_model
from lecons.privacy.names.places import Place, Places, fold, places_of

__all__ = [
    "Kind",
    "Measured",
    "Mention",
    "Place",
    "Places",
    "Score",
    "by_model",
    "by_rules",
    "find",
    "fold",
    "measured",
    "merge",
    "places_of",
]
