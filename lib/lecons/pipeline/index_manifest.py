"""What the index page reads of a manifest, checked: a report made by another version, or by hand, stands
there as well."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from lecons.evidence.names import MANIFEST
from lecons.report.index_page import Fault

AGAIN = "Relancez la même commande « lecons produire » : un rapport entier prendra sa place."


class Asked(BaseModel):
    resultat: str | None = None
    debut: date | None = None
    fin: date | None = None


class Subject(BaseModel):
    nom: str
    sigle: str = ""
    debut: date
    fin: date
    fictif: bool = False


class Changes(BaseModel):
    nouveaux: int
    changes: int
    disparus: int
    depuis: date | None = None


class Run(BaseModel):
    run: str
    echec: str | None = None


class Manifest(BaseModel):
    """Of a manifest, what the index tells; all but what the report was asked for may be missing."""

    parametres: Asked
    etabli_le: date | None = None
    sujet: Subject | None = None
    changements: Changes | None = None
    carnets: list[Run] = []
    fichiers_a_reprendre: dict[str, str] = {}


def read_told(place: Path) -> Manifest | Fault:
    """The manifest of a report, or what is to be told of it."""
    try:
        return Manifest.model_validate_json((place / MANIFEST).read_bytes())
    except FileNotFoundError:
        told = f"{MANIFEST} manque : on ne sait ni quand ce rapport a été fait, ni de quoi."
    except (OSError, ValidationError):
        told = f"{MANIFEST} ne se lit pas : il est abîmé, ou d’une autre version de lecons."
    return Fault("inconnu", (told,), "", "", AGAIN)
