"""The four components of confidence: each a concern from 0 to 3, set by a stated rule over facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lecons.declared import ConfidenceRules
from lecons.evidence.finding import Finding, Kind
from lecons.language import mark

SERIOUS = 3

Side = Literal["soutient", "contredit"]
# the suffix of the facts on the persons of a side
_OF: dict[Side, str] = {"soutient": "pour", "contredit": "contre"}


@dataclass(frozen=True)
class Component:
    """One component: its concern, and the rule that set it, as a catalogue key with its values."""

    name: str
    concern: int
    rule: str
    values: dict[str, object]
    overruled: tuple[int, str, str] | None = None  # concern by rule, who and when, why


def judging(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that say something of a practice: notes of agents describe, and what concludes
    nothing (no interval) takes no side."""
    return [one for one in findings if one.kind != "note" and one.bears is not None]


def lean(finding: Finding) -> Side | None:
    """The side of a finding, or the one to which divided opinions lean; None where it has none."""
    if finding.bears in ("soutient", "contredit"):
        return finding.bears
    pour, contre = finding.facts.get("pour", 0), finding.facts.get("contre", 0)
    if finding.bears != "partagé" or pour == contre:
        return None
    return "soutient" if pour > contre else "contredit"


def kinds_on(findings: Sequence[Finding], side: Side) -> set[Kind]:
    """The kinds of source that clearly stand on a side, and not on the other as well."""
    mine = {finding.kind for finding in findings if finding.bears == side}
    return mine - {finding.kind for finding in findings if finding.bears == other_side(side)}


def other_side(side: Side) -> Side:
    return "contredit" if side == "soutient" else "soutient"


