"""20_activites: when activities were held, and when incidents happened."""

import pandas as pd

from lecons.figures.style import look
from lecons.figures.timeline import timeline
from lecons.measures.violence.monthly import OWN
from lecons.measures.violence.strength import Violence
from lecons.report.document import Column, Figure, Table
from lecons.report.notebook import Notebook

# kinds of incident that have a line of their own
MOST_KINDS = 6


def together_in_time(notebook: Notebook, found: Violence) -> Figure | None:
    """Activities of this result area and the incidents counted in the project's cercles, on one line
    of time; nothing where either lacks. Outside the team kinds of incident are not told, which
    somebody may have typed, and days are only where an observatory has published them."""
    t, number = notebook.t, notebook.language.number
    inside = notebook.discretion is None
    done = notebook.table("activites")["date"].dropna()
    incidents = _counted(notebook, found)
    if done.empty or incidents.empty or not (inside or found.months.record != OWN):
        return None
    months = done.dt.to_period("M").value_counts().sort_index()
    months.index = months.index.to_timestamp()
    start, end = (pd.Timestamp(day) for day in notebook.period)
    during = incidents["date"].between(start, end)
    groups = _kinds(notebook, incidents) if inside else {t("tous les incidents"): incidents}
    before = [int((~during[rows.index]).sum()) for rows in groups.values()]
    first = next(iter(groups))
    return Figure(
        timeline(
            months,
            {f"{name} ({number(len(rows))})": rows["date"] for name, rows in groups.items()},
            (start, end),
            look(notebook.result),
            lambda day: notebook.language.month(day.date()),
            (
                t("activités de ce résultat, par mois"),
                t("incidents, un trait chacun, à sa date"),
                t("période du projet"),
            ),
        ),
        t(
            "Frise : {activites:int} activités de {a:month} à {b:month} ; {n:int} incidents, dont "
            "{pendant:int} pendant le projet. La frise montre quand, non pourquoi.",
            activites=len(done),
            a=months.index[0].date(),
            b=months.index[-1].date(),
            n=len(incidents),
            pendant=int(during.sum()),
        )
        + (
            " "
            + t(
                "La sorte la plus fréquente : {sorte} ({k:int}).",
                sorte=notebook.language.quoted(first),
                k=len(groups[first]),
            )
            if inside
            else ""
        ),
        t(
            "Activités et incidents sur une même ligne de temps (n = {activites:int} activités, {n:int} "
            "incidents dans les cercles du projet)",
            activites=len(done),
            n=len(incidents),
        ),
        Table(
            t("Incidents dans les cercles du projet, par sorte"),
            (
                Column(t("sorte d’incident")),
                Column(t("hors de la période du projet"), True),
                Column(t("pendant"), True),
            ),
            tuple(
                ((name,), (number(k),), (number(len(rows) - k),))
                for (name, rows), k in zip(groups.items(), before, strict=True)
            ),
            t("Les sortes sont écrites comme dans le relevé.") if inside else "",
        ),
        t("Données de la figure"),
    )


def _counted(notebook: Notebook, found: Violence) -> pd.DataFrame:
    """The incidents that the section counts, in the cercles of the project."""
    incidents = notebook.history("incidents")
    mine = incidents["id"].isin(found.months.ids) & incidents["cercle"].isin(found.months.covered)
    return incidents[mine]


def _kinds(notebook: Notebook, incidents: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The incidents of each kind, the most frequent first, in the words of the record."""
    often = (
        incidents["type"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    )
    shown = [str(kind) for kind in often.index[:MOST_KINDS]]
    groups = {kind: incidents[incidents["type"].eq(kind)] for kind in shown}
    rest = incidents[~incidents["type"].isin(shown)]
    if len(rest):
        groups[notebook.t("autres sortes d’incidents")] = rest
    return groups
