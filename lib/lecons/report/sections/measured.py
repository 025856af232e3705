"""What the measures of 20_activites share: how an estimate is written, and figures of dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate
from lecons.figures import charts
from lecons.figures.style import Look
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import Column, Figure, Paragraph, Table
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, few, hidden, written


def practices_of(notebook: Notebook) -> dict[str, str]:
    """Finding id → code of the declared practice that it measures."""
    return {
        finding: practice.code
        for practice in notebook.project.practices()
        for finding in practice.mesures
    }


def target_of(notebook: Notebook, finding: str, calculation: str = "") -> float | None:
    """The target that the framework sets for a finding, or for the standard indicator that computes
    the same thing; None where it sets none."""
    framework = notebook.table("cadre")
    named = framework["constat"].eq(finding) | framework["calcul"].eq(calculation)
    targets = framework.loc[named.fillna(False).astype(bool), "cible"].dropna()
    return float(targets.iloc[0]) if len(targets) else None


def interval(
    notebook: Notebook, estimate: Estimate, percent: bool = False, digits: int | None = None
) -> str:
    """« 65,4 % (54,6 % à 74,9 %) », or a dash where nothing was counted; « moins de 5 sur 17 » for a
    share that would tell of few people."""
    return few(notebook, estimate) or plain_interval(notebook, estimate, percent, digits)


def plain_interval(
    notebook: Notebook, estimate: Estimate, percent: bool = False, digits: int | None = None
) -> str:
    """The same of an estimate that counts nobody: sheets, organisations, the share of a gain."""
    plain, usual = (notebook.language.percent, 1) if percent else (notebook.language.number, 2)

    def write(value: float) -> str:
        return plain(value, usual if digits is None else digits)

    if estimate.value is None:
        return "–"
    value = write(estimate.value)
    if estimate.low is None and estimate.high is None:
        return notebook.t("{v} (sans intervalle)", v=value)
    if estimate.high is None:
        return notebook.t("{v} ({a} ou plus)", v=value, a=write(estimate.low or 0))
    if estimate.low is None:
        return notebook.t("{v} ({a} ou moins)", v=value, a=write(estimate.high))
    return notebook.t("{v} ({a} à {b})", v=value, a=write(estimate.low), b=write(estimate.high))


def change(notebook: Notebook, estimate: Estimate) -> str:
    """« −12 % (−30 % à +9 %) » for a relative change."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return notebook.t(
        "{v:change} ({a:change} à {b:change})",
        v=estimate.value,
        a=estimate.low,
        b=estimate.high,
    )


def nothing(notebook: Notebook, table: str) -> Paragraph:
    """Said where a table has no row, with what it would bring."""
    return alert(
        notebook.t(
            "Aucune donnée dans la table « {table} » : cette analyse est absente, non nulle.",
            table=table,
        ),
    )


def alert(message: str) -> Paragraph:
    """What cannot be said, and why."""
    return Paragraph((message,), "alerte")


def note(message: str) -> Paragraph:
    """How something was computed."""
    return Paragraph((message,), "note")


@dataclass(frozen=True)
class Told:
    """An estimate on people as an edition tells it: in words, with its n and, of a share, the people in
    it (`k`), and whether a figure may draw it."""

    value: str
    k: str
    n: str
    drawn: bool


def told(
    notebook: Notebook,
    estimates: Mapping[str, Estimate],
    sums: Sequence[Sum] = (),
    known: Mapping[str, Estimate] | None = None,
    *,
    percent: bool = False,
    digits: int | None = None,
) -> dict[str, Told]:
    """Each estimate on people by its label. A share times its n is a count, so that what is hidden of
    one is hidden of the other. `sums`: which of the counts are totals of which others, a cell being
    (label, "n"), or (label, "k") for the people in the share; `known` are estimates that they name and
    that are told elsewhere."""
    rows = {**estimates, **(known or {})}
    counts = pd.DataFrame(
        {
            "n": [one.n for one in rows.values()],
            "k": [
                None if one.unit != "share" else round((one.value or 0) * one.n)
                for one in rows.values()
            ],
        },
        index=pd.Index(list(rows), dtype="object"),
        dtype="float64",
    )
    every = [*(Within((name, "n"), (name, "k")) for name in rows), *sums]
    places = hidden(notebook, counts, every)
    words = written(notebook, counts, places)
    found = {}
    for name, one in estimates.items():
        group, inside = places.loc[name, "n"], places.loc[name, "k"]
        if group or inside:
            masked = Hidden(notebook.t("masqué"))
            value = masked if group else few(notebook, one) or masked
        else:
            value = plain_interval(notebook, one, percent, digits)
        found[name] = Told(value, words.loc[name, "k"], words.loc[name, "n"], not (group or inside))
    return found


def whole(
    notebook: Notebook, estimates: Mapping[str, Estimate], *, percent: bool = False
) -> dict[str, Told]:
    """The same of estimates that count nobody: nothing of them is hidden."""
    return {
        name: Told(
            plain_interval(notebook, one, percent), "–", notebook.language.number(one.n), True
        )
        for name, one in estimates.items()
    }


def dot_figure(
    notebook: Notebook,
    estimates: Mapping[str, Estimate],
    *,
    alt: str,
    caption: str,
    axis: str,
    percent: bool = False,
    reference: float | None = None,
    said: str = "",
    words: Mapping[str, Told] | None = None,
    looks: Mapping[str, Look] | None = None,
) -> Figure | Table:
    """Dots with intervals, and the same figures as a table; the table alone where there is nothing to
    draw. `estimates` is by label; `said` heads the rows of the table; `words` are the estimates as
    they may be told, where it takes more than each of them to know it; `looks`: rows that look as
    the same thing does elsewhere."""
    t = notebook.t
    plain = notebook.language.percent if percent else notebook.language.number

    def write(value: float) -> str:
        sign = "+" if reference == 0 and value > 0 else ""
        return sign + plain(value, 0 if percent else 2)

    words = words or told(notebook, estimates, percent=percent)
    data = Table(
        caption,
        (
            Column(said or axis),
            Column(t("valeur (intervalle à 95 %)"), True),
            Column(t("n"), True),
        ),
        tuple(((name,), (words[name].value,), (words[name].n,)) for name in estimates),
    )
    drawn = {name: one for name, one in estimates.items() if words[name].drawn}
    if all(one.value is None for one in drawn.values()):
        return data
    shares = percent and all((one.low or 0) >= 0 for one in estimates.values())
    return Figure(
        charts.dots(drawn, write, axis, reference=reference, share=shares, looks=looks),
        alt,
        caption,
        data,
        t("Données de la figure"),
    )
