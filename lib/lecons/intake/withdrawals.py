"""A person who withdraws a testimony is heard, whatever happens to the form that says so.

The number is enough: a date that cannot be read, a row in quarantine, a file that can no longer be
opened never keep somebody's words in. Words that may not be read are not stored at all.
"""

import json
import os
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from lecons.counts import number_of
from lecons.errors import IntakeError
from lecons.intake.reconcile import key_of, withdraw
from lecons.intake.reviewed.file import FILE as REVIEWS
from lecons.intake.reviewed.file import read_reviews
from lecons.intake.sheet import read_sheets
from lecons.privacy.masking import is_masked
from lecons.project import Project
from lecons.store.names import REFUSALS, WITHDRAWALS
from lecons.store.tables import has_table, rewrite_table

QUOTATIONS = "codage/citations.csv"
# as many letters in a row are a quotation, not chance
_RUN = 25
_MAY_QUOTE = {
    "segments": ("memo",),
    "livre_de_codes": ("exemple", "definition", "inclusion", "exclusion"),
}
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
    draft = folder / f"{WITHDRAWALS}.part"
    draft.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, folder / WITHDRAWALS)


def remembered(folder: Path) -> Withdrawn:
    """The withdrawals that the last import noted."""
    try:
        told = json.loads((folder / WITHDRAWALS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: None if day is None else pd.Timestamp(day) for key, day in told.items()}


def no_longer_told(earlier: Withdrawn, withdrawn: Withdrawn, lost: Collection[str]) -> list[str]:
    """What must be said of withdrawals that the files told once and do not tell any more: they stand,
    because an export that leaves some out must give nobody's words back."""
    gone = [] if "retraits" in lost else sorted(set(earlier) - set(withdrawn))
    return [
        f"le retrait du témoignage « {number} » n’est plus dans vos fichiers : il est maintenu. S’il "
        f"était une erreur, retirez son numéro de tables/{WITHDRAWALS}, puis réimportez"
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


def words_of(
    project: Project,
    tables: Mapping[str, pd.DataFrame],
    told: Mapping[str, set[str]],
    withdrawn: Collection[str],
) -> dict[str, set[str]]:
    """The words of who withdrew, while they are still at hand: testimony (key_of) → its texts.

    `told`: the texts of every row that was read, sound or not. Those of the tables and of the store as
    it stands are added, with what was made public of them. Nobody whose words are gone is in it.
    """
    people = tables.get("temoignages")
    if people is not None:  # a withdrawal may also be told by the testimony's own row
        dated = people.loc[people["retrait_le"].notna(), "id"].map(key_of)
        withdrawn = {*withdrawn, *dated}
    words = {key: set(told.get(key, ())) for key in withdrawn}

    def add(rows: pd.DataFrame, number: str, column: str) -> None:
        theirs = rows[rows[number].map(key_of).isin(list(withdrawn)) & rows[column].notna()]
        for key, text in zip(theirs[number].map(key_of), theirs[column], strict=True):
            words[key].add(text)

    stored = {
        name: project.table(name, "interne", columns=[number, column])
        for name, number, column in (
            ("temoignages", "id", "texte"),
            ("segments", "id_temoignage", "extrait"),
        )
        if withdrawn and has_table(project.tables_folder, name)
    }
    for rows, number, column in (
        (people, "id", "texte"),
        (tables.get("contributions"), "id", "texte"),
        (tables.get("segments"), "id_temoignage", "extrait_public"),
        (stored.get("temoignages"), "id", "texte"),
        (stored.get("segments"), "id_temoignage", "extrait"),
    ):
        if rows is not None and withdrawn:
            add(rows, number, column)
    for review in read_reviews(project.folder / REVIEWS)[0]:
        if key_of(review.key[1]) in words and review.text:
            words[key_of(review.key[1])].add(review.text)
    said = tables.get("segments")
    if said is not None:
        whose = dict(zip(said["id"].astype(str), said["id_temoignage"].map(key_of), strict=True))
        for segment, text in _translations(project.folder / QUOTATIONS):
            if whose.get(segment) in words:
                words[whose[segment]].add(text)
    kept = {key: {text for text in texts if not is_masked(text)} for key, texts in words.items()}
    return {key: texts for key, texts in kept.items() if texts}


def _translations(path: Path) -> Iterator[tuple[str, str]]:
    """The English words that a person gave somebody, by segment; a file that does not read has none
    that a report could show either."""
    try:
        sheets = read_sheets(path) if path.is_file() else {}
    except IntakeError:
        return
    for sheet in sheets.values():
        if {"id_segment", "traduction_en"} <= set(sheet.frame.columns):
            told = sheet.frame[["id_segment", "traduction_en"]].dropna()
            yield from told.itertuples(index=False, name=None)


def withdraw_contributions(tables: dict[str, pd.DataFrame], withdrawn: Collection[str]) -> set[str]:
    """Refuse for the participants of the workshop who withdraw what they said, by its number; answers
    the numbers (key_of) that were theirs."""
    rows = tables.get("contributions")
    if rows is None:
        return set()
    keys = rows["id"].map(key_of)
    theirs = keys.isin(list(withdrawn))
    tables["contributions"] = rows.assign(consentement=rows["consentement"].mask(theirs, "aucun"))
    return set(keys[theirs])


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
    gone = _refused(rows)
    columns = [name for name in ("texte", "texte_public") if name in rows]
    return rows.assign(**{name: rows[name].mask(gone, None) for name in columns})


def _refused(rows: pd.DataFrame) -> pd.Series:
    refused = rows["consentement"].eq("aucun")
    return refused | rows["retrait_le"].notna() if "retrait_le" in rows else refused


def refusals(mapped: pd.DataFrame) -> set[str]:
    """The numbers (key_of) of those who refuse, sound row or not, in the rows as mapped (text)."""
    if not {"id", "consentement"} <= set(mapped.columns):
        return set()
    numbers = mapped.loc[mapped["consentement"].eq("aucun").fillna(False).astype(bool), "id"]
    return set(map(key_of, numbers.dropna()))


def still_refused(folder: Path, told: Mapping[str, str], read: Collection[str]) -> dict[str, str]:
    """Who refuses, with the file that says so: those of this import, and those of an earlier one
    whose file could not be read now. Another file of the same person never lifts a refusal."""
    try:
        earlier = json.loads((folder / REFUSALS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        earlier = {}
    return {**{key: file for key, file in earlier.items() if file not in read}, **told}


def remember_refusals(folder: Path, refused: Mapping[str, str]) -> None:
    """Note the refusals beside the tables: they stand where their file is lost."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{REFUSALS}.part"
    draft.write_text(json.dumps(dict(refused), indent=1, sort_keys=True), encoding="utf-8")
    os.replace(draft, folder / REFUSALS)


def apply_refusals(tables: dict[str, pd.DataFrame], refused: Collection[str]) -> None:
    """Refuse for a person who refused in any file."""
    if "temoignages" in tables:
        people = tables["temoignages"]
        theirs = people["id"].map(key_of).isin(list(refused))
        consent = people["consentement"].mask(theirs, "aucun")
        tables["temoignages"] = people.assign(consentement=consent)


def forget_quoted(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Empty the notes and the codebook's cells that quote somebody who refused or withdrew, while
    their words are still at hand to compare; answers what only a person can change."""
    people = tables.get("temoignages")
    if people is None:
        return []
    texts = people.loc[_refused(people), "texte"].dropna().map(_bare)
    runs = {text[at : at + _RUN] for text in texts for at in range(len(text) - _RUN + 1)}
    if not runs:
        return []

    def quotes(cell: object) -> bool:
        if not isinstance(cell, str):
            return False
        bare = _bare(cell)
        return any(bare[at : at + _RUN] in runs for at in range(len(bare) - _RUN + 1))

    told = []
    for table, columns in _MAY_QUOTE.items():
        for column in columns if table in tables else ():
            guilty = tables[table][column].map(quotes).astype(bool)
            if guilty.any():
                tables[table] = tables[table].assign(
                    **{column: tables[table][column].mask(guilty, None)}
                )
                told.append(
                    f"{number_of(int(guilty.sum()), 'cellule', 'cellules')} de {table}.{column} avec les mots d’une "
                    "personne qui a refusé ou retiré : à vider aussi dans le fichier, rien n’en est gardé ici"
                )
    if "livre_de_codes" in tables:
        book = tables["livre_de_codes"]
        named = book["libelle_fr"].map(quotes) | book["code"].map(lambda code: quotes(code))
        told += [
            f"{row.source_fichier}, ligne {row.source_ligne} : le nom de ce code reprend les mots d’une "
            "personne qui a refusé ou retiré : changez-le"
            for row in book[named.astype(bool)].itertuples()
        ]
    return told


def _bare(text: str) -> str:
    """Letters only, small and without accents: a quotation is known whatever its signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def settle_numbers(tables: dict[str, pd.DataFrame]) -> None:
    """Give each withdrawal the number of its testimony as it is written there: it was copied from a
    card, with other capitals or spaces."""
    if {"retraits", "temoignages"} <= set(tables):
        written = {key_of(number): number for number in tables["temoignages"]["id"]}
        numbers = tables["retraits"]["id_temoignage"]
        found = numbers.map(lambda number: written.get(key_of(number), number))
        tables["retraits"] = tables["retraits"].assign(id_temoignage=found.astype(numbers.dtype))
