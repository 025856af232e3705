"""Turns text cells into the types of a table, and says which cells would not turn."""

import re
from datetime import date

import pandas as pd
from pandera.errors import SchemaErrors

from lecons.intake.places import Gazetteer
from lecons.intake.quarantine import Fault
from lecons.store.schemas import Table

_ISO_DAY = r"^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$"
_FRENCH_DAY = r"^(\d{1,2}/\d{1,2}/\d{4})$"
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")


def type_rows(
    frame: pd.DataFrame,
    model: type[Table],
    gazetteer: Gazetteer,
    perimeter: set[str],
    period: tuple[date, date],
) -> tuple[pd.DataFrame, list[Fault]]:
    """Type the rows of a table.

    In: text columns named as in `model`, index = row number in the file. Out: the rows without any
    fault, typed and validated, same index; and the faults of the others.
    """
    schema = model.to_schema()
    faults: list[Fault] = []
    typed = pd.DataFrame(index=frame.index)
    for name, column in schema.columns.items():
        cells = frame[name] if name in frame else pd.Series(None, index=frame.index, dtype="object")
        kind = str(column.dtype)
        if name == "commune":
            typed[name] = _communes(cells, gazetteer, perimeter, faults)
        elif kind.startswith("datetime"):
            dated = name in ("date", "date_signalement") and not column.metadata
            typed[name] = _dates(cells, period if dated else None, faults)
        elif kind in ("Int64", "int64", "float64"):
            typed[name] = _numbers(cells, kind != "float64", faults)
        else:
            typed[name] = cells
        if not column.nullable:
            for row in cells.index[cells.isna()]:
                faults.append(Fault(row, name, "", "valeur_absente", str(column.description)))
    clean = typed.drop(index={fault.row for fault in faults})
    clean, more = _validate(clean, model)
    first = {(fault.row, fault.column): fault for fault in reversed(faults + more)}
    return clean, sorted(first.values(), key=lambda fault: (fault.row, fault.column))


def _communes(
    cells: pd.Series, gazetteer: Gazetteer, perimeter: set[str], faults: list[Fault]
) -> pd.Series:
    answers = {written: gazetteer.find(written) for written in cells.dropna().unique()}
    for row, written in cells.dropna().items():
        place = answers[written]
        if place.pcode is None:
            near = ", ".join(place.candidates) or "aucune commune proche"
            faults.append(
                Fault(row, "commune", written, "commune_inconnue", f"plus proches : {near}")
            )
        elif place.pcode not in perimeter:
            faults.append(
                Fault(row, "commune", written, "commune_hors_projet", "une commune de projet.yaml")
            )
    return cells.map(lambda written: answers[written].pcode if written in answers else None)


def _dates(cells: pd.Series, period: tuple[date, date] | None, faults: list[Fault]) -> pd.Series:
    written = cells.astype("str")
    iso = written.str.extract(_ISO_DAY, expand=False)
    french = written.str.extract(_FRENCH_DAY, expand=False)
    days = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").fillna(
        pd.to_datetime(french, format="%d/%m/%Y", errors="coerce")
    )
    for row in cells.index[cells.notna() & days.isna()]:
        faults.append(
            Fault(row, str(cells.name), cells[row], "date_illisible", "AAAA-MM-JJ ou JJ/MM/AAAA")
        )
    if period:
        start, end = pd.Timestamp(period[0]), pd.Timestamp(period[1])
        for row in days.index[days.notna() & ((days < start) | (days > end))]:
            faults.append(
                Fault(
                    row,
                    str(cells.name),
                    cells[row],
                    "date_hors_periode",
                    f"entre le {period[0]:%d/%m/%Y} et le {period[1]:%d/%m/%Y}",
                )
            )
    return days


def _numbers(cells: pd.Series, whole: bool, faults: list[Fault]) -> pd.Series:
    def read(cell: object) -> float | None:
        text = str(cell).replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        if not _NUMBER.match(text):
            return None
        value = float(text.replace(",", "."))
        return None if whole and not value.is_integer() else value

    values = cells.map(read, na_action="ignore").astype("float64")
    expected = "un nombre entier en chiffres" if whole else "un nombre en chiffres"
    for row in cells.index[cells.notna() & values.isna()]:
        faults.append(Fault(row, str(cells.name), str(cells[row]), "nombre_illisible", expected))
    # beyond 2**53 a float no longer tells one whole number from the next
    huge = values.abs() > 2**53
    for row in cells.index[huge]:
        faults.append(
            Fault(
                row, str(cells.name), str(cells[row]), "valeur_impossible", "un nombre plus petit"
            )
        )
    return values.mask(huge)


def _validate(frame: pd.DataFrame, model: type[Table]) -> tuple[pd.DataFrame, list[Fault]]:
    """Check a typed frame against its model; the rows that fail leave with a fault each."""
    try:
        return model.validate(frame, lazy=True), []
    except SchemaErrors as error:
        faults = []
        for case in error.failure_cases.itertuples():
            if pd.isna(case.index):
                raise  # not about a row: the model itself is wrong
            row = int(case.index)
            check = str(case.check)
            reason = "valeur_impossible"
            if check.startswith("isin"):
                reason = "valeur_hors_liste"
            elif "unique" in check:
                reason = "identifiant_double"
            column = str(case.column if pd.notna(case.column) else "id")
            found = str(frame.at[row, column]) if column in frame else ""
            faults.append(Fault(row, column, found, reason, _expected(model, column)))
        kept = frame.drop(index={fault.row for fault in faults})
        return model.validate(kept, lazy=True), faults


def _expected(model: type[Table], column: str) -> str:
    spec = model.to_schema().columns.get(column)
    if spec is None:
        return "une ligne unique"
    for check in spec.checks:
        facts = check.statistics or {}
        if "allowed_values" in facts:
            return "une de : " + ", ".join(str(value) for value in facts["allowed_values"])
    bounds = {k: v for check in spec.checks for k, v in (check.statistics or {}).items()}
    if "min_value" in bounds or "max_value" in bounds:
        return f"entre {bounds.get('min_value', '…')} et {bounds.get('max_value', '…')}"
    return str(spec.description)