def side_of(findings: Sequence[Finding]) -> Side:
    """The side that more kinds of source take: that it works, unless more contradict it."""
    against, support = (len(kinds_on(findings, side)) for side in ("contredit", "soutient"))
    return "contredit" if against > support else "soutient"


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
    more than `manquants` of the data missing from every measure."""
    measures = [finding for finding in on_side if finding.kind == "mesure"]
    voices = [finding for finding in findings if finding.kind == "témoignage"]
    agreed = min((f.facts["alpha"] for f in voices if "alpha" in f.facts), default=None)
    doubtful = bool(voices) and (agreed is None or agreed < rules.alpha)
    fragile = bool(measures) and all(finding.facts.get("fragile", 0) for finding in measures)
    # of the soundest measure: one more never makes the others worse
    missing = min((_missing(finding) for finding in measures), default=0.0)
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
        key = mark("{mesures} ; {codage} ; {manque:pct} des données manquent")
    else:
        values, key = {"mesures": {"t": design}, "codage": coded}, mark("{mesures} ; {codage}")
    return Component("limites", min(SERIOUS, concern), key, values)


def _coding(voices: Sequence[Finding], agreed: float | None) -> dict[str, object]:
    """How well the coding of the testimonies was checked, as a message."""
    coders = max((int(f.facts.get("codeurs", 0)) for f in voices), default=0)
    if not voices:
        return {"t": mark("aucun témoignage n’en parle")}
    if agreed is None:
        message = mark(
            "témoignages codés par {codeurs:int} {codeurs:?codeur|codeurs}, sans relecture comparée"
        )
        return {"t": message, "codeurs": coders}
    message = mark("témoignages relus par {codeurs:int} codeurs (α de Krippendorff {alpha:dec})")
    return {"t": message, "codeurs": coders, "alpha": agreed}


def _missing(finding: Finding) -> float:
    """The share of its units that a measure could not count."""
    if finding.estimate is None or not finding.estimate.total:
        return 0.0
    return 1 - finding.estimate.n / finding.estimate.total


def dissonant(findings: Sequence[Finding]) -> bool:
    """Do the sources part? One side against the other, opinions that lean included (with fewer voices
    a doubt must not go away), or words for what no measure shows."""
    sides = {lean(finding) for finding in judging(findings)}
    return {"soutient", "contredit"} <= sides or unshown(findings)


def unshown(findings: Sequence[Finding]) -> bool:
    """Words that lean to a practice of which every measure shows no effect."""
    judged = judging(findings)
    measured = {finding.bears for finding in judged if finding.kind == "mesure"}
    said = {lean(finding) for finding in judged if finding.kind != "mesure"}
    return measured == {"sans effet visible"} and "soutient" in said


def _voices(findings: Sequence[Finding], side: Side) -> list[Finding]:
    """The testimonies that do not lean to the other side: what few say against the rest carries no
    statement."""
    return [f for f in findings if f.kind == "témoignage" and lean(f) != other_side(side)]


def persons_on(findings: Sequence[Finding], side: Side) -> int:
    """The persons whose account stands on that side."""
    return sum(int(f.facts.get(_OF[side], 0)) for f in _voices(findings, side))


def _other_opinion(findings: Sequence[Finding], side: Side) -> tuple[int, int]:
    """The persons of the other opinion, and all who have one: who says both is one person, on either
    side."""
    heard = [finding for finding in findings if finding.kind == "témoignage"]
    other = sum(int(f.facts.get(_OF[other_side(side)], 0)) for f in heard)
    persons = sum(
        int(f.facts.get("personnes", f.facts.get("pour", 0) + f.facts.get("contre", 0)))
        for f in heard
    )
    return other, persons


def coherence(findings: Sequence[Finding], side: Side, rules: ConfidenceRules) -> Component:
    """The share of persons of the other opinion, those who are missing of `personnes` counted among
    them, and whether the kinds of source agree: a dissonance is a serious concern, measures that
    differ a moderate one, divided opinions a minor one."""
    mine = persons_on(findings, side)
    other, persons = _other_opinion(findings, side)
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
        if unshown(findings)
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
        mark(
            "{contraires:pers} {contraires:?personne|personnes} sur {personnes:pers} "
            "{contraires:?est|sont} d’un autre avis ; {accord}"
        ),
        {"contraires": other, "personnes": persons, "minorite": minority, "accord": {"t": accord}},
    )


def adequacy(
    findings: Sequence[Finding],
    on_side: Sequence[Finding],
    side: Side,
    rules: ConfidenceRules,
    saturated: bool,
) -> Component:
    """How many persons say it (`personnes`: none; two thirds: minor; a third: moderate; fewer:
    serious), the largest n among the measures on that side, and one more where new codes still came
    with the last accounts."""
    persons = persons_on(findings, side)
    steps = (rules.personnes, 2 * rules.personnes / 3, rules.personnes / 3)
    concern = sum(persons < step for step in steps)
    measures = [finding.n for finding in on_side if finding.kind == "mesure"]
    most = max(measures, default=0)
    if measures and most < rules.effectif:
        concern = max(concern, 1 if most >= rules.effectif / 3 else 2)
    told = (
        mark("les derniers témoignages n’apportaient plus de code nouveau")
        if saturated
        else mark("la saturation n’est pas établie")
    )
    key = (
        mark(
            "{personnes:pers} {personnes:?personne le dit|personnes le disent} ; plus grand "
            "effectif mesuré : {n:pers} ; {saturation}"
        )
        if measures
        else mark(
            "{personnes:pers} {personnes:?personne le dit|personnes le disent} ; aucune mesure de "
            "ce côté ; {saturation}"
        )
    )
    other, speaking = _other_opinion(findings, side)
    # the last two are not told: who may not count few people needs them to tell the first
    values = {
        "personnes": persons,
        "n": most,
        "saturation": {"t": told},
        "contraires": other,
        "parlent": speaking,
    }
    return Component("adequation", min(SERIOUS, concern + (not saturated)), key, values)


def relevance(findings: Sequence[Finding], side: Side, rules: ConfidenceRules) -> Component:
    """Do those concerned say it, and in more than one place? One point for each lack: fewer communes
    than `communes`, fewer women or men than `chaque_sexe`, fewer cercles than `cercles`, or fewer than
    a third of `personnes` left without the commune that speaks most."""
    facts = [finding.facts for finding in _voices(findings, side)]

    def most(fact: str) -> int:
        return int(max((f.get(f"{fact}_{_OF[side]}", 0) for f in facts), default=0))

    communes, cercles, elsewhere = most("communes"), most("cercles"), most("ailleurs")
    women, men = most("femmes"), most("hommes")
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
            "dit dans {communes:int} {communes:?commune|communes} (cercles : {cercles:int}), par "
            "{femmes:pers} {femmes:?femme|femmes} et {hommes:pers} {hommes:?homme|hommes} ; sans "
            "la commune qui en parle le plus, il reste {ailleurs:pers} "
            "{ailleurs:?personne|personnes}"
        ),
        {
            "communes": communes,
            "cercles": cercles,
            "femmes": women,
            "hommes": men,
            "ailleurs": elsewhere,
        },
    )
