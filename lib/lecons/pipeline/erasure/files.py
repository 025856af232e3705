"""Masks words inside one file, whatever holds them, and leaves all the rest as it was."""

import os
import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pandas as pd

from lecons.privacy.masking import Form, mask

_JSON = {".json", ".jsonl", ".ipynb", ".geojson"}
_MARKUP = {".xml", ".html", ".htm", ".svg", ".qde", ".qdc", ".rels", ".xhtml"}
_ZIPPED = {".xlsx", ".xlsm", ".ods", ".odt", ".docx", ".qdpx", ".zip"}
DATABASES = {".sqlite3", ".sqlite", ".db", ".qda"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# what a person may have scanned or bought: words in it cannot be masked from here
SEALED = {".pdf", ".xls", ".doc", ".png", ".jpg", ".jpeg"}
_LARGEST = 512 << 20


def mask_file(path: Path, words: list[str], others: str = "") -> bool:
    """Mask `words` (privacy.masking.searchable) in a file, in one move; True when it changed. `others`:
    see masking.found.

    Text of any kind, workbooks and other zipped files, Taguette's databases and Parquet tables. Raises
    OSError, ValueError, zipfile or sqlite3 errors where the file cannot be read or written: it is then
    as it was.
    """
    suffix = path.suffix.lower()
    if suffix in DATABASES:
        return _mask_database(path, words, others)
    if suffix == ".parquet":
        return _mask_table(path, words, others)
    before = path.read_bytes()
    after = _masked(path.name, before, words, others)
    if after == before:
        return False
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(after)
    os.chmod(draft, path.stat().st_mode)
    os.replace(draft, path)
    return True


def _masked(name: str, content: bytes, words: list[str], others: str) -> bytes:
    suffix = Path(name).suffix.lower()
    if suffix in _ZIPPED and zipfile.is_zipfile(BytesIO(content)):
        return _mask_zip(content, words, others)
    if suffix in SEALED:
        return content
    text, encoding = _text(content)
    if text is None:
        return content
    form: Form = "json" if suffix in _JSON else "markup" if suffix in _MARKUP else "plain"
    masked = mask(text, words, form, others)
    if masked == text:
        return content
    return masked.encode(encoding, "surrogateescape")


def _text(content: bytes) -> tuple[str | None, str]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "surrogateescape"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # a file that is no text at all holds no words that could be masked as text
        if b"\0" in content:
            return None, ""
        return content.decode("cp1252", "surrogateescape"), "cp1252"


def _mask_zip(content: bytes, words: list[str], others: str) -> bytes:
    """The archive with the words masked in its members; byte for byte itself where there are none."""
    changed = False
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        if sum(entry.file_size for entry in source.infolist()) > _LARGEST:
            raise ValueError("archive trop grande une fois ouverte")
        for entry in source.infolist():
            member = source.read(entry)
            masked = _masked(entry.filename, member, words, others)
            changed |= masked != member
            made.writestr(entry, masked, entry.compress_type)
    return target.getvalue() if changed else content


def _mask_database(path: Path, words: list[str], others: str) -> bool:
    """Every text of every table; VACUUM, because SQLite keeps what was written over."""
    changed = False
    with closing(sqlite3.connect(path)) as base:
        for (table,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            named = f'"{table.replace(chr(34), chr(34) * 2)}"'
            columns = [row[1] for row in base.execute(f"PRAGMA table_info({named})")]
            for column in columns:
                quoted = f'"{column.replace(chr(34), chr(34) * 2)}"'
                # names come from the file itself and are quoted as identifiers
                asked = f"SELECT DISTINCT {quoted} FROM {named} WHERE typeof({quoted}) = 'text'"  # noqa: S608
                for (value,) in base.execute(asked).fetchall():
                    masked = mask(value, words, "markup", others)
                    if masked != value:
                        base.execute(
                            f"UPDATE {named} SET {quoted} = ? WHERE {quoted} = ?",  # noqa: S608
                            (masked, value),
                        )
                        changed = True
        base.commit()
        if changed:
            base.execute("VACUUM")
    return changed


def _mask_table(path: Path, words: list[str], others: str) -> bool:
    frame = pd.read_parquet(path)
    masked = frame.copy()
    for column in frame.columns[
        frame.dtypes.map(lambda kind: not pd.api.types.is_numeric_dtype(kind))
    ]:
        masked[column] = frame[column].map(
            lambda value: mask(value, words, others=others) if isinstance(value, str) else value
        )
    if masked.equals(frame):
        return False
    draft = path.with_name(f".{path.name}.part")
    masked.astype(frame.dtypes.to_dict()).to_parquet(draft, index=False)
    os.replace(draft, path)
    return True
