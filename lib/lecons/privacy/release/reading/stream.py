"""What reading a finished file gives: texts, tables, what could not be read; and how far it goes."""

from dataclasses import dataclass, field
from typing import Literal

# prose: what a person can read; page: the text of a PDF page, whose cells have lost their edges;
# code: what only a machine reads (styles, scripts, XML as it stands), where numbers mean nothing
Kind = Literal["prose", "page", "code"]

_DEEPEST = 8
_MOST_BYTES = 400_000_000
_MOST_PARTS = 20_000


@dataclass(frozen=True)
class Stream:
    """One text of a file, decoded, and where it stands there (in French)."""

    where: str
    text: str
    kind: Kind = "prose"


@dataclass(frozen=True)
class Grid:
    """One table of a file: its heading, then its rows; `name` says a cell's place, by row and column."""

    where: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # (row, column) → the cell's own name, where it has one (B4)
    first: tuple[int, int] | None = None


@dataclass(frozen=True)
class Unread:
    """A part of a file that could not be read, and why (in French): it cannot be cleared."""

    where: str
    why: str


Part = Stream | Grid | Unread


@dataclass
class Budget:
    """How much one file may unfold to, in all: bytes and parts. Archives within archives share it."""

    bytes_left: int = _MOST_BYTES
    parts_left: int = _MOST_PARTS
    deepest: int = _DEEPEST
    spent: bool = field(default=False, init=False)

    def take(self, size: int) -> bool:
        """False when that many more bytes are too many; nothing more is read then."""
        self.bytes_left -= size
        self.parts_left -= 1
        self.spent = self.spent or self.bytes_left < 0 or self.parts_left < 0
        return not self.spent


def inside(where: str, name: str) -> str:
    """The place of a part within a part."""
    return f"{where} › {name}" if where else name
