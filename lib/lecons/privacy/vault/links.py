"""The linking table: one row is a name, and the pseudonym that stands for it.

Columns (text): `pseudonyme` (« 4KDM »), `nom` (as it was met), `kind` (always « personne »: other mentions
are replaced by what they are, and link to nobody), `meme_que` (the pseudonym of the same person, where a
person said so), `ajoute_par`, `le` (YYYY-MM-DD).

Once the table is encrypted, names that are met later wait in the plain file: whoever knows the
passphrase reads both, and the next encryption joins them.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from lecons.books import guarded, unguarded
from lecons.privacy.vault.cipher import unlock
from lecons.privacy.vault.private import SecretError, write_private

PLAIN, LOCKED = "correspondances.csv", "correspondances.chiffre"
COLUMNS = ("pseudonyme", "nom", "kind", "meme_que", "ajoute_par", "le")


def no_links() -> pd.DataFrame:
    """A linking table without any row."""
    return pd.DataFrame(columns=list(COLUMNS), dtype="object")


def read_links(folder: Path, passphrase: str | None = None) -> pd.DataFrame:
    """The linking table in the folder `prive/` of a project: COLUMNS, text, nothing blank but "".

    With the passphrase, the encrypted rows first, then those in plain; without it, those in plain
    alone. Empty where there is no table. Raises SecretError: wrong passphrase, damaged file, a
    column that is missing.
    """
    locked, plain = folder / LOCKED, folder / PLAIN
    rows = [no_links()]
    if passphrase is not None and locked.is_file():
        rows.append(_parse(unlock(locked.read_bytes(), passphrase), LOCKED))
    if plain.is_file():
        rows.append(_parse(plain.read_bytes(), PLAIN))
    return pd.concat(rows, ignore_index=True).drop_duplicates(
        ["pseudonyme", "nom"], ignore_index=True
    )


def write_links(folder: Path, links: pd.DataFrame) -> None:
    """Write the table in plain, whole or not at all, for its owner alone (mode 0600)."""
    write_private(folder / PLAIN, as_csv(links))


def as_csv(links: pd.DataFrame) -> bytes:
    """The bytes of the table: CSV in UTF-8, read by a spreadsheet as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in links[list(COLUMNS)].fillna("").astype(str).itertuples(index=False):
        writer.writerow([guarded(cell) for cell in row])
    # a name may hold half a surrogate pair, which UTF-8 does not write
    return out.getvalue().encode("utf-8", "replace")


def _parse(content: bytes, name: str) -> pd.DataFrame:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise SecretError(
            f"{name} ne se lit pas.",
            "Attendu : un CSV en UTF-8, séparé par des virgules. Reprenez la dernière sauvegarde.",
        ) from None
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise SecretError(
            f"{name}, ligne 1 : il manque {', '.join(missing)}.",
            f"Colonnes attendues, séparées par des virgules : {', '.join(COLUMNS)}.",
        )
    for number, row in enumerate(rows, 2):
        if row and len(row) != len(header):
            raise SecretError(
                f"{name}, rangée {number} : {len(row)} cellules, {len(header)} attendues.",
                "Une virgule de trop ou de moins : mettez le nom entre guillemets droits.",
            )
    cells = [
        [told if (told := unguarded(cell)) != cell else cell.strip() for cell in row]
        for row in rows
        if row
    ]
    return pd.DataFrame(cells, columns=header, dtype="object")[list(COLUMNS)]


def faults(links: pd.DataFrame) -> list[str]:
    """What a person has to mend in the table, in French: one pseudonym for two names that nobody said
    to be one person, a `meme_que` that leads nowhere or in a circle."""
    said = []
    known = set(links["pseudonyme"])
    for pseudonym, rows in links.groupby("pseudonyme", sort=True):
        if rows["nom"].nunique() > 1:
            said.append(
                f"Le pseudonyme {pseudonym} est celui de {rows['nom'].nunique()} noms écrits autrement : "
                "si ce sont deux personnes, changez-en un ; sinon gardez une seule ligne"
            )
    same = dict(zip(links["pseudonyme"], links["meme_que"], strict=True))
    for pseudonym, target in same.items():
        if target and target not in known:
            said.append(
                f"{pseudonym}, meme_que « {target} » : ce pseudonyme n’est pas dans la table"
            )
        elif target and principal(pseudonym, same) == "":
            said.append(f"{pseudonym}, meme_que « {target} » : les renvois tournent en rond")
    return said


def principal(pseudonym: str, same: dict[str, str]) -> str:
    """The pseudonym that stands for a person who has several; "" where the links run in a circle.
    `same`: pseudonym → `meme_que`. A link that leads nowhere is no link."""
    met = {pseudonym}
    while target := same.get(pseudonym, ""):
        if target not in same:
            break
        if target in met:
            return ""
        met.add(target)
        pseudonym = target
    return pseudonym


def behind(links: pd.DataFrame, pseudonym: str) -> pd.DataFrame:
    """The rows of the table that are the person of this pseudonym, under all of their pseudonyms."""
    same = dict(zip(links["pseudonyme"], links["meme_que"], strict=True))
    person = principal(pseudonym, same) or pseudonym
    mine = [(principal(one, same) or one) == person for one in links["pseudonyme"]]
    return links[mine].reset_index(drop=True)
