"""Indicators across projects, in words and as intervals on one scale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lecons.evidence.portfolio import FEWEST_PROJECTS, AcrossIndicator, Measured
from lecons.language import Language, mark
from lecons.measures.indicators import definitions
from lecons.report.labels import label
from lecons.report.portfolio.content import Entry

# the width on which intervals are drawn, and what is left of it on either side for a dot
WIDE, _EDGE = 200, 6
_STATUSES = ("atteint", "a_la_limite", "non_atteint", "sans_cible", "sans_donnee")
_UNPOOLED = {
    "compte": mark(
        "Pas de moyenne : un compte dit la taille d’un projet, et n’a pas d’intervalle. Les cibles se "
        "comparent, non les comptes."
    ),
    "unite": mark(
        "Pas de moyenne : ces valeurs sont dans une unité (argent, durée) qui change de sens d’un projet à "
        "l’autre."
    ),
    "peu": mark(
        "Pas de moyenne : {n:int} {n:?projet a|projets ont} un intervalle, il en faut {fewest:int} pour "
        "estimer de combien les projets diffèrent."
    ),
    "bord": mark(
        "Pas de moyenne : un projet au moins a un intervalle dont on ne peut pas tirer d’erreur type."
    ),
}


@dataclass(frozen=True)
class Drawn:
    """An interval on the common scale: its two ends, the figure, and the target where it is on it."""

    low: int
    high: int
    value: int
    target: int | None


@dataclass(frozen=True)
class IndicatorLine:
    """One project's figure: its mark among the projects, its cells in words, its drawing."""

    mark: str
    name: str
    href: str
    area: str
    value: str
    drawn: Drawn | None
    n: str
    target: str
    status: str
    level: str
    counts: bool
    fictional: bool


@dataclass(frozen=True)
class IndicatorView:
    """One indicator: its title, what it counts, what holds across projects (`told`), the ends of the
    scale of its drawings, the mean of its projects (`mean_of` how many) where there is one, and its
    lines."""

    mark: str
    title: str
    about: str
    projects: int
    reached: str
    told: tuple[str, ...]
    scale: str
    mean: str
    mean_of: int
    mean_drawn: Drawn | None
    lines: tuple[IndicatorLine, ...]


def indicator_views(
    found: list[AcrossIndicator], entries: Mapping[str, tuple[str, Entry]], language: Language
) -> list[IndicatorView]:
    """The indicators as the page shows them; `entries`: by code of project, its mark and its report."""
    return [_view(f"indicateur-{at}", one, entries, language) for at, one in enumerate(found, 1)]


def _view(
    place: str,
    one: AcrossIndicator,
    entries: Mapping[str, tuple[str, Entry]],
    language: Language,
) -> IndicatorView:
    t, write = language.t, _writer(one.unit, language)
    known = definitions().get(one.code)
    scale = _scale(one)
    ends = (
        t(
            "Échelle des traits : {a} à {b} ; trait vertical : cible du projet.",
            a=write(scale[0]),
            b=write(scale[1]),
        )
        if scale
        else ""
    )
    pool = one.pool
    mean = (
        t(
            "Moyenne de {k:int} projets (effets aléatoires) : {valeur} ({bas} à {haut}). Un projet de plus "
            "serait attendu entre {a} et {b}.",
            k=pool.k,
            valeur=write(pool.value),
            bas=write(pool.low),
            haut=write(pool.high),
            a=write(pool.next_low),
            b=write(pool.next_high),
        )
        if pool
        else ""
    )
    return IndicatorView(
        place,
        language.of(known.nom) if known else language.of(one.name),
        language.of(known.definition).strip()
        if known
        else t("Mesuré par le constat « {code} » de chaque rapport.", code=one.code),
        one.projects,
        t(
            "{n:int} {n:?projet|projets}, {lignes:int} {lignes:?mesure|mesures} · {statuts}",
            n=one.projects,
            lignes=len(one.rows),
            statuts=_reached(one, language),
        ),
        _told(one, language),
        ends,
        mean,
        pool.k if pool else 0,
        _draw(scale, pool.low, pool.high, pool.value, None) if pool and scale else None,
        tuple(_line(row, scale, *entries[row.project.project], language) for row in one.rows),
    )


