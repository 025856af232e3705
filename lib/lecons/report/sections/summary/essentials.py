"""60_synthese, page one: what worked, how sure we are, what to do next, by whom.

Composed from findings by phrases of the catalogue; every sentence that carries a figure links to the
finding that it comes from.
"""

from collections.abc import Sequence

from lecons.evidence.confidence import unshown
from lecons.evidence.finding import LEVELS, Finding
from lecons.evidence.practice import Practice, Verdict
from lecons.evidence.recommendation import Recommendation
from lecons.evidence.workshop import PEERS
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Strong,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.counted import of_few
from lecons.report.sections.measured import alert, note
from lecons.report.sections.practices.names import LACKS, doubtful, practice_mark
from lecons.report.sections.summary.recommendations import recommendation_mark
from lecons.report.weighed import Weighed

# the findings that open the page, where a result area has them
HEADLINES = ("cas-regles", "accords-6-mois")
FIRST = 3

_UNSATURATED = mark("de nouveaux sujets arrivaient encore avec les derniers témoignages")
_WHY = {
    "limites": mark("aucune comparaison n’a été tirée au sort"),
    "coherence": mark("une part des personnes est d’un autre avis"),
    "adequation": mark("peu de personnes ou d’unités portent certains constats"),
    "pertinence": mark("tous les lieux et tous les groupes n’ont pas été entendus"),
}


def essentials(
    notebook: Notebook, content: Weighed, recommendations: Sequence[Recommendation]
) -> Block:
    """Page one. What has nothing under it is left out; what is missing is said."""
    t = notebook.t
    if not any(one.findings for one in content.practices):
        return stack(
            *_headlines(notebook, content),
            alert(t("Aucune pratique ne peut encore être pesée : il manque des constats.")),
        )
    return stack(
        *_headlines(notebook, content),
        *_worked(notebook, content.practices),
        *_group(notebook, t("Ce qui n’est pas encore prouvé"), content.practices, "lecon"),
        *_group(notebook, t("Ce qu’il faut revoir"), content.practices, "a_revoir"),
        *_sure(notebook, content),
        *_next(notebook, recommendations),
    )


def _headlines(notebook: Notebook, content: Weighed) -> list[Block]:
    names = [f"{r}-{one}" for r in notebook.project.results for one in HEADLINES]
    found = [content.findings[name] for name in names if name in content.findings]
    parts: list[Inline] = []
    for finding in found:
        said = (finding.brief or finding.statement).text(notebook.language)
        parts += [_sentence(said), *_reference([finding]), " "]
    return [Paragraph(tuple(parts[:-1]))] if parts else []


def _worked(notebook: Notebook, practices: Sequence[Practice]) -> list[Block]:
    t = notebook.t
    good = [one for one in practices if one.verdict == "bonne_pratique"]
    blocks: list[Block] = [Heading(2, t("Ce qui a marché"))]
    if not good:
        missing = Paragraph(
            (
                t(
                    "Aucune des {total:int} pratiques pesées ne remplit encore les conditions d’une bonne "
                    "pratique : un résultat mesuré, des sources qui s’accordent et l’avis favorable des "
                    "pairs.",
                    total=len(practices),
                ),
            )
        )
        return [*blocks, missing]
    lead = Paragraph(
        (
            t(
                "{n:int} pratiques sur {total:int} sont de bonnes pratiques : résultats montrés, sources "
                "d’accord, pairs favorables.",
                total=len(practices),
                n=len(good),
            )
            if len(good) > 1
            else t(
                "Une pratique sur {total:int} est une bonne pratique : résultats montrés, sources d’accord, "
                "pairs favorables.",
                total=len(practices),
            ),
            " [",
            Link("matrice", t("matrice")),
            "]",
            *_doubts(notebook, good),
        )
    )
    told = Bullets(tuple(_told(notebook, one) for one in good))
    return [*blocks, lead, told]


