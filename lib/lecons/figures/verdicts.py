"""The matrix of evidence as a figure: practices × sources, each cell a sign, a colour and a word."""

from collections.abc import Mapping, Sequence
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lecons.figures.rows import wrap
from lecons.figures.style import INK, MUTED, PAPER, SMALL, WIDTH, look, styled, to_svg

Side = Literal["soutient", "contredit", "partagé", "rien", "masqué"]
_SIGNS: Mapping[Side, str] = {
    "soutient": "+",
    "contredit": "−",
    "partagé": "±",
    "rien": "",
    "masqué": "",
}
_FILLS: Mapping[Side, tuple[str, str, str]] = {
    "soutient": (look("pour").colour, "", PAPER),
    "contredit": (look("contre").colour, "", PAPER),
    "partagé": (PAPER, "///", INK),
    "rien": (PAPER, "", MUTED),
    "masqué": (PAPER, "", MUTED),
}
# points
_HEAD, _LINE, _CELL, _GAP = 14, 12.5, 33, 8


def verdicts(
    practices: Mapping[str, Sequence[Side]], sources: Sequence[str], words: Mapping[Side, str]
) -> str:
    """Practice → what each source says of it, in the order of `sources`; `words`: how each side is
    written. The practice is named above its cells, which so have the width of a phone."""
    wide = WIDTH * 72
    names = [wrap(name, 50) for name in practices]
    lines = [name.count("\n") + 1 for name in names]
    cell = wide / max(len(sources), 1)
    heads = [wrap(source, int(cell / 6)) for source in sources]
    top = _HEAD + _LINE * max((head.count("\n") for head in heads), default=0)
    high = top + sum(_LINE * k + _CELL + _GAP for k in lines)
    with styled():
        figure = Figure(figsize=(WIDTH, high / 72))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, wide)
        axes.set_ylim(high, 0)
        for column, head in enumerate(heads):
            x, y = cell * (column + 0.5), top - 3
            axes.text(x, y, head, ha="center", fontsize=SMALL, fontweight="bold", color=MUTED)
        y = top
        for name, k, sides in zip(names, lines, practices.values(), strict=True):
            y += _LINE * k
            axes.text(0, y, name, va="bottom")
            for column, side in enumerate(sides):
                _cell(axes, column * cell, y + 2, cell - 2, side, words[side])
            y += _CELL + _GAP
        return to_svg(figure)


def _cell(axes, x: float, y: float, wide: float, side: Side, word: str) -> None:  # type: ignore[no-untyped-def]
    fill, hatch, ink = _FILLS[side]
    axes.add_patch(
        Rectangle(
            (x + 0.5, y),
            wide,
            _CELL - 3,
            facecolor=fill,
            hatch=hatch,
            edgecolor="#c3cbd2",
            linewidth=0.7,
        )
    )
    axes.text(
        x + wide / 2 + 0.5,
        y + (_CELL - 3) / 2,
        "\n".join(filter(None, [_SIGNS[side], wrap(word, int(wide / 5.2))])),
        ha="center",
        va="center",
        fontsize=SMALL,
        linespacing=1.0,
        color=ink,
    ).set_bbox({"facecolor": fill, "edgecolor": "none", "pad": 0.6} if hatch else None)
