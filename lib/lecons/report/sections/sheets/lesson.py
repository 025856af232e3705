"""The sheet of a lesson: what was learnt, what worked and what did not, what is missing, what next."""

from lecons.evidence.practice import Practice
from lecons.evidence.recommendation import Recommendation
from lecons.evidence.workshop import PEERS
from lecons.language import mark
from lecons.report.document import Block, Bullets, Heading, Inlines, Link, Paragraph
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.practices import explained
from lecons.report.sections.practices.names import LACKS, doubtful
from lecons.report.sections.sheets import evidence, opening, told
from lecons.report.sections.sheets.material import Material
from lecons.testimony.voices import AGAINST, FOR

_MISSING = {
    "resultats": mark(
        "Des résultats mesurés : aucune mesure n’est tout entière du côté favorable."
    ),
    "accord": mark("L’accord des sources : elles ne disent pas toutes la même chose."),
    "pairs": mark(
        "L’avis favorable des pairs : Gao et Kidal ne la jugent pas nettement transférable, ou ne l’ont "
        "pas notée."
    ),
}


def parts(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """All that follows the sentence at the top, in the order of the ILO's template."""
    t = notebook.t
    return [
        *_learnt(notebook, practice, material),
        *opening.context(notebook, practice),
        *told.replication(notebook, practice, material, t("Conditions")),
        *opening.actors(notebook, practice, material),
        *opening.steps(notebook, practice),
        *_worked(notebook, practice, material),
        *_did_not(notebook, practice, material),
        *told.durability(notebook, practice, material),
        *_missing(notebook, practice),
        *what_next(notebook, practice, material),
        *_proofs(notebook, practice),
    ]


def _learnt(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    table = evidence.sources(notebook, practice, material)
    return [Heading(2, notebook.t("Ce que l’on a appris")), *table] if table else []


def _worked(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    factors = told.factors(notebook, practice, material)[1:]
    blocks = [
        *evidence.listed(notebook, practice.supporting),
        *factors,
        *told.in_their_words(notebook, practice, material, FOR),
    ]
    return [Heading(2, notebook.t("Ce qui a marché")), *blocks] if blocks else []


def _did_not(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """What contradicts it, measures that show nothing, and what hinders, as people tell it."""
    shown = [
        *practice.contradicting,
        *(finding for finding in practice.open if finding.kind == "mesure"),
    ]
    why = told.hindrances(notebook, practice, material)
    blocks = [
        *evidence.listed(notebook, shown),
        *told.in_their_words(notebook, practice, material, AGAINST),
        *(
            [
                Paragraph(
                    (notebook.t("Pourquoi, d’après ceux qui en parlent (rien ne le démontre) :"),)
                )
            ]
            if why
            else []
        ),
        *why,
    ]
    title = notebook.t("Ce qui n’a pas marché, et pourquoi on le pense")
    return [Heading(2, title), *blocks] if blocks else []


def _missing(notebook: Notebook, practice: Practice) -> list[Block]:
    t = notebook.t
    if not practice.lacks:
        return []
    # sources that agree against it are nothing gained
    met = [
        t(LACKS[name])
        for name in _MISSING
        if practice.verdict == "lecon" and name not in practice.lacks
    ]
    lines: list[Inlines] = [(t(_MISSING[name]),) for name in practice.lacks]
    if met:
        lines.append((t("Acquis : {acquis}.", acquis=notebook.language.listing(met)),))
        lines += [
            (
                t(
                    "Pris à part, l’avis de {region} ne tranche pas sur {pratiques}.",
                    region=t(label(peer)),
                    pratiques=practice.declared.numero,
                ),
            )
            for peer in PEERS
            if doubtful(practice, peer)
        ]
    return [
        Heading(2, t("Ce qu’il manque pour en faire une bonne pratique")),
        Bullets(tuple(lines)),
    ]


def what_next(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """The recommendations on a practice: what, who, by when."""
    code = practice.declared.code
    lines = tuple(
        _recommendation(notebook, one)
        for one in material.recommendations
        if one.declared.pratique == code
    )
    if not lines:
        return []
    return [Heading(2, notebook.t("Et ensuite")), Bullets(lines)]


def _recommendation(notebook: Notebook, one: Recommendation) -> Inlines:
    of = notebook.language.of
    return (
        Link(f"recommandation-{one.declared.id}", one.declared.id),
        f" — {of(one.declared.texte)} ",
        notebook.t(
            "Qui : {qui}. Pour quand : {quand}.",
            qui=of(one.declared.qui),
            quand=of(one.declared.quand),
        ),
    )


def _proofs(notebook: Notebook, practice: Practice) -> list[Block]:
    """The findings that no part above has shown yet, then the confidence."""
    rest = [finding for finding in practice.open if finding.kind != "mesure"]
    return [
        Heading(2, notebook.t("Preuves et confiance")),
        *evidence.listed(notebook, rest),
        *explained(notebook, practice),
    ]
