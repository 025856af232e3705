"""What a person writes in projet.yaml, checked: the models of its keys."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_LANGUAGE = re.compile("[a-z]{2}")


def _has_french(texts: dict[str, str]) -> dict[str, str]:
    if not texts.get("fr"):
        raise ValueError("texte français (fr) absent")
    if strange := [code for code in texts if not _LANGUAGE.fullmatch(code)]:
        raise ValueError(f"« {strange[0][:20]} » trouvé, le code d’une langue attendu (fr, en)")
    return texts


Texts = Annotated[dict[str, str], AfterValidator(_has_french)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ResultArea(_Strict):
    """A result area, in the words of the terms of reference."""

    code: str = Field(pattern=r"^R\d+$")
    titre: Texts
    enonce: Texts
    analyses: list[Literal["mediation", "violence", "capacites", "cohesion"]] = []


class Commune(_Strict):
    """A commune of the project: its P-code and the name that its people write."""

    pcode: str = Field(pattern=r"^ML\d{6}$")
    nom: str


class DeclaredPractice(_Strict):
    """A practice that the report weighs: its code in the codebook, where its figures are, the types of
    activity that carry it out, and what its sheet says of it."""

    code: str
    numero: str = Field(pattern=r"^BP-[1-9][0-9]{0,3}$")
    titre: Texts
    resultat: str
    mesures: list[str] = []
    activites: list[str] = []
    pour_qui: Texts | None = None
    conditions: Texts | None = None
    contexte: Texts | None = None
    acteurs: Texts | None = None
    etapes: list[Texts] = []
    facteurs: Texts | None = None
    durabilite: Texts | None = None


class DeclaredRecommendation(_Strict):
    """A recommendation proposed by the workshop: who should do what by when, about a practice.

    `constats` names the findings that it rests on; without it, those of its practice.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,20}$")
    texte: Texts
    qui: Texts
    quand: Texts
    pratique: str
    constats: list[str] = []


class AgendaItem(_Strict):
    """One point of the workshop's agenda."""

    heure: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    titre: Texts
    conduit_par: Texts | None = None


