"""Turns a recognised sheet into rows of `incidents`, never more precise than the file is."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lecons.declared import SheetMapping
from lecons.intake.dates import MONTH, order_denied, read_date
from lecons.intake.events.judge import Aside, in_error, left_out, unknown_codes
from lecons.intake.events.layouts import COMMUNE, Layout, Recognised, code_of
from lecons.intake.events.locate import Edges, cercle_of, communes_at
from lecons.intake.grid import TEXT
from lecons.intake.kobo.answers import by_value
from lecons.intake.kobo.export import Export, hxl_rows
from lecons.intake.numbers import read_number
from lecons.intake.places import Gazetteer
from lecons.intake.sheet import Sheet, blank

TABLE = "incidents"
_COLUMNS = ("id", "date", "precision_date", "commune", "cercle", "type", "morts")


@dataclass(frozen=True)
class Atlas:
    """What tells a place from its name or its point."""

    gazetteer: Gazetteer
    outlines: Mapping[str, Edges]


def mapping_of(one: Recognised) -> SheetMapping:
    """The mapping that projet.yaml would hold for a sheet, once translated. The names of the media
    and of the people who reported stay in the file: the source is the observatory."""
    layout = one.layout
    return SheetMapping(
        feuille=one.sheet.name,
        table=TABLE,
        colonnes={column: column for column in _COLUMNS},
        constantes={"source": layout.name, "releve": layout.record},
    )


def translated(
    file: str, sheets: Mapping[str, Recognised], atlas: Atlas, *, is_csv: bool
) -> Export:
    """The recognised sheets of a file as an export whose columns are those of `incidents`, text, same
    row numbers: id, date (AAAA-MM-JJ, or AAAA-MM where no day is sure), precision_date (the file's
    own code), commune and cercle (P-codes; a cercle that nobody knows stays as written), type (in
    French), morts. Its `aside` tells the rows left by rule, its faults the codes that mean nothing.
    """
    done = {name: _sheet(one, atlas) for name, one in sheets.items()}
    notes = [f"feuille « {name} » : {note}" for name, one in done.items() for note in one[0].notes]
    return Export(
        file,
        {name: sheet for name, (sheet, _) in done.items()},
        aside={name: aside for name, (_, aside) in done.items() if aside},
        notes=tuple(notes),
        of_a_form=is_csv,  # there, a cell beyond the header is the sign of a shifted row
    )


def _sheet(one: Recognised, atlas: Atlas) -> tuple[Sheet, Aside]:
    layout, frame = one.layout, one.sheet.frame
    told = {name: frame[header] for name, header in one.headers.items()}
    codes = {
        name: by_value(told[name], code_of)
        for name in (layout.kind, layout.where, layout.when)
        if name in told
    }
    aside = left_out(layout, told, codes)
    aside = {"étiquettes HXL": hxl_rows(frame), **aside}
    left = frame.index.isin([row for rows in aside.values() for row in rows])
    communes, cercles = _places(layout, told, codes[layout.where].where(~left), atlas)
    dates, notes = _dates(layout, told, codes)
    columns = {
        "id": by_value(told[layout.id], lambda said: _identifier(layout, said)),
        "date": dates,
        "precision_date": told.get(layout.when, blank(frame.index)),
        "commune": communes,
        "cercle": cercles,
        "type": by_value(told[layout.kind], lambda said: layout.kinds.get(code_of(said), said)),
        "morts": told[layout.deaths],
    }
    # the place is told by several columns: the code of precision answers for the commune
    names = [layout.id, layout.date, layout.when, layout.where, layout.cercle, layout.kind]
    names.append(layout.deaths)
    sheet = Sheet(
        one.sheet.name,
        pd.DataFrame(columns, index=frame.index),
        outside=one.sheet.outside,
        origin={to: one.headers.get(name, name) for to, name in zip(_COLUMNS, names, strict=True)},
        faults=tuple(unknown_codes(layout, told, codes, left)),
        notes=(*one.sheet.notes, *notes),
    )
    return sheet, {reason: rows for reason, rows in aside.items() if rows}


def _places(
    layout: Layout, told: Mapping[str, pd.Series], codes: pd.Series, atlas: Atlas
) -> tuple[pd.Series, pd.Series]:
    """The commune, where the file is sure of the place itself and does not name another cercle than
    its point; and the cercle, by its name or else by that point."""
    precise = codes.map(layout.places).eq(COMMUNE)
    longitude, latitude = (
        by_value(told[name].where(precise), _degrees).astype("float64")
        for name in ("longitude", "latitude")
    )
    communes = communes_at(atlas.outlines, longitude, latitude)
    written = told[layout.cercle]
    named = by_value(written, lambda said: cercle_of(atlas.gazetteer, said))
    around = communes.str[:6]
    sure = around.notna() & (named.isna() | around.eq(named))
    return communes.where(sure), named.fillna(around).fillna(written).astype(TEXT)


def _degrees(said: str) -> str | None:
    value = read_number(said)
    return None if value is None else str(value)


def _dates(
    layout: Layout, told: Mapping[str, pd.Series], codes: Mapping[str, pd.Series]
) -> tuple[pd.Series, list[str]]:
    """Dates as AAAA-MM-JJ, or AAAA-MM where only the month is sure (everywhere, where nothing tells
    how sure a day is); what is no date stays as written."""
    notes = []
    cells = told[layout.date]
    proofs = order_denied(cells.dropna().unique(), "jma")
    if proofs:
        notes.append(
            f"dates lues mois/jour/année : {proofs} d’entre elles ne se lisent que dans cet ordre"
        )
    order = "mja" if proofs else "jma"
    dates = by_value(cells, lambda said: _day(said, order))
    if layout.when in codes:
        short = codes[layout.when].map(layout.times).eq(MONTH)
    else:
        short = pd.Series(True, index=cells.index)
        notes.append(f"colonne « {layout.when} » absente : aucun jour n’est sûr, le mois est gardé")
    short &= dates.str.fullmatch(r"\d{4}-\d{2}-\d{2}", na=False)
    return dates.where(~short, dates.str[:7]), notes


def _day(said: str, order: str) -> str:
    found = read_date(said, order)
    if found is None:
        return said
    return f"{found[0]:%Y-%m}" if found[1] == MONTH else found[0].isoformat()


def _identifier(layout: Layout, said: str) -> str:
    """The event's name there, told apart from those of the project; a cell in error stays one."""
    return said if in_error(said) else f"{layout.record}-{said}"
