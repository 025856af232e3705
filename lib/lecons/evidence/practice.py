"""Weighs what supports and what contradicts each declared practice, from each kind of source."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from lecons.declared import DeclaredPractice
from lecons.errors import ProjectError
from lecons.evidence.confidence import COMPONENTS, Confidence, assess, dissonant, overrule
from lecons.evidence.finding import Finding
from lecons.project import Project

Pattern = Literal["convergence", "complementarite", "dissonance", "une_source", "aucune"]
Verdict = Literal["bonne_pratique", "lecon", "a_revoir", "sans_preuve"]
Maturity = Literal["innovation", "prometteuse", "bonne"]
TRANSFERABLE = 3.0

JUDGEMENT_COLUMNS = ["pratique", "composante", "niveau", "auteur", "date", "raison"]


@dataclass(frozen=True)
class Practice:
    """A practice, the findings on each side, and what can be said of it.

    `open` findings leave both sides possible. `verdict` follows the ILO rule: a lesson becomes a
    good practice when it also shows results and can be replicated.
    """

    declared: DeclaredPractice
    supporting: tuple[Finding, ...]
    contradicting: tuple[Finding, ...]
    open: tuple[Finding, ...]
    pattern: Pattern
    verdict: Verdict
    maturity: Maturity | None
    confidence: Confidence

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.supporting, *self.contradicting, *self.open)


def weigh(
    declared: list[DeclaredPractice], findings: dict[str, Finding], judgements: pd.DataFrame
) -> list[Practice]:
    """One Practice for each declared one, good practices first, then by confidence and number."""
    practices = [_weigh_one(one, findings, judgements) for one in declared]
    order = ("bonne_pratique", "lecon", "a_revoir", "sans_preuve")
    return sorted(
        practices,
        key=lambda p: (
            order.index(p.verdict),
            -("très faible", "faible", "modérée", "élevée").index(p.confidence.level),
            p.declared.numero,
        ),
    )


def _weigh_one(
    declared: DeclaredPractice, findings: dict[str, Finding], judgements: pd.DataFrame
) -> Practice:
    mine = [finding for finding in findings.values() if finding.practice == declared.code]
    supporting = tuple(finding for finding in mine if finding.bears == "soutient")
    contradicting = tuple(finding for finding in mine if finding.bears == "contredit")
    undecided = tuple(f for f in mine if f.bears in ("sans effet visible", "partagé"))
    confidence = overrule(assess(mine), judgements[judgements["pratique"] == declared.code])
    pattern = _pattern(mine)
    verdict = _verdict(mine, pattern)
    return Practice(
        declared,
        supporting,
        contradicting,
        undecided,
        pattern,
        verdict,
        _maturity(mine, verdict),
        confidence,
    )


def _pattern(findings: list[Finding]) -> Pattern:
    """How the kinds of source stand to each other; a dissonance is named, never averaged away."""
    kinds = {finding.kind for finding in findings}
    sides = {finding.bears for finding in findings}
    if not kinds:
        return "aucune"
    if len(kinds) == 1:
        return "une_source"
    if dissonant(findings):
        return "dissonance"
    return "convergence" if len(sides) == 1 else "complementarite"


def _results_shown(findings: list[Finding]) -> bool:
    return any(f.kind == "mesure" and f.bears == "soutient" for f in findings)


def _replicable(findings: list[Finding]) -> bool:
    """Peers' transferability above the middle of the scale, its whole interval."""
    lows = [f.facts["transfert_bas"] for f in findings if "transfert_bas" in f.facts]
    return bool(lows) and min(lows) > TRANSFERABLE


def _verdict(findings: list[Finding], pattern: Pattern) -> Verdict:
    if not findings:
        return "sans_preuve"
    supports = sum(finding.bears == "soutient" for finding in findings)
    contradicts = sum(finding.bears == "contredit" for finding in findings)
    if contradicts > supports:
        return "a_revoir"
    if pattern != "dissonance" and _results_shown(findings) and _replicable(findings):
        return "bonne_pratique"
    return "lecon"


def _maturity(findings: list[Finding], verdict: Verdict) -> Maturity | None:
    """FAO's ladder, up to `bonne`; `institutionnalisée` is for people to state, with its proof."""
    if verdict == "bonne_pratique":
        return "bonne"
    if verdict != "lecon":
        return None
    kinds = {finding.kind for finding in findings if finding.bears == "soutient"}
    return "prometteuse" if len(kinds) >= 2 else "innovation"


def read_judgements(path: Path, practices: set[str]) -> pd.DataFrame:
    """Read `jugements.csv`; an absent file has none.

    Raises ProjectError naming the line of an unknown practice or component, or a level not in 0–3.
    """
    if not path.is_file():
        return pd.DataFrame(columns=JUDGEMENT_COLUMNS)
    rows = pd.read_csv(path, dtype=str)
    missing = [column for column in JUDGEMENT_COLUMNS if column not in rows]
    if missing:
        raise ProjectError(
            f"{path.name} : colonne « {missing[0]} » absente.",
            f"Colonnes attendues : {', '.join(JUDGEMENT_COLUMNS)}.",
        )
    for line, row in enumerate(rows.itertuples(), 2):
        for column, known in (
            ("pratique", practices),
            ("composante", set(COMPONENTS)),
            ("niveau", {"0", "1", "2", "3"}),
        ):
            if getattr(row, column) not in known:
                raise ProjectError(
                    f"{path.name}, ligne {line}, colonne {column} : "
                    f"« {getattr(row, column)} » inconnu.",
                    f"Valeurs possibles : {', '.join(sorted(known)) or 'aucune'}.",
                )
    return rows


def judgements_of(project: Project) -> pd.DataFrame:
    """The judgements recorded for a project."""
    codes = {practice.code for practice in project.content.pratiques}
    return read_judgements(project.folder / "jugements.csv", codes)
