"""The house style: colours safe for colour-blind readers (Okabe and Ito, 2008), light SVG."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from lecons.figures.minify import minified

INK, MUTED, GRID, PAPER = "#1c2733", "#5b6770", "#d9dee3", "#ffffff"
BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE = (
    "#0072b2",
    "#c77700",
    "#007a5e",
    "#c04a00",
    "#56b4e9",
    "#9b4f83",
)
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION)
# in print and without colour, the same series are told apart by their hatching
HATCHES = ("", "//", "..", "xx", "--", "\\\\")

# what XML cannot hold (XML 1.0, 2.2): a label may bring it from a cell, and the figure would not be read
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# narrow enough for its words to stay readable on a phone
WIDTH = 4.8
_FONTS = "DejaVu Sans, Verdana, Roboto, sans-serif"
_RC: Any = {
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    # a name that people typed may hold two dollars: it is no formula
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "lecons",
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw inside the house style, whatever the analyst's own matplotlib settings."""
    with mpl.rc_context(_RC):
        yield


def to_svg(figure: Figure) -> str:
    """The figure as SVG text, the same bytes each time: text as text, no date, no metadata."""
    buffer = io.StringIO()
    with styled():
        figure.savefig(
            buffer,
            format="svg",
            bbox_inches="tight",
            pad_inches=0.08,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    svg = buffer.getvalue()
    svg = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", svg[svg.index("<svg") :])
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    # places inside of tags only: what is written between them is for readers, to its last figure
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\d+\.\d)\d+", r"\1", tag[0]), svg)
    svg = svg.replace("'DejaVu Sans'", _FONTS)
    return minified(re.sub(r"\s*\n\s*", " ", svg).strip())
