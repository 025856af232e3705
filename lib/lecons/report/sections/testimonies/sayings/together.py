"""30_temoignages: which subjects come together in people's accounts."""

import pandas as pd

from lecons.estimates import Estimate
from lecons.figures import network
from lecons.language import mark
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, interval, note
from lecons.testimony.codebook import labels

# two persons who say the same two things are no pattern, and could be known by it
FEWEST_PERSONS = 3
MOST_PAIRS = 20
_FAMILIES = {
    "pratique": mark("pratique"),
    "theme": mark("thème"),
    "difficulte": mark("difficulté"),
    "condition": mark("condition"),
}


def together(notebook: Notebook, pairs: pd.DataFrame, codebook: pd.DataFrame) -> Block:
    """The network of subjects (of cooccurrence.together) that FEWEST_PERSONS speak of both, more often
    than if the two were unrelated."""
    t = notebook.t
    if pairs.empty:
        return Stack()
    heading = Heading(2, t("Ce qui se dit ensemble"))
    fewest = _fewest(notebook)
    kept = pairs[(pairs["temoignage"] >= fewest) & (pairs["lift"] > 1)].head(MOST_PAIRS)
    if kept.empty:
        return stack(
            heading,
            alert(
                t(
                    "Aucun couple de sujets n’est abordé par {n:int} personnes ou plus et plus souvent "
                    "que si l’un n’avait rien à voir avec l’autre.",
                    n=fewest,
                )
            ),
        )
    return stack(heading, _network(notebook, kept, codebook), _method(notebook))


def _network(notebook: Notebook, kept: pd.DataFrame, codebook: pd.DataFrame) -> Figure:
    t, number = notebook.t, notebook.language.number
    names = labels(codebook, notebook.language.code)
    family = {
        code: t(_FAMILIES[name])
        for code, name in zip(codebook["code"], codebook["famille"], strict=True)
        if name in _FAMILIES
    }
    persons = {
        **dict(zip(kept["code"], kept["personnes"], strict=True)),
        **dict(zip(kept["autre"], kept["personnes_autre"], strict=True)),
    }
    drawn = {(row.code, row.autre): _rounded(notebook, row.temoignage) for row in kept.itertuples()}
    nodes = [
        network.Node(code, names[code], family[code], _rounded(notebook, n))
        for code, n in persons.items()
    ]
    first = kept.iloc[0]
    heard = int(first["entendues"])
    caption = t(
        "Sujets abordés ensemble : nombre de personnes qui parlent des deux ({k:int} "
        "{k:?couple|couples}, {n:pers} personnes entendues)",
        k=len(kept),
        n=heard,
    )
    return Figure(
        network.arcs(
            nodes, drawn, [t(name) for name in _FAMILIES.values()], notebook.language.bracket
        ),
        t(
            "Réseau de {sujets:int} sujets reliés par {liens:int} {liens:?arc|arcs}. Le plus large "
            ": « {a} » et « {b} », dont {k} personnes sur {n:pers} parlent toutes deux "
            "({attendues:dec} attendues si les deux n’avaient rien à voir).",
            sujets=len(nodes),
            liens=len(kept),
            a=names[first["code"]],
            b=names[first["autre"]],
            k=notebook.language.bracket(int(first["temoignage"])),
            n=heard,
            attendues=float(first["attendues"]),
        ),
        caption,
        Table(
            caption,
            (
                Column(t("sujets")),
                Column(t("personnes"), True),
                Column(t("attendues"), True),
                Column(t("part de celles qui parlent de l’un ou de l’autre"), True),
                Column(t("dans un même passage"), True),
            ),
            tuple(
                (
                    (t("{a} et {b}", a=names[row.code], b=names[row.autre]),),
                    (notebook.language.bracket(row.temoignage),),
                    (number(row.attendues, 1),),
                    (_share(notebook, row.jaccard),),
                    (notebook.language.bracket(row.passage),),
                )
                for row in kept.itertuples()
            ),
        ),
        t("Données de la figure"),
    )


def _fewest(notebook: Notebook) -> int:
    threshold = notebook.discretion.threshold if notebook.discretion else 0
    return max(FEWEST_PERSONS, threshold)


def _rounded(notebook: Notebook, persons: int) -> int:
    """What the figure draws: where few people may not be counted, the foot of the bracket, for the
    persons of one subject less those of both are the few who speak of it alone."""
    if notebook.discretion is None:
        return persons
    return persons // notebook.discretion.threshold * notebook.discretion.threshold


def _share(notebook: Notebook, share: Estimate) -> str:
    if notebook.discretion is None or share.value is None:
        return interval(notebook, share, percent=True, digits=0)
    return notebook.language.about(share.value, [share.n])


def _method(notebook: Notebook) -> Block:
    return note(
        notebook.t(
            "Sont montrés les couples dont {n:int} personnes ou plus parlent dans leur récit, et plus "
            "souvent qu’on ne l’attendrait si les deux sujets n’avaient rien à voir (produit des deux "
            "effectifs sur le nombre de personnes entendues). La part est l’indice de Jaccard (1901), avec "
            "un intervalle à 95 %. Ces couples ont été choisis parmi tous pour être les plus fréquents : ils "
            "orientent la lecture, ils ne prouvent pas un lien.",
            n=_fewest(notebook),
        )
    )
