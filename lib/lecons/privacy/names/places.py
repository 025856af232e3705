"""The places that a project may name, and the commune and cercle that each lies in."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


def fold(name: str) -> str:
    """A name without case, accents, hyphens, apostrophes, spaces: « M’Bouna » gives « mbouna »."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", plain)


@dataclass(frozen=True)
class Place:
    """A place of the reference: its usual `name`, and the commune and the cercle that it lies in.

    `commune` is None for a cercle, and for a name that several communes bear; `cercle` is None where
    those communes lie in several cercles.
    """

    name: str
    commune: str | None
    cercle: str | None


@dataclass(frozen=True)
class Places:
    """Places by their folded names (see `fold`)."""

    communes: Mapping[str, Place] = field(default_factory=dict)
    cercles: Mapping[str, Place] = field(default_factory=dict)

    def find(self, name: str) -> Place | None:
        """The place of that name, cercles first (Goundam is told as the cercle); None if unknown."""
        key = fold(name)
        return self.cercles.get(key) or self.communes.get(key)


def places_of(communes: pd.DataFrame, spellings: pd.DataFrame | None) -> Places:
    """Places from the reference of communes.

    In: `communes` (pcode, commune, cercle); `spellings` (graphie, pcode), the ways a commune is
    written in the field, or None. A spelling of a commune that is not in `communes` is left out.
    """
    by_pcode = communes.set_index("pcode")
    named = [(str(name), pcode) for pcode, name in by_pcode["commune"].items()]
    if spellings is not None:
        known = spellings[spellings["pcode"].isin(by_pcode.index)]
        named += list(zip(known["graphie"].astype(str), known["pcode"], strict=True))
    found: dict[str, Place] = {}
    for name, pcode in named:
        commune, cercle = by_pcode.loc[pcode, "commune"], by_pcode.loc[pcode, "cercle"]
        place, key = Place(name, str(commune), str(cercle)), fold(name)
        other = found.get(key)
        if other and (other.commune, other.cercle) != (place.commune, place.cercle):
            place = Place(name, None, other.cercle if other.cercle == place.cercle else None)
        found[key] = place
    cercles = {fold(str(name)): Place(str(name), None, str(name)) for name in by_pcode["cercle"]}
    return Places(found, cercles)
