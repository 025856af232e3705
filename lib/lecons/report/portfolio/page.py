"""The page on several projects: one file, without network and without script, in the reader's language."""

import re
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader

from lecons.evidence.portfolio import across_indicators, across_practices, counting
from lecons.language import Language
from lecons.report.clean import unturned
from lecons.report.exporters import TEMPLATES
from lecons.report.policy import allowed
from lecons.report.portfolio.content import Portfolio
from lecons.report.portfolio.indicators import WIDE, indicator_views
from lecons.report.portfolio.practices import PracticeView, practice_views, transfer_rule

# rows of a table that stand open; more are folded under their number
OPEN_ROWS = 12
# a mark that the words before it carry, and what opens a quotation, begin or end no line
_BEFORE, _AFTER = re.compile(" ([:;?!»%])"), re.compile("« ")


@dataclass(frozen=True)
class ProjectRow:
    """A project as the page lists it."""

    mark: str
    code: str
    title: str
    organisation: str
    period: str
    made: str
    href: str
    language: str
    other_language: bool
    fictional: bool
    notes: tuple[str, ...]


def render_portfolio(content: Portfolio, language: Language) -> str:
    """The whole page. Its figures are those that the reports left: no count of people is added up, or
    taken from another, across projects."""
    entries = sorted(content.entries, key=lambda one: one.shared.project)
    marks = {one.shared.project: (f"p{at}", one) for at, one in enumerate(entries, 1)}
    shared = [one.shared for one in entries]
    counts = counting(shared)
    practices = practice_views(across_practices(shared), marks, language)
    indicators = indicator_views(across_indicators(shared), marks, language)
    style = "".join(
        (TEMPLATES / name).read_text(encoding="utf-8") for name in ("index.css", "portefeuille.css")
    )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_held,
    )
    environment.globals |= {"t": language.t}
    page = environment.get_template("portefeuille.html.j2").render(
        lang=language.code,
        style=style,
        styles=allowed(style),
        inside=content.edition == "interne",
        made=content.made,
        projects=[
            ProjectRow(
                marks[one.shared.project][0],
                one.shared.project,
                " · ".join(filter(None, (one.shared.acronym, language.of(one.shared.name)))),
                one.shared.organisation,
                language.t(
                    "{debut:month} – {fin:month}", debut=one.shared.start, fin=one.shared.end
                ),
                language.day(one.made) if one.made else language.t("date inconnue"),
                one.href,
                one.language,
                one.language != language.code,
                one.shared.fictional,
                one.notes,
            )
            for one in entries
        ],
        left=content.left,
        unnamed=content.unnamed,
        fictional=sum(one.fictional for one in shared),
        counted=len(counts),
        common=[one for one in practices if one.projects > 1],
        alone=[one for one in practices if one.projects == 1],
        families=_families([one for one in practices if one.projects > 1]),
        indicators=[one for one in indicators if one.projects > 1],
        single=[one for one in indicators if one.projects == 1],
        transfer=transfer_rule(language),
        open_rows=OPEN_ROWS,
        wide=WIDE,
    )
    return unturned(page)


def _held(value: object) -> object:
    """Words with their punctuation held to them; what is no plain text as it is."""
    if type(value) is not str:
        return value
    return _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", value))


def _families(practices: list[PracticeView]) -> list[tuple[str, list[PracticeView]]]:
    """The practices by family, in their order."""
    found: dict[str, list[PracticeView]] = {}
    for one in practices:
        found.setdefault(one.family, []).append(one)
    return list(found.items())
