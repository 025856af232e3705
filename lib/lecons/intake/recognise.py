"""Tells what a file is by what it holds, not by its name, before anything opens it."""

import zipfile
import zlib
from enum import Enum
from pathlib import Path

from lecons.errors import IntakeError

# what an unfolded workbook may weigh: 100 thousand activities make about 150 MB
UNFOLDED_LIMIT = 1 << 30
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_TEXTS = {".csv", ".tsv", ".txt"}


class Kind(Enum):
    """The sorts of files that come in."""

    WORKBOOK = "classeur"
    TEXT = "texte"
    ARCHIVE = "archive de fichiers CSV"


def recognise(path: Path) -> Kind:
    """The sort of a file. Raises IntakeError on one that is absent, empty, protected by a password,
    cut, renamed, or that unfolds beyond UNFOLDED_LIMIT."""
    if path.is_dir():
        return Kind.ARCHIVE
    if not path.is_file():
        raise IntakeError(
            f"{path.name} : fichier absent.",
            "Vérifiez son nom. Pour un import, déposez-le dans le dossier du projet, ou retirez-le de la "
            "clé imports de projet.yaml.",
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise IntakeError(f"{path.name} : fichier vide.", "Exportez de nouveau, puis recommencez.")
    named = path.suffix.lower()
    if head.startswith(_COMPOUND):
        return _compound(path)
    if head.startswith(b"PK\x03\x04"):
        kind = _zipped(path)
        if named in _TEXTS:
            raise _renamed(path, "un classeur", ".xlsx")
        return kind
    if named in _WORKBOOKS:
        raise _not_a_workbook(path, head)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide(head):
        raise IntakeError(
            f"{path.name} : ce n’est ni un classeur ni un fichier CSV.",
            "Exportez de nouveau en XLSX ou en CSV.",
        )
    return Kind.TEXT


def _compound(path: Path) -> Kind:
    """Old Excel workbooks, and modern ones that a password protects, share one container."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise IntakeError(
            f"{path.name} : classeur protégé par un mot de passe.",
            "Ouvrez-le dans Excel, ôtez le mot de passe (Fichier, Informations), enregistrez-le.",
        )
    if path.suffix.lower() in _TEXTS:
        raise _renamed(path, "un classeur", ".xls")
    return Kind.WORKBOOK


def _zipped(path: Path) -> Kind:
    """A workbook or an archive of CSV files, unfolded once to make sure that it is whole and that
    its sizes are what it says."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            size = sum(entry.file_size for entry in archive.infolist())
            if size > UNFOLDED_LIMIT:
                raise IntakeError(
                    f"{path.name} : une fois déplié, ce fichier pèserait "
                    f"{size // 1_000_000} Mo ; la limite est de {UNFOLDED_LIMIT // 1_000_000} Mo.",
                    "Exportez en CSV, ou par périodes plus courtes.",
                )
            encrypted = any(entry.flag_bits & 1 for entry in archive.infolist())
            broken = None if encrypted else archive.testzip()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        raise _corrupt(path) from None
    if encrypted:
        raise IntakeError(
            f"{path.name} : archive protégée par un mot de passe.",
            "Enregistrez-la sans mot de passe, puis recommencez.",
        )
    if broken is not None:
        raise _corrupt(path)
    if "[Content_Types].xml" in names or "mimetype" in names:
        return Kind.WORKBOOK
    if any(name.lower().endswith(".csv") for name in names):
        return Kind.ARCHIVE
    raise IntakeError(
        f"{path.name} : cette archive ne contient ni classeur ni fichier CSV.",
        "Exportez de nouveau en XLSX, ou en CSV.",
    )


def _corrupt(path: Path) -> IntakeError:
    return IntakeError(
        f"{path.name} : classeur illisible (fichier abîmé ou coupé).",
        "Copiez ou exportez-le de nouveau : la copie s’est interrompue.",
    )


def _renamed(path: Path, what: str, suffix: str) -> IntakeError:
    return IntakeError(
        f"{path.name} : ce fichier est {what}, malgré son nom.",
        f"Renommez-le en « {path.stem}{suffix} » et corrigez imports dans projet.yaml ; s’il vient de "
        "KoboToolbox, exportez plutôt de nouveau en XLSX, avec les groupes répétés.",
    )


def _not_a_workbook(path: Path, head: bytes) -> IntakeError:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<", b"mime-version", b"from:")):
        return IntakeError(
            f"{path.name} : classeur illisible (c’est une page web enregistrée sous ce nom).",
            "Ouvrez-le dans Excel et enregistrez-le en .xlsx.",
        )
    if start.startswith(b"id;p"):
        return IntakeError(
            f"{path.name} : classeur illisible (c’est un fichier SYLK sous ce nom).",
            "Ouvrez-le dans Excel et enregistrez-le en .xlsx.",
        )
    if b"\0" not in head and any(mark in head for mark in (b";", b",", b"\t")):
        return _renamed(path, "un fichier CSV", ".csv")
    return IntakeError(
        f"{path.name} : classeur illisible (ce n’est pas un classeur).",
        "Ouvrez-le dans Excel, vérifiez qu’il s’affiche, enregistrez-le en .xlsx.",
    )


def _wide(head: bytes) -> bool:
    """UTF-16 without its mark: every other byte of plain letters is a zero."""
    return head[1::2].count(0) > len(head) * 0.3 or head[0::2].count(0) > len(head) * 0.3
