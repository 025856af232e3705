"""60_synthese: strengths and improvements by result area and by approach; what stays open."""

from collections.abc import Mapping, Sequence

import pandas as pd

from lecons.evidence.finding import LEVELS, Finding
from lecons.evidence.practice import Practice
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
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
from lecons.report.weighed import Weighed

_SIDES = (("force", mark("Force")), ("amélioration", mark("À améliorer")))


def strengths(notebook: Notebook, content: Weighed, said: pd.DataFrame) -> Block:
    """By result area, then by practice, what is a strength and what is to improve; then what concerns
    no practice. `said`: table `contributions`, counted by nature."""
    t = notebook.t
    told = [
        f
        for f in content.findings.values()
        if f.polarity != "neutre" and not f.describes and not f.stale
    ]
    blocks: list[Block] = []
    for area in notebook.project.content.resultats:
        mine = [finding for finding in told if finding.result == area.code]
        parts = _approaches(notebook, content.practices, area.code, mine, said)
        other = [finding for finding in mine if not _weighed(content.practices, finding)]
        if other:
            parts += [
                Heading(4, t("Conduite du projet")),
                Bullets(tuple(_line(notebook, finding) for finding in _ordered(other))),
            ]
        if parts:
            blocks += [Heading(3, f"{area.code} · {notebook.language.of(area.titre)}"), *parts]
    if not blocks:
        return Stack()
    return stack(Heading(2, t("Forces et améliorations, par résultat et par approche")), *blocks)


def _weighed(practices: Sequence[Practice], finding: Finding) -> bool:
    return any(one.declared.code == finding.practice for one in practices)


def _approaches(
    notebook: Notebook,
    practices: Sequence[Practice],
    area: str,
    findings: Sequence[Finding],
    said: pd.DataFrame,
) -> list[Block]:
    blocks: list[Block] = []
    for one in practices:
        mine = [f for f in findings if f.practice == one.declared.code]
        heard = _heard(notebook, said[said["pratique"].eq(one.declared.code)])
        if one.declared.resultat != area or not (mine or heard):
            continue
        title = notebook.language.of(one.declared.titre)
        blocks.append(Heading(4, f"{one.declared.numero} · {title}"))
        lines = [_line(notebook, finding) for finding in _ordered(mine)]
        if heard:
            lines.append((heard, " [", Link("paroles", notebook.t("ce qui s’est dit")), "]"))
        blocks.append(Bullets(tuple(lines)))
    return blocks


def _heard(notebook: Notebook, said: pd.DataFrame) -> str:
    """What the workshop said of a practice, counted by nature."""
    t = notebook.t
    counts = said["nature"].value_counts()
    natures = [one for one in ("force", "amelioration", "difficulte") if one in counts]
    if not natures:
        return ""
    if notebook.discretion is not None:
        # of one practice and one nature these are few, and their total is told elsewhere
        return t(
            "À l’atelier, on en a parlé au titre de : {natures}.",
            natures=notebook.language.listing(t(label(nature)) for nature in natures),
        )
    parts = [
        t("{nature} {n:int}", nature=t(label(nature)), n=int(counts[nature])) for nature in natures
    ]
    return t(
        "À l’atelier, prises de parole par nature : {comptes}.",
        comptes=notebook.language.listing(parts),
    )


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    sides = [polarity for polarity, _ in _SIDES]
    return sorted(findings, key=lambda f: (sides.index(f.polarity), -LEVELS.index(f.confidence)))


def _line(notebook: Notebook, finding: Finding) -> Inlines:
    sides: Mapping[str, str] = dict(_SIDES)
    return (Strong(f"{notebook.t(sides[finding.polarity])}. "), *_told(notebook, finding))


def _told(notebook: Notebook, finding: Finding) -> Inlines:
    t = notebook.t
    said = t(
        " ({source}, confiance {niveau}) ",
        source=t(label(finding.kind)),
        niveau=t(label(finding.confidence)),
    )
    return (finding.statement.text(notebook.language), said, "[", finding_link(finding), "]")


def undecided(notebook: Notebook, findings: Mapping[str, Finding]) -> Block:
    """What is neither a strength nor an improvement: figures that situate, differences that are not
    established, and what is known of the testimonies themselves."""
    t = notebook.t
    areas = notebook.project.results
    told = [
        f for f in findings.values() if f.polarity == "neutre" and not f.stale and f.result in areas
    ]
    open_ones = [
        f for f in told if not f.describes and f.estimate is not None and f.practice is None
    ]
    groups = (
        (t("Ni force ni amélioration : ce qui situe, et ce qui n’est pas établi"), open_ones),
        (
            t("Ce que l’on sait des témoignages"),
            [f for f in told if f.describes and f.kind == "témoignage"],
        ),
    )
    blocks: list[Block] = []
    for title, mine in groups:
        if mine:
            mine.sort(key=lambda f: (areas.index(f.result), -LEVELS.index(f.confidence)))
            lines = tuple(
                (Strong(f"{finding.result}. "), *_told(notebook, finding)) for finding in mine
            )
            blocks += [Heading(2, title), Bullets(lines)]
    if not blocks:
        return Stack()
    note = t(
        "Confiance d’un constat seul : très faible sous 10 unités, faible sous 30, modérée au-delà ; "
        "jamais élevée sur une seule source ; abaissée quand la méthode de comparaison ou l’échelle de mesure est faible."
    )
    return stack(*blocks, Paragraph((note,), "note"))
