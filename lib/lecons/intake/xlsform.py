"""Reads an XLSForm: the questions, groups, repeats and lists of the form that an export answers.

The form is what makes an export readable whatever its flavour: it tells that « Présence/Femmes »,
`presence/femmes` and `femmes` are one question (XLSForm standard, xlsform.org; the exporter's rules
are those of kobotoolbox/formpack).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lecons.errors import IntakeError
from lecons.intake.grid import CSV_SHEET, Grid
from lecons.intake.reading import read_grids

Labels = Mapping[str, str]
_OTHER = "other"


@dataclass(frozen=True)
class Choice:
    """One answer of a list."""

    name: str
    labels: Labels


@dataclass(frozen=True)
class Question:
    """A question: its path of XML names, its type, and the labels of the groups it stands in."""

    path: str
    type: str
    labels: Labels = field(compare=False)
    groups: tuple[Labels, ...] = field(default=(), compare=False)
    list_name: str | None = None
    repeat: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Repeat:
    """A repeat group: its path, its labels, and the repeat that it stands in (« » at the top)."""

    path: str
    labels: Labels
    parent: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Form:
    """A form: what its exports can hold."""

    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    repeats: tuple[Repeat, ...] = ()
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """The list that a question offers, in the form's order."""
        return self.choices.get(question.list_name or "", ())


def read_xlsform(path: Path) -> Form:
    """Read an XLSForm workbook, or its survey sheet saved as CSV beside its choices sheet
    (`…survey.csv`, `…choices.csv`). Raises IntakeError on a file that is no form."""
    grids = read_grids(path)
    if CSV_SHEET in grids:
        grids = {"survey": grids[CSV_SHEET]}
        beside = path.with_name(path.name.replace("survey", "choices"))
        if beside != path and beside.is_file():
            grids["choices"] = read_grids(beside)[CSV_SHEET]
    if "survey" not in grids:
        raise IntakeError(
            f"{path.name} n’est pas un XLSForm : la feuille « survey » manque.",
            "Téléchargez le formulaire depuis KoboToolbox (« Télécharger XLS »).",
        )
    settings = next(iter(_records(grids["settings"])), {}) if "settings" in grids else {}
    choices = _choices(_records(grids["choices"])) if "choices" in grids else {}
    return build_form(
        settings.get("form_title", path.stem), _records(grids["survey"]), choices, path.name
    )


def build_form(
    title: str,
    rows: Iterable[Mapping[str, str]],
    choices: Mapping[str, tuple[Choice, ...]],
    source: str,
) -> Form:
    """A form from the rows of its survey sheet (header → cell) and its lists."""
    rows = list(rows)
    groups: list[tuple[str, Labels, bool]] = []  # name, labels, is it a repeat
    questions: list[Question] = []
    repeats: list[Repeat] = []
    lists = dict(choices)
    for row in rows:
        kind = " ".join(row.get("type", "").replace("_", " ").split()).lower()
        name, labels = row.get("name", ""), _labels(row)
        path = "/".join([*(group for group, _, _ in groups), name])
        within = "/".join(_up_to_repeat(groups))
        if kind.startswith("begin "):
            repeated = kind.removeprefix("begin ") == "repeat"
            if repeated:
                repeats.append(Repeat(path, labels, within))
            groups.append((name, labels, repeated))
        elif kind.startswith("end "):
            if not groups:
                raise IntakeError(
                    f"{source} : un groupe se ferme qui n’était pas ouvert.",
                    "Vérifiez les lignes « begin » et « end » de la feuille survey.",
                )
            groups.pop()
        elif kind and name:
            type_, list_name, other = _type(row["type"])
            above = tuple(labels for _, labels, _ in groups)
            if other and list_name:
                # a list of its own: the questions that share it do not all offer « other »
                whole = f"{list_name} or_other"
                lists[whole] = (*lists.get(list_name, ()), Choice(_OTHER, {"": "Other"}))
                list_name = whole
            questions.append(Question(path, type_, labels, above, list_name, within))
            if other:
                questions.append(Question(f"{path}_other", "text", {}, above, None, within))
    languages = dict.fromkeys(
        language
        for labels in [question.labels for question in questions]
        + [choice.labels for some in lists.values() for choice in some]
        for language in labels
    )
    return Form(title, tuple(languages), tuple(questions), tuple(repeats), lists)


def _up_to_repeat(groups: list[tuple[str, Labels, bool]]) -> list[str]:
    """The path of the innermost repeat that is open; empty outside of any."""
    last = max((at for at, (_, _, repeated) in enumerate(groups, 1) if repeated), default=0)
    return [name for name, _, _ in groups[:last]]


def _type(written: str) -> tuple[str, str | None, bool]:
    """`select_one liste or_other` → (select_one, liste, True)."""
    words = re.sub(r"^select (one|multiple)\b", r"select_\1", written.strip()).split()
    if words[0] in {"select_one", "select_multiple", "rank"} and len(words) > 1:
        return words[0], words[1], "or_other" in words[2:]
    return words[0], None, False


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    """The labels of a row, by language as the form writes it (« » where it names none)."""
    found = {}
    for header, text in row.items():
        head, _, language = header.partition(":")
        if head.strip() == "label" and text:
            found[language.strip(": ")] = tidy(text)
    return found


def tidy(text: str) -> str:
    """A label on one line, with single spaces: exports and forms break lines differently."""
    return " ".join(text.split())


def _choices(rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for row in rows:
        owner = row.get("list_name", row.get("list name", ""))
        name = row.get("name", row.get("value", ""))
        if owner and name:
            lists.setdefault(owner, []).append(Choice(name, _labels(row)))
    return {owner: tuple(choices) for owner, choices in lists.items()}


def _records(grid: Grid) -> list[dict[str, str]]:
    """The rows of a sheet of a form, blank cells left out."""
    if not len(grid.cells):
        return []
    header = [str(cell) for cell in grid.cells.iloc[0].fillna("")]
    return [
        {name: str(cell) for name, cell in zip(header, row, strict=True) if cell == cell and name}
        for row in grid.cells.iloc[1:].itertuples(index=False)
    ]
