"""How well names are found, in the words of a reader."""

from lecons.estimates import Estimate
from lecons.language import Language
from lecons.privacy.names import Measured, measured


def in_words(figures: Measured | None = None) -> str:
    """What was measured of the detection of people’s names, with its n and its interval, and what it
    means for whoever reads a passage again."""
    figures = figures or measured()
    alone, read = figures.people["regles_modele"], figures.people["relecture"]
    return (
        f"Mesuré sur {alone.recall.n} noms de personnes, dans {figures.texts} phrases inventées : "
        f"{_share(alone.recall)} sont trouvés sans aide, {_share(read.recall)} avec les noms que les "
        f"relecteurs ajoutent ; {_share(alone.precision)} de ce qui est trouvé est bien un nom. Vos "
        "textes peuvent être plus difficiles : un nom que rien ne signale est à trouver par vous."
    )


def _share(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "une part inconnue"
    french = Language("fr")
    low, high = (french.percent(one, 0) for one in (estimate.low, estimate.high))
    return f"{french.percent(estimate.value)} [{low} ; {high}]"
