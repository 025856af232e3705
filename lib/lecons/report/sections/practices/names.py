"""The words for a practice, and its address, that the sections share."""

from lecons.evidence.practice import Practice
from lecons.language import mark

VERDICTS = {
    "bonne_pratique": mark(
        "Bonne pratique : elle montre des résultats, et les pairs de Gao et de Kidal, pris ensemble, la "
        "jugent transférable."
    ),
    "lecon": mark(
        "Leçon apprise : utile, mais il lui manque {manque} pour être une bonne pratique."
    ),
    "a_revoir": mark(
        "Pratique à revoir : plus de sources la contredisent qu’il n’y en a pour la soutenir."
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
