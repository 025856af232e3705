"""preuves.xlsx: every finding with its number and its figures, the rows that each rests on, and the
tables that those rows are of, as the internal edition reads them. It never leaves the team.
"""

import bisect
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lecons.books import as_written, put_text, save
from lecons.evidence.finding import Finding
from lecons.language import Language, mark
from lecons.report.labels import label
from lecons.report.provenance import COLUMNS, SourceRows, trace

# rows listed for one finding: what a person may want to check by hand; constats.json has all ids or,
# of too many, their marks (evidence.rows)
MOST = 2_000
# rows listed for all findings together, and lines of one table: a workbook that a small laptop opens; the
# store has the rest
MOST_IN_ALL = 100_000
MOST_LINES = 20_000
_CRITERIA = {
    "pertinence": mark("pertinence"),
    "cohérence": mark("cohérence"),
    "efficacité": mark("efficacité"),
    "efficience": mark("efficience"),
    "impact": mark("impact"),
    "durabilité": mark("durabilité"),
}
_LONG = 60
_TEXTS = ("texte", "memo", "difficultes", "reussites", "note", "condition", "extrait")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def findings_sheet(
    findings: Iterable[Finding], numbers: Mapping[str, str], language: Language
) -> pd.DataFrame:
    """One row a finding: number, id, what it says in words and in figures, and where it stands.

    `numbers`: finding id → number. Figures are as computed: shares from 0 to 1.
    """
    t = language.t
    rows = []
    for finding in findings:
        estimate = finding.estimate
        rows.append(
            {
                t("numéro"): numbers.get(finding.id, ""),
                t("constat"): finding.id,
                t("résultat"): finding.result,
                t("critère"): t(_CRITERIA[finding.criterion]),
                t("nature"): t(label(finding.kind)),
                t("sens"): t(label(finding.polarity)),
                t("phrase"): finding.statement.text(language),
                t("valeur"): estimate.value if estimate else None,
                t("bas"): estimate.low if estimate else None,
                t("haut"): estimate.high if estimate else None,
                t("n"): finding.n,
                t("confiance"): t(label(finding.confidence)),
                t("carnet"): finding.anchor.notebook if finding.anchor else "",
            }
        )
    return pd.DataFrame(rows)


def rows_sheet(
    findings: Iterable[Finding], numbers: Mapping[str, str], rows: SourceRows, language: Language
) -> pd.DataFrame:
    """One row a finding and a row of a table that it rests on: table, id, file, sheet, line; as many a
    finding as `_share` leaves it, and then how many more there are."""
    t = language.t
    told = list(findings)
    listed, lengths = [], []
    for finding in told:
        traced = trace(finding, rows)
        listed.append(traced.head(MOST).copy())  # a slice would keep all the rest in memory
        lengths.append(len(traced))
    most = _share(lengths)
    parts = []
    for finding, mine, n in zip(told, listed, lengths, strict=True):
        named = numbers.get(finding.id, finding.id)
        parts.append(mine.head(most).assign(numero=named))
        if n > most:
            more = _more(finding, n - most, language)
            parts.append(pd.DataFrame({"numero": [named], "id": [more]}))
    names = ["numero", *COLUMNS]
    whole = pd.concat(parts) if parts else pd.DataFrame()
    whole = whole.reindex(columns=names)
    titles = (t("numéro"), t("table"), t("identifiant"), t("fichier"), t("feuille"), t("ligne"))
    return whole.set_axis(list(titles), axis="columns")


def _share(lengths: Sequence[int]) -> int:
    """The most rows that each finding lists: MOST, or as many as leave MOST_IN_ALL to all of them, the same
    for each. `lengths`: how many rows each has."""
    capped = range(MOST + 1)
    fits = bisect.bisect_right(capped, MOST_IN_ALL, key=lambda c: sum(min(n, c) for n in lengths))
    return max(1, fits - 1)


def _more(finding: Finding, n: int, language: Language) -> str:
    """How many rows (`n`) a finding has beyond those listed, and where they are named."""
    if any(source.written().many for source in finding.sources):
        return language.t("et {n:int} {n:?autre ligne|autres lignes}, dans tables/", n=n)
    return language.t(
        "et {n:int} {n:?autre ligne, dont l’identifiant est|autres lignes, dont les identifiants "
        "sont} dans constats.json",
        n=n,
    )


def write_evidence(
    path: Path,
    findings: Iterable[Finding],
    numbers: Mapping[str, str],
    rows: SourceRows,
    language: Language,
    tables: Mapping[str, pd.DataFrame],
) -> Path:
    """Write preuves.xlsx: a sheet of findings, a sheet of rows, and one a table (name → its rows as the
    internal edition reads them; MOST_LINES at most, and then it is said); whole or not at all."""
    t = language.t
    told = list(findings)
    book = Workbook(write_only=True)
    _write(book, t("Constats"), findings_sheet(told, numbers, language), wide={t("phrase"): 90})
    _write(
        book,
        t("Lignes"),
        rows_sheet(told, numbers, rows, language),
        wide={t("identifiant"): 44, t("fichier"): 32, t("feuille"): 28},
    )
    for name, lines in tables.items():
        _write(book, name, table_sheet(lines, language), wide=dict.fromkeys(_TEXTS, 60))
    return save(book, path)


def table_sheet(lines: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The lines of a table, days as they are written in its files; MOST_LINES at most, and then a last
    one that says how many more there are."""
    shown = lines.head(MOST_LINES).astype("object")
    for column in lines.select_dtypes("datetime"):
        shown[column] = lines[column].head(MOST_LINES).dt.strftime("%Y-%m-%d")
    if len(lines) > MOST_LINES:
        more = language.t(
            "et {n:int} {n:?autre ligne|autres lignes}, dans tables/", n=len(lines) - MOST_LINES
        )
        shown.loc[len(shown)] = [more, *[None] * (len(lines.columns) - 1)]
    return shown


def _write(book: Workbook, name: str, frame: pd.DataFrame, wide: Mapping[str, int]) -> None:
    # a cell at a time, as it comes: thousands of rows as objects would not fit in a small laptop
    sheet = book.create_sheet(name)
    titles = [str(column) for column in frame.columns]
    for at, title in enumerate(titles, 1):
        sheet.column_dimensions[get_column_letter(at)].width = wide.get(title, 16)
    sheet.freeze_panes = "A2"
    if len(frame):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(frame) + 1}"
    header = []
    for title in titles:
        cell: Cell = WriteOnlyCell(sheet, title)
        cell.font = _BOLD
        header.append(cell)
    sheet.append(header)
    for row in frame.astype("object").itertuples(index=False, name=None):
        sheet.append([None if pd.isna(value) else _cell(sheet, value) for value in row])


def _cell(sheet: object, value: object) -> Cell | int | float:
    if isinstance(value, int | float):
        return value
    cell: Cell = WriteOnlyCell(sheet)
    put_text(cell, as_written(value))
    if isinstance(value, str) and len(value) > _LONG:
        cell.alignment = _WRAPPED
    return cell
