"""What comes together, as an arc diagram: a network whose names stand in one column (Wattenberg, 2002).

On a narrow page the names of a network drawn in the plane run into each other; here each has a line of
its own, and what binds two of them is an arc beside, as wide as the persons are many.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Arc

from lecons.figures.style import (
    BLUE,
    GREEN,
    INK,
    PAPER,
    PURPLE,
    SMALL,
    VERMILLION,
    WIDTH,
    styled,
    to_svg,
)

MOST = 15
_LOOKS = ((BLUE, "o"), (GREEN, "s"), (VERMILLION, "^"), (PURPLE, "D"))
_ARC = "#74889b"
_ROW = 0.33  # inches: two lines of a name
_DEEP = 2.0  # inches: the widest arc
_NAME = 26  # characters of a line of a name
_ROUND = 4  # rows that an arc spans to be as wide as that


@dataclass(frozen=True)
class Node:
    """A subject: its key, its name, its kind, and how many persons speak of it."""

    key: str
    name: str
    kind: str
    persons: int


def arcs(
    nodes: Sequence[Node],
    edges: Mapping[tuple[str, str], int],
    kinds: Sequence[str],
    write: Callable[[int], str] = str,
) -> str:
    """The network of at most MOST nodes; the widest arcs in full colour, the persons written on each.

    In: nodes, edges (two keys → persons, at least 1), the kinds in the order of their colours and
    shapes (at most four), how persons are written. Edges to a node that is not there are left out. The same nodes and edges
    give the same drawing in whatever order they come.
    """
    most_heard = sorted(nodes, key=lambda node: (-node.persons, node.key))[:MOST]
    by_key = {node.key: node for node in most_heard}
    lines = {pair: k for pair, k in edges.items() if set(pair) <= set(by_key)}
    keys = ordered(list(by_key), lines)
    at = {key: number for number, key in enumerate(keys)}
    looks = dict(zip(kinds, _LOOKS, strict=False))
    with styled():
        rows = max(len(keys), 2)
        figure = Figure(figsize=(WIDTH, 0.4 + _ROW * rows))
        axes = figure.add_axes((0.46, 0.1, 0.54, 0.9))
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xlim(-0.12, _DEEP + 0.15)
        axes.axis("off")
        most = max(lines.values(), default=1)
        # where all arcs are short, they stay round
        span = max((abs(at[a] - at[b]) for a, b in lines), default=1)
        span = max(span, _ROUND)
        for pair, persons in sorted(lines.items(), key=lambda one: (one[1], one[0])):
            top, bottom = sorted((at[pair[0]], at[pair[1]]))
            deep = _DEEP * (bottom - top) / span
            bold = persons == most
            axes.add_patch(
                Arc(
                    (0, (top + bottom) / 2),
                    2 * deep,
                    bottom - top,
                    theta1=-90,
                    theta2=90,
                    color=BLUE if bold else _ARC,
                    linewidth=0.8 + 4.7 * persons / most,
                    alpha=1 if bold else 0.75,
                    zorder=2 if bold else 1,
                )
            )
            # two arcs never have their summits closer than half a row or two steps: no overlap
            axes.text(
                deep,
                (top + bottom) / 2,
                write(persons),
                ha="center",
                va="center",
                fontsize=SMALL,
                fontweight="bold" if bold else "normal",
                color=BLUE if bold else INK,
                zorder=4,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
            )
        for key, row in at.items():
            node = by_key[key]
            colour, shape = looks.get(node.kind, _LOOKS[0])
            axes.plot(0, row, shape, color=colour, markersize=7, markeredgecolor=PAPER, zorder=5)
            axes.annotate(
                short(node.name, write(node.persons)),
                (0, row),
                (-9, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontsize=SMALL,
                linespacing=0.95,
            )
        used = [kind for kind in kinds if any(by_key[key].kind == kind for key in keys)]
        if used:
            handles = [
                Line2D(
                    [], [], linestyle="", marker=looks[kind][1], color=looks[kind][0], label=kind
                )
                for kind in used
            ]
            figure.legend(
                handles=handles,
                fontsize=SMALL,
                ncols=len(used),
                loc="upper center",
                bbox_to_anchor=(0.5, 0.1),
                handletextpad=0.1,
                columnspacing=1.0,
            )
        return to_svg(figure)


def ordered(keys: Sequence[str], edges: Mapping[tuple[str, str], int]) -> list[str]:
    """The keys so that what many say together stands near: each put in where it lengthens the arcs
    least, the most bound first, then two exchanged as long as that shortens them (minimum linear
    arrangement; Harper, 1964). Whole numbers only, so that every machine finds the same."""
    keys = sorted(keys)
    at = {key: number for number, key in enumerate(keys)}
    weights = np.zeros((len(keys), len(keys)), dtype=np.int64)
    for (a, b), persons in edges.items():
        if a in at and b in at and a != b:
            weights[at[a], at[b]] = weights[at[b], at[a]] = persons
    order: list[int] = []
    for one in np.argsort(-weights.sum(axis=1), kind="stable").tolist():
        tries = [[*order[:place], one, *order[place:]] for place in range(len(order) + 1)]
        order = min(tries, key=lambda way: _length(way, weights))
    better = True
    while better:
        better = False
        for i, j in combinations(range(len(order)), 2):
            swapped = order.copy()
            swapped[i], swapped[j] = order[j], order[i]
            if _length(swapped, weights) < _length(order, weights):
                order, better = swapped, True
    return [keys[one] for one in order]


def _length(order: list[int], weights: np.ndarray) -> int:
    among = weights[np.ix_(order, order)]
    place = np.arange(len(order))
    return int((among * np.abs(place[:, None] - place[None, :])).sum())


def short(name: str, persons: str) -> str:
    """A name and its persons on at most two lines; a longer name is cut with … (the table has it in
    full), the persons at the end stay."""
    count = f"({persons})".replace(" ", "\u00a0")
    lines, end = textwrap.wrap(f"{name} {count}", _NAME, break_on_hyphens=False), len(name)
    while len(lines) > 2 and end:
        end -= 1
        kept = f"{name[:end].rstrip()} … {count}"
        lines = textwrap.wrap(kept, _NAME, break_on_hyphens=False)
    return "\n".join(lines)
