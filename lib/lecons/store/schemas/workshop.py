"""What is said and scored at the workshop."""

from typing import ClassVar

import pandas as pd
from pandera.pandas import Field
from pandera.typing import Series

from lecons.store.schemas.shared import AGES, CONSENTS, REGIONS, SEXES, Table


class Contributions(Table):
    """ce qui fut dit à l’atelier"""

    id: Series[str] = Field(unique=True, description="identifiant de la contribution")
    seance: Series[str] = Field(
        isin=["projection", "communication", "expose", "debat", "synthese"], description="séance"
    )
    region: Series[str] = Field(isin=REGIONS, description="région du participant")
    categorie: Series[str] = Field(description="catégorie du participant")
    objectif: Series[str] = Field(description="résultat discuté, ou transversal")
    nature: Series[str] = Field(
        isin=["force", "amelioration", "difficulte", "contournement", "recommandation"],
        description="nature ; contournement : comment une difficulté a été contournée",
    )
    pratique: Series[str] = Field(nullable=True, description="pratique dont il est question")
    sens: Series[str] = Field(
        isin=["favorable", "reserve"], nullable=True, description="avis sur la pratique"
    )
    texte: Series[str] = Field(nullable=True, description="ce qui fut dit")
    texte_public: Series[str] = Field(
        nullable=True,
        description="ce qui fut dit, pseudonymisé et relu par une personne : le seul texte que "
        "l’édition publique cite",
    )
    consentement: Series[str] = Field(isin=CONSENTS, description="ce que la personne permet")


class Appraisals(Table):
    """la note d’un participant de l’atelier à une pratique"""

    id_participant: Series[str] = Field(description="numéro du participant")
    region: Series[str] = Field(isin=REGIONS, description="région du participant")
    categorie: Series[str] = Field(description="catégorie du participant")
    sexe: Series[str] = Field(isin=SEXES, nullable=True, description="F ou H")
    tranche_age: Series[str] = Field(isin=AGES, nullable=True, description="tranche d’âge")
    pratique: Series[str] = Field(description="pratique notée")
    pertinence: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    efficacite: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    inclusion: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    durabilite: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    transferabilite: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    condition: Series[str] = Field(nullable=True, description="condition pour réussir ailleurs")

    class Config:
        unique: ClassVar = ["id_participant", "pratique"]


class Priorities(Table):
    """la note d’un participant de l’atelier à une recommandation"""

    id_participant: Series[str] = Field(description="numéro du participant")
    region: Series[str] = Field(isin=REGIONS, description="région du participant")
    categorie: Series[str] = Field(description="catégorie du participant")
    recommandation: Series[str] = Field(description="recommandation notée")
    importance: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")
    faisabilite: Series[pd.Int64Dtype] = Field(ge=1, le=5, nullable=True, description="1 à 5")

    class Config:
        unique: ClassVar = ["id_participant", "recommandation"]
