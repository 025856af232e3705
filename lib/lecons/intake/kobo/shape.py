"""One sheet of an export in its form's own shape: XML paths for columns, XML names for choices."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from lecons.intake.kobo.answers import by_value, is_ticked, one_choice, several_choices
from lecons.intake.kobo.lexicon import METADATA, Readings, Target, plain, unmangled
from lecons.intake.quarantine import Fault
from lecons.intake.sheet import Sheet
from lecons.intake.xlsform import Choice, Form, Question

# a column that may be several questions keeps its header, under a name that no question can have
UNSETTLED = "(à préciser) "
_KEYS = {"_uuid", "_submission__uuid", "_key", "_parent_key", "_instance", "_root"}
_NUMBERS = {"_id", "_index", "_parent_index", "_submission__id"}
_MOST_TOLD = 10


def shape_sheet(
    sheet: Sheet, forms: Sequence[Form], path: str, languages: Sequence[str], hxl: Sequence[int]
) -> Sheet:
    """The sheet of a repeat (`path`; « » for the submissions) with its questions for columns.

    Columns that no form knows keep their name and are told; those that hesitate between questions
    are set apart. `hxl`: rows of tags, blanked here and set aside by who asks.
    """
    raw = sheet.frame.copy()
    if len(hxl):
        raw.loc[list(hxl)] = None
    columns = _Columns(Readings(forms, path, languages, [str(name) for name in raw.columns]))
    for header in raw.columns:
        columns.place(str(header), raw[header], sheet.twice)
    made, origin, faults = dict(columns.known), dict(columns.origin), list(sheet.faults)
    latest = {one.path: one for form in forms for one in form.questions}
    for path_, pieces in columns.questions.items():
        answers, more = _answer(latest[path_], pieces, forms, languages)
        made.update(answers)
        origin.update(dict.fromkeys(answers, pieces[0].header))
        faults += more
    complete_keys(made)
    return replace(
        sheet,
        frame=pd.DataFrame(made, index=raw.index),
        origin=origin,
        faults=tuple(faults),
        notes=(*sheet.notes, *columns.notes()),
    )


def metadata_of(header: str) -> str | None:
    """KoboToolbox's name for a metadata column, whatever the tool that wrote it."""
    return METADATA.get(plain(header)) or METADATA.get(unmangled(plain(header)))


def read_metadata(name: str, cells: pd.Series) -> pd.Series:
    """Keys without their `uuid:`, numbers without the decimals that R and pandas add."""
    if name in _KEYS:
        return by_value(cells, lambda said: said.removeprefix("uuid:"))
    return by_value(cells, lambda said: said.removesuffix(".0")) if name in _NUMBERS else cells


def complete_keys(columns: dict[str, pd.Series]) -> None:
    """ODK names a submission by its KEY, and a repeat by the KEY of what it stands in."""
    if "_uuid" not in columns and "_parent_key" not in columns:
        for name in ("_key", "_instance"):
            if name in columns:
                columns["_uuid"] = columns[name]
                break
    if "_parent_key" in columns and "_submission__uuid" not in columns:
        columns["_submission__uuid"] = by_value(
            columns["_parent_key"], lambda said: said.partition("/")[0]
        )


@dataclass(frozen=True)
class _Piece:
    """One column of a question; `doubtful` where it may be another choice of it."""

    header: str
    cells: pd.Series
    target: Target
    doubtful: bool = False


