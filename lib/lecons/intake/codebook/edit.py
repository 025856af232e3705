"""Renames and merges codes in the files of a project: the codebook and its history, together."""

import os
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.codebook.changes import (
    COLUMNS,
    FILE,
    MERGE,
    RENAME,
    SPLIT,
    read_csv_sheet,
)
from lecons.intake.qda.naming import SLUG, family_named, slug
from lecons.intake.qda.polarity import POLARITIES
from lecons.intake.sheet import on_one_line
from lecons.project import Project

CODEBOOK = "codage/livre_de_codes.csv"


def rename_code(project: Project, before: str, after: str, author: str, reason: str) -> None:
    """Give a code another name, in the codebook and in the history.

    Raises IntakeError where the old code is not in the codebook, the new one is or is no short name,
    projet.yaml speaks of the old one, a code is an opinion, nobody or no reason is named, or a file
    cannot be read or written; nothing is then changed.
    """
    book = _codebook(project)
    before, after = _two_codes(before, after)
    _known(book, before)
    _no_polarity(book, before, after)
    if after in set(book["code"]):
        raise IntakeError(
            f"Le code « {after} » existe déjà.", "Pour les réunir : lecons livre fusionner."
        )
    if not SLUG.fullmatch(after):
        example = slug(after) or "participation_femmes"
        raise IntakeError(
            f"« {after} » n’est pas un code : minuscules sans accent, chiffres et _ attendus.",
            f"Écrivez par exemple « {example} » ; les mots entiers vont dans libelle_fr.",
        )
    _not_declared(project, before)
    book = book.assign(
        code=book["code"].mask(book["code"].eq(before), after),
        parent=book["parent"].mask(book["parent"].eq(before), after),
    )
    _write(project, book, RENAME, before, after, "", author, reason)


def merge_codes(project: Project, before: str, after: str, author: str, reason: str) -> None:
    """Make one code part of another, its sub-codes included; raises IntakeError as `rename_code`,
    and where the codebook does not hold the other one or has it under the first."""
    book = _codebook(project)
    before, after = _two_codes(before, after)
    _known(book, before)
    _known(book, after)
    _no_polarity(book, before, after)
    _not_declared(project, before)
    if before in _above(book, after):
        raise IntakeError(
            f"« {after} » est une part de « {before} » : il ne peut pas le contenir.",
            f"Fusionnez « {after} » dans « {before} », ou changez d’abord son parent.",
        )
    rest = book[book["code"].ne(before)]
    rest = rest.assign(parent=rest["parent"].mask(rest["parent"].eq(before), after))
    _write(project, rest, MERGE, before, after, "", author, reason)


def split_code(
    project: Project, before: str, after: str, segments: list[str], author: str, reason: str
) -> None:
    """Move named segments of a code to another that the codebook already holds; raises IntakeError
    as `merge_codes`, and on a segment that the imported ones do not have."""
    book = _codebook(project)
    before, after = _two_codes(before, after)
    _known(book, before)
    _known(book, after)
    _no_polarity(book, before, after)
    named = list(dict.fromkeys(_plain(" ".join(segments)).split()))
    if not named:
        raise IntakeError(
            "Aucun segment nommé.", "Donnez les id des segments qui changent de code."
        )
    _imported(project, named)
    _write(project, book, SPLIT, before, after, " ".join(named), author, reason)


def _codebook(project: Project) -> pd.DataFrame:
    path = project.folder / CODEBOOK
    if not path.is_file():
        raise IntakeError(f"Pas de {CODEBOOK}.", "Le livre de codes du projet est attendu là.")
    book = _whole(path, ["code"])
    return book if "parent" in book else book.assign(parent="")


def _whole(path: Path, columns: list[str]) -> pd.DataFrame:
    """The rows of a file that is going to be written again: a cell that no column names would be
    lost, or would shift the others, so such a file is refused."""
    sheet = read_csv_sheet(path, columns)
    if sheet.outside:
        raise IntakeError(
            f"{path.name}, ligne {', '.join(map(str, sheet.outside[:5]))} : plus de cellules que de "
            "colonnes dans l’en-tête.",
            "Mettez entre guillemets le texte qui contient le séparateur, ou ôtez la cellule de trop.",
        )
    return sheet.frame


