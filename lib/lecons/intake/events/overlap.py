"""What is settled once all files are in: an event in several exports, and what each file gave."""

from collections.abc import Mapping

import pandas as pd

from lecons.counts import number_of
from lecons.intake.balance import COPY, Balance
from lecons.intake.events.translate import TABLE
from lecons.intake.grid import CSV_SHEET
from lecons.intake.kobo.export import Export
from lecons.intake.quarantine import Account


def keep_latest(balance: Balance, exports: Mapping[str, Export]) -> None:
    """Leave out, and count as copies, the versions of an event that a later export has too.

    `exports`: those of observatories by file, the latest last. An event that the later export sets
    aside (its place was recoded to a region) leaves as well: the earlier one knew no better.
    """
    rows = balance.tables.get(TABLE)
    if rows is None or not exports:
        return
    order = {file: at for at, file in enumerate(exports)}
    versions = [rows[["id", "source_fichier"]]]
    for file, export in exports.items():
        for key, reasons in export.aside.items():
            out = [row for some in reasons.values() for row in some]
            ids = export.sheets[key].frame["id"].reindex(out).dropna()
            versions.append(pd.DataFrame({"id": ids, "source_fichier": file}))
    every = pd.concat(versions)
    latest = every["source_fichier"].map(order).groupby(every["id"].astype(str)).max()
    mine = rows["source_fichier"].map(order)
    older = mine < rows["id"].astype(str).map(latest)
    # of two sheets of one file, the second; what projet.yaml names is settled as other tables are
    again = rows["id"].where(mine.notna() & ~older).duplicated(keep="last") & mine.notna()
    balance.set_aside(TABLE, older | again, COPY)


def sentence_on(account: Account, observatory: str) -> str:
    """What the analyst reads about one sheet of an observatory."""
    sheet = "" if account.sheet == CSV_SHEET else f", feuille « {account.sheet} »"
    reasons = " ; ".join(f"{reason} : {count}" for reason, count in account.set_aside.items())
    return (
        f"relevé {observatory} reconnu à son en-tête{sheet} : "
        f"{number_of(account.read, 'ligne lue', 'lignes lues')}, "
        f"{number_of(account.kept, 'gardée', 'gardées')}, {account.quarantined} en quarantaine, "
        f"{number_of(account.aside, 'mise', 'mises')} de côté{f' ({reasons})' if reasons else ''}"
    )