@dataclass
class _Columns:
    """The columns of a sheet as they are told apart."""

    readings: Readings
    known: dict[str, pd.Series] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    questions: dict[str, list[_Piece]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    def place(self, header: str, cells: pd.Series, twice: frozenset[str]) -> None:
        name = metadata_of(header)
        if name and name not in self.known:
            self.known[name], self.origin[name] = read_metadata(name, cells), header
            return
        # the second column of a name came with « (2) »
        base = next((one for one in twice if header == one or header.startswith(f"{one} (")), None)
        target = None if base else self.readings.find(header)
        if target is not None:
            self._add(target.question, _Piece(header, cells, target))
            return
        rivals = self.readings.rivals(base or header)
        if base and not rivals and (one := self.readings.find(base)):
            rivals = {one}
        if rivals:
            self.unsettled.append(base or header)
            self.known[UNSETTLED + header] = cells
            self.origin[UNSETTLED + header] = header
            # a choice that cannot be told is not left out of its answer: it makes it unreadable
            choices = {one.question.path: one for one in rivals if one.choice is not None}
            for rival in choices.values():
                self._add(rival.question, _Piece(header, cells, rival, doubtful=True))
            return
        self.known[header] = cells
        if cells.notna().any() and not header.startswith(("_", "(colonne")):
            self.unknown.append(header)

    def notes(self) -> list[str]:
        told = []
        if self.unknown:
            shown, more = self.unknown[:_MOST_TOLD], len(self.unknown) - _MOST_TOLD
            rest = f" et {more} autres" if more > 0 else ""
            told.append(f"colonnes que le formulaire ne connaît pas : {', '.join(shown)}{rest}")
        if self.unsettled:
            names = ", ".join(dict.fromkeys(self.unsettled))
            told.append(
                "colonnes qui peuvent être plusieurs questions ou réponses (exportez avec les groupes "
                f"dans les en-têtes, ou en noms XML) : {names}"
            )
        return told

    def _add(self, question: Question, piece: _Piece) -> None:
        self.questions.setdefault(question.path, []).append(piece)


def _answer(
    question: Question, pieces: Sequence[_Piece], forms: Sequence[Form], languages: Sequence[str]
) -> tuple[dict[str, pd.Series], list[Fault]]:
    """The columns of one question, and the cells that cannot be read."""
    path, choices = question.path, _choices(question, forms)
    faults: list[Fault] = []
    wholes: list[pd.Series] = []
    details: dict[str, list[pd.Series]] = {}
    parts: dict[str, pd.Series] = {}
    doubtful: list[pd.Series] = []
    for piece in pieces:
        if piece.doubtful:
            doubtful.append(is_ticked(piece.cells))
        elif piece.target.choice is not None:
            details.setdefault(piece.target.choice, []).append(piece.cells)
        elif piece.target.part is not None:
            parts[f"{path}/{piece.target.part}"] = piece.cells
        else:
            wholes.append(piece.cells)
    ticks: dict[str, pd.Series] = {}
    for name, columns in details.items():
        one, more = _one_column(path, columns)
        faults += more
        if one is not None:
            ticks[name] = one
    if question.type == "select_one":
        read = [one_choice(path, cells, choices, languages) for cells in wholes]
        wholes = [cells for cells, _ in read]
        faults += [fault for _, some in read for fault in some]
    whole, more = _one_column(path, wholes)
    faults += more
    if question.type in {"select_multiple", "rank"} and (whole is not None or ticks):
        whole, more = several_choices(path, whole, ticks, choices, languages)
        faults += more
    for ticked in doubtful:
        expected = "des choix que l’on puisse distinguer : exportez en noms XML"
        faults += [
            Fault(int(row), path, "1", "choix_indistincts", expected)
            for row in ticked.index[ticked]
        ]
        whole = None if whole is None else whole.mask(ticked, None)
    return ({} if whole is None else {path: whole}) | parts, faults


def _choices(question: Question, forms: Sequence[Form]) -> list[Choice]:
    """The choices of a question in all versions of its form, with the labels of each, in the order of
    the latest."""
    found: dict[str, list[Choice]] = {}
    for form in reversed(forms):
        mine = [one for one in form.questions if one.path == question.path]
        for choice in form.choices_of(mine[-1]) if mine else ():
            found.setdefault(choice.name, []).append(choice)
    return [choice for some in found.values() for choice in some]


def _one_column(path: str, columns: Sequence[pd.Series]) -> tuple[pd.Series | None, list[Fault]]:
    """One column from those of several versions of the form; where two disagree, a fault."""
    if not columns:
        return None, []
    whole, faults = columns[0], []
    for other in columns[1:]:
        clash = whole.notna() & other.notna() & (whole != other)
        for row in whole.index[clash]:
            found = f"{whole[row]} / {other[row]}"
            expected = "une seule réponse : deux versions du formulaire se contredisent"
            faults.append(Fault(int(row), path, found, "valeur_impossible", expected))
        whole = whole.fillna(other)
    return whole, faults