def _two_codes(before: str, after: str) -> tuple[str, str]:
    before, after = _plain(before), _plain(after)
    if before == after:
        raise IntakeError(
            f"« {before} » est donné deux fois : il n’y a rien à changer.",
            "Donnez deux codes différents : celui d’aujourd’hui, puis celui de demain.",
        )
    return before, after


def _known(book: pd.DataFrame, code: str) -> None:
    times = int(book["code"].eq(code).sum())
    if not code or not times:
        raise IntakeError(
            f"Le code « {code} » n’est pas dans {CODEBOOK}.",
            f"Codes : {', '.join(sorted(filter(None, book['code'])))}.",
        )
    if times > 1:
        raise IntakeError(
            f"{CODEBOOK} : le code « {code} » y est {times} fois.",
            "Gardez une seule de ces lignes, puis recommencez.",
        )


def _no_polarity(book: pd.DataFrame, *codes: str) -> None:
    """The opinions are no matter of wording: the analyses count by these two codes."""
    families = dict(zip(book["code"], book["famille"], strict=True)) if "famille" in book else {}
    for code in codes:
        if code in POLARITIES or family_named(families.get(code, "")) == "polarite":
            raise IntakeError(
                f"« {code} » est un avis (famille polarite) : il ne se renomme, ne se fusionne et ne "
                "se scinde pas.",
                "Si un passage porte le mauvais avis, recodez ce passage.",
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


def _imported(project: Project, named: list[str]) -> None:
    """A segment that is mistyped would stay where it is without a word."""
    held = project.table("segments", "interne", columns=["id"])["id"]
    unknown = sorted(set(named) - set(held))
    if len(held) and unknown:
        raise IntakeError(
            f"Segments inconnus : {', '.join(unknown[:10])}{'…' if len(unknown) > 10 else ''}.",
            "Vérifiez leurs id dans la table segments ; s’ils viennent d’être codés, lancez d’abord "
            "« lecons importer ».",
        )


def _plain(text: str) -> str:
    """One line that UTF-8 can write: a console may hand over bytes that are no text."""
    return on_one_line(text.encode("utf-8", "replace").decode())


def _write(
    project: Project,
    book: pd.DataFrame,
    action: str,
    before: str,
    after: str,
    segments: str,
    author: str,
    reason: str,
) -> None:
    who, why = _plain(author), _plain(reason)
    if not who or not why:
        raise IntakeError(
            f"Il manque {'qui décide' if not who else 'la raison du changement'}.",
            "Donnez --auteur et --raison : l’historique des codes dit qui a changé quoi, et pourquoi.",
        )
    today = date.today().isoformat()
    lines = pd.DataFrame(
        [(today, who, action, before, after, segments, why)], columns=COLUMNS, dtype=str
    )
    history = project.folder / FILE
    if history.is_file():
        lines = pd.concat([_whole(history, COLUMNS), lines], ignore_index=True)
    _replace(history, lines, project.folder / CODEBOOK, book)


def _replace(history: Path, lines: pd.DataFrame, codebook: Path, book: pd.DataFrame) -> None:
    """Both files or none, the history first: a codebook that changed without it would leave segments
    behind."""
    drafts = {path: path.with_name(f"{path.name}.part") for path in (history, codebook)}
    earlier = history.read_bytes() if history.is_file() else None
    at = history
    try:
        for path, rows in ((history, lines), (codebook, book)):
            at = path
            rows.to_csv(drafts[path], index=False, lineterminator="\n", encoding="utf-8")
        for path, draft in drafts.items():
            at = path
            os.replace(draft, path)
    except OSError:
        if at == codebook and not drafts[history].exists():
            history.unlink() if earlier is None else history.write_bytes(earlier)
        raise IntakeError(
            f"{at.name} ne peut pas être écrit ; rien n’a changé.",
            "Fermez-le s’il est ouvert dans Excel, vérifiez le disque, puis recommencez.",
        ) from None
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
