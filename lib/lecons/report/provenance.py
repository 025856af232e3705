"""Where a finding comes from: the rows that it rests on, with the file, the sheet and the line of each.

Inside the team only: a line of a file leads to a person. What a coded passage rests on is the account
it was taken from as well, so the rows of `temoignages` come with those of `segments`.
"""

import itertools
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from lecons.evidence.finding import Finding, Source
from lecons.intake.grid import CSV_SHEET
from lecons.language import Language
from lecons.project import Project
from lecons.report.document import Block, Folded, Paragraph
from lecons.store.names import JOIN, ROW_KEYS, SOURCE_COLUMNS

BOOK = "preuves.xlsx"
COLUMNS = ["table", "id", "fichier", "feuille", "ligne"]
_ID = ("id",)
_ACCOUNT = "id_temoignage"
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods", ".zip"}
# what a reader takes in at a glance; the rest is in BOOK
_PLACES, _SPANS = 5, 12
_FEW = 10


class SourceRows:
    """Where the rows of a project's tables came from, read once a table, without what they say."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[str, pd.DataFrame] = {}
        self._places: dict[str, pd.Index] = {}

    def of(self, table: str) -> pd.DataFrame:
        """One line a row of `table`, in the order of the files: id (as the findings' sources name it),
        fichier, feuille, ligne, and for segments id_temoignage."""
        if table not in self._read:
            key = ROW_KEYS.get(table, _ID)
            more = [_ACCOUNT] if table == "segments" else []
            rows = self._project.table(table, "interne", columns=[*key, *more, *SOURCE_COLUMNS])
            # a table that is not there has no source either
            rows = rows.reindex(columns=[*key, *more, *SOURCE_COLUMNS])
            named = rows[[*more]].assign(id=rows[key[0]].astype(str))
            for column in key[1:]:
                named["id"] += JOIN + rows[column].astype(str)
            for column in SOURCE_COLUMNS:
                named[column.removeprefix("source_")] = rows[column]
            self._read[table] = named.sort_values(["fichier", "feuille", "ligne"])
        return self._read[table]

    def among(self, source: Source) -> pd.DataFrame:
        """The rows of a source (of `of`), in the order of the files."""
        known = self.of(source.table)
        if source.many or len(source.ids) * _FEW > len(known):
            return known[source.among(known["id"])]
        # a few rows of many are looked up: reading all of them again for each finding would be long
        if source.table not in self._places:
            self._places[source.table] = pd.Index(known["id"])
        places = self._places[source.table].get_indexer_for(list(source.ids))
        return known.iloc[np.unique(places[places >= 0])]


def trace(finding: Finding, rows: SourceRows) -> pd.DataFrame:
    """The rows that a finding rests on (COLUMNS), in the order of its sources and of the files; an id
    that no row has stands at the end of its source, its place blank."""
    found = []
    for source in finding.sources:
        mine = rows.among(source)
        found.append(_placed(source, mine))
        if source.table == "segments":
            accounts = Source(table="temoignages", ids=tuple(dict.fromkeys(mine[_ACCOUNT])))
            found.append(_placed(accounts, rows.among(accounts)))
    # one source names no row twice, and of a million rows it would be long to see
    whole = pd.concat(found, ignore_index=True)
    return whole.drop_duplicates(ignore_index=True) if len(found) > 1 else whole


def _placed(source: Source, mine: pd.DataFrame) -> pd.DataFrame:
    lost = source.lost(mine["id"]) if len(mine) < source.n else []
    whole = pd.concat([mine, pd.DataFrame({"id": lost})]) if lost else mine
    whole = whole.assign(table=source.table).reindex(columns=COLUMNS)
    return whole.astype({"ligne": "Int64"})


def origin(traced: pd.DataFrame, language: Language) -> tuple[Block, ...]:
    """What the card of a finding says of its rows (of trace): folded lines, one a sheet of a file, and
    a warning where a row is in no table any more."""
    there = traced[traced["fichier"].notna()]
    lost = traced[traced["fichier"].isna()].groupby("table", sort=False).size()
    warnings = tuple(_lost(str(table), int(n), language) for table, n in lost.items())
    if there.empty:
        return warnings
    t = language.t
    places = there.groupby(["table", "fichier", "feuille"], sort=False)["ligne"]
    lines, shown = [], 0
    for (table, file, sheet), numbers in itertools.islice(places, _PLACES):
        line, told = _line((table, file, sheet), numbers, language)
        lines.append(line)
        shown += told
    if shown < len(there):
        rest = len(there) - shown
        lines.append(
            t("Et {n:int} {n:?autre ligne|autres lignes} : voir {classeur}.", n=rest, classeur=BOOK)
        )
    files = there.groupby("fichier", sort=False).size()
    brief = " ; ".join(
        t("{fichier}, {n:int} {n:?ligne|lignes}", fichier=file, n=int(n))
        for file, n in files.items()
    )
    return (
        *warnings,
        Folded(
            t("D’où vient ce constat"),
            tuple(lines),
            t("D’où vient ce constat : {fichiers}.", fichiers=brief),
        ),
    )


def _lost(table: str, n: int, language: Language) -> Paragraph:
    said = language.t(
        "{n:int} {n:?ligne introuvable|lignes introuvables} dans la table « {table} » : ce constat "
        "est à refaire, ou {n:?cette ligne|ces lignes} à retrouver.",
        n=n,
        table=table,
    )
    return Paragraph((said,), "alerte")


def _line(place: tuple[str, str, str], numbers: pd.Series, language: Language) -> tuple[str, int]:
    """One place in words, and how many of its rows the words point at."""
    table, file, sheet = place
    values = {"table": table, "fichier": file, "n": len(numbers)}
    if not has_lines(file, sheet):
        line = language.t("{table} · {fichier} : {n:int} {n:?passage|passages}", **values)
        return line, len(numbers)
    every = spans(numbers)
    kept = every[:_SPANS]
    written = [str(first) if first == last else f"{first}–{last}" for first, last in kept]
    values["lignes"] = ", ".join(written + ["…"] * (len(kept) < len(every)))
    if sheet == CSV_SHEET:
        line = language.t("{table} · {fichier} : {n:int} {n:?ligne|lignes}, {lignes}", **values)
    else:
        line = language.t(
            "{table} · {fichier} › {feuille} : {n:int} {n:?ligne|lignes}, {lignes}",
            feuille=sheet,
            **values,
        )
    pointed = [numbers.between(first, last) for first, last in kept]
    return line, int(sum(one.sum() for one in pointed))


def has_lines(file: str, sheet: str) -> bool:
    """True where the number of a row is that of a line which a person can go and see: the file of an
    analysis tool or the journal of the coding panel has passages, not lines."""
    suffix = PurePosixPath(file).suffix.lower()
    return suffix in _WORKBOOKS or (suffix in {".csv", ".tsv", ".txt"} and sheet == CSV_SHEET)


def spans(numbers: pd.Series) -> list[tuple[int, int]]:
    """Line numbers as the spans that they make, first and last included."""
    ordered = np.unique(numbers.to_numpy(dtype="int64"))
    # a span ends where the next line is not its neighbour
    ends = np.flatnonzero(np.diff(ordered) != 1)
    first = ordered[np.concatenate([[0], ends + 1])] if len(ordered) else ordered
    last = ordered[np.concatenate([ends, [len(ordered) - 1]])] if len(ordered) else ordered
    return list(zip(first.tolist(), last.tolist(), strict=True))