def _reached(one: AcrossIndicator, language: Language) -> str:
    listed = [
        language.t(
            "{statut} : {n:int}", statut=language.t(label(f"statut_{name}")), n=one.statuses[name]
        )
        for name in _STATUSES
        if one.statuses[name]
    ]
    return " · ".join(listed) or "–"


def _told(one: AcrossIndicator, language: Language) -> tuple[str, ...]:
    t, write = language.t, _writer(one.unit, language)
    said = []
    if one.projects < 2:
        return (t("Un seul projet le mesure : rien à comparer encore."),)
    if one.compared > 1 and one.lowest is not None and one.highest is not None:
        said.append(
            t(
                "Valeurs de {a} à {b} dans {n:int} projets qui ont un intervalle.",
                a=write(one.lowest),
                b=write(one.highest),
                n=one.compared,
            )
        )
    if one.unpooled:
        said.append(t(_UNPOOLED[one.unpooled], n=one.compared, fewest=FEWEST_PROJECTS))
    return tuple(said)


def _line(
    row: Measured,
    scale: tuple[float, float] | None,
    mark_of_project: str,
    entry: Entry,
    language: Language,
) -> IndicatorLine:
    one, t = row.indicator, language.t
    write = _writer(one.unit, language)
    drawn = (
        _draw(scale, one.low, one.high, one.value, one.target)
        if scale and one.low is not None and one.high is not None and one.value is not None
        else None
    )
    return IndicatorLine(
        mark_of_project,
        row.project.project,
        f"{entry.href}#constat-{one.finding}" if one.finding else entry.href,
        " · ".join(filter(None, (one.result, one.id))),
        _value(row, write, language),
        drawn,
        language.number(one.n) if one.n is not None else _no_n(row, language),
        "–" if one.target is None else write(one.target),
        t(label(f"statut_{one.status}")),
        t(label(one.level)) if one.level else "–",
        row.counts,
        row.project.fictional,
    )


def _value(row: Measured, write: Callable[[float], str], language: Language) -> str:
    one, t = row.indicator, language.t
    if one.hidden:
        return t("masqué")
    if one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return write(one.value)
    return t("{v} ({a} à {b})", v=write(one.value), a=write(one.low), b=write(one.high))


def _no_n(row: Measured, language: Language) -> str:
    """Where n is not told though the figure is, it would tell of few people."""
    one = row.indicator
    return language.t("masqué") if one.hidden or one.value is not None else "–"


def _scale(one: AcrossIndicator) -> tuple[float, float] | None:
    """The ends of the scale on which all intervals of an indicator are drawn, targets within; None where
    there are fewer than two to compare."""
    drawn = [row.indicator for row in one.rows if row.bounded]
    if len({row.project.project for row in one.rows if row.bounded}) < 2:
        return None
    ends = [
        bound for each in drawn for bound in (each.low, each.high, each.target) if bound is not None
    ]
    return (min(ends), max(ends)) if min(ends) < max(ends) else None


def _draw(
    scale: tuple[float, float], low: float, high: float, value: float, target: float | None
) -> Drawn:
    def at(figure: float) -> int:
        part = (figure - scale[0]) / (scale[1] - scale[0])
        return round(_EDGE + min(max(part, 0.0), 1.0) * (WIDE - 2 * _EDGE))

    return Drawn(at(low), at(high), at(value), None if target is None else at(target))


def _writer(unit: str | None, language: Language) -> Callable[[float], str]:
    """How a figure of that unit is written, as in the tracking table of a report."""
    if unit in ("share", "difference_share"):
        return language.percent
    digits = 0 if unit == "count" else 2
    return lambda figure: language.number(figure, digits)
