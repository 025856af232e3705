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


# « Tilemsi (Goundam) », « Tilemsi, cercle de Goundam », « Tilemsi - cercle de Goundam »
_BRACKETED = re.compile(r"(?P<name>[^(]+)\((?P<cercle>[^)]+)\)")
_SPELT_OUT = re.compile(r"(?P<name>.+?)[\s,;–-]+cercle (?:de |d’|d')?(?P<cercle>.+)", re.IGNORECASE)
_CERCLE_OF = re.compile(r"^cercle (?:de |d’|d')?", re.IGNORECASE)
_COMMUNE_OF = re.compile(
    r"^(?:commune|c\.?\s?[ru]\.?)\s+(?:(?:rurale|urbaine)\s+)?(?:de |du |d’|d')?", re.IGNORECASE
)


def _with_cercle(written: str) -> tuple[str, str | None]:
    """A name and the cercle that is written with it, if any."""
    match = _BRACKETED.fullmatch(written.strip()) or _SPELT_OUT.fullmatch(written.strip())
    if match is None:
        return written, None
    return match["name"].strip(), _CERCLE_OF.sub("", match["cercle"].strip())


@dataclass(frozen=True)
class Place:
    """The answer for one name: a P-code, or the nearest candidates as « name (P-code) »."""

    pcode: str | None
    candidates: tuple[str, ...] = ()


class Gazetteer:
    """Knows the communes of a project and of the country, and the spellings seen in the field.

    A name is looked for among the project's communes first (so that Tilemsi of Goundam is settled
    for a project in Goundam), then among recorded spellings, then in the whole country, where a
    homonym is settled by its cercle or left to a person.
    """

    def __init__(self, mine: pd.DataFrame, country: pd.DataFrame, spellings: pd.DataFrame) -> None:
        self._pcodes = set(country["pcode"])
        self._labels = {
            row.pcode: f"{row.commune} ({row.pcode}, cercle de {row.cercle})"
            for row in country.itertuples()
        }
        self._cercle_of = dict(zip(country["pcode"], country["cercle_pcode"], strict=True))
        self._cercles = self._index(country["cercle"], country["cercle_pcode"])
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

    def find(self, written: str, cercle: str | None = None) -> Place:
        """The place that `written` means: a P-code as it stands, or a name, alone or with its cercle
        (« Tilemsi (Goundam) », or the cercle from a column of its own)."""
        name, told = _with_cercle(written)
        bracketed = self.find_cercle(told) if told else None
        if bracketed is None:
            name = written
        given = self.find_cercle(cercle) if cercle else None
        if bracketed and given and bracketed != given:
            return Place(None, self._nearest(fold(name), bracketed))
        inside = bracketed or given
        code = name.strip().upper()
        if code in self._pcodes:
            sound = not inside or self._cercle_of[code] == inside
            return Place(code) if sound else Place(None, (self._labels[code],))
        for said in dict.fromkeys([written, name, _COMMUNE_OF.sub("", name)]):
            key = fold(said)
            if cercle and not inside and len(self._country.get(key, ())) > 1:
                break  # a cercle was written to settle a homonym, and cannot be read
            place = self._named(key, inside)
            if place is not None:
                return place
        return Place(None, self._nearest(fold(name), inside))

    def find_cercle(self, written: str) -> str | None:
        """The P-code of a cercle, from its name or its code; None where there is no such one."""
        said = _CERCLE_OF.sub("", written.strip())
        if said.upper() in set(self._cercle_of.values()):
            return said.upper()
        found = self._cercles.get(fold(said), set())
        return next(iter(found)) if len(found) == 1 else None

    def _named(self, key: str, inside: str | None) -> Place | None:
        """The place of exactly that name; None where the country has none. A cercle that is told
        settles homonyms, and contradicts a name that is elsewhere only."""
        elsewhere: set[str] = set()
        for index in (self._mine, self._spellings, self._country):
            found = index.get(key, set()) if key else set()
            if inside:
                elsewhere |= found
                found = {pcode for pcode in found if self._cercle_of[pcode] == inside}
            if len(found) == 1:
                return Place(next(iter(found)))
            if found:
                return Place(None, tuple(self._labels[pcode] for pcode in sorted(found)))
        if elsewhere:
            return Place(None, tuple(self._labels[pcode] for pcode in sorted(elsewhere))[:3])
        return None

    def _nearest(self, key: str, inside: str | None) -> tuple[str, ...]:
        every = {**self._country, **self._spellings, **self._mine}
        near = difflib.get_close_matches(key, every, n=3, cutoff=0.6)
        pcodes = [pcode for name in near for pcode in sorted(every[name])]
        pcodes.sort(key=lambda pcode: self._cercle_of[pcode] != inside if inside else False)
        return tuple(dict.fromkeys(self._labels[pcode] for pcode in pcodes))[:3]


def gazetteer_of(project: Project) -> Gazetteer:
    """The gazetteer for a project, from its communes and the reference data."""
    folder: Path = project.reference_folder
    spellings = pd.read_csv(folder / "graphies.csv", dtype=str)
    return Gazetteer(project.communes(), read_communes(folder), spellings)
