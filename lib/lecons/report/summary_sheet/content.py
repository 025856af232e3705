"""What the one sheet of the summary says, as a notebook hands it over: words and ids, no layout."""

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyFigure(_Model):
    """A figure in large type, what it is with its interval and its n, and the id of its finding."""

    value: str
    words: str
    finding: str


class Line(_Model):
    """One thing said: what it is about, the sentence, short remarks after it (never dropped before the
    sentence is cut), the ids of its findings, and the mark in the report that `lead` leads to."""

    lead: str = ""
    text: str = ""
    remarks: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    mark: str = ""


class Part(_Model):
    """A heading, an opening sentence, and lines, what matters most first."""

    title: str
    intro: str = ""
    lines: tuple[Line, ...] = ()


class SummarySheet(_Model):
    """The two sides of the sheet. `figures` stand on the front, under the question."""

    question: str
    figures: tuple[KeyFigure, ...]
    front: tuple[Part, ...]
    back: tuple[Part, ...]
