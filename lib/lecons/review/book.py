"""`prive/relecture.xlsx`: the queue as a workbook that a reader fills in.

What a reader must not change is grey and locked (without a password: it keeps from slips). The
columns « numéro », « place » and « empreinte » tell which words a row is about when it comes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lecons.books import as_written, put_text, save
from lecons.intake.reviewed import Key
from lecons.privacy.vault.private import OWNER_ONLY, private_folder
from lecons.project import Project
from lecons.review.outcome import kind_name
from lecons.review.queue import CONTRIBUTIONS, Passage, Queue
from lecons.review.refusal import ReviewError

FILE = "relecture.xlsx"
PASSAGES, MENTIONS, NAMES, README = "Passages", "Mentions", "Noms à ajouter", "Lisez-moi"
PUBLISH, ASIDE, ACCEPT, REJECT = "publier", "écarter", "accepter", "rejeter"
# (header, width, may be filled in)
PASSAGE_COLUMNS = (
    ("numéro", 16, False),
    ("source", 16, False),
    ("passage tel qu’il serait publié", 60, False),
    ("mentions", 12, False),
    ("décision", 12, True),
    ("texte corrigé", 50, True),
    ("à changer", 30, True),
    ("relu par", 16, True),
    ("relu le", 13, True),
    ("à revoir", 36, False),
    ("empreinte", 18, False),
    ("qui parle", 34, False),
)
MENTION_COLUMNS = (
    ("numéro de passage", 18, False),
    ("trouvé", 24, False),
    ("genre", 16, False),
    ("contexte", 70, False),
    ("remplacement proposé", 26, False),
    ("décision", 12, True),
    ("autre remplacement", 28, True),
    ("place", 8, False),
)
NAME_COLUMNS = (("nom", 40, True), ("ajouté par", 24, True))
_FREE_ROWS = 200
_HEAD = PatternFill("solid", fgColor="1F4E79")
_LOCKED = PatternFill("solid", fgColor="EDEFF1")
_WRONG = PatternFill("solid", fgColor="F8CBAD")
_LINE = Border(*(Side(style="thin", color="C6CDD4") for _ in range(4)))
_TOP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True)
class Entry:
    """What a reader typed on a passage that could not be taken: it is written again, and `why`."""

    decision: str = ""
    corrected: str = ""
    change: str = ""
    reviewer: str = ""
    day: str = ""
    why: str = ""


@dataclass
class Kept:
    """What was typed and not taken: on passages, on mentions (passage, place: decision, other
    replacement), and names."""

    passages: dict[Key, Entry] = field(default_factory=dict)
    mentions: dict[tuple[Key, int], tuple[str, str]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)


def write_book(queue: Queue, measured: str, kept: Kept | None = None) -> tuple[Path, int, int]:
    """Write the queue in one move, for its owner alone. Out: its path, how many passages and how many
    mentions wait. `measured`: how well names are found, in words."""
    kept = kept or Kept()
    passages = [queue.passage(key) for key in queue.waiting()]
    book = Workbook()
    _readme(book.worksheets[0], measured)
    _passages(book.create_sheet(PASSAGES), passages, kept, _people(queue.project))
    mentions = _mentions(book.create_sheet(MENTIONS), passages, kept)
    _names(book.create_sheet(NAMES), kept.names)
    path = private_folder(queue.private) / FILE
    try:
        save(book, path).chmod(OWNER_ONLY)
    except PermissionError:
        raise ReviewError(
            f"{FILE} ne peut pas être écrit : il est ouvert ailleurs, ou protégé.",
            "Fermez-le dans le tableur, puis relancez la commande.",
        ) from None
    return path, len(passages), mentions


def _people(project: Project) -> dict[tuple[str, str], str]:
    """Who speaks, by source and number, as the team knows them: what a passage gives away depends on it."""
    places = project.communes().set_index("pcode")["commune"]
    told = project.table("temoignages", "interne").assign(
        commune=lambda rows: rows["commune"].map(places).fillna(rows["commune"])
    )
    said = project.table("contributions", "interne")
    columns = {
        "temoignages": (told, ["acteur", "sexe", "tranche_age", "commune", "resultat"]),
        CONTRIBUTIONS: (said, ["categorie", "region", "objectif"]),
    }
    return {
        (source, str(row["id"])): ", ".join(str(row[name]) for name in names if pd.notna(row[name]))
        for source, (rows, names) in columns.items()
        for row in rows.to_dict("records")
    }


def _passages(
    sheet: Worksheet,
    passages: Sequence[Passage],
    kept: Kept,
    people: Mapping[tuple[str, str], str],
) -> None:
    _head(sheet, PASSAGE_COLUMNS)
    for at, one in enumerate(passages, 2):
        entry = kept.passages.get(one.key, Entry())
        source = "contribution" if one.key[0] == CONTRIBUTIONS else "témoignage"
        cells = (
            one.number, source, one.proposal, len(one.kept), entry.decision, entry.corrected,
            entry.change, entry.reviewer, entry.day, entry.why, one.mark,
            people.get(one.key[:2], ""),
        )  # fmt: skip
        _row(sheet, at, PASSAGE_COLUMNS, cells)
        if entry.why:
            sheet.cell(at, 10).fill = _WRONG
    _choices(sheet, "E", len(passages), (PUBLISH, ASIDE))
    sheet.column_dimensions["K"].hidden = True
    _finish(sheet, "B2")


def _mentions(sheet: Worksheet, passages: Sequence[Passage], kept: Kept) -> int:
    _head(sheet, MENTION_COLUMNS)
    at = 1
    for passage in passages:
        for one in passage.found:
            at += 1
            before = REJECT if one.rejected else ""
            decision, other = kept.mentions.get((passage.key, one.at), (before, ""))
            cells = (
                passage.number, one.mention.text, kind_name(one.mention), passage.around(one),
                one.proposed, decision, other, one.at,
            )  # fmt: skip
            _row(sheet, at, MENTION_COLUMNS, cells)
    _choices(sheet, "F", at - 1, (ACCEPT, REJECT))
    _finish(sheet, "C2")
    return at - 1


def _names(sheet: Worksheet, names: Sequence[tuple[str, str]]) -> None:
    _head(sheet, NAME_COLUMNS)
    for at, name in enumerate(names, 2):
        _row(sheet, at, NAME_COLUMNS, name)
    for at in range(len(names) + 2, _FREE_ROWS + 2):
        _row(sheet, at, NAME_COLUMNS, ("", ""))
    _finish(sheet, "A2")


def _readme(sheet: Worksheet, measured: str) -> None:
    sheet.title = README
    lines = {
        1: "Relire avant de publier",
        2: "Ce classeur contient des mots de personnes et des noms : il ne sort pas du dossier prive/, "
        "ne s’envoie pas par courriel et ne se copie pas sur une clé.",
        4: "Comment faire",
        5: "1. Feuille « Passages » : lisez chaque passage comme le lirait un voisin de la personne. "
        "Les noms trouvés y sont déjà remplacés.",
        6: f"2. Colonne « décision » : « {PUBLISH} » ou « {ASIDE} ». Une ligne sans décision reste dans "
        "la file. Sans « relu par », rien n’est publié.",
        7: "3. Un détail ferait reconnaître quelqu’un (une fonction, un événement connu de tous, une "
        "façon de parler) ? Écrivez le passage entier, changé, dans « texte corrigé ». Si c’est à "
        "quelqu’un d’autre de le faire, notez-le dans « à changer » : le passage attendra.",
        8: f"4. Feuille « Mentions » : ce qui a été trouvé, entre ⟦ ⟧ dans son contexte. « {REJECT} » "
        "si ces mots ne désignent personne : ils resteront alors tels quels dans ce passage. Sans "
        "décision, le remplacement proposé est appliqué ; « autre remplacement » en met un autre.",
        9: "5. Un nom n’a pas été trouvé ? Écrivez-le dans « Noms à ajouter » : il sera trouvé "
        "partout. Cherchez surtout les surnoms et les noms écrits en minuscules.",
        10: "6. Enregistrez, fermez, puis lancez de nouveau « lecons relire » : vos décisions sont "
        "prises, et ce qui reste est écrit ici.",
        12: "Ce que vaut la recherche des noms",
        13: measured,
        15: "Les colonnes grises ne se changent pas : elles disent de quels mots parle la ligne.",
    }
    for at, words in lines.items():
        cell = sheet.cell(at, 1)
        put_text(cell, as_written(words))
        cell.alignment = _TOP
        if at in (1, 4, 12):
            cell.font = Font(bold=True, size=16 if at == 1 else 12, color="1F4E79")
        if at in (2, 13):
            cell.font = Font(bold=True)
        # no spreadsheet fits a row to wrapped text by itself when it opens a file
        sheet.row_dimensions[at].height = 22 if at in (1, 4, 12) else _height(words, 100)
    sheet.column_dimensions["A"].width = 110
    sheet.sheet_view.showGridLines = False


def _head(sheet: Worksheet, columns: Sequence[tuple[str, int, bool]]) -> None:
    for at, (name, width, _) in enumerate(columns, 1):
        cell = sheet.cell(1, at)
        put_text(cell, name)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = 32


def _row(
    sheet: Worksheet, at: int, columns: Sequence[tuple[str, int, bool]], cells: Sequence[object]
) -> None:
    height = 16.0
    for column, ((_, width, free), value) in enumerate(zip(columns, cells, strict=True), 1):
        cell = sheet.cell(at, column)
        if isinstance(value, int):
            cell.value = value
        else:
            put_text(cell, as_written(value))
            height = max(height, _height(str(value), width))
        if free:
            # what is typed there stays as typed: no date turned round, no formula
            cell.number_format = "@"
        cell.alignment, cell.border = _TOP, _LINE
        cell.protection = Protection(locked=not free)
        if not free:
            cell.fill = _LOCKED
    sheet.row_dimensions[at].height = min(height, 400)


def _height(words: str, width: int) -> float:
    lines = sum(-(-max(len(line), 1) // width) for line in words.split("\n"))
    return 16.0 * lines + 2


def _choices(sheet: Worksheet, column: str, rows: int, words: Sequence[str]) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    rule.errorTitle, rule.error = "Décision inconnue", f"Choisissez {' ou '.join(words)}."
    rule.add(f"{column}2:{column}{max(rows, 1) + 1}")
    sheet.add_data_validation(rule)


def _finish(sheet: Worksheet, corner: str) -> None:
    sheet.freeze_panes = corner
    sheet.auto_filter.ref = sheet.dimensions
    protection = sheet.protection
    protection.sheet = True
    # locked against slips only: a reader may still sort, filter and widen
    protection.sort = protection.autoFilter = False
    protection.formatColumns = protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
