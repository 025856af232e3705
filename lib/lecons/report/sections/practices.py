"""50_bonnes_pratiques: each practice weighed, with what supports it and what contradicts it."""

from lecons.evidence.confidence import CONCERNS, Component
from lecons.evidence.finding import Finding
from lecons.evidence.practice import Practice
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Card,
    Column,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Strong,
    Table,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link

KINDS = ("mesure", "témoignage", "atelier")

VERDICTS = {
    "bonne_pratique": mark(
        "Bonne pratique : elle montre des résultats, et les pairs de Gao et de Kidal la jugent "
        "transférable."
    ),
    "lecon": mark(
        "Leçon apprise : utile, mais il lui manque des résultats mesurés, l’accord des sources ou "
        "l’avis favorable des pairs pour être une bonne pratique."
    ),
    "a_revoir": mark("À revoir : plus de sources la contredisent qu’il n’y en a pour la soutenir."),
    "sans_preuve": mark("Sans preuve : aucun constat ne porte encore sur cette pratique."),
}


def practice_mark(practice: Practice) -> str:
    """The address of a practice in the report."""
    return f"pratique-{practice.declared.numero}"


def overview(notebook: Notebook, practices: list[Practice]) -> Block:
    """The evidence matrix: one row a practice, one column a kind of source."""
    t = notebook.t
    if not practices:
        return Paragraph(
            (t("Aucune pratique n’est déclarée dans projet.yaml : il n’y a rien à peser."),),
            "alerte",
        )
    return Table(
        t("Les pratiques et ce que chaque source en dit"),
        (
            Column(t("pratique"), width=3),
            Column(t("ce qu’elle est")),
            Column(t("confiance")),
            *(Column(t(label(kind))) for kind in KINDS),
        ),
        tuple(
            (
                (
                    Link(practice_mark(one), one.declared.numero),
                    f" {notebook.language.of(one.declared.titre)}",
                ),
                (t(label(one.verdict)),),
                (t(label(one.confidence.level)),),
                *((_says(notebook, one, kind),) for kind in KINDS),
            )
            for one in practices
        ),
        t(
            "Une source « soutient » quand tout son intervalle à 95 % est du côté favorable, "
            "« contredit » quand il est tout entier de l’autre ; sinon, « sans effet visible » pour une "
            "mesure et « avis partagés » pour des paroles ou des notes."
        ),
    )


def _says(notebook: Notebook, practice: Practice, kind: str) -> str:
    sides = [finding.bears for finding in practice.findings if finding.kind == kind]
    if not sides:
        return notebook.t("rien")
    return notebook.language.listing(
        [notebook.t(label(str(side))) for side in dict.fromkeys(sides)]
    )


def cards(notebook: Notebook, practices: list[Practice]) -> Block:
    """One card a practice."""
    return Stack(tuple(part for one in practices for part in _card(notebook, one)))


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
    card = Card(
        "",
        (
            Paragraph((Strong(t(VERDICTS[practice.verdict])),)),
            *(
                (Paragraph((t("Pour qui : {texte}.", texte=of(declared.pour_qui)),)),)
                if declared.pour_qui
                else ()
            ),
            *(
                (Paragraph((t("Conditions : {texte}.", texte=of(declared.conditions)),)),)
                if declared.conditions
                else ()
            ),
            *_side(notebook, t("Ce qui la soutient"), practice.supporting),
            *_side(notebook, t("Ce qui la contredit"), practice.contradicting),
            *_side(notebook, t("Ce qui ne tranche pas"), practice.open),
            *_confidence(notebook, practice),
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


def _confidence(notebook: Notebook, practice: Practice) -> tuple[Block, ...]:
    t = notebook.t
    title = t(
        "Confiance : {niveau} (GRADE-CERQual adapté, {sources:int} sortes de source)",
        niveau=t(label(practice.confidence.level)),
        sources=practice.confidence.sources,
    )
    lines: tuple[Inlines, ...] = tuple(
        (
            t(
                "{composante} : {reserve}",
                composante=t(label(one.name)),
                reserve=t(CONCERNS[one.concern]),
            ),
            f" — {_why(notebook, one)}",
        )
        for one in practice.confidence.components
    )
    return Paragraph((Strong(title),)), Bullets(lines)


def _why(notebook: Notebook, component: Component) -> str:
    t = notebook.t
    values = dict(component.values)
    agreed = t("oui") if values.pop("accord", 0) else t("non")
    said = t(component.rule, **values, accord=agreed)
    if component.overruled is None:
        return said
    concern, who, why = component.overruled
    return t(
        "Jugement de {qui} : {raison} La règle donnait « {regle} » ({dit}).",
        qui=who,
        raison=why,
        regle=t(CONCERNS[concern]),
        dit=said,
    )
