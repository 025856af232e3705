"""The words for a practice, and its address, that the sections share."""

from lecons.evidence.practice import TRANSFERABLE, Practice
from lecons.language import mark

VERDICTS = {
    "bonne_pratique": mark(
        "Bonne pratique : elle montre des résultats, et les pairs de Gao et de Kidal, pris ensemble, la "
        "jugent transférable."
    ),
    "lecon": mark("Leçon apprise : il lui manque {manque} pour être une bonne pratique."),
    "a_revoir": mark(
        "Pratique à revoir : plus de sortes de source la contredisent qu’il n’y en a pour la soutenir."
    ),
    "sans_preuve": mark("Sans preuve : aucun constat ne porte encore sur cette pratique."),
}
LACKS = {
    "resultats": mark("un résultat mesuré"),
    "accord": mark("l’accord des sources"),
    "pairs": mark("l’avis clairement favorable des pairs"),
}


def practice_mark(practice: Practice) -> str:
    """The address of a practice in the report."""
    return f"pratique-{practice.declared.numero}"


def doubtful(practice: Practice, peer: str) -> bool:
    """Is the transferability that a region of peers gives not beyond the middle of the scale, by its
    whole interval?"""
    lows = [f.facts.get(f"transfert_{peer}_bas") for f in practice.findings if f.kind == "atelier"]
    return any(low is not None and low <= TRANSFERABLE for low in lows)
