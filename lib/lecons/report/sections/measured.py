"""What the measures of 20_activites share: how an estimate is written, and figures of dots."""

from collections.abc import Mapping

from lecons.estimates import Estimate
from lecons.figures import charts
from lecons.report.document import Column, Figure, Paragraph, Table
from lecons.report.notebook import Notebook


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
    """« 65,4 % (54,6 % à 74,9 %) », or a dash where nothing was counted."""
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
) -> Figure:
    """Dots with intervals, and the same figures as a table. `estimates` is by label; `said` heads the
    rows of the table."""
    t = notebook.t
    plain = notebook.language.percent if percent else notebook.language.number

    def write(value: float) -> str:
        sign = "+" if reference == 0 and value > 0 else ""
        return sign + plain(value, 0 if percent else 2)

    shares = percent and all((one.low or 0) >= 0 for one in estimates.values())
    return Figure(
        charts.dots(estimates, write, axis, reference=reference, share=shares),
        alt,
        caption,
        Table(
            caption,
            (
                Column(said or axis),
                Column(t("valeur (intervalle à 95 %)"), True),
                Column(t("n"), True),
            ),
            tuple(
                (
                    (name,),
                    (interval(notebook, estimate, percent),),
                    (notebook.language.number(estimate.n),),
                )
                for name, estimate in estimates.items()
            ),
        ),
        t("Données de la figure"),
    )
