"""Our own forms, each declared once in YAML: the workbook that phones fill in, the form that reads
its exports and the mapping to the tables all come from that one declaration.

The vocabulary is XLSForm's (xlsform.org) in French; data/formulaires/README.md shows how to change one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lecons.declared import SheetMapping
from lecons.errors import ProjectError
from lecons.intake.declarations import (
    Asked,
    Filling,
    Place,
    ReadDeclaration,
    empty_lists,
    form_names,
    places_of,
    read_declaration,
)
from lecons.intake.mapping import check_table
from lecons.intake.xlsform import Choice, Form, build_form
from lecons.project import Project

__all__ = [
    "DeclaredForm",
    "FormSheets",
    "declared_form",
    "empty_lists",
    "form_names",
    "form_sheets",
]

FRENCH, ENGLISH = "Français (fr)", "English (en)"
_TYPES = {"choix": "select_one", "choix_multiple": "select_multiple"}
# what every export tells of a submission or of a row of a repeat, beside the answers
_TOLD = {"_uuid", "_submission_time", "_submission__uuid", "_submitted_by", "_cle"}


@dataclass(frozen=True)
class FormSheets:
    """The three sheets of a form's workbook: survey rows (header → cell), lists, settings."""

    survey: list[dict[str, str]]
    choices: dict[str, tuple[Choice, ...]]
    settings: dict[str, str]


@dataclass(frozen=True)
class DeclaredForm:
    """A form of ours, ready to read its exports: the form itself, and one mapping for each table."""

    form: Form
    sheets: list[SheetMapping]


def declared_form(name: str, project: Project) -> DeclaredForm:
    """The form of that name for a project, with its mappings. Raises ProjectError, naming the key,
    where the declaration names a form, a list, a table, a column or a source that does not exist."""
    read = read_declaration(name, project, to_fill=False)
    sheets = _sheets(read)
    title = sheets.settings["form_title"]
    form = build_form(title, sheets.survey, sheets.choices, read.source)
    return DeclaredForm(form, _mappings(read))


def form_sheets(name: str, project: Project) -> FormSheets:
    """What the workbook of a form holds for a project; raises ProjectError as declared_form does."""
    read = read_declaration(name, project)
    _mappings(read)  # a form whose answers no table would take must not reach the field
    return _sheets(read)


def _sheets(read: ReadDeclaration) -> FormSheets:
    declaration = read.declaration
    used = dict.fromkeys(p.asked.liste for p in places_of(declaration.questions) if p.asked.liste)
    choices = {
        key: tuple(
            Choice(name, {FRENCH: words.fr, ENGLISH: words.en})
            for name, words in read.lists[key].items()
        )
        for key in used
    }
    settings = {
        "form_title": declaration.titre.fr,
        "form_id": f"lecons_{declaration.formulaire}",
        "version": declaration.version,
        "default_language": FRENCH,
    }
    return FormSheets(list(_rows(declaration.questions)), choices, settings)


def _rows(questions: list[Asked]) -> Iterator[dict[str, str]]:
    for asked in questions:
        nested = {"groupe": "group", "repetition": "repeat"}.get(asked.type)
        kind = f"begin_{nested}" if nested else _TYPES.get(asked.type, asked.type)
        row = {
            "type": f"{kind} {asked.liste}" if asked.liste else kind,
            "name": asked.nom,
            f"label::{FRENCH}": asked.fr,
            f"label::{ENGLISH}": asked.en,
            f"hint::{FRENCH}": asked.aide.fr if asked.aide else "",
            f"hint::{ENGLISH}": asked.aide.en if asked.aide else "",
            "required": "yes" if asked.obligatoire == "oui" else "",
            "relevant": asked.si or "",
            "constraint": asked.contrainte or "",
            f"constraint_message::{FRENCH}": asked.message.fr if asked.message else "",
            f"constraint_message::{ENGLISH}": asked.message.en if asked.message else "",
            "calculation": asked.calcul or "",
            "appearance": asked.apparence or "",
        }
        yield {header: cell for header, cell in row.items() if cell}
        if nested:
            yield from _rows(asked.questions)
            yield {"type": f"end_{nested}"}


def _mappings(read: ReadDeclaration) -> list[SheetMapping]:
    """One mapping for the main sheet and for each repeat that fills a table."""
    places = {place.path: place for place in places_of(read.declaration.questions)}
    fillings: dict[str, Filling] = {"": read.declaration}
    fillings |= {path: p.asked for path, p in places.items() if p.asked.type == "repetition"}
    found = []
    for repeat, filling in fillings.items():
        asked = [(p.asked.colonne, p.path) for p in places.values() if p.repeat == repeat]
        columns = dict(filling.colonnes)
        where = f"{read.source}, {f'répétition {repeat}' if repeat else 'formulaire'}"
        for column, path in asked:
            if column and column in columns:
                raise ProjectError(
                    f"{where} : la colonne « {column} » est remplie deux fois.",
                    f"Gardez {columns[column]} ou {path}.",
                )
            if column:
                columns[column] = path
        if filling.table:
            _check(where, filling, columns, places, repeat)
            values = {
                column: read.codes.get(places[path].asked.liste or "", {})
                for column, source in columns.items()
                if (path := _own(source)) in places
            }
            values |= {c: {**values.get(c, {}), **v} for c, v in filling.valeurs.items()}
            found.append(
                SheetMapping(
                    feuille=repeat or None,
                    table=filling.table,
                    colonnes=columns,
                    valeurs={column: codes for column, codes in values.items() if codes},
                    constantes=filling.constantes,
                )
            )
        elif columns:
            raise ProjectError(
                f"{where} : {next(iter(columns.values()))} remplit une colonne, d’aucune table.",
                "Ajoutez la clé table, ou retirez la clé colonne.",
            )
    return found


def _own(source: str) -> str:
    """`parent.parent.ident/commune` → `ident/commune`."""
    return re.sub(r"^(parent\.)+", "", source)


def _check(
    where: str,
    filling: Filling,
    columns: Mapping[str, str],
    places: Mapping[str, Place],
    repeat: str,
) -> None:
    """Refuse a table, a column or a source that does not exist."""
    mapping = SheetMapping(
        table=filling.table or "",
        colonnes=dict(columns),
        constantes=filling.constantes,
        valeurs=filling.valeurs,
    )
    check_table(where, mapping)
    for column, source in columns.items():
        if _own(source) not in _TOLD and _own(source) not in places:
            raise ProjectError(
                f"{where}, colonne {column} : « {source} » n’est pas une question du formulaire.",
                f"Questions : {', '.join(places)}.",
            )
        above = [repeat]  # the sheets that this one stands in, innermost first
        while above[-1]:
            above.append(places[above[-1]].repeat)
        up = source.count("parent.", 0, len(source) - len(_own(source)))
        asked_in = above[up] if up < len(above) else None
        if asked_in is None or (_own(source) in places and places[_own(source)].repeat != asked_in):
            raise ProjectError(
                f"{where}, colonne {column} : « {source} » n’est pas à ce niveau du formulaire.",
                "« parent. » remonte d’une répétition à ce qui la contient, une fois par niveau.",
            )
