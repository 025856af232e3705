"""Counts of people that a reader meets one by one but may put together, and scores that few gave.

A sentence decides alone how exactly it counts (language); what stands in several cells or sentences
must be decided once, or one place would give away what another keeps.
"""

from collections.abc import Mapping

import pandas as pd

from lecons.estimates import Estimate
from lecons.privacy.cells.suppress import SECONDARY, row_sums
from lecons.report.notebook import Notebook
from lecons.report.people import Hidden, hidden
from lecons.report.sections.measured import plain_interval

_ALL = ""


def together(notebook: Notebook, *counts: int) -> tuple[str, ...]:
    """Counts as one sentence would write them: all exactly, or all in brackets where one of them, or
    the gap between two, is of few people."""
    template = "\n".join(f"{{c{at}:pers}}" for at in range(len(counts)))
    values = {f"c{at}": count for at, count in enumerate(counts)}
    return tuple(notebook.language.t(template, **values).split("\n"))


def delicate(notebook: Notebook, *counts: int) -> bool:
    """True where `together` writes brackets."""
    return notebook.discretion is not None and notebook.discretion.coarse(counts, ())


def of_few(notebook: Notebook, n: int) -> bool:
    """True for a group so small that what it says may not be told."""
    return notebook.discretion is not None and notebook.discretion.small(n)


def how_many(notebook: Notebook, n: int) -> str:
    """The number of people in a cell, « moins de 5 » for few."""
    if not of_few(notebook, n):
        return notebook.language.number(n)
    assert notebook.discretion is not None
    return Hidden(notebook.t("moins de {n:int}", n=notebook.discretion.threshold))


def score(notebook: Notebook, estimate: Estimate) -> str:
    """A mean of scores with its interval; nothing of it where few people gave them."""
    if not of_few(notebook, estimate.n):
        return plain_interval(notebook, estimate)
    return how_many(notebook, estimate.n)


def hidden_parts(notebook: Notebook, parts: pd.DataFrame) -> pd.DataFrame:
    """What may not be told of people parted into groups (columns) row by row, where the total of each
    row, which is told elsewhere, is the sum of its parts: "", PRIMARY or SECONDARY in each place. Where
    only the total could keep them, every part goes, and none is told to be few."""
    whole = parts.assign(**{_ALL: parts.sum(axis=1)})
    sums = row_sums(list(parts.index), _ALL, list(parts.columns))
    places = hidden(notebook, whole, sums)
    # a total of few, or of all but few, is told nowhere
    lost = places[_ALL].ne("") & ~whole[_ALL].map(lambda n: of_few(notebook, n))
    return places[list(parts.columns)].mask(parts.gt(0) & lost.to_numpy()[:, None], SECONDARY)


def shown_groups(notebook: Notebook, sizes: Mapping[str, int], total: int) -> list[str]:
    """The groups whose scores may be told: not those of few people, nor those by which, with the mean
    of all, a few people's could be worked out. The same groups of people give the same answer
    wherever they are counted.

    `sizes`: people in each group, none in two; `total`: all people, those in no group too.
    """
    names = sorted(sizes)
    counts = pd.DataFrame([{name: sizes[name] for name in names} | {_ALL: total}], dtype="float64")
    places = hidden(notebook, counts, row_sums([0], _ALL, names)).loc[0]
    if places[_ALL]:
        return []
    kept = [name for name, n in sizes.items() if n and not places[name]]
    # a group and those of no group may be few together: their mean would be had, if not their number
    while kept and of_few(notebook, total - sum(sizes[name] for name in kept)):
        kept.remove(min(kept, key=lambda name: (sizes[name], name)))
    return kept
