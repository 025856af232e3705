"""One card a practice: what it is, what supports it and what does not, how sure we are."""

from lecons.evidence.finding import Finding
from lecons.evidence.practice import Practice
from lecons.evidence.workshop.scores import PEERS
from lecons.report.document import (
    Block,
    Card,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Strong,
)
from lecons.report.fiche import place
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.practices.confidence import explained
from lecons.report.sections.practices.names import LACKS, VERDICTS, doubtful, practice_mark
from lecons.report.weighed import Weighed


def cards(notebook: Notebook, content: Weighed) -> Block:
    """One card a practice."""
    return Stack(tuple(part for one in content.practices for part in _card(notebook, one)))


def verdict(notebook: Notebook, practice: Practice) -> str:
    """What a practice is, what it lacks to be a good one, and which peers alone do not settle it."""
    t = notebook.t
    lacking = notebook.language.listing([t(LACKS[lack]) for lack in practice.lacks])
    said = [t(VERDICTS[practice.verdict], manque=lacking)]
    if practice.verdict == "bonne_pratique":
        open_ones = [t(label(peer)) for peer in PEERS if doubtful(practice, peer)]
        if open_ones:
            regions = notebook.language.listing(open_ones)
            said.append(t("L’avis de {regions} pris à part ne tranche pas.", regions=regions))
    return " ".join(said)


def _card(notebook: Notebook, practice: Practice) -> tuple[Block, ...]:
    t, of = notebook.t, notebook.language.of
    declared = practice.declared
    badges = [
        t(label(practice.verdict)),
        t("confiance {niveau}", niveau=t(label(practice.confidence.level))),
        t(label(practice.pattern)) if practice.pattern != "aucune" else "",
    ]
    if practice.maturity:
        badges.append(t("maturité : {niveau}", niveau=t(label(practice.maturity))))
    told = [Paragraph((Strong(verdict(notebook, practice)),))]
    if declared.pour_qui:
        told.append(Paragraph((t("Pour qui : {texte}.", texte=of(declared.pour_qui)),)))
    if declared.conditions:
        told.append(Paragraph((t("Conditions : {texte}.", texte=of(declared.conditions)),)))
    if practice.verdict != "sans_preuve":
        told.append(Paragraph((t("Fiche : {fichier}", fichier=place(declared.numero)),)))
    card = Card(
        "",
        (
            *told,
            *_side(notebook, t("Ce qui la soutient"), practice.supporting),
            *_side(notebook, t("Ce qui la contredit"), practice.contradicting),
            *_side(notebook, t("Ce qui ne tranche pas"), practice.open),
            *(explained(notebook, practice) if practice.findings else ()),
        ),
        f"pratique {practice.verdict}",
        None,
        tuple(badge for badge in badges if badge),
    )
    title = Heading(2, f"{declared.numero} · {of(declared.titre)}", practice_mark(practice))
    return title, card


def _side(notebook: Notebook, title: str, findings: tuple[Finding, ...]) -> tuple[Block, ...]:
    if not findings:
        return ()
    lines: list[Block] = [Paragraph((Strong(title),))]
    for finding in findings:
        content: Inlines = (
            f"{notebook.t(label(finding.kind))} — {finding.statement.text(notebook.language)} [",
            finding_link(finding),
            "]",
        )
        lines.append(Paragraph(content, "preuve"))
    return tuple(lines)
