"""The short numbers of findings: R2-F7 is the seventh finding ever numbered in R2, for good.

`numeros.csv` keeps them beside projet.yaml, for people to keep with it: a number that was printed, or
said in a meeting, means the same finding in every later report, and is never given to another.
"""

import contextlib
import csv
import io
import os
import re
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError, ReportError
from lecons.evidence.names import NUMBERS as FILE
from lecons.intake.delimited import read_delimited

COLUMNS = ["numero", "constat", "depuis"]
# what bears on no result area in particular
WHOLE = "P"
_NUMBER = re.compile(r"(R[0-9]{1,4}|P)-F([1-9][0-9]{0,8})")
_AREA = re.compile(r"(R\d+)-")
_LOCK, _DRAFT = "numeros.verrou", "numeros.csv.part"
_WAIT_SECONDS = 10.0
_REMEDY = "Corrigez cette ligne, ou reprenez le fichier d’avant (git) : sans cela, aucun numéro n’est donné."


def assign(known: pd.DataFrame, findings: Sequence[str], today: date) -> pd.DataFrame:
    """The numbers (COLUMNS) with those of the findings that had none yet.

    `known`: as read_numbers answers; `findings`: ids in the order in which they are read. What is
    known stays as it is, also of findings that are gone; a new finding takes the number after the
    highest of its result area (its id's beginning, else WHOLE).
    """
    last: dict[str, int] = {}
    for number in known["numero"]:
        area, rank = _parts(number)
        last[area] = max(last.get(area, 0), rank)
    taken = set(known["constat"])
    rows = []
    for finding in dict.fromkeys(findings):
        if finding in taken:
            continue
        area = area_of(finding)
        last[area] = last.get(area, 0) + 1
        rows.append((f"{area}-F{last[area]}", finding, today.isoformat()))
    whole = pd.DataFrame([*known[COLUMNS].itertuples(index=False), *rows], columns=COLUMNS)
    return whole.sort_values("numero", key=lambda numbers: numbers.map(_rank), ignore_index=True)


def area_of(finding: str) -> str:
    """The result area in which a finding is numbered: R1 of `R1-cas-regles`."""
    found = _AREA.match(finding)
    return found[1] if found else WHOLE


def read_numbers(folder: Path) -> pd.DataFrame:
    """The numbers that a project's findings have (COLUMNS, text); none where there is no file yet.

    Raises ReportError, with line and column, on a file that cannot be relied on: to number anew what
    was printed already would be worse than to give no number.
    """
    path = folder / FILE
    if not path.is_file():
        return pd.DataFrame(columns=COLUMNS)
    try:
        # as Excel may have saved it: another separator, another encoding
        cells = read_delimited(FILE, path.read_bytes()).fillna("")
    except IntakeError as error:
        raise ReportError(error.message, error.remedy) from None
    header = [str(name) for name in cells.iloc[0]] if len(cells) else []
    if not set(COLUMNS) <= set(header):
        absent = next(name for name in COLUMNS if name not in header)
        raise ReportError(
            f"{FILE}, ligne 1 : la colonne « {absent} » manque (colonnes attendues : "
            f"{', '.join(COLUMNS)}).",
            "Remettez la première ligne, ou reprenez le fichier d’avant (git).",
        )
    twice = next((name for name in COLUMNS if header.count(name) > 1), None)
    if twice:
        raise ReportError(
            f"{FILE}, ligne 1 : la colonne « {twice} » est là deux fois.",
            "Gardez-en une seule, ou reprenez le fichier d’avant (git).",
        )
    rows = cells.iloc[1:].set_axis(header, axis="columns")[COLUMNS]
    rows = rows.apply(lambda column: column.astype(str).str.strip())
    rows = rows[rows.ne("").any(axis="columns")]
    _check(rows)
    return rows.reset_index(drop=True)


