"""A coded project as REFI-QDA tells it: codes, texts, passages, who coded them, cases, notes.

GUIDs are in one form (lower case, no braces). Positions count Unicode code points from 0, end
exclusive, in texts whose lines end with LF alone and that begin with no byte order mark.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Made:
    """Who made a thing and last changed it (GUIDs of users), and when (xsd:dateTime); blank where
    nobody said."""

    by: str = ""
    on: str = ""
    changed_by: str = ""
    changed_on: str = ""


UNTOLD = Made()


@dataclass(frozen=True, slots=True)
class User:
    """A coder. `short` is the abbreviation that some tools give."""

    guid: str
    name: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A code; `parent` is the GUID of the code that it is a part of."""

    guid: str
    name: str
    codable: bool = True
    colour: str = ""
    description: str = ""
    parent: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """What is known of sources or cases; `kind` is one of KINDS."""

    guid: str
    name: str
    kind: str = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable (its GUID), as it is written; None where it is left open."""

    variable: str
    kind: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a passage, or on a whole text; `coder` is the GUID of a user, or blank."""

    guid: str
    code: str
    coder: str = ""
    date: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage. `name` is its quotation, or a label; without any coding, it is an annotation."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    made: Made = UNTOLD


@dataclass(frozen=True, slots=True)
class Source:
    """A text; `text` is None where the archive lacks it. `codings` are on the text as a whole."""

    guid: str
    name: str
    text: str | None
    description: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    values: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    made: Made = UNTOLD

    def __post_init__(self) -> None:
        _plain(self.text)


@dataclass(frozen=True, slots=True)
class Case:
    """A unit of analysis, here a person: its values and what belongs to it, by GUID."""

    guid: str
    name: str
    description: str = ""
    values: tuple[Value, ...] = ()
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A memo. What it is about names it, in `notes`."""

    guid: str
    name: str
    text: str | None
    description: str = ""
    notes: tuple[str, ...] = ()
    made: Made = UNTOLD

    def __post_init__(self) -> None:
        _plain(self.text)


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece that is not represented, as it was: XML, or the value of the attribute `attribute`.

    `parent` and `guid` say which element it stands in (guid blank where that element has none).
    """

    parent: str
    guid: str
    xml: str
    attribute: str = ""


@dataclass(frozen=True)
class QdaProject:
    """A whole project. `rest` is what no field represents; writing puts it back where it can."""

    name: str
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    description: str = ""
    about: tuple[str, ...] = ()  # the notes on the project as a whole
    origin: str = ""
    made: Made = UNTOLD
    rest: tuple[Kept, ...] = field(default=())


KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


def _plain(text: str | None) -> None:
    """Positions are counted in the text: one that would change when written may not come in."""
    if text is not None and ("\r" in text or text.startswith("\ufeff")):
        raise ValueError("a text has LF line ends and no byte order mark (see counting.Written)")
