"""An export of any flavour, in its form's own shape: XML paths for columns, XML names for choices.

Six exports of the same submissions (labels of one language or XML names, with or without groups,
choices in a summary or in details, with HXL tags or without) come out as the same sheets.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from lecons.intake.grid import CSV_SHEET
from lecons.intake.kobo.lexicon import choose_languages, unmangled
from lecons.intake.kobo.shape import complete_keys, metadata_of, read_metadata, shape_sheet
from lecons.intake.sheet import Sheet
from lecons.intake.xlsform import Form, Repeat

MAIN = ""
_CUT = re.compile(r"^(?P<stem>.*?)(?P<cut>\.\.\.)?(?: ?\(\d+\))?$", re.DOTALL)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_HXL = r"^#\w[\w+\s]*$"


@dataclass(frozen=True)
class Export:
    """One file: its sheets by repeat path (MAIN for the submissions), and what each stands in.

    `aside`: rows that a rule takes out, by sheet: reason → row numbers.
    """

    file: str
    sheets: Mapping[str, Sheet]
    parents: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    # True for what a form made: there, a cell beyond the header is the sign of a shifted row
    of_a_form: bool = True

    def find(self, name: str | None) -> str | None:
        """The key of the sheet that a mapping names: by repeat path or by its name in the file (the
        submissions, or the first sheet, where it names none); None where there is no such sheet."""
        if name is None:
            return MAIN if MAIN in self.sheets else next(iter(self.sheets), None)
        if name in self.sheets:
            return name
        return next((key for key, one in self.sheets.items() if one.name == name), None)

    def with_parents(self, parents: Mapping[str, str]) -> "Export":
        return replace(self, parents=parents)

    def with_aside(self, sheet: str, reason: str, rows: Sequence[int]) -> "Export":
        """The same export, with some more rows set aside."""
        if not len(rows):
            return self
        mine = dict(self.aside.get(sheet, {}))
        mine[reason] = (*mine.get(reason, ()), *map(int, rows))
        return replace(self, aside={**self.aside, sheet: mine})


def read_export(file: str, sheets: Mapping[str, Sheet], forms: Sequence[Form]) -> Export:
    """Put the sheets of a file into the shape of its form (the last of `forms`; the others are its
    earlier versions). Nothing is dropped: columns that no form knows keep their name."""
    places = _places(sheets, forms)
    languages, _ = choose_languages(
        forms,
        [
            (places[name], list(sheet.frame.columns))
            for name, sheet in sheets.items()
            if name in places
        ],
    )
    notes: list[str] = []
    shaped: dict[str, Sheet] = {}
    aside: dict[str, dict[str, tuple[int, ...]]] = {}
    for name, sheet in sheets.items():
        if name not in places:
            notes.append(
                f"feuille « {name} » : le formulaire ne la connaît pas, elle n’est pas lue"
            )
            continue
        path = places[name]
        rows = hxl_rows(sheet.frame)
        if rows:
            aside[path] = {"étiquettes HXL": rows}
        shaped[path] = shape_sheet(sheet, forms, path, languages, rows)
        notes += [f"feuille « {name} » : {note}" for note in shaped[path].notes]
    repeats = {repeat.path: repeat for form in forms for repeat in form.repeats}
    missing = {
        path: _missing_repeat(repeat, CSV_SHEET in sheets)
        for path, repeat in repeats.items()
        if path not in shaped
    }
    notes += missing.values()
    parents = {path: repeats[path].parent for path in shaped if path in repeats}
    labels = {
        one.path: next(iter(one.labels.values()))
        for form in forms
        for one in form.questions
        if one.labels
    }
    return Export(file, shaped, parents, aside, tuple(notes), missing, labels)


def read_plain_export(file: str, sheets: Mapping[str, Sheet]) -> Export:
    """An export without its form: columns keep their names; its own metadata tell which sheets are
    repeat groups, and of which."""
    main = next((name for name, sheet in sheets.items() if not _is_child(sheet)), None)
    keys = {name: MAIN if name == main else name for name in sheets}
    aside = {
        keys[name]: {"étiquettes HXL": rows}
        for name, sheet in sheets.items()
        if (rows := hxl_rows(sheet.frame))
    }
    parents = {name: MAIN for name, sheet in sheets.items() if name != main and _is_child(sheet)}
    for name in parents:
        told = sheets[name].frame.get("_parent_table_name")
        said = str(told.dropna().iloc[0]) if told is not None and told.notna().any() else ""
        above = [one for one in sheets if one not in (name, main) and _stands_for(one, said)]
        if len(above) == 1:
            parents[name] = above[0]
    shaped = {keys[name]: _with_known_keys(sheet) for name, sheet in sheets.items()}
    return Export(file, shaped, parents, aside)


def _with_known_keys(sheet: Sheet) -> Sheet:
    """The sheet with KoboToolbox's names for the columns that name and join submissions."""
    columns: dict[str, pd.Series] = {}
    for header in sheet.frame:
        name = metadata_of(str(header))
        if name and (name == header or name not in sheet.frame):
            columns[name] = read_metadata(name, sheet.frame[header])
    complete_keys(columns)
    return sheet.with_frame(sheet.frame.assign(**columns)) if columns else sheet


