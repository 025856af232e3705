"""Finds the commune that a written name means, or says which ones are near; it never guesses."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lecons.project import Project, read_communes


def fold(name: str) -> str:
    """A name without case, accents, hyphens, apostrophes, spaces: « M’Bouna » gives « mbouna »."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)


@dataclass(frozen=True)
class Place:
    """The answer for one name: a P-code, or the nearest candidates as « name (P-code) »."""

    pcode: str | None
    candidates: tuple[str, ...] = ()


class Gazetteer:
    """Knows the communes of a project and of the country, and the spellings seen in the field.

    A name is looked for among the project's communes first (so that Tilemsi of Goundam is settled
    for a project in Goundam), then among recorded spellings, then in the whole country, where a
    homonym is left to a person.
    """

    def __init__(self, mine: pd.DataFrame, country: pd.DataFrame, spellings: pd.DataFrame) -> None:
        self._pcodes = set(country["pcode"])
        self._labels = {
            row.pcode: f"{row.commune} ({row.pcode}, cercle de {row.cercle})"
            for row in country.itertuples()
        }
        self._mine = self._index(mine["commune"], mine["pcode"])
        own = country[country["pcode"].isin(mine["pcode"])]
        for name, pcodes in self._index(own["commune"], own["pcode"]).items():
            self._mine.setdefault(name, pcodes)
        self._spellings = self._index(spellings["graphie"], spellings["pcode"])
        self._country = self._index(country["commune"], country["pcode"])

    @staticmethod
    def _index(names: pd.Series, pcodes: pd.Series) -> dict[str, set[str]]:
        index: dict[str, set[str]] = {}
        for name, pcode in zip(names, pcodes, strict=True):
            index.setdefault(fold(name), set()).add(pcode)
        return index

    def find(self, written: str) -> Place:
        """The place that `written` means: a P-code as it stands, or a name."""
        if written.strip().upper() in self._pcodes:
            return Place(written.strip().upper())
        key = fold(written)
        for index in (self._mine, self._spellings, self._country):
            found = index.get(key, set())
            if len(found) == 1:
                return Place(next(iter(found)))
            if found:
                return Place(None, tuple(self._labels[pcode] for pcode in sorted(found)))
        every = {**self._country, **self._spellings, **self._mine}
        near = difflib.get_close_matches(key, every, n=3, cutoff=0.6)
        candidates = dict.fromkeys(self._labels[p] for name in near for p in sorted(every[name]))
        return Place(None, tuple(candidates)[:3])


def gazetteer_of(project: Project) -> Gazetteer:
    """The gazetteer for a project, from its communes and the reference data."""
    folder: Path = project.reference_folder
    spellings = pd.read_csv(folder / "graphies.csv", dtype=str)
    return Gazetteer(project.communes(), read_communes(folder), spellings)
