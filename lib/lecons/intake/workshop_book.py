"""The workbook into which the secretary types the paper of the workshop, and how it comes back.

Its sheets have the names and the headers that `forme: atelier` expects, so that nobody writes a
mapping; its lists offer the codes of the project, and a code of none of them goes to quarantine.
"""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lecons.books import as_written, put_text, save
from lecons.declared import SheetMapping
from lecons.intake.balance import Balance
from lecons.intake.declarations import Words, read_declaration
from lecons.language import Language, mark
from lecons.project import Project
from lecons.store.names import CRITERIA
from lecons.store.schemas import TABLES

# sheet → table
SHEETS = {"Notes": "appreciations", "Priorités": "priorites", "Contributions": "contributions"}
LISTS, README = "Listes", "Lisez-moi"
ROWS = 2000
_WIDE = {"condition": 50, "texte": 70, "pratique": 26, "categorie": 22}
_SCORES = [*CRITERIA, "importance", "faisabilite"]
# column → the list of our forms that holds its answers
_OF_FORMS = {
    "region": ("appreciation", "regions"),
    "categorie": ("appreciation", "categories"),
    "sexe": ("appreciation", "sexes"),
    "tranche_age": ("appreciation", "tranches_age"),
    "seance": ("contribution", "seances"),
    "objectif": ("contribution", "objectifs"),
    "nature": ("contribution", "natures"),
    "sens": ("contribution", "sens"),
    "consentement": ("contribution", "consentements"),
}
_ORDER = [
    "region", "categorie", "sexe", "tranche_age", "pratique", "recommandation", "note", "seance",
    "objectif", "nature", "sens", "consentement",
]  # fmt: skip
_EXAMPLE = {
    "id": mark("C000 : un numéro par contribution, jamais deux fois le même"),
    "id_participant": mark("A000 : le numéro du badge, jamais un nom"),
    "condition": mark("Un budget de déplacement pour les médiateurs : les mots de la feuille"),
    "texte": mark("Ce qui fut dit, sans nom de personne ; vide si la personne refuse"),
}


def import_line(name: str) -> str:
    """The line to paste under `imports` in projet.yaml."""
    return f"{{fichier: brut/{name}, forme: atelier}}"


def workshop_mappings() -> list[SheetMapping]:
    """How the sheets of the workbook become tables: each column bears the name of the table's."""
    return [
        SheetMapping(feuille=sheet, table=table, colonnes={one: one for one in _columns(table)})
        for sheet, table in SHEETS.items()
    ]


def write_workshop_book(project: Project, language: Language, path: Path) -> Path:
    """Write the workbook for a project: three empty sheets with drop-down lists, the lists, and a
    page that explains them in a language. The same project gives the same bytes."""
    lists = _lists(project)
    book = Workbook()
    book.remove(book.worksheets[0])
    _explain(book.create_sheet(README), lists, language)
    places = _write_lists(book.create_sheet(LISTS), lists)
    for at, (name, table) in enumerate(SHEETS.items()):
        _sheet(book.create_sheet(name, at + 1), table, places)
    book.properties.creator = "lecons"
    return save(book, path)


def refuse_unknown_codes(project: Project, balance: Balance, files: set[str]) -> None:
    """Send to quarantine the rows of typed workbooks whose category, result, practice or
    recommendation is none of the project's; `files`: the workbooks that came in as `forme: atelier`."""
    lists = _lists(project, _coded(balance))
    for table in SHEETS.values():
        for column in ("categorie", "objectif", "pratique", "recommandation"):
            rows = balance.tables.get(table)
            if rows is None or column not in rows:
                continue
            known = lists.get(column, {})
            wrong = (
                rows["source_fichier"].isin(files)
                & rows[column].notna()
                & ~rows[column].isin(list(known))
            )
            expected = f"un des codes {', '.join(known) or '(aucun n’est déclaré)'}"
            balance.quarantine(table, wrong, column, "valeur_hors_liste", expected)


def _columns(table: str) -> list[str]:
    # what may be quoted outside is written in a review, not typed from paper
    return [one for one in TABLES[table].to_schema().columns if one != "texte_public"]


def _coded(balance: Balance) -> dict[str, Words] | None:
    """The practices that the codebook of this very import holds; None where it brings none."""
    book = balance.tables.get("livre_de_codes")
    if book is None:
        return None
    mine = book[book["famille"].eq("pratique")]
    return {
        str(row.code): Words(fr=str(row.libelle_fr), en=str(row.libelle_fr))
        for row in mine.itertuples()
    }


