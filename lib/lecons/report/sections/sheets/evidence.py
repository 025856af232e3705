"""What a sheet rests on: the findings, what each source says, and how sure it is."""

from collections.abc import Iterable

from lecons.evidence.finding import Finding
from lecons.evidence.practice import Practice
from lecons.evidence.triangulation import KINDS, Cell, cell
from lecons.report.document import Block, Bullets, Column, Heading, Inlines, Paragraph, Table
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.counted import how_many, together
from lecons.report.sections.practices import explained
from lecons.report.sections.sheets.material import Material


def told(notebook: Notebook, finding: Finding) -> Inlines:
    """A finding in its own words, with its number."""
    return (finding.statement.text(notebook.language), " [", finding_link(finding), "]")


def listed(notebook: Notebook, findings: Iterable[Finding]) -> list[Block]:
    """Findings as a list; nothing where there is none."""
    lines = tuple(told(notebook, finding) for finding in findings)
    return [Bullets(lines)] if lines else []


def results(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """What was measured, then what each source says."""
    t = notebook.t
    measured = listed(notebook, (f for f in practice.findings if f.kind == "mesure"))
    missing = t(
        "Aucune mesure ne porte sur cette pratique : sans résultat mesuré, elle ne peut pas être une "
        "bonne pratique."
    )
    return [
        Heading(2, t("Résultats")),
        *(measured or [Paragraph((missing,), "alerte")]),
        *sources(notebook, practice, material),
    ]


def sources(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """One row a kind of source: which way it leans, and in how many persons and communes."""
    t = notebook.t
    cells = [cell(practice.findings, kind, material.places) for kind in KINDS]
    rows = tuple(_row(notebook, one) for one in cells if one is not None)
    if not rows:
        return []
    return [
        Table(
            t("Ce que dit chaque source"),
            (
                Column(t("source")),
                Column(t("sens")),
                Column(t("pour / contre"), True),
                Column(t("n"), True),
                Column(t("communes"), True),
            ),
            rows,
            t(
                "Pour / contre : en personnes, qui peuvent être des deux. n : unités de la plus grande mesure "
                "(voir sa phrase), personnes qui donnent un avis, fiches d’agents ou participants. « – » : "
                "non compté ainsi."
            ),
        )
    ]


def _row(notebook: Notebook, one: Cell) -> tuple[Inlines, ...]:
    t, number = notebook.t, notebook.language.number
    people, whole = "–", list[str]()
    if one.supporting is not None and one.contradicting is not None:
        counts = [one.supporting, one.contradicting]
        # agents are counted on sheets, of which n is no number of people
        pour, contre, *whole = together(
            notebook, *counts, *(() if one.kind == "note" else (one.n,))
        )
        people = f"{pour} / {contre}"
    n = whole[0] if whole else number(one.n) if one.kind == "note" else how_many(notebook, one.n)
    return (
        (t(label(one.kind)),),
        (notebook.language.listing(t(label(side)) for side in one.bears) or "–",),
        (people,),
        (n,),
        ("–" if one.communes is None else number(one.communes),),
    )


def proofs(notebook: Notebook, practice: Practice) -> list[Block]:
    """The findings that the results did not show yet, then the confidence."""
    others = [finding for finding in practice.findings if finding.kind != "mesure"]
    return [
        Heading(2, notebook.t("Preuves et confiance")),
        *listed(notebook, others),
        *explained(notebook, practice),
    ]
