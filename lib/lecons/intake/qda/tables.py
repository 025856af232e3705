"""The coded testimonies of the store as a project to hand to other tools, and to take back."""

import pandas as pd

from lecons.intake.qda.counting import Counting, Written
from lecons.intake.qda.guids import guid_of_segment, made_of
from lecons.intake.qda.model import (
    Case,
    Code,
    Coding,
    QdaProject,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from lecons.intake.qda.naming import FAMILIES, FIELDS, described
from lecons.privacy.consent import INTERNAL

# what is told of the person who speaks, in this order
VARIABLES = (
    "date",
    "commune",
    "resultat",
    "acteur",
    "sexe",
    "tranche_age",
    "langue_origine",
    "consentement",
)
_LONGEST_NAME = 250
_ACCEPTED = "valide"


def from_tables(
    testimonies: pd.DataFrame, segments: pd.DataFrame, codebook: pd.DataFrame, name: str
) -> QdaProject:
    """A project of the testimonies that may be handed over, with their accepted segments.

    In: `temoignages`, `segments` and `livre_de_codes` as an edition reads them. A testimony without
    text, withdrawn, or without consent to an internal use stays out, with its segments; so do
    segments proposed by a machine, of an unknown code, or outside of their text. Families are codes
    at the top that cannot be used; a testimony is a text and a case that holds it; coders are users.
    GUIDs come from ids: the same tables make the same project, and `guid_of_segment` finds a segment
    again. Segments that share a passage and a memo share a selection.
    """
    people = _shareable(testimonies)
    columns = [one for one in VARIABLES if one in people.columns]
    variables = tuple(
        Variable(made_of("variable", one), one, "Date" if one == "date" else "Text")
        for one in columns
    )
    kept = segments[segments["statut"].eq(_ACCEPTED) & segments["code"].isin(codebook["code"])]
    by_testimony = dict(tuple(kept.groupby("id_temoignage", sort=False)))
    none = kept.iloc[:0]
    sources = tuple(
        _source(str(row.id), str(row.texte), by_testimony.get(row.id, none))
        for row in people.itertuples()
    )
    coders = dict.fromkeys(str(one) for one in kept["codeur"].dropna())
    return QdaProject(
        name,
        users=tuple(User(made_of("user", one), one) for one in coders),
        codes=_codes(codebook),
        variables=variables,
        cases=tuple(_case(row, columns) for _, row in people.iterrows()),
        sources=sources,
        origin="lecons",
    )


def _shareable(testimonies: pd.DataFrame) -> pd.DataFrame:
    allowed = testimonies["texte"].notna() & testimonies["consentement"].isin(INTERNAL)
    if "retrait_le" in testimonies:
        allowed &= testimonies["retrait_le"].isna()
    return testimonies[allowed & testimonies["texte"].fillna("").ne("")]


def _source(testimony: str, raw: str, segments: pd.DataFrame) -> Source:
    written = Written(raw)
    guid = made_of("source", testimony)
    selections: dict[str, Selection] = {}
    for row in segments.itertuples():
        # positions were counted in the text as it is stored
        span = written.span(Counting(mark=written.mark), int(row.debut), int(row.fin))
        if span is None:
            continue
        memo = row.memo if isinstance(row.memo, str) else ""
        key = made_of("selection", testimony, *span, memo)
        if key not in selections:
            quoted = written.text[slice(*span)]
            long = len(quoted) > _LONGEST_NAME
            label = f"{quoted[:_LONGEST_NAME]}…" if long else quoted
            selections[key] = Selection(key, *span, label, memo)
        coding = Coding(
            guid_of_segment(str(row.id)),
            made_of("code", row.code),
            made_of("user", row.codeur),
            f"{row.date:%Y-%m-%dT00:00:00Z}" if pd.notna(row.date) else "",
        )
        before = selections[key]
        selections[key] = Selection(key, *span, before.name, memo, (*before.codings, coding))
    return Source(guid, testimony, written.text, selections=tuple(selections.values()))


def _case(row: pd.Series, columns: list[str]) -> Case:
    values = tuple(
        Value(
            made_of("variable", one),
            "Date" if one == "date" else "Text",
            f"{row[one]:%Y-%m-%d}" if one == "date" else str(row[one]),
        )
        for one in columns
        if pd.notna(row[one])
    )
    testimony = str(row["id"])
    return Case(
        made_of("case", testimony),
        testimony,
        values=values,
        sources=(made_of("source", testimony),),
    )


def _codes(codebook: pd.DataFrame) -> tuple[Code, ...]:
    """The families that are used, each followed by its codes, a code after the one it is a part of."""
    rows = {str(row["code"]): row for _, row in codebook.iterrows()}
    below: dict[str, list[str]] = {}
    tops: dict[str, list[str]] = {}
    for code in rows:
        above = _above(code, rows)
        if above is None:
            tops.setdefault(str(rows[code]["famille"]), []).append(code)
        else:
            below.setdefault(above, []).append(code)
    result: list[Code] = []
    for family, label in FAMILIES.items():
        if family not in tops:
            continue
        folder = made_of("family", family)
        result.append(Code(folder, label, codable=False))
        waiting = [(code, folder) for code in reversed(tops[family])]
        while waiting:
            code, parent = waiting.pop()
            result.append(_code(rows[code], code, parent))
            guid = made_of("code", code)
            waiting += [(one, guid) for one in reversed(below.get(code, []))]
    return tuple(result)


def _above(code: str, rows: dict[str, pd.Series]) -> str | None:
    """The code that one is a part of: of the same family, there, and not below it."""
    parent = _text(rows[code], "parent")
    if parent not in rows or rows[parent]["famille"] != rows[code]["famille"]:
        return None
    seen, at = {code}, parent
    while at in rows:
        if at in seen:
            return None
        seen.add(at)
        at = _text(rows[at], "parent")
    return parent


def _code(row: pd.Series, code: str, parent: str) -> Code:
    fields = {key: _text(row, key) for key in (*FIELDS, "definition")}
    return Code(
        made_of("code", code),
        _text(row, "libelle_fr") or code,
        description=described({**fields, "code": code}),
        parent=parent,
    )


def _text(row: pd.Series, column: str) -> str:
    value = row.get(column)
    return value if isinstance(value, str) else ""
