"""Turns text cells into the types of a table, and says which cells would not turn.

Each distinct value is read and checked once, so that a million rows cost little more than their
distinct values.
"""

from datetime import date

import numpy as np
import pandas as pd
from pandera.errors import SchemaErrors
from pandera.pandas import Column, SeriesSchema

from lecons.counts import number_of
from lecons.intake.dates import MONTH, is_in_figures, order_denied, read_date
from lecons.intake.grid import TEXT
from lecons.intake.numbers import read_number, read_whole
from lecons.intake.places import Gazetteer
from lecons.intake.quarantine import Fault
from lecons.store.schemas import Table

# the columns whose precision a table keeps beside them
_MAIN_DATE, _PRECISION = "date", "precision_date"
_DATED = ("date", "date_signalement")
# beyond it a float no longer tells one whole number from the next
_EXACT = 2**53


def type_rows(
    frame: pd.DataFrame,
    model: type[Table],
    gazetteer: Gazetteer,
    perimeter: set[str] | None,
    period: tuple[date, date],
    order: str = "jma",
) -> tuple[pd.DataFrame, list[Fault]]:
    """Type the rows of a table.

    In: text columns named as in `model` (and `cercle`, which settles homonyms), index = row number
    in the file; `perimeter`: the communes of the project, None where the whole country is read;
    `order` of dates in figures. Out: the rows without any fault, typed and validated,
    same index; and the faults of the others.
    """
    schema = model.to_schema()
    faults: list[Fault] = []
    typed: dict[str, pd.Series] = {}

    def given(name: str) -> pd.Series:
        cells = frame[name] if name in frame else pd.Series(None, index=frame.index, dtype=TEXT)
        return cells if cells.dtype == TEXT else cells.astype(TEXT)

    for name, column in schema.columns.items():
        cells, kind = given(name), str(column.dtype)
        if name == "commune":
            typed[name] = _communes(cells, given("cercle"), gazetteer, perimeter, faults)
        elif name == "cercle":
            typed[name] = _cercles(cells, typed["commune"], gazetteer, faults)
        elif kind.startswith("datetime"):
            limits = period if name in _DATED and not column.metadata else None
            precise = _PRECISION if name == _MAIN_DATE and _PRECISION in schema.columns else None
            typed[name], month = _dates(cells, order, limits, precise is None, faults)
            if precise:
                typed[precise] = month
        elif kind in ("Int64", "int64", "float64"):
            typed[name] = _numbers(cells, kind != "float64", bool(column.nullable), faults)
        elif name != _PRECISION:
            typed[name] = cells
            faults += _outside(cells, column)
        if not column.nullable and name != "cercle":
            expected = str(column.description)
            faults += [
                Fault(int(row), name, "", "valeur_absente", expected)
                for row in cells.index[cells.isna()]
            ]
    bad = {fault.row for fault in faults}
    clean = pd.DataFrame(typed, index=frame.index)[list(schema.columns)]
    clean = clean[~clean.index.isin(bad)] if bad else clean
    clean, more = _single(clean, model, frame)
    clean = clean.astype({name: str(column.dtype) for name, column in schema.columns.items()})
    first = {(fault.row, fault.column): fault for fault in reversed(faults + more)}
    return clean, sorted(first.values(), key=lambda fault: (fault.row, fault.column))


def _distinct(cells: pd.Series) -> tuple[np.ndarray, list[str]]:
    """The distinct texts of a column, and the place of each cell's text among them (-1: blank)."""
    codes, values = pd.factorize(cells)
    return codes, [str(value) for value in values]


def _spread(found: list, codes: np.ndarray, index: pd.Index, dtype: object) -> pd.Series:
    values = pd.array([*found, None], dtype=dtype)  # type: ignore[call-overload]
    return pd.Series(values.take(codes), index=index)


