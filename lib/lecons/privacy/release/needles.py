"""What is looked for in the finished files of a project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Needles:
    """What may not be in a file that goes to others.

    `names`: people and accounts, each with what it is (agent, codeur…). `raw`: what people said or
    noted, by its place in the project (« témoignage T12 »), none of which may be read outside; `reviewed`:
    the passages that may. `numbers`: of testimonies, contributions and badges. `folders`: paths of this
    machine. `threshold`: no smaller count of people may be told; None where any may.

    Open: `open_names` (organisations, communes, radios), `open_texts` (what the software and the titles
    of a project say by themselves), `open_words` (the words of the software: somebody called so cannot
    be told from them), `open_addresses` (e-mail). `beyond`: what should be looked for and cannot (in
    French).
    """

    names: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    reviewed: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    folders: tuple[Path, ...] = ()
    threshold: int | None = None
    open_names: frozenset[str] = frozenset()
    open_texts: tuple[str, ...] = ()
    open_words: frozenset[str] = frozenset()
    open_addresses: frozenset[str] = frozenset()
    beyond: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things are looked for by name or by words."""
        return len(self.names) + len(self.raw) + len(self.numbers) + len(self.folders)
