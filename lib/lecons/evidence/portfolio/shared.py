"""What one report leaves for the page on several projects: its practices as weighed, its indicators as
told, and no more than its own page says of them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from lecons.estimates import Estimate
from lecons.evidence.confidence import judging, kinds_on
from lecons.evidence.finding import Finding, Kind, Level, Statement
from lecons.evidence.practice import TRANSFERABLE, Practice, Verdict

Direction = Literal["soutient", "contredit", "partagé"]
Status = Literal["atteint", "a_la_limite", "non_atteint", "sans_cible", "sans_donnee"]
# the result area that the id of a finding begins with is the project's own
_AREA = re.compile(r"^R\d+-")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Transfer(_Model):
    """Transferability (1–5) as the peers of a project's workshop score it, with its 95 % interval and how
    many scored."""

    value: float
    low: float
    high: float
    n: int


class SharedPractice(_Model):
    """A practice as one report weighs it.

    `code` is what two projects have in common; `activities` the types that carry it out. `supporting`,
    `contradicting` and `open` count findings, `kinds_for` and `kinds_against` name the kinds of source
    that clearly stand on a side. `transferable`: whether peers find it so by their whole interval, None
    where they gave no interval; `transfer`: their scores, inside the team alone.
    """

    code: str
    number: str
    title: dict[str, str]
    activities: tuple[str, ...] = ()
    verdict: Verdict
    level: Level
    supporting: int
    contradicting: int
    open: int
    kinds_for: tuple[Kind, ...] = ()
    kinds_against: tuple[Kind, ...] = ()
    transferable: bool | None = None
    transfer: Transfer | None = None

    @property
    def direction(self) -> Direction | None:
        """Which way more kinds of source clearly point; `partagé` where neither; None without finding."""
        if self.verdict == "sans_preuve":
            return None
        against, support = len(self.kinds_against), len(self.kinds_for)
        if against == support:
            return "partagé"
        return "soutient" if support > against else "contredit"


class SharedIndicator(_Model):
    """An indicator as one report tells it: figure, interval, n (None where it would tell of few people),
    target and status. `code` is what two projects have in common: the standard indicator, or the finding
    without its result area. `level`: the confidence in it, by the rule for one finding. `hidden`: its
    figure would tell of few people."""

    code: str
    id: str
    result: str
    name: dict[str, str]
    unit: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    target: float | None = None
    status: Status
    level: Level | None = None
    finding: str | None = None
    hidden: bool = False

    @model_validator(mode="after")
    def _hides(self) -> "SharedIndicator":
        if self.hidden and any(
            one is not None for one in (self.value, self.low, self.high, self.n)
        ):
            raise ValueError("un indicateur masqué ne porte pas de chiffre")
        return self


class SharedPart(_Model):
    """What one notebook hands over of it."""

    practices: tuple[SharedPractice, ...] = ()
    indicators: tuple[SharedIndicator, ...] = ()


class Shared(_Model):
    """The whole file. `regions`: the first-level areas of its communes (P-codes)."""

    project: str
    edition: Literal["interne", "publique"]
    name: dict[str, str]
    acronym: str
    organisation: str
    start: date
    end: date
    fictional: bool
    regions: tuple[str, ...]
    practices: tuple[SharedPractice, ...]
    indicators: tuple[SharedIndicator, ...]

    @model_validator(mode="after")
    def _public_is_discreet(self) -> "Shared":
        if self.edition == "publique" and any(one.transfer for one in self.practices):
            raise ValueError("les notes des pairs restent dans l’équipe")
        return self


def shared_practice(practice: Practice, inside: bool) -> SharedPractice:
    """What a report leaves of a practice; `inside`: for the team, with the scores of peers."""
    declared = practice.declared
    judged = judging(practice.findings)
    facts = [one.facts for one in practice.findings if one.kind == "atelier"]
    scored = [one for one in facts if "transfert_bas" in one]
    transfer = (
        Transfer(
            value=scored[0]["transfert"],
            low=scored[0]["transfert_bas"],
            high=scored[0]["transfert_haut"],
            n=int(scored[0]["pairs"]),
        )
        if scored and inside
        else None
    )
    return SharedPractice(
        code=declared.code,
        number=declared.numero,
        title=dict(declared.titre),
        activities=tuple(declared.activites),
        verdict=practice.verdict,
        level=practice.confidence.level,
        supporting=len(practice.supporting),
        contradicting=len(practice.contradicting),
        open=len(practice.open),
        kinds_for=tuple(sorted(kinds_on(judged, "soutient"))),
        kinds_against=tuple(sorted(kinds_on(judged, "contredit"))),
        transferable=min(one["transfert_bas"] for one in scored) > TRANSFERABLE if scored else None,
        transfer=transfer,
    )


def shared_indicator(
    row: Mapping[str, Any],
    estimate: Estimate | None,
    finding: Finding | None,
    *,
    inside: bool,
    hidden: bool,
    tells_n: bool,
) -> SharedIndicator | None:
    """What a report leaves of one row of the tracking table (measures.indicators.COLUMNS); None for one
    that nothing computes, which no other project can have in common.

    `estimate`: what was achieved; `finding`: the one that the row names. Not `inside` the team, a figure
    has the digits that the page writes, for more would give back its n; `hidden`: the page masks it;
    `tells_n`: False where n would tell of few people.
    """
    code = row["calcul"] or (row["constat"] and _AREA.sub("", row["constat"]))
    if not code:
        return None
    french, english = row["indicateur"] or row["id"], row["indicateur_en"]
    digits = 3 if row["unite"] in ("share", "difference_share") else 2

    def told(figure: float | None) -> float | None:
        if figure is None or hidden:
            return None
        return figure if inside else round(figure, digits)

    return SharedIndicator(
        code=code,
        id=row["id"],
        result=row["resultat"] or "",
        name={"fr": french, **({"en": english} if english else {})},
        unit=row["unite"],
        value=told(row["valeur"]),
        low=told(row["bas"]),
        high=told(row["haut"]),
        n=None if hidden or not tells_n else row["n"],
        target=row["cible"],
        status=row["statut"],
        level=_level(estimate, finding),
        finding=row["constat"],
        hidden=hidden,
    )


def _level(estimate: Estimate | None, finding: Finding | None) -> Level | None:
    """The confidence in a figure: that of its finding, else by the same rule, from its n."""
    if finding is not None:
        return finding.confidence
    if estimate is None or estimate.value is None:
        return None
    return Finding(
        id="",
        result="",
        criterion="efficacité",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="", values={}),
        estimate=estimate,
        sources=(),
    ).ruled
