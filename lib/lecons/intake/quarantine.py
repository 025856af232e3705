"""What did not come in: each row with its place, its reason and what to do; and the account."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill

QUARANTINE_FILE = "quarantaine.xlsx"

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
    "reference_absente": "ligne liée absente ou en quarantaine",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell."""

    row: int
    column: str
    found: str
    reason: str
    expected: str


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
    def balances(self) -> bool:
        return self.read == self.kept + self.quarantined + sum(self.set_aside.values())


def neutral(text: str) -> str:
    """A cell that a spreadsheet can hold and will not run as a formula (OWASP, CSV injection)."""
    text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


COLUMNS = ["fichier", "feuille", "ligne", "colonne", "trouvé", "attendu", "raison"]


def write_quarantine(folder: Path, faults: pd.DataFrame) -> Path:
    """Write the faults (columns COLUMNS) as a workbook to correct from, in one move."""
    folder.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "À corriger"
    sheet.append(COLUMNS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
    for row in faults[COLUMNS].itertuples(index=False):
        sheet.append([value if isinstance(value, int) else neutral(str(value)) for value in row])
    for letter, width in zip("ABCDEFG", (28, 20, 8, 24, 30, 60, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    path = folder / QUARANTINE_FILE
    draft = path.with_name(f"{path.name}.part")
    book.save(draft)
    os.replace(draft, path)
    return path
