"""60_synthese: the summary for the ministry and the donors, on one sheet of paper, handed over."""

import re
from collections.abc import Sequence

from lecons.evidence.elsewhere import UPTAKES
from lecons.evidence.practice import Practice, Verdict
from lecons.evidence.recommendation import Recommendation
from lecons.language import mark
from lecons.report.document import Inlines, Ref, text
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.summary.essentials import evidence_told, how_sure
from lecons.report.sections.summary.recommendations import recommendation_mark
from lecons.report.sections.summary.regions import ANSWERS, MARK, Region, answer, levels
from lecons.report.summary_sheet import KeyFigure, Line, Part, SummarySheet, hand_over, shorten
from lecons.report.weighed import Weighed

# findings that say most in one figure: its value, what it is, on which basis (see statements)
_KEYS = {
    "cas-regles": mark(
        "{valeur:pct}\ndes conflits enregistrés sont réglés ({bas:pct} à {haut:pct}, n = {n:pers})"
    ),
    "accords-6-mois": mark(
        "{valeur:pct}\ndes accords revus tiennent à six mois ({bas:pct} à {haut:pct}, n = {n:pers} revus "
        "sur {total:pers})"
    ),
    "gain-formation": mark(
        "{valeur:signed}\npoints sur 20 aux tests, après la formation ({bas:signed} à {haut:signed}, "
        "n = {n:pers})"
    ),
    "evolution-cohesion": mark(
        "{valeur:signed}\npoint sur 5 de cohésion, du départ à la fin, quelle qu’en soit la cause "
        "({bas:signed} à {haut:signed}, n = {n:pers})"
    ),
}
_GROUPS: dict[Verdict, str] = {
    "bonne_pratique": mark("Ce qui a marché"),
    "lecon": mark("Ce qui n’est pas encore prouvé"),
    "a_revoir": mark("Ce qu’il faut revoir"),
}
# a title of a practice that stands beside others
_TITLE = 50


def hand_summary(
    notebook: Notebook,
    content: Weighed,
    recommendations: Sequence[Recommendation],
    found: Sequence[Region],
) -> None:
    """Hand the sheet over beside the findings of this run. It shows nothing in the report."""
    sheet = compose(notebook, content, recommendations, found)
    hand_over(notebook.register.folder.parent, sheet)


def compose(
    notebook: Notebook,
    content: Weighed,
    recommendations: Sequence[Recommendation],
    found: Sequence[Region],
) -> SummarySheet:
    """What both sides say, from findings alone; a part with nothing to say is left out."""
    t = notebook.t
    return SummarySheet(
        question=t(
            "Qu’est-ce qui a marché, à quel point en sommes-nous sûrs, et que faire ensuite, ici et "
            "ailleurs ?"
        ),
        figures=_figures(notebook, content),
        front=(*_practices(notebook, content), _knowledge(notebook, content)),
        back=(
            *_actions(notebook, recommendations),
            *(_region(notebook, one) for one in found),
        ),
    )


def _figures(notebook: Notebook, content: Weighed) -> tuple[KeyFigure, ...]:
    """By result area, then as _KEYS has them. Without an interval a figure is not for large type."""
    figures = []
    for name in (f"{area}-{key}" for area in notebook.project.results for key in _KEYS):
        finding = content.findings.get(name)
        if finding is None or finding.stale or finding.estimate is None:
            continue
        if finding.estimate.low is None or finding.estimate.high is None:
            continue
        said = notebook.t(_KEYS[name.partition("-")[2]], **finding.statement.values)
        value, words = said.split("\n", 1)
        figures.append(KeyFigure(value=value, words=words, finding=name))
    return tuple(figures)


def _practices(notebook: Notebook, content: Weighed) -> tuple[Part, ...]:
    t = notebook.t
    weighed = [one for one in content.practices if one.findings]
    if not weighed:
        none = t("Aucune pratique ne peut encore être pesée : il manque des constats.")
        return (Part(title=t("Ce qui a marché"), intro=none),)
    parts = []
    for verdict, title in _GROUPS.items():
        lines = tuple(_practice(notebook, one) for one in weighed if one.verdict == verdict)
        if lines:
            parts.append(Part(title=t(title), lines=lines))
        elif verdict == "bonne_pratique":
            none = t(
                "Aucune des {total:int} pratiques pesées ne remplit encore les conditions d’une bonne "
                "pratique : un résultat mesuré, des sources qui s’accordent et l’avis favorable des "
                "pairs.",
                total=len(weighed),
            )
            parts.append(Part(title=t(title), intro=none))
    return tuple(parts)