def _check(rows: pd.DataFrame) -> None:
    """`rows` by line of the file."""
    seen: dict[str, dict[str, object]] = {"numero": {}, "constat": {}}
    for line, (number, finding, _) in zip(
        rows.index, rows.itertuples(index=False, name=None), strict=True
    ):
        if not _NUMBER.fullmatch(number):
            raise ReportError(
                f"{FILE}, ligne {line}, colonne numero : « {number} » trouvé, un numéro comme R2-F7 "
                "attendu.",
                _REMEDY,
            )
        if not finding:
            raise ReportError(
                f"{FILE}, ligne {line}, colonne constat : vide ; l’identifiant du constat {number} est "
                "attendu.",
                _REMEDY,
            )
        if _parts(number)[0] != area_of(finding):
            raise ReportError(
                f"{FILE}, ligne {line}, colonne numero : « {number} » trouvé pour {finding} ; un "
                f"numéro en {area_of(finding)}-F attendu.",
                _REMEDY,
            )
        for column, value in (("numero", number), ("constat", finding)):
            if value in seen[column]:
                raise ReportError(
                    f"{FILE}, ligne {line}, colonne {column} : « {value} » est déjà à la ligne "
                    f"{seen[column][value]} ; un constat n’a qu’un numéro, et un numéro qu’un constat.",
                    _REMEDY,
                )
            seen[column][value] = line


def by_finding(numbers: pd.DataFrame) -> dict[str, str]:
    """Finding id → number, of a table of numbers (COLUMNS)."""
    return dict(zip(numbers["constat"], numbers["numero"], strict=True))


def number_findings(
    folder: Path, workshop: Path, findings: Sequence[str], today: date
) -> tuple[dict[str, str], str | None]:
    """Finding id → number, for all that the project ever numbered, and what went wrong if anything did;
    numbers that are new are kept.

    `workshop` is a folder of the project where the lock and the draft may stand. Two reports made at
    the same time take turns, so that no number goes to two findings. A file that cannot be relied on
    gives no number at all, one that cannot be written those that it holds: no report waits for it.
    """
    known = pd.DataFrame(columns=COLUMNS)
    try:
        known = read_numbers(folder)
        if set(findings) <= set(known["constat"]):
            return by_finding(known), None
        with _turn(workshop):
            # another report may have numbered since
            known = read_numbers(folder)
            numbers = assign(known, findings, today)
            _write(folder, workshop, numbers)
    except ReportError as error:
        return by_finding(known), str(error)
    except OSError:
        return by_finding(known), (
            f"{FILE} ne peut pas être écrit : les constats nouveaux sont sans numéro. Fermez-le s’il est "
            "ouvert dans un tableur, vérifiez vos droits sur le dossier et la place du disque, puis "
            "relancez."
        )
    return by_finding(numbers), None


def _write(folder: Path, workshop: Path, numbers: pd.DataFrame) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *numbers.itertuples(index=False, name=None)])
    draft = workshop / _DRAFT
    draft.write_text(text.getvalue(), encoding="utf-8")
    os.replace(draft, folder / FILE)


@contextlib.contextmanager
def _turn(workshop: Path) -> Iterator[None]:
    """One at a time: who made the lock file may write. It stands for some milliseconds; one that stays
    was left by a computer that stopped, and only a person can tell so."""
    workshop.mkdir(parents=True, exist_ok=True)
    lock = workshop / _LOCK
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.monotonic() > until:
                raise ReportError(
                    f"{FILE} est retenu par un autre rapport en cours : les constats nouveaux sont "
                    "sans numéro.",
                    f"Si aucun rapport n’est en cours, effacez {workshop.name}/{_LOCK}, puis relancez.",
                ) from None
            time.sleep(0.02)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _parts(number: str) -> tuple[str, int]:
    found = _NUMBER.fullmatch(number)
    assert found is not None, "numbers are checked when they are read"
    return found[1], int(found[2])


def _rank(number: str) -> tuple[bool, int, int]:
    area, rank = _parts(number)
    return area == WHOLE, int(area[1:] or 0), rank
