"""Ranks, each with its interval: one row a practice, the best on top and to the left."""

from collections.abc import Callable, Mapping

from lecons.figures.rows import beside, mark, rows, wrap
from lecons.figures.style import PLAIN, styled, to_svg

_MOST_TICKS = 12


def ranks(
    places: Mapping[str, tuple[int, int, int, bool]],
    write: Callable[[int, int, int], str],
    axis: str,
) -> str:
    """Label → (rank, low, high, whether it is told apart from all others), in the order given; ranks
    lie between 1 and the number of rows. A rank that is not told apart is a hollow dot."""
    with styled():
        figure, axes = rows(list(places))
        for at, (rank, low, high, apart) in enumerate(places.values()):
            mark(axes, at, rank, (low, high), PLAIN, apart)
            beside(axes, at, write(rank, low, high))
        last = max(len(places), 1)
        axes.set_xlim(0.7, last + 0.3)
        axes.set_xticks(range(1, last + 1, -(-last // _MOST_TICKS)))
        axes.set_xlabel(wrap(axis, 44))
        return to_svg(figure)
