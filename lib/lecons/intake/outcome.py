"""What an import leaves beside the tables: its report, quarantine workbooks, and the journal."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import pandas as pd

from lecons.intake.balance import Balance
from lecons.intake.cells import folded
from lecons.intake.kobo.versions import Replacement
from lecons.intake.qda.losses import LossReport
from lecons.intake.quarantine import COLUMNS, OUT, Account
from lecons.intake.quarantine_book import write_book
from lecons.intake.sources import Source
from lecons.project import Project
from lecons.store.journal import JOURNAL
from lecons.store.names import SPOKEN

_SPOKEN_NAMES = {folded(column) for _, column in SPOKEN}


@dataclass
class ImportReport:
    """What an import did: an account for each sheet, the faults, the files that failed, the rows,
    what the analyst should know of each file, the versions that gave way, the corrections."""

    accounts: list[Account] = field(default_factory=list)
    faults: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))
    failed: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    replaced: list[Replacement] = field(default_factory=list)
    corrected: int = 0
    # what became of the files of analysis tools, element by element
    losses: list[LossReport] = field(default_factory=list)
    # tables that hold the rows of an earlier import, said in a sentence each
    old: list[str] = field(default_factory=list)
    # the words of who withdrew, by testimony: in memory only, for who erases them from the files
    withdrawn: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @property
    def partial(self) -> bool:
        return bool(self.failed)

    def note(self, file: str, *said: str) -> None:
        if said:
            self.notes.setdefault(file, []).extend(said)


def write_books(
    project: Project, sources: Sequence[Source], balance: Balance, report: ImportReport
) -> None:
    """A quarantine workbook for each file that was read; that of an unreadable one stays.

    Beside somebody's words, only what the import reads is copied: no name, no number to call; and
    the words themselves never are.
    """
    for source in sources:
        frames: dict[str, pd.DataFrame] = {}
        hidden: dict[str, list[str]] = {}
        for sheet in source.raw.values():
            read = {
                (account.table, column): header
                for account, headers in zip(balance.accounts, balance.headers, strict=True)
                if (account.file, account.sheet) == (source.file, sheet.name)
                for column, header in headers.items()
            }
            # by what the import reads there, and by name: a sheet may be read for something else
            spoken = {header for place, header in read.items() if place in SPOKEN}
            spoken |= {str(one) for one in sheet.frame.columns if folded(str(one)) in _SPOKEN_NAMES}
            hidden[sheet.name] = sorted(spoken)
            beside_words = bool(spoken) or source.mapping.forme == "qda"
            columns = [
                column
                for column in sheet.frame.columns
                if not beside_words or column in read.values() or column.startswith("_")
            ]
            frames[sheet.name] = sheet.frame[columns]
        mine = report.faults[report.faults["fichier"].eq(source.file)]
        write_book(project.quarantine_folder, source.file, frames, mine, hidden)


def write_journal(project: Project, report: ImportReport) -> None:
    out = report.faults[report.faults["suite"].eq(OUT)] if len(report.faults) else report.faults
    journal = {
        "comptes": [asdict(account) for account in report.accounts],
        "echecs": report.failed,
        "anciennes": report.old,
        "raisons": report.faults["raison"].value_counts().to_dict(),
        "lignes": report.rows,
        "avis": report.notes,
        "remplacees": [asdict(one) for one in report.replaced],
        "corrections": report.corrected,
        "pertes": {one.file: one.as_frame().to_dict("records") for one in report.losses},
        "cellules_videes": len(report.faults) - len(out),
        # a workbook that no longer is what was written holds corrections to be read
        "classeurs": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(project.quarantine_folder.glob("*.xlsx"))
        },
    }
    path = project.tables_folder / JOURNAL
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{JOURNAL}.part")
    draft.write_text(json.dumps(journal, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, path)
