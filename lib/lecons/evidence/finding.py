"""A finding: one statement that the evidence carries, with its estimate and its sources."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from lecons.errors import ReportError
from lecons.estimates import Estimate
from lecons.evidence.rows import Source as Source
from lecons.evidence.rows import together
from lecons.language import Language

Criterion = Literal["pertinence", "cohérence", "efficacité", "efficience", "impact", "durabilité"]
Kind = Literal["mesure", "témoignage", "note", "atelier"]
Bears = Literal["soutient", "contredit", "sans effet visible", "partagé"]
Polarity = Literal["force", "amélioration", "neutre"]
Level = Literal["élevée", "modérée", "faible", "très faible"]
LEVELS: tuple[Level, ...] = ("très faible", "faible", "modérée", "élevée")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Statement(_Model):
    """A catalogue key and its values, so that a finding reads in every language."""

    key: str
    values: dict[str, Any]

    @field_validator("values")
    @classmethod
    def _plain(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name, value in values.items():
            if not isinstance(value, str | int | float | dict | None):
                raise ValueError(f"la valeur {name} n’est pas un scalaire JSON")
        return values

    def text(self, language: Language) -> str:
        """The sentence in a language."""
        return language.t(self.key, **self.values)


class Anchor(_Model):
    """Where the reader sees the finding: the notebook's run and the id of the finding's mark."""

    notebook: str
    cell: str


class Judgement(_Model):
    """The confidence that a person has in one finding, otherwise than by the rule: who, when, why."""

    level: Level
    author: str
    day: str
    reason: str


class Finding(_Model):
    """One finding, as written to `constats/` by a notebook and read by the synthesis.

    `practice` and `bears` tell on which declared practice it bears, and which way: `soutient`,
    `contredit`, or, when the interval leaves both open, `sans effet visible` (a measure) or `partagé`
    (opinions and scores). `brief` is its figures in a
    clause, for a summary. `stale`: some of its rows are no longer in the tables; it is shown as such
    and weighs no more. `judgement`: what a person says of its confidence. `level`: the confidence by the
    rule, in a file that leaves the team and may not tell the n that it follows from; `masque`: there,
    its figures would tell of few people, and its estimate is left out.
    """

    id: str
    result: str
    criterion: Criterion
    kind: Kind
    polarity: Polarity
    statement: Statement
    estimate: Estimate | None = None
    sources: tuple[Source, ...]
    anchor: Anchor | None = None
    practice: str | None = None
    bears: Bears | None = None
    facts: dict[str, float] = {}
    brief: Statement | None = None
    stale: bool = False
    judgement: Judgement | None = None
    level: Level | None = None
    masque: bool = False

    @property
    def describes(self) -> bool:
        """True for what tells about the evidence (who speaks of what, were enough heard, how alike
        people code) and takes no side on what the project did: a fact `descriptif`."""
        return bool(self.facts.get("descriptif", 0))

    @property
    def n(self) -> int:
        """The number of units behind the finding."""
        if self.estimate is not None:
            return self.estimate.n
        return together(self.sources)

    @property
    def confidence(self) -> Level:
        """How far one finding alone can be relied on: as a person judged, else by the rule."""
        return self.judgement.level if self.judgement else self.ruled

    @property
    def ruled(self) -> Level:
        """The rule: by its n, and never high on one source. A fact `fragile` takes off as many steps:
        a weak design, or a scale that does not hold together."""
        if self.level is not None:
            return self.level
        step = 0 if self.n < 10 else 1 if self.n < 30 else 2
        return LEVELS[max(0, step - int(self.facts.get("fragile", 0)))]


def check_sources(finding: Finding) -> Finding:
    """Refuse a finding that rests on nothing."""
    if not any(source.n for source in finding.sources):
        raise ReportError(
            f"Le constat {finding.id} ne repose sur aucune ligne.",
            "Un constat sans source n’est pas publié : vérifiez la table dont il part.",
        )
    return finding
