"""Answers on a scale of five, as bars that part at the middle of the neutral answer."""

from collections.abc import Callable, Sequence

import matplotlib.ticker as ticker
from matplotlib.figure import Figure

from lecons.figures.style import GRID, INK, PAPER, WIDTH, styled, to_svg

# from against to for, safe for colour-blind readers and in grey (PuOr, Brewer)
SHADES = ("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")
_READABLE = 0.08  # a thinner part has no room for its figure


def diverging(
    rows: Sequence[tuple[str, Sequence[float]]],
    answers: Sequence[str],
    write: Callable[[float], str],
) -> str:
    """One bar a row: (label, the five shares, which sum to 1). Rows are set close together by two,
    the first and second wave of a question."""
    with styled():
        figure = Figure(figsize=(WIDTH, 0.9 + 0.3 * len(rows)))
        axes = figure.add_subplot()
        places = [at + 0.35 * (at // 2) for at in range(len(rows))]
        for at, (_, shares) in zip(places, rows, strict=True):
            left = -(shares[0] + shares[1] + shares[2] / 2)
            for share, shade in zip(shares, SHADES, strict=True):
                axes.barh(at, share, left=left, height=0.86, color=shade, edgecolor=PAPER)
                if share >= _READABLE:
                    dark = shade in (SHADES[0], SHADES[4])
                    axes.annotate(
                        write(share),
                        (left + share / 2, at),
                        ha="center",
                        va="center",
                        fontsize=7,
                        color=PAPER if dark else INK,
                    )
                left += share
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(places, [label for label, _ in rows], fontsize=8)
        axes.invert_yaxis()
        axes.set_xlim(-1, 1)
        axes.xaxis.set_major_locator(ticker.FixedLocator([-1, -0.5, 0, 0.5, 1]))
        axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: write(abs(value))))
        axes.grid(axis="x", color=GRID, linewidth=0.6)
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
        handles = [axes.barh([0], [0], color=shade) for shade in SHADES]
        axes.legend(
            handles,
            answers,
            frameon=False,
            fontsize=7.5,
            ncols=5,
            loc="upper center",
            bbox_to_anchor=(0.42, -0.12 if len(rows) < 8 else -0.05),
            handlelength=1.0,
            columnspacing=0.9,
        )
        return to_svg(figure)
