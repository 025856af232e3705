"""Confidence in what is said of a practice: GRADE-CERQual (Lewin et al., 2018), adapted.

CERQual was made for syntheses of studies; here it weighs the evidence of one project, so it is
called *adapted*. Four components, each a concern from 0 (none) to 3 (serious), set by a stated rule
over facts; the level starts high and comes down. People may overrule a component in
`jugements.csv`, with a reason: both are shown.
"""

from dataclasses import dataclass, replace

import pandas as pd

from lecons.evidence.finding import LEVELS, Finding, Kind, Level
from lecons.language import mark

COMPONENTS = ("limites", "coherence", "adequation", "pertinence")
CONCERNS = (
    mark("aucune réserve"),
    mark("réserve mineure"),
    mark("réserve modérée"),
    mark("réserve sérieuse"),
)
ENOUGH_PERSONS, ENOUGH_COMMUNES = 10, 5
# the α under which nothing should rest on a coding (Krippendorff, 2019)
RELIABLE = 0.667


@dataclass(frozen=True)
class Component:
    """One component: its concern, the rule that set it as a catalogue key with values."""

    name: str
    concern: int
    rule: str
    values: dict[str, float]
    overruled: tuple[int, str, str] | None = None  # concern by rule, who and when, why


@dataclass(frozen=True)
class Confidence:
    """The four components and the level they give."""

    components: tuple[Component, ...]
    level: Level
    sources: int


def assess(findings: list[Finding]) -> Confidence:
    """Weigh the findings that bear on one practice (see the rules in each component)."""
    kinds = {finding.kind for finding in findings}
    components = (
        _limitations(findings, kinds),
        _coherence(findings),
        _adequacy(findings),
        _relevance(findings),
    )
    return Confidence(components, _level(components, len(kinds)), len(kinds))


def _level(components: tuple[Component, ...], sources: int) -> Level:
    """Start high (0 or 1 point of concern); moderate up to 4, low up to 6, very low beyond. A serious
    concern caps at low, and so does a single source."""
    points = sum(component.concern for component in components)
    step = 3 if points <= 1 else 2 if points <= 4 else 1 if points <= 6 else 0
    if any(component.concern == 3 for component in components):
        step = min(step, 1)
    if sources < 2:
        step = min(step, 1)
    return LEVELS[max(step, 0)]


def _limitations(findings: list[Finding], kinds: set[Kind]) -> Component:
    """Measures here compare groups that were not drawn by lot (minor); testimonies and scores alone
    are moderate. Testimonies whose coding no second reader checked, or on which two readers agree
    too little (α under 0.667; Krippendorff, 2019), add one."""
    concern = 1 if "mesure" in kinds else 2
    voices = [finding for finding in findings if finding.kind == "témoignage"]
    coders = max((int(f.facts.get("codeurs", 0)) for f in voices), default=0)
    agreed = min((f.facts["alpha"] for f in voices if "alpha" in f.facts), default=None)
    doubtful = bool(voices) and (agreed is None or agreed < RELIABLE)
    if agreed is None:
        rule = (
            mark(
                "comparaisons sans tirage au sort ; témoignages codés par {codeurs:int} "
                "personne(s), sans relecture comparée"
            )
            if "mesure" in kinds
            else mark(
                "aucune mesure ; témoignages codés par {codeurs:int} personne(s), sans relecture "
                "comparée"
            )
        )
        return Component("limites", min(3, concern + doubtful), rule, {"codeurs": coders})
    rule = (
        mark(
            "comparaisons sans tirage au sort ; témoignages relus par {codeurs:int} personnes "
            "(α de Krippendorff {alpha:dec})"
        )
        if "mesure" in kinds
        else mark(
            "aucune mesure ; témoignages relus par {codeurs:int} personnes (α de Krippendorff "
            "{alpha:dec})"
        )
    )
    values = {"codeurs": coders, "alpha": agreed}
    return Component("limites", min(3, concern + doubtful), rule, values)


def dissonant(findings: list[Finding]) -> bool:
    """Do the sources part? One side against the other, or words that support what no measure shows."""
    sides = {finding.bears for finding in findings}
    measured = {finding.bears for finding in findings if finding.kind == "mesure"}
    said = {finding.bears for finding in findings if finding.kind != "mesure"}
    return {"soutient", "contredit"} <= sides or (
        "soutient" in said and measured == {"sans effet visible"}
    )


def _coherence(findings: list[Finding]) -> Component:
    """The share of persons on the minority side, and whether the kinds of source agree: a
    dissonance is a serious concern, measures that differ a moderate one, divided opinions a minor."""
    voices = [finding for finding in findings if finding.kind == "témoignage"]
    support = sum(finding.facts.get("pour", 0) for finding in voices)
    against = sum(finding.facts.get("contre", 0) for finding in voices)
    # who says both is one person, on either side
    persons = sum(
        f.facts.get("personnes", f.facts.get("pour", 0) + f.facts.get("contre", 0)) for f in voices
    )
    minority = min(support, against) / persons if persons else 0.0
    concern = 0 if minority <= 0.10 else 1 if minority <= 0.25 else 2
    sides = {finding.bears for finding in findings}
    if dissonant(findings):
        concern = 3
    elif {"soutient", "sans effet visible"} <= sides:
        concern = max(concern, 2)
    elif "partagé" in sides and len(sides) > 1:
        concern = max(concern, 1)
    return Component(
        "coherence",
        concern,
        mark(
            "{minorite:pct} des personnes sont de l’avis minoritaire ; sources en accord : {accord}"
        ),
        {"minorite": minority, "accord": 1 if len(sides) == 1 else 0},
    )


def _adequacy(findings: list[Finding]) -> Component:
    """How many persons speak of it, and the smallest n among the measures."""
    persons = sum(int(f.facts.get("pour", 0) + f.facts.get("contre", 0)) for f in findings)
    concern = 0 if persons >= ENOUGH_PERSONS else 1 if persons >= 6 else 2 if persons >= 3 else 3
    measures = [finding.n for finding in findings if finding.kind == "mesure"]
    if measures and min(measures) < 30:
        concern = max(concern, 1 if min(measures) >= 10 else 2)
    return Component(
        "adequation",
        concern,
        mark("{personnes:int} avis de personnes ; plus petit effectif mesuré : {n:int}"),
        {"personnes": persons, "n": min(measures, default=0)},
    )


def _relevance(findings: list[Finding]) -> Component:
    """Were women and men, both kinds of place and enough communes heard?"""
    facts = [finding.facts for finding in findings if finding.kind == "témoignage"]
    communes = int(max((f.get("communes", 0) for f in facts), default=0))
    women = int(sum(f.get("femmes", 0) for f in facts))
    men = int(sum(f.get("hommes", 0) for f in facts))
    cercles = int(max((f.get("cercles", 0) for f in facts), default=0))
    missing = (communes < ENOUGH_COMMUNES) + (min(women, men) < 3) + (cercles < 2)
    return Component(
        "pertinence",
        missing,
        mark(
            "{communes:int} communes, {cercles:int} cercle(s), {femmes:int} femmes et {hommes:int} hommes"
        ),
        {"communes": communes, "cercles": cercles, "femmes": women, "hommes": men},
    )


def overrule(confidence: Confidence, judgements: pd.DataFrame) -> Confidence:
    """Apply the judgements of people (composante, niveau 0–3, auteur, date, raison) on one practice.

    The rule's own answer stays beside the person's. A judgement without a reason counts for nothing.
    """
    given = judgements[judgements["raison"].notna()].drop_duplicates("composante", keep="last")
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
    return Confidence(components, _level(components, confidence.sources), confidence.sources)