class DiscussionGroup(_Strict):
    """A group that discusses some practices at the workshop; no practice named: all of them."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    titre: Texts
    pratiques: list[str] = []
    questions: list[Texts] = []


class DeclaredWorkshop(_Strict):
    """The workshop: when, where, its agenda and its discussion groups."""

    date: date
    lieu: Texts | None = None
    ordre_du_jour: list[AgendaItem] = []
    groupes: list[DiscussionGroup] = []


def _day_alone(value: object) -> object:
    return {"date": value} if isinstance(value, date | str) else value


class ConfidenceRules(_Strict):
    """The thresholds of the rules that set the confidence in a practice (evidence.confidence)."""

    personnes: int = Field(default=15, ge=10)
    communes: int = Field(default=5, ge=1)
    cercles: int = Field(default=2, ge=1)
    chaque_sexe: int = Field(default=3, ge=0)
    effectif: int = Field(default=30, ge=10)
    alpha: float = Field(default=0.667, ge=0.5, le=1)
    manquants: float = Field(default=0.20, gt=0, le=1)
    minorite_mineure: float = Field(default=0.10, ge=0, le=0.5)
    minorite_moderee: float = Field(default=0.25, ge=0, le=0.5)

    @model_validator(mode="after")
    def _in_order(self) -> "ConfidenceRules":
        if self.minorite_mineure > self.minorite_moderee:
            raise ValueError("minorite_mineure dépasse minorite_moderee")
        return self


class RankingWeights(_Strict):
    """What each kind of source weighs in the ranking of practices (evidence.ranking)."""

    mesures: float = Field(default=1.0, ge=0, le=100)
    temoignages: float = Field(default=1.0, ge=0, le=100)
    atelier: float = Field(default=1.0, ge=0, le=100)

    @model_validator(mode="after")
    def _something_counts(self) -> "RankingWeights":
        if not self.mesures + self.temoignages + self.atelier:
            raise ValueError("un poids au moins doit dépasser zéro")
        return self


class Disclosure(_Strict):
    """What an edition may tell of people (lecons.privacy). A count under `seuil_publique` is not told
    outside the team; inside it, everything is, unless `seuil_interne` says otherwise.
    `publier_sans_relecture`: the public edition may quote passages made pseudonymous by lecons alone,
    that nobody has read again."""

    seuil_publique: int = Field(default=5, ge=2, le=100)
    seuil_interne: int | None = Field(default=None, ge=2, le=100)
    publier_sans_relecture: bool = False


class SheetMapping(_Strict):
    """How one sheet of an export becomes one table.

    A source is a column of the file, `parent.` and a column of the row that a repeat group stands
    in, `@feuille` (the name of the sheet), `@fichier`, or `@ligne` (file, sheet and row: a name for the
    rows of a register that numbers none). `feuille` may hold * (a sheet a commune).
    """

    feuille: str | None = None
    table: str
    colonnes: dict[str, str] = {}
    valeurs: dict[str, dict[str, str]] = {}
    constantes: dict[str, str] = {}
    parent: str | None = None
    ecarter: dict[str, str | list[str]] = {}
    entete: int | list[int] | None = None
    repeter: list[str] = []
    dates: Literal["jma", "mja"] = "jma"

    @property
    def header_rows(self) -> tuple[int, ...]:
        if self.entete is None:
            return ()
        return (self.entete,) if isinstance(self.entete, int) else tuple(self.entete)


class FileMapping(_Strict):
    """How one file of the project becomes tables. `fichier` may hold * (exports that pile up, read in
    the order of their names); `formulaire` is one of ours, by name, or an XLSForm of the project,
    the latest version last. `forme: qda` is a project or a codebook of an analysis tool,
    `forme: atelier` the workbook of `lecons atelier preparer`: neither needs a mapping."""

    fichier: str
    forme: Literal["kobo", "excel", "csv", "qda", "atelier"] = "kobo"
    formulaire: str | list[str] | None = None
    feuilles: list[SheetMapping] = []

    @property
    def forms(self) -> list[str]:
        if self.formulaire is None:
            return []
        return [self.formulaire] if isinstance(self.formulaire, str) else self.formulaire

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "FileMapping":
        mapped = self.forme in ("qda", "atelier")
        if not self.feuilles and not self.formulaire and not mapped:
            raise ValueError("feuilles ou formulaire attendu")
        return self


class ProjectFile(_Strict):
    """All that projet.yaml says."""

    code: str = Field(pattern=r"^[a-z0-9-]+$")
    donnees_fictives: bool
    nom: Texts
    sigle: str
    organisation: str
    partenaires: list[str]
    subvention: str = ""
    budget_usd: int | None = None
    debut: date
    fin: date
    atelier: Annotated[DeclaredWorkshop | None, BeforeValidator(_day_alone)] = None
    resultats: list[ResultArea] = Field(min_length=1)
    communes: list[Commune] = Field(min_length=1)
    acteurs: dict[str, Texts] = {}
    radios: list[str] = []
    pratiques: list[DeclaredPractice] = []
    recommandations: list[DeclaredRecommendation] = []
    confiance: ConfidenceRules = ConfidenceRules()
    classement: RankingWeights = RankingWeights()
    divulgation: Disclosure = Disclosure()
    imports: list[FileMapping] = []

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> "ProjectFile":
        if self.debut > self.fin:
            raise ValueError(f"debut ({self.debut}) est après fin ({self.fin})")
        return self

    @model_validator(mode="after")
    def _names_once(self) -> "ProjectFile":
        named = {
            "resultats, code": [one.code for one in self.resultats],
            "pratiques, code": [one.code for one in self.pratiques],
            "pratiques, numero": [one.numero for one in self.pratiques],
            # a finding bears on one practice
            "pratiques, mesures": [name for one in self.pratiques for name in one.mesures],
            "recommandations, id": [one.id for one in self.recommandations],
        }
        for key, names in named.items():
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{key} : « {twice[0]} » est écrit deux fois")
        return self
