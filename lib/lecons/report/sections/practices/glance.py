"""The matrix of evidence at a glance: what each source, and each region of peers, says of each practice."""

from collections import Counter

from lecons.evidence.practice import TRANSFERABLE, Practice
from lecons.evidence.triangulation import KINDS
from lecons.evidence.workshop import PEERS
from lecons.figures.verdicts import Side, verdicts
from lecons.language import mark
from lecons.report.document import Figure
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import of_few
from lecons.report.weighed import Weighed

_WORDS: dict[Side, str] = {
    "soutient": mark("soutient"),
    "contredit": mark("contredit"),
    "partagé": mark("ne tranche pas"),
    "rien": mark("rien"),
    "masqué": mark("masqué"),
}
_HEADS = {
    "mesure": mark("mesures"),
    "témoignage": mark("témoins"),
    "atelier": mark("atelier"),
}


def verdicts_figure(notebook: Notebook, content: Weighed) -> Figure | None:
    """A figure beside the table of the matrix; nothing where no source says anything."""
    t = notebook.t
    found = {one.declared.code: _sides(notebook, one) for one in content.practices}
    # a source that says nothing of any practice has no column: what lacks is said above
    columns = [name for name in (*_HEADS, *PEERS) if any(name in sides for sides in found.values())]
    if not columns:
        return None
    heads = [t(_HEADS[name]) if name in _HEADS else t(label(name)) for name in columns]
    names = {
        one.declared.code: f"{one.declared.numero} {notebook.language.of(one.declared.titre)}"
        for one in content.practices
    }
    return Figure(
        verdicts(
            {
                names[code]: [sides.get(name, "rien") for name in columns]
                for code, sides in found.items()
            },
            heads,
            {side: t(word) for side, word in _WORDS.items()},
        ),
        t(
            "Ce que disent de chaque pratique {sources}. {pratiques} Le tableau voisin donne le détail.",
            sources=notebook.language.listing(heads),
            pratiques=" ".join(
                _told(notebook, one, [found[one.declared.code].get(c, "rien") for c in columns])
                for one in content.practices
            ),
        ),
        t(
            "Les pratiques et ce que chaque source en dit, d’un coup d’œil (n = {n:int} "
            "{n:?pratique|pratiques}). {partage} : l’intervalle laisse les deux possibles, ou la source dit "
            "les deux. Gao et Kidal : transférabilité notée par leurs participants, par rapport au milieu "
            "de l’échelle.",
            n=len(content.practices),
            partage=notebook.language.quoted(t(_WORDS["partagé"])),
        ),
    )


def _told(notebook: Notebook, one: Practice, sides: list[Side]) -> str:
    """« BP-1 : soutient 4, ne tranche pas 1. »"""
    counts = Counter(sides)
    said = notebook.language.listing(
        f"{notebook.t(word)} {notebook.language.number(counts[side])}"
        for side, word in _WORDS.items()
        if counts[side]
    )
    return notebook.t("{numero} : {dit}.", numero=one.declared.numero, dit=said)


def _sides(notebook: Notebook, one: Practice) -> dict[str, Side]:
    """Which way each source bears that says something."""
    sides: dict[str, Side] = {}
    for kind in KINDS:
        bears = {f.bears for f in one.findings if f.kind == kind and f.bears}
        if bears and kind in _HEADS:
            way = next(iter(bears))
            clear = len(bears) == 1 and way in ("soutient", "contredit")
            sides[kind] = way if clear else "partagé"  # type: ignore[assignment]
    for peer in PEERS:
        for finding in one.findings:
            low, high = (finding.facts.get(f"transfert_{peer}_{end}") for end in ("bas", "haut"))
            if low is None or high is None:
                continue
            sides[peer] = (
                "masqué"
                if _few_scored(notebook, one.declared.code, peer)
                else "soutient"
                if low > TRANSFERABLE
                else "contredit"
                if high < TRANSFERABLE
                else "partagé"
            )
    return sides


def _few_scored(notebook: Notebook, practice: str, peer: str) -> bool:
    """Are those of a region who scored whether a practice can be carried over too few to be told?"""
    if notebook.discretion is None:
        return False
    scores = notebook.table("appreciations")
    mine = scores["pratique"].eq(practice) & scores["region"].eq(peer)
    return of_few(notebook, int((mine & scores["transferabilite"].notna()).sum()))
