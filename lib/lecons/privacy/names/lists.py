"""What the rules know of names, read once from `noms.yaml` and folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from lecons.privacy.names.places import fold

_DECLARED = Path(__file__).with_name("noms.yaml")


@dataclass(frozen=True)
class Lists:
    """The lists of `noms.yaml`, folded (see `fold`); the months as written."""

    links: frozenset[str]
    honorifics: frozenset[str]
    titles: frozenset[str]
    families: frozenset[str]
    given: frozenset[str]
    ambiguous: frozenset[str]
    not_people: frozenset[str]
    known_places: frozenset[str]
    settlements: frozenset[str]
    around: frozenset[str]
    place_heads: frozenset[str]
    words: frozenset[str]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    hijri_months: tuple[str, ...]

    def listed(self, folded: str) -> bool:
        """True for a name that the lists hold, family or given."""
        return folded in self.families or folded in self.given


@cache
def lists() -> Lists:
    """The lists as declared."""
    declared = yaml.safe_load(_DECLARED.read_text(encoding="utf-8"))

    def folded(*keys: str) -> frozenset[str]:
        words: Iterable[str] = (
            word
            for key in keys
            for word in (declared[key].split() if isinstance(declared[key], str) else declared[key])
        )
        return frozenset(fold(word) for word in words)

    return Lists(
        links=folded("liens"),
        honorifics=folded("honorifiques"),
        titles=folded("titres"),
        families=folded("noms_de_famille"),
        given=folded("prenoms"),
        ambiguous=folded("ambigus"),
        not_people=folded("peuples_et_langues", "organisations", "institutions"),
        known_places=folded("lieux_connus"),
        settlements=folded("lieux_dits"),
        around=folded("autour_d_un_lieu"),
        place_heads=folded("tetes_de_lieux"),
        words=folded("mots"),
        months=tuple(declared["mois"]),
        short_months=tuple(declared["mois_abreges"]),
        hijri_months=tuple(declared["mois_hegiriens"]),
    )
