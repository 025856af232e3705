"""60_synthese: the regions of peers, what to do there with each practice, and the answer in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lecons.estimates import FEWEST, Estimate
from lecons.evidence.elsewhere import Elsewhere, Uptake, elsewhere, names
from lecons.evidence.finding import LEVELS
from lecons.evidence.practice import Practice
from lecons.evidence.recommendation import Recommendation
from lecons.evidence.workshop import PEERS, appraise
from lecons.language import mark
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import shown_groups
from lecons.report.weighed import Weighed

MARK = "ailleurs"
ANSWERS: dict[Uptake, str] = {
    "reprendre": mark("À reprendre, sous conditions : "),
    "essayer": mark("À essayer seulement, sous conditions et en mesurant : "),
    "attendre": mark("À laisser attendre, faute de preuves : "),
    "ne_pas_reprendre": mark("À ne pas reprendre : "),
}


@dataclass(frozen=True)
class Region:
    """One region of peers: its code, its name, what to do there with each practice, and the
    recommendations that name it."""

    code: str
    name: str
    practices: tuple[Elsewhere, ...]
    recommendations: tuple[Recommendation, ...]

    @property
    def scored(self) -> bool:
        """Did enough of its peers score a practice for that to be told?"""
        return any(one.transfer.n for one in self.practices)

    def to(self, uptake: Uptake) -> list[Elsewhere]:
        return [one for one in self.practices if one.uptake == uptake]

    def following(self, practice: Practice) -> list[Recommendation]:
        """The recommendations that name the region on that practice."""
        return [one for one in self.recommendations if one.practice is practice]


def regions(
    notebook: Notebook,
    content: Weighed,
    recommendations: Sequence[Recommendation],
    scores: pd.DataFrame,
    said: pd.DataFrame,
) -> list[Region]:
    """The regions of peers where the project does not work; none where no peer scored or spoke, no
    recommendation names one, or no practice is weighed yet.

    In: tables `appreciations` and `contributions` as this edition reads them.
    """
    here = set(notebook.project.communes()["region"].dropna())
    peers = [one for one in PEERS if label(one) not in here]
    about = {
        peer: tuple(one for one in recommendations if names(one.declared, label(peer)))
        for peer in peers
    }
    present = {*scores["region"], *said["region"]} & set(peers)
    if not any(one.findings for one in content.practices) or not (present or any(about.values())):
        return []
    told = _transfers(notebook, scores)
    return [
        Region(
            peer,
            notebook.t(label(peer)),
            tuple(elsewhere(content.practices, told.get(peer, {}), peer)),
            about[peer],
        )
        for peer in peers
    ]


def _transfers(notebook: Notebook, scores: pd.DataFrame) -> dict[str, dict[str, Estimate]]:
    """By region then practice, the transferability that its peers give, where it may be told: under
    FEWEST of them it is not, in any edition, for they were promised that nobody would know."""
    told: dict[str, dict[str, Estimate]] = {}
    for code, one in appraise(scores).items():
        sizes = {region: each.n for region, each in one.transfers.items() if each.n}
        for region in shown_groups(notebook, sizes, sum(sizes.values())):
            if sizes[region] >= FEWEST:
                told.setdefault(region, {})[code] = one.transfers[region]
    return told


def answer(notebook: Notebook, one: Region) -> str:
    """What to do there and how sure that is, before any detail."""
    t = notebook.t
    taken, tried = one.to("reprendre"), one.to("essayer")
    first = (
        t(
            "À {region}, {k:int} {k:?pratique est|pratiques sont} à reprendre sous conditions, avec une "
            "confiance {niveau}.",
            region=one.name,
            k=len(taken),
            niveau=levels(notebook, taken),
        )
        if taken
        else t(
            "À {region}, aucune pratique n’est à reprendre telle quelle ; {k:int} {k:?est|sont} à essayer "
            "sous conditions, avec une confiance {niveau}.",
            region=one.name,
            k=len(tried),
            niveau=levels(notebook, tried),
        )
        if tried
        else t("À {region}, aucune pratique n’est à reprendre ni à essayer.", region=one.name)
    )
    before = t(
        "Avant tout essai, suivre {recommandations}.",
        recommandations=notebook.language.listing(each.declared.id for each in one.recommendations),
    )
    why = t(
        "Rien n’y a été mesuré : on s’appuie sur ce qui a été vu ici et sur ce que les pairs de {region} "
        "attendent.",
        region=one.name,
    )
    return " ".join([first, *([before] if one.recommendations else []), why])


def levels(notebook: Notebook, found: Sequence[Elsewhere]) -> str:
    """The confidence there in some practices: one level, or from the lowest to the highest."""
    order = sorted((one.confidence for one in found), key=LEVELS.index)
    low, high = (notebook.t(label(one)) for one in (order[0], order[-1]))
    return low if low == high else notebook.t("{bas} à {haut}", bas=low, haut=high)
