"""Weighs what supports and what contradicts each practice, from each kind of source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lecons.declared import ConfidenceRules, DeclaredPractice
from lecons.evidence.confidence import (
    DEFAULT,
    Confidence,
    assess,
    judging,
    kinds_on,
    overrule,
)
from lecons.evidence.finding import LEVELS, Finding
from lecons.evidence.triangulation import Pattern, pattern_of

Verdict = Literal["bonne_pratique", "lecon", "a_revoir", "sans_preuve"]
Maturity = Literal["innovation", "prometteuse", "bonne"]
# what a lesson lacks to be a good practice
Lack = Literal["resultats", "accord", "pairs"]
VERDICTS: tuple[Verdict, ...] = ("bonne_pratique", "lecon", "a_revoir", "sans_preuve")
# the middle of the workshop's scale: beyond it, peers find the practice transferable
TRANSFERABLE = 3.0


@dataclass(frozen=True)
class Practice:
    """A practice, the findings on each side, and what can be said of it.

    `open` findings leave both sides possible, or describe (notes of agents). `verdict` follows the ILO
    rule: a lesson becomes a good practice when it also shows results and can be replicated; `lacks`
    tells which of these is not shown.
    """

    declared: DeclaredPractice
    supporting: tuple[Finding, ...]
    contradicting: tuple[Finding, ...]
    open: tuple[Finding, ...]
    pattern: Pattern
    verdict: Verdict
    maturity: Maturity | None
    confidence: Confidence
    lacks: tuple[Lack, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.supporting, *self.contradicting, *self.open)


def weigh(
    practices: Sequence[DeclaredPractice],
    findings: Mapping[str, Finding],
    judgements: pd.DataFrame,
    rules: ConfidenceRules = DEFAULT,
) -> list[Practice]:
    """One Practice for each, good practices first, then by confidence and number.

    `findings` by id (stale ones weigh nothing); `judgements` on practices (judgements.Judgements).
    """
    weighed = [_weigh_one(one, findings, judgements, rules) for one in practices]
    return sorted(
        weighed,
        key=lambda p: (
            VERDICTS.index(p.verdict),
            -LEVELS.index(p.confidence.level),
            int(p.declared.numero.removeprefix("BP-")),
        ),
    )


def _weigh_one(
    declared: DeclaredPractice,
    findings: Mapping[str, Finding],
    judgements: pd.DataFrame,
    rules: ConfidenceRules,
) -> Practice:
    mine = [f for f in findings.values() if f.practice == declared.code and not f.stale]
    saturation = findings.get(f"{declared.resultat}-saturation")
    saturated = saturation is not None and bool(saturation.facts.get("saturation", 0))
    assessed = assess(mine, rules, saturated=saturated)
    pattern = pattern_of(mine)
    lacks = _lacks(mine, pattern)
    verdict = _verdict(mine, lacks)
    return Practice(
        declared,
        tuple(f for f in mine if f.bears == "soutient"),
        tuple(f for f in mine if f.bears == "contredit"),
        tuple(f for f in mine if f.bears not in ("soutient", "contredit")),
        pattern,
        verdict,
        _maturity(mine, verdict),
        overrule(assessed, judgements[judgements["pratique"] == declared.code]),
        lacks if verdict in ("lecon", "a_revoir") else (),
    )


def _lacks(findings: Sequence[Finding], pattern: Pattern) -> tuple[Lack, ...]:
    """Results that a measure shows, sources that agree, peers' transferability beyond the middle of
    the scale by its whole interval: which of them is missing."""
    results = any(f.kind == "mesure" and f.bears == "soutient" for f in findings)
    lows = [f.facts["transfert_bas"] for f in findings if "transfert_bas" in f.facts]
    met: dict[Lack, bool] = {
        "resultats": results,
        "accord": pattern != "dissonance",
        "pairs": bool(lows) and min(lows) > TRANSFERABLE,
    }
    return tuple(name for name, holds in met.items() if not holds)


def _verdict(findings: Sequence[Finding], lacks: tuple[Lack, ...]) -> Verdict:
    judged = judging(findings)
    if not judged:
        return "sans_preuve"
    if len(kinds_on(judged, "contredit")) > len(kinds_on(judged, "soutient")):
        return "a_revoir"
    return "lecon" if lacks else "bonne_pratique"


def _maturity(findings: Sequence[Finding], verdict: Verdict) -> Maturity | None:
    """FAO's ladder, up to `bonne`; `institutionnalisée` is for people to state, with its proof."""
    if verdict == "bonne_pratique":
        return "bonne"
    if verdict != "lecon":
        return None
    kinds = {finding.kind for finding in findings if finding.bears == "soutient"}
    return "prometteuse" if len(kinds) >= 2 else "innovation"
