"""What the field records: activities, conflicts, trainings, organisations, shows, incidents, survey."""

from datetime import datetime
from typing import ClassVar

import pandas as pd
from pandera.pandas import Field
from pandera.typing import Series

from lecons.store.schemas.shared import (
    AGES,
    CERCLE,
    PCODE,
    PRECISION,
    PRECISIONS,
    RECORDS,
    RESULT,
    SEXES,
    Table,
)


class Activities(Table):
    """une activité : une séance, une émission, un dialogue, une formation, un jour, en un lieu"""

    id: Series[str] = Field(unique=True, description="identifiant de la soumission")
    date: Series[datetime] = Field(description="jour de l’activité")
    precision_date: Series[str] = Field(isin=PRECISIONS, nullable=True, description=PRECISION)
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    resultat: Series[str] = Field(str_matches=RESULT, description="résultat visé (R1, R2, R3)")
    type: Series[str] = Field(
        isin=[
            "seance_animation",
            "emission_radio",
            "espace_dialogue",
            "session_mediation",
            "formation",
            "reunion",
        ],
        description="type d’activité",
    )
    theme: Series[str] = Field(nullable=True, description="thème traité")
    hommes: Series[pd.Int64Dtype] = Field(
        ge=0,
        le=2000,
        nullable=True,
        description="participations d’hommes (présences, non personnes)",
    )
    femmes: Series[pd.Int64Dtype] = Field(
        ge=0, le=2000, nullable=True, description="participations de femmes (présences)"
    )
    jeunes: Series[pd.Int64Dtype] = Field(
        ge=0, le=2000, nullable=True, description="dont jeunes de 18 à 35 ans, des deux sexes"
    )
    participants: Series[pd.Int64Dtype] = Field(
        ge=0, le=4000, nullable=True, description="total des présents, s’il est noté à part"
    )
    acteurs: Series[str] = Field(
        nullable=True, description="acteurs présents, séparés d’une espace"
    )
    duree_min: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="durée en minutes")
    cout_fcfa: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="coût direct en FCFA")
    difficultes: Series[str] = Field(nullable=True, description="difficultés notées par l’agent")
    reussites: Series[str] = Field(nullable=True, description="réussites notées par l’agent")
    soumis_le: Series[datetime] = Field(nullable=True, description="jour de l’envoi de la fiche")
    agent: Series[str] = Field(nullable=True, description="qui a envoyé la fiche (édition interne)")


class Cases(Table):
    """un cas de conflit porté à la connaissance du projet"""

    id: Series[str] = Field(unique=True, description="identifiant du cas")
    id_activite: Series[str] = Field(description="session de médiation où le cas est enregistré")
    date_signalement: Series[datetime] = Field(description="jour du signalement")
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    type_conflit: Series[str] = Field(
        isin=["eau", "terre", "paturage", "chefferie", "dette", "famille", "vol"],
        description="objet du conflit",
    )
    parties: Series[pd.Int64Dtype] = Field(ge=2, nullable=True, description="nombre de parties")
    violence: Series[str] = Field(isin=["oui", "non"], nullable=True, description="violence avant")
    issue: Series[str] = Field(
        isin=["regle", "en_cours", "echec", "sans_mediation"],
        description="issue à la dernière nouvelle",
    )
    date_issue: Series[datetime] = Field(
        nullable=True, description="jour du règlement ou de l’échec"
    )
    suivi_3_mois: Series[str] = Field(
        isin=["respecte", "rompu"],
        nullable=True,
        description="accord à 3 mois ; vide : pas de suivi",
    )
    suivi_6_mois: Series[str] = Field(
        isin=["respecte", "rompu"],
        nullable=True,
        description="accord à 6 mois ; vide : pas de suivi",
    )
    mediatrices: Series[pd.Int64Dtype] = Field(
        ge=0, nullable=True, description="femmes médiatrices"
    )
    mediateurs: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="hommes médiateurs")
    jeunes_mediateurs: Series[pd.Int64Dtype] = Field(
        ge=0, nullable=True, description="dont jeunes de 18 à 35 ans"
    )
    revient_de: Series[str] = Field(
        nullable=True, description="cas déjà enregistré dont le conflit est revenu"
    )


class Followups(Table):
    """une visite de suivi d’un accord, à 3 ou à 6 mois"""

    id: Series[str] = Field(unique=True, description="identifiant de la soumission")
    id_cas: Series[str] = Field(description="le cas suivi")
    date: Series[datetime] = Field(
        description="jour de la visite",
        metadata={"hors_periode": True},  # an agreement is followed up after the project as well
    )
    echeance: Series[str] = Field(isin=["3", "6"], description="échéance, en mois")
    etat: Series[str] = Field(isin=["respecte", "rompu"], description="état de l’accord")
    note: Series[str] = Field(nullable=True, description="ce que disent les parties")


