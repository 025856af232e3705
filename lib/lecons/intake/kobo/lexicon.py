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
    "meta/rootUuid": "_root",
    "meta-rootUuid": "_root",
    "meta.rootUuid": "_root",
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
    """All headers that the questions of one sheet may have, in one language or in XML names.

    `headers`: those of the sheet. Where none of them carries a group, a name alone may belong to a
    question of any group: « total » is then not taken for the one that stands in none.
    """

    def __init__(
        self, forms: Sequence[Form], repeat: str, language: str, headers: Iterable[str] = ()
    ) -> None:
        self._long: dict[str, set[Target]] = {}
        self._short: dict[str, set[Target]] = {}
        self._multiple: dict[str, Question] = {}
        # a later version of the form has the last word on what a header means
        for form in forms:
            for question in form.questions:
                if question.repeat == repeat:
                    self._learn(form, question, language)
        self._indexes = [self._long, self._short]
        known = [plain(str(header)) for header in headers]
        if known and not any(name in self._long and name not in self._short for name in known):
            both = {name: set(found) for name, found in self._short.items()}
            for name, found in self._long.items():
                both.setdefault(name, set()).update(found)
            self._indexes = [both]

    def find(self, header: str) -> Target | None:
        """What a header names; None where the form has no such question, or several."""
        for written in dict.fromkeys([plain(header), unmangled(plain(header))]):
            found = self._meanings(written)
            if found:
                return next(iter(found)) if len(found) == 1 else None
            unknown = self._unlisted_choice(written)
            if unknown:
                return unknown
        return None

    def rivals(self, header: str) -> set[Target]:
        """What a header hesitates between; nothing where it is clear, or unknown."""
        found = self._meanings(plain(header)) or self._meanings(unmangled(plain(header)))
        return found if len(found) > 1 else set()

    def _meanings(self, written: str) -> set[Target]:
        return next((index[written] for index in self._indexes if written in index), set())

    def _learn(self, form: Form, question: Question, language: str) -> None:
        label = _named(question.labels, language, question.name)
        names = question.path.split("/")[:-1]
        groups = [
            _named(labels, language, name)
            for labels, name in zip(question.groups, names, strict=True)
        ]
        # ODK Central names the questions of a repeat from that repeat on
        inside = groups[question.repeat.count("/") + 1 :] if question.repeat else groups
        longs = {
            separator.join([*some, label]) for some in (groups, inside) for separator in _SEPARATORS
        }
        for index, heads in ((self._long, longs), (self._short, {label})):
            for head in heads:
                _put(index, head, Target(question))
                if question.type == "geopoint":
                    self._learn_point(index, head, question)
                if question.type == "select_multiple":
                    self._multiple[head] = question
                    for choice in form.choices_of(question):
                        said = _named(choice.labels, language, choice.name)
                        for separator in _SEPARATORS:
                            _put(index, f"{head}{separator}{said}", Target(question, choice.name))

    @staticmethod
    def _learn_point(index: dict[str, set[Target]], head: str, question: Question) -> None:
        for part in _GEO:
            _put(index, f"_{head}_{part}", Target(question, part=part))
            told = "Accuracy" if part == "precision" else part.capitalize()
            for separator in _SEPARATORS:  # ODK: gps-Latitude
                _put(index, f"{head}{separator}{told}", Target(question, part=part))

    def _unlisted_choice(self, header: str) -> Target | None:
        """A choice that this version of the form no longer has, or not yet."""
        for separator in _SEPARATORS:
            head, found, choice = header.rpartition(separator)
            if found and choice and head in self._multiple:
                name = re.sub(r"\W+", "_", choice).strip("_")
                return Target(self._multiple[head], name) if name else None
        return None


class Readings:
    """The lexicons of languages in which an export reads equally well: what they disagree on is not
    settled by chance."""

    def __init__(
        self, forms: Sequence[Form], repeat: str, languages: Sequence[str], headers: Sequence[str]
    ) -> None:
        self._lexicons = [Lexicon(forms, repeat, language, headers) for language in languages]

    def find(self, header: str) -> Target | None:
        """What a header names in all the languages that know it."""
        found = {target for one in self._lexicons if (target := one.find(header)) is not None}
        return next(iter(found)) if len(found) == 1 and not self.rivals(header) else None

    def rivals(self, header: str) -> set[Target]:
        """What a header hesitates between, inside a language or between them."""
        told = {target for one in self._lexicons if (target := one.find(header)) is not None}
        inside = set().union(*(one.rivals(header) for one in self._lexicons))
        return inside | (told if len(told) > 1 else set())


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


def choose_languages(
    forms: Sequence[Form], headers: Iterable[tuple[str, Sequence[str]]]
) -> tuple[list[str], int]:
    """The languages (or XML) in which most headers are understood, and how many are.

    `headers`: for each sheet, its repeat path and its headers. Usually one; several where they tie.
    """
    headers = list(headers)
    counts = {}
    for language in dict.fromkeys([XML, *(one for form in forms for one in form.languages)]):
        lexicons = {repeat: Lexicon(forms, repeat, language, some) for repeat, some in headers}
        counts[language] = sum(
            lexicons[repeat].find(header) is not None or bool(lexicons[repeat].rivals(header))
            for repeat, some in headers
            for header in some
        )
    most = max(counts.values())
    return [language for language, count in counts.items() if count == most], most


def choose_language(
    forms: Sequence[Form], headers: Iterable[tuple[str, Sequence[str]]]
) -> tuple[str, int]:
    """The first of choose_languages: enough where one only counts."""
    languages, count = choose_languages(forms, headers)
    return languages[0], count


def codes_of(choices: Sequence[Choice], languages: Sequence[str]) -> dict[str, str]:
    """What a cell may say → the choice's name: the label of the export's language first, then the
    name itself, then labels of other languages. « » is what two choices share, or what two
    languages that tie read in two ways."""
    readings = [_codes_in(choices, language) for language in languages]
    result: dict[str, str] = {}
    for said in dict.fromkeys(said for one in readings for said in one):
        names = {one[said] for one in readings if said in one}
        result[said] = next(iter(names)) if len(names) == 1 else ""
    return result


def _codes_in(choices: Sequence[Choice], language: str) -> dict[str, str]:
    result: dict[str, str] = {}
    own = [(tidy(_named(one.labels, language, one.name)), one.name) for one in choices]
    names = [(one.name, one.name) for one in choices]
    others = [(label, one.name) for one in choices for label in one.labels.values()]
    for group in (own, names, others):
        meanings: dict[str, set[str]] = {}
        for said, name in group:
            meanings.setdefault(plain(said), set()).add(name)
        for said, several in meanings.items():
            result.setdefault(said, next(iter(several)) if len(several) == 1 else "")
    return result
