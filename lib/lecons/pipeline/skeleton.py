"""A new project folder, ready to be filled in."""

from pathlib import Path

from lecons.errors import ProjectError

_PROJECT = """\
# Remplissez les lignes ci-dessous ; data/3p-amss/projet.yaml est un modèle complet.
code: {code}
donnees_fictives: false
nom:
  fr: Nom du projet à écrire
organisation: Organisation à écrire
sigle: SIGLE
partenaires: []
debut: 2019-01-01
fin: 2020-12-31

resultats:
  - code: R1
    titre: {{fr: Titre du résultat 1}}
    enonce: {{fr: Énoncé du résultat 1}}
    # mesures à faire pour ce résultat, parmi : mediation, violence, capacites, cohesion
    analyses: []

# codes dans data/reference/communes.csv
communes:
  - {{pcode: ML070101, nom: À vérifier}}

# groupes de personnes entendues et radios partenaires : les formulaires les proposent
acteurs: {{}}
#  femme_leader: {{fr: femme leader, en: woman leader}}
radios: []

# pratiques à peser et recommandations : voir le modèle
pratiques: []
recommandations: []

# un bloc par fichier. Export d’un de nos formulaires (data/formulaires) : une ligne suffit, par exemple
#   - {{fichier: "brut/activites_*.xlsx", formulaire: activite}}
# Autre fichier : « lecons importer {folder} --proposer brut/fichier.xlsx » écrit un bloc à relire et à
# coller ici (les tables et leurs colonnes : data/README.md)
imports: []
"""
_CODEBOOK = (
    "code,libelle_fr,libelle_en,famille,parent,resultat,definition,inclusion,exclusion,exemple\n"
)
_FRAMEWORK = "id,resultat,indicateur,indicateur_en,calcul,constat,sens,reference,cible,source\n"
_JUDGEMENTS = "pratique,constat,composante,niveau,auteur,date,raison\n"


def new_project(folder: Path) -> list[Path]:
    """Create the folder of a project; raises ProjectError where something already stands there."""
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(
            f"Le dossier « {folder} » existe déjà et n’est pas vide.",
            "Choisissez un autre nom : rien n’a été écrit.",
        )
    code = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in folder.name.lower()
    )
    files = {
        "projet.yaml": _PROJECT.format(code=code, folder=folder.as_posix()),
        "cadre.csv": _FRAMEWORK,
        "jugements.csv": _JUDGEMENTS,
        "codage/livre_de_codes.csv": _CODEBOOK,
        "brut/LISEZMOI.txt": "Déposez ici les exports tels que reçus, sans les modifier.\n",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [folder / name for name in files]