def _is_child(sheet: Sheet) -> bool:
    names = {"_parent_table_name", "_parent_index", "PARENT_KEY", "_submission__uuid"}
    return bool(names & {unmangled(str(column)) for column in sheet.frame.columns})


def _stands_for(name: str, said: str) -> bool:
    """True where a sheet's name is `said`, or its beginning, cut as Excel wants it."""
    match = _CUT.match(name)
    assert match is not None, "the pattern takes any name"
    safe, cut = _FORBIDDEN.sub("_", said), bool(match["cut"]) or len(name) == 31
    return bool(said) and (safe == match["stem"] or (cut and safe.startswith(match["stem"])))


def hxl_rows(frame: pd.DataFrame) -> tuple[int, ...]:
    """The row of HXL tags (#adm3+name) under a header: all its cells are tags or blank."""
    if not len(frame):
        return ()
    first = frame.iloc[0].dropna()
    return (int(frame.index[0]),) if len(first) and first.str.match(_HXL).all() else ()


def _places(sheets: Mapping[str, Sheet], forms: Sequence[Form]) -> dict[str, str]:
    """Which repeat each sheet is. Names are cut at 31 characters and may be numbered: among those
    that fit, the repeat that understands most headers is taken; the first other sheet is the main."""
    repeats = {repeat.path: repeat for form in forms for repeat in form.repeats}
    free = list(repeats)
    places: dict[str, str] = {}
    for name, sheet in sheets.items():
        is_child = _is_child(sheet)
        fitting = [path for path in free if _fits(name, repeats[path])]
        if not fitting and is_child:
            fitting = [path for path in free if _understood(forms, path, sheet)]
        if fitting and (is_child or MAIN in places.values()):
            best = max(
                fitting, key=lambda path: (_understood(forms, path, sheet), -free.index(path))
            )
            places[name] = best
            free.remove(best)
        elif not is_child and MAIN not in places.values():
            places[name] = MAIN
    return places


def _understood(forms: Sequence[Form], path: str, sheet: Sheet) -> int:
    return choose_languages(forms, [(path, list(sheet.frame.columns))])[1]


def _fits(name: str, repeat: Repeat) -> bool:
    names = (repeat.name, *repeat.labels.values(), repeat.path.replace("/", "-"))
    return any(
        _stands_for(name, said) or name.endswith(f"-{_FORBIDDEN.sub('_', said)}") for said in names
    )


def _missing_repeat(repeat: Repeat, is_csv: bool) -> str:
    label = next(iter(repeat.labels.values()), repeat.name)
    if is_csv:
        return (
            f"le groupe répété « {label} » n’est pas dans ce CSV : KoboToolbox n’y met que les "
            "fiches. Exportez en XLSX pour l’avoir."
        )
    return f"la feuille du groupe répété « {label} » manque. Exportez de nouveau avec tous les groupes."
