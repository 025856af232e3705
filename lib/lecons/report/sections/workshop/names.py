"""How the section writes practices, groups of participants and small counts."""

from collections.abc import Collection, Mapping

from lecons.declared import DeclaredPractice
from lecons.estimates import FEWEST, Estimate
from lecons.evidence.workshop import REGIONS
from lecons.language import mark
from lecons.report.document import Column, Inlines, Link, Table
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import interval

# a radio takes part as an actor here; elsewhere « radio » is the shows that people follow
_CATEGORIES = {"radio": mark("radio locale")}


def known_practices(notebook: Notebook) -> dict[str, DeclaredPractice]:
    """The practices that scores may be about, by code: declared, or coded and not declared."""
    return {one.code: one for one in notebook.project.practices()}


def practice_cell(notebook: Notebook, practice: DeclaredPractice) -> Inlines:
    """The number of a practice, which leads to it, and its title."""
    return (
        Link(f"pratique-{practice.numero}", practice.numero),
        f" {notebook.language.of(practice.titre)}",
    )


def title_of(notebook: Notebook, practice: DeclaredPractice) -> str:
    """« BP-1 Médiation par un comité mixte »."""
    return f"{practice.numero} {notebook.language.of(practice.titre)}"


def group_name(notebook: Notebook, code: str) -> str:
    """A region or a category of participants."""
    return notebook.t(_CATEGORIES.get(code, label(code)))


def in_order(regions: Collection[str]) -> list[str]:
    """The regions that are there, Tombouctou first."""
    return [one for one in REGIONS if one in regions]


def public(notebook: Notebook) -> bool:
    """True for the edition that anybody may read."""
    return notebook.parameters.edition == "publique"


def by_group(
    notebook: Notebook,
    caption: str,
    head: str,
    means: Mapping[str, Mapping[str, Estimate]],
    groups: Mapping[str, str],
    said: str,
) -> Table:
    """Means with their intervals: one row a group (code → its name), one column a practice (by its
    code, then by the code of the group in `means`), so that it fits a phone. n is beside the name of a
    group; a cell whose n is another says its own. Nothing is written of a group under FEWEST
    people, in any edition: participants were promised that nobody would know who scored what."""
    t = notebook.t
    practices = known_practices(notebook)
    sizes = {
        code: max((mine[code].n for mine in means.values() if code in mine), default=0)
        for code in groups
    }

    def cell(one: Estimate | None, size: int) -> Inlines:
        if one is None or one.n < FEWEST:
            return ("–",)
        written = interval(notebook, one)
        return (written if one.n == size else t("{v}, n = {n:int}", v=written, n=one.n),)

    return Table(
        caption,
        (Column(head), *(Column(practices[one].numero, True) for one in means)),
        tuple(
            (
                (t("{groupe} (n = {n:int})", groupe=name, n=sizes[code]),),
                *(cell(mine.get(code), sizes[code]) for mine in means.values()),
            )
            for code, name in groups.items()
            if sizes[code] >= FEWEST
        ),
        said,
    )
