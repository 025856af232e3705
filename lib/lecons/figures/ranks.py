"""Ranks, each with its interval: one row a practice, the best on top and to the left."""

import textwrap
from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from lecons.figures.style import BLUE, GRID, INK, PAPER, WIDTH, styled, to_svg

_MOST_TICKS = 12


def ranks(
    rows: Mapping[str, tuple[int, int, int, bool]],
    write: Callable[[int, int, int], str],
    axis: str,
) -> str:
    """Label → (rank, low, high, whether it is told apart from all others), in the order given; ranks
    lie between 1 and the number of rows. A rank that is not told apart is a hollow dot."""
    with styled():
        labels = [textwrap.fill(label, 24, break_on_hyphens=False) for label in rows]
        lines = max((label.count("\n") + 1 for label in labels), default=1)
        figure = Figure(figsize=(WIDTH, 0.7 + (0.24 + 0.16 * lines) * max(len(rows), 2)))
        axes = figure.add_subplot()
        for at, (rank, low, high, apart) in enumerate(rows.values()):
            axes.plot([low, high], [at, at], color=BLUE, linewidth=2, solid_capstyle="butt")
            axes.plot(
                rank,
                at,
                "o",
                color=BLUE,
                markersize=7,
                markerfacecolor=BLUE if apart else PAPER,
                markeredgewidth=1.6,
            )
            axes.annotate(
                write(rank, low, high),
                (max(rank, high), at),
                (7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=INK,
            )
        last = max(len(rows), 1)
        axes.set_xlim(0.7, last + 0.3 + 0.3 * last)  # room for the ranks written beside
        axes.set_xticks(range(1, last + 1, -(-last // _MOST_TICKS)))
        axes.set_ylim(last - 0.5, -0.5)
        axes.set_yticks(range(len(labels)), labels)
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.tick_params(axis="both", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(axis)
        return to_svg(figure)
