"""What figures of one row a subject share: the names, the scale, the column of values at the right."""

import re
import textwrap
from collections.abc import Callable, Sequence

import matplotlib.ticker as ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lecons.figures.style import GRID, INK, SMALL, Look, sheet

Write = Callable[[float], str]

# characters: a longer name stands above its row, over the whole width, rather than beside it
_BESIDE, _ABOVE = 18, 46
_LINE = 0.155  # inches
_MARK = 0.25


def rows(labels: Sequence[str], ticks: int = 5) -> tuple[Figure, Axes]:
    """A figure with one row a label, the first on top at y = 0, each as high as the label with the
    most lines; about `ticks` values on the scale."""
    above = max(map(len, labels), default=0) > _BESIDE
    wrapped = [wrap(label, _ABOVE if above else _BESIDE) for label in labels]
    lines = max((label.count("\n") + 1 for label in wrapped), default=1)
    tall = _MARK + _LINE * lines if above else max(_MARK, 0.1 + _LINE * lines)
    figure = sheet(0.64 + tall * max(len(labels), 2))
    axes = figure.add_subplot()
    top = (_LINE * lines / tall) if above else 0.0
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5 - top)
    if above:
        axes.set_yticks([])
        for at, label in enumerate(wrapped):
            name = axes.text(
                0,
                at - _MARK / 2 / tall + 0.02,
                label,
                transform=axes.get_yaxis_transform(),
                va="bottom",
                linespacing=1.1,
            )
            name.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
            # letters that are wider than ours would leave the drawing no room at all
            name.set_in_layout(False)
    else:
        axes.set_yticks(range(len(labels)), wrapped)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.tick_params(axis="both", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(ticker.MaxNLocator(ticks))
    return figure, axes


def beside(axes: Axes, at: float, words: str) -> None:
    """Words in the column at the right of a row."""
    axes.annotate(
        words,
        (1, at),
        (5, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        color=INK,
    )


def mark(
    axes: Axes, at: float, value: float, ends: tuple[float, float], look: Look, full: bool = True
) -> None:
    """A value inside its interval; hollow where it is not told apart."""
    axes.plot(ends, [at, at], color=look.colour, linewidth=2, solid_capstyle="butt", clip_on=False)
    axes.plot(
        value,
        at,
        look.marker,
        color=look.colour,
        markersize=6.5,
        markerfacecolor=look.colour if full else "white",
        markeredgewidth=1.6,
        clip_on=False,
    )


def wrap(label: str, width: int) -> str:
    """A label on lines of that many characters; no line begins with a mark that the words before it
    carry."""
    held = re.sub(r" ([:;?!»])", "\u00a0\\1", label)
    return textwrap.fill(held, width, break_on_hyphens=False)
