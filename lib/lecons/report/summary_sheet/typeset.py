"""The sheet of the summary as Typst: each side in several versions, from the whole to the briefest.

Typst takes the first version that fits its page: type is never made smaller, and nothing runs over.
"""

from dataclasses import dataclass

from lecons.report.document import Ref
from lecons.report.exporters import TEMPLATES
from lecons.report.fiche import Binding
from lecons.report.summary_sheet.content import KeyFigure, Line, Part, SummarySheet
from lecons.report.summary_sheet.shorten import shorten
from lecons.report.to_typst import literal

REPORT = "synthese.html"
_FIGURES, _VALUE = 4, 28
_MARK, _NAME, _QUESTION = 60, 110, 130
# a figure stands in a quarter of the width, where longer words would run into the next
_VALUE_WORD, _FIGURE_WORD = 9, 14


@dataclass(frozen=True)
class Room:
    """How much a version says: lines in a part, and characters of a heading, of what a line is about,
    of its sentence, of each remark, and of the words under a figure."""

    lines: int
    title: int
    lead: int
    text: int
    remark: int
    figure: int


# what matters most stays longest: lines go after their words; the last one fits whatever the words,
# even of letters as wide as W
VERSIONS = (
    Room(10, 90, 160, 420, 220, 110),
    Room(8, 90, 120, 300, 150, 110),
    Room(7, 90, 90, 200, 100, 110),
    Room(7, 80, 70, 130, 70, 100),
    Room(5, 60, 60, 80, 50, 80),
    Room(1, 50, 40, 40, 24, 50),
)


def typeset(sheet: SummarySheet, binding: Binding) -> str:
    """The whole document. Findings are written by their numbers, and lead to the report beside."""
    t = binding.language.t
    style = (TEMPLATES / "resume.typ").read_text(encoding="utf-8")
    front = [_front(sheet, binding, room) for room in VERSIONS]
    back = [_parts(sheet.back, binding, room) for room in VERSIONS]
    today, warning = binding.today, binding.front.warning
    name = t("Résumé")
    foot = t(
        "Le rapport entier : synthese.html et synthese.pdf, à côté de ce fichier. Entre crochets, les "
        "numéros de ses constats."
    )
    return (
        f"{style}\n#show: resume.with(titre: {literal(_title(binding))}, "
        f"marque: {literal(shorten(warning, _MARK)) if warning else 'none'}, nom: {literal(name)}, "
        f"pied: {literal(foot)}, langue: {literal(binding.language.code)}, "
        f"date-du-jour: datetime(year: {today.year}, month: {today.month}, day: {today.day}))\n"
        f"#face({_versions(front)})\n#pagebreak()\n#face({_versions(back)})\n"
    )


def _title(binding: Binding) -> str:
    return shorten(binding.heading, _NAME)


def _versions(sides: list[str]) -> str:
    return "".join(f"[\n{side}\n], " for side in sides)


def _front(sheet: SummarySheet, binding: Binding, room: Room) -> str:
    about = " · ".join(shorten(one, room.title) for one in binding.front.lines)
    figures = "".join(f"[{_figure(one, binding, room)}], " for one in sheet.figures[:_FIGURES])
    return (
        f"#entete({literal(_title(binding))}, {literal(about)}, "
        f"{literal(shorten(sheet.question, _QUESTION))})\n"
        + (f"#chiffres({figures})\n" if figures else "")
        + _parts(sheet.front, binding, room)
    )


def _figure(one: KeyFigure, binding: Binding, room: Room) -> str:
    value = shorten(one.value, _VALUE, _VALUE_WORD)
    # n stays with its number
    words = shorten(one.words, room.figure, _FIGURE_WORD).replace("n = ", "n\u00a0=\u00a0")
    return f"#chiffre({literal(value)})[#{literal(words)};{_references((one.finding,), binding)}]"


def _parts(parts: tuple[Part, ...], binding: Binding, room: Room) -> str:
    return "\n".join(_part(part, binding, room) for part in parts)


def _part(part: Part, binding: Binding, room: Room) -> str:
    lines = [_line(one, binding, room) for one in part.lines[: room.lines]]
    left = len(part.lines) - len(lines)
    if left:
        more = binding.language.t("{n:int} {n:?autre|autres} dans le rapport.", n=left)
        lines.append(f"#{literal(more)};")
    intro = f"#par[#{literal(shorten(part.intro, room.text))};]\n" if part.intro else ""
    listed = "#list(" + ", ".join(f"[{line}]" for line in lines) + ")\n" if lines else ""
    return f"#heading(level: 2)[#{literal(shorten(part.title, room.title))};]\n{intro}{listed}"


def _line(one: Line, binding: Binding, room: Room) -> str:
    lead = literal(shorten(one.lead, room.lead))
    if one.lead and one.mark:
        head = f"#link({literal(f'{REPORT}#{one.mark}')})[#strong({lead})] "
    else:
        head = f"#strong({lead}) " if one.lead else ""
    remarks = "".join(
        f" #remarque({literal(shorten(words, room.remark))})" for words in one.remarks
    )
    text = f"#{literal(shorten(one.text, room.text))};" if one.text else ""
    return f"{head}{text}{_references(one.findings, binding)}{remarks}"


def _references(findings: tuple[str, ...], binding: Binding) -> str:
    if not findings:
        return ""
    links = ", ".join(
        f"#constat({literal(f'{REPORT}#{Ref(one).target}')}, {literal(binding.numbers.get(one, one))})"
        for one in findings[:4]
    )
    return f" \\[{links}\\]"