class Trainees(Table):
    """une personne à une formation"""

    id: Series[str] = Field(unique=True, description="identifiant de la ligne")
    id_activite: Series[str] = Field(description="la formation")
    id_personne: Series[str] = Field(description="pseudonyme de la personne")
    organisation: Series[str] = Field(nullable=True, description="code de l’organisation")
    sexe: Series[str] = Field(isin=SEXES, nullable=True, description="F ou H")
    age: Series[pd.Int64Dtype] = Field(ge=15, le=99, nullable=True, description="âge en années")
    score_avant: Series[float] = Field(ge=0, le=20, nullable=True, description="note avant, sur 20")
    score_apres: Series[float] = Field(ge=0, le=20, nullable=True, description="note après, sur 20")
    score_6_mois: Series[float] = Field(
        ge=0, le=20, nullable=True, description="note à six mois, sur 20 ; vide : non revue"
    )


class Organisations(Table):
    """une organisation dans un domaine, à une évaluation"""

    id: Series[str] = Field(description="code de l’organisation")
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    type: Series[str] = Field(description="type d’organisation")
    vague: Series[str] = Field(isin=["reference", "finale"], description="évaluation")
    date: Series[datetime] = Field(description="jour de l’évaluation")
    domaine: Series[str] = Field(description="domaine de capacité")
    score: Series[float] = Field(ge=1, le=5, nullable=True, description="note de 1 à 5")
    femmes_bureau: Series[pd.Int64Dtype] = Field(
        ge=0, nullable=True, description="femmes au bureau"
    )
    jeunes_bureau: Series[pd.Int64Dtype] = Field(
        ge=0, nullable=True, description="jeunes au bureau"
    )
    taille_bureau: Series[pd.Int64Dtype] = Field(
        ge=0, nullable=True, description="membres du bureau"
    )

    class Config:
        unique: ClassVar = ["id", "vague", "domaine"]


class Broadcasts(Table):
    """une émission de radio"""

    id: Series[str] = Field(unique=True, description="identifiant de la soumission")
    date: Series[datetime] = Field(description="jour de diffusion")
    precision_date: Series[str] = Field(isin=PRECISIONS, nullable=True, description=PRECISION)
    radio: Series[str] = Field(description="nom de la radio")
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    langue: Series[str] = Field(nullable=True, description="langue de l’émission")
    theme: Series[str] = Field(nullable=True, description="thème")
    duree_min: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="durée en minutes")
    appels: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="appels d’auditeurs")


class Incidents(Table):
    """un incident violent, noté par le projet ou par un observatoire (ACLED, UCDP-GED)"""

    id: Series[str] = Field(unique=True, description="identifiant de la ligne")
    date: Series[datetime] = Field(
        description="jour de l’incident",
        metadata={"hors_periode": True},  # what came before the project is what it is compared with
    )
    precision_date: Series[str] = Field(isin=PRECISIONS, nullable=True, description=PRECISION)
    commune: Series[str] = Field(
        str_matches=PCODE, nullable=True, description="P-code de la commune ; vide : cercle seul"
    )
    cercle: Series[str] = Field(str_matches=CERCLE, description="P-code du cercle")
    type: Series[str] = Field(description="type d’incident")
    morts: Series[pd.Int64Dtype] = Field(ge=0, nullable=True, description="morts rapportés")
    source: Series[str] = Field(nullable=True, description="qui a rapporté l’incident")
    releve: Series[str] = Field(
        isin=RECORDS, nullable=True, description="qui tient le relevé ; vide : le projet"
    )


class Survey(Table):
    """une personne interrogée à une vague de l’enquête"""

    id: Series[str] = Field(unique=True, description="identifiant de la soumission")
    vague: Series[str] = Field(isin=["reference", "finale"], description="vague de l’enquête")
    date: Series[datetime] = Field(description="jour de l’entretien")
    commune: Series[str] = Field(str_matches=PCODE, description="P-code de la commune")
    sexe: Series[str] = Field(isin=SEXES, nullable=True, description="F ou H")
    tranche_age: Series[str] = Field(isin=AGES, nullable=True, description="tranche d’âge")
    exposition: Series[str] = Field(
        isin=["aucune", "animation", "radio", "dialogue"],
        nullable=True,
        description="activité principale suivie (vague finale)",
    )
    q1: Series[float] = Field(
        ge=1, le=5, nullable=True, description="confiance aux autres communautés"
    )
    q2: Series[float] = Field(ge=1, le=5, nullable=True, description="échanges entre communautés")
    q3: Series[float] = Field(
        ge=1, le=5, nullable=True, description="recours au dialogue en cas de litige"
    )
    q4: Series[float] = Field(
        ge=1, le=5, nullable=True, description="place des femmes dans les décisions"
    )
    q5: Series[float] = Field(
        ge=1, le=5, nullable=True, description="place des jeunes dans les décisions"
    )
    q6: Series[float] = Field(ge=1, le=5, nullable=True, description="sécurité ressentie au marché")
    poids: Series[float] = Field(gt=0, nullable=True, description="poids de sondage")
