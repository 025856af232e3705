"""Lines over time: what is settled or still holds, and incidents a month against what was expected."""

from collections.abc import Callable

import matplotlib.ticker as ticker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecons.estimates.durations import Curve
from lecons.figures.rows import wrap
from lecons.figures.style import (
    BLUE,
    GREY,
    GRID,
    INK,
    MUTED,
    SMALL,
    VERMILLION,
    sheet,
    styled,
    to_svg,
)


def happened(curve: Curve, until: float, write: Callable[[float], str], axis: str) -> str:
    """The share with the event by each time, as steps, inside its 95 % band."""
    times = np.concatenate([[0.0], curve.times, [min(curve.last, until)]])
    places = [curve.happened_by(min(time, curve.last)) for time in times]
    share = [one.value or 0.0 for one in places]
    low = [one.low or 0.0 for one in places]
    high = [one.high if one.high is not None else 0.0 for one in places]
    # at the report nothing has happened yet: no doubt about that
    low[0] = high[0] = 0.0
    with styled():
        figure = sheet(2.7)
        axes = figure.add_subplot()
        axes.fill_between(times, low, high, step="post", color=BLUE, alpha=0.18, linewidth=0)
        axes.step(times, share, where="post", color=BLUE, linewidth=2)
        axes.axhline(0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        axes.set_xlim(0, until)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.xaxis.set_major_locator(ticker.MaxNLocator(6, integer=True))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.tick_params(length=0)
        axes.set_xlabel(wrap(axis, 44))
        return to_svg(figure)


def against_expected(
    counts: pd.Series,
    expected: pd.Series | None,
    start: pd.Timestamp,
    write: Callable[[pd.Timestamp], str],
    labels: tuple[str, str, str],
) -> str:
    """Counts a month as bars; where a model is there, what the months before `start` lead to expect
    as a dashed line. `labels`: the counts, the expectation, the start."""
    place = np.arange(len(counts))
    after = int((counts.index < start).sum())
    with styled():
        figure = sheet(2.9)
        axes = figure.add_subplot()
        # lines as thick as bars, drawn as one
        for part, colour, label in (
            (slice(None, after), GREY, None),
            (slice(after, None), BLUE, labels[0]),
        ):
            shown = counts.iloc[part]
            sticks(axes, place[part], shown.to_numpy(dtype=float), colour, 3.4, label=label)
        if expected is not None:
            axes.plot(
                place,
                expected.to_numpy(),
                color=VERMILLION,
                linewidth=1.6,
                linestyle=(0, (5, 2)),
                label=labels[1],
            )
        axes.axvline(after - 0.5, color=INK, linewidth=1)
        axes.annotate(
            labels[2],
            (after - 0.5, 1.0),
            (4 if after <= len(counts) / 2 else -4, -2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="left" if after <= len(counts) / 2 else "right",
            va="bottom",
            fontsize=SMALL,
            color=INK,
        )
        axes.set_xlim(-0.7, len(counts) - 0.3)
        axes.set_ylim(bottom=0)
        step = max(1, -(-len(counts) // 4))
        axes.set_xticks(place[::step], [write(day) for day in counts.index[::step]])
        axes.yaxis.set_major_locator(ticker.MaxNLocator(5, integer=True))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.tick_params(length=0)
        if axes.get_legend_handles_labels()[0]:  # not where nothing was counted
            figure.legend(loc="outside lower left")
        return to_svg(figure)


def sticks(
    axes: Axes,
    places: np.ndarray,
    heights: np.ndarray,
    colour: str,
    width: float,
    base: float = 0.0,
    label: str | None = None,
) -> None:
    """Bars as thick lines (`width` in points) from `base` up to `heights`, drawn as one path: a phone
    draws them at once, and the file stays light. What is as high as `base` is not drawn."""
    ends = [
        Path([(x, base), (x, height)])
        for x, height in zip(places, heights, strict=True)
        if height != base
    ]
    if ends:
        path = Path.make_compound_path(*ends)
        drawn = PathPatch(
            path,
            fill=False,
            edgecolor=colour,
            linewidth=width,
            capstyle="butt",
            clip_on=False,
        )
        axes.add_patch(drawn)
        if label:
            axes.plot([], [], "s", color=colour, markersize=7, label=label)
        axes.update_datalim(path.vertices)
        axes.autoscale_view()
