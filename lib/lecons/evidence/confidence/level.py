"""The level of confidence that the four components give, and what people judged otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from lecons.declared import ConfidenceRules
from lecons.evidence.confidence.components import (
    SERIOUS,
    Component,
    Side,
    adequacy,
    coherence,
    judging,
    limitations,
    persons_on,
    relevance,
    side_of,
    stands,
)
from lecons.evidence.finding import LEVELS, Finding, Level
from lecons.language import mark

COMPONENTS = ("limites", "coherence", "adequation", "pertinence")
CONCERNS = (
    mark("aucune réserve"),
    mark("réserve mineure"),
    mark("réserve modérée"),
    mark("réserve sérieuse"),
)
DEFAULT = ConfidenceRules()

Cap = Literal["serieuse", "une_source", "petit_effectif"]


@dataclass(frozen=True)
class Confidence:
    """The four components and the level that they give to the statement that the practice works
    (`side` soutient) or does not (contredit). `sources` kinds of source stand on that side; `caps`
    tells what forbids a higher level; `ruled` is the level before people overruled anything."""

    components: tuple[Component, ...]
    level: Level
    ruled: Level
    side: Side
    sources: int
    small: bool
    caps: tuple[Cap, ...]

    @property
    def points(self) -> int:
        """The points of concern, out of twelve."""
        return sum(component.concern for component in self.components)


def assess(
    findings: Sequence[Finding], rules: ConfidenceRules = DEFAULT, *, saturated: bool = True
) -> Confidence:
    """Weigh the findings that bear on one practice (see the rule in each component).

    `saturated`: False where accounts of its result area still brought new codes at the end
    (testimony.saturation).
    """
    judged = judging(findings)
    side = side_of(judged)
    on_side = [finding for finding in judged if stands(finding, side)]
    sources = len({finding.kind for finding in on_side})
    components = (
        limitations(judged, on_side, rules),
        coherence(judged, side, rules),
        adequacy(judged, on_side, side, rules, saturated),
        relevance(judged, side, rules),
    )
    measured = [finding.n for finding in on_side if finding.kind == "mesure"]
    small = persons_on(judged, side) < 2 * rules.personnes / 3 or (
        bool(measured) and max(measured) < rules.effectif
    )
    level, caps = _level(components, sources, small)
    return Confidence(components, level, level, side, sources, small, caps)


def _level(
    components: Sequence[Component], sources: int, small: bool
) -> tuple[Level, tuple[Cap, ...]]:
    """Start high (up to 2 points of concern); moderate up to 5, low up to 8, very low beyond. A
    serious concern, or a single source, caps at low; a small sample caps at moderate."""
    points = sum(component.concern for component in components)
    step = 3 if points <= 2 else 2 if points <= 5 else 1 if points <= 8 else 0
    limits: list[tuple[Cap, bool, int]] = [
        ("serieuse", any(one.concern == SERIOUS for one in components), 1),
        ("une_source", sources < 2, 1),
        ("petit_effectif", small, 2),
    ]
    caps = tuple(name for name, holds, highest in limits if holds and step > highest)
    highest = min([highest for _, holds, highest in limits if holds], default=3)
    return LEVELS[min(step, highest)], caps


def overrule(confidence: Confidence, judgements: pd.DataFrame) -> Confidence:
    """Apply the judgements of people (composante, niveau 0–3, auteur, date, raison) on one practice,
    the last of each component. The rule's own answer stays beside the person's; that a source is
    alone, or a sample small, no judgement can lift."""
    given = judgements.drop_duplicates("composante", keep="last")
    by_name = {row.composante: row for row in given.itertuples()}
    components = tuple(
        replace(
            component,
            concern=int(by_name[component.name].niveau),
            overruled=(
                component.concern,
                f"{by_name[component.name].auteur}, {by_name[component.name].date}",
                by_name[component.name].raison,
            ),
        )
        if component.name in by_name
        else component
        for component in confidence.components
    )
    level, caps = _level(components, confidence.sources, confidence.small)
    return replace(confidence, components=components, level=level, caps=caps)
