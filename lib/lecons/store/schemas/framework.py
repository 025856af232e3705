"""What the project promised: its results framework."""

from pandera.pandas import Field
from pandera.typing import Series

from lecons.store.schemas.shared import RESULT, Table


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
