"""60_synthese: what the project did, what worked, how sure we are, and what to do next."""

from lecons.declared import DeclaredRecommendation
from lecons.evidence.finding import LEVELS, Finding
from lecons.evidence.practice import Practice
from lecons.evidence.recommendation import Recommendation
from lecons.language import mark
from lecons.measures.reach import Reach
from lecons.report.document import (
    Block,
    Bullets,
    Card,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Strong,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.page import who
from lecons.report.sections.practices import practice_mark


def what_was_done(notebook: Notebook, counts: Reach) -> Block:
    """The opening paragraph: who, where, when, how much."""
    content = notebook.project.content
    people = who(notebook.project, notebook.language)
    start, end = notebook.period
    return Paragraph(
        (
            Strong(f"{content.sigle} · {notebook.language.of(content.nom)}. "),
            notebook.t(
                "Entre {debut:month} et {fin:month}, {qui}{virgule} a conduit "
                "{activites:int} activités dans {communes:int} communes : {participations:int} "
                "participations (présences, non personnes), dont {sensibilisation:int} aux séances "
                "d’animation.",
                debut=start,
                fin=end,
                qui=people,
                virgule="," if content.partenaires else "",
                activites=counts.activities,
                communes=counts.communes,
                participations=counts.attendances,
                sensibilisation=counts.sensitised,
            ),
        ),
        "chapeau",
    )


def essentials(
    notebook: Notebook, findings: dict[str, Finding], practices: list[Practice]
) -> Block:
    """What worked, what did not, what stays open: one line each, with its confidence."""
    t = notebook.t
    groups = (
        (t("Ce qui a marché"), ("bonne_pratique",)),
        (t("Ce qui est utile, mais n’est pas encore prouvé"), ("lecon",)),
        (t("Ce qu’il faut revoir"), ("a_revoir",)),
    )
    blocks: list[Block] = []
    for title, verdicts in groups:
        mine = [one for one in practices if one.verdict in verdicts]
        if mine:
            blocks.append(Heading(2, title))
            blocks.append(Bullets(tuple(_line(notebook, one) for one in mine)))
    if not blocks:
        blocks.append(
            Paragraph(
                (t("Aucune pratique ne peut encore être pesée : il manque des constats."),),
                "alerte",
            )
        )
    headline = [
        findings[key]
        for key in (f"{r}-cas-regles" for r in notebook.project.results)
        if key in findings
    ]
    lead = [
        Paragraph((finding.statement.text(notebook.language), " [", finding_link(finding), "]"))
        for finding in headline
    ]
    return stack(*lead, *blocks)


def _line(notebook: Notebook, practice: Practice) -> Inlines:
    t = notebook.t
    measured = [f for f in practice.findings if f.kind == "mesure"]
    voices = [f for f in practice.findings if f.kind == "témoignage"]
    line: list = [
        Link(practice_mark(practice), practice.declared.numero),
        " ",
        Strong(notebook.language.of(practice.declared.titre)),
        " — ",
        t("confiance {niveau}", niveau=t(label(practice.confidence.level))),
        ". ",
    ]
    if voices:
        facts = voices[0].facts
        line.append(
            t(
                "{pour:int} personnes pour, {contre:int} réservées. ",
                pour=int(facts["pour"]),
                contre=int(facts["contre"]),
            )
        )
    for finding in measured[:1]:
        line += [finding.statement.text(notebook.language), " [", finding_link(finding), "]"]
    if practice.pattern == "dissonance":
        line.append(
            t(" Les sources divergent : les paroles et les chiffres ne disent pas la même chose.")
        )
    return tuple(line)


_POLARITIES = (
    ("force", mark("Forces")),
    ("amélioration", mark("Améliorations à apporter")),
    ("neutre", mark("À suivre : les données ne permettent pas de conclure")),
)


def by_polarity(notebook: Notebook, findings: dict[str, Finding]) -> Block:
    """Every finding with an estimate, by polarity, the surest first, each with its confidence."""
    t = notebook.t
    blocks: list[Block] = []
    told = [f for f in findings.values() if f.estimate is not None]
    groups = [
        *(
            (title, [f for f in told if f.polarity == polarity and not f.describes])
            for polarity, title in _POLARITIES
        ),
        (mark("Ce que l’on sait des témoignages"), [f for f in told if f.describes]),
    ]
    for title, mine in groups:
        mine.sort(key=lambda f: (f.result, -LEVELS.index(f.confidence)))
        if not mine:
            continue
        blocks.append(Heading(2, t(title)))
        blocks.append(Bullets(tuple(_finding(notebook, finding) for finding in mine)))
    if not blocks:
        return Stack()
    note = t(
        "Confiance d’un constat seul : très faible sous 10 unités, faible sous 30, modérée au-delà ; "
        "jamais élevée sur une seule source ; abaissée quand la méthode de comparaison ou l’échelle de mesure est faible."
    )
    return stack(*blocks, Paragraph((note,), "note"))


def _finding(notebook: Notebook, finding: Finding) -> Inlines:
    t = notebook.t
    said = t(
        " ({source}, confiance {niveau}) ",
        source=t(label(finding.kind)),
        niveau=t(label(finding.confidence)),
    )
    return (finding.statement.text(notebook.language), said, "[", finding_link(finding), "]")


def recommendations(
    notebook: Notebook, kept: list[Recommendation], refused: list[DeclaredRecommendation]
) -> Block:
    """Who should do what by when, with the practice and the findings under each."""
    t = notebook.t
    blocks: list[Block] = [Heading(2, t("Recommandations"), "recommandations")]
    blocks += [_recommendation(notebook, one) for one in kept]
    if not kept:
        blocks.append(
            Paragraph((t("Aucune recommandation ne repose encore sur un constat."),), "alerte")
        )
    blocks += [
        Paragraph(
            (
                t(
                    "Recommandation {id} non retenue : aucun constat ne porte sur sa pratique.",
                    id=one.id,
                ),
            ),
            "alerte",
        )
        for one in refused
    ]
    return stack(*blocks)


def _recommendation(notebook: Notebook, one: Recommendation) -> Card:
    t, of = notebook.t, notebook.language.of
    grounds: list = [
        Strong(t("Repose sur : ")),
        Link(practice_mark(one.practice), one.practice.declared.numero),
        t(" (confiance {niveau}) — ", niveau=t(label(one.practice.confidence.level))),
    ]
    for i, finding in enumerate(one.findings):
        grounds += [", "] * (i > 0) + [finding_link(finding)]
    return Card(
        f"{one.declared.id} · {of(one.declared.texte)}",
        (
            Paragraph((Strong(t("Qui : ")), of(one.declared.qui))),
            Paragraph((Strong(t("Pour quand : ")), of(one.declared.quand))),
            Paragraph(tuple(grounds)),
        ),
        "recommandation",
        f"recommandation-{one.declared.id}",
    )
