"""60_synthese: relevance — do the practices answer a true need, and whom did they reach?"""

from collections.abc import Mapping

from lecons.evidence.practice import Practice
from lecons.evidence.workshop import Appraisal
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inlines,
    Link,
    Stack,
    Table,
    stack,
)
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.counted import together
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.summary.essentials import capital
from lecons.report.sections.workshop.coarse import at_least, mean_of_all
from lecons.report.weighed import Weighed


def relevance(notebook: Notebook, content: Weighed, appraisals: Mapping[str, Appraisal]) -> Block:
    """What people and the workshop say of the need for each practice, and who was reached."""
    t = notebook.t
    rows = [row for one in content.practices if (row := _row(notebook, one, appraisals))]
    reach = [
        f
        for f in content.findings.values()
        if f.criterion == "pertinence"
        and f.practice is None
        and f.kind == "mesure"
        and f.result in notebook.project.results
        and not f.stale
    ]
    if not rows and not reach:
        return Stack()
    table = (
        Table(
            t("Pertinence des pratiques, selon les personnes entendues et selon l’atelier"),
            (
                Column(t("pratique")),
                Column(t("favorables parmi celles qui en parlent"), True),
                Column(t("note de pertinence à l’atelier (1 à 5, intervalle à 95 %)"), True),
                Column(t("participants"), True),
            ),
            tuple(rows),
        )
        if rows
        else None
    )
    lines: tuple[Inlines, ...] = tuple(
        (f"{f.result}. {capital(f.statement.text(notebook.language))} [", finding_link(f), "]")
        for f in sorted(reach, key=lambda f: notebook.project.results.index(f.result))
    )
    return stack(Heading(2, t("Pertinence")), table, Bullets(lines) if lines else None)


def _row(
    notebook: Notebook, one: Practice, appraisals: Mapping[str, Appraisal]
) -> tuple[Inlines, ...] | None:
    t = notebook.t
    voices = next((f for f in one.findings if f.kind == "témoignage"), None)
    appraisal = appraisals.get(one.declared.code)
    scored = appraisal.criteria.get("pertinence") if appraisal else None
    if voices is None and scored is None:
        return None
    title = notebook.language.of(one.declared.titre)
    heard: Inlines = ("–",)
    if voices is not None:
        sides = [int(voices.facts.get(side, 0)) for side in ("pour", "contre")]
        pour, _, n = together(notebook, *sides, int(voices.facts.get("personnes", voices.n)))
        said = t("{pour} sur {n} [", pour=pour, n=n)
        heard = (said, finding_link(voices), "]")
    return (
        (Link(practice_mark(one), one.declared.numero), f" {title}"),
        heard,
        (mean_of_all(notebook, scored) if scored else "–",),
        (at_least(notebook, [scored.n]) if scored else "–",),
    )
