"""Tells which question of a form a header of an export names, in every flavour of the exporter.

Headers are XML names or labels of one language, with or without the groups before them, with any of
the separators that exporters use (kobotoolbox/formpack; ODK Central; R's `make.names`).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lecons.intake.xlsform import Choice, Form, Question, tidy

XML = "(noms XML)"
_SEPARATORS = ("/", ".", "-", ":", "|", " / ", " > ", " - ")
_GEO = ("latitude", "longitude", "altitude", "precision")
_MANGLED = re.compile(r"^X(?:\.U\.FEFF\.)?(?=[_a-z])")

# what other tools call the metadata of KoboToolbox
METADATA = {
    name: name
    for name in [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "_tags",
        "_index",
        "__version__",
        "_parent_table_name",
        "_parent_index",
        "_submission__id",
        "_submission__uuid",
        "_submission__submission_time",
        "_submission__validation_status",
        "_submission__notes",
        "_submission__status",
        "_submission__submitted_by",
        "_submission__tags",
        "_submission___version__",
    ]
} | {
    "KEY": "_key",
    "PARENT_KEY": "_parent_key",
    "SubmissionDate": "_submission_time",
    "SubmitterName": "_submitted_by",
    "ReviewState": "_validation_status",
    "FormVersion": "__version__",
    "instanceID": "_instance",
    "meta/instanceID": "_instance",
    "meta-instanceID": "_instance",
    "meta.instanceID": "_instance",
    "formhub/uuid": "_form",
}


@dataclass(frozen=True)
class Target:
    """What a column holds: the answer to a question, one of its choices, or a part of a point."""

    question: Question
    choice: str | None = None
    part: str | None = None


def plain(header: str) -> str:
    """A header as the form would write it: one line, composed accents, R's marks taken off."""
    return tidy(unicodedata.normalize("NFC", header.lstrip("\ufeff")))


def unmangled(header: str) -> str:
    """The name before R made it « valid »: `X_uuid` was `_uuid`, `X.U.FEFF.start` was `start`."""
    return _MANGLED.sub("", header)


class Lexicon:
    """All headers that the questions of one sheet may have, in one language or in XML names."""

    def __init__(self, forms: Sequence[Form], repeat: str, language: str) -> None:
        self._long: dict[str, set[Target]] = {}
        self._short: dict[str, set[Target]] = {}
        self._multiple: dict[str, Question] = {}
        # a later version of the form has the last word on what a header means
        for form in forms:
            for question in form.questions:
                if question.repeat == repeat:
                    self._learn(form, question, language)

    def find(self, header: str) -> Target | None:
        """What a header names; None where the form has no such question or several."""
        for written in (plain(header), unmangled(plain(header))):
            for index in (self._long, self._short):
                found = index.get(written, set())
                if len(found) == 1:
                    return next(iter(found))
            unknown = self._unlisted_choice(written)
            if unknown:
                return unknown
        return None

    def rivals(self, header: str) -> list[str]:
        """The paths between which a header hesitates."""
        found = self._long.get(plain(header)) or self._short.get(plain(header)) or set()
        return sorted({target.question.path for target in found}) if len(found) > 1 else []

    def _learn(self, form: Form, question: Question, language: str) -> None:
        label = _named(question.labels, language, question.name)
        names = question.path.split("/")[:-1]
        groups = [
            _named(labels, language, name)
            for labels, name in zip(question.groups, names, strict=True)
        ]
        longs = {separator.join([*groups, label]) for separator in _SEPARATORS}
        for index, heads in ((self._long, longs), (self._short, {label})):
            for head in heads:
                _put(index, head, Target(question))
                if question.type == "geopoint":
                    for part in _GEO:
                        _put(index, f"_{head}_{part}", Target(question, part=part))
                        for separator in _SEPARATORS:  # ODK: gps-Latitude
                            _put(
                                index,
                                f"{head}{separator}{part.capitalize()}",
                                Target(question, part=part),
                            )
                            _put(
                                index,
                                f"{head}{separator}Accuracy",
                                Target(question, part="precision"),
                            )
                if question.type == "select_multiple":
                    self._multiple[head] = question
                    for choice in form.choices_of(question):
                        said = _named(choice.labels, language, choice.name)
                        for separator in _SEPARATORS:
                            _put(index, f"{head}{separator}{said}", Target(question, choice.name))

    def _unlisted_choice(self, header: str) -> Target | None:
        """A choice that this version of the form no longer has, or not yet."""
        for separator in ("/", "."):
            head, found, choice = header.rpartition(separator)
            if found and choice and head in self._multiple:
                name = re.sub(r"\W+", "_", choice).strip("_")
                return Target(self._multiple[head], name) if name else None
        return None


def _put(index: dict[str, set[Target]], header: str, target: Target) -> None:
    known = index.setdefault(plain(header), set())
    # the same question in another version of the form is no rival
    same = {one for one in known if one.question.path == target.question.path}
    known -= {one for one in same if (one.choice, one.part) == (target.choice, target.part)}
    known.add(target)


def _named(labels: object, language: str, name: str) -> str:
    if language == XML or not isinstance(labels, dict):
        return name
    return labels.get(language) or labels.get("") or name


def choose_language(
    forms: Sequence[Form], headers: Iterable[tuple[str, Sequence[str]]]
) -> tuple[str, int]:
    """The language (or XML) in which most headers are understood, and how many are.

    `headers`: for each sheet, its repeat path and its headers. Longest match wins; XML on a tie.
    """
    headers = list(headers)
    languages = dict.fromkeys([XML, *(one for form in forms for one in form.languages)])
    best, most = XML, -1
    for language in languages:
        lexicons = {repeat: Lexicon(forms, repeat, language) for repeat, _ in headers}
        count = sum(
            lexicons[repeat].find(header) is not None for repeat, some in headers for header in some
        )
        if count > most:
            best, most = language, count
    return best, most


def codes_of(choices: Sequence[Choice], language: str) -> dict[str, str]:
    """What a cell may say → the choice's name: the label of the export's language first, then the
    name itself, then labels of other languages; what two choices share is left out."""
    result: dict[str, str] = {}
    own = [(tidy(_named(one.labels, language, one.name)), one.name) for one in choices]
    names = [(one.name, one.name) for one in choices]
    others = [(label, one.name) for one in choices for label in one.labels.values()]
    for group in (own, names, others):
        meanings: dict[str, set[str]] = {}
        for said, name in group:
            meanings.setdefault(plain(said), set()).add(name)
        for said, several in meanings.items():
            if len(several) == 1:
                result.setdefault(said, next(iter(several)))
            elif group is own:
                result.setdefault(said, "")
    return {said: name for said, name in result.items() if name}
