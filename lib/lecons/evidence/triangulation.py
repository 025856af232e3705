"""The matrix of evidence: what each kind of source says of a practice, for and against.

Sources are counted in independent persons and in communes, never in mentions. How they stand to each
other has a name (after Erzberger & Prein, 1997; O’Cathain, Murphy & Nicholl, 2010): they converge,
they complete each other, or they part; a dissonance is named and never averaged away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lecons.evidence.confidence import dissonant, judging
from lecons.evidence.finding import Bears, Finding, Kind

Pattern = Literal["convergence", "complementarite", "dissonance", "une_source", "aucune"]
KINDS: tuple[Kind, ...] = ("mesure", "témoignage", "note", "atelier")


@dataclass(frozen=True)
class Cell:
    """What one kind of source says of one practice.

    `bears`: which way, each once. `supporting` and `contradicting` are persons (agents for notes,
    participants for the workshop), None for a measure, whose `n` units are of table `unit`.
    `communes` is how many they come from, None where it is not known.
    """

    kind: Kind
    bears: tuple[Bears, ...]
    supporting: int | None
    contradicting: int | None
    n: int
    unit: str
    communes: int | None


def pattern_of(findings: Sequence[Finding]) -> Pattern:
    """How the sources stand to each other. Notes of agents describe and take no side."""
    judged = judging(findings)
    kinds = {finding.kind for finding in judged}
    if not kinds:
        return "aucune"
    if dissonant(judged):
        return "dissonance"
    if len(kinds) == 1:
        return "une_source"
    return "convergence" if len({f.bears for f in judged}) == 1 else "complementarite"


def cell(findings: Sequence[Finding], kind: Kind, places: Mapping[str, pd.Series]) -> Cell | None:
    """One cell; None where that source says nothing of the practice.

    `places`: for a table, the commune (P-code) of each of its rows, by id.
    """
    mine = [finding for finding in findings if finding.kind == kind]
    if not mine:
        return None
    bears = tuple(dict.fromkeys(f.bears for f in mine if f.bears))
    people = kind != "mesure" and all({"pour", "contre"} <= f.facts.keys() for f in mine)
    counted = [f.facts["communes"] for f in mine if "communes" in f.facts]
    return Cell(
        kind,
        bears,
        int(max(f.facts["pour"] for f in mine)) if people else None,
        int(max(f.facts["contre"] for f in mine)) if people else None,
        max(finding.n for finding in mine),
        mine[0].sources[0].table,
        int(max(counted)) if counted else communes_of(mine, places),
    )


def communes_of(findings: Sequence[Finding], places: Mapping[str, pd.Series]) -> int | None:
    """In how many communes the rows of these findings lie; None where their tables name none."""
    found: set[str] = set()
    known = False
    for finding in findings:
        for source in finding.sources:
            if source.table in places:
                known = True
                rows = places[source.table]
                found |= set(rows[source.among(rows.index.to_series())].dropna())
    return len(found) if known else None
