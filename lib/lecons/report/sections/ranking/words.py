"""The sentences that a ranking carries: its two ends, what weights change, what is missing, how."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from lecons.declared import DeclaredPractice
from lecons.estimates import FEWEST
from lecons.evidence.ranking import DRAWS, Ranking, Scenario, SourceName
from lecons.language import mark
from lecons.report.notebook import Notebook

NAMES: dict[SourceName, str] = {
    "mesures": mark("mesures"),
    "temoignages": mark("témoignages"),
    "atelier": mark("atelier"),
}
# what each share is
HEADS: dict[SourceName, str] = {
    "mesures": mark("mesures : probabilité d’un écart favorable"),
    "temoignages": mark("témoignages : part favorable"),
    "atelier": mark("atelier : note ramenée à 0–1"),
}
ABSENT: dict[SourceName, str] = {
    "mesures": mark(
        "Aucune mesure avec intervalle ne porte sur ces pratiques : le classement dit ce que l’on en "
        "pense, non ce qui a changé. Des mesures pourraient changer l’ordre."
    ),
    "temoignages": mark(
        "Aucune pratique n’a l’avis d’au moins {peu:int} personnes entendues : le classement se fait "
        "sans les témoignages, qui pourraient changer l’ordre."
    ),
    "atelier": mark(
        "Aucune pratique n’a la note d’au moins {peu:int} participants : le classement se fait sans "
        "l’atelier, dont les notes pourraient changer l’ordre."
    ),
}
SCENARIOS: dict[tuple[str, SourceName | None], str] = {
    ("declared", None): mark("poids du projet"),
    ("only", "mesures"): mark("mesures seules"),
    ("only", "temoignages"): mark("témoignages seuls"),
    ("only", "atelier"): mark("atelier seul"),
    ("without", "mesures"): mark("sans les mesures"),
    ("without", "temoignages"): mark("sans les témoignages"),
    ("without", "atelier"): mark("sans l’atelier"),
    ("twice", "mesures"): mark("mesures × 2"),
    ("twice", "temoignages"): mark("témoignages × 2"),
    ("twice", "atelier"): mark("atelier × 2"),
}


@dataclass(frozen=True)
class Shown:
    """A ranking as a notebook tells it: `practices` by code, in the order of their numbers."""

    notebook: Notebook
    ranking: Ranking
    practices: Mapping[str, DeclaredPractice]

    def title(self, code: str) -> str:
        """« BP-1 Espaces de dialogue »."""
        one = self.practices[code]
        return f"{one.numero} {self.notebook.language.of(one.titre)}"

    def name(self, code: str) -> str:
        """The same inside of a sentence: its title between quotation marks."""
        language, one = self.notebook.language, self.practices[code]
        return f"{one.numero} {language.quoted(language.of(one.titre))}"

    def numbers(self, codes: Collection[str]) -> str:
        """« BP-1, BP-2 et BP-4 »; nothing for nobody."""
        known = [one.numero for code, one in self.practices.items() if code in codes]
        return self.notebook.language.listing(known)


def ends(shown: Shown) -> list[str]:
    """What can be said of the first and of the last, and no more."""
    t, ranked = shown.notebook.t, shown.ranking.practices
    if all(len(one.tied_with) == len(ranked) - 1 for one in ranked):
        return [
            t(
                "Les données ne départagent pas ces {n:int} pratiques : aucune n’est au-dessus d’une "
                "autre dans 95 % des tirages.",
                n=len(ranked),
            )
        ]
    told = (
        (
            ranked[0],
            mark(
                "En tête : {pratique}, au-dessus de chacune des autres dans au moins 95 % des tirages."
            ),
            mark(
                "{pratique} a le plus haut score, mais les données ne la départagent pas de {liste}."
            ),
        ),
        (
            ranked[-1],
            mark(
                "En dernier : {pratique}, au-dessous de chacune des autres dans au moins 95 % des "
                "tirages."
            ),
            mark("En dernier : {pratique} ; les données ne la départagent pas de {liste}."),
        ),
    )
    return [
        t(
            tied if one.tied_with else clear,
            pratique=shown.name(one.practice),
            liste=shown.numbers(one.tied_with),
        )
        for one, clear, tied in told
    ]


def weights(shown: Shown) -> list[str]:
    """Whether the first and the last place depend on the weights."""
    t, scenarios = shown.notebook.t, shown.ranking.scenarios
    if len(scenarios) == 1:
        return [t("Une seule source compte : l’ordre ne dépend d’aucun poids.")]
    told: tuple[tuple[Callable[[Iterable[int]], int], str, str], ...] = (
        (
            min,
            mark("La première place reste à {liste} dans les {n:int} jeux de poids essayés."),
            mark(
                "La première place dépend des poids ; y viennent, selon les {n:int} jeux essayés : "
                "{liste}."
            ),
        ),
        (
            max,
            mark("La dernière place reste à {liste} dans les {n:int} jeux de poids essayés."),
            mark(
                "La dernière place dépend des poids ; y viennent, selon les {n:int} jeux essayés : "
                "{liste}."
            ),
        ),
    )
    said = []
    for end, stays, depends in told:
        holders = [_at(one, end(one.ranks.values())) for one in scenarios]
        always = set.intersection(*holders)
        liste = shown.numbers(always or set.union(*holders))
        said.append(t(stays if always else depends, liste=liste, n=len(scenarios)))
    return said


def _at(scenario: Scenario, place: int) -> set[str]:
    return {code for code, rank in scenario.ranks.items() if rank == place}


def missing(shown: Shown) -> list[str]:
    """What is not there, and what it would change."""
    t, found = shown.notebook.t, shown.ranking
    declared = shown.notebook.project.content.classement
    said = [t(ABSENT[one], peu=FEWEST) for one in found.absent if getattr(declared, one)]
    for source, weight in found.weights.items():
        silent = [one.practice for one in found.practices if one.sources[source] is None]
        if silent and weight:
            said.append(
                t(
                    "Source muette ({source}) : {liste}. Elle y compte pour 0,5 sur 1, et pour "
                    "n’importe quelle valeur dans les tirages : le rang en est plus incertain.",
                    source=t(NAMES[source]),
                    liste=shown.numbers(silent),
                )
            )
    if found.communes == 1 and found.weights.get("temoignages"):
        said.append(
            t(
                "Toutes les personnes entendues sont d’une même commune : ce qui change d’une commune "
                "à l’autre ne se voit pas, et les intervalles sont trop courts."
            )
        )
    left = shown.practices.keys() - {one.practice for one in found.practices}
    if left:
        said.append(
            t(
                "Hors du classement, faute d’une source qui en dise assez : {liste}.",
                liste=shown.numbers(left),
            )
        )
    return said


def few(shown: Shown) -> str:
    """Why there is no order."""
    return shown.notebook.t(
        "Pas de classement : il faut au moins deux pratiques dont une source parle (une mesure avec "
        "intervalle, {peu:int} personnes entendues ou {peu:int} participants de l’atelier) ; il y en a "
        "{n:int} sur {total:int}.",
        peu=FEWEST,
        n=len(shown.ranking.practices),
        total=len(shown.practices),
    )


def method(shown: Shown) -> str:
    """How the order was made."""
    notebook = shown.notebook
    t, number = notebook.t, notebook.language.number
    counted = [
        f"{t(NAMES[source])} {number(weight, 0 if weight == int(weight) else 2)}"
        for source, weight in shown.ranking.weights.items()
    ]
    return t(
        "Le score est une moyenne pondérée (poids : {poids}) de parts entre 0 et 1. Mesures : probabilité que "
        "l’écart mesuré soit favorable, en moyenne des mesures de la pratique. Témoignages : part des "
        "personnes favorables parmi celles qui en parlent ; qui est des deux côtés compte pour ½. "
        "Atelier : note moyenne des participants, ramenée de 1–5 à 0–1. Une source est muette sur une "
        "pratique sans mesure avec intervalle, ou dont moins de {peu:int} personnes parlent. Chaque "
        "rang est recalculé dans {tirages:int} tirages : communes avec remise, puis personnes de "
        "chacune ; participants de chaque région ; écarts dans leur intervalle. L’intervalle du rang "
        "va du centile 2,5 au centile 97,5. Deux pratiques sont ex æquo quand aucune n’est au-dessus "
        "de l’autre dans 95 % des tirages ; chaque paire est lue pour elle seule. Ni les personnes "
        "entendues ni les participants n’ont été tirés au sort : ces intervalles disent jusqu’où "
        "l’ordre bougerait avec d’autres personnes de même sorte.",
        poids=notebook.language.listing(counted),
        peu=FEWEST,
        tirages=DRAWS,
    )