def _doubts(notebook: Notebook, good: Sequence[Practice]) -> list[Inline]:
    """Which region of peers, taken alone, does not settle that a good practice is transferable."""
    t = notebook.t
    said: list[Inline] = []
    for peer in PEERS:
        open_ones = [one for one in good if doubtful(one, peer)]
        for i, one in enumerate(open_ones):
            opening = t(
                " Pris à part, l’avis de {region} ne tranche pas sur ", region=t(label(peer))
            )
            said += [", " if i else opening, Link(practice_mark(one), one.declared.numero)]
        said += ["."] if open_ones else []
    return said


def _group(
    notebook: Notebook, title: str, practices: Sequence[Practice], verdict: Verdict
) -> list[Block]:
    mine = [one for one in practices if one.verdict == verdict]
    if not mine:
        return []
    return [Heading(2, title), Bullets(tuple(_told(notebook, one) for one in mine))]


def _told(notebook: Notebook, one: Practice) -> Inlines:
    """A practice in two or three sentences, each with its findings."""
    return (
        Strong(notebook.language.of(one.declared.titre)),
        " (",
        Link(practice_mark(one), one.declared.numero),
        "). ",
        *evidence_told(notebook, one),
        notebook.t("Confiance {niveau}.", niveau=notebook.t(label(one.confidence.level))),
    )


def evidence_told(notebook: Notebook, one: Practice) -> Inlines:
    """What its measures, people and the workshop say of a practice, and what it lacks."""
    t = notebook.t
    parts: list[Inline] = []
    measures = [finding for finding in one.findings if finding.kind == "mesure"]
    # where they say the same, the first stands for them: the others are with the practice
    alike = len({finding.bears for finding in measures}) == 1
    for finding in measures[:1] if alike else measures:
        said = (finding.brief or finding.statement).text(notebook.language)
        parts += [_sentence(said), *_reference([finding]), " "]
        if finding.facts.get("fragile"):
            parts.append(t("Mesure fragile. "))
    parts += _opinions(notebook, one)
    if unshown(one.findings):
        parts.append(
            t("Les paroles et les chiffres ne disent pas la même chose : les deux restent. ")
        )
    elif one.pattern == "dissonance":
        parts.append(t("Les sources se contredisent : toutes restent. "))
    elif one.verdict == "lecon":
        lacking = notebook.language.listing([t(LACKS[lack]) for lack in one.lacks])
        parts.append(t("Il lui manque {manque}. ", manque=lacking))
    return tuple(parts)


def _opinions(notebook: Notebook, one: Practice) -> list[Inline]:
    """What people and the workshop say of it, in one sentence."""
    t = notebook.t
    clauses: list[tuple[str, Finding]] = []
    for finding in one.findings:
        facts = finding.facts
        if finding.kind == "témoignage" and facts.get("personnes"):
            key = (
                mark(
                    "{contre:pers} des {n:pers} personnes qui en parlent {contre:?a|ont} des "
                    "réserves"
                )
                if facts["contre"] > facts["pour"]
                else mark(
                    "{pour:pers} des {n:pers} personnes qui en parlent y {pour:?est favorable|sont "
                    "favorables}"
                )
            )
            sides = {"pour": int(facts["pour"]), "contre": int(facts["contre"])}
            clauses.append((t(key, n=int(facts["personnes"]), **sides), finding))
        if finding.kind == "atelier" and finding.estimate and finding.estimate.value is not None:
            if of_few(notebook, finding.estimate.n):
                continue
            score = finding.estimate.value
            clauses.append((t("l’atelier la note {note:dec} sur 5", note=score), finding))
    parts: list[Inline] = []
    for i, (said, finding) in enumerate(clauses):
        parts += [t(" ; ") if i else "", said if i else capital(said), *_reference([finding])]
    return [*parts, ". "] if parts else []


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


def _sentence(clause: str) -> str:
    """A clause as a sentence: a capital letter, and a full stop."""
    return capital(clause).removesuffix(".") + "."


def _reference(findings: Sequence[Finding]) -> list[Inline]:
    parts: list[Inline] = [" ["]
    for i, finding in enumerate(findings):
        parts += ([", "] if i else []) + [finding_link(finding)]
    return [*parts, "]"]


