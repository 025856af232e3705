"""20_activites: the tracking table of the result area's indicators, and what each counts."""

from typing import Any

import pandas as pd

from lecons.measures.indicators import Achieved, Definition, definitions, of_estimate, track
from lecons.privacy.cells.suppress import SECONDARY
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inlines,
    Stack,
    Strong,
    Table,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.people import Hidden, guarded
from lecons.report.sections.activities.achieved import VALUE, hidden_parts, masked
from lecons.report.sections.measured import alert
from lecons.report.sections.portfolio import hand_indicators


def indicators(notebook: Notebook, framework: pd.DataFrame, computed: dict[str, Achieved]) -> Block:
    """Baseline, target, achieved, per cent of target, status, trend; then details and definitions. The
    table is handed over for the page on several projects.

    `computed` holds the standard indicators by id of the framework; the others are read from the
    findings that this notebook published.
    """
    t = notebook.t
    if framework.empty:
        return Stack()
    published = {one.id: one for one in notebook.published}
    achieved = dict(computed)
    for row in framework.itertuples():
        finding = published.get(str(row.constat))
        if row.id not in achieved and finding is not None and finding.estimate is not None:
            source = finding.sources[0]
            achieved[row.id] = of_estimate(finding.estimate, source.table, source.ids)
    table = track(framework, achieved)
    places = {name: hidden_parts(notebook, one) for name, one in achieved.items()}
    hand_indicators(
        notebook,
        table,
        {name: one.value for name, one in achieved.items()},
        {name: bool(hidden.get(VALUE)) for name, hidden in places.items()},
        published,
    )
    without = [row.id for row in table.itertuples() if row.statut == "sans_donnee"]
    return guarded(
        notebook,
        Heading(2, t("Indicateurs du cadre de résultats")),
        _tracking(notebook, table, places),
        alert(
            t("Sans donnée à ce jour : {codes}.", codes=notebook.language.listing(without)),
        )
        if without
        else None,
        _details(notebook, table, achieved, places),
        Bullets(
            tuple(_definition(notebook, row, achieved.get(row.id)) for row in table.itertuples())
        ),
    )


def _write(notebook: Notebook, value: Any, unit: str | None) -> str:
    if value is None or pd.isna(value):
        return "–"
    if unit in ("share", "difference_share"):
        return notebook.language.percent(float(value))
    return notebook.language.number(float(value), 0 if unit == "count" else 2)


def _reached(notebook: Notebook, row: Any, place: str) -> str:
    if place:
        return masked(notebook, place)
    value = _write(notebook, row.valeur, row.unite)
    if row.bas is None or row.haut is None:
        return value
    return notebook.t(
        "{v} ({a} à {b})",
        v=value,
        a=_write(notebook, row.bas, row.unite),
        b=_write(notebook, row.haut, row.unite),
    )


def _name(notebook: Notebook, row: Any) -> str:
    return notebook.language.of({"fr": row.indicateur, "en": row.indicateur_en or ""})


def _tracking(notebook: Notebook, table: pd.DataFrame, places: dict[str, dict[str, str]]) -> Table:
    t = notebook.t
    return Table(
        t("Suivi des indicateurs"),
        (
            Column(t("indicateur")),
            Column(t("au départ"), True),
            Column(t("cible"), True),
            Column(t("atteint (intervalle à 95 %)"), True),
            Column(t("part de la cible"), True),
            Column(t("statut")),
            Column(t("tendance")),
        ),
        tuple(
            (
                (f"{row.id} · {_name(notebook, row)}",),
                (_write(notebook, row.reference, row.unite),),
                (_write(notebook, row.cible, row.unite),),
                (_reached(notebook, row, places.get(row.id, {}).get(VALUE, "")),),
                (
                    "–"
                    if row.part_cible is None
                    else masked(notebook, SECONDARY)
                    if places.get(row.id, {}).get(VALUE)
                    else notebook.language.percent(row.part_cible, 0),
                ),
                (t(label(f"statut_{row.statut}")),),
                ("–" if row.tendance is None else t(label(f"tendance_{row.tendance}")),),
            )
            for row in table.itertuples()
        ),
        t(
            "Statut : « atteint » si la valeur et tout son intervalle sont à la cible ou au-delà ; « à la "
            "limite » si l’intervalle contient la cible. Tendance : deux derniers semestres ; une part ne "
            "bouge que si l’intervalle de l’écart exclut zéro, un compte s’il varie de plus d’un dixième."
        ),
    )


def _details(
    notebook: Notebook,
    table: pd.DataFrame,
    achieved: dict[str, Achieved],
    places: dict[str, dict[str, str]],
) -> Table | None:
    """By sex, age and half-year."""
    t = notebook.t
    rows = []

    def write(value: Any, unit: str, place: str) -> str:
        return masked(notebook, place) if place else _write(notebook, value, unit)

    def of_half(half: Any, unit: str, place: str) -> str:
        # a few shares of known people, their sum told by a finding, are those of one set of counts
        if place or unit != "share" or notebook.discretion is None or pd.isna(half.value):
            return write(half.value, unit, place)
        return notebook.language.about(float(half.value), [int(half.n)])

    for row in table.itertuples():
        done = achieved.get(row.id)
        if done is None or done.value.value is None or not (done.parts or len(done.periods)):
            continue
        unit = "share" if done.value.unit == "share" else "count"
        parts = [
            f"{t(label(f'part_{name}'))} {write(value, unit, places[row.id].get(name, ''))}"
            for name, value in done.parts.items()
            if value is not None and not (name == "inconnu" and value == 0)
        ]
        halves = [
            f"{notebook.language.month(half.periode.date())} "
            f"{of_half(half, unit, places[row.id].get(str(half.periode.date()), ''))}"
            for half in done.periods.itertuples()
        ]
        cells = ("\u202f; ".join(parts) or "–", " · ".join(halves) or "–")
        # the note under the table follows what the cells hide
        kind = Hidden if any(places[row.id].values()) else str
        rows.append(((row.id,), *((kind(cell),) for cell in cells)))
    if not rows:
        return None
    return Table(
        t("Détail par sexe et âge, et par semestre"),
        (
            Column(t("indicateur")),
            Column(t("détail")),
            Column(t("par semestre (premier mois)")),
        ),
        tuple(rows),
    )


def _definition(notebook: Notebook, row: Any, done: Achieved | None) -> Inlines:
    """What the indicator counts, its formula, and the rows that it rests on."""
    t, of = notebook.t, notebook.language.of
    known: Definition | None = definitions().get(row.calcul) if row.calcul else None
    lines: list[Any] = [Strong(f"{row.id}. ")]
    if known is not None:
        lines.append(
            t(
                "{definition} Double compte : {regle} Formule : {formule}",
                definition=of(known.definition).strip(),
                regle=of(known.double_compte).strip(),
                formule=of(known.formule).strip(),
            )
        )
        if known.reference_standard:
            lines.append(f" ({of(known.reference_standard).strip()})")
    elif row.constat:
        finding = next((one for one in notebook.published if one.id == row.constat), None)
        lines.append(t("Mesuré par le constat "))
        lines.append(finding_link(finding) if finding else str(row.constat))
        lines.append(".")
    if done is not None and done.lower is not None:
        lines.append(
            t(" Au moins {n:pers} {n:?personne distincte|personnes distinctes}.", n=done.lower)
        )
    if done is not None and done.ids:
        lines.append(
            t(" Lignes comptées : {n:pers}, table « {table} ».", n=len(done.ids), table=done.table)
        )
    lines.append(t(" Cible et référence : {source}.", source=row.source or "–"))
    return tuple(lines)
