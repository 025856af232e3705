"""A person who withdraws a testimony is heard, whatever happens to the form that says so.

The number is enough: a date that cannot be read, a row in quarantine, a file that can no longer be
opened never keep somebody's words in. Words that may not be read are not stored at all.
"""

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from lecons.intake.reconcile import key_of, withdraw
from lecons.project import Project
from lecons.store.tables import has_table, rewrite_table

_REGISTER = "retraits.json"
Withdrawn = dict[str, pd.Timestamp | None]


def asked(mapped: pd.DataFrame, typed: pd.DataFrame) -> Withdrawn:
    """The withdrawals that a sheet tells: number (key_of) → day, where it can be read.

    In: the rows as mapped (text) and those of them that are sound (typed), by row number.
    """
    found: Withdrawn = {}
    numbers = (
        mapped["id_temoignage"].dropna() if "id_temoignage" in mapped else pd.Series(dtype=str)
    )
    for row, number in numbers.items():
        day = typed.at[row, "date"] if row in typed.index else None
        found[key_of(number)] = None if pd.isna(day) else day
    return found


def remember(folder: Path, withdrawn: Withdrawn) -> None:
    """Note the withdrawals beside the tables: what was asked once stands at every import."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {key: None if day is None else f"{day:%Y-%m-%d}" for key, day in withdrawn.items()}
    draft = folder / f"{_REGISTER}.part"
    draft.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, folder / _REGISTER)


def remembered(folder: Path) -> Withdrawn:
    """The withdrawals that the last import noted."""
    try:
        told = json.loads((folder / _REGISTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: None if day is None else pd.Timestamp(day) for key, day in told.items()}


def no_longer_told(earlier: Withdrawn, withdrawn: Withdrawn, lost: Collection[str]) -> list[str]:
    """What must be said of withdrawals that the files told once and do not tell any more: they stand,
    because an export that leaves some out must give nobody's words back."""
    gone = [] if "retraits" in lost else sorted(set(earlier) - set(withdrawn))
    return [
        f"le retrait du témoignage « {number} » n’est plus dans vos fichiers : il est maintenu. S’il "
        f"était une erreur, retirez son numéro de tables/{_REGISTER}, puis réimportez"
        for number in gone
    ]


def apply_withdrawals(
    project: Project,
    tables: dict[str, pd.DataFrame],
    withdrawn: Mapping[str, pd.Timestamp | None],
    seen: Collection[str],
) -> list[str]:
    """Date the withdrawals in `tables`, or in the store where the testimonies did not come in, and
    answer what must be said of numbers that no testimony has.

    `seen`: the numbers (key_of) of all testimonies that were read, those in quarantine included.
    """
    unknown: list[str] = []
    if "temoignages" in tables:
        tables["temoignages"], unknown = withdraw(tables["temoignages"], withdrawn)
    elif withdrawn and has_table(project.tables_folder, "temoignages"):

        def date_and_forget(rows: pd.DataFrame) -> pd.DataFrame:
            rows, missing = withdraw(rows, withdrawn)
            unknown.extend(missing)
            return _without_words(rows)

        rewrite_table(project.tables_folder, "temoignages", date_and_forget)
    return [
        f"une personne retire le témoignage « {number} », qui n’existe pas : retrouvez le bon numéro "
        "au plus vite, ses mots sont peut-être encore lus"
        for number in unknown
        if number not in seen
    ]


def forget_refused(project: Project, tables: dict[str, pd.DataFrame]) -> None:
    """Words that may never be read are not stored: refusals and withdrawals keep their rows only."""
    for name in ("temoignages", "contributions"):
        if name in tables:
            tables[name] = _without_words(tables[name])
    people = tables.get("temoignages")
    if people is None:  # their file could not be read: the earlier answer stands
        people = project.table(
            "temoignages", "interne", columns=["id", "consentement", "retrait_le"]
        )
    allowed = set(people.loc[~_refused(people), "id"])

    def without_passages(rows: pd.DataFrame) -> pd.DataFrame:
        gone = ~rows["id_temoignage"].isin(allowed)
        return rows.assign(
            **{column: rows[column].mask(gone, None) for column in ("memo", "extrait_public")}
        )

    if "segments" in tables:
        tables["segments"] = without_passages(tables["segments"])
    elif has_table(project.tables_folder, "segments"):
        rewrite_table(project.tables_folder, "segments", without_passages)


def _without_words(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(texte=rows["texte"].mask(_refused(rows), None))


def _refused(rows: pd.DataFrame) -> pd.Series:
    refused = rows["consentement"].eq("aucun")
    return refused | rows["retrait_le"].notna() if "retrait_le" in rows else refused


def settle_numbers(tables: dict[str, pd.DataFrame]) -> None:
    """Give each withdrawal the number of its testimony as it is written there: it was copied from a
    card, with other capitals or spaces."""
    if {"retraits", "temoignages"} <= set(tables):
        written = {key_of(number): number for number in tables["temoignages"]["id"]}
        numbers = tables["retraits"]["id_temoignage"]
        found = numbers.map(lambda number: written.get(key_of(number), number))
        tables["retraits"] = tables["retraits"].assign(id_temoignage=found.astype(numbers.dtype))
