"""How the section writes practices, groups of participants and small counts."""

from collections.abc import Collection, Mapping

from lecons.declared import DeclaredPractice
from lecons.estimates import FEWEST, Estimate
from lecons.evidence.workshop import REGIONS
from lecons.language import mark
from lecons.report.document import Column, Inlines, Link, Table
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import of_few, score, shown_groups
from lecons.report.sections.workshop.coarse import (
    at_least,
    coarsely,
    exact_groups,
    mean_of_all,
    mean_of_group,
)

# as the form asks (data/formulaires/listes.yaml): here « femme » is no sex, « jeune » no age, and a radio
# takes part as an actor; elsewhere « radio » is the shows that people follow
_CATEGORIES = {
    "femme": mark("femme leader ou association de femmes"),
    "jeune": mark("jeune ou association de jeunes"),
    "radio": mark("radio locale"),
}


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
    whole: Mapping[str, int] | None = None,
) -> Table:
    """Means with their intervals: one row a group (code → its name), one column a practice (by its
    code, then by the code of the group in `means`), so that it fits a phone. n is beside the name of a
    group; a cell whose n is another says its own. Outside the team n is a floor, and a mean of few is told
    coarsely (see coarse). Nothing is written of a group under FEWEST
    people, in any edition: participants were promised that nobody would know who scored what.
    `whole`: how many people scored each practice, where the groups part them and what is left out of
    all would tell of few (see shown_groups)."""
    t = notebook.t
    practices = known_practices(notebook)
    told = {
        practice: shown_groups(
            notebook, {code: one.n for code, one in mine.items()}, whole[practice]
        )
        if whole
        else list(mine)
        for practice, mine in means.items()
    }
    sizes = {
        code: max(
            (mine[code].n for practice, mine in means.items() if code in told[practice]), default=0
        )
        for code in groups
    }

    inside = notebook.discretion is None
    exact = {
        practice: exact_groups(
            notebook, {code: one.n for code, one in mine.items()}, whole[practice]
        )
        for practice, mine in means.items()
        if whole
    }

    def shown(practice: str, code: str) -> Estimate | None:
        one = means[practice].get(code)
        return None if one is None or one.n < FEWEST or code not in told[practice] else one

    def cell(practice: str, code: str, size: int) -> Inlines:
        one = shown(practice, code)
        if one is None:
            return ("–",)
        if not inside:
            return (
                mean_of_group(notebook, one, code in exact[practice])
                if whole
                else mean_of_all(notebook, one),
            )
        written = score(notebook, one)
        return (written if one.n == size else t("{v}, n = {n:pers}", v=written, n=one.n),)

    return Table(
        caption,
        (Column(head), *(Column(practices[one].numero, True) for one in means)),
        tuple(
            (
                (_sized(notebook, name, [one.n for p in means if (one := shown(p, code))]),),
                *(cell(practice, code, sizes[code]) for practice in means),
            )
            for code, name in groups.items()
            if sizes[code] >= FEWEST and not of_few(notebook, sizes[code])
        ),
        " ".join(part for part in (said, coarsely(notebook)) if part),
    )


def _sized(notebook: Notebook, name: str, counts: Collection[int]) -> str:
    """« Gao (n = 12) »; « Gao (n : 10 ou plus) »."""
    if notebook.discretion is None:
        return notebook.t("{groupe} (n = {n:pers})", groupe=name, n=max(counts))
    return notebook.t("{groupe} (n : {n})", groupe=name, n=at_least(notebook, counts))
