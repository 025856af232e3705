"""The tables: one pandera model each. The checks and the data dictionary both come from here.

Column names are French because analysts read them. Every stored table also carries `SOURCE_COLUMNS`,
which lead each record back to the cell it came from.
"""

from datetime import datetime
from typing import ClassVar

import pandas as pd
from pandera.pandas import DataFrameModel, Field
from pandera.typing import Series

RESULT = r"^R\d+(?: R\d+)*$"
PCODE = r"^ML\d{6}$"
CERCLE = r"^ML\d{4}$"
SEXES = ["F", "H"]
AGES = ["18-35", "36-59", "60+"]
REGIONS = ["tombouctou", "gao", "kidal", "national"]
CONSENTS = ["aucun", "interne", "citation_anonyme", "citation_nominative"]
# a date written without its day (« mars 2018 ») stands at the first of the month, and says so here
PRECISIONS = ["jour", "mois"]
RECORDS = ["projet", "acled", "ucdp"]
PRECISION = "jour, ou mois quand le jour n’est pas noté (la date est alors le 1er)"


class Table(DataFrameModel):
    """What all tables share: values are coerced to their type, columns not named are dropped."""

    class Config:
        coerce = True
        strict = "filter"


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


class Framework(Table):
    """un indicateur du cadre de résultats"""

    id: Series[str] = Field(unique=True, description="identifiant de l’indicateur")
    resultat: Series[str] = Field(str_matches=RESULT, description="résultat")
    indicateur: Series[str] = Field(description="ce que l’indicateur mesure")
    indicateur_en: Series[str] = Field(nullable=True, description="le même, en anglais")
    calcul: Series[str] = Field(
        nullable=True, description="indicateur standard de lecons, qui le calcule"
    )
    constat: Series[str] = Field(nullable=True, description="constat qui le mesure, sinon")
    sens: Series[str] = Field(
        isin=["hausse", "baisse"], nullable=True, description="progrès attendu ; vide : hausse"
    )
    reference: Series[float] = Field(nullable=True, description="valeur au départ")
    cible: Series[float] = Field(nullable=True, description="valeur visée")
    source: Series[str] = Field(description="d’où viennent la référence et la cible")


TABLES: dict[str, type[Table]] = {
    "activites": Activities,
    "cas": Cases,
    "suivis": Followups,
    "formations": Trainees,
    "organisations": Organisations,
    "emissions": Broadcasts,
    "incidents": Incidents,
    "enquete": Survey,
    "temoignages": Testimonies,
    "retraits": Withdrawals,
    "segments": Segments,
    "lectures": Readings,
    "contributions": Contributions,
    "appreciations": Appraisals,
    "priorites": Priorities,
    "livre_de_codes": Codebook,
    "cadre": Framework,
}