def _tell(
    faults: list[Fault],
    cells: pd.Series,
    codes: np.ndarray,
    wrong: dict[int, tuple[str, str]],
) -> None:
    """A fault for each cell whose value is wrong: place of the value → (reason, expected)."""
    if wrong:
        for at in np.flatnonzero(np.isin(codes, list(wrong))):
            reason, expected = wrong[int(codes[at])]
            row = int(cells.index[at])
            faults.append(Fault(row, str(cells.name), str(cells.iloc[at]), reason, expected))


def _communes(
    cells: pd.Series,
    cercles: pd.Series,
    gazetteer: Gazetteer,
    perimeter: set[str] | None,
    faults: list[Fault],
) -> pd.Series:
    names, values = _distinct(cells)
    within, told = _distinct(cercles.where(cells.notna()))
    pairs, codes = np.unique(names * (len(told) + 1) + within + 1, return_inverse=True)
    found: list[str | None] = []
    wrong: dict[int, tuple[str, str]] = {}
    for at, pair in enumerate(pairs):
        if pair < 0:  # nothing is written
            found.append(None)
            continue
        name, cercle = divmod(int(pair), len(told) + 1)
        place = gazetteer.find(values[name], told[cercle - 1] if cercle else None)
        found.append(place.pcode)
        if place.pcode is None:
            near = ", ".join(place.candidates) or "aucune commune proche"
            wrong[at] = ("commune_inconnue", f"plus proches : {near}")
        elif perimeter is not None and place.pcode not in perimeter:
            wrong[at] = ("commune_hors_projet", "une commune de projet.yaml")
    _tell(faults, cells, codes, wrong)
    return _spread(found, codes, cells.index, TEXT)


def _cercles(
    cells: pd.Series, communes: pd.Series, gazetteer: Gazetteer, faults: list[Fault]
) -> pd.Series:
    """The cercle of each row: its commune's, else the one that is written."""
    codes, values = _distinct(cells.where(communes.isna()))
    found = [gazetteer.find_cercle(written) for written in values]
    wrong = {
        at: ("commune_inconnue", "un cercle du Mali, ou son P-code")
        for at, pcode in enumerate(found)
        if pcode is None
    }
    _tell(faults, cells, codes, wrong)
    told = {fault.row for fault in faults}
    written = _spread(found, codes, cells.index, TEXT)
    result = communes.str[:6].fillna(written)
    expected = "une commune ou un cercle"
    faults += [
        Fault(int(row), "cercle", "", "valeur_absente", expected)
        for row in result.index[result.isna()]
        if int(row) not in told
    ]
    return result


def _dates(
    cells: pd.Series,
    order: str,
    period: tuple[date, date] | None,
    day_needed: bool,
    faults: list[Fault],
) -> tuple[pd.Series, pd.Series]:
    """The days of a column, and their precision."""
    codes, values = _distinct(cells)
    days: list[pd.Timestamp | None] = []
    precisions: list[str | None] = []
    wrong: dict[int, tuple[str, str]] = {}
    figures = "MM/JJ/AAAA" if order == "mja" else "JJ/MM/AAAA"
    proofs, other = order_denied(values, order), "mja" if order == "jma" else "jma"
    denied = (
        f"l’ordre « {other} » : {number_of(proofs, 'date', 'dates')} de cette colonne, lisibles dans cet ordre seulement ; "
        f"écrivez « dates: {other} » dans projet.yaml, sous cette feuille"
    )
    for at, written in enumerate(values):
        found = read_date(written, order)
        days.append(pd.Timestamp(found[0]) if found else None)
        precisions.append(found[1] if found else None)
        if proofs and is_in_figures(written):
            wrong[at] = ("date_illisible", denied)
        elif found is None:
            wrong[at] = ("date_illisible", f"AAAA-MM-JJ ou {figures}")
        elif found[1] == MONTH and day_needed:
            wrong[at] = ("date_illisible", f"le jour aussi : AAAA-MM-JJ ou {figures}")
        elif period and not _within(found[0], found[1], period):
            wrong[at] = (
                "date_hors_periode",
                f"entre le {period[0]:%d/%m/%Y} et le {period[1]:%d/%m/%Y}",
            )
    _tell(faults, cells, codes, wrong)
    typed = _spread(days, codes, cells.index, "datetime64[ns]")
    return typed, _spread(precisions, codes, cells.index, TEXT)


