"""What did not come in: each row with its place, its reason and what to do; and the account."""

from dataclasses import dataclass, field

import pandas as pd

# machine-readable reason → what the analyst reads
REASONS = {
    "commune_inconnue": "commune inconnue",
    "commune_hors_projet": "commune hors du projet",
    "date_illisible": "date illisible",
    "date_hors_periode": "date hors de la période du projet",
    "nombre_illisible": "nombre illisible",
    "valeur_hors_liste": "valeur hors de la liste",
    "valeur_impossible": "valeur impossible",
    "valeur_absente": "valeur obligatoire absente",
    "identifiant_double": "même identifiant, contenu différent",
    "doublon_probable": "doublon probable, à trancher",
    "reference_absente": "ligne liée absente ou en quarantaine",
    "orphelin": "ligne d’un groupe dont la fiche manque",
    "choix_indistincts": "choix impossibles à distinguer",
    "cellule_coupee": "cellule coupée par Excel",
    "formule_en_erreur": "formule sans résultat",
    "ligne_decalee": "cellules au-delà de l’en-tête",
    "passage_introuvable": "passage introuvable dans le témoignage",
    "parent_absent": "code parent absent du livre de codes",
    "action_illisible": "action du journal illisible",
    "changement_illisible": "changement du livre de codes illisible",
    # in the projects of analysis tools
    "passage_hors_texte": "passage hors du texte",
    "citation_introuvable": "citation introuvable dans le texte, ou en plusieurs endroits",
    "texte_absent": "texte de la source absent ou illisible",
    "identifiant_mal_forme": "identifiant absent ou mal formé",
    "renvoi_ambigu": "renvoi à un identifiant que deux éléments portent",
    "code_en_cercle": "code rangé sous lui-même",
}
# what becomes of the row
OUT, KEPT = "ligne en quarantaine", "ligne gardée, cellule vidée"

COLUMNS = [
    "fichier",
    "feuille",
    "ligne",
    "colonne",
    "trouvé",
    "attendu",
    "raison",
    "suite",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one cell. A mild one empties its cell and keeps its row."""

    row: int
    column: str
    found: str
    reason: str
    expected: str
    mild: bool = False


@dataclass
class Account:
    """The balance of one sheet: every row read is kept, quarantined or set aside."""

    file: str
    sheet: str
    table: str
    read: int = 0
    kept: int = 0
    quarantined: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)

    @property
    def aside(self) -> int:
        return sum(self.set_aside.values())

    @property
    def balances(self) -> bool:
        return self.read == self.kept + self.quarantined + self.aside


def fault_row(file: str, sheet: str, line: int, reason: str, expected: str) -> pd.DataFrame:
    """A line that is no row of any table, in the columns of the quarantine."""
    row = (file, sheet, line, "", "", expected, REASONS[reason], OUT)
    return pd.DataFrame([row], columns=COLUMNS)
