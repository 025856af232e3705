"""Charts: few kinds, direct labels, intervals always shown."""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.ticker as ticker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lecons.estimates import Estimate
from lecons.figures.style import (
    BLUE,
    GREEN,
    GRID,
    HATCHES,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    SERIES,
    VERMILLION,
    WIDTH,
    styled,
    to_svg,
)

Write = Callable[[float], str]


def _wrap(label: str, width: int = 24) -> str:
    words, lines = label.split(" "), [""]
    for word in words:
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _horizontal(labels: Sequence[str]) -> tuple[Figure, Axes]:
    """One row a label, each as high as the label with the most lines."""
    wrapped = [_wrap(label) for label in labels]
    lines = max((label.count("\n") + 1 for label in wrapped), default=1)
    figure = Figure(figsize=(WIDTH, 0.7 + (0.24 + 0.16 * lines) * max(len(labels), 2)))
    axes = figure.add_subplot()
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), wrapped)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.tick_params(axis="both", length=0)
    axes.spines["left"].set_visible(False)
    return figure, axes


def dots(
    estimates: Mapping[str, Estimate],
    write: Write,
    axis: str,
    *,
    reference: float | None = None,
    share: bool = False,
) -> str:
    """One dot and its 95 % interval a row, the value written beside; rows without value are blank.

    `share` values lie between 0 and 1. A dot is filled when its interval leaves `reference` out, hollow when it does not.
    """
    with styled():
        figure, axes = _horizontal(list(estimates))
        for at, estimate in enumerate(estimates.values()):
            if estimate.value is None:
                continue
            low = estimate.value if estimate.low is None else estimate.low
            high = estimate.value if estimate.high is None else estimate.high
            clear = reference is None or not low <= reference <= high
            if reference == 0:
                clear = estimate.excludes_zero  # in a family, by its stricter interval
            axes.plot([low, high], [at, at], color=BLUE, linewidth=2, solid_capstyle="butt")
            axes.plot(
                estimate.value,
                at,
                "o",
                color=BLUE,
                markersize=7,
                markerfacecolor=BLUE if clear else "white",
                markeredgewidth=1.6,
            )
            axes.annotate(
                f"{write(estimate.value)}  (n = {estimate.n})",
                (high, at),
                (7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=INK,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.85},
            )
        if reference is not None:
            axes.axvline(reference, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        left, right = axes.get_xlim()
        axes.set_xlim(left, right + (right - left) * 0.22)  # room for the values written beside
        if share:
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        if not share:
            axes.xaxis.set_major_locator(ticker.MaxNLocator(5))
        axes.set_xlabel(axis)
        return to_svg(figure)


def funnel(steps: Sequence[tuple[str, int, int]], write: Callable[[int, int], str], of: str) -> str:
    """Bars of counts, each with its denominator behind it: (label, count, denominator)."""
    with styled():
        figure, axes = _horizontal([label for label, _, _ in steps])
        widest = max((total for _, _, total in steps), default=1) or 1
        for at, (_, count, total) in enumerate(steps):
            axes.barh(at, total, height=0.62, color="#eef1f4", edgecolor=GRID)
            axes.barh(at, count, height=0.62, color=BLUE)
            axes.annotate(
                write(count, total),
                (max(count, total), at),
                (6, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        axes.set_xlim(0, widest * 1.42)
        axes.xaxis.set_major_locator(ticker.MaxNLocator(5, integer=True))
        axes.set_xlabel(of)
        return to_svg(figure)


def stacked_months(
    table: pd.DataFrame, labels: Mapping[str, str], write: Callable[[pd.Timestamp], str]
) -> str:
    """Activities a month, stacked by type; told apart by colour and by hatching. A blank is not drawn."""
    table = table.fillna(0)
    with styled():
        figure = Figure(figsize=(WIDTH, 3.1))
        axes = figure.add_subplot()
        bottom = np.zeros(len(table))
        for i, name in enumerate(table.columns):
            axes.bar(
                range(len(table)),
                table[name],
                bottom=bottom,
                width=0.82,
                label=labels[name],
                color=SERIES[i % len(SERIES)],
                hatch=HATCHES[i % len(HATCHES)],
                edgecolor="white",
                linewidth=0.4,
            )
            bottom += table[name].to_numpy()
        step = max(1, -(-len(table) // 5))  # more would touch each other
        axes.set_xticks(range(0, len(table), step), [write(day) for day in table.index[::step]])
        axes.yaxis.set_major_locator(ticker.MaxNLocator(5, integer=True))
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        axes.tick_params(length=0)
        axes.legend(
            frameon=False, fontsize=8, ncols=2, loc="upper left", bbox_to_anchor=(-0.04, -0.1)
        )
        return to_svg(figure)


def grid(table: pd.DataFrame, write: Callable[[pd.Timestamp], str]) -> str:
    """Counts of each row in each month: darker is more, and the number is written; a month
    without any is a dot, so that what was not served shows without colour."""
    with styled():
        rows, columns = table.shape
        figure = Figure(figsize=(WIDTH, 0.7 + 0.2 * rows))
        axes = figure.add_subplot()
        counts = table.to_numpy(dtype=float)
        most = counts.max() or 1
        axes.imshow(counts, aspect="auto", cmap="Blues", vmin=0, vmax=most * 1.4)
        for row in range(rows):
            for column in range(columns):
                count = int(counts[row, column])
                dark = count > most * 0.75
                axes.text(
                    column,
                    row,
                    str(count) if count else "·",
                    ha="center",
                    va="center",
                    fontsize=6.5,
                    color=PAPER if dark else INK,
                )
        axes.set_yticks(range(rows), table.index, fontsize=7.5)
        step = max(1, columns // 6)
        months = [write(day) for day in table.columns[::step]]
        axes.set_xticks(range(0, columns, step), months, fontsize=7)
        axes.tick_params(length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        return to_svg(figure)


def slopes(pairs: pd.DataFrame, labels: tuple[str, str], write: Write, axis: str) -> str:
    """Every person's line from before to after, and the mean in bold: the individuals are shown."""
    with styled():
        figure = Figure(figsize=(WIDTH, 3.4))
        axes = figure.add_subplot()
        for before, after in pairs.itertuples(index=False):
            color = VERMILLION if after < before else MUTED
            axes.plot([0, 1], [before, after], color=color, linewidth=0.7, alpha=0.45)
        means = pairs.mean().to_list()
        axes.plot([0, 1], means, color=BLUE, linewidth=3, marker="o", markersize=7)
        for x, value, side in ((0, means[0], "right"), (1, means[1], "left")):
            axes.annotate(
                write(value),
                (x, value),
                (-9 if side == "right" else 9, 0),
                textcoords="offset points",
                ha=side,
                va="center",
                fontweight="bold",
                color=BLUE,
            )
        axes.set_xlim(-0.25, 1.25)
        axes.set_xticks([0, 1], labels)
        axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        axes.set_ylabel(axis)
        axes.tick_params(length=0)
        axes.grid(axis="y", color=GRID, linewidth=0.6)
        return to_svg(figure)


def opposed(rows: Mapping[str, tuple[int, int]], names: tuple[str, str], axis: str) -> str:
    """Persons against to the left, persons for to the right, the counts written."""
    with styled():
        figure, axes = _horizontal(list(rows))
        most = max((max(pair) for pair in rows.values()), default=1) or 1
        for at, (favourable, contrary) in enumerate(rows.values()):
            axes.barh(at, favourable, height=0.6, color=GREEN)
            axes.barh(at, -contrary, height=0.6, color=ORANGE, hatch="//", edgecolor="white")
            axes.annotate(
                str(favourable), (favourable, at), (4, 0), textcoords="offset points", va="center"
            )
            axes.annotate(
                str(contrary),
                (-contrary, at),
                (-4, 0),
                textcoords="offset points",
                va="center",
                ha="right",
            )
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlim(-most * 1.18, most * 1.18)
        axes.xaxis.set_major_locator(ticker.MaxNLocator(7, integer=True))
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
        axes.set_xlabel(f"← {names[1]}    {axis}    {names[0]} →")
        return to_svg(figure)
