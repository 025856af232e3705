"""Scores of few people as an edition that goes to others tells them: not so exactly that each score
could be worked out from their mean, its interval and n."""

from collections.abc import Collection, Mapping

from lecons.estimates import Estimate
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import how_many, of_few, score
from lecons.report.sections.measured import plain_interval

# Scores are whole numbers from 1 to 5. A mean of 8 with its interval (3.38, 2.94 to 3.81) is that of five 3s
# and three 4s and of nothing else. With n said to be 10 to 14 and one decimal, six sets of scores have the
# same mean and interval (the median over all sets of means 3.4 to 4.1); with 15 to 19, eighteen
FEWEST_EXACT = 15
# what is nearer the ends of the scale than this would tell that nearly everybody gave the same score
_LOWEST, _HIGHEST = 1.5, 4.5


def exact_groups(notebook: Notebook, sizes: Mapping[str, int], total: int) -> set[str]:
    """The groups whose mean may be written as it is: all inside the team; elsewhere those of
    FEWEST_EXACT people or more, but for the smallest of them where the mean of all, less theirs, would
    give that of fewer.

    `sizes`: people in each group, none in two; `total`: all people, those in no group too.
    """
    if notebook.discretion is None:
        return set(sizes)
    kept = {name for name, n in sizes.items() if n >= FEWEST_EXACT}
    while kept and 0 < total - sum(sizes[name] for name in kept) < FEWEST_EXACT:
        kept.remove(min(kept, key=lambda name: (sizes[name], name)))
    return kept


def mean_of_group(notebook: Notebook, estimate: Estimate, exact: bool) -> str:
    """A mean of scores (1 to 5) with its interval. Outside the team it has one decimal, for two would
    give back how many answered; it is to the half point and without interval where it is not `exact`
    (see exact_groups), and nothing of it is told where so few gave them."""
    if notebook.discretion is None or estimate.value is None or of_few(notebook, estimate.n):
        return score(notebook, estimate)
    if exact:
        return plain_interval(notebook, estimate, digits=1)
    half = round(estimate.value * 2) / 2
    if half <= _LOWEST:
        return notebook.t("{x} ou moins", x=notebook.language.number(_LOWEST, 1))
    if half >= _HIGHEST:
        return notebook.t("{x} ou plus", x=notebook.language.number(_HIGHEST, 1))
    return notebook.t("environ {x}", x=notebook.language.number(half, 1))


def mean_of_all(notebook: Notebook, estimate: Estimate) -> str:
    """The same of scores that all participants were asked for."""
    return mean_of_group(notebook, estimate, estimate.n >= FEWEST_EXACT)


def at_least(notebook: Notebook, counts: Collection[int]) -> str:
    """The people behind several means, of whom others are counted elsewhere: the number inside the team
    (the most of them); elsewhere a floor common to all, so that those who did not answer are not
    counted."""
    if notebook.discretion is None:
        return notebook.language.number(max(counts))
    least, width = min(counts), notebook.discretion.threshold
    if of_few(notebook, least):
        return how_many(notebook, least)
    return notebook.t("{n:int} ou plus", n=least // width * width)


def coarsely(notebook: Notebook) -> str:
    """The words under a table that tells scores so; none inside the team."""
    if notebook.discretion is None:
        return ""
    return notebook.t(
        "Pour protéger les participants, une note de moins de {n:int} personnes, ou qui la ferait "
        "retrouver, est dite au demi-point et sans intervalle, et leur nombre par son minimum ; les "
        "verdicts sont calculés sur les notes exactes.",
        n=FEWEST_EXACT,
    )