def _sure(notebook: Notebook, content: Weighed) -> list[Block]:
    title = notebook.t("À quel point en sommes-nous sûrs")
    return [Heading(2, title), Paragraph(how_sure(notebook, content))]


def how_sure(notebook: Notebook, content: Weighed) -> Inlines:
    """How sure we are, practice by practice, and what keeps it from being higher."""
    t = notebook.t
    weighed = [one for one in content.practices if one.findings]
    parts: list[Inline] = []
    for level in reversed(LEVELS):
        mine = [one for one in weighed if one.confidence.level == level]
        if mine:
            parts.append(
                t(", {niveau} pour ", niveau=t(label(level)))
                if parts
                else t("La confiance est {niveau} pour ", niveau=t(label(level)))
            )
            for i, one in enumerate(mine):
                parts += [", "] * (i > 0) + [Link(practice_mark(one), one.declared.numero)]
    text: list[Inline] = [*parts, ". "]
    concerns = {
        name: sum(c.concern for one in weighed for c in one.confidence.components if c.name == name)
        for name in _WHY
    }
    worst = sorted((name for name in concerns if concerns[name]), key=lambda name: -concerns[name])
    if worst and not any(one.confidence.level == "élevée" for one in weighed):
        reached = [content.findings.get(f"{r}-saturation") for r in notebook.project.results]
        why = dict(_WHY)
        if any(one is not None and not one.facts.get("saturation") for one in reached):
            why["adequation"] = _UNSATURATED
        reasons = notebook.language.listing([t(why[name]) for name in worst[:2]])
        text.append(
            t(
                "Elle n’est élevée pour aucune, d’abord pour ces raisons : {raisons}. ",
                raisons=reasons,
            )
        )
    for name in (f"{r}-violence" for r in notebook.project.results):
        if name in content.findings and content.findings[name].polarity == "neutre":
            text += [
                t("Un effet sur les incidents violents eux-mêmes n’est pas établi"),
                *_reference([content.findings[name]]),
                ". ",
            ]
    return tuple(text)


def _next(notebook: Notebook, recommendations: Sequence[Recommendation]) -> list[Block]:
    """The first recommendations: what, by whom, resting on what."""
    t, of = notebook.t, notebook.language.of
    title = Heading(2, t("Ce qu’il faut faire, et qui"))
    if not recommendations:
        return [
            title,
            alert(
                t(
                    "Aucune recommandation ne repose encore sur un constat. Elles s’écrivent dans projet.yaml "
                    "(clé recommandations), chacune sur une pratique."
                )
            ),
        ]
    lines: list[Inlines] = []
    for one in recommendations[:FIRST]:
        lines.append(
            (
                Strong(of(one.declared.texte)),
                " ",
                t("Qui : {qui}. ", qui=of(one.declared.qui)),
                "[",
                Link(recommendation_mark(one), one.declared.id),
                ", ",
                Link(practice_mark(one.practice), one.practice.declared.numero),
                "]",
            )
        )
    rest = len(recommendations) - len(lines)
    scored = any(one.priority for one in recommendations)
    notes = []
    ranks = {one.priority.rank for one in recommendations if one.priority}
    if scored and len(ranks) == 1 and len(recommendations) > 1:
        notes.append(t("L’atelier ne les départage pas ; toutes sont plus bas."))
    elif scored and rest > 0:
        notes.append(
            t("Les premières selon l’atelier ; {n:int} {n:?autre suit|autres suivent}.", n=rest)
        )
    elif rest > 0:
        notes.append(t("{n:int} {n:?autre suit|autres suivent}.", n=rest))
    if not scored:
        notes.append(t("L’atelier ne les a pas notées : leur ordre suit celui des pratiques."))
    notes.append(
        t(
            "Entre parenthèses après une valeur : son intervalle à 95 %, puis l’effectif. Mesure fragile : "
            "méthode ou échelle faible."
        )
    )
    return [title, Bullets(tuple(lines)), note(" ".join(notes))]
