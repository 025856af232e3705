"""Practices across projects, in words: one line a practice for the whole, one a project for each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lecons.evidence.finding import LEVELS
from lecons.evidence.portfolio import Across, Held
from lecons.evidence.workshop import MIDDLE
from lecons.language import Language, mark
from lecons.report.labels import label
from lecons.report.portfolio.content import Entry

_CAPS = {
    "contraires": mark("plus d’un quart de ceux qui tranchent va dans l’autre sens"),
    "quelques_contraires": mark("plus d’un dixième de ceux qui tranchent va dans l’autre sens"),
    "minorite": mark("la moitié des projets au moins ne va pas dans ce sens"),
    "meme_organisation": mark("tous ces projets sont de la même organisation"),
    "meme_region": mark("tous ces projets sont de la même région"),
}
_SIDES = {
    "soutient": mark("marche"),
    "contredit": mark("est à revoir"),
}


@dataclass(frozen=True)
class ProjectLine:
    """One project's practice: its mark among the projects, and its cells in words."""

    mark: str
    name: str
    number: str
    href: str
    sources: str
    level: str
    findings: str
    transfer: str
    verdict: str
    counts: bool
    fictional: bool


@dataclass(frozen=True)
class PracticeView:
    """One practice: its title, what holds across projects (`told`), its figures for the table of the
    whole, and its projects."""

    mark: str
    title: str
    family: str
    projects: int
    support: int
    against: int
    divided: int
    level: str
    told: tuple[str, ...]
    lines: tuple[ProjectLine, ...]


def practice_views(
    found: list[Across], entries: Mapping[str, tuple[str, Entry]], language: Language
) -> list[PracticeView]:
    """The practices as the page shows them; `entries`: by code of project, its mark and its report."""
    return [
        PracticeView(
            f"pratique-{at}",
            _title(one, language),
            language.listing([language.t(label(name)) for name in one.activities])
            or language.t("sans type d’activité déclaré"),
            len(one.rows),
            one.directions.get("soutient", 0),
            one.directions.get("contredit", 0),
            one.directions.get("partagé", 0),
            language.t(label(one.level)) if one.level else "–",
            _told(one, language),
            tuple(_line(row, *entries[row.project.project], language) for row in one.rows),
        )
        for at, one in enumerate(found, 1)
    ]


def _title(one: Across, language: Language) -> str:
    """What most projects call it."""
    titles = Counter(language.of(row.practice.title) for row in one.rows)
    return min(titles, key=lambda title: (-titles[title], title))


def _told(one: Across, language: Language) -> tuple[str, ...]:
    t = language.t
    if one.agreement == "aucun":
        return (t("Aucun constat ne porte encore sur elle dans les projets qui comptent."),)
    if one.agreement == "un_seul":
        return (t("Un seul projet la pèse : rien ne dit encore si elle tient ailleurs."),)
    ways = t(
        "{n:int} projets la pèsent : {pour:int} {pour:?montre|montrent} qu’elle marche, {contre:int} "
        "qu’elle est à revoir, {partages:int} ne {partages:?tranche|tranchent} pas.",
        n=one.weighed,
        pour=one.directions.get("soutient", 0),
        contre=one.directions.get("contredit", 0),
        partages=one.directions.get("partagé", 0),
    )
    return (ways, *_confidence(one, language), *_spread(one, language))


def _confidence(one: Across, language: Language) -> tuple[str, ...]:
    t = language.t
    if one.side is None:
        return (
            t("Rien ne tient d’un projet à l’autre : autant vont dans un sens que dans l’autre.")
            if one.agreement == "desaccord"
            else t("Aucun ne tranche : rien ne tient encore d’un projet à l’autre."),
        )
    if one.level is None:
        return (t("Un seul va dans un sens : rien n’est encore confirmé d’un projet à l’autre."),)
    said = t(
        "Qu’elle {sens} dans plus d’un projet : confiance {niveau} ; "
        "{surs:int} {surs:?projet|projets} de ce sens sur {n:int} {surs:?a|ont} une confiance modérée ou "
        "élevée.",
        sens=t(_SIDES[one.side]),
        niveau=t(label(one.level)),
        surs=one.sure,
        n=one.directions[one.side],
    )
    if not one.caps:
        return (said,)
    reasons = language.listing([t(_CAPS[cap]) for cap in one.caps])
    return said, t("Elle serait plus haute, mais {raisons}.", raisons=reasons)


def _spread(one: Across, language: Language) -> tuple[str, ...]:
    levels = Counter(
        row.practice.level for row in one.rows if row.counts and row.practice.direction is not None
    )
    listed = [
        language.t("{niveau} ({n:int})", niveau=language.t(label(level)), n=levels[level])
        for level in reversed(LEVELS)
        if levels[level]
    ]
    return (
        language.t("Confiance dans chaque projet : {niveaux}.", niveaux=language.listing(listed)),
    )


def _line(row: Held, mark_of_project: str, entry: Entry, language: Language) -> ProjectLine:
    t, practice = language.t, row.practice
    return ProjectLine(
        mark_of_project,
        row.project.project,
        practice.number,
        f"{entry.href}#pratique-{practice.number}",
        _sources(row, language),
        t(label(practice.level)) if practice.direction is not None else "–",
        f"{practice.supporting} / {practice.contradicting} / {practice.open}",
        _transfer(row, language),
        t(label(practice.verdict)),
        row.counts,
        row.project.fictional,
    )


def _sources(row: Held, language: Language) -> str:
    t, practice = language.t, row.practice
    if practice.direction is None:
        return t("aucun constat")
    said = [
        t(words, sources=language.listing([t(label(kind)) for kind in kinds]))
        for words, kinds in (
            (mark("pour : {sources}"), practice.kinds_for),
            (mark("contre : {sources}"), practice.kinds_against),
        )
        if kinds
    ]
    return " · ".join(said) or t("aucune source ne tranche")


def _transfer(row: Held, language: Language) -> str:
    t, practice = language.t, row.practice
    if practice.transferable is None:
        return t("pas notée")
    said = t("oui") if practice.transferable else t("pas établie")
    if practice.transfer is None:
        return said
    return t(
        "{dit} : {valeur:dec} ({bas:dec} à {haut:dec}, n = {n:int})",
        dit=said,
        valeur=practice.transfer.value,
        bas=practice.transfer.low,
        haut=practice.transfer.high,
        n=practice.transfer.n,
    )


def transfer_rule(language: Language) -> str:
    """What « oui » means under transferability."""
    return language.t(
        "Transférable : « oui » si les pairs d’autres régions la notent au-dessus de {milieu:int} sur 5, par "
        "tout l’intervalle de leur moyenne.",
        milieu=MIDDLE,
    )
