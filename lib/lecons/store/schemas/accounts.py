"""What people tell, and how it is read: testimonies, withdrawals, codebook, coded passages."""

from datetime import datetime
from typing import ClassVar

from pandera.pandas import Field
from pandera.typing import Series

from lecons.store.schemas.shared import (
    AGES,
    CONSENTS,
    PCODE,
    PRECISION,
    PRECISIONS,
    RESULT,
    SEXES,
    Table,
)


class Testimonies(Table):
    """le récit d’une personne, avec ce qu’elle a consenti"""

    id: Series[str] = Field(unique=True, description="identifiant du témoignage")
    date: Series[datetime] = Field(description="jour du recueil")
    precision_date: Series[str] = Field(isin=PRECISIONS, nullable=True, description=PRECISION)
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    resultat: Series[str] = Field(
        str_matches=RESULT, description="résultat(s), séparés d’une espace"
    )
    acteur: Series[str] = Field(description="groupe d’acteurs de la personne")
    sexe: Series[str] = Field(isin=SEXES, nullable=True, description="F ou H")
    tranche_age: Series[str] = Field(isin=AGES, nullable=True, description="tranche d’âge")
    langue_origine: Series[str] = Field(nullable=True, description="langue de l’entretien")
    texte: Series[str] = Field(nullable=True, description="le récit, en français")
    consentement: Series[str] = Field(isin=CONSENTS, description="ce que la personne permet")
    retrait_le: Series[datetime] = Field(
        nullable=True, description="jour du retrait ; vide : aucun"
    )


class Withdrawals(Table):
    """une personne qui retire son témoignage"""

    id: Series[str] = Field(unique=True, description="identifiant de la soumission")
    id_temoignage: Series[str] = Field(description="numéro du témoignage, sur la carte remise")
    date: Series[datetime] = Field(
        nullable=True,
        description="jour de la demande",
        metadata={"hors_periode": True},  # a person may withdraw long after the project
    )


class Segments(Table):
    """un passage codé d’un témoignage"""

    id: Series[str] = Field(unique=True, description="identifiant du segment")
    id_temoignage: Series[str] = Field(description="le témoignage")
    debut: Series[int] = Field(ge=0, description="premier caractère (points de code, depuis 0)")
    fin: Series[int] = Field(ge=1, description="fin exclue")
    code: Series[str] = Field(description="code du livre de codes")
    codeur: Series[str] = Field(description="qui a codé")
    date: Series[datetime] = Field(
        nullable=True,
        description="jour du codage",
        metadata={"hors_periode": True},  # passages are coded after the project as well
    )
    statut: Series[str] = Field(isin=["valide", "propose"], description="valide ou proposé")
    memo: Series[str] = Field(nullable=True, description="note du codeur")
    extrait_public: Series[str] = Field(
        nullable=True,
        description="passage pseudonymisé et relu par une personne : le seul que l’édition publique cite",
    )


class Readings(Table):
    """un témoignage qu’un codeur a lu jusqu’au bout"""

    id_temoignage: Series[str] = Field(description="le témoignage")
    codeur: Series[str] = Field(description="qui l’a lu")
    date: Series[datetime] = Field(
        nullable=True,
        description="jour où la lecture fut finie",
        metadata={"hors_periode": True},  # passages are coded after the project as well
    )

    class Config:
        unique: ClassVar = ["id_temoignage", "codeur"]


class Codebook(Table):
    """un code du livre de codes"""

    code: Series[str] = Field(unique=True, description="le code, en minuscules")
    libelle_fr: Series[str] = Field(description="libellé français")
    libelle_en: Series[str] = Field(
        nullable=True, description="libellé anglais ; vide : le libellé français"
    )
    famille: Series[str] = Field(
        isin=["pratique", "theme", "difficulte", "condition", "polarite"], description="famille"
    )
    parent: Series[str] = Field(nullable=True, description="code dont il est une part")
    resultat: Series[str] = Field(nullable=True, description="résultat dont le code relève")
    definition: Series[str] = Field(nullable=True, description="ce que le code veut dire")
    inclusion: Series[str] = Field(nullable=True, description="quand l’employer")
    exclusion: Series[str] = Field(nullable=True, description="quand ne pas l’employer")
    exemple: Series[str] = Field(nullable=True, description="un passage typique, sans nom")
