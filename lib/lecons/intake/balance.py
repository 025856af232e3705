"""The tables of an import while rows still leave them: each row that leaves moves in an account."""

from dataclasses import dataclass, field

import pandas as pd

from lecons.intake.quarantine import COLUMNS, KEPT, OUT, REASONS, Account, Fault
from lecons.store.names import REFERENCES, SPOKEN
from lecons.store.schemas import TABLES

COPY = "copie d’une ligne d’un autre fichier"
LEFT = "écartée à la main (corrections.csv)"
# which account a row is counted in, while rows still leave: one sheet may fill a table twice
_ACCOUNT = "_compte"


@dataclass
class Balance:
    """Typed tables with their sources, the accounts of the sheets they come from, the faults and,
    account by account, the headers of the file: column of the table → column of the file."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    faults: list[pd.DataFrame] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def add(
        self, account: Account, rows: pd.DataFrame, faults: list[Fault], headers: dict[str, str]
    ) -> None:
        """Bring in the typed rows of one sheet (index = row number)."""
        self.accounts.append(account)
        self.headers.append(headers)
        rows = rows.assign(
            **{_ACCOUNT: len(self.accounts) - 1},
            source_fichier=pd.Series(account.file, index=rows.index, dtype="str"),
            source_feuille=pd.Series(account.sheet, index=rows.index, dtype="str"),
            source_ligne=rows.index.astype("int64"),
        )
        before = self.tables.get(account.table)
        parts = [rows] if before is None or not len(before) else [before, rows]
        whole = pd.concat(parts, ignore_index=True) if len(parts) > 1 else rows
        self.tables[account.table] = whole.reset_index(drop=True)
        self.faults.append(_told(account, headers, faults))

    def set_aside(self, table: str, rows: pd.Series, reason: str) -> None:
        """Take rows out by a rule, and count them."""
        out = self._leave(table, rows)
        for account, count in self._counted(out):
            account.set_aside[reason] = account.set_aside.get(reason, 0) + count

    def quarantine(
        self, table: str, rows: pd.Series, column: str, reason: str, expected: str
    ) -> None:
        """Take rows out with a fault on one of their columns."""
        out = self._leave(table, rows)
        for account, count in self._counted(out):
            account.quarantined += count
        if not len(out):
            return
        self.faults.append(self._faults(table, out, column, reason, expected, OUT))

    def empty(self, table: str, rows: pd.Series, column: str, reason: str, expected: str) -> None:
        """Empty a cell that is wrong and keep its row."""
        whole = self.tables[table]
        chosen = rows.fillna(False).astype(bool)
        if not chosen.any():
            return
        self.faults.append(self._faults(table, whole[chosen], column, reason, expected, KEPT))
        self.tables[table] = whole.assign(**{column: whole[column].mask(chosen, None)})

    def check_keys(self) -> None:
        """Rows of one identifier in several files: copies are set aside but for the first; with two
        contents it is for a person to settle, and all go out."""
        for name in list(self.tables):
            if sum(account.table == name for account in self.accounts) < 2:
                continue  # inside one sheet, typing has looked already
            schema = TABLES[name].to_schema()
            single = [column for column, spec in schema.columns.items() if spec.unique]
            key = list(schema.unique or single)
            if not key:
                continue
            again = self.tables[name].duplicated(key, keep=False)
            if not again.any():
                continue
            content = list(schema.columns)
            twice = self.tables[name][again].duplicated(content, keep="first")
            copies = twice.reindex(self.tables[name].index, fill_value=False)
            self.set_aside(name, copies, COPY)
            rest = self.tables[name].duplicated(key, keep=False)
            self.quarantine(name, rest, key[0], "identifiant_double", "un identifiant par ligne")

    def check_references(self, lost: set[str]) -> None:
        """Rows that name a row which is not there; tables that did not come in break nothing."""
        for name, columns in REFERENCES.items():
            for column, (other, key) in columns.items():
                if name not in self.tables or other not in self.tables or other in lost:
                    continue
                broken = ~self.tables[name][column].isin(self.tables[other][key])
                expected = f"un {key} présent dans la table {other}"
                self.quarantine(name, broken, column, "reference_absente", expected)

    def _faults(
        self, table: str, rows: pd.DataFrame, column: str, reason: str, expected: str, after: str
    ) -> pd.DataFrame:
        hidden = (table, column) in SPOKEN
        return pd.DataFrame(
            {
                "fichier": rows["source_fichier"],
                "feuille": rows["source_feuille"],
                "ligne": rows["source_ligne"],
                "colonne": [self.headers[at].get(column, column) for at in rows[_ACCOUNT]],
                "trouvé": "" if hidden else rows[column].astype(str),
                "attendu": expected,
                "raison": REASONS[reason],
                "suite": after,
            }
        )

    def rows(self, table: str) -> pd.DataFrame:
        """The rows of a table as they are stored."""
        return self.tables[table].drop(columns=_ACCOUNT)

    def all_faults(self) -> pd.DataFrame:
        """Every fault, in the order of the files."""
        some = [one for one in self.faults if len(one)]
        return pd.concat(some, ignore_index=True) if some else pd.DataFrame(columns=COLUMNS)

    def _leave(self, table: str, rows: pd.Series) -> pd.DataFrame:
        whole = self.tables[table]
        chosen = rows.fillna(False).astype(bool)
        if chosen.any():
            self.tables[table] = whole[~chosen].reset_index(drop=True)
        return whole[chosen]

    def _counted(self, out: pd.DataFrame) -> list[tuple[Account, int]]:
        """The accounts that rows leave, and how many leave each."""
        found = []
        for number, count in out[_ACCOUNT].value_counts().items():
            account = self.accounts[int(str(number))]
            account.kept -= int(count)
            found.append((account, int(count)))
        return found


def _told(account: Account, headers: dict[str, str], faults: list[Fault]) -> pd.DataFrame:
    hidden = {column for table, column in SPOKEN if table == account.table}
    rows = [
        (
            account.file,
            account.sheet,
            fault.row,
            headers.get(fault.column, fault.column),
            "" if fault.column in hidden and fault.reason != "cellule_coupee" else fault.found,
            fault.expected,
            REASONS[fault.reason],
            KEPT if fault.mild else OUT,
        )
        for fault in faults
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
