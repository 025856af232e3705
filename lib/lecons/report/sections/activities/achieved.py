"""What may be told of an indicator's figure, of its details and of its half-years."""

import pandas as pd

from lecons.measures.indicators import Achieved
from lecons.measures.mediation import by_mediators
from lecons.privacy.cells.suppress import PRIMARY, SECONDARY, Sum, Within
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, hidden

VALUE = "valeur"
# what each detail of a share is a share of, where the table of cases tells it (see compute)
_SIDES = ("avec_mediatrice", "sans_mediatrice")
_SEXES = ("femmes", "hommes", "inconnu")


def masked(notebook: Notebook, place: str) -> Hidden:
    """The words in the place of a figure of people."""
    if place == PRIMARY and notebook.discretion is not None:
        return Hidden(notebook.t("moins de {n:int}", n=notebook.discretion.threshold))
    return Hidden(notebook.t("masqué"))


def hidden_parts(notebook: Notebook, done: Achieved) -> dict[str, str]:
    """PRIMARY or SECONDARY for what may not be told of VALUE, of each part by its name, and of each
    half-year by its first day; "" for the rest."""
    if notebook.discretion is None or done.value.value is None:
        return {}
    return _shares(notebook, done) if done.value.unit == "share" else _counts(notebook, done)


def _counts(notebook: Notebook, done: Achieved) -> dict[str, str]:
    """Of a count: attendances, or (table `formations`) groups and the persons in them."""
    if done.value.unit != "count":
        few = notebook.discretion is not None and 0 < done.value.n < notebook.discretion.threshold
        return {VALUE: SECONDARY} if few else {}
    groups = done.table == "formations"
    halves = {str(half.periode.date()): half.value for half in done.periods.itertuples()}
    cells = {
        **({} if groups else {VALUE: done.value.value, **halves}),
        **{name: value for name, value in done.parts.items() if value is not None},
    }
    counts = pd.DataFrame({"n": cells}, dtype="float64")
    whole = (VALUE, "n")
    sexes = tuple((name, "n") for name in _SEXES if name in cells)
    sums = (
        []
        if groups
        else [
            Sum(whole, tuple((half, "n") for half in halves)),
            Sum(whole, sexes),
            *(Within(whole, (name, "n")) for name in ("jeunes",) if name in cells),
        ]
    )
    return dict(hidden(notebook, counts, sums)["n"])


def _shares(notebook: Notebook, done: Achieved) -> dict[str, str]:
    """Of a share: the people in it and in its rest, all in all and in each half-year."""
    rows = {VALUE: (done.value.value, done.value.n)}
    for half in done.periods.itertuples():
        rows[str(half.periode.date())] = (
            None if pd.isna(half.value) else float(half.value),
            int(half.n),
        )
    halves = tuple(rows)[1:]
    if done.parts.keys() >= set(_SIDES):
        contrast = by_mediators(notebook.table("cas"))["mediatrices"]
        for name, one in zip(_SIDES, (contrast.first, contrast.second), strict=True):
            rows[name] = (one.value, one.n)
    counts = pd.DataFrame(
        {
            "n": {name: n for name, (_, n) in rows.items()},
            "k": {name: round((share or 0) * n) for name, (share, n) in rows.items()},
        },
        dtype="float64",
    )
    sums = [
        *(Within((name, "n"), (name, "k")) for name in rows),
        *(Sum((VALUE, cell), tuple((half, cell) for half in halves)) for cell in ("n", "k")),
        *(
            Within((VALUE, cell), (side, cell))
            for side in rows
            if side in _SIDES
            for cell in ("n", "k")
        ),
    ]
    places = hidden(notebook, counts, sums)
    # « moins de 5 » is no share: it is masked whole
    return {name: SECONDARY if places.loc[name].any() else "" for name in rows}