def _within(day: date, precision: str, period: tuple[date, date]) -> bool:
    """A month is inside as soon as one of its days is."""
    if precision == MONTH:
        return (period[0].year, period[0].month) <= (day.year, day.month) and day <= period[1]
    return period[0] <= day <= period[1]


def _numbers(cells: pd.Series, whole: bool, may_be_blank: bool, faults: list[Fault]) -> pd.Series:
    codes, values = _distinct(cells)
    expected = "un nombre entier en chiffres" if whole else "un nombre en chiffres"
    expected += ", ou rien" if may_be_blank else ""
    found: list[float | None] = []
    wrong: dict[int, tuple[str, str]] = {}
    for at, written in enumerate(values):
        value = read_whole(written) if whole else read_number(written)
        if value is None:
            wrong[at] = ("nombre_illisible", expected)
        elif abs(value) >= _EXACT:
            wrong[at], value = ("valeur_impossible", "un nombre plus petit"), None
        found.append(value)
    _tell(faults, cells, codes, wrong)
    return _spread(found, codes, cells.index, "Int64" if whole else "float64")


def _outside(cells: pd.Series, column: Column) -> list[Fault]:
    """The faults of a column of text against the checks of its model."""
    faults: list[Fault] = []
    if column.checks:
        codes, values = _distinct(cells)
        _tell(faults, cells, codes, _against(pd.Series(values, dtype=TEXT), column))
    return faults


def _against(values: pd.Series, column: Column) -> dict[int, tuple[str, str]]:
    """Which distinct values fail the checks of a column, with the reason and what is expected."""
    if not column.checks or not len(values):
        return {}
    try:
        SeriesSchema(checks=column.checks, nullable=True).validate(values, lazy=True)
    except SchemaErrors as error:
        expected = _expected(column)
        return {
            int(case.index): (
                "valeur_hors_liste" if str(case.check).startswith("isin") else "valeur_impossible",
                expected,
            )
            for case in error.failure_cases.itertuples()
        }
    return {}


def _single(
    frame: pd.DataFrame, model: type[Table], written: pd.DataFrame
) -> tuple[pd.DataFrame, list[Fault]]:
    """Numbers within their bounds, identifiers carried by one row; the others leave with a fault
    that tells the cell as it was written."""
    schema = model.to_schema()
    faults: list[Fault] = []
    for name, column in schema.columns.items():
        if str(column.dtype) in ("Int64", "int64", "float64") and column.checks:
            codes, values = pd.factorize(frame[name])
            wrong = _against(pd.Series(values), column)
            told = written[name].loc[frame.index] if name in written else frame[name]
            _tell(faults, told.rename(name), codes, wrong)
    bad = {fault.row for fault in faults}
    frame = frame[~frame.index.isin(bad)] if bad else frame
    keys = [[name] for name, column in schema.columns.items() if column.unique]
    for key in [*keys, *([list(schema.unique)] if schema.unique else [])]:
        twice = frame.duplicated(key, keep=False)
        if not twice.any():
            continue
        faults += [
            Fault(
                int(row),
                key[0],
                str(frame.at[row, key[0]]),
                "identifiant_double",
                "un identifiant par ligne",
            )
            for row in frame.index[twice]
        ]
        frame = frame[~twice]
    return frame, faults


def _expected(column: Column) -> str:
    facts = [check.statistics or {} for check in column.checks]
    for fact in facts:
        if "allowed_values" in fact:
            return "une de : " + ", ".join(str(value) for value in fact["allowed_values"])
    bounds = {name: value for fact in facts for name, value in fact.items()}
    if "min_value" in bounds or "max_value" in bounds:
        return f"entre {bounds.get('min_value', '…')} et {bounds.get('max_value', '…')}"
    return str(column.description)