def _practice(notebook: Notebook, one: Practice) -> Line:
    said, findings = _plain(evidence_told(notebook, one))
    level = notebook.t(label(one.confidence.level))
    return Line(
        lead=f"{one.declared.numero} · {notebook.language.of(one.declared.titre)}.",
        text=said,
        remarks=(notebook.t("Confiance {niveau}.", niveau=level),),
        findings=findings,
        mark=practice_mark(one),
    )


def _plain(words: Inlines) -> tuple[str, tuple[str, ...]]:
    """The words without their references, and the ids of the findings that these lead to."""
    findings = tuple(dict.fromkeys(one.finding for one in words if isinstance(one, Ref)))
    bare = text(tuple("" if isinstance(one, Ref) else one for one in words))
    return re.sub(r" \[[, ]*\]", "", bare).strip(), findings


def _actions(notebook: Notebook, recommendations: Sequence[Recommendation]) -> tuple[Part, ...]:
    t, of = notebook.t, notebook.language.of
    lines = tuple(
        Line(
            lead=f"{one.declared.id}.",
            text=of(one.declared.texte),
            remarks=(
                t("Qui : {qui}. ", qui=of(one.declared.qui).rstrip(".")).strip(),
                t("Pour quand : {quand}.", quand=of(one.declared.quand).rstrip(".")),
            ),
            findings=tuple(finding.id for finding in one.findings),
            mark=recommendation_mark(one),
        )
        for one in recommendations
    )
    return (Part(title=t("Ce qu’il faut faire, et qui"), lines=lines),) if lines else ()


def _region(notebook: Notebook, one: Region) -> Part:
    t = notebook.t
    lines = []
    for uptake in UPTAKES:
        mine = one.to(uptake)
        if not mine:
            continue
        titles = (
            f"{declared.numero} {shorten(notebook.language.of(declared.titre), _TITLE)}"
            for declared in (each.practice.declared for each in mine)
        )
        lines.append(
            Line(
                lead=t(ANSWERS[uptake]).strip(),
                text=t(" ; ").join(titles) + ".",
                remarks=(t("Confiance {niveau}.", niveau=levels(notebook, mine)),),
                mark=f"{MARK}-{one.code}",
            )
        )
    return Part(
        title=t("Que faire ailleurs : {regions}", regions=one.name),
        intro=answer(notebook, one),
        lines=tuple(lines),
    )


def _knowledge(notebook: Notebook, content: Weighed) -> Part:
    """How sure it is and how it is known, in a few lines."""
    t = notebook.t
    kinds = [one.kind for one in content.findings.values() if not one.stale]
    lines = []
    if any(one.findings for one in content.practices):
        said, findings = _plain(how_sure(notebook, content))
        lines.append(Line(text=said, findings=findings))
    lines += [
        Line(
            text=t(
                "{n:int} constats, chacun avec son effectif et son intervalle à 95 % quand il en a un : "
                "{mesures:int} de mesures, {voix:int} de témoignages codés, {atelier:int} de l’atelier, "
                "{notes:int} de notes d’agents.",
                n=len(kinds),
                mesures=kinds.count("mesure"),
                voix=kinds.count("témoignage"),
                atelier=kinds.count("atelier"),
                notes=kinds.count("note"),
            )
        ),
        Line(
            text=t(
                "Une bonne pratique a un résultat mesuré, des sources qui s’accordent, et des pairs qui la "
                "jugent transférable. La confiance suit des règles écrites (GRADE-CERQual adapté) ; "
                "aucune comparaison n’a été tirée au sort : ce sont des associations."
            )
        ),
    ]
    if notebook.project.content.donnees_fictives:
        lines.append(
            Line(text=t("Démonstration : les données et les paroles de ce rapport sont inventées."))
        )
    return Part(
        title=t("À quel point en sommes-nous sûrs, et comment le savons-nous"), lines=tuple(lines)
    )
