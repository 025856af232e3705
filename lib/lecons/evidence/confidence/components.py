"""The four components of confidence: each a concern from 0 to 3, set by a stated rule over facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.declared import ConfidenceRules
from lecons.evidence.finding import Finding
from lecons.language import mark

SERIOUS = 3

Side = Literal["soutient", "contredit"]


@dataclass(frozen=True)
class Component:
    """One component: its concern, and the rule that set it, as a catalogue key with its values."""

    name: str
    concern: int
    rule: str
    values: dict[str, object]
    overruled: tuple[int, str, str] | None = None  # concern by rule, who and when, why


def side_of(findings: Sequence[Finding]) -> Side:
    """The side that more findings take: what they support unless more contradict it."""
    against = sum(finding.bears == "contredit" for finding in findings)
    return "contredit" if against > sum(f.bears == "soutient" for f in findings) else "soutient"


def stands(finding: Finding, side: Side) -> bool:
    """Does a finding stand on that side? No visible effect stands with those who say it does not work."""
    return finding.bears == side or (
        side == "contredit" and finding.kind == "mesure" and finding.bears == "sans effet visible"
    )


def limitations(
    findings: Sequence[Finding], on_side: Sequence[Finding], rules: ConfidenceRules
) -> Component:
    """Measures here compare groups that were not drawn by lot (1); without any on the side of the
    statement, 2. One more for each of: testimonies that no second reader coded, or on which readers
    agree too little (α under `alpha`; Krippendorff, 2019); measures all weak by design or by scale;
    more than `manquants` of the data missing from a measure."""
    measures = [finding for finding in on_side if finding.kind == "mesure"]
    voices = [finding for finding in findings if finding.kind == "témoignage"]
    agreed = min((f.facts["alpha"] for f in voices if "alpha" in f.facts), default=None)
    doubtful = bool(voices) and (agreed is None or agreed < rules.alpha)
    fragile = bool(measures) and all(finding.facts.get("fragile", 0) for finding in measures)
    missing = max((_missing(finding) for finding in measures), default=0.0)
    concern = (1 if measures else 2) + doubtful + fragile + (missing > rules.manquants)
    design = (
        mark("mesures dont la méthode ou l’échelle est faible, sans tirage au sort")
        if fragile
        else mark("comparaisons sans tirage au sort")
        if measures
        else mark("aucune mesure de ce côté")
    )
    coded = _coding(voices, agreed)
    if missing:
        values = {"mesures": {"t": design}, "codage": coded, "manque": missing}
        key = mark("{mesures} ; {codage} ; jusqu’à {manque:pct} des données manquent")
    else:
        values, key = {"mesures": {"t": design}, "codage": coded}, mark("{mesures} ; {codage}")
    return Component("limites", min(SERIOUS, concern), key, values)


def _coding(voices: Sequence[Finding], agreed: float | None) -> dict[str, object]:
    """How well the coding of the testimonies was checked, as a message."""
    coders = max((int(f.facts.get("codeurs", 0)) for f in voices), default=0)
    if not voices:
        return {"t": mark("aucun témoignage n’en parle")}
    if agreed is None:
        message = mark("témoignages codés par {codeurs:int} personne(s), sans relecture comparée")
        return {"t": message, "codeurs": coders}
    message = mark("témoignages relus par {codeurs:int} personnes (α de Krippendorff {alpha:dec})")
    return {"t": message, "codeurs": coders, "alpha": agreed}


def _missing(finding: Finding) -> float:
    """The share of its units that a measure could not count."""
    if finding.estimate is None or not finding.estimate.total:
        return 0.0
    return 1 - finding.estimate.n / finding.estimate.total


def dissonant(findings: Sequence[Finding]) -> bool:
    """Do the sources part? One side against the other, or words that support what no measure shows."""
    judged = [finding for finding in findings if finding.kind != "note"]
    sides = {finding.bears for finding in judged}
    return {"soutient", "contredit"} <= sides or _unshown(judged)


def _unshown(findings: Sequence[Finding]) -> bool:
    """Words that lean to a practice of which every measure shows no effect. Leaning is enough: with
    fewer voices the doubt must not go away."""
    measured = {finding.bears for finding in findings if finding.kind == "mesure"}
    leaning = any(
        finding.bears == "soutient"
        or (
            finding.bears == "partagé"
            and finding.facts.get("pour", 0) > finding.facts.get("contre", 0)
        )
        for finding in findings
        if finding.kind != "mesure"
    )
    return measured == {"sans effet visible"} and leaning


def _voices(findings: Sequence[Finding], fact: str) -> float:
    return sum(f.facts.get(fact, 0) for f in findings if f.kind == "témoignage")


def persons_on(findings: Sequence[Finding], side: Side) -> int:
    """The persons whose account stands on that side."""
    return int(_voices(findings, "pour" if side == "soutient" else "contre"))


def coherence(findings: Sequence[Finding], side: Side, rules: ConfidenceRules) -> Component:
    """The share of persons of the other opinion, those who are missing of `personnes` counted among
    them, and whether the kinds of source agree: a dissonance is a serious concern, measures that
    differ a moderate one, divided opinions a minor one."""
    mine, other = persons_on(findings, side), persons_on(findings, _other(side))
    # who says both is one person, on either side
    persons = int(
        sum(
            f.facts.get("personnes", f.facts.get("pour", 0) + f.facts.get("contre", 0))
            for f in findings
            if f.kind == "témoignage"
        )
    )
    minority = other / persons if persons else 0.0
    cautious = max(minority, 1 - mine / rules.personnes)
    concern = (
        0 if cautious <= rules.minorite_mineure else 1 if cautious <= rules.minorite_moderee else 2
    )
    sides = {finding.bears for finding in findings}
    if dissonant(findings):
        concern = SERIOUS
    elif {"soutient", "sans effet visible"} <= sides:
        concern = max(concern, 2)
    elif "partagé" in sides and len(sides) > 1:
        concern = max(concern, 1)
    accord = (
        mark("les paroles y sont favorables, aucune mesure ne montre d’effet")
        if _unshown(findings)
        else mark("les sources se contredisent")
        if dissonant(findings)
        else mark("les sources vont dans le même sens")
        if len(sides) == 1
        else mark("toutes les sources ne tranchent pas")
        if findings
        else mark("aucune source")
    )
    return Component(
        "coherence",
        concern,
        mark("{contraires:int} personnes sur {personnes:int} sont d’un autre avis ; {accord}"),
        {"contraires": other, "personnes": persons, "minorite": minority, "accord": {"t": accord}},
    )


def _other(side: Side) -> Side:
    return "contredit" if side == "soutient" else "soutient"


def adequacy(
    findings: Sequence[Finding],
    on_side: Sequence[Finding],
    side: Side,
    rules: ConfidenceRules,
    saturated: bool,
) -> Component:
    """How many persons say it (`personnes`: none; two thirds: minor; a third: moderate; fewer:
    serious), the smallest n among the measures on that side, and one more where new codes still came
    with the last accounts."""
    persons = persons_on(findings, side)
    steps = (rules.personnes, 2 * rules.personnes / 3, rules.personnes / 3)
    concern = sum(persons < step for step in steps)
    measures = [finding.n for finding in on_side if finding.kind == "mesure"]
    if measures and min(measures) < rules.effectif:
        concern = max(concern, 1 if min(measures) >= rules.effectif / 3 else 2)
    told = (
        mark("les derniers témoignages n’apportaient plus de code nouveau")
        if saturated
        else mark("la saturation n’est pas établie")
    )
    key = (
        mark(
            "{personnes:int} personnes le disent ; plus petit effectif mesuré : {n:int} ; {saturation}"
        )
        if measures
        else mark("{personnes:int} personnes le disent ; aucune mesure de ce côté ; {saturation}")
    )
    values = {"personnes": persons, "n": min(measures, default=0), "saturation": {"t": told}}
    return Component("adequation", min(SERIOUS, concern + (not saturated)), key, values)


def relevance(findings: Sequence[Finding], side: Side, rules: ConfidenceRules) -> Component:
    """Do those concerned speak, and in more than one place? One point for each lack: fewer communes
    than `communes`, fewer women or men than `chaque_sexe`, fewer cercles than `cercles`, or fewer than
    a third of `personnes` left without the commune that speaks most."""
    facts = [finding.facts for finding in findings if finding.kind == "témoignage"]
    suffix = "pour" if side == "soutient" else "contre"

    def most(fact: str, fallback: str = "") -> int:
        return int(max((f.get(fact, f.get(fallback, 0)) for f in facts), default=0))

    communes, cercles = most(f"communes_{suffix}", "communes"), most("cercles")
    women, men = int(_voices(findings, "femmes")), int(_voices(findings, "hommes"))
    elsewhere = most(f"ailleurs_{suffix}", suffix)
    lacks = (
        communes < rules.communes,
        cercles < rules.cercles,
        min(women, men) < rules.chaque_sexe,
        elsewhere < rules.personnes / 3,
    )
    return Component(
        "pertinence",
        min(SERIOUS, sum(lacks)),
        mark(
            "dit dans {communes:int} communes de {cercles:int} cercle(s), par {femmes:int} femmes et "
            "{hommes:int} hommes en tout ; sans la commune qui en parle le plus, il reste "
            "{ailleurs:int} personnes"
        ),
        {
            "communes": communes,
            "cercles": cercles,
            "femmes": women,
            "hommes": men,
            "ailleurs": elsewhere,
        },
    )
