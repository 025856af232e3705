"""60_synthese: who should do what by when, each on its findings, as the workshop ranks them."""

from collections.abc import Sequence

from lecons.evidence.recommendation import Recommendation, Refused
from lecons.language import mark
from lecons.report.document import (
    Block,
    Card,
    Column,
    Heading,
    Inline,
    Link,
    Paragraph,
    Strong,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.measured import alert
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.workshop.coarse import at_least, mean_of_all

_REFUSED = {
    "sans_pratique": mark(
        "Recommandation {id} non retenue : sa pratique, {pratique}, n’est ni dans projet.yaml (clé "
        "pratiques) ni dans le livre de codes."
    ),
    "sans_constat": mark(
        "Recommandation {id} non retenue : aucun constat ne porte sur sa pratique."
    ),
    "constats_absents": mark(
        "Recommandation {id} non retenue : aucun des constats qu’elle nomme n’est dans ce rapport "
        "({constats}). Corrigez sa clé constats dans projet.yaml."
    ),
}


def recommendation_mark(one: Recommendation) -> str:
    """The address of a recommendation in the report."""
    return f"recommandation-{one.declared.id}"


def recommendations(
    notebook: Notebook, kept: Sequence[Recommendation], refused: Sequence[Refused]
) -> Block:
    """Every recommendation that findings carry, those refused with the reason."""
    t = notebook.t
    if not kept and not refused:
        return stack()
    return stack(
        Heading(2, t("Recommandations"), "recommandations"),
        *(
            alert(
                t(
                    _REFUSED[one.why],
                    id=one.declared.id,
                    pratique=notebook.language.quoted(one.declared.pratique),
                    constats=", ".join(one.missing),
                )
            )
            for one in refused
        ),
        _ranked(notebook, kept),
        *(_card(notebook, one) for one in kept),
    )


def _ranked(notebook: Notebook, kept: Sequence[Recommendation]) -> Table | None:
    """How the workshop ranks them; nothing where it scored none."""
    t = notebook.t
    scored = [one for one in kept if one.priority]
    if not scored:
        return None
    rows = []
    for one in scored:
        priority = one.priority
        assert priority is not None
        tied = notebook.language.listing(priority.tied_with) if priority.tied_with else "–"
        rows.append(
            (
                (Link(recommendation_mark(one), one.declared.id),),
                (str(priority.rank),),
                (mean_of_all(notebook, priority.importance),),
                (mean_of_all(notebook, priority.feasibility),),
                (mean_of_all(notebook, priority.score),),
                (at_least(notebook, [priority.score.n]),),
                (tied,),
            )
        )
    return Table(
        t("Les recommandations, dans l’ordre de l’atelier (notes de 1 à 5, intervalle à 95 %)"),
        (
            Column(t("recommandation")),
            Column(t("rang"), True),
            Column(t("importance"), True),
            Column(t("faisabilité"), True),
            Column(t("moyenne des deux"), True),
            Column(t("participants"), True),
            Column(t("ex æquo avec")),
        ),
        tuple(rows),
        t(
            "Rang selon la moyenne de l’importance et de la faisabilité. Deux recommandations sont ex æquo "
            "quand l’écart entre leurs notes, chez les mêmes participants, peut être nul (toutes les "
            "paires comparées, correction de Bonferroni)."
        ),
    )


def _card(notebook: Notebook, one: Recommendation) -> Card:
    t, of = notebook.t, notebook.language.of
    grounds: list[Inline] = [
        Strong(t("Repose sur : ")),
        Link(practice_mark(one.practice), one.practice.declared.numero),
        t(" (confiance {niveau}) — ", niveau=t(label(one.practice.confidence.level))),
    ]
    for i, finding in enumerate(one.findings):
        grounds += [", "] * (i > 0) + [finding_link(finding)]
    absent = (
        (
            alert(
                t(
                    "Elle nomme aussi {constats}, qui n’est pas dans ce rapport.",
                    constats=notebook.language.listing(one.missing),
                )
            ),
        )
        if one.missing
        else ()
    )
    return Card(
        f"{one.declared.id} · {of(one.declared.texte)}",
        (
            Paragraph((Strong(t("Qui : ")), of(one.declared.qui))),
            Paragraph((Strong(t("Pour quand : ")), of(one.declared.quand))),
            Paragraph(tuple(grounds)),
            *absent,
        ),
        "recommandation",
        recommendation_mark(one),
    )
