"""Renames and merges codes in the files of a project: the codebook and its history, together."""

import os
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.codebook.changes import COLUMNS, FILE, MERGE, RENAME, SPLIT
from lecons.project import Project

CODEBOOK = "codage/livre_de_codes.csv"


def rename_code(project: Project, before: str, after: str, author: str, reason: str) -> None:
    """Give a code another name, in the codebook and in the history; raises IntakeError where the old
    one is not there, the new one is, or projet.yaml speaks of it."""
    book = _codebook(project)
    _known(book, before)
    if after in set(book["code"]):
        raise IntakeError(
            f"Le code « {after} » existe déjà.", "Pour les réunir : lecons livre fusionner."
        )
    _not_declared(project, before)
    book = book.assign(
        code=book["code"].mask(book["code"].eq(before), after),
        parent=book["parent"].mask(book["parent"].eq(before), after),
    )
    _write(project, book, [(RENAME, before, after, "", author, reason)])


def merge_codes(project: Project, before: str, after: str, author: str, reason: str) -> None:
    """Make one code part of another, its sub-codes included; raises IntakeError as `rename_code`."""
    book = _codebook(project)
    _known(book, before)
    _known(book, after)
    _not_declared(project, before)
    if before in _above(book, after):
        raise IntakeError(
            f"« {after} » est une part de « {before} » : il ne peut pas le contenir.",
            f"Fusionnez « {after} » dans « {before} », ou changez d’abord son parent.",
        )
    rest = book[book["code"].ne(before)]
    rest = rest.assign(parent=rest["parent"].mask(rest["parent"].eq(before), after))
    _write(project, rest, [(MERGE, before, after, "", author, reason)])


def split_code(
    project: Project, before: str, after: str, segments: list[str], author: str, reason: str
) -> None:
    """Move named segments of a code to another that the codebook already holds."""
    book = _codebook(project)
    _known(book, before)
    _known(book, after)
    if not segments:
        raise IntakeError(
            "Aucun segment nommé.", "Donnez les id des segments qui changent de code."
        )
    _write(project, book, [(SPLIT, before, after, " ".join(segments), author, reason)])


def _codebook(project: Project) -> pd.DataFrame:
    path = project.folder / CODEBOOK
    if not path.is_file():
        raise IntakeError(f"Pas de {CODEBOOK}.", "Le livre de codes du projet est attendu là.")
    book = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if "code" not in book:
        raise IntakeError(f"{CODEBOOK} : colonne « code » absente.", "Remettez l’en-tête.")
    return book if "parent" in book else book.assign(parent="")


def _known(book: pd.DataFrame, code: str) -> None:
    if code not in set(book["code"]):
        raise IntakeError(
            f"Le code « {code} » n’est pas dans {CODEBOOK}.",
            f"Codes : {', '.join(sorted(book['code']))}.",
        )


def _not_declared(project: Project, code: str) -> None:
    if any(practice.code == code for practice in project.content.pratiques):
        raise IntakeError(
            f"« {code} » est une pratique déclarée dans projet.yaml : elle perdrait ses témoignages.",
            "Changez d’abord son code dans projet.yaml.",
        )


def _above(book: pd.DataFrame, code: str) -> set[str]:
    parent = dict(zip(book["code"], book["parent"], strict=True))
    seen: set[str] = set()
    at = parent.get(code, "")
    while at and at not in seen:
        seen.add(at)
        at = parent.get(at, "")
    return seen


def _write(
    project: Project, book: pd.DataFrame, rows: list[tuple[str, str, str, str, str, str]]
) -> None:
    """The history first: a codebook that changed without it would leave segments behind."""
    today = date.today().isoformat()
    lines = pd.DataFrame(
        [
            (today, author, action, before, after, segments, reason)
            for action, before, after, segments, author, reason in rows
        ],
        columns=COLUMNS,
    )
    history = project.folder / FILE
    if history.is_file():
        earlier = pd.read_csv(history, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        lines = pd.concat([earlier, lines], ignore_index=True)
    _replace(history, lines)
    _replace(project.folder / CODEBOOK, book)


def _replace(path: Path, rows: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    rows.to_csv(draft, index=False, lineterminator="\n", encoding="utf-8")
    os.replace(draft, path)
