"""Shares of several groups side by side, each with its interval: one subject a band."""

import textwrap
from collections.abc import Callable, Mapping

import matplotlib.ticker as ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lecons.estimates import Estimate
from lecons.figures.style import (
    BLUE,
    GREEN,
    GRID,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    WIDTH,
    styled,
    to_svg,
)

# told apart by colour and by shape
_LOOKS = ((BLUE, "o"), (ORANGE, "D"), (GREEN, "s"), (PURPLE, "^"))
MOST_GROUPS = len(_LOOKS)


def by_group(
    subjects: Mapping[str, Mapping[str, Estimate]], write: Callable[[float], str], axis: str
) -> str:
    """Subject → (group → its share, 0 to 1), at most MOST_GROUPS groups, in the order given. A share
    without interval is a hollow mark."""
    groups = list(dict.fromkeys(group for shares in subjects.values() for group in shares))
    looks = dict(zip(groups, _LOOKS, strict=False))
    with styled():
        step = 1 / (len(groups) + 0.9)
        height = max(0.38, 0.17 * (len(groups) + 0.9)) * max(len(subjects), 1)
        figure = Figure(figsize=(WIDTH, 0.8 + height))
        axes = figure.add_subplot()
        for row, shares in enumerate(subjects.values()):
            if row % 2:
                axes.axhspan(row - 0.5, row + 0.5, color="#f4f6f8", linewidth=0)
            for number, group in enumerate(groups):
                share = shares.get(group)
                if share is None or share.value is None:
                    continue
                y = row + (number - (len(groups) - 1) / 2) * step
                _mark(axes, share, y, looks[group], write(share.value))
        axes.set_ylim(max(len(subjects), 1) - 0.5, -0.5)
        axes.set_yticks(range(len(subjects)), [_wrap(name) for name in subjects])
        axes.set_xlim(-0.02, 1.14)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.tick_params(axis="both", length=0)
        axes.tick_params(axis="y", labelsize=8.5)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(axis)
        handles = [
            Line2D([], [], color=looks[one][0], marker=looks[one][1], markersize=6, label=one)
            for one in groups
        ]
        if handles:
            axes.legend(
                handles=handles,
                frameon=False,
                fontsize=8.5,
                ncols=_columns(groups),
                loc="lower right",
                bbox_to_anchor=(1.0, 1.0),
                columnspacing=1.2,
                handletextpad=0.5,
            )
        return to_svg(figure)


def _mark(axes: Axes, share: Estimate, y: float, look: tuple[str, str], value: str) -> None:
    assert share.value is not None
    colour, shape = look
    low = share.value if share.low is None else share.low
    high = share.value if share.high is None else share.high
    axes.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt")
    axes.plot(
        share.value,
        y,
        shape,
        color=colour,
        markersize=5.5,
        markerfacecolor=PAPER if share.low is None else colour,
        markeredgewidth=1.3,
    )
    axes.annotate(
        value, (high, y), (7, 0), textcoords="offset points", va="center", fontsize=7, color=INK
    )


def _columns(groups: list[str]) -> int:
    """How many names stand side by side on the width of a phone."""
    longest = max(len(one) for one in groups)
    return max(1, min(len(groups), 54 // (longest + 6)))


def _wrap(name: str, width: int = 22) -> str:
    return "\n".join(textwrap.wrap(name, width, break_on_hyphens=False))
