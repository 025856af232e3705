"""Shares of several groups side by side, each with its interval: one subject a band."""

from collections.abc import Callable, Mapping

import matplotlib.ticker as ticker
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from lecons.estimates import Estimate
from lecons.figures.rows import beside, wrap
from lecons.figures.style import (
    GRID,
    PAPER,
    Look,
    sheet,
    styled,
    to_svg,
)

MOST_GROUPS = 4
_ROW = 0.165  # inches: one group
_NAME = 46  # characters: the width of a phone


def by_group(
    subjects: Mapping[str, Mapping[str, Estimate]],
    write: Callable[[float], str],
    axis: str,
    looks: Mapping[str, Look],
) -> str:
    """Subject → (group → its share, 0 to 1), at most MOST_GROUPS groups, in the order of `looks`, each
    subject named above its groups. A share without interval is a hollow mark."""
    seen = {group for shares in subjects.values() for group in shares}
    groups = [group for group in looks if group in seen]
    names = [wrap(name, _NAME) for name in subjects]
    lines = max((name.count("\n") + 1 for name in names), default=1)
    tall = _ROW * (len(groups) + lines + 0.3)
    with styled():
        figure = sheet(0.8 + tall * max(len(subjects), 1))
        axes = figure.add_subplot()
        for row, (name, shares) in enumerate(zip(names, subjects.values(), strict=True)):
            top = row - 0.5
            if row % 2:
                axes.axhspan(top, top + 1, color="#f4f6f8", linewidth=0)
            axes.text(
                0,
                top + _ROW * (lines + 0.05) / tall,
                name,
                transform=axes.get_yaxis_transform(),
                va="bottom",
            )
            for number, group in enumerate(groups):
                share = shares.get(group)
                if share is not None and share.value is not None:
                    y = top + _ROW * (lines + 0.6 + number) / tall
                    _mark(axes, share, y, looks[group], write(share.value))
        axes.set_ylim(max(len(subjects), 1) - 0.5, -0.5)
        axes.set_yticks([])
        axes.set_xlim(-0.02, 1.02)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.tick_params(axis="both", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(wrap(axis, 44))
        handles = [
            Line2D([], [], color=looks[one].colour, marker=looks[one].marker, label=one)
            for one in groups
        ]
        if handles:
            figure.legend(
                handles=handles,
                ncols=_columns(groups),
                loc="outside upper left",
                columnspacing=1.2,
                handletextpad=0.5,
            )
        return to_svg(figure)


def _mark(axes: Axes, share: Estimate, y: float, look: Look, value: str) -> None:
    assert share.value is not None
    low = share.value if share.low is None else share.low
    high = share.value if share.high is None else share.high
    axes.plot([low, high], [y, y], color=look.colour, linewidth=1.6, solid_capstyle="butt")
    axes.plot(
        share.value,
        y,
        look.marker,
        color=look.colour,
        markersize=5,
        markerfacecolor=PAPER if share.low is None else look.colour,
        markeredgewidth=1.3,
        clip_on=False,
    )
    beside(axes, y, value)


def _columns(groups: list[str]) -> int:
    """How many names stand side by side on the width of a phone."""
    longest = max(len(one) for one in groups)
    return max(1, min(len(groups), 54 // (longest + 6)))
