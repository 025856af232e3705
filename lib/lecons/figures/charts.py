"""Charts of one row a subject, direct labels, intervals always shown; and pairs of before and after."""

from collections.abc import Callable, Mapping

import matplotlib.ticker as ticker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecons.estimates import Estimate
from lecons.figures.rows import Write, beside, mark, rows, wrap
from lecons.figures.style import (
    GREY,
    GRID,
    INK,
    MUTED,
    NAVY,
    PALE,
    PLAIN,
    SMALL,
    VERMILLION,
    Look,
    look,
    sheet,
    styled,
    to_svg,
)


def dots(
    estimates: Mapping[str, Estimate],
    write: Write,
    axis: str,
    *,
    reference: float | None = None,
    share: bool = False,
    looks: Mapping[str, Look] | None = None,
) -> str:
    """One dot and its 95 % interval a row, the value and its n written at the right; rows without
    value are blank. Rows of `looks`, by label, have their own colour and shape.

    `share` values lie between 0 and 1. A dot is filled when its interval leaves `reference` out, hollow when it does not.
    """
    with styled():
        figure, axes = rows(list(estimates))
        for at, (name, estimate) in enumerate(estimates.items()):
            if estimate.value is None:
                continue
            low = estimate.value if estimate.low is None else estimate.low
            high = estimate.value if estimate.high is None else estimate.high
            clear = reference is None or not low <= reference <= high
            if reference == 0:
                clear = estimate.excludes_zero  # in a family, by its stricter interval
            mark(axes, at, estimate.value, (low, high), (looks or {}).get(name, PLAIN), clear)
            beside(axes, at, f"{write(estimate.value)} (n = {estimate.n})")
        if reference is not None:
            axes.axvline(reference, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        if share:
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.set_xlabel(wrap(axis, 44))
        return to_svg(figure)


def funnel(steps: Mapping[str, Estimate], write: Callable[[int, int], str], of: str) -> str:
    """Bars of counts, each over its denominator, with the interval of its share drawn across; a step
    that is all of its denominator has no doubt to show."""
    with styled():
        figure, axes = rows(list(steps))
        for at, step in enumerate(steps.values()):
            count = round((step.value or 0) * step.n)
            axes.barh(at, step.n, height=0.36, color=PALE, edgecolor=GRID, clip_on=False)
            axes.barh(at, count, height=0.36, color=PLAIN.colour, clip_on=False)
            if step.low is not None and step.high is not None and count < step.n:
                ends = step.low * step.n, step.high * step.n
                axes.plot(ends, [at, at], color=INK, linewidth=1.4, marker="|", clip_on=False)
            beside(axes, at, write(count, step.n))
        axes.set_xlim(0, max((step.n for step in steps.values()), default=1) or 1)
        axes.xaxis.set_major_locator(ticker.MaxNLocator(4, integer=True))
        axes.set_xlabel(wrap(of, 44))
        return to_svg(figure)


def stacked_months(
    table: pd.DataFrame,
    labels: Mapping[str, str],
    write: Callable[[pd.Timestamp], str],
    number: Write,
) -> str:
    """Counts a month, stacked by column; told apart by colour and by hatching. A blank is not drawn."""
    table = table.fillna(0)
    with styled():
        figure = sheet(2.9)
        axes = figure.add_subplot()
        bottom = np.zeros(len(table))
        for name in table.columns:
            _bars(axes, bottom, table[name].to_numpy(dtype=float), look(name), labels[name])
            bottom += table[name].to_numpy(dtype=float)
        axes.set_xlim(-0.6, len(table) - 0.4)
        axes.set_ylim(0, bottom.max() * 1.05 or 1)
        step = max(1, -(-len(table) // 4))  # more would touch each other
        axes.set_xticks(range(0, len(table), step), [write(day) for day in table.index[::step]])
        axes.yaxis.set_major_locator(ticker.MaxNLocator(5, integer=True))
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: number(value)))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.tick_params(length=0)
        figure.legend(ncols=len(table.columns), loc="outside upper left")
        return to_svg(figure)


def _bars(axes: Axes, bottom: np.ndarray, height: np.ndarray, shown: Look, label: str) -> None:
    """All bars of a series as one path: a phone draws them at once, and the file stays light."""
    corners = [
        [(at - 0.4, low), (at - 0.4, low + tall), (at + 0.4, low + tall), (at + 0.4, low)]
        for at, (low, tall) in enumerate(zip(bottom, height, strict=True))
        if tall
    ]
    path = Path.make_compound_path(*(Path([*one, one[0]], closed=True) for one in corners))
    axes.add_patch(
        PathPatch(
            path,
            facecolor=shown.colour,
            hatch=shown.hatch,
            edgecolor="white",
            linewidth=0.4,
            label=label,
            clip_on=False,
        )
    )


def slopes(pairs: pd.DataFrame, labels: tuple[str, str], write: Write, axis: str) -> str:
    """Every person's line from before to after, dashed where it falls, and the mean in bold: the
    individuals are shown."""
    with styled():
        figure = sheet(3.2)
        axes = figure.add_subplot()
        # people with the same two marks are one line: thousands of them would be drawn over each other
        ends = pairs.drop_duplicates().to_numpy(dtype=float)
        falls = ends[:, 1] < ends[:, 0]
        for lines, colour, dash in ((ends[~falls], GREY, "-"), (ends[falls], VERMILLION, "--")):
            if len(lines):
                path = Path.make_compound_path(*(Path([(0, a), (1, b)]) for a, b in lines))
                axes.add_patch(
                    PathPatch(path, fill=False, edgecolor=colour, linewidth=0.5, linestyle=dash)
                )
        means = pairs.mean().to_list()
        axes.plot([0, 1], means, color=NAVY, linewidth=3, marker="o", markersize=7)
        for x, value, side in ((0, means[0], "right"), (1, means[1], "left")):
            axes.annotate(
                write(value),
                (x, value),
                (-9 if side == "right" else 9, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontweight="bold",
                color=NAVY,
            )
        axes.set_xlim(-0.25, 1.25)
        axes.autoscale(axis="y")
        axes.set_xticks([0, 1], labels)
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.set_ylabel(axis)
        axes.tick_params(length=0)
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        return to_svg(figure)


def opposed(opinions: Mapping[str, tuple[int, int]], names: tuple[str, str], axis: str) -> str:
    """Persons against to the left, persons for to the right, the counts written."""
    with styled():
        figure, axes = rows(list(opinions))
        most = max((max(pair) for pair in opinions.values()), default=1) or 1
        for at, pair in enumerate(opinions.values()):
            for count, side, one in zip(pair, (1, -1), ("pour", "contre"), strict=True):
                shown = look(one)
                axes.barh(
                    at,
                    side * count,
                    height=0.36,
                    color=shown.colour,
                    hatch=shown.hatch,
                    edgecolor="white",
                    linewidth=0.4,
                )
                axes.annotate(
                    str(count),
                    (side * count, at),
                    (4 * side, 0),
                    textcoords="offset points",
                    va="center",
                    ha="left" if side > 0 else "right",
                    fontsize=SMALL,
                )
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlim(-most * 1.18, most * 1.18)
        axes.xaxis.set_major_locator(ticker.MaxNLocator(7, integer=True))
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
        axes.set_xlabel(wrap(axis, 44))
        axes.set_title(f"{names[0]} →", loc="right", fontsize=SMALL, color=look("pour").colour)
        axes.set_title(f"← {names[1]}", loc="left", fontsize=SMALL, color=look("contre").colour)
        return to_svg(figure)
