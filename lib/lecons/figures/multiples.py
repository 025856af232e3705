"""Small multiples: the same months for many places or kinds, each named, all on one scale (Tufte, 1983)."""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lecons.figures.lines import sticks
from lecons.figures.rows import wrap
from lecons.figures.style import (
    GRID,
    INK,
    MUTED,
    PLAIN,
    SMALL,
    VERMILLION,
    WIDTH,
    Look,
    styled,
    to_svg,
)

# points
_GAP, _NAME, _TALL, _BELOW = 9, 12, 27, 8
# characters that fit above a panel, by the number of panels side by side
_FIT = {3: 17, 2: 27}


def multiples(
    series: Mapping[str, Sequence[float]],
    key: str,
    looks: Mapping[str, Look] | None = None,
) -> str:
    """Name → what each month counts. The names stand above; the line at the top of each panel is the
    highest count of all; a month without any has a tick under the base. `key`: words that tell the
    first month, the last and what the top line stands for."""
    across = 3 if max(map(len, series), default=0) <= _FIT[3] else 2
    down = -(-len(series) // across)
    wide = WIDTH * 72
    told = wrap(key, 54)
    block = _NAME + _TALL + _BELOW
    high = max(down, 1) * block + 12 * (told.count("\n") + 1)
    panel = (wide - _GAP * (across - 1)) / across
    most = max((max(one, default=0) for one in series.values()), default=0) or 1
    with styled():
        figure = Figure(figsize=(WIDTH, high / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        bases: list[Path] = []
        tops: list[Path] = []
        blanks: list[Path] = []
        for at, (name, counts) in enumerate(series.items()):
            left, base = (at % across) * (panel + _GAP), -(at // across) * block - _NAME - _TALL
            step = panel / max(len(counts), 1)
            x = left + step * (np.arange(len(counts)) + 0.5)
            values = np.asarray(counts, dtype=float)
            shown = (looks or {}).get(name, PLAIN)
            sticks(axes, x, base + values / most * _TALL, shown.colour, step * 0.78, base)
            bases.append(Path([(left, base), (left + panel, base)]))
            tops.append(Path([(left, base + _TALL), (left + panel, base + _TALL)]))
            blanks += [Path([(one, base - 1), (one, base - 5)]) for one in x[values == 0]]
            axes.text(left, base + _TALL + 2, _fitting(name, across), fontsize=SMALL, color=INK)
        for lines, colour, width in (
            (tops, GRID, 0.6),
            (bases, MUTED, 0.7),
            (blanks, VERMILLION, 1),
        ):
            if lines:
                path = Path.make_compound_path(*lines)
                axes.add_patch(PathPatch(path, fill=False, edgecolor=colour, linewidth=width))
        axes.text(0, -down * block - 2, told, va="top", fontsize=SMALL, color=MUTED)
        axes.set_xlim(0, wide)
        axes.set_ylim(-high, 0)
        return to_svg(figure)


def _fitting(name: str, across: int) -> str:
    """A name that a panel has room for: its count, at the end, stays (the table has it in full)."""
    if len(name) <= _FIT[across]:
        return name
    *words, count = name.split(" ")
    room = _FIT[across] - len(count) - 3
    return (
        f"{textwrap.shorten(' '.join(words), room, placeholder='')[:room] or name[:room]} … {count}"
    )
