"""What was done and what happened, on one line of time, without saying that one made the other."""

from collections.abc import Callable, Mapping

import matplotlib.ticker as ticker
import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecons.figures.lines import sticks
from lecons.figures.rows import wrap
from lecons.figures.style import (
    GRID,
    INK,
    MUTED,
    PALE,
    SMALL,
    VERMILLION,
    Look,
    sheet,
    styled,
    to_svg,
)

_TICKS = 4


def timeline(
    activities: pd.Series,
    incidents: Mapping[str, pd.Series],
    period: tuple[pd.Timestamp, pd.Timestamp],
    shown: Look,
    write: Callable[[pd.Timestamp], str],
    labels: tuple[str, str, str],
) -> str:
    """Above, activities a month (index: first day of the month) as bars; below, a stroke for each
    incident at its date, a line a kind (name → dates). The project's period is shaded. `labels`: the
    activities, the incidents, the period."""
    with styled():
        figure = sheet(1.7 + 0.36 * max(len(incidents), 1))
        above, below = figure.subplots(
            2, 1, sharex=True, gridspec_kw={"height_ratios": [1.15, 0.36 * max(len(incidents), 1)]}
        )
        start, end = (_place(pd.DatetimeIndex([day]))[0] for day in period)
        middle = _place(pd.DatetimeIndex(activities.index)) + 0.5 / 12
        sticks(above, middle, activities.to_numpy(dtype=float), shown.colour, 3.4)
        # the name of the period stands over the bars
        above.set_ylim(0, (activities.max() if len(activities) else 0) * 1.3 or 1)
        above.yaxis.set_major_locator(ticker.MaxNLocator(3, integer=True))
        above.grid(axis="y", color=GRID, linewidth=0.6)
        every = [start, end, *middle]
        for row, (name, days) in enumerate(incidents.items()):
            x = _place(pd.DatetimeIndex(days))
            every += [*x]
            strokes = [Path([(one, row - 0.05), (one, row + 0.4)]) for one in x]
            if strokes:
                path = Path.make_compound_path(*strokes)
                below.add_patch(PathPatch(path, fill=False, edgecolor=VERMILLION, linewidth=0.8))
            below.text(
                0,
                row - 0.12,
                wrap(name, 48),
                transform=below.get_yaxis_transform(),
                va="bottom",
                fontsize=SMALL,
            ).set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8})
        below.set_ylim(max(len(incidents), 1) - 0.45, -0.62)
        below.set_yticks([])
        for axes, label in ((above, labels[0]), (below, labels[1])):
            axes.axvspan(start, end, color=PALE, linewidth=0, zorder=0)
            axes.set_title(wrap(label, 52), loc="left", fontsize=SMALL, color=MUTED)
            axes.tick_params(length=0)
            axes.spines["left"].set_visible(False)
        above.annotate(
            labels[2],
            ((start + end) / 2, 1.0),
            (0, -2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=SMALL,
            color=INK,
        )
        first, last = min(every), max(every)
        above.set_xlim(first - 0.15, last + 0.05)
        marks = pd.date_range(_day(first), _day(last), periods=_TICKS).normalize()
        marks = marks[:-1].to_period("M").to_timestamp()
        below.set_xticks(_place(marks), [write(day) for day in marks])
        return to_svg(figure)


def _place(days: pd.DatetimeIndex) -> np.ndarray:
    """Days as years and parts of years, in steps of a month and a day."""
    return np.asarray(days.year + (days.month - 1) / 12 + (days.day - 1) / 372, dtype=float)


def _day(place: float) -> pd.Timestamp:
    year = int(place)
    return pd.Timestamp(year, min(12, int((place - year) * 12) + 1), 1)
