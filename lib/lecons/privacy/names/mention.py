"""One thing found in a text that could tell who is meant, or where."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["personne", "lieu", "telephone", "date", "identifiant", "courriel"]


@dataclass(frozen=True)
class Mention:
    """Characters `start` to `end` (code points, end exclusive) of a text, which are `text`.

    `rule` says what found it (a key, see `RULES`); `certain` is False where a person should look:
    the model alone said so, or a capital letter that nothing else explains.
    """

    start: int
    end: int
    text: str
    kind: Kind
    rule: str
    certain: bool
