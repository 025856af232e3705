"""A coded project as sheets: codes, segments and texts, for the tables of the same names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from lecons.intake.grid import TEXT
from lecons.intake.qda.html_text import plain
from lecons.intake.qda.model import Case, Code, Coding, QdaProject, Selection, Source, Value
from lecons.intake.qda.naming import distinct_slug, family_named, fields_of, slug, told_name
from lecons.intake.qda.offsets import whole_quotation
from lecons.intake.qda.polarity import POLARITIES, polarities_of, polarity_named
from lecons.intake.quarantine import Fault
from lecons.intake.sheet import Sheet

CODES, SEGMENTS, SOURCES = "Codes", "Segments", "Sources"
CODE_COLUMNS = [
    "code",
    "libelle_fr",
    "libelle_en",
    "famille",
    "parent",
    "resultat",
    "definition",
    "inclusion",
    "exclusion",
    "exemple",
]
SEGMENT_COLUMNS = [
    "id",
    "id_temoignage",
    "debut",
    "fin",
    "code",
    "codeur",
    "date",
    "statut",
    "memo",
]
UNKNOWN_CODER = "inconnu"
_SUFFIX = re.compile(r"\.(?:txt|docx?|odt|rtf|pdf|md|html?|srt|vtt)$", re.IGNORECASE)
_RESULTS = re.compile(r"R\d+(?: R\d+)*")


def as_sheets(project: QdaProject, file: str) -> tuple[dict[str, Sheet], dict[str, str]]:
    """The sheets of a project by name, and the words of each segment by its id.

    « Codes » has CODE_COLUMNS, « Segments » SEGMENT_COLUMNS, « Sources » id, texte and a column a
    variable (its own, then that of the cases it belongs to). A segment is one coding, its id the
    GUID of the coding: the same at each import of a file. A code on a whole text is a segment of all
    of it. A text is known by its name without extension; two that share one are numbered, and none
    of them passes for a testimony. Where a text is not known, its segments have words only if their
    names quote them whole.
    """
    names = code_names(project)
    ids = source_ids(project)
    memos = {one.guid: one.text or one.description for one in project.notes}
    coders = {one.guid: _person(one.name) or _person(one.short) for one in project.users}
    segments, passages = [], {}
    for source in project.sources:
        for selection, coding in _coded(source):
            memo = [selection.description, *(memos[one] for one in selection.notes if one in memos)]
            memo += [memos[one] for one in coding.notes if one in memos]
            segments.append(
                {
                    "id": coding.guid,
                    "id_temoignage": ids[source.guid],
                    "debut": str(selection.start),
                    "fin": str(selection.end),
                    "code": names.get(coding.code),
                    "codeur": coders.get(coding.coder) or UNKNOWN_CODER,
                    "date": coding.date[:10] or selection.made.on[:10] or None,
                    "statut": "valide",
                    "memo": "\n\n".join(filter(None, map(plain, memo))) or None,
                }
            )
            if source.text is not None:
                passages[coding.guid] = source.text[selection.start : selection.end]
            elif whole_quotation(selection.name, selection.end - selection.start):
                passages[coding.guid] = selection.name
    notes = []
    if len(passages) < len(segments):
        notes.append(
            f"Segments dont les mots ne sont pas connus : {len(segments) - len(passages)}."
        )
    whole = sum(len(one.codings) for one in project.sources if one.text)
    if whole:
        notes.append(f"Segments qui sont un texte entier : {whole}.")
    sheets = {
        CODES: _codes(project, names),
        SEGMENTS: replace(_sheet(SEGMENTS, segments, SEGMENT_COLUMNS), notes=tuple(notes)),
        SOURCES: _sources(project, ids),
    }
    return sheets, passages


def code_names(project: QdaProject) -> dict[str, str]:
    """The name in the codebook of each code by GUID: the one that our own export left in its
    description, else its label in ASCII, told from others by its parent’s, then by a number.
    Those of the polarities are theirs alone (see `polarities_of`)."""
    folders = _folders(project)
    polarities = polarities_of(project)
    by_guid = {one.guid: one for one in project.codes}
    names: dict[str, str] = {}
    taken: dict[str, str] = dict.fromkeys(POLARITIES, "")
    codes = [one for one in project.codes if one.guid not in folders]
    told = {one.guid: told_name(one.description) for one in codes}
    # those told come first, then a polarity before what only resembles it (« Réserves »)
    for code in sorted(
        codes, key=lambda one: (not told[one.guid], slug(one.name) not in POLARITIES)
    ):
        own = slug(code.name) or f"code_{code.guid[:8]}"
        parent = by_guid.get(code.parent or "")
        above = slug(parent.name) if parent is not None else ""
        polarity = polarities.get(code.guid, "")
        if taken.get(polarity) == "":
            name = polarity
        else:
            wanted = [told[code.guid], own, f"{above}_{own}" if above else own]
            name = distinct_slug(wanted, taken)
        names[code.guid] = name
        taken[name] = code.guid
    return names


def source_ids(project: QdaProject) -> dict[str, str]:
    """The id of each text by GUID: its name without extension; numbered where several share it."""
    stems = {one.guid: _SUFFIX.sub("", one.name.strip()) or one.guid for one in project.sources}
    shared = Counter(stems.values())
    seen: Counter[str] = Counter()
    taken = {stem for stem, count in shared.items() if count == 1}
    ids = {}
    for guid, stem in stems.items():
        name = stem
        while shared[stem] > 1 and (name == stem or name in taken):
            seen[stem] += 1
            name = f"{stem} ({seen[stem]})"
        taken.add(name)
        ids[guid] = name
    return ids


def _coded(source: Source) -> Iterator[tuple[Selection, Coding]]:
    """Each coding of a text with its passage."""
    for selection in source.selections:
        for coding in selection.codings:
            yield selection, coding
    if source.text:
        whole = Selection(source.guid, 0, len(source.text))
        for coding in source.codings:
            yield whole, coding


def _folders(project: QdaProject) -> dict[str, str]:
    """The codes at the top that only name a family, by GUID, and the family."""
    used = {coding.code for source in project.sources for _, coding in _coded(source)}
    parents = {one.parent for one in project.codes}
    return {
        one.guid: family
        for one in project.codes
        if one.parent is None
        and one.guid in parents
        and (not one.codable or one.guid not in used)
        and (family := family_named(one.name)) is not None
    }


def _codes(project: QdaProject, names: dict[str, str]) -> Sheet:
    by_guid = {one.guid: one for one in project.codes}
    rows = []
    namesakes = []
    for code in project.codes:
        if code.guid not in names:
            continue
        name = names[code.guid]
        fields = fields_of(code.description)
        result = fields.get("resultat", "").strip()
        label = code.name.strip() or name
        family = _family(code, name, by_guid)
        if polarity_named(label) and family != "polarite" and not told_name(code.description):
            parent = by_guid.get(code.parent or "")
            above = parent.name.strip() if parent is not None else ""
            # by its label alone it would be taken for the polarity that the project’s codebook has
            label = f"{label} ({above or 'thème'})"
            namesakes.append(f"« {label} » devient {name}")
        rows.append(
            {
                "code": name,
                "libelle_fr": label,
                "libelle_en": fields.get("libelle_en") or None,
                "famille": family,
                "parent": names.get(code.parent or ""),
                "resultat": result if _RESULTS.fullmatch(result) else None,
                **{
                    key: plain(fields.get(key, "")) or None
                    for key in ("definition", "inclusion", "exclusion", "exemple")
                },
            }
        )
    sheet = _sheet(CODES, rows, CODE_COLUMNS)
    if not namesakes:
        return sheet
    note = (
        f"Codes qui portent le nom d’une polarité et ne sont pas lus comme telle : {', '.join(namesakes)}. "
        "S’ils en sont, rangez-les sous un code « Polarité » dans le logiciel d’analyse."
    )
    return replace(sheet, notes=(note,))


def _person(name: str) -> str:
    """A coder’s name in one form: two spellings that look the same are one person."""
    return unicodedata.normalize("NFC", name).strip()


def _family(code: Code, name: str, by_guid: dict[str, Code]) -> str:
    """The family that the code at the top names; the two polarities are known by their own name."""
    if name in POLARITIES:
        return "polarite"
    return family_named(_top(code, by_guid).name) or "theme"


def _top(code: Code, by_guid: dict[str, Code]) -> Code:
    seen = {code.guid}
    while code.parent in by_guid and code.parent not in seen:
        code = by_guid[code.parent or ""]
        seen.add(code.guid)
    return code


def _sources(project: QdaProject, ids: dict[str, str]) -> Sheet:
    columns = _variable_columns(project)
    holders: dict[str, list[Case]] = {}
    for case in project.cases:
        for guid in case.sources:
            holders.setdefault(guid, []).append(case)
    rows: list[dict[str, str | None]] = []
    faults = []
    for source in project.sources:
        row: dict[str, str | None] = {"id": ids[source.guid], "texte": source.text}
        cases = holders.get(source.guid, [])
        for variable, column in columns.items():
            own = _said(source.values, variable)
            found = own or [one for case in cases for one in _said(case.values, variable)]
            row[column] = found[0] if len(set(found)) == 1 else None
            if len(set(found)) > 1:
                expected = (
                    "une seule valeur : ce texte est dans plusieurs cas qui en donnent d’autres"
                )
                at = len(rows) + 2
                # the values are somebody’s, perhaps their words: they stay in the file
                faults.append(Fault(at, column, "", "valeur_impossible", expected, mild=True))
        rows.append(row)
    sheet = _sheet(SOURCES, rows, ["id", "texte", *columns.values()])
    return replace(sheet, faults=tuple(faults))


def _variable_columns(project: QdaProject) -> dict[str, str]:
    """The column of each variable by GUID; names that are taken are numbered."""
    taken, columns = {"id", "texte"}, {}
    for variable in project.variables:
        name = base = " ".join(variable.name.split()) or "variable"
        number = 2
        while name in taken:
            name = f"{base} ({number})"
            number += 1
        taken.add(name)
        columns[variable.guid] = name
    return columns


def _said(values: tuple[Value, ...], variable: str) -> list[str]:
    return [one.value for one in values if one.variable == variable and one.value]


def _sheet(name: str, rows: list, columns: list[str]) -> Sheet:
    index = pd.RangeIndex(2, len(rows) + 2)
    cells = {
        column: pd.Series([row.get(column) for row in rows], index=index, dtype=TEXT)
        for column in columns
    }
    return Sheet(name, pd.DataFrame(cells, index=index, columns=columns))
