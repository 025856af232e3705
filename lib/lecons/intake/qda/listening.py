"""What a reader of REFI-QDA notes: faults with their place, counts, what it keeps."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import tostring

from lecons.intake.qda.guids import canonical, made_of
from lecons.intake.qda.losses import SORTS, Tally
from lecons.intake.qda.model import Kept, Made
from lecons.intake.qda.order import ATTRIBUTES, GUIDS, STRUCTURE
from lecons.intake.qda.stream import Element, line_of, local
from lecons.intake.quarantine import Fault

_WHEN = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"
_SHOWN = 80
KEPT_AS_IT_WAS = "lecons ne s’en sert pas : reste dans le fichier reçu"


@dataclass
class Listening:
    """The notes of one reading. `known`: GUIDs by sort; `twice`: those that two elements carry."""

    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)
    rest: list[Kept] = field(default_factory=list)
    known: dict[str, set[str]] = field(default_factory=dict)
    twice: dict[str, set[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def fault(
        self, line: int, place: str, found: str, reason: str, expected: str, mild: bool = False
    ) -> None:
        """Note what is wrong with an element. Words that people said are never copied here."""
        self.faults.append(Fault(line, place, found[:_SHOWN], reason, expected, mild))

    def guid(self, element: Element, parent: str, at: int) -> str | None:
        """The GUID of an element; None where another of its sort has it: the element stays out."""
        sort, line = local(element.tag), line_of(element)
        written = element.get("guid", "")
        guid, sound = canonical(written) if written else (made_of(sort, parent, at), False)
        if not sound:
            self.fault(
                line, sort, written, "identifiant_mal_forme", "un GUID (8-4-4-4-12)", mild=True
            )
        known = self.known.setdefault(sort, set())
        if guid in known:
            self.twice.setdefault(sort, set()).add(guid)
            self.leave(element, "identifiant déjà porté par un autre")
            place = f"{sort} {guid}"
            self.fault(line, place, guid, "identifiant_double", "un identifiant par élément")
            return None
        known.add(guid)
        self.lines[guid] = line
        self._other_attributes(element, sort, guid)
        return guid

    def has(self, sort: str, guid: str) -> bool:
        """True where a GUID means one element of a sort, and one only."""
        return guid in self.known.get(sort, ()) and guid not in self.twice.get(sort, ())

    def dangling(self, place: str, line: int, sort: str, target: str, mild: bool) -> None:
        """Note a reference to what is not there, or is there twice."""
        double = target in self.twice.get(sort, ())
        reason = "renvoi_ambigu" if double else "reference_absente"
        self.fault(
            line,
            place,
            target,
            reason,
            f"le GUID d’un élément du projet ({SORTS[sort]}), et d’un seul",
            mild,
        )

    def made(self, element: Element) -> Made:
        """Who made an element and when."""
        return Made(
            self.user(element.get("creatingUser") or element.get("creatingUserGUID")),
            self.when(element, "creationDateTime"),
            self.user(element.get("modifyingUser") or element.get("modifyingUserGUID")),
            self.when(element, "modifiedDateTime"),
        )

    def user(self, written: str | None) -> str:
        """The GUID of a user that an element names; blank where it names none."""
        return canonical(written)[0] if written and written.strip() else ""

    def when(self, element: Element, attribute: str) -> str:
        """A moment as it is written; blank, and a fault, where it is none."""
        written = (element.get(attribute) or "").strip()
        if written and not _WHEN.fullmatch(written):
            place = f"{local(element.tag)} {element.get('guid', '')}".strip()
            self.fault(
                line_of(element),
                place,
                written,
                "date_illisible",
                f"{attribute} : un moment comme 2018-03-27T18:01:07Z",
                mild=True,
            )
            return ""
        return written

    def keep(self, parent: str, guid: str, element: Element) -> None:
        """Keep an element as it is, with all it holds."""
        self.tally.keep(sorts_of(element), KEPT_AS_IT_WAS)
        self.rest.append(Kept(parent, guid, verbatim(element)))

    def leave(self, element: Element, reason: str) -> None:
        """Leave an element out, with all it holds."""
        self.tally.leave(sorts_of(element), reason)

    def _other_attributes(self, element: Element, sort: str, guid: str) -> None:
        expected = ATTRIBUTES.get(sort, ())
        for name, value in element.attrib.items():
            if name not in expected and not name.startswith(_SCHEMA):
                self.tally.read["@"] += 1
                self.tally.keep({"@": 1}, "hors du standard : gardé, n’est pas réécrit")
                self.rest.append(Kept(sort, guid, value, name))


def sorts_of(element: Element) -> Mapping[str, int]:
    """How many elements of each counted sort there are in an element, itself included."""
    return Counter(sort for one in element.iter() if (sort := sort_of(one.tag)) is not None)


@lru_cache(maxsize=1024)
def sort_of(tag: str) -> str | None:
    """The sort that an element counts in; None for what only structures the file."""
    name = local(tag)
    if name in SORTS:
        return name
    return None if name in STRUCTURE else "?"


def verbatim(element: Element) -> str:
    """An element as XML. Names of the standard lose their namespace, GUIDs get their one form."""
    for one in element.iter():
        namespace = one.tag.rpartition("}")[0].lstrip("{")
        if not namespace or namespace.startswith("urn:QDA-XML:"):
            one.tag = local(one.tag)
        for name in GUIDS & set(one.attrib):
            one.set(name, canonical(one.get(name))[0])
        if len(one):  # what indents a file is no content
            one.text = (one.text or "").strip() or None
            for child in one:
                child.tail = (child.tail or "").strip() or None
    element.tail = None
    return tostring(element, encoding="unicode")
