"""60_synthese, the first screen: what worked, what to review, what to do first, where to look for
elsewhere. No figure: each has its sentence, with its interval, further down."""

from collections.abc import Sequence

from lecons.evidence.practice import Practice
from lecons.evidence.recommendation import Recommendation
from lecons.language import mark
from lecons.report.document import (
    Block,
    Card,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Strong,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.summary.recommendations import recommendation_mark
from lecons.report.sections.summary.regions import MARK, Region, levels
from lecons.report.summary_sheet.shorten import shorten
from lecons.report.weighed import Weighed

# characters and practices that a phone's first screen has room for: the report has the whole
_TITLE, _ACTION = 45, 90
_MOST = 3
_MORE = mark("et {n:int} {n:?autre|autres}")


def brief(
    notebook: Notebook,
    content: Weighed,
    recommendations: Sequence[Recommendation],
    found: Sequence[Region],
) -> Block:
    """The card that opens the report; nothing where no practice is weighed yet. `found`: the regions
    of peers that a section below tells of."""
    t = notebook.t
    weighed = [one for one in content.practices if one.findings]
    if not weighed:
        return Stack()
    good = [one for one in weighed if one.verdict == "bonne_pratique"]
    review = [one for one in weighed if one.verdict == "a_revoir"]
    none = t(
        "aucune des pratiques pesées ({n:int}) n’est encore une bonne pratique.", n=len(weighed)
    )
    lines: list[Inlines] = [
        (Strong(t("A marché : ")), *(_practices(notebook, good) if good else [none]))
    ]
    if review:
        lines.append((Strong(t("À revoir : ")), *_practices(notebook, review)))
    if recommendations:
        lines.append(_first(notebook, recommendations[0]))
    if found:
        lines.append((Strong(t("Et ailleurs : ")), *_elsewhere(notebook, found)))
    return Card(t("En bref"), tuple(Paragraph(one) for one in lines), "bref")


def _practices(notebook: Notebook, practices: Sequence[Practice]) -> list[Inline]:
    """Titles that lead to the practices, each with how sure it is; once where all are alike."""
    t = notebook.t
    same = len({one.confidence.level for one in practices}) == 1
    parts: list[Inline] = []
    for i, one in enumerate(practices[:_MOST]):
        title = shorten(notebook.language.of(one.declared.titre), _TITLE)
        parts += [t(" ; ")] * (i > 0) + [Link(practice_mark(one), f"{one.declared.numero} {title}")]
        if not same:
            parts.append(f" ({t('confiance {niveau}', niveau=t(label(one.confidence.level)))})")
    if len(practices) > _MOST:
        parts.append(" " + t(_MORE, n=len(practices) - _MOST))
    level = t(label(practices[0].confidence.level))
    parts.append(f" ({t('confiance {niveau}', niveau=level)})." if same else ".")
    return parts


def _elsewhere(notebook: Notebook, found: Sequence[Region]) -> list[Inline]:
    """Each region, which leads to its answer, and the most that can be done there."""
    t = notebook.t
    parts: list[Inline] = []
    for i, one in enumerate(found):
        taken, tried = one.to("reprendre"), one.to("essayer")
        if taken:
            key, best = mark(" ({k:int} à reprendre, confiance {niveau})"), taken
        elif tried:
            key, best = mark(" ({k:int} à essayer, confiance {niveau})"), tried
        else:
            key, best = mark(" (rien à reprendre)"), []
        said = t(key, k=len(best), niveau=levels(notebook, best)) if best else t(key)
        parts += [t(" ; ")] * (i > 0) + [Link(f"{MARK}-{one.code}", one.name), said]
    return [*parts, "."]


def _first(notebook: Notebook, one: Recommendation) -> Inlines:
    return (
        Strong(notebook.t("D’abord : ")),
        shorten(notebook.language.of(one.declared.texte), _ACTION, _ACTION),
        " [",
        Link(recommendation_mark(one), one.declared.id),
        "]",
    )
