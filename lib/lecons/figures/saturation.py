"""How codes pile up as more people are heard: the median of many orders, and their 95 % band."""

from collections.abc import Callable

import matplotlib.ticker as ticker
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from lecons.figures.rows import wrap
from lecons.figures.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    SMALL,
    VERMILLION,
    sheet,
    styled,
    to_svg,
)

# more points than the figure has room for only make the page heavy
MOST_POINTS = 200


def accumulation(
    curve: pd.DataFrame,
    threshold: float,
    point: tuple[float, str] | None,
    write: Callable[[float], str],
    labels: tuple[str, str, str, str, str],
) -> str:
    """Above, the distinct codes heard after each testimony; below, the new codes of the next run over
    those of the base, against the threshold. `curve` is that of testimony.saturation; `point`: the
    testimonies needed and how they are written. `labels`: median, band, order of the dates, and the
    axes of testimonies and of codes."""
    kept = np.unique(np.linspace(0, len(curve) - 1, min(len(curve), MOST_POINTS)).round())
    shown = curve.iloc[kept.astype(int)]
    heard = shown["temoignages"].to_numpy()
    with styled():
        figure = sheet(4.2)
        above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3, 2]})
        _banded(above, shown, "codes", labels[:2])
        above.plot(
            heard,
            shown["codes_observes"],
            color=VERMILLION,
            linewidth=1.3,
            linestyle=(0, (5, 2)),
            label=labels[2],
        )
        above.set_ylim(bottom=0)
        above.yaxis.set_major_locator(ticker.MaxNLocator(5, integer=True))
        above.set_ylabel(labels[4])
        above.legend(loc="lower right")

        _banded(below, shown, "nouveaux")
        below.axhline(threshold, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        below.annotate(
            write(threshold),
            (1.0, threshold),
            (3, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=INK,
        )
        # a base without any code makes the ratio boundless: it runs out of the frame
        top = _top(shown["nouveaux_haut"], threshold)
        below.set_ylim(-0.03 * top, top)
        below.yaxis.set_major_locator(ticker.MaxNLocator(4))
        below.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(value)))
        below.xaxis.set_major_locator(ticker.MaxNLocator(6, integer=True))
        below.set_xlabel(wrap(labels[3], 44))
        for axes in (above, below):
            axes.grid(axis="y", color=GRID, linewidth=0.6)
            axes.tick_params(length=0)
            if point is not None:
                axes.axvline(point[0], color=MUTED, linewidth=0.8)
        if point is not None:
            above.annotate(
                point[1],
                (point[0], 1.0),
                (3, -2),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                va="bottom",
                fontsize=SMALL,
                color=INK,
            )
        return to_svg(figure)


def _banded(axes: Axes, shown: pd.DataFrame, name: str, labels: tuple[str, ...] = ("", "")) -> None:
    heard = shown["temoignages"].to_numpy()
    middle, low, high = (
        shown[column].replace(np.inf, 9.0).to_numpy(dtype="float64")
        for column in (name, f"{name}_bas", f"{name}_haut")
    )
    axes.fill_between(
        heard, low, high, color=BLUE, alpha=0.18, linewidth=0, label=labels[1] or None
    )
    axes.plot(heard, middle, color=BLUE, linewidth=2, label=labels[0] or None)


def _top(high: pd.Series, threshold: float) -> float:
    finite = high[np.isfinite(high)]
    reached = float(finite.max()) if len(finite) else 0.0
    return min(1.05, max(1.1 * reached, 4 * threshold))
