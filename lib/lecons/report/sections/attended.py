"""Attendances by commune and by month: what of them may be told with all that tells of them elsewhere.

10_donnees tells the attendances of each commune, 20_activites those of each result area there, and its
indicators those of each half-year: what one table hides the others could give back.
"""

import pandas as pd

from lecons.measures.reach import by_commune
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.notebook import Notebook
from lecons.report.people import hidden

TOLD = ("participations", "femmes", "jeunes")
# with what the shares of women and of young people are shares of
_COUNTED = (*TOLD, "sexe_connu", "base_jeunes")
_TOTAL, _WHOLE = "", ""
SEXES = ("femmes", "hommes", "sexe_inconnu")


def hidden_attendances(notebook: Notebook, communes: pd.DataFrame) -> pd.DataFrame:
    """In: the table of reach.by_commune that this notebook tells. Out: one row a P-code, in its
    order; what may not be told of the attendances, and of the shares of women (`femmes`) and of young
    people (`jeunes`), as people.hidden says it."""
    index = pd.Index(communes["pcode"])
    if notebook.discretion is None:
        return pd.DataFrame("", index, list(TOLD))
    areas = {_WHOLE: None, **{code: code for code in notebook.project.results}}
    tables = {
        area: communes if area == notebook.result else _elsewhere(notebook, result)
        for area, result in areas.items()
    }
    counts = pd.concat([_counts(table, area) for area, table in tables.items()], axis=1)
    counts.loc[_TOTAL] = counts.sum()
    places = hidden(notebook, counts, _sums(counts, list(tables)))
    mine = places.loc[index, [_column(name, notebook.result) for name in _COUNTED]]
    mine.columns = pd.Index(_COUNTED)
    # a share of what is hidden would be told by halves
    for name, of in (("femmes", "sexe_connu"), ("jeunes", "base_jeunes")):
        for base in (of, "participations"):
            mine[name] = mine[name].where(mine[name].ne(""), mine[base])
    return mine[list(TOLD)]


def _elsewhere(notebook: Notebook, result: str | None) -> pd.DataFrame:
    """The same table of another area, or of all of them."""
    start, end = notebook.period
    edition = notebook.parameters.edition
    read = notebook.project.table("activites", edition, result=result, start=start, end=end)
    return by_commune(read, notebook.project.communes())


def _counts(table: pd.DataFrame, area: str) -> pd.DataFrame:
    counts = table.assign(sexe_connu=table["participations"] - table["sexe_inconnu"])
    counts = counts.set_index("pcode")[list(_COUNTED)].astype("float64")
    return counts.rename(columns=lambda name: _column(name, area))


def _column(name: str, area: str) -> str:
    return f"{name} {area}"


def _sums(counts: pd.DataFrame, areas: list[str]) -> list[Sum]:
    pcodes = [row for row in counts.index if row != _TOTAL]
    found = [Sum((_TOTAL, name), tuple((row, name) for row in pcodes)) for name in counts.columns]
    for row in counts.index:
        for area in areas:
            present, sex, base, women, young = (
                (row, _column(name, area))
                for name in ("participations", "sexe_connu", "base_jeunes", "femmes", "jeunes")
            )
            found += [Within(sex, women), Within(base, young)]
            # the very same number: what is told of one is told of the other
            found += [
                Sum(present, (same,))
                for same in (sex, base)
                if counts.loc[same] == counts.loc[present]
            ]
        found += [
            Sum(
                (row, _column(name, _WHOLE)),
                tuple((row, _column(name, area)) for area in areas if area != _WHOLE),
            )
            for name in _COUNTED
        ]
    return found


def hidden_months(notebook: Notebook, months: pd.DataFrame) -> pd.DataFrame:
    """In: the table of reach.people_by_month. Out: what may not be told of femmes, hommes,
    sexe_inconnu and jeunes, one row a month."""
    columns = [*SEXES, "jeunes"]
    if notebook.discretion is None:
        return pd.DataFrame("", months.index, columns)
    counts = months[columns].astype("float64")
    present = counts[list(SEXES)].sum(axis=1)
    halves = months.index.year.astype(str) + "-" + (months.index.month > 6).astype(int).astype(str)
    every = counts.assign(participations=float("nan"))
    every.index = every.index.astype("object")
    sums: list[Sum] = []
    for half in dict.fromkeys(halves):
        inside = months.index[halves == half]
        every.loc[half] = [*[float("nan")] * len(columns), present[inside].sum()]
        sums.append(
            Sum((half, "participations"), tuple((day, sex) for day in inside for sex in SEXES))
        )
    every.loc[_TOTAL] = [*counts.sum(), float("nan")]
    sums += [Sum((_TOTAL, name), tuple((day, name) for day in months.index)) for name in columns]
    for day in months.index[(present - counts["jeunes"]).map(notebook.discretion.small)]:
        # those who are not young are few: nobody may take the young from the three others
        every.loc[day, "participations"] = present[day]
        sums += [
            Sum((day, "participations"), tuple((day, sex) for sex in SEXES)),
            Within((day, "participations"), (day, "jeunes")),
        ]
    return hidden(notebook, every, sums).loc[list(months.index), columns]