def _lists(
    project: Project, coded: Mapping[str, Words] | None = None
) -> dict[str, dict[str, Words]]:
    """Column → code → words. `coded`: the practices of a codebook that the store does not hold yet."""
    read = {form: read_declaration(form, project, to_fill=False) for form, _ in _OF_FORMS.values()}
    lists = {
        column: dict(read[form].lists.get(name, {})) for column, (form, name) in _OF_FORMS.items()
    }
    declared = project.content.pratiques if coded is not None else project.practices()
    lists["pratique"] = {**(coded or {}), **{one.code: _words(one.titre) for one in declared}}
    lists["recommandation"] = {one.id: _words(one.texte) for one in project.content.recommandations}
    lists["note"] = dict(read["appreciation"].lists.get("notes_5", {}))
    return {column: lists[column] for column in _ORDER}


def _words(texts: Mapping[str, str]) -> Words:
    return Words(fr=texts["fr"], en=texts.get("en") or texts["fr"])


def _list_of(column: str) -> str:
    return "note" if column in _SCORES else column


def _write_lists(sheet: Worksheet, lists: Mapping[str, Mapping[str, Words]]) -> dict[str, str]:
    """Write each list in a column; answers where it stands, by name, as a formula names it."""
    places = {}
    for at, (name, codes) in enumerate(lists.items(), 1):
        put_text(sheet.cell(1, at), name)
        sheet.cell(1, at).font = Font(bold=True)
        for row, code in enumerate(codes, 2):
            put_text(sheet.cell(row, at), as_written(code))
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 24
        if codes:
            places[name] = f"{LISTS}!${letter}$2:${letter}${len(codes) + 1}"
    return places


def _sheet(sheet: Worksheet, table: str, places: Mapping[str, str]) -> None:
    for at, column in enumerate(_columns(table), 1):
        letter = get_column_letter(at)
        put_text(sheet.cell(1, at), column)
        sheet.cell(1, at).font = Font(bold=True)
        sheet.cell(1, at).fill = PatternFill("solid", fgColor="E6ECF0")
        # text throughout: Excel would make a date of the age bracket 18-35
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = _WIDE.get(column, 17)
        if place := places.get(_list_of(column)):
            choice = DataValidation("list", formula1=f"={place}", allow_blank=True)
            choice.errorTitle, choice.error = "lecons", f"Choisissez dans la liste ({LISTS})."
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{ROWS}")
    sheet.freeze_panes = "A2"


def _explain(
    sheet: Worksheet, lists: Mapping[str, Mapping[str, Words]], language: Language
) -> None:
    """The page that explains: what to do, an example of a row, what each code means."""
    t = language.t
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 110
    bold = Font(bold=True)
    lines: list[tuple[str, str, bool]] = [
        (t("Saisir l’atelier"), "", True),
        ("", t("Une ligne par note de pratique (Notes), par note de recommandation (Priorités), par prise de parole (Contributions)."), False),
        ("", t("Ne changez ni les noms des feuilles ni les en-têtes. Laissez vide ce que la feuille de papier ne dit pas."), False),
        ("", t("Puis déposez ce classeur dans brut/ et ajoutez sous imports, dans projet.yaml :"), False),
        ("", f"- {import_line('saisie_atelier.xlsx')}", False),
        ("", t("Une valeur qui n’est pas dans la liste n’est pas perdue : elle va en quarantaine, avec sa raison."), False),
    ]  # fmt: skip
    for name, table in SHEETS.items():
        lines.append((t("Exemple d’une ligne de {feuille}", feuille=name), "", True))
        lines += [(column, _example(column, lists, language), False) for column in _columns(table)]
    lines.append((t("Ce que veulent dire les codes"), "", True))
    for name, codes in lists.items():
        if codes:
            lines.append((name, "", True))
            lines += [(code, _said(words, language), False) for code, words in codes.items()]
    for row, (head, said, strong) in enumerate(lines, 1):
        put_text(sheet.cell(row, 1), as_written(head))
        put_text(sheet.cell(row, 2), as_written(said))
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
        if strong:
            sheet.cell(row, 1).font = bold


def _example(column: str, lists: Mapping[str, Mapping[str, Words]], language: Language) -> str:
    if column in _EXAMPLE:
        return language.t(_EXAMPLE[column])
    if column in _SCORES:
        return language.t("4 : un nombre de 1 à 5, vide si rien n’est entouré")
    codes = lists.get(column, {})
    code = next(iter(codes), None)
    if code is None:
        return language.t("vide : le projet n’a encore aucun code pour cette colonne")
    return f"{code} : {_said(codes[code], language)}"


def _said(words: Words, language: Language) -> str:
    return language.of({"fr": words.fr, "en": words.en})
