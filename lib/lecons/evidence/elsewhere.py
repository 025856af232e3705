"""What to do with a practice in a region where it was not carried out, and how sure that is.

Nothing was measured there: what is known comes from here, and from what the peers of that region
expect. The evidence is indirect, and GRADE takes a level off for serious indirectness, two for very
serious (Guyatt et al., *GRADE guidelines: 8. Rating the quality of evidence — indirectness*, 2011).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.declared import DeclaredRecommendation
from lecons.estimates import FEWEST, Estimate, unknown
from lecons.evidence.finding import LEVELS, Level
from lecons.evidence.practice import Practice, Verdict
from lecons.evidence.workshop.obstacles import Transfer, verdict_of

Uptake = Literal["reprendre", "essayer", "attendre", "ne_pas_reprendre"]
UPTAKES: tuple[Uptake, ...] = ("reprendre", "essayer", "attendre", "ne_pas_reprendre")
# steps that confidence goes down: peers there settle it on the same side as the evidence here, or not
_INDIRECT, _VERY_INDIRECT = 1, 2


@dataclass(frozen=True)
class Elsewhere:
    """A practice in one region of peers: its transferability as they score it (1–5; n is 0 where
    nobody did, or where it may not be told), what to do, and the confidence there."""

    practice: Practice
    region: str
    transfer: Estimate
    uptake: Uptake
    confidence: Level


def elsewhere(
    practices: Sequence[Practice], transfers: Mapping[str, Estimate], region: str
) -> list[Elsewhere]:
    """What to do in a region with each practice that findings bear on, what to take up first.

    In: practices in their order; `transfers`, by code, the transferability as that region's peers
    score it. Under FEWEST of them it settles nothing.
    """
    found = []
    for one in practices:
        if not one.findings:
            continue
        transfer = transfers.get(one.declared.code, unknown(0, 0, "mean"))
        opinion = verdict_of(transfer) if transfer.n >= FEWEST else "incertain"
        found.append(
            Elsewhere(
                one,
                region,
                transfer,
                uptake_of(one.verdict, opinion),
                confidence_there(one.confidence.level, one.verdict, opinion),
            )
        )
    return sorted(found, key=lambda one: UPTAKES.index(one.uptake))


def uptake_of(verdict: Verdict, opinion: Transfer) -> Uptake:
    """The word: to take up a good practice that the region's own peers find transferable; to try what
    is one of the two; to wait where it is neither; not to take up what is to be reviewed here, or
    what those peers find not transferable. What nothing proves here waits, whatever they say."""
    if verdict == "a_revoir" or opinion == "non_transferable":
        return "ne_pas_reprendre"
    good, willing = verdict == "bonne_pratique", opinion == "transferable"
    if good and willing:
        return "reprendre"
    if good or (willing and verdict == "lecon"):
        return "essayer"
    return "attendre"


def confidence_there(here: Level, verdict: Verdict, opinion: Transfer) -> Level:
    """One level under the confidence here, where the region's peers settle it on the side of the
    evidence; two where they do not, or are of the other opinion. Never more than here."""
    expected: Transfer = "non_transferable" if verdict == "a_revoir" else "transferable"
    steps = _INDIRECT if opinion == expected else _VERY_INDIRECT
    return LEVELS[max(0, LEVELS.index(here) - steps)]


def names(recommendation: DeclaredRecommendation, place: str) -> bool:
    """Does a recommendation name a place (in French, as projet.yaml is written), in what is to be done
    or by whom?"""
    words = _plain(f"{recommendation.texte['fr']} {recommendation.qui['fr']}")
    return re.search(rf"\b{re.escape(_plain(place))}\b", words) is not None


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFD", words.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))
